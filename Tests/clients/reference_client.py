#!/usr/bin/env python3
# Falsework
# SPDX-License-Identifier: MIT
"""Makes a mesh of an image with fal-ai/trellis, with the care that a paid queue asks for.

    FAL_KEY=id:secret python3 reference_client.py IMAGE_URL [mesh.glb]

Python's standard library is enough. It is written to be read: what fal's queue can do to a client,
and what a careful one does about it, is said where it is handled. It ends with one of these:

    0  the mesh is there, whole and checked
    1  there is no mesh, and standard error says why
    2  it was called wrongly
    3  a submission may have been accepted, and nobody knows; trying again may cost a second time

Programs can import TrellisClient. Besides FAL_KEY, HTTPS_PROXY and SSL_CERT_FILE, which are usual,
the environment may have FALSEWORK_IMAGE_URL, FALSEWORK_OUT (the path of the mesh),
FALSEWORK_OUTCOME (the path of a few words in JSON) and FALSEWORK_TIMEOUT (in seconds, of which the
client takes 60 % and no more).
"""

import contextlib
import dataclasses
import email.utils
import hashlib
import http.client
import json
import os
import random
import re
import signal
import socket
import ssl
import struct
import sys
import tempfile
import threading
import time
import urllib.parse
import urllib.request

QUEUE = "https://queue.fal.run"
# Answers that say nothing about the request itself, so that asking again may help.
TRANSIENT = (408, 429, 500, 502, 503, 504)
REDIRECTIONS = (301, 302, 303, 307, 308)


class Failure(Exception):
    """There will be no mesh; the words say why."""

    exit_status = 1


class Transient(Failure):
    """Nothing yet: what failed may be tried again, after so many seconds at least."""

    retry_after = 0.0


class NotConnected(Transient):
    """There was no connection, so it is certain that nothing was sent."""


class Broken(Transient):
    """The exchange broke off; `reply` is what had come by then, or None."""

    reply = None


class Refused(Failure):
    """A final answer; asking again would bring the same one."""


class GaveUp(Failure):
    """The time is over."""


class Interrupted(Failure):
    """Somebody wants the program to end."""


class Ambiguous(Failure):
    """Nobody knows whether a submission was accepted."""

    exit_status = 3


def say(words):
    print(words, file=sys.stderr, flush=True)


@dataclasses.dataclass
class Reply:
    """A reply, of which the body may not be whole if it comes with `Broken`."""

    status: int
    headers: http.client.HTTPMessage
    body: bytearray

    def find_object(self):
        """The JSON object of the body, or None: a proxy in between may answer with HTML."""
        try:
            value = json.loads(self.body)
        except ValueError:
            return None
        return value if isinstance(value, dict) else None

    def object(self):
        value = self.find_object()
        if value is None:
            raise Transient(f"the reply {self.status} is no JSON object")
        return value

    @property
    def detail(self):
        """What the reply says is wrong: fal writes a sentence, or a list of what it found."""
        detail = (self.find_object() or {}).get("detail")
        if isinstance(detail, list):
            return "; ".join(describe(entry) for entry in detail)
        return str(detail) if detail is not None else "without a detail"

    @property
    def is_stored(self):
        """Whether this is how the job ended, which fal keeps and repeats as it is."""
        value = self.find_object() or {}
        return isinstance(value.get("detail"), list) or "error_type" in value

    @property
    def retry_after(self):
        """Retry-After in seconds, which may be a number or a date (RFC 9110, section 10.2.3)."""
        text = self.headers.get("Retry-After", "").strip()
        if text.isascii() and text.isdigit():
            return float(text)
        try:
            moment = email.utils.parsedate_to_datetime(text).timestamp()
        except (TypeError, ValueError):
            return 0.0
        return max(0.0, moment - time.time())

    def expect(self, *statuses):
        """The reply itself, if its status is one of these."""
        if self.status in statuses:
            return self
        words = f"answered with {self.status}: {self.detail}"
        if self.status not in TRANSIENT or self.is_stored:
            raise Refused(words)
        trouble = Transient(words)
        trouble.retry_after = self.retry_after
        raise trouble


def describe(entry):
    """An entry of a list of details, such as `body.seed: Input should be a valid integer`."""
    if not isinstance(entry, dict):
        return str(entry)
    place = entry.get("loc")
    place = ".".join(map(str, place)) if isinstance(place, list) else "input"
    return f"{place}: {entry.get('msg')} ({entry.get('type')})"


