# Falsework
# SPDX-License-Identifier: MIT
"""Takes the unmodified fal_client through one scenario, and prints what it did as a line of JSON.

    falsework run --scenario NAME -- python rehearse.py NAME [SECONDS]

NAME is that of a shipped scenario, or a file.

The client is a process of its own, which knows of Falsework nothing but its environment. It does
what the rules of the scenario are about: it generates a mesh and downloads it, or cancels, uploads,
takes webhooks. After so many seconds of real time it counts as hanging, and is ended; only then is
the server asked what it has seen.
"""

import collections
import json
import os
import pathlib
import re
import subprocess
import sys
import threading
import urllib.request

import rehearsed_flows

SCENARIOS = pathlib.Path(__file__).resolve().parents[2] / "Fixtures" / "scenarios"
PATIENCE = 60
# A client that hangs goes on doing so: it has limits of 120 s for a reply, or none.
SHORT_PATIENCE = 8
# Of what is raised, so many characters are kept.
WORDS_MAX = 90


def document(name):
    file = pathlib.Path(name) if "." in name else SCENARIOS / f"{name}.yaml"
    return file.read_text()


def patience(text):
    """How long to wait, in seconds: briefly for what never comes."""
    return SHORT_PATIENCE if re.search(r"\bstall\b|\b(run|wait): never\b", text) else PATIENCE


def control(path):
    with urllib.request.urlopen(f"{os.environ['FALSEWORK_CONTROL_URL']}/{path}") as response:
        return json.load(response)


def journal():
    entries, after = [], 0
    while True:
        page = control(f"journal?limit=1000&after={after}")
        entries += page["entries"]
        if page["is_last"]:
            return entries
        after = page["next"]


def drive(name, seconds):
    """Runs the client for at most so long; returns what it has said."""
    flow = rehearsed_flows.choose(document(name))
    command = [sys.executable, "-W", "ignore", rehearsed_flows.__file__, flow]
    client = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    timer = threading.Timer(seconds, client.kill)
    timer.start()
    said = [json.loads(line) for line in client.stdout if line.endswith("\n")]
    client.wait()
    timer.cancel()
    return said


def outcome(said, seconds, is_polling):
    for word in said:
        if "succeeded" in word:
            return "succeeded" + (f": {word['succeeded']}" if word["succeeded"] else "")
        if "raised" in word:
            words = " ".join(word["words"].split())
            words = re.sub(r"[0-9a-f-]{36}|https?://\S+", "…", words)
            return f"raised {word['raised']}: {words[:WORDS_MAX]}".rstrip(": ")
    return f"polls for more than {seconds} s" if is_polling else f"hangs for more than {seconds} s"


def main():
    name = sys.argv[1]
    seconds = int(sys.argv[2]) if len(sys.argv) > 2 else patience(document(name))
    began = control("clock")["now"]
    said = drive(name, seconds)
    ended = control("clock")["now"]
    entries = journal()
    operations = collections.Counter(entry["operation"] for entry in entries)
    faults = control("faults")["faults"]
    report = {
        "scenario": name,
        "outcome": outcome(said, seconds, operations["status"] > 3),
        "submissions": operations["submit"] + operations["run"],
        "jobs": len(control("requests?limit=1000")["requests"]),
        "polls": operations["status"],
        "retries": sum("retry" in word for word in said),
        "backups": sum("backup" in word for word in said),
        "mock_seconds": round(rehearsed_flows.moment(ended) - rehearsed_flows.moment(began), 1),
        "faults": {
            fault["rule"]: fault["state"]
            + (f": {', '.join(sorted(fault['missed']))}" if fault["state"] == "missed" else "")
            for fault in faults
        },
    }
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
