# Falsework
# SPDX-License-Identifier: MIT
"""Takes the unmodified fal_client through the shipped scenarios, and writes a table of what it did.

    python rehearse_all.py PROGRAM [NAMES...] [--write FILE] [--records FOLDER]

PROGRAM is a built falsework; --write puts the table between the marks of a page.
"""

import argparse
import concurrent.futures
import importlib.metadata
import json
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
# Seconds of mock time to a second; where nothing waits for long, few, so that it is polled often.
SPEED = 2
SPEEDS = {
    "busy-runner": 8,
    "deep-queue": 300,
    "erratic-runs": 8,
    "gateway-down-half-a-minute": 8,
    "mesh-slow": 10,
    "slow-drip": 20,
    "slow-gateway": 10,
    "slow-queue": 15,
    "submit-rate-limited": 10,
    "webhook-late": 300,
    "webhook-replayed": 300,
}
BEGIN, END = "<!-- the table begins: rehearse_all.py writes it -->", "<!-- the table ends -->"


def listed(program):
    command = [program, "scenarios", "--json"]
    output = subprocess.run(command, capture_output=True, check=True).stdout
    return {scenario["name"]: scenario for scenario in json.loads(output)}


def rehearse(program, name, records):
    command = [program, "run", "--scenario", name, "--preset", "fast"]
    command += ["--speed", str(SPEEDS.get(name, SPEED)), "--record", f"{records}/{name}.jsonl"]
    command += ["--", sys.executable, "-W", "ignore", str(HERE / "rehearse.py"), name]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{name}: status {done.returncode}: {done.stderr}")
    report = json.loads(done.stdout.splitlines()[-1])
    print(json.dumps(report, ensure_ascii=False), flush=True)
    return report


def delivered(faults):
    """One word for all rules, or the state of each."""
    states = set(faults.values())
    if not states:
        return "no rule"
    if len(states) == 1:
        return states.pop()
    return "; ".join(f"{rule} {state}" for rule, state in faults.items())


def cell(text):
    return text.replace("|", "\\|").replace("<", "&lt;").replace("\n", " ")


def row(report, advice):
    does = cell(report["outcome"])
    if report["retries"]:
        does += f", after {report['retries']} " + ("retry" if report["retries"] == 1 else "retries")
    if report["backups"]:
        does += ", by the backup domain"
    submissions = str(report["submissions"])
    if report["jobs"] != report["submissions"]:
        submissions += f" ({report['jobs']} accepted)"
    fault = cell(delivered(report["faults"]))
    cells = [f"`{report['scenario']}`", does, submissions, fault, cell(advice)]
    return "| " + " | ".join(cells) + " |"


def table(reports, scenarios):
    lines = [
        f"Made with fal_client {importlib.metadata.version('fal_client')}, "
        f"Python {sys.version_info.major}.{sys.version_info.minor}, {len(reports)} scenarios.",
        "",
        "| Scenario | What the client does | Submissions | Fault | What a good client does |",
        "| --- | --- | --- | --- | --- |",
    ]
    return "\n".join(lines + [row(r, scenarios[r["scenario"]]["advice"]) for r in reports])


def write(page, text):
    page = pathlib.Path(page)
    before, rest = page.read_text().split(BEGIN)
    after = rest.split(END)[1]
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("program")
    parser.add_argument("names", nargs="*")
    parser.add_argument("--write", metavar="FILE")
    parser.add_argument("--records", metavar="FOLDER")
    options = parser.parse_intermixed_args()
    scenarios = listed(options.program)
    names = sorted(options.names or scenarios)
    with tempfile.TemporaryDirectory() as folder, concurrent.futures.ThreadPoolExecutor(2) as pool:
        records = options.records or folder
        reports = list(pool.map(lambda name: rehearse(options.program, name, records), names))
    text = table(reports, scenarios)
    if options.write:
        write(options.write, text)
    else:
        print(text)


if __name__ == "__main__":
    main()