class Connections:
    """Kept connections, one for each host, through the proxy that HTTPS_PROXY names."""

    # The most that is taken of a body, in bytes.
    LIMIT = 256 << 20

    def __init__(self):
        # Goes by SSL_CERT_FILE, if that is set.
        self.tls = ssl.create_default_context()
        self.proxy = urllib.request.getproxies().get("https")
        self.kept = {}

    def exchange(self, method, url, headers, body, fresh, silence, limit):
        """Sends a request and reads its reply; `fresh` takes a new connection for it.

        It is given up after so many seconds of silence, or when it is not over at the limit.
        """
        target = urllib.parse.urlsplit(url)
        if target.scheme != "https" or not target.hostname:
            raise Refused(f"{url} is not a URL of https")
        if fresh:
            self.drop(target.netloc)
        connection = self.connect(target, silence)
        reply, alarm = None, threading.Timer(limit, end, [connection.sock])
        alarm.daemon = True
        alarm.start()
        try:
            connection.sock.settimeout(silence)
            path = (target.path or "/") + ("?" + target.query if target.query else "")
            connection.request(method, path, body, headers)
            response = connection.getresponse()
            reply = Reply(response.status, response.headers, bytearray())
            self.read(response, reply.body)
            return reply
        except BaseException as error:
            # What is left of this exchange must not be taken for the start of the next one.
            self.drop(target.netloc)
            if not isinstance(error, (OSError, http.client.HTTPException)):
                raise
            broken = Broken(f"the exchange with {target.hostname} broke off: {error!r}")
            broken.reply = reply
            raise broken from error
        finally:
            alarm.cancel()

    def connect(self, target, timeout):
        """The connection to the host that was kept, or a new one."""
        connection = self.kept.get(target.netloc)
        if connection is not None and connection.sock is not None:
            return connection
        connection = self.make(target, timeout)
        try:
            connection.connect()
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            words = f"no connection to {target.hostname}: {error!r}"
            raise NotConnected(words) from error
        self.kept[target.netloc] = connection
        return connection

    def make(self, target, timeout):
        port = target.port or 443
        if not self.proxy or urllib.request.proxy_bypass(target.hostname):
            return http.client.HTTPSConnection(
                target.hostname, port, timeout=timeout, context=self.tls
            )
        proxy = urllib.parse.urlsplit(self.proxy)
        connection = http.client.HTTPSConnection(
            proxy.hostname, proxy.port or 80, timeout=timeout, context=self.tls
        )
        connection.set_tunnel(target.hostname, port)
        return connection

    def read(self, response, body):
        """Reads in pieces, so that what has come is known if the rest does not."""
        while piece := response.read(min(64 << 10, self.LIMIT - len(body))):
            body += piece
        # http.client counts down what Content-Length promised, and keeps silent about the rest.
        if response.length:
            raise http.client.IncompleteRead(bytes(), response.length)

    def drop(self, host):
        connection = self.kept.pop(host, None)
        if connection is not None:
            connection.close()

    def close(self):
        for host in list(self.kept):
            self.drop(host)


def end(connection):
    """Ends a connection that another thread reads from; a socket's own timeout counts silence."""
    with contextlib.suppress(OSError):
        socket.socket.shutdown(connection, socket.SHUT_RDWR)


@dataclasses.dataclass
class Job:
    """A request that fal has accepted."""

    request_id: str
    status_url: str
    response_url: str
    cancel_url: str


class Download:
    """What has come of a file so far, and whether a further part of it fits."""

    def __init__(self):
        self.begin_anew()
        self.may_resume = True

    def begin_anew(self):
        self.content = bytearray()
        self.etag = None
        self.length = None

    def headers(self):
        """Asks for the rest only if the file is still the same one (RFC 9110, section 13.1.5)."""
        if not (self.content and self.may_resume and self.etag):
            return {}
        return {"Range": f"bytes={len(self.content)}-", "If-Range": self.etag}

    def take(self, reply):
        """Takes the content of a reply to the latest request."""
        if reply.status == 200:
            self.begin_anew()
            self.length = length_of(reply)
            etag = reply.headers.get("ETag", "")
            self.etag = etag if etag.startswith('"') else None
        elif reply.status == 416 or not self.fits(reply.expect(206)):
            self.begin_anew()
            self.may_resume = False
            raise Transient("the rest of the mesh does not fit its beginning")
        self.content += reply.body

    def fits(self, part):
        numbers = re.fullmatch(r"bytes (\d+)-(\d+)/(\d+)", part.headers.get("Content-Range", ""))
        if not numbers or part.headers.get("ETag") != self.etag:
            return False
        first, last, total = map(int, numbers.groups())
        promised = length_of(part)
        return (
            first == len(self.content)
            and last == total - 1
            and self.length in (None, total)
            and promised in (None, last - first + 1)
        )

    def is_short(self):
        return self.length is not None and len(self.content) < self.length

    def contradicts_etag(self):
        """Whether the ETag looks like the SHA-256 of a file, and is not that of this one."""
        if not self.etag or not re.fullmatch('"[0-9a-f]{64}"', self.etag):
            return False
        return self.etag.strip('"') != hashlib.sha256(self.content).hexdigest()


