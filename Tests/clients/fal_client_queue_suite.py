# Falsework
# SPDX-License-Identifier: MIT
"""Drives the unmodified fal_client 1.0.3 where requests wait: one runner, which is slow.

Nothing here knows of Falsework: where the client goes is decided by its environment. Each test has
a key of its own, and with it a runner of its own.
"""

import unittest

import fal_client
import httpx_sse

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {"image_url": "https://example.com/fox.png", "mesh_simplify": 0.98, "texture_size": 512}
INVALID = ARGUMENTS | {"texture_size": "512"}

# Less than a run takes, and enough for a submission on a busy machine.
PATIENCE = 5
# The client insists on more than a second.
START_TIMEOUT = 1.1


class Replies(list):
    """The replies that a client gets, in order."""

    def __init__(self, client):
        client._client.event_hooks["response"].append(self.append)


class SyncQueue(unittest.TestCase):
    def setUp(self):
        self.client = fal_client.SyncClient(key=f"{self.id().replace('.', '-')}:secret")

    def submit(self, arguments=ARGUMENTS, **options):
        """Submits a request that does not outlive the test."""
        handle = self.client.submit(ENDPOINT, arguments=arguments, **options)
        self.addCleanup(fal_client.client._maybe_cancel_request, handle)
        return handle

    def occupy_the_runner(self):
        handle = self.submit()
        self.wait_for_the_start(handle)
        return handle

    def wait_for_the_start(self, handle):
        while isinstance(handle.status(), fal_client.Queued):
            pass

    def test_a_client_that_runs_out_of_patience_cancels_the_request(self):
        self.submit().cancel()  # So that the client is connected, which takes its time.
        with self.assertRaises(fal_client.FalClientTimeoutError) as caught:
            self.client.subscribe(ENDPOINT, arguments=ARGUMENTS, client_timeout=PATIENCE)
        self.assertIsNotNone(caught.exception.request_id)
        status = self.client.status(ENDPOINT, caught.exception.request_id)
        self.assertIsInstance(status, fal_client.Completed)
        self.assertEqual(status.error_type, "client_cancelled")

    def test_a_request_that_does_not_start_in_time_fails_once(self):
        self.occupy_the_runner()
        replies = Replies(self.client)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            self.client.subscribe(ENDPOINT, arguments=ARGUMENTS, start_timeout=START_TIMEOUT)
        error = caught.exception
        self.assertEqual((error.status_code, error.error_type), (504, "request_timeout"))
        self.assertEqual(error.response_headers["x-fal-request-timeout-type"], "user")
        self.assertEqual([reply.status_code for reply in replies].count(504), 1)

    def test_a_request_that_starts_in_time_does_not_fail(self):
        handle = self.submit(start_timeout=30)
        self.wait_for_the_start(handle)
        self.assertIsInstance(handle.status(), fal_client.InProgress)

    def test_a_synchronous_run_is_tried_again_until_the_runner_is_free(self):
        handle = self.occupy_the_runner()
        replies = Replies(self.client)

        def free_the_runner(reply):
            if reply.status_code == 429:
                handle.cancel()

        self.client._client.event_hooks["response"].append(free_the_runner)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            self.client.run(ENDPOINT, arguments=INVALID)
        self.assertEqual(caught.exception.status_code, 422)
        refused, cancelled, *_, run = replies
        self.assertEqual((refused.status_code, cancelled.status_code), (429, 202))
        self.assertEqual(refused.headers["x-fal-error-type"], "concurrent_requests_limit")
        self.assertEqual(run.status_code, 422)

    def test_requests_of_low_priority_wait_for_the_others(self):
        first = self.occupy_the_runner()
        low, normal, last = (self.submit(priority=word) for word in ("low", "normal", "normal"))
        handles = (normal, last, low)
        self.assertEqual([handle.status().position for handle in handles], [0, 1, 2])
        first.cancel()
        self.wait_for_the_start(normal)
        self.assertEqual([handle.status().position for handle in (last, low)], [0, 1])

    def test_a_request_can_be_cancelled_out_of_its_events(self):
        handle = self.submit()
        events = []
        for event in handle.iter_events(with_logs=True, interval=0.05):
            if isinstance(event, fal_client.InProgress) and event.logs and not events:
                handle.cancel()
            if not isinstance(event, fal_client.Queued):
                events.append(event)
        self.assertIsInstance(events[-1], fal_client.Completed)
        self.assertEqual(events[-1].error_type, "client_cancelled")
        self.assertTrue(events[-1].logs)

    def test_an_application_without_a_stream_is_told_apart_from_one_with_events(self):
        with self.assertRaisesRegex(httpx_sse.SSEError, "application/json"):
            list(self.client.stream(ENDPOINT, arguments=ARGUMENTS))
        response = self.client._client.post(
            fal_client.client.RUN_URL_FORMAT + ENDPOINT + "/stream", json=ARGUMENTS
        )
        self.assertEqual(response.status_code, 404)
        self.assertEqual(response.json(), {"detail": "Path /stream not found"})


class AsyncQueue(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.client = fal_client.AsyncClient(key=f"{self.id().replace('.', '-')}:secret")

    async def submit(self, **options):
        handle = await self.client.submit(ENDPOINT, arguments=ARGUMENTS, **options)
        self.addAsyncCleanup(fal_client.client._async_maybe_cancel_request, handle)
        return handle

    async def test_a_client_that_runs_out_of_patience_cancels_the_request(self):
        await (await self.submit()).cancel()
        with self.assertRaises(fal_client.FalClientTimeoutError) as caught:
            await self.client.subscribe(ENDPOINT, arguments=ARGUMENTS, client_timeout=PATIENCE)
        status = await self.client.status(ENDPOINT, caught.exception.request_id)
        self.assertEqual(status.error_type, "client_cancelled")

    async def test_a_request_that_does_not_start_in_time_fails(self):
        await self.submit()
        late = await self.submit(start_timeout=START_TIMEOUT)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            await late.get()
        self.assertEqual(caught.exception.error_type, "request_timeout")
        self.assertEqual((await late.status()).error_type, "request_timeout")

    async def test_a_request_can_be_cancelled_out_of_its_events(self):
        handle = await self.submit(priority="low")
        last = None
        async for last in handle.iter_events(with_logs=True, interval=0.05):
            if isinstance(last, fal_client.InProgress) and last.logs:
                await handle.cancel()
        self.assertEqual(last.error_type, "client_cancelled")

    async def test_an_application_without_a_stream_is_told_apart_from_one_with_events(self):
        with self.assertRaisesRegex(httpx_sse.SSEError, "application/json"):
            async for _ in self.client.stream(ENDPOINT, arguments=ARGUMENTS):
                pass


if __name__ == "__main__":
    unittest.main()
