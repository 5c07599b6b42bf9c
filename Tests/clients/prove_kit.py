# Falsework
# SPDX-License-Identifier: MIT
"""Proves that falsework check finds what is wrong with a client, and nothing else.

    python prove_kit.py PROGRAM [NAMES...] [--jobs N] [--records FOLDER]

PROGRAM is a built falsework; with NAMES, only these mutants are proven. What must come out:

- The reference clients, in Python and in Swift, and the reference receiver get no finding of any
  level.
- Each mutant gets the finding of its clause in each of its drills, and that of no other clause
  there or where nothing fails; and each clause of the contract has a mutant.
- The reports are read by what they are made for: see report_readers.py.

What fails is tried once more, alone, as the pace of a client is judged by real time, and others run
beside it here. The exit status is 1 if something fails then too.
"""

import argparse
import concurrent.futures
import dataclasses
import json
import pathlib
import subprocess
import sys
import tempfile
import time

import mutants
import report_readers

HERE = pathlib.Path(__file__).resolve().parent
# Where the reference client in Swift is built, which the package knows nothing of.
SWIFT_CLIENT = HERE.parents[1] / ".build" / "swift-reference-client"
# How many mutants run at a time, and how many drills of each. Two cores are busy with that, and
# the longest pause of a process is well below what the clauses about pace tell apart.
MUTANTS_AT_A_TIME, DRILLS_AT_A_TIME = 3, 2
# A check that takes longer than this many seconds hangs.
PATIENCE = 300
# The exit statuses of a check that took place: all is well, a finding, a drill in error.
STATUSES = (0, 1, 3)
# The mutant whose findings the readers of reports get, besides a verdict without any.
REPORTED = "submits-again"


@dataclasses.dataclass(frozen=True)
class Case:
    """A client, what it is put through, and the findings that must come out."""

    name: str
    command: tuple
    selection: tuple
    # As the fingerprints of findings are written: clause@drill.
    expected: frozenset = frozenset()
    # May come out elsewhere, too.
    clause: str = ""
    jobs: int = DRILLS_AT_A_TIME


@dataclasses.dataclass
class Result:
    """What came out of a case."""

    case: Case
    record: pathlib.Path
    seconds: float
    verdict: dict
    trouble: str = ""

    @property
    def findings(self):
        return {finding["fingerprint"]: finding for finding in self.verdict.get("findings", [])}

    @property
    def missing(self):
        return sorted(self.case.expected - set(self.findings))

    @property
    def unexpected(self):
        return [one for one in self.findings.values() if one["clause"] != self.case.clause]

    @property
    def idle(self):
        """The drills that say nothing of the client although they were meant to."""
        named = {fingerprint.split("@")[1] for fingerprint in self.case.expected}
        return [
            drill
            for drill in self.verdict.get("drills", [])
            if drill["state"] == "error" or (drill["state"] != "run" and drill["name"] in named)
        ]

    @property
    def is_proven(self):
        return not (self.trouble or self.idle or self.missing or self.unexpected)

    def describe(self):
        """What was expected and found, in a line."""
        parts = [self.trouble] if self.trouble else []
        parts += [f"drill {drill['name']}: {drill.get('reason')}" for drill in self.idle]
        if not self.verdict:
            return "; ".join(parts)
        parts += [f"expected {name}" for name in self.missing]
        for finding in self.unexpected:
            evidence = "; ".join(entry["text"] for entry in finding["evidence"])
            parts.append(f"did not expect {finding['fingerprint']} ({evidence})")
        return "; ".join(parts) + f"; see: falsework judge {self.record}"


def reference(name, suite, *command):
    return Case(name, command, ("--suite", suite), jobs=4)


def references():
    client, receiver = str(HERE / "reference_client.py"), str(HERE / "reference_receiver.py")
    return [
        reference("reference-client", "standard", sys.executable, client),
        reference("reference-receiver", "webhook", sys.executable, receiver),
        reference("reference-client-swift", "standard", str(SWIFT_CLIENT)),
    ]


def build_swift_client():
    """Compiles the client in Swift, by the compiler alone."""
    sources = sorted(map(str, HERE.glob("swift/*.swift")))
    began = time.monotonic()
    SWIFT_CLIENT.parent.mkdir(exist_ok=True)
    command = ["swiftc", "-O", "-swift-version", "6", "-warnings-as-errors", *sources]
    subprocess.run([*command, "-o", str(SWIFT_CLIENT)], check=True, timeout=PATIENCE)
    print(f"reference-client-swift: compiled in {time.monotonic() - began:.1f} s")


def mutant(name, entry):
    clause, drills = entry["clause"], entry["drills"]
    sound = "webhook-sound" if entry["webhook"] else "sound"
    selection = [word for drill in dict.fromkeys([sound, *drills]) for word in ("--drill", drill)]
    if entry["timeout"]:
        selection += ["--timeout", str(entry["timeout"])]
    return Case(
        name,
        (sys.executable, str(HERE / "mutants.py"), name),
        tuple(selection),
        frozenset(f"{clause}@{drill}" for drill in drills),
        clause,
    )


