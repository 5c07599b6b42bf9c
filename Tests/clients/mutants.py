#!/usr/bin/env python3
# Falsework
# SPDX-License-Identifier: MIT
"""The reference clients with one bug each, as it is found in real clients.

    python3 mutants.py NAME        behaves like reference_client.py, or reference_receiver.py
    python3 mutants.py --list      says as JSON which clause each breaks, and which drills show it

A mutant keeps every clause but its own, as far as the drills named go: they prove that the finding
of a clause is made for what breaks it, and for nothing else. Those of webhooks need `cryptography`.
"""

import json
import os
import re
import resource
import signal
import sys
import time
import urllib.parse

import reference_client
import reference_receiver
from reference_client import (
    QUEUE,
    REDIRECTIONS,
    Ambiguous,
    Download,
    Failure,
    GaveUp,
    Refused,
    Transient,
    TrellisClient,
)
from reference_receiver import KeySet, Receiver, Verifier, WebhookClient

MUTANTS = {}
KNOWN_MEMBERS = {
    *("status", "request_id", "response_url", "status_url", "cancel_url", "logs", "metrics"),
    *("queue_position", "error", "error_type"),
}
NO_REQUEST = f"{QUEUE}/fal-ai/trellis/requests/00000000-0000-4000-8000-000000000000/status"


def breaks(clause, *drills, timeout=None):
    """Enters a class under its name in lower-case words, with what it breaks and where.

    `timeout` is how many seconds its drills must last, if that is longer than usual.
    """

    def enter(kind):
        name = re.sub(r"(?<!^)(?=[A-Z])", "-", kind.__name__).lower()
        MUTANTS[name] = (kind, clause, drills, timeout)
        return kind

    return enter


def say(words):
    reference_client.say(words)


# Authentication


class ProbingClient(TrellisClient):
    """Finds out whether its key is good by asking for a request that there is not."""

    PROBE = {}

    def submit(self, arguments):
        self.exchange("GET", NO_REQUEST, self.PROBE)
        return super().submit(arguments)


@breaks("auth.key-present", "sound")
class ProbesWithoutKey(ProbingClient):
    """Forgets the key in a call to the queue."""


@breaks("auth.key-scheme", "sound")
class ProbesWithBearer(ProbingClient):
    """Sends the key as a bearer token, in the manner of OAuth."""

    def submit(self, arguments):
        self.PROBE = {"Authorization": f"Bearer {self.key}"}
        return super().submit(arguments)


@breaks("auth.key-not-to-files", "sound", "mesh-redirected")
class SendsKeyToFiles(TrellisClient):
    """Has one set of headers for all hosts."""

    def call_file(self, url, headers):
        return super().call_file(url, {**headers, "Authorization": f"Key {self.key}"})


@breaks("auth.key-not-in-url", "sound")
class PutsKeyIntoUrl(TrellisClient):
    """Has the key in the query too, from where it gets into logs of servers."""

    def submit_url(self):
        return super().submit_url() + "?key=" + urllib.parse.quote(self.key, safe="")


@breaks("auth.key-not-in-output", "sound")
class PrintsKey(TrellisClient):
    """Logs the headers of its requests."""

    def exchange(self, method, url, headers, *others, **more):
        say(f"{method} {url} {headers}")
        return super().exchange(method, url, headers, *others, **more)


# Submission


@breaks("submit.json-content-type", "rejected-input")
class SendsForm(TrellisClient):
    """Leaves the content type to a library that takes every body for a form."""

    def exchange(self, method, url, headers, *others, **more):
        if "Content-Type" in headers:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        return super().exchange(method, url, headers, *others, **more)


@breaks("submit.body-valid", "rejected-input")
class SendsTextureSizeAsString(TrellisClient):
    """Goes by published types that had "1024", which the model does not take."""

    def submit(self, arguments):
        return super().submit({**arguments, "texture_size": "1024"})


@breaks("submit.body-valid", "sound")
class SendsStepsAsString(TrellisClient):
    """Sends what came of a form as it is; the model happens to read it as a number."""

    def submit(self, arguments):
        return super().submit({**arguments, "ss_sampling_steps": "12"})


@breaks("submit.once", "lost-submit-reply", "submit-reply-nginx-502", "submit-reply-cut-in-id")
class SubmitsAgain(TrellisClient):
    """Takes a lost reply for a lost submission, and pays twice."""

    def submit_once(self, body):
        try:
            return super().submit_once(body)
        except Ambiguous as trouble:
            raise Transient(str(trouble)) from trouble


