"""Measures how many bodies a second pydantic_core and jsonschema judge, parsing included.

    python speed.py DOCUMENT BODY SECONDS

The model is the one that the differential test builds. Each is called on the same bytes in a loop
on one core for so many seconds, five times, and the best is printed: `NAME PER_SECOND`.
"""

import json
import sys
import time

import jsonschema
from document_model import Document


def rate(judge, body, seconds):
    """Returns the best of five runs, in calls a second."""
    return max(_run(judge, body, seconds / 5) for _ in range(5))


def _run(judge, body, seconds):
    count, start = 0, time.perf_counter()
    while True:
        for _ in range(1000):
            judge(body)
        count += 1000
        elapsed = time.perf_counter() - start
        if elapsed >= seconds:
            return count / elapsed


def main(path, body, seconds):
    document = Document(path)
    components = {"components": document.json["components"]}
    validator = jsonschema.Draft4Validator({**document.schema, **components})
    judges = {
        "pydantic_core": document.model.__pydantic_validator__.validate_json,
        "pydantic": document.model.model_validate_json,
        "jsonschema": lambda text: validator.validate(json.loads(text)),
    }
    for name, judge in judges.items():
        print(f"{name} {rate(judge, body.encode('utf-8'), float(seconds)):.0f}")


if __name__ == "__main__":
    main(*sys.argv[1:])
