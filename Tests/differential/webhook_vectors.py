# Falsework
# SPDX-License-Identifier: MIT
"""Holds the signatures of Fixtures/webhooks/vectors.json against Python's cryptography.

With --write it makes the file anew; the keys are those of the file's seeds.
"""

import base64
import hashlib
import json
import sys

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CASES = [
    (
        "an output, byte for byte as fal lays it out",
        bytes(range(32)),
        "019e1951-c778-7120-8a3b-0123456789ab",
        "github|12345678",
        "1800000000",
        json.dumps(
            {
                "status": "OK",
                "request_id": "019e1951-c778-7120-8a3b-0123456789ab",
                "gateway_request_id": "019e1951-c778-7120-8a3b-0123456789ab",
                "payload": {"b": [1, {"z": None, "a": "\u00e9\U0001f98a"}], "a": 0.25},
                "error": None,
            },
            sort_keys=True,
        ),
    ),
    ("no body at all", bytes(32), "r", "u", "0", ""),
    ("control characters, and what is not ASCII", bytes([255] * 32), "r", "user 2", "1", "\u0000\r\n\u00ff"),
]


def vector(name, seed, request_id, user_id, timestamp, body):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    digest = hashlib.sha256(body.encode()).hexdigest()
    message = "\n".join([request_id, user_id, timestamp, digest]).encode()
    return {
        "name": name,
        "seed": seed.hex(),
        "x": base64.urlsafe_b64encode(public).decode(),
        "request_id": request_id,
        "user_id": user_id,
        "timestamp": timestamp,
        "body": body,
        "signature": key.sign(message).hex(),
    }


def main(path, *options):
    vectors = {
        "reason": "What a webhook's signature is over; made by Tests/differential/webhook_vectors.py.",
        "vectors": [vector(*case) for case in CASES],
    }
    text = json.dumps(vectors, indent=2) + "\n"
    if "--write" in options:
        with open(path, "w", encoding="ascii") as file:
            file.write(text)
    with open(path, encoding="ascii") as file:
        same = file.read() == text
    print("same" if same else "different")


if __name__ == "__main__":
    main(*sys.argv[1:])
