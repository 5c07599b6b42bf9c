# Falsework
# SPDX-License-Identifier: MIT
"""Drives the unmodified fal_client 1.0.3 through everything that it can do with fal-ai/trellis.

Nothing here knows of Falsework: where the client goes is decided by its environment.
"""

import asyncio
import hashlib
import io
import json
import os
import sys
import tempfile
import unittest
import urllib.request

import fal_client
import httpx
import trimesh
from PIL import Image

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {
    "image_url": "https://example.com/fox.png",
    "seed": 7,
    "mesh_simplify": 0.98,
    "texture_size": 512,
}


def picture():
    stream = io.BytesIO()
    Image.effect_noise((96, 64), 60).save(stream, "PNG")
    return stream.getvalue()


PICTURE = picture()
# What is left of about 60,000 triangles.
FACES_AT_098 = range(800, 2000)

# The host of the storage cannot be changed by an environment variable of its own.
needs_proxy = unittest.skipUnless("HTTPS_PROXY" in os.environ, "uploads go to rest.fal.ai")


def check_output(case, output):
    """Checks a result as a careful program would, down to the mesh."""
    case.assertEqual(list(output), ["model_mesh", "timings"])
    mesh = output["model_mesh"]
    case.assertEqual(list(mesh), ["url", "content_type", "file_name", "file_size"])
    case.assertEqual(mesh["content_type"], "application/octet-stream")
    case.assertEqual(mesh["file_name"], "model.glb")
    case.assertEqual(list(output["timings"]), ["prepare", "generation", "export"])
    with urllib.request.urlopen(mesh["url"]) as response:
        data = response.read()
        case.assertEqual(response.headers["Access-Control-Allow-Origin"], "*")
    case.assertEqual(len(data), mesh["file_size"])
    return data


def check_upload(case, url):
    with urllib.request.urlopen(url) as response:
        case.assertEqual(response.read(), PICTURE)
        case.assertEqual(response.headers["Content-Type"], "image/png")