@breaks("submit.retries-refusals", "submit-503-thrice", "submit-retry-after")
class GivesUpAtOnce(TrellisClient):
    """Takes a gateway that is busy for an answer."""

    def submit_once(self, body):
        try:
            return super().submit_once(body)
        except Transient as trouble:
            raise Failure(str(trouble)) from trouble


@breaks("submit.keeps-request-id", "key-revoked-midway")
class HidesRequestId(TrellisClient):
    """Says nothing by which what was paid for could be found."""

    def job(self, request_id, reply):
        reference_client.say = lambda words: say_without(words, request_id)
        return super().job(request_id, reply)


def say_without(words, request_id):
    print(words.replace(request_id, "(one)"), file=sys.stderr, flush=True)


# Polling


@breaks("polling.follows-urls", "sound", "slow-job")
class PollsFullPath(TrellisClient):
    """Appends to the path that it submitted to; only then goes where the reply said."""

    ENDPOINT = "fal-ai/trellis/multi"

    def submit(self, arguments):
        arguments["image_urls"] = [arguments.pop("image_url")]
        return super().submit(arguments)

    def wait(self, job):
        reply = self.call("GET", f"{self.submit_url()}/requests/{job.request_id}/status")
        say(f"answered with {reply.status}: {reply.detail}")
        return super().wait(job)


@breaks("polling.interval", "sound", "slow-job")
class PollsTooFast(TrellisClient):
    """Polls every few milliseconds."""

    FIRST_PAUSE, GROWTH = 0.005, 1.03


@breaks("polling.backs-off", "slow-job")
class NeverBacksOff(TrellisClient):
    """Polls with the same pause for ever."""

    FIRST_PAUSE, GROWTH = 0.2, 1.0


@breaks("polling.jitter", "submit-503-thrice")
class HasNoJitter(TrellisClient):
    """Doubles its pauses exactly, as all its siblings do."""

    FIRST_PAUSE, GROWTH = 0.6, 2.0

    def vary(self, pause):
        return pause

    def exchange(self, method, url, headers, body=None, fresh=False):
        # Handshakes take a time of their own, in which there is some chance too.
        return super().exchange(method, url, headers, body)


@breaks("polling.stops-at-completed", "sound")
class PollsOn(TrellisClient):
    """Waits for a word that comes after COMPLETED, for a while."""

    def wait(self, job):
        super().wait(job)
        for _ in range(3):
            self.sleep(self.FIRST_PAUSE)
            status = self.repeat(lambda: self.poll(job))
        return status


@breaks("polling.accepts-202", "sound")
class Takes202ForAnError(TrellisClient):
    """Knows that 200 is the status for success."""

    def poll(self, job):
        reply = self.call("GET", job.status_url + "?logs=1")
        return reply.expect(200).object()


@breaks("polling.tolerates-null-logs", "logs-null")
class CrashesOnNullLogs(TrellisClient):
    """Has a default for logs, which does not help when they are there and null."""

    def show(self, status):
        for _ in status.get("logs", []):
            pass


@breaks("polling.tolerates-unknown-fields", "extra-fields")
class RejectsUnknownFields(TrellisClient):
    """Has a schema that is closed."""

    def show(self, status):
        if unknown := set(status) - KNOWN_MEMBERS:
            raise Failure(f"the status has members that are not known: {unknown}")


@breaks("polling.tolerates-odd-logs", "logs-garbage")
class RejectsOddLogs(TrellisClient):
    """Goes by the shape that the documentation's logs have."""

    def show(self, status):
        for entry in status.get("logs") or []:
            say("log: " + entry["message"])


@breaks("polling.tolerates-missing-fields", "missing-fields")
class NeedsMetrics(TrellisClient):
    """Reads a member that need not be there."""

    def show(self, status):
        self.metrics = status["metrics"]


@breaks("polling.tolerates-missing-fields", "submit-without-urls")
class NeedsUrls(TrellisClient):
    """Cannot go on without the URLs, although it has the request id."""

    def job(self, request_id, reply):
        self.has_urls = "status_url" in reply
        return super().job(request_id, reply)

    def wait(self, job):
        if not self.has_urls:
            raise Failure("the reply to the submission has no status_url")
        return super().wait(job)


