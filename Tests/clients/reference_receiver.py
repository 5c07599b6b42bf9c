#!/usr/bin/env python3
# Falsework
# SPDX-License-Identifier: MIT
"""Makes a mesh like reference_client.py, and is told by a webhook when it is there.

    FALSEWORK_WEBHOOK_URL=https://me.example/hook FALSEWORK_WEBHOOK_PORT=8080 \\
        FAL_KEY=id:secret python3 reference_receiver.py IMAGE_URL [mesh.glb]

A webhook is signed with Ed25519, which Python's standard library does not have: this needs the
package `cryptography`. All else is as with the other client, whose words and endings these are.

Anybody can send something to a public URL. So nothing is believed that is not signed by a key of
fal's set, and answered with 2xx only then; the same webhook may come more than once, or not at all.
"""

import base64
import contextlib
import hashlib
import http.server
import json
import os
import queue
import sys
import threading
import time
import urllib.parse

import reference_client
from reference_client import Failure, TrellisClient, say

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

KEY_SET = "https://rest.fal.ai/.well-known/jwks.json"


class Unverified(Exception):
    """A delivery that is not to be believed; the words say why."""


class KeySet:
    """The public keys that fal signs webhooks with.

    No header says which key it was, so each is tried. fal may change them at any time: when none
    fits they are fetched again, but forged deliveries do not make us ask for each of them.
    """

    # The least time between two such fetches, and how long keys are kept at all, in seconds.
    LEAST, LONGEST = 5.0, 24 * 3600.0

    def __init__(self, fetch):
        self.fetch = fetch
        self.lock = threading.Lock()
        self.keys = []
        self.fetched = self.fetched_again = -float("inf")

    def refresh(self):
        entries = self.fetch().get("keys")
        try:
            self.keys = [read_key(entry) for entry in entries if entry.get("crv") == "Ed25519"]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise Failure(f"fal's set of keys cannot be read: {error!r}") from error
        self.fetched = time.monotonic()

    def verify(self, signature, message):
        with self.lock:
            if time.monotonic() - self.fetched > self.LONGEST:
                self.refresh()
            if self.fits(signature, message):
                return
            if self.may_fetch_again():
                self.fetched_again = time.monotonic()
                self.refresh()
                if self.fits(signature, message):
                    return
        raise Unverified("no key fits its signature")

    def may_fetch_again(self):
        return time.monotonic() - self.fetched_again > self.LEAST

    def fits(self, signature, message):
        return any(is_signed(key, signature, message) for key in self.keys)


def read_key(entry):
    """The key of an entry of the set; `x` may have padding, or none as RFC 8037 says."""
    return Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(entry["x"] + "=="))


def is_signed(key, signature, message):
    try:
        key.verify(signature, message)
        return True
    except InvalidSignature:
        return False


class Verifier:
    """Tells fal's deliveries from all others, as fal documents it."""

    # How far the time stamp may be off, in seconds: an old delivery may be a replayed one.
    TOLERANCE = 300

    def __init__(self, keys):
        self.keys = keys

    def verify(self, headers, body):
        names = ("Request-Id", "User-Id", "Timestamp", "Signature")
        values = [headers.get("X-Fal-Webhook-" + name) for name in names]
        if None in values:
            raise Unverified("it is not signed")
        request_id, user_id, timestamp, signature = values
        self.check_time(timestamp)
        digest = hashlib.sha256(body).hexdigest()
        message = "\n".join([request_id, user_id, timestamp, digest]).encode("utf-8")
        try:
            signature = bytes.fromhex(signature)
        except ValueError:
            raise Unverified("its signature is not hexadecimal") from None
        self.keys.verify(signature, message)

    def check_time(self, timestamp):
        if not (timestamp.isascii() and timestamp.isdigit()):
            raise Unverified("its time stamp is no number")
        if abs(time.time() - int(timestamp)) > self.TOLERANCE:
            raise Unverified("its time stamp is too far off")


