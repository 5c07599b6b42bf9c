#!/usr/bin/env python3
# Falsework
# SPDX-License-Identifier: MIT
"""A queue of fal's in a few lines, for `falsework verify`: sound, or with one flaw.

    flawed_server.py FLAW COMMAND ARGUMENT...

It runs the command, with its own address in the place of URL, and ends with its status. A job
waits and runs for 0.7 s.
"""

import base64
import json
import pathlib
import subprocess
import sys
import threading
import time
import urllib.parse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

FLAW = sys.argv[1]
DOCUMENTS = pathlib.Path(__file__).parents[2] / "openapi" / "fal-ai"
MESH = b"glTF" + (2).to_bytes(4, "little") + (16).to_bytes(4, "little") + b"mesh"
WAIT, RUN = 0.3, 0.4
SENTENCE = (
    'Cannot access application "fal-ai/trellis". '
    "Authentication is required to access this application."
)
jobs = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def reply(self, status, body, kind="application/json", **fields):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in fields.items():
            self.send_header(name.replace("_", "-"), value)
        if status not in (204, 304):
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(data)))
        self.send_header("Access-Control-Allow-Origin", "*")
        self.end_headers()
        if status not in (204, 304):
            self.wfile.write(data)

    @property
    def base(self):
        return f"http://{self.headers['Host']}"

    def route(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        path = urllib.parse.urlsplit(self.path).path
        if path == "/rest.fal.ai/.well-known/jwks.json":
            return self.keys()
        if path.startswith("/fal.ai/api/openapi"):
            document = json.loads((DOCUMENTS / "trellis.json").read_text())
            if FLAW == "document-of-another":
                document["info"]["x-fal-metadata"]["endpointId"] = "fal-ai/other"
            return self.reply(200, document)
        if path == "/files/mesh.glb":
            return self.mesh()
        if self.command == "OPTIONS":
            allowed = "content-type" if FLAW == "preflight" else "content-type, authorization"
            return self.reply(
                204, b"", Access_Control_Allow_Methods="GET, POST, PUT",
                Access_Control_Allow_Headers=allowed)
        key = self.headers.get("Authorization", "")
        if not key and FLAW != "keyless":
            sentence = "Unauthorized" if FLAW == "other-sentence" else SENTENCE
            return self.reply(401, {"detail": sentence})
        if key and key.count(":") != 1:
            return self.reply(401, {"detail": "Invalid Key Authorization header format."})
        return self.queue(path.strip("/").split("/"), body)

    do_GET = do_POST = do_PUT = do_OPTIONS = route

    def queue(self, parts, body):
        if FLAW in ("whole-id", "sub-path-in-urls") and parts[2:4] == ["multi", "requests"]:
            parts = parts[:2] + parts[3:]
        if len(parts) > 3 and parts[2] == "requests":
            return self.known(parts[3], parts[4:])
        if self.command != "POST":
            return self.reply(405, {"detail": "Method Not Allowed"}, Allow="POST")
        path = "/".join(parts) if FLAW == "sub-path-in-urls" else "fal-ai/trellis"
        number = f"job-{len(jobs)}"
        jobs[number] = {
            "url": f"{self.base}/{path}/requests/{number}",
            "begun": time.monotonic(), "bad": b"image" not in body, "cancelled": False}
        return self.reply(200, self.status(number, False), x_fal_request_id=number)

    def status(self, number, logs):
        job = jobs[number]
        age = time.monotonic() - job["begun"]
        over = job["cancelled"] or age > WAIT + RUN
        word = "COMPLETED" if over else "IN_QUEUE" if age < WAIT else "IN_PROGRESS"
        if FLAW == "failed" and job["bad"] and over:
            word = "FAILED"
        if FLAW == "cancelled" and job["cancelled"]:
            word = "CANCELLED"
        body = {
            "status": word, "request_id": number, "response_url": job["url"],
            "status_url": job["url"] + "/status", "cancel_url": job["url"] + "/cancel",
            "logs": [{"timestamp": "2026-01-01T00:00:00", "message": "m"}] if logs else None,
            "metrics": {"inference_time": 0.5} if over else {}}
        if word == "IN_QUEUE":
            body["queue_position"] = 0
        if FLAW == "key-order":
            body = dict(sorted(body.items()))
        if FLAW == "position-kept":
            body["queue_position"] = 0
        return body

    def known(self, number, rest):
        if number not in jobs:
            if rest[:1] == ["status"] and FLAW == "unknown-is-queued":
                return self.reply(200, {"status": "IN_QUEUE"})
            if not rest:
                return self.reply(404, {"detail": "Request not found"})
            return self.reply(404, {"status": "NOT_FOUND"})
        logs = "logs=1" in self.path
        status = self.status(number, logs)
        over = status["status"] not in ("IN_QUEUE", "IN_PROGRESS")
        if rest == ["status"]:
            code = 200 if over else 202
            return self.reply(code, status, x_fal_request_id=number)
        if rest == ["status", "stream"]:
            return self.stream(number)
        if rest == ["cancel"]:
            return self.cancel(number, over)
        return self.result(number, status, over)

    def cancel(self, number, over):
        if over:
            return self.reply(400, {"status": "ALREADY_COMPLETED"}, x_fal_request_id=number)
        jobs[number]["cancelled"] = True
        return self.reply(202, {"status": "CANCELLATION_REQUESTED"}, x_fal_request_id=number)

    def result(self, number, status, over):
        if not over:
            links = {name: status[name] for name in status if name.endswith(("_url", "_id"))}
            if FLAW == "early-202":
                return self.reply(202, status, x_fal_request_id=number)
            body = {"detail": "Request is still in progress", **links}
            return self.reply(400, body, x_fal_request_id=number)
        if jobs[number]["bad"]:
            entry = {"type": "missing", "loc": ["body", "image_url"], "msg": "Field required"}
            if FLAW == "entry-without-loc":
                del entry["loc"]
            return self.reply(
                422, {"detail": [entry]}, x_fal_request_id=number, x_fal_billable_units="0")
        output = {"model_mesh": {"url": f"{self.base}/files/mesh.glb", "file_size": len(MESH)},
                  "timings": {"export": 0.5}}
        if FLAW == "envelope":
            output = {"status": "COMPLETED", "logs": None, "response": output}
        if FLAW == "model-glb":
            output["model_glb"] = output.pop("model_mesh")
        return self.reply(200, output, x_fal_request_id=number)

    def stream(self, number):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("x-fal-request-id", number)
        self.send_header("Access-Control-Allow-Origin", "*")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        end = "\n" if FLAW == "no-blank-lines" else "\n\n"
        told = False
        while True:
            status = self.status(number, True)
            over = status["status"] not in ("IN_QUEUE", "IN_PROGRESS")
            if not (over and told and FLAW == "stream-ends-early"):
                name = "event: status\n" if FLAW == "named-events" else ""
                self.wfile.write(f"{name}data: {json.dumps(status)}{end}".encode())
            told = True
            if over:
                return
            time.sleep(0.1)

    def mesh(self):
        if self.headers.get("If-None-Match") == '"m"' and FLAW != "etag":
            return self.reply(304, b"", ETag='"m"')
        if self.headers.get("Range"):
            found = f"bytes 0-11/{99 if FLAW == 'range-total' else len(MESH)}"
            return self.reply(206, MESH[:12], "model/gltf-binary", Content_Range=found)
        data = MESH[:-1] if FLAW == "short-mesh" else MESH
        return self.reply(200, data, "model/gltf-binary", ETag='"m"')

    def keys(self):
        x = base64.urlsafe_b64encode(bytes(31 if FLAW == "short-key" else 32)).decode()
        key = {"kty": "OKP", "crv": "Ed25519", "kid": "k", "x": x, "use": "sig"}
        keys = [key] if FLAW == "bare-list" else {"keys": [key]}
        return self.reply(200, keys)


def main():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    url = f"http://127.0.0.1:{server.server_port}"
    command = [url if word == "URL" else word for word in sys.argv[2:]]
    sys.exit(subprocess.run(command, check=False).returncode)


if __name__ == "__main__":
    main()
