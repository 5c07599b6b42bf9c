# Falsework
# SPDX-License-Identifier: MIT
"""Judges the unmodified fal_client, and writes tables of the verdicts.

    python judge_all.py PROGRAM [--write FILE] [--records FOLDER]

PROGRAM is a built falsework; --write puts the tables between the marks of a page. Each flow of
judged_flows.py takes the standard suite, and the example that fal publishes the quick one. If
something that is known of the client does not come out, no page is written, and the exit status
is 1.
"""

import argparse
import concurrent.futures
import dataclasses
import importlib.metadata
import json
import pathlib
import re
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# No client hangs in the other drills, but fal_client takes its time to start on a busy machine.
PROMPT_SECONDS = 90
# These end at a deadline of the client's own, or never.
STUCK = ("stuck-in-queue", "stuck-in-progress")
STUCK_SECONDS = 40
# These drills take as long as the client's own limit for replies, which is 120 s.
PATIENT = ("submit-reply-hangs", "half-open")
PATIENT_SECONDS = 240
# How often does the client submit if no reply ever comes? The shipped scenarios lose one only.
LOSSES = """\
name: every-submit-reply-lost
about: Each submission is accepted, and the connection is reset before its reply.
advice: Do not submit again what may have been accepted.
faults:
  - when: {operation: submit}
    do: {reset: {after: {head: 0}}}
"""
# What is known of fal_client 1.0.3: it is in its source, and was seen without the kit.
KNOWN = (
    ("submit.once", "lost-submit-reply"),
    ("submit.once", "every-submit-reply-lost"),
    ("submit.retries-refusals", "submit-503-thrice"),
    ("polling.honours-retry-after", "submit-retry-after"),
    ("polling.retries-transient", "status-retry-after"),
    ("polling.deadline", "stuck-in-queue"),
)
ATTEMPTS = 10
WORDS = {"kept": "kept", "broken": "**broken**", "not_exercised": "·"}
# Of what a client said, so many characters are kept.
WORDS_MAX = 90
# How many drills are named where a clause is broken in many.
NAMED_DRILLS = 3
BEGIN, END = "<!-- the tables begin: judge_all.py writes them -->", "<!-- the tables end -->"


@dataclasses.dataclass(frozen=True)
class Client:
    """A program that is judged, by its name in the tables."""

    name: str
    command: tuple
    suite: str = "standard"


@dataclasses.dataclass
class Judged:
    """What falsework said of a client."""

    client: Client
    verdict: dict
    # The last line of what the client said, by drills.
    words: dict

    @property
    def judgements(self):
        return {clause["id"]: clause["judgement"] for clause in self.verdict["contract"]}

    def has(self, clause, drill):
        return any(f["fingerprint"] == f"{clause}@{drill}" for f in self.verdict["findings"])

    def jobs_of(self, name):
        return next(drill["jobs"] for drill in self.verdict["drills"] if drill["name"] == name)


def flow(name, function):
    return Client(name, (sys.executable, str(HERE / "judged_flows.py"), function))


CLIENTS = (
    flow("`subscribe`", "subscribe"),
    flow("`subscribe_async`", "subscribe_async"),
    flow("`subscribe(client_timeout=…)`", "subscribe_with_timeout"),
    flow("`submit`, `iter_events`, `get`", "submit"),
    Client("the published example", (sys.executable, str(HERE / "published_example.py")), "quick"),
)


