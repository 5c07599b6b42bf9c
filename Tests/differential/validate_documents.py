"""Lets openapi-spec-validator judge fal documents.

    python validate_documents.py DOCUMENT...

fal calls its documents OpenAPI 3.0 and writes the schemas in the manner of 3.1. Two statements
together say how far each of ours is from the standard, and no farther than fal's:

- it is valid OpenAPI 3.1 but for its version number, and
- it is valid OpenAPI 3.0 once a `{"type": "null"}` in an `anyOf` is written as `nullable` and the
  `examples` of a schema, which 3.0 does not have, as one `example`.
"""

import copy
import json
import sys

from openapi_spec_validator import OpenAPIV30SpecValidator, OpenAPIV31SpecValidator


def as_3_1(document):
    return {**copy.deepcopy(document), "openapi": "3.1.0"}


def as_3_0(node):
    """Returns a schema, or whatever holds schemas, in the words of 3.0."""
    if isinstance(node, list):
        return [as_3_0(part) for part in node]
    if not isinstance(node, dict):
        return node
    node = {key: as_3_0(part) for key, part in node.items()}
    alternatives = node.get("anyOf")
    if isinstance(alternatives, list) and {"type": "null"} in alternatives:
        node["anyOf"] = [part for part in alternatives if part != {"type": "null"}]
        node["nullable"] = True
    if isinstance(node.get("examples"), list):
        node["example"] = node.pop("examples")[0]
    return node


def complaints(path):
    with open(path, encoding="utf-8") as file:
        document = json.load(file)
    for judge, judged in [
        (OpenAPIV31SpecValidator, as_3_1(document)), (OpenAPIV30SpecValidator, as_3_0(document)),
    ]:
        for error in judge(judged).iter_errors():
            yield f"{path}: {judge.__name__}: {list(error.absolute_path)}: {error.message.splitlines()[0]}"


if __name__ == "__main__":
    found = [complaint for path in sys.argv[1:] for complaint in complaints(path)]
    print("\n".join(found) or f"{len(sys.argv) - 1} documents are valid")
    sys.exit(1 if found else 0)
