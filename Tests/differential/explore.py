"""Lets schemathesis explore a running server by a document and the known differences.

    python explore.py URL DOCUMENT EXAMPLES

Ends with schemathesis' status: 0 when no reply had status 5xx and none was undescribed.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import urllib.request

KEY = "Key explorer:secret"

# Not asked for, and why.
EXCLUDED = {
    "negative_data_rejection": "submission takes any body; the runner refuses it in the result",
    "positive_data_acceptance": "a valid id of an unknown request is answered with 404",
    "missing_required_header": "the documents require no header",
    "use_after_free": "the documents have no links",
    "ensure_resource_availability": "the documents have no links",
    "object_level_authorization": "needs two keys",
}


def submit(url, endpoint, body):
    request = urllib.request.Request(
        f"{url}/{endpoint}", json.dumps(body).encode(), method="POST",
        headers={"Authorization": KEY, "Content-Type": "application/json"})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request) as reply:
        return json.load(reply)["request_id"]


def main(url, document, examples):
    here = pathlib.Path(__file__).parent
    info = json.loads(pathlib.Path(document).read_text(encoding="utf-8"))["info"]
    endpoint = info["x-fal-metadata"]["endpointId"]
    bodies = [{"image_url": "x"}] * 3 + [{}]
    ids = [submit(url, endpoint, body) for body in bodies]
    environment = {
        **os.environ, "SCHEMATHESIS_HOOKS": "explore_hooks", "PYTHONPATH": str(here),
        "FALSEWORK_TEST_REQUESTS": " ".join(ids), "NO_PROXY": "*",
    }
    command = [
        sys.executable, "-m", "schemathesis.cli", "run", document, "--url", url,
        "--header", f"Authorization: {KEY}", "--phases", "examples,coverage,fuzzing",
        "--max-examples", examples, "--seed", "1", "--generation-database", "none",
        "--exclude-checks", ",".join(EXCLUDED), "--continue-on-failure", "--no-color",
        # What is asked is whether each reply is right, on however busy a machine.
        "--request-timeout", "120",
    ]
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run(command, env=environment, cwd=folder, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
