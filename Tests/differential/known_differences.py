"""Lays what fal's wire has beyond fal's documents over a document.

The data, each with its reason and provenance, is in Fixtures/known-differences.json.
"""

import json
import pathlib

FILE = pathlib.Path(__file__).parents[2] / "Fixtures" / "known-differences.json"


def lay_over(document):
    """Changes a document so that it describes the wire."""
    for difference in json.loads(FILE.read_text(encoding="utf-8"))["differences"]:
        if "schema" in difference:
            *way, last = difference["schema"].strip("/").split("/")
            owner = document
            for token in way:
                owner = owner[token]
            owner[last] = difference["put"]
            continue
        for path, item in document["paths"].items():
            for operation in item.values():
                if difference["operation"] in ("every", _kind(path)):
                    operation["responses"][difference["status"]] = {
                        "description": difference["reason"],
                        "content": {"application/json": {"schema": difference["put"]}},
                    }


def _kind(path):
    last = path.rsplit("/", 1)[1]
    return {"status": "status", "cancel": "cancel", "{request_id}": "result"}.get(last, "submit")