def check(program, client, selection, jobs, record):
    """Runs drills, and leaves their record at a path."""
    command = [program, "check", *selection, "--jobs", str(jobs), "--record", str(record)]
    done = subprocess.run([*command, "--", *client.command], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        words = done.stderr.strip() or done.stdout[-2000:]
        raise SystemExit(f"{client.name}: check ended with {done.returncode}: {words}")
    return record


def drills_of(program, suite):
    """The names of the drills of a suite, as check lists them."""
    command = [program, "check", "--list"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.findall(r"(?m)^(\S+) .*\[([a-z, ]*)", text)
    return [name for name, suites in found if suite in suites.split(", ")]


def drills(names, seconds):
    """The options for drills, each of which may take so long."""
    chosen = [word for name in names for word in ("--drill", name)]
    return [*chosen, "--timeout", str(seconds)]


def join(records, path):
    """One record of several, so that they are judged together."""
    lines = [record.read_text().splitlines() for record in records]
    header = json.loads(lines[0][0])
    header["drills"] = sum(len(one) - 1 for one in lines)
    body = [line for one in lines for line in one[1:]]
    path.write_text("\n".join([json.dumps(header), *body]) + "\n")
    return path


def last_words(record):
    """The last line that the client wrote in each drill, where it wrote one."""
    drills = [json.loads(line) for line in record.read_text().splitlines()[1:]]
    said = {drill["drill"]: drill["outcome"].get("output", "").split("\n") for drill in drills}
    lines = {name: [line for line in lines if line.strip()] for name, lines in said.items()}
    return {name: found[-1] for name, found in lines.items() if found}


def judge(program, record):
    path = record.with_suffix(".json")
    command = [program, "judge", str(record), "--json", str(path)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{record}: judge ended with {done.returncode}: {done.stderr.strip()}")
    return json.loads(path.read_text())


def hurry(program, number, client, folder):
    """Runs the drills in which a client has something to do; returns their records."""
    names = drills_of(program, client.suite)
    stuck = [name for name in names if name in STUCK]
    prompt = [name for name in names if name not in PATIENT + STUCK]
    paths = [folder / f"client-{number}.{part}.jsonl" for part in ("prompt", "stuck")]
    return [
        check(program, client, drills(prompt, PROMPT_SECONDS), 4, paths[0]),
        check(program, client, drills(stuck, STUCK_SECONDS), 2, paths[1]),
    ]


def wait(program, number, client, folder):
    """Runs the drills that take minutes, as mostly nothing happens; returns their records."""
    if client.suite != "standard":
        return []
    losses = folder / f"losses-{number}.yaml"
    losses.write_text(LOSSES)
    selection = [*drills(PATIENT, PATIENT_SECONDS), "--scenario", str(losses)]
    return [check(program, client, selection, 3, folder / f"client-{number}.patient.jsonl")]


def run_all(program, folder):
    """Runs the clients one after the other, and then all at once what mostly waits."""
    prompt = [hurry(program, *entry, folder) for entry in enumerate(CLIENTS)]
    with concurrent.futures.ThreadPoolExecutor(len(CLIENTS)) as pool:
        patient = list(pool.map(lambda entry: wait(program, *entry, folder), enumerate(CLIENTS)))
    judged = []
    for number, client in enumerate(CLIENTS):
        record = join(prompt[number] + patient[number], folder / f"client-{number}.jsonl")
        judged.append(Judged(client, judge(program, record), last_words(record)))
    return judged


def surprises(judged):
    """What is known of the client, and did not come out."""
    first = judged[0]
    # One that cannot make a mesh at all here proves nothing.
    missing = [
        f"{one.client.name} has a mesh where nothing fails"
        for one in judged
        if one.judgements["result.delivers-mesh"] != "kept"
    ]
    missing += [f"{clause}@{drill}" for clause, drill in KNOWN if not first.has(clause, drill)]
    if (jobs := first.jobs_of("every-submit-reply-lost")) != ATTEMPTS:
        missing.append(f"{ATTEMPTS} submissions, but {jobs}")
    return missing


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def stable(text):
    """A sentence of evidence without what differs from run to run."""
    text = re.sub(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "(its id)", text)
    # Whole seconds are those of the drill; all other times were measured.
    text = re.sub(r"\b\d+(\.\d+)? (µs|ms)\b|\b\d+\.\d+ s\b", "… ms", text)
    return re.sub(r"\b\d+ polls\b", "… polls", text)


def table(head, rows):
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def score_rows(judged):
    families = [score["family"] for score in judged[0].verdict["scores"]]
    for index, family in enumerate(families):
        percents = [one.verdict["scores"][index]["percent"] for one in judged]
        yield [family, *("·" if percent is None else f"{percent} %" for percent in percents)]
    yield ["drills", *(str(len(one.verdict["drills"])) for one in judged)]
    yield ["jobs", *(str(one.verdict["jobs"]) for one in judged)]
    yield ["cost at fal", *(f"${one.verdict['cost_usd']:.2f}" for one in judged)]


def clause_rows(judged):
    for clause in judged[0].verdict["contract"]:
        words = [WORDS[one.judgements[clause["id"]]] for one in judged]
        yield [f"`{clause['id']}`", clause["level"], *words]


def sentence_of(finding, words):
    """The first sentence of evidence; a failure says nothing without the client's own words."""
    first, *others = [stable(entry["text"]) for entry in finding["evidence"]]
    if re.search(r"\bfailed with status \d+$", first) and words:
        first += f": {stable(words)[:WORDS_MAX]}"
    return first + (f" (and {len(others)} more of the kind)" if others else "")


def sightings(judged):
    """What was seen of each broken clause: the sentence, and by drills in which clients."""
    seen = {clause["id"]: {} for clause in judged[0].verdict["contract"]}
    for one in judged:
        for finding in one.verdict["findings"]:
            sentence = sentence_of(finding, one.words.get(finding["drill"]))
            names, drill_names = seen[finding["clause"]].setdefault(sentence, ([], []))
            if one.client.name not in names:
                names.append(one.client.name)
            if finding["drill"] not in drill_names:
                drill_names.append(finding["drill"])
    return seen


def evidence_rows(judged):
    order = [drill["name"] for drill in judged[0].verdict["drills"]]
    for clause, sentences in sightings(judged).items():
        for sentence, (names, found) in sentences.items():
            found = sorted(found, key=order.index)
            words = ", ".join(f"`{name}`" for name in found[:NAMED_DRILLS])
            words += " and others" if len(found) > NAMED_DRILLS else ""
            who = "all" if len(names) == len(judged) else ", ".join(names)
            yield [f"`{clause}`", cell(sentence), words, who]


def tables(judged):
    names = [one.client.name for one in judged]
    python = f"{sys.version_info.major}.{sys.version_info.minor}"
    made = f"Made with fal_client {importlib.metadata.version('fal_client')}, Python {python}"
    parts = [
        f"{made}, Falsework {judged[0].verdict['version']}.",
        "### Scores",
        table(["Family", *names], score_rows(judged)),
        "### Clauses",
        table(["Clause", "Level", *names], clause_rows(judged)),
        "### Evidence",
        table(["Clause", "What was seen", "Drills", "Clients"], evidence_rows(judged)),
    ]
    return "\n\n".join(parts)


def write(page, text):
    """Puts the tables between the marks of a page."""
    page = pathlib.Path(page)
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--records", metavar="FOLDER", help="kept, and made if it is missing")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(options.records or temporary)
        folder.mkdir(parents=True, exist_ok=True)
        judged = run_all(options.program, folder)
    missing = surprises(judged)
    for one in missing:
        print(f"FAILED: this is known of fal_client, and did not come out: {one}", file=sys.stderr)
    if options.write and not missing:
        write(options.write, tables(judged))
    else:
        print(tables(judged))
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