@breaks("polling.tolerates-unknown-status", "status-unknown-word")
class RejectsUnknownStatus(TrellisClient):
    """Has an enumeration of three words."""

    def show(self, status):
        if status.get("status") not in ("IN_QUEUE", "IN_PROGRESS", "COMPLETED"):
            raise Failure(f"the status is {status.get('status')}")


@breaks("polling.tolerates-flapping", "status-flaps")
class RejectsFlapping(TrellisClient):
    """Has states that only go forwards."""

    runs = False

    def show(self, status):
        if self.runs and status.get("status") == "IN_QUEUE":
            raise Failure("the job has left the queue, and is in it again")
        self.runs = self.runs or status.get("status") == "IN_PROGRESS"


@breaks(
    "polling.retries-transient",
    *("status-504-every-third", "malformed-json", "nginx-502-while-polling"),
)
class GivesUpAtAFailedPoll(TrellisClient):
    """Takes a poll that failed for a job that failed."""

    def poll(self, job):
        try:
            return super().poll(job)
        except Transient as trouble:
            raise Failure(str(trouble)) from trouble


@breaks("polling.honours-retry-after", "submit-retry-after", "status-retry-after")
class IgnoresRetryAfter(TrellisClient):
    """Comes back when it likes to."""

    def retry_after(self, trouble):
        return 0.0


class StubbornClient(TrellisClient):
    """Takes a final answer for a transient one, a few times."""

    TRIES = 4

    def insist(self, operation, job):
        try:
            return operation(job)
        except Refused as trouble:
            raise Transient(str(trouble)) from trouble


@breaks("polling.no-retry-of-refusals", "rejected-input")
class Retries422(StubbornClient):
    """Fetches a result again that says that the input is wrong."""

    def result_once(self, job):
        return self.insist(super().result_once, job)


@breaks("polling.no-retry-of-refusals", "key-revoked-midway")
class Retries401(StubbornClient):
    """Goes on with a key that is no longer good."""

    def poll(self, job):
        return self.insist(super().poll, job)


@breaks("polling.deadline", "stuck-in-queue", "stuck-in-progress")
class HasNoDeadline(TrellisClient):
    """Polls until it is COMPLETED, which may be never."""

    def remaining(self):
        return 1e6


@breaks("polling.reply-timeout", "half-open", "submit-reply-hangs")
class HasNoReplyTimeout(TrellisClient):
    """Reads from a connection without a timeout, which is the default of sockets."""

    def exchange(self, method, url, headers, body=None, fresh=False):
        headers = {**headers, "User-Agent": self.USER_AGENT}
        return self.connections.exchange(method, url, headers, body, fresh, 1e6, 1e6)


@breaks("polling.cancels-when-giving-up", "stuck-in-queue", "stuck-in-progress")
class NeverCancels(TrellisClient):
    """Goes away, and lets the job run and cost."""

    def cancel(self, job):
        if isinstance(sys.exc_info()[1], GaveUp):
            say(f"gave up on request {job.request_id}")
        else:
            super().cancel(job)


# Result


@breaks("result.delivers-mesh", "sound")
class ReadsModelGlb(TrellisClient):
    """Has the name of another model's output."""

    def mesh_url(self, output, job):
        return super().mesh_url({"model_mesh": output.get("model_glb")}, job)


@breaks("result.after-completed", "sound")
class PollsTheResult(TrellisClient):
    """Asks for the result until it is there, and for the status never."""

    def wait(self, job):
        self.output = self.repeat(lambda: super(PollsTheResult, self).result_once(job))
        return {"status": "COMPLETED"}

    def result_once(self, job):
        return self.output


@breaks("result.completed-is-not-success", "rejected-input", "completed-with-error")
class WaitsForFailed(TrellisClient):
    """Waits for a status FAILED that there is not, and so takes all that ends for a success."""

    def generate(self, arguments, path):
        self.has_ended = False
        try:
            super().generate(arguments, path)
        except Failure as failure:
            if not self.has_ended:
                raise
            say(f"done: {failure}")

    def wait(self, job):
        status = super().wait(job)
        self.has_ended = True
        return status

    def result(self, job):
        url = super().result(job)
        self.has_ended = False
        return url


@breaks("result.waits-for-lagging", "result-lags")
class FailsOnLaggingResult(TrellisClient):
    """Takes "still in progress" for a failure of the job."""

    def result_once(self, job):
        return self.call("GET", job.response_url).expect(200).object()


@breaks("result.surfaces-detail", "rejected-input")
class HidesDetail(TrellisClient):
    """Says that it failed, and keeps to itself why."""

    def result(self, job):
        try:
            return super().result(job)
        except Refused as trouble:
            raise Failure(f"request {job.request_id} failed") from trouble


