"""Records what fal's runner answers to seeded bodies.

    python record.py SEED COUNT DOCUMENT... > judgements.jsonl

Each line is one body: the document, the content type, the body in base64, the status and the
reply. Needs fastapi and pydantic in the versions that Tests/run.sh installs.
"""

import base64
import importlib.metadata
import json
import os
import random
import sys

from bodies import Bodies
from document_model import Document
from runner import Runner


def main(seed, count, paths):
    for package in ("fastapi", "pydantic", "pydantic_core", "starlette"):
        print(package, importlib.metadata.version(package), file=sys.stderr)
    for number, path in enumerate(paths):
        document = Document(path)
        bodies = Bodies(document, random.Random(f"{seed} {os.path.basename(path)}"))
        runner = Runner(document.model)
        for _ in range(count // len(paths) + (number < count % len(paths))):
            content_type, body = bodies.draw()
            status, reply = runner.ask(content_type, body)
            print(json.dumps({
                "document": path, "type": content_type,
                "body": base64.b64encode(body).decode("ascii"), "status": status,
                "reply": reply.decode("utf-8"),
            }))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), sys.argv[3:])