def length_of(reply):
    text = reply.headers.get("Content-Length", "")
    return int(text) if text.isascii() and text.isdigit() else None


def find_flaw(mesh):
    """What is wrong with the container of a binary glTF, or None (glTF 2.0, section 4.4)."""
    if mesh[:4] != b"glTF" or len(mesh) < 20:
        return f"the file is no mesh: it begins with {bytes(mesh[:16])!r}"
    version, length = struct.unpack_from("<II", mesh, 4)
    if version != 2:
        return f"the mesh has version {version}"
    if length != len(mesh):
        return f"the mesh has {len(mesh)} bytes, and its head says {length}"
    position, kinds = 12, []
    while position + 8 <= length:
        size, kind = struct.unpack_from("<I4s", mesh, position)
        kinds.append(kind)
        position += 8 + size
    if position != length or kinds[0] != b"JSON":
        return "the chunks of the mesh do not fill it"
    try:
        json.loads(mesh[20 : 20 + struct.unpack_from("<I", mesh, 12)[0]])
    except ValueError:
        return "the JSON of the mesh cannot be read"
    return None


def save(content, path):
    """Writes a file so that it is there as a whole or not at all."""
    folder = os.path.dirname(os.path.abspath(path))
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        try:
            file.write(content)
            file.flush()
            os.replace(file.name, path)
        except BaseException:
            os.unlink(file.name)
            raise