# Mesh


@breaks("artefact.checks-status", "mesh-expired")
class TakesAnyStatus(TrellisClient):
    """Keeps the body of whatever the host of files answers."""

    def fetch_part(self, url, download):
        reply = self.call_file(url, {})
        if reply.status == 200:
            return super().fetch_part(url, download)
        download.content = reply.body
        return True

    def find_flaw(self, download):
        return super().find_flaw(download) if download.length else None


@breaks("artefact.detects-truncation", "mesh-cut", "mesh-cut-at-chunk")
class TakesTruncatedMesh(TrellisClient):
    """Reads until nothing more comes, and counts nothing."""

    def fetch_part(self, url, download):
        try:
            return super().fetch_part(url, download)
        except Transient:
            if download.content:
                return True
            raise

    def find_flaw(self, download):
        return None if download.content[:4] == b"glTF" else super().find_flaw(download)


@breaks("artefact.checks-content", "mesh-is-html")
class TakesHtmlForAMesh(TrellisClient):
    """Keeps whatever comes with 200 and the right length."""

    def find_flaw(self, download):
        return None


@breaks("artefact.detects-corruption", "mesh-bit-flipped")
class IgnoresEtag(TrellisClient):
    """Looks at the container of the mesh and no further."""

    def find_flaw(self, download):
        return reference_client.find_flaw(download.content)


@breaks("artefact.tolerates-type", "mesh-wrong-type")
class NeedsType(TrellisClient):
    """Goes by the content type."""

    def call_file(self, url, headers):
        reply = super().call_file(url, headers)
        kind = reply.headers.get("Content-Type")
        if reply.status == 200 and kind not in ("application/octet-stream", "model/gltf-binary"):
            raise Failure(f"the mesh has the type {kind}")
        return reply


@breaks("artefact.follows-redirects", "mesh-redirected")
class FollowsNoRedirects(TrellisClient):
    """Knows that 200 is the status of a file."""

    def call_file(self, url, headers):
        reply = self.exchange("GET", url, headers)
        if reply.status in REDIRECTIONS:
            raise Failure(f"the host of the mesh answered with {reply.status}")
        return reply


class CarelessDownload(Download):
    """Puts together what comes, after a first part."""

    JOINS = ()

    def take(self, reply):
        self.is_joined = bool(self.content) and reply.status in self.JOINS
        if self.is_joined:
            self.content += reply.body
        else:
            super().take(reply)


class JoiningClient(TrellisClient):
    """Does not look at what it has put together, as it was whole before."""

    DOWNLOAD = CarelessDownload

    def fetch_whole(self, url):
        download = self.DOWNLOAD()
        self.repeat(lambda: self.fetch_part(url, download))
        return download

    def find_flaw(self, download):
        return None if download.is_joined else super().find_flaw(download)


@breaks("artefact.resumes-correctly", "mesh-cut-range-ignored")
class AppendsTheWholeFile(JoiningClient):
    """Asks for the rest, and appends what comes although it is all of the file."""

    class DOWNLOAD(CarelessDownload):
        JOINS = (200, 206)


@breaks("artefact.resumes-correctly", "mesh-cut-bad-range")
class AppendsAnyRange(JoiningClient):
    """Asks for the rest, and appends whatever part of the file comes."""

    class DOWNLOAD(CarelessDownload):
        JOINS = (206,)


# Hygiene


@breaks("hygiene.user-agent", "sound")
class SaysNotWhoItIs(TrellisClient):
    """Has the User-Agent of its library."""

    USER_AGENT = "Python-urllib/3.11"


@breaks("hygiene.connection-reuse", "slow-job")
class ConnectsForEachCall(TrellisClient):
    """Has a connection and a handshake for each call."""

    def exchange(self, method, url, headers, body=None, fresh=False):
        return super().exchange(method, url, headers, body, fresh=True)


@breaks("hygiene.no-egress", "sound")
class PhonesHome(TrellisClient):
    """Tells somebody else what it does."""

    def submit(self, arguments):
        try:
            self.exchange("GET", "https://example.com/telemetry", {})
        except Transient:
            pass
        return super().submit(arguments)


@breaks("hygiene.no-real-key", "sound")
class UsesAKeyOfItsOwn(TrellisClient):
    """Has a key in its code that looks real (and is made up, here)."""

    def __init__(self, key, deadline):
        own = "5ca1ab1e-0ddb-4a11-8bad-c0ffee15bad0:" + "0123456789abcdef" * 2
        super().__init__(own, deadline)