def check(program, case, folder):
    """Runs a case, and leaves its record in a folder; returns its result."""
    record, verdict = folder / f"{case.name}.jsonl", folder / f"{case.name}.json"
    verdict.unlink(missing_ok=True)
    command = [program, "check", *case.selection, "--jobs", str(case.jobs)]
    command += ["--record", str(record), "--json", str(verdict), "--", *case.command]
    began = time.monotonic()
    trouble = ""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE)
        if done.returncode not in STATUSES or not verdict.exists():
            trouble = f"check ended with {done.returncode}: {done.stderr.strip()[-300:]}"
    except subprocess.TimeoutExpired:
        trouble = f"check took more than {PATIENCE} s"
    found = json.loads(verdict.read_text()) if verdict.exists() else {}
    return Result(case, record, time.monotonic() - began, found, trouble)


def settle(program, result, folder):
    """Tries once more, alone, what was not proven."""
    if result.is_proven:
        return result
    # The first record stays where its line says that it is.
    (folder / "again").mkdir(exist_ok=True)
    again = check(program, result.case, folder / "again")
    if again.is_proven:
        print(f"again: {result.case.name} is proven alone; beside others: {result.describe()}")
    else:
        print(f"FAILED: {again.case.name}: {again.describe()}")
    return again


def run_all(program, cases, folder, at_a_time):
    began = time.monotonic()
    with concurrent.futures.ThreadPoolExecutor(at_a_time) as pool:
        first = list(pool.map(lambda case: check(program, case, folder), cases))
    return [settle(program, result, folder) for result in first], time.monotonic() - began


def prove_references(program, folder):
    """One after the other, as each fills the machine."""
    build_swift_client()
    results, _ = run_all(program, references(), folder, 1)
    for result in results:
        drills = len(result.verdict.get("drills", []))
        count = len(result.findings)
        print(f"{result.case.name}: {drills} drills, {count} findings, {result.seconds:.1f} s")
    return results


def prove_mutants(program, listing, folder, at_a_time):
    # The longest first, so that nobody waits for one of them at the end.
    entries = sorted(
        listing.items(), key=lambda item: (item[1]["timeout"] or 0, len(item[1]["drills"]))
    )
    cases = [mutant(name, entry) for name, entry in reversed(entries)]
    results, seconds = run_all(program, cases, folder, at_a_time)
    proven = sum(result.is_proven for result in results)
    drills = sum(len(result.verdict.get("drills", [])) for result in results)
    print(f"mutants: {proven} of {len(results)} proven by {drills} drills, {seconds:.1f} s")
    return results


def clauses_without_mutant(contract, listing):
    broken = {entry["clause"] for entry in listing.values()}
    return [clause["id"] for clause in contract if clause["id"] not in broken]


def prove_completeness(contract, listing):
    missing = clauses_without_mutant(contract, listing)
    for clause in missing:
        print(f"FAILED: no mutant breaks {clause}")
    print(f"clauses: {len(contract) - len(missing)} of {len(contract)} have a mutant")
    return not missing


def prove_reports(program, results, folder):
    """Has the reports of a clean verdict and of one with findings read."""
    is_fine = True
    for result in results:
        for line in report_readers.read_all(program, result.record, folder):
            is_fine = is_fine and not line.startswith("FAILED")
            print(f"{line} ({result.case.name})")
    return is_fine


def prove(options, folder):
    listing = mutants.listing()
    if unknown := set(options.names) - set(listing):
        raise SystemExit(f"There is no mutant {', '.join(sorted(unknown))}; see mutants.py --list.")
    if options.names:
        chosen = {name: listing[name] for name in options.names}
        results = prove_mutants(options.program, chosen, folder, options.jobs)
        return all(result.is_proven for result in results)
    results = prove_references(options.program, folder)
    contract = results[0].verdict.get("contract", [])
    proofs = [bool(contract) and prove_completeness(contract, listing)]
    results += prove_mutants(options.program, listing, folder, options.jobs)
    reported = [result for result in results if result.case.name in ("reference-client", REPORTED)]
    proofs.append(prove_reports(options.program, reported, folder))
    return all(proofs) and all(result.is_proven for result in results)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--jobs", type=int, default=MUTANTS_AT_A_TIME, metavar="N")
    parser.add_argument("--records", metavar="FOLDER", help="kept, and made if it is missing")
    options = parser.parse_intermixed_args()
    sys.stdout.reconfigure(line_buffering=True)
    began = time.monotonic()
    # Kept in any case: the lines of failures name the records.
    folder = pathlib.Path(options.records or tempfile.mkdtemp(prefix="falsework-proof-"))
    folder.mkdir(parents=True, exist_ok=True)
    is_proven = prove(options, folder)
    verdict = "is proven" if is_proven else "is NOT proven"
    print(f"The kit {verdict}, in {time.monotonic() - began:.0f} s; the records are in {folder}")
    return 0 if is_proven else 1


if __name__ == "__main__":
    sys.exit(main())
