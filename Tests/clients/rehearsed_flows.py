# Falsework
# SPDX-License-Identifier: MIT
"""What the unmodified fal_client is made to do in a scenario; see rehearse.py.

Each flow is what a program in good faith does that was written from fal's documentation. What it
does is said in lines of JSON: a line for each retry of the client, and one for the end.
"""

import base64
import datetime
import hashlib
import http.server
import json
import logging
import queue
import re
import sys
import threading
import time
import urllib.request

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {"image_url": "https://example.com/fox.png", "mesh_simplify": 0.98, "texture_size": 512}
# How long a receiver waits for one more webhook, in seconds.
LULL = 4
# How far the time stamp of a webhook may be off, in seconds (documented).
TOLERANCE = 300


def moment(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00")).timestamp()


def choose(document):
    """The flow that a scenario is about, by the words of its document."""
    rules = re.sub(r"(?m)^(#|name:|about:|advice:).*$", "", document)
    for pattern, flow in CHOICES:
        if re.search(pattern, rules):
            return flow
    return "generate"


CHOICES = [
    (r"order: swapped", "two_webhooks"),
    (r"(?m)^webhook:", "webhook"),
    (r"cancellation:|operation: cancel", "cancel"),
    (r"operation: upload", "upload"),
    (r"operation: stream", "stream"),
    (r"operation: run", "run"),
    (r"rate_limit:|probability:", "thrice"),
    (r"(?m)^runners:", "together"),
    (r"range:|etag_changes", "halves"),
    (r"expires_after:", "late"),
]


def say(**words):
    print(json.dumps(words, ensure_ascii=False), flush=True)


class Retries(logging.Handler):
    """Says each retry that the client notes in its log, and each turn to its backup domain."""

    def emit(self, record):
        message = record.getMessage()
        if message.startswith("Retrying request"):
            say(retry=True)
        elif "trying backup domain" in message:
            say(backup=True)


def show(update):
    """As in the example that fal publishes."""
    import fal_client

    if isinstance(update, fal_client.InProgress):
        for log in update.logs:
            str(log["message"])


def subscribe():
    import fal_client

    return fal_client.subscribe(
        ENDPOINT, arguments=ARGUMENTS, with_logs=True, on_queue_update=show
    )


def check(mesh):
    if mesh[:4] != b"glTF":
        raise ValueError("the file is no mesh")
    length = int.from_bytes(mesh[8:12], "little")
    if length != len(mesh):
        raise ValueError("the length of the mesh is not the one that its head says")


def fetch(url, first=None, last=None):
    request = urllib.request.Request(url)
    if first is not None:
        request.add_header("Range", f"bytes={first}-{'' if last is None else last}")
    with urllib.request.urlopen(request) as response:
        return response.read()


def generate():
    check(fetch(subscribe()["model_mesh"]["url"]))


def halves():
    file = subscribe()["model_mesh"]
    middle = file["file_size"] // 2
    check(fetch(file["url"], 0, middle - 1) + fetch(file["url"], middle))


def thrice():
    for _ in range(3):
        generate()


def together():
    import fal_client

    handles = [fal_client.submit(ENDPOINT, arguments=ARGUMENTS) for _ in range(2)]
    for handle in handles:
        check(fetch(handle.get()["model_mesh"]["url"]))


def late():
    import fal_client

    handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
    for _ in handle.iter_events():
        pass
    time.sleep(2)
    check(fetch(handle.get()["model_mesh"]["url"]))


def cancel():
    import fal_client

    handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
    handle.cancel()
    for status in handle.iter_events():
        pass
    return f"ends with {status.error_type}" if status.error_type else "ends with a result"


def run():
    import fal_client

    check(fetch(fal_client.run(ENDPOINT, arguments=ARGUMENTS)["model_mesh"]["url"]))


def upload():
    import fal_client

    data = bytes(range(256)) * 64
    if fetch(fal_client.upload(data, "image/png")) != data:
        raise ValueError("the upload is not what was sent")


def stream():
    """The client does not know the stream of the status; its HTTP library reads it."""
    import fal_client
    import httpx_sse

    handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
    url = handle.status_url + "/stream"
    last = None
    with httpx_sse.connect_sse(handle.client, "GET", url, params={"logs": "1"}) as events:
        for event in events.iter_sse():
            last = event.json()
    if last is None or last["status"] != "COMPLETED":
        raise ValueError("the stream ends before COMPLETED")


class Receiver(http.server.ThreadingHTTPServer):
    """Takes every webhook, and keeps what it gets."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.deliveries = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def take(self, enough):
        """The webhooks until so many have come, or none comes for a while."""
        taken = []
        try:
            while len(taken) < enough:
                taken.append(self.deliveries.get(timeout=LULL))
        except queue.Empty:
            pass
        return taken

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}/hook"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.deliveries.put((dict(self.headers), body))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_):
        pass


class Refused(Exception):
    pass


def verify(headers, body, keys):
    """Verifies a webhook as fal's documentation has it."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        request_id, user_id, timestamp, signature = (
            headers["X-Fal-Webhook-" + name]
            for name in ("Request-Id", "User-Id", "Timestamp", "Signature")
        )
    except KeyError:
        raise Refused("no signature") from None
    if abs(time.time() - int(timestamp)) > TOLERANCE:
        raise Refused("a time stamp that is too far off")
    digest = hashlib.sha256(body).hexdigest()
    message = "\n".join([request_id, user_id, timestamp, digest]).encode("utf-8")
    for key in keys:
        public = Ed25519PublicKey.from_public_bytes(base64.urlsafe_b64decode(key["x"] + "=="))
        try:
            return public.verify(bytes.fromhex(signature), message)
        except InvalidSignature:
            continue
    raise Refused("a signature that no key fits")


