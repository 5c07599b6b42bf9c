"""fal's runner for the model of a document: FastAPI, and fal's way of printing errors.

Differences from stock FastAPI, all in `printable`, which fal's error handler does in its own way:
bytes are printed as `<binary N bytes>` and floats that JSON has no number for as strings.
"""

import asyncio
import enum
import math

from document_model import ABSENT
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel


class Runner:
    """One endpoint, called in process."""

    def __init__(self, model):
        self._app = FastAPI()
        self._loop = asyncio.new_event_loop()

        @self._app.exception_handler(RequestValidationError)
        async def refuse(request, error):
            return JSONResponse(printable({"detail": error.errors()}), status_code=422)

        @self._app.post("/")
        async def run(input: model):
            return JSONResponse(printable(input))

    def ask(self, content_type, body):
        """Returns the status and the reply's bytes."""
        return self._loop.run_until_complete(self._ask(content_type, body))

    async def _ask(self, content_type, body):
        sent = []
        headers = []
        if content_type is not None:
            headers.append((b"content-type", content_type.encode("latin-1")))
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
            "scheme": "http", "path": "/", "raw_path": b"/", "query_string": b"", "root_path": "",
            "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 80),
        }

        async def receive():
            return {"type": "http.request", "body": body, "more_body": False}

        async def send(message):
            sent.append(message)

        try:
            await self._app(scope, receive, send)
        except Exception:  # Starlette has sent the reply with status 500 before it raises.
            if not sent:
                raise
        return sent[0]["status"], b"".join(part.get("body", b"") for part in sent[1:])


def printable(value):
    """Returns the value with nothing in it that `json.dumps` cannot write."""
    if isinstance(value, bytes):
        return f"<binary {len(value)} bytes>"
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, BaseModel):
        members = {name: getattr(value, name) for name in type(value).model_fields}
        members.update(value.model_extra or {})
        return {key: printable(part) for key, part in members.items() if part is not ABSENT}
    if isinstance(value, dict):
        return {key: printable(part) for key, part in value.items()}
    if isinstance(value, (list, tuple)):
        return [printable(part) for part in value]
    return value
