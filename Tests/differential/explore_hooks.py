"""Hooks for schemathesis: the known differences, and request ids that exist."""

import os
import zlib

import schemathesis
from known_differences import lay_over

REQUESTS = os.environ["FALSEWORK_TEST_REQUESTS"].split()


@schemathesis.hook
def before_load_schema(context, document):
    lay_over(document)


@schemathesis.hook
def map_path_parameters(context, parameters):
    """Replaces three of four made-up request ids by ones that were submitted."""
    made_up = (parameters or {}).get("request_id")
    if isinstance(made_up, str):
        number = zlib.crc32(made_up.encode("utf-8", "surrogatepass"))
        if number % 4:
            parameters["request_id"] = REQUESTS[number // 4 % len(REQUESTS)]
    return parameters
