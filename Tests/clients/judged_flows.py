# Falsework
# SPDX-License-Identifier: MIT
"""What the unmodified fal_client does for a user, as a client that falsework check can judge.

    falsework check -- python judged_flows.py FLOW

Each flow is what fal's documentation shows, and no more: nothing is caught, repeated or checked, so
that what is judged is the client. The mesh is downloaded with Python's urllib, as fal_client has
nothing for it.
"""

import asyncio
import os
import sys
import urllib.request

import fal_client

ENDPOINT = "fal-ai/trellis"
ARGUMENTS = {
    "image_url": os.environ.get("FALSEWORK_IMAGE_URL", "https://example.com/fox.png"),
    "mesh_simplify": 0.98,
    "texture_size": 512,
}
# The part of the time that a drill gives which a client with a deadline takes.
PART = 0.6


def on_queue_update(update):
    """As in the example that fal publishes."""
    if isinstance(update, fal_client.InProgress):
        for log in update.logs:
            print(log["message"])


def subscribe(**options):
    return fal_client.subscribe(
        ENDPOINT,
        arguments=ARGUMENTS,
        with_logs=True,
        on_queue_update=on_queue_update,
        **options,
    )


def subscribe_async():
    return asyncio.run(
        fal_client.subscribe_async(
            ENDPOINT,
            arguments=ARGUMENTS,
            with_logs=True,
            on_queue_update=on_queue_update,
        )
    )


def subscribe_with_timeout():
    return subscribe(client_timeout=PART * float(os.environ.get("FALSEWORK_TIMEOUT", "500")))


def submit():
    handler = fal_client.submit(ENDPOINT, arguments=ARGUMENTS)
    for event in handler.iter_events(with_logs=True):
        on_queue_update(event)
    return handler.get()


FLOWS = {
    "subscribe": subscribe,
    "subscribe_async": subscribe_async,
    "subscribe_with_timeout": subscribe_with_timeout,
    "submit": submit,
}


def main():
    result = FLOWS[sys.argv[1]]()
    url = result["model_mesh"]["url"]
    urllib.request.urlretrieve(url, os.environ.get("FALSEWORK_OUT", "mesh.glb"))


if __name__ == "__main__":
    main()