class TrellisClient:
    """Makes meshes, within a time of `deadline` seconds for all that one object does."""

    ENDPOINT = "fal-ai/trellis"
    USER_AGENT = "falsework-reference-client/1.0"
    # Pauses between two polls or tries: the first, how they grow, and the longest, in seconds.
    FIRST_PAUSE, GROWTH, LONGEST_PAUSE = 0.3, 1.3, 8.0
    # How many tries of the same thing may fail in a row.
    TRIES = 15

    def __init__(self, key, deadline=300.0):
        self.key = key
        self.ends = time.monotonic() + deadline
        # For a reply, and for the cancellation of a job when the time is over.
        self.patience = min(30.0, deadline / 4)
        self.connections = Connections()
        self.shown = None

    def generate(self, arguments, path):
        """Leaves the mesh for these arguments at a path."""
        job = self.submit(arguments)
        say(f"request {job.request_id} was accepted")
        try:
            status = self.wait(job)
        except BaseException:
            # A job that nobody waits for would run, and cost, for nothing.
            self.cancel(job)
            raise
        if status.get("error"):
            words = f"{status['error']} ({status.get('error_type')})"
            raise Failure(f"request {job.request_id} failed: {words}")
        self.save(self.download(self.result(job)), path)

    # Submission

    def submit(self, arguments):
        body = json.dumps(arguments).encode("utf-8")
        return self.repeat(lambda: self.submit_once(body))

    def submit_once(self, body):
        """Submits, and lets try again only if it is certain that nothing was accepted.

        fal has no idempotency key: each submission that it accepts is a job that costs. On a kept
        connection a reset would be ambiguous too, so a submission has a new one.
        """
        try:
            reply = self.call("POST", self.submit_url(), body, fresh=True)
        except (Broken, Interrupted) as trouble:
            raise self.ambiguous(str(trouble), getattr(trouble, "reply", None)) from trouble
        value = reply.find_object()
        if reply.status in (429, 503) and value is not None:
            reply.expect(200)
        if 400 <= reply.status < 500 and reply.status != 408:
            raise Refused(f"the submission was answered with {reply.status}: {reply.detail}")
        request_id = (value or {}).get("request_id")
        if reply.status != 200 or not isinstance(request_id, str):
            raise self.ambiguous(f"the reply was {reply.status}: {reply.detail}", reply)
        return self.job(request_id, value)

    def submit_url(self):
        return f"{QUEUE}/{self.ENDPOINT}"

    def ambiguous(self, words, reply):
        hint = reply.headers.get("x-fal-request-id") if reply else None
        hint = f" It may be request {hint}." if hint else ""
        return Ambiguous(
            f"{words}. The submission may have been accepted, and then costs money;"
            f" look at fal's dashboard before you submit again.{hint}"
        )

    def job(self, request_id, reply):
        """The URLs that fal gives; or else those of owner/alias, without the rest of the path.

        The key goes along with them, so they must be the queue's.
        """
        owner_and_alias = "/".join(self.ENDPOINT.split("/")[:2])
        base = f"{QUEUE}/{owner_and_alias}/requests/{urllib.parse.quote(request_id, safe='')}"

        def url(name, otherwise):
            given = reply.get(name)
            is_fine = isinstance(given, str) and given.startswith(QUEUE + "/") and "?" not in given
            return given if is_fine else otherwise

        return Job(
            request_id,
            status_url=url("status_url", base + "/status"),
            response_url=url("response_url", base),
            cancel_url=url("cancel_url", base + "/cancel"),
        )

    # Waiting

    def wait(self, job):
        """Polls until the status is COMPLETED, which is the end but need not be a success."""
        return self.repeat(lambda: self.poll(job))

    def poll(self, job):
        """The status, or None while the job is under way.

        Under way is 202 on the wire, and the end is 200; the body alone decides here. A word that
        is not known is no end: fal has had no other for failures than COMPLETED.
        """
        status = self.call("GET", job.status_url + "?logs=1").expect(200, 202).object()
        self.show(status)
        return status if status.get("status") == "COMPLETED" else None

    def show(self, status):
        """Shows how a job gets on, as far as the status says so and if it is news."""
        position = status.get("queue_position")
        message = self.last_message(status.get("logs"))
        words = f"at position {position} of the queue" if position is not None else message
        if words and words != self.shown:
            say(words)
            self.shown = words

    def last_message(self, logs):
        """The end of the logs, which may be null, and of which nothing is promised."""
        last = logs[-1] if isinstance(logs, list) and logs else None
        message = last.get("message") if isinstance(last, dict) else None
        return f"log: {message}" if isinstance(message, str) else None

    def cancel(self, job):
        """Cancels a job, in a time of its own, as the deadline may be over."""
        self.ends = time.monotonic() + self.patience
        try:
            # 400 says that the job has ended already.
            reply = self.repeat(lambda: self.call("PUT", job.cancel_url).expect(200, 202, 400))
            say(f"cancelled request {job.request_id}: {reply.find_object()}")
        except Failure as trouble:
            say(f"request {job.request_id} may still run, it could not be cancelled: {trouble}")

    # Result

    def result(self, job):
        """The URL of the mesh."""
        try:
            output = self.repeat(lambda: self.result_once(job))
        except Failure as trouble:
            words = f"request {job.request_id} has no result: {trouble}"
            raise type(trouble)(words) from trouble
        return self.mesh_url(output, job)

    def result_once(self, job):
        """The output, or None while it lags behind the status."""
        reply = self.call("GET", job.response_url)
        if reply.status == 400 and "still in progress" in reply.detail:
            return None
        return reply.expect(200).object()

    def mesh_url(self, output, job):
        mesh = output.get("model_mesh")
        url = mesh.get("url") if isinstance(mesh, dict) else None
        if not isinstance(url, str):
            raise Failure(f"the output of request {job.request_id} names no mesh")
        return url

    # Mesh

    def download(self, url):
        """The mesh, checked; one that is spoiled is fetched a second time, from the start."""
        first = self.fetch_whole(url)
        flaw = self.find_flaw(first)
        if flaw is None:
            return first.content
        say(f"{flaw}; fetching it again")
        second = self.fetch_whole(url)
        flaw = self.find_flaw(second)
        # An ETag may be anything; it is not believed against two downloads that agree.
        if flaw is None or (find_flaw(second.content), second.content) == (None, first.content):
            return second.content
        raise Failure(f"{flaw}; it came from {url}")

    def find_flaw(self, download):
        if flaw := find_flaw(download.content):
            return flaw
        return "the mesh is not what its ETag says" if download.contradicts_etag() else None

    def fetch_whole(self, url):
        download = Download()
        try:
            self.repeat(lambda: self.fetch_part(url, download))
        except Failure as trouble:
            raise type(trouble)(f"no mesh from {url}: {trouble}") from trouble
        return download

    def fetch_part(self, url, download):
        """Fetches the file, or what is missing of it; True when it is there."""
        try:
            reply = self.call_file(url, download.headers())
        except Broken as trouble:
            if trouble.reply is None:
                raise
            reply = trouble.reply
        if reply.status != 416:
            reply.expect(200, 206)
        download.take(reply)
        if download.is_short():
            came = f"{len(download.content)} of {download.length} bytes"
            raise Transient(f"the mesh broke off after {came}")
        return True

    def save(self, content, path):
        save(content, path)
        say(f"the mesh is at {path}, {len(content)} bytes")

    # Calls

    def call(self, method, url, body=None, fresh=False):
        """Calls the queue, with the key."""
        headers = {"Authorization": f"Key {self.key}", "Accept": "application/json"}
        if body is not None:
            headers["Content-Type"] = "application/json"
        return self.exchange(method, url, headers, body, fresh)

    def call_file(self, url, headers):
        """Calls a host of files, which is public: without the key, also after redirections."""
        for _ in range(5):
            reply = self.exchange("GET", url, headers)
            if reply.status not in REDIRECTIONS:
                return reply
            url = urllib.parse.urljoin(url, reply.headers.get("Location", ""))
        raise Failure("too many redirections")

    def exchange(self, method, url, headers, body=None, fresh=False):
        headers = {**headers, "User-Agent": self.USER_AGENT}
        limit = self.remaining()
        silence = min(self.patience, limit)
        return self.connections.exchange(method, url, headers, body, fresh, silence, limit)

    def remaining(self):
        """The time until the deadline, in seconds."""
        left = self.ends - time.monotonic()
        if left <= 0:
            raise GaveUp("the time is over")
        return left

    def repeat(self, operation):
        """Does something until it returns something, with pauses that grow.

        A transient failure counts as nothing yet. Chance in the pauses keeps many clients that
        failed at the same moment from coming back at the same moment.
        """
        pause, failures = self.FIRST_PAUSE, 0
        while True:
            least = 0.0
            try:
                if (found := operation()) is not None:
                    return found
                failures = 0
            except Transient as trouble:
                failures += 1
                if failures == self.TRIES:
                    raise GaveUp(f"{trouble}, and so {failures} times") from trouble
                say(f"{trouble}; trying again")
                least = self.retry_after(trouble)
            self.sleep(least + self.vary(pause))
            pause = min(pause * self.GROWTH, self.LONGEST_PAUSE)

    def vary(self, pause):
        return pause * random.uniform(0.85, 1.15)

    def retry_after(self, trouble):
        return trouble.retry_after

    def sleep(self, seconds):
        time.sleep(min(seconds, self.remaining()))
        self.remaining()

    def close(self):
        self.connections.close()


