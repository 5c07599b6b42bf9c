# Falsework
# SPDX-License-Identifier: MIT
"""Drives the `fal.apps` client of the unmodified fal 1.83.0, which is another than fal_client.

It tells the end of a request by status 200 alone, and sends trailing slashes. Nothing here knows
of Falsework: where the client goes is decided by its environment.
"""

import unittest
import urllib.request

import fal
import httpx
from fal import apps

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {"image_url": "https://example.com/fox.png", "mesh_simplify": 0.98, "texture_size": 512}


class Apps(unittest.TestCase):
    def check(self, output):
        with urllib.request.urlopen(output["model_mesh"]["url"]) as response:
            self.assertEqual(response.read(4), b"glTF")

    def test_it_is_the_version_that_is_pinned(self):
        self.assertEqual(fal.__version__, "1.83.0")

    def test_run_polls_until_status_200(self):
        self.check(apps.run(ENDPOINT, ARGUMENTS))

    def test_a_path_is_submitted_to_and_left_out_of_the_requests_address(self):
        arguments = ARGUMENTS | {"image_urls": [ARGUMENTS["image_url"]]}
        handle = apps.submit(ENDPOINT, arguments, path="/multi")
        self.assertEqual(handle.app_id, ENDPOINT)
        self.check(handle.get())

    def test_a_handle_reports_each_stage(self):
        handle = apps.submit(ENDPOINT, ARGUMENTS)
        # The client leaves out the last status, and shows those before it.
        stages = [type(event) for event in handle.iter_events(logs=True)]
        self.assertLessEqual(set(stages), {apps.Queued, apps.InProgress})
        status = handle.status(logs=True)
        self.assertIsInstance(status, apps.Completed)
        self.assertIsNone(status.error)
        self.assertTrue(all(entry["message"] for entry in status.logs))
        self.assertGreaterEqual(len(status.logs), 5)
        self.assertIsNone(handle.status().logs)
        self.check(handle.fetch_result())

    def test_a_result_is_refused_while_the_request_is_in_progress(self):
        handle = apps.submit(ENDPOINT, ARGUMENTS)
        with self.assertRaisesRegex(httpx.HTTPStatusError, "^400: .*still in progress"):
            handle.fetch_result()
        handle.cancel()

    def test_a_cancelled_request_is_completed_with_an_error(self):
        handle = apps.submit(ENDPOINT, ARGUMENTS)
        handle.cancel()
        status = handle.status()
        self.assertIsInstance(status, apps.Completed)
        self.assertEqual(status.error_type, "client_cancelled")
        with self.assertRaisesRegex(httpx.HTTPStatusError, "^499: "):
            handle.get()
        with self.assertRaises(httpx.HTTPStatusError) as caught:
            handle.cancel()
        self.assertEqual(caught.exception.response.status_code, 400)

    def test_invalid_input_fails_at_the_result_only(self):
        handle = apps.submit(ENDPOINT, {})
        with self.assertRaisesRegex(httpx.HTTPStatusError, "^422: .*Field required"):
            handle.get()
        self.assertIsNone(handle.status().error)

    def test_there_is_no_stream_and_no_unknown_application(self):
        for application, path in ((ENDPOINT, "/stream"), ("fal-ai/no-such-model", "")):
            with self.assertRaises(httpx.HTTPStatusError) as caught:
                list(apps.stream(application, ARGUMENTS, path=path))
            self.assertEqual(caught.exception.response.status_code, 404)


if __name__ == "__main__":
    unittest.main()
