# Falsework
# SPDX-License-Identifier: MIT
"""Receives webhooks of fal_client 1.0.3's submissions, and verifies them as fal documents it.

Nothing here knows of Falsework: where the client goes is decided by its environment.
"""

import base64
import hashlib
import http.server
import json
import queue
import threading
import time
import unittest
import urllib.request

import fal_client
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {"image_url": "https://example.com/füchs.png", "mesh_simplify": 0.98, "texture_size": 512}


class Receiver(http.server.ThreadingHTTPServer):
    """Keeps what it gets, and answers with the statuses given, then with 200."""

    def __init__(self, *statuses):
        super().__init__(("127.0.0.1", 0), Handler)
        self.deliveries = queue.Queue()
        self.statuses = list(statuses)

    def __enter__(self):
        threading.Thread(target=self.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.shutdown()
        self.server_close()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook?token=a%2Fb&order=17"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.deliveries.put((self.path, dict(self.headers), body))
        self.send_response(self.server.statuses.pop(0) if self.server.statuses else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


def verify(headers, body):
    """Verifies a webhook as fal's documentation does; tries every key."""
    request_id, user_id, timestamp, signature = (
        headers["X-Fal-Webhook-" + name]
        for name in ("Request-Id", "User-Id", "Timestamp", "Signature")
    )
    if abs(time.time() - int(timestamp)) > 300:
        raise ValueError("the timestamp is too far away")
    digest = hashlib.sha256(body).hexdigest()
    message = "\n".join([request_id, user_id, timestamp, digest]).encode("utf-8")
    with urllib.request.urlopen("https://rest.fal.ai/.well-known/jwks.json") as response:
        keys = json.load(response)["keys"]
    for key in keys:
        public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"]))
        try:
            public.verify(bytes.fromhex(signature), message)
            return len(keys)
        except InvalidSignature:
            continue
    raise InvalidSignature


class Webhooks(unittest.TestCase):
    def check(self, handle, delivery, status):
        path, headers, body = delivery
        self.assertEqual(path, "/hook?token=a%2Fb&order=17")
        self.assertEqual(headers["Content-Type"], "application/json")
        self.assertEqual(headers["X-Fal-Webhook-Request-Id"], handle.request_id)
        self.assertEqual(verify(headers, body), 2)
        with self.assertRaises(InvalidSignature):
            verify(headers, body + b"\n")
        content = json.loads(body)
        self.assertEqual(body, json.dumps(content, sort_keys=True).encode("ascii"))
        self.assertEqual(content["request_id"], handle.request_id)
        self.assertEqual(content["gateway_request_id"], handle.request_id)
        self.assertEqual(content["status"], status)
        return content

    def test_an_output_comes_with_the_very_result(self):
        with Receiver() as receiver:
            handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS, webhook_url=receiver.url)
            delivery = receiver.deliveries.get(timeout=60)
            content = self.check(handle, delivery, "OK")
            self.assertIsNone(content["error"])
            self.assertEqual(content["payload"], handle.get())
            with urllib.request.urlopen(content["payload"]["model_mesh"]["url"]) as response:
                self.assertEqual(response.read(4), b"glTF")

    def test_a_refused_input_comes_as_an_error(self):
        with Receiver() as receiver:
            arguments = {"image_url": 5}
            handle = fal_client.submit(ENDPOINT, arguments=arguments, webhook_url=receiver.url)
            content = self.check(handle, receiver.deliveries.get(timeout=60), "ERROR")
            self.assertEqual(content["error"], "Unexpected status code: 422")
            with self.assertRaises(fal_client.FalClientHTTPError) as caught:
                handle.get()
            self.assertEqual(content["payload"], caught.exception.response.json())

    def test_it_comes_again_until_it_is_taken(self):
        with Receiver(400, 503) as receiver:
            handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS, webhook_url=receiver.url)
            deliveries = [receiver.deliveries.get(timeout=60) for _ in range(3)]
            for delivery in deliveries:
                self.check(handle, delivery, "OK")
            self.assertEqual(len({body for _, _, body in deliveries}), 1)


if __name__ == "__main__":
    unittest.main()
