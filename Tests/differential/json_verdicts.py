"""Says what CPython's `json.loads` makes of documents.

    python json_verdicts.py DOCUMENTS > verdicts

Each line of the file is a document in base64. Each line of the output is `ok`, or the offset in
characters and the message of the `JSONDecodeError`, or `error` and the name of another exception.
"""

import base64
import json
import sys


def verdict(document):
    try:
        json.loads(document)
    except json.JSONDecodeError as error:
        return f"{error.pos} {error.msg}"
    except (UnicodeDecodeError, RecursionError, ValueError) as error:
        return f"error {type(error).__name__}"
    return "ok"


if __name__ == "__main__":
    with open(sys.argv[1], encoding="ascii") as lines:
        for line in lines:
            print(verdict(base64.b64decode(line)))
