# Falsework
# SPDX-License-Identifier: MIT
"""Lets headless Chromium visit a page that uses fal-ai/trellis by fetch(), and judges what it saw.

The page comes from a server of its own, so that the mock is of another origin and CORS is real.
The browser comes in by the header x-fal-target-url, or by its proxy settings, as its first
argument says: `header` or `proxy`. The second is the browser's program.
"""

import contextlib
import http.server
import json
import os
import pathlib
import queue
import signal
import subprocess
import sys
import tempfile
import threading
import time
import unittest
import urllib.parse

PAGE = b'<!doctype html><meta charset="utf-8"><body><script src="/page.js"></script></body>'
SCRIPT = pathlib.Path(__file__).with_name("browser_page.js").read_bytes()
# Of a browser on a busy machine.
DEADLINE = 180


class Site(http.server.ThreadingHTTPServer):
    """Serves the page and takes its findings."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.findings = queue.Queue()
        threading.Thread(target=self.serve_forever, daemon=True).start()


class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        path = urllib.parse.urlsplit(self.path).path
        content, kind = (SCRIPT, "text/javascript") if path == "/page.js" else (PAGE, "text/html")
        self.reply(content, kind)

    def do_POST(self):
        content = self.rfile.read(int(self.headers["Content-Length"]))
        self.reply(b"", "text/plain")
        self.server.findings.put(json.loads(content))

    def reply(self, content, kind):
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


def visit(door, browser):
    """What the page saw by this door."""
    site = Site()
    mock = os.environ["FALSEWORK_URL"]
    query = urllib.parse.urlencode({"door": door, "mock": mock, "key": os.environ["FAL_KEY"]})
    # The authority of the mock is no part of the browser's store.
    route = [f"--proxy-server={mock}", "--ignore-certificate-errors"]
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    with folder as profile, tempfile.TemporaryFile() as errors:
        command = [
            browser, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
            f"--user-data-dir={profile}", "--remote-debugging-port=0",
            *(route if door == "proxy" else ["--no-proxy-server"]),
            f"http://127.0.0.1:{site.server_port}/?{query}",
        ]
        # Debian's program is a script, so the browser is not the process that was started.
        with subprocess.Popen(
            command, stdout=errors, stderr=errors, start_new_session=True
        ) as running:
            deadline = time.monotonic() + DEADLINE
            try:
                while running.poll() is None and time.monotonic() < deadline:
                    with contextlib.suppress(queue.Empty):
                        return site.findings.get(timeout=1)
            finally:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(running.pid, signal.SIGKILL)
        errors.seek(0)
        raise AssertionError(f"no findings: {errors.read().decode()[-2000:]}")


class Page(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.findings = visit(cls.door, cls.browser)

    def finding(self, name):
        found = self.findings[name]
        if isinstance(found, dict):
            self.assertNotIn("failure", found)
        return found

    def test_a_request_leads_to_a_mesh(self):
        found = self.finding("mesh")
        submission, result = found["submission"], found["result"]
        self.assertEqual(submission["status"], 200)
        self.assertEqual(submission["body"]["status"], "IN_QUEUE")
        self.assertEqual(submission["request"], submission["body"]["request_id"])
        self.assertEqual(found["stages"][-1], [200, "COMPLETED"])
        self.assertEqual({status for status, _ in found["stages"][:-1]}, {202})
        self.assertGreaterEqual(found["logs"], 5)
        self.assertEqual((result["status"], result["units"]), (200, "1"))
        self.assertEqual(result["request"], submission["request"])
        size = result["body"]["model_mesh"]["file_size"]
        self.assertEqual((found["length"], found["lengthWithin"]), (size, size))
        self.assertEqual(found["magic"], "glTF")
        self.assertEqual(found["range"], [206, f"bytes 0-3/{size}", "glTF"])

    def test_a_status_stream_can_be_read(self):
        found = self.finding("stream")
        self.assertEqual(found["type"], "text/event-stream")
        self.assertEqual(found["states"][-1], "COMPLETED")
        self.assertEqual(found["states"].count("COMPLETED"), 1)
        self.assertGreaterEqual(len(found["states"]), 2)

    def test_a_request_can_be_cancelled(self):
        found = self.finding("cancellation")
        self.assertEqual(found["reply"]["status"], 202)
        self.assertEqual(found["reply"]["body"], {"status": "CANCELLATION_REQUESTED"})
        self.assertEqual(found["status"]["body"]["error_type"], "client_cancelled")
        self.assertEqual(found["result"]["status"], 499)

    def test_an_invalid_input_is_refused_at_the_result(self):
        found = self.finding("refusedInput")
        self.assertEqual(found["submission"]["status"], 200)
        self.assertEqual((found["result"]["status"], found["result"]["units"]), (422, "0"))
        self.assertEqual(found["result"]["body"]["detail"][0]["loc"], ["body", "texture_size"])

    def test_a_missing_key_is_refused_and_the_page_can_read_why(self):
        found = self.finding("refusedKey")
        self.assertEqual(found["status"], 401)
        self.assertIn("Authentication is required", found["body"]["detail"])

    def test_a_file_can_be_uploaded_and_fetched(self):
        found = self.finding("upload")
        self.assertEqual(found["statuses"], [200, 200, 200])
        self.assertEqual(found["type"], "image/png")
        self.assertTrue(found["same"])

    def test_the_browser_keeps_the_page_from_what_is_not_meant_for_it(self):
        self.assertEqual(self.finding("foreign"), "TypeError")


if __name__ == "__main__":
    Page.door, Page.browser = sys.argv.pop(1), sys.argv.pop(1)
    unittest.main()