class SyncClient(unittest.TestCase):
    def test_subscribe_shows_each_stage_and_yields_a_sound_mesh(self):
        updates = []
        output = fal_client.subscribe(
            ENDPOINT, arguments=ARGUMENTS, with_logs=True, on_queue_update=updates.append
        )
        # On a busy machine the first poll may come when the short wait is over.
        stages = list(dict.fromkeys(type(update) for update in updates))
        order = [fal_client.Queued, fal_client.InProgress, fal_client.Completed]
        self.assertEqual(stages, order[-len(stages) :])
        self.assertGreaterEqual(len(stages), 2)
        queued = [update for update in updates if isinstance(update, fal_client.Queued)]
        self.assertTrue(all(update.position == 0 for update in queued))
        self.assertTrue(all(log["message"] for log in updates[-1].logs))
        self.assertGreaterEqual(len(updates[-1].logs), 5)
        self.assertGreater(updates[-1].metrics["inference_time"], 0)

        scene = trimesh.load(io.BytesIO(check_output(self, output)), file_type="glb")
        mesh = scene.to_geometry()
        self.assertIn(len(mesh.faces), FACES_AT_098)
        self.assertEqual(mesh.visual.material.baseColorTexture.size, (512, 512))
        mesh.merge_vertices(merge_tex=True, merge_norm=True)
        self.assertTrue(mesh.is_watertight)
        self.assertTrue(mesh.is_winding_consistent)
        self.assertGreater(mesh.volume, 0)

    def test_a_handle_reports_status_events_and_result(self):
        handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
        self.assertIsInstance(handle.status(), (fal_client.Queued, fal_client.InProgress))
        events = list(handle.iter_events(with_logs=True, interval=0.05))
        self.assertIsInstance(events[-1], fal_client.Completed)
        check_output(self, handle.get())
        again = fal_client.result(ENDPOINT, handle.request_id)
        self.assertEqual(again, handle.get())

    def test_the_same_seed_gives_the_same_bytes(self):
        one, two = (
            check_output(self, fal_client.subscribe(ENDPOINT, arguments=ARGUMENTS))
            for _ in range(2)
        )
        other = check_output(
            self, fal_client.subscribe(ENDPOINT, arguments=ARGUMENTS | {"seed": 8})
        )
        self.assertEqual(one, two)
        self.assertNotEqual(one, other)

    def test_run_waits_for_the_result(self):
        check_output(self, fal_client.run(ENDPOINT, arguments=ARGUMENTS))

    def test_a_request_can_be_cancelled_once(self):
        handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
        handle.cancel()
        status = handle.status()
        self.assertIsInstance(status, fal_client.Completed)
        self.assertEqual(status.error_type, "client_cancelled")
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            handle.get()
        self.assertEqual(caught.exception.status_code, 499)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            handle.cancel()
        self.assertEqual(caught.exception.status_code, 400)

    def test_invalid_input_fails_at_the_result_only(self):
        handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS | {"texture_size": "512"})
        self.assertIsNone([*handle.iter_events()][-1].error)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            handle.get()
        error = caught.exception
        self.assertEqual(error.status_code, 422)
        self.assertEqual(error.response_headers["x-fal-billable-units"], "0")
        self.assertEqual(
            error.response.json()["detail"],
            [
                {
                    "type": "literal_error",
                    "loc": ["body", "texture_size"],
                    "msg": "Input should be 512, 1024 or 2048",
                    "input": "512",
                    "ctx": {"expected": "512, 1024 or 2048"},
                }
            ],
        )

    def test_a_result_is_refused_while_the_request_is_in_progress(self):
        handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
        headers = {"Authorization": f"Key {os.environ['FAL_KEY']}"}
        response = httpx.get(handle.response_url, headers=headers)
        self.assertEqual(response.status_code, 400)
        self.assertEqual(response.json()["detail"], "Request is still in progress")

    @needs_proxy
    def test_uploads_can_be_downloaded(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "my fox.png")
            with open(path, "wb") as file:
                file.write(PICTURE)
            urls = [
                fal_client.upload(PICTURE, "image/png"),
                fal_client.upload(PICTURE, "image/png", file_name="fox.png"),
                fal_client.upload(PICTURE, "image/png", repository="fal"),
                fal_client.upload_file(path),
            ]
        for url in urls:
            check_upload(self, url)
        output = fal_client.run(ENDPOINT, arguments={**ARGUMENTS, "image_url": urls[0]})
        check_output(self, output)

    @needs_proxy
    def test_a_file_over_100_megabytes_is_uploaded_in_parts(self):
        block = bytes(range(256)) * 4096
        expected = hashlib.sha256()
        with tempfile.NamedTemporaryFile(suffix=".bin") as file:
            for number in range(101):
                piece = number.to_bytes(4, "big") + block
                file.write(piece)
                expected.update(piece)
            file.flush()
            size = os.path.getsize(file.name)
            self.assertGreater(size, fal_client.client.MULTIPART_THRESHOLD)
            url = fal_client.upload_file(file.name)
        found = hashlib.sha256()
        with urllib.request.urlopen(url) as response:
            self.assertEqual(int(response.headers["Content-Length"]), size)
            while piece := response.read(1 << 20):
                found.update(piece)
        self.assertEqual(found.digest(), expected.digest())
        part = urllib.request.Request(url, headers={"Range": f"bytes={size - 4}-"})
        with urllib.request.urlopen(part) as response:
            self.assertEqual((response.status, response.read()), (206, block[-4:]))

    @needs_proxy
    def test_a_picture_can_be_uploaded(self):
        url = fal_client.upload_image(Image.new("RGB", (8, 6), "teal"), format="png")
        with urllib.request.urlopen(url) as response:
            self.assertEqual(response.headers["Content-Type"], "image/png")
            self.assertEqual(Image.open(io.BytesIO(response.read())).size, (8, 6))

    @needs_proxy
    def test_an_uploaded_file_has_the_access_list_that_it_was_given(self):
        lifecycle = fal_client.StorageSettings(
            expires_in="1h", initial_acl=fal_client.StorageACL(default="forbid")
        )
        key = {"Authorization": f"Key {os.environ['FAL_KEY']}"}
        for repository in ("fal_v3", "fal"):
            url = fal_client.upload(
                PICTURE, "image/png", repository=repository, lifecycle=lifecycle
            )
            self.assertEqual(httpx.get(url).status_code, 403)
            self.assertEqual(httpx.get(url, headers=key).content, PICTURE)

    def test_a_status_stream_ends_with_the_completed_status(self):
        handle = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
        headers = {"Authorization": f"Key {os.environ['FAL_KEY']}"}
        url = handle.status_url + "/stream?logs=1"
        with httpx.stream("GET", url, headers=headers) as response:
            self.assertEqual(response.headers["content-type"], "text/event-stream")
            lines = [line for line in response.iter_lines() if line.startswith("data: ")]
        events = [json.loads(line.removeprefix("data: ")) for line in lines]
        self.assertEqual(events[-1]["status"], "COMPLETED")
        self.assertEqual([event["status"] for event in events].count("COMPLETED"), 1)
        logs = [entry["message"] for event in events for entry in event["logs"]]
        self.assertEqual(logs, [entry["message"] for entry in handle.status(with_logs=True).logs])

    def test_unknown_requests_and_applications_are_not_found(self):
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            fal_client.status(ENDPOINT, "00000000-0000-0000-0000-000000000000")
        self.assertEqual(caught.exception.status_code, 404)
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            fal_client.submit("fal-ai/no-such-model", arguments={})
        self.assertEqual(caught.exception.status_code, 404)