@breaks("hygiene.cancels-on-exit", "interrupted")
class GoesAwayOnSigterm(TrellisClient):
    """Leaves SIGTERM to its default, which ends a program on the spot."""

    def __init__(self, key, deadline):
        super().__init__(key, deadline)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


@breaks("hygiene.no-crash", "rejected-input")
class CrashesOnFailure(TrellisClient):
    """Says what has failed, and falls over when it tidies up."""

    def result(self, job):
        try:
            return super().result(job)
        except Refused as trouble:
            say(str(trouble))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            os.abort()


# Webhooks


@breaks(
    "webhook.verifies-signature",
    *("webhook-tampered", "webhook-wrong-key", "webhook-bad-signature", "webhook-unsigned"),
)
class BelievesEverything(WebhookClient):
    """Trusts that nobody else knows its URL."""

    class VERIFIER(Verifier):
        def verify(self, headers, body):
            if timestamp := headers.get("X-Fal-Webhook-Timestamp"):
                self.check_time(timestamp)


@breaks("webhook.timestamp-window", "webhook-stale")
class HasNoWindow(WebhookClient):
    """Verifies the signature of the time stamp, and does not read it."""

    class VERIFIER(Verifier):
        def check_time(self, timestamp):
            pass


@breaks("webhook.accepts-genuine", "webhook-sound")
class RejectsPadding(WebhookClient):
    """Imports keys strictly by RFC 8037, while those of fal have padding."""

    class KEYS(KeySet):
        def __init__(self, fetch):
            super().__init__(lambda: without_padded_keys(fetch()))


def without_padded_keys(key_set):
    return {"keys": [key for key in key_set["keys"] if not key["x"].endswith("=")]}


@breaks("webhook.key-rotation", "webhook-key-rotated")
class KeepsKeysForEver(WebhookClient):
    """Fetches the set of keys once, when it starts."""

    class KEYS(KeySet):
        def may_fetch_again(self):
            return False


@breaks("webhook.idempotent", "webhook-repeated-soon", "webhook-replayed-soon")
class DoesThingsTwice(WebhookClient):
    """Does what there is to do at each delivery."""

    class RECEIVER(Receiver):
        def is_first(self, request_id):
            return True

    def generate(self, arguments, path):
        super().generate(arguments, path)
        while not self.receiver.deliveries.empty():
            self.read(self.receiver.deliveries.get())
            self.save(self.download(self.result(None)), path)


@breaks("webhook.answers-in-time", "webhook-sound", timeout=40)
class AnswersAfterWork(WebhookClient):
    """Does all of its work before it answers."""

    # fal waits for 15 s.
    WORK, LINGER = 17.0, 19.0

    class RECEIVER(Receiver):
        def is_first(self, request_id):
            time.sleep(AnswersAfterWork.WORK)
            return super().is_first(request_id)


@breaks("webhook.error-payload", "webhook-error")
class TakesErrorForSuccess(WebhookClient):
    """Takes a webhook for the news that the mesh is there."""

    def generate(self, arguments, path):
        try:
            super().generate(arguments, path)
        except Failure as failure:
            if "webhook" not in str(failure):
                raise
            say(f"done: {failure}")


@breaks("webhook.does-not-rely", "webhook-never")
class ReliesOnWebhooks(WebhookClient):
    """Waits for the webhook, and for nothing else."""

    def hear(self, job):
        while True:
            self.hearing = self.remaining()
            if delivery := super().hear(job):
                return delivery


def listing():
    return {
        name: {
            "clause": clause,
            "drills": list(drills),
            "webhook": issubclass(kind, WebhookClient),
            "timeout": timeout,
        }
        for name, (kind, clause, drills, timeout) in MUTANTS.items()
    }


def main():
    name = sys.argv.pop(1) if len(sys.argv) > 1 else ""
    if name == "--list":
        print(json.dumps(listing(), indent=2))
        return 0
    if name not in MUTANTS:
        say(f"Give the name of a mutant, or --list; {name!r} is none.")
        return 2
    kind = MUTANTS[name][0]
    if issubclass(kind, WebhookClient):
        return reference_client.main(
            lambda key, deadline: reference_receiver.make(key, deadline, kind)
        )
    return reference_client.main(kind)


if __name__ == "__main__":
    sys.exit(main())