def key_set():
    return json.loads(fetch("https://rest.fal.ai/.well-known/jwks.json"))["keys"]


def judge(delivery, keys):
    try:
        verify(*delivery, keys)
        return "good"
    except Refused as refusal:
        return f"refused for {refusal}"


def webhook():
    """Takes webhooks by a set of keys that was fetched before, and polls if none comes."""
    import fal_client

    receiver, keys = Receiver(), key_set()
    handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS, webhook_url=receiver.url)
    is_early = not receiver.deliveries.empty()
    taken = receiver.take(3)
    if not taken:
        check(fetch(handle.get()["model_mesh"]["url"]))
        return "no webhook came; polling gave the result"
    words = [judge(delivery, keys) for delivery in taken]
    if words == ["refused for a signature that no key fits"]:
        again = judge(taken[0], key_set())
        words.append("and again" if again == words[0] else again)
        words[-1] += " by keys fetched anew"
    if len(taken) == 2:
        words.append("the same bytes" if taken[0] == taken[1] else "signed anew")
    return ("before the reply: " if is_early else "") + "webhook " + ", ".join(words)


def two_webhooks():
    import fal_client

    receiver = Receiver()
    handles = [
        fal_client.submit(ENDPOINT, arguments=ARGUMENTS, webhook_url=receiver.url)
        for _ in range(2)
    ]
    ids = [headers["X-Fal-Webhook-Request-Id"] for headers, _ in receiver.take(2)]
    if len(ids) < 2:
        raise ValueError(f"webhooks of {len(ids)} requests of two came")
    order = [ids.index(handle.request_id) for handle in handles]
    return "webhooks in order" if order == sorted(order) else "webhooks out of order"


def words(error):
    """What is raised, in short: of a reply of fal's, its status and what it is about."""
    import fal_client

    if not isinstance(error, fal_client.FalClientHTTPError):
        return str(error)
    try:
        detail = error.response.json()
        detail = detail.get("detail", detail.get("status"))
    except ValueError:
        detail = "without JSON"
    if isinstance(detail, list):
        detail = detail[0]["type"]
    return f"{error.status_code} {detail}"


def main():
    log = logging.getLogger("fal_client")
    log.setLevel(logging.DEBUG)
    log.addHandler(Retries())
    log.propagate = False
    try:
        say(succeeded=globals()[sys.argv[1]]())
    except Exception as error:
        say(raised=type(error).__name__, words=words(error))


if __name__ == "__main__":
    main()