class AsyncClient(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        # The module's own async client belongs to the first event loop that uses it.
        self.client = fal_client.AsyncClient()

    async def test_subscribe_shows_each_stage(self):
        updates = []
        output = await self.client.subscribe(
            ENDPOINT, arguments=ARGUMENTS, with_logs=True, on_queue_update=updates.append
        )
        self.assertIsInstance(updates[-1], fal_client.Completed)
        check_output(self, output)

    async def test_a_handle_reports_status_events_and_result(self):
        handle = await self.client.submit(ENDPOINT, arguments=ARGUMENTS)
        self.assertIsInstance(await handle.status(), (fal_client.Queued, fal_client.InProgress))
        events = [event async for event in handle.iter_events(with_logs=True)]
        self.assertIsInstance(events[-1], fal_client.Completed)
        check_output(self, await handle.get())

    async def test_a_request_can_be_cancelled(self):
        handle = await self.client.submit(ENDPOINT, arguments=ARGUMENTS)
        await handle.cancel()
        self.assertEqual((await handle.status()).error_type, "client_cancelled")

    async def test_invalid_input_fails_at_the_result_only(self):
        with self.assertRaises(fal_client.FalClientHTTPError) as caught:
            await self.client.subscribe(ENDPOINT, arguments={"mesh_simplify": 2})
        types = [entry["type"] for entry in caught.exception.response.json()["detail"]]
        self.assertEqual(types, ["missing", "less_than_equal"])

    @needs_proxy
    async def test_uploads_can_be_downloaded(self):
        for repository in ("fal_v3", "fal"):
            check_upload(
                self,
                await fal_client.upload_async(PICTURE, "image/png", repository=repository),
            )

    async def test_parallel_requests_do_not_disturb_each_other(self):
        outputs = await asyncio.gather(
            *(
                self.client.subscribe(ENDPOINT, arguments=ARGUMENTS | {"seed": seed})
                for seed in range(6)
            )
        )
        urls = {output["model_mesh"]["url"] for output in outputs}
        self.assertEqual(len(urls), 6)


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[1:]], verbosity=2)