class Receiver(http.server.ThreadingHTTPServer):
    """Listens for webhooks, and passes each on the first time that it comes.

    It listens for this machine only: before it stands what has the public name and its certificate.
    """

    # The most bytes of a body, and the seconds that a sender may take for it.
    LIMIT, PATIENCE = 16 << 20, 10

    def __init__(self, port, verifier):
        try:
            super().__init__(("127.0.0.1", port), Handler)
        except OSError as error:
            raise Failure(f"port {port} cannot be listened on: {error}") from error
        self.verifier = verifier
        self.lock = threading.Lock()
        self.seen = set()
        self.deliveries = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, headers, body):
        """Takes a delivery; returns the status to answer with."""
        try:
            self.verifier.verify(headers, body)
            delivery = json.loads(body)
        except (Unverified, Failure, ValueError) as trouble:
            say(f"refused a webhook: {trouble}")
            return 400
        if not isinstance(delivery, dict):
            return 400
        if self.is_first(delivery.get("request_id")):
            self.deliveries.put(delivery)
        return 200

    def is_first(self, request_id):
        """A delivery is repeated until fal has seen our answer, so a second one is no news."""
        with self.lock:
            if request_id in self.seen:
                return False
            self.seen.add(request_id)
            return True

    def close(self):
        self.shutdown()
        self.server_close()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = Receiver.PATIENCE

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not (length.isascii() and length.isdigit()) or int(length) > Receiver.LIMIT:
            self.close_connection = True
            return self.answer(413)
        self.answer(self.server.take(self.headers, self.rfile.read(int(length))))

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class WebhookClient(TrellisClient):
    """A client that listens rather than polls, and polls when nothing is heard."""

    VERIFIER, KEYS, RECEIVER = Verifier, KeySet, Receiver
    # How long the receiver listens on at the end, so that repetitions are answered, in seconds.
    LINGER = 2.0

    def __init__(self, key, deadline=300.0, port=0, url=None):
        super().__init__(key, deadline)
        # Another client for the threads of the receiver: connections are not shared by threads.
        self.key_client = TrellisClient(key, deadline)
        keys = self.KEYS(self.fetch_keys)
        # Before the job is paid for: who cannot verify would not hear of it.
        keys.refresh()
        self.receiver = self.RECEIVER(port, self.VERIFIER(keys))
        self.url = url or f"http://127.0.0.1:{self.receiver.server_port}/hook"
        # How long a webhook is waited for before the job is polled.
        self.hearing = min(60.0, deadline / 2)

    def fetch_keys(self):
        """The key set is public: it takes no key."""
        client = self.key_client
        client.ends = time.monotonic() + client.patience
        return client.repeat(lambda: client.call_file(KEY_SET, {}).expect(200).object())

    def generate(self, arguments, path):
        super().generate(arguments, path)
        # The mesh is there: nothing that ends this early is a failure.
        with contextlib.suppress(Failure):
            self.sleep(self.LINGER)

    def submit_url(self):
        return f"{super().submit_url()}?fal_webhook={urllib.parse.quote(self.url, safe='')}"

    def wait(self, job):
        """Waits for the webhook, and polls when none has come after a while."""
        self.output = None
        delivery = self.hear(job)
        if delivery is None:
            say("no webhook has come; polling")
            return super().wait(job)
        say(f"a webhook has come, and says {delivery.get('status')}")
        return self.read(delivery) or super().wait(job)

    def hear(self, job):
        """The delivery about this job, or None."""
        until = time.monotonic() + self.hearing
        while (left := until - time.monotonic()) > 0:
            try:
                delivery = self.receiver.deliveries.get(timeout=left)
            except queue.Empty:
                return None
            if delivery.get("request_id") == job.request_id:
                return delivery
        return None

    def read(self, delivery):
        """What a status would say, or None if only that can tell; keeps the output, if it came."""
        payload = delivery.get("payload")
        if delivery.get("status") == "OK":
            # Without a payload, as when it is not serialisable, the result is fetched.
            self.output = payload if isinstance(payload, dict) else None
            return {"status": "COMPLETED"}
        if delivery.get("status") != "ERROR":
            return None
        body = bytearray(json.dumps(payload).encode("utf-8"))
        detail = reference_client.Reply(0, None, body).detail
        error = delivery.get("error") or "an error without words"
        return {"status": "COMPLETED", "error": f"{error}: {detail}", "error_type": "webhook"}

    def result(self, job):
        return self.mesh_url(self.output, job) if self.output else super().result(job)

    def close(self):
        self.receiver.close()
        self.key_client.close()
        super().close()


def make(key, deadline, kind=WebhookClient):
    """A client that listens where the environment says."""
    if Ed25519PublicKey is None:
        raise Failure("webhooks cannot be verified without the package cryptography")
    port = int(os.environ.get("FALSEWORK_WEBHOOK_PORT", "0"))
    return kind(key, deadline, port, os.environ.get("FALSEWORK_WEBHOOK_URL"))


if __name__ == "__main__":
    sys.exit(reference_client.main(make))