def interrupt(number, _):
    raise Interrupted(f"ended by {signal.Signals(number).name}")


def note_outcome(succeeded, detail):
    path = os.environ.get("FALSEWORK_OUTCOME")
    if path:
        save(json.dumps({"succeeded": succeeded, "detail": detail}).encode("utf-8"), path)


def main(make=TrellisClient):
    """Runs a client that `make` makes of a key and a deadline; returns the exit status."""
    arguments, environment = sys.argv[1:], os.environ
    image = arguments[0] if arguments else environment.get("FALSEWORK_IMAGE_URL")
    path = arguments[1] if len(arguments) > 1 else environment.get("FALSEWORK_OUT", "mesh.glb")
    key = environment.get("FAL_KEY")
    if not image or not key:
        say("Give the URL of an image, and set FAL_KEY.")
        return 2
    if not os.access(os.path.dirname(os.path.abspath(path)), os.W_OK):
        # Better known before the mesh is paid for.
        say(f"There is no folder in which {path} could be written.")
        return 2
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, interrupt)
    deadline = 0.6 * float(environment.get("FALSEWORK_TIMEOUT", "500"))
    inputs = {"image_url": image, "mesh_simplify": 0.98, "texture_size": 512}
    try:
        with contextlib.closing(make(key, deadline)) as client:
            client.generate(inputs, path)
    except Failure as failure:
        say(f"failed: {failure}")
        note_outcome(False, str(failure))
        return failure.exit_status
    note_outcome(True, "")
    return 0


if __name__ == "__main__":
    sys.exit(main())
