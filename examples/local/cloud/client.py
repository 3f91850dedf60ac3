"""Clients of the emulator's service APIs for use inside its process.

CloudFormation runs on the event loop of the emulator, so a request to the emulator's port would block. The clients call the
application directly, on a separate event loop.
"""
import asyncio
import io
import os
import threading
import urllib.parse

import boto3
from botocore.awsrequest import AWSResponse
from botocore.config import Config
from ministack.core.responses import get_account_id, get_region

_CONFIG = Config(s3={"addressing_style": "path"}, retries={"max_attempts": 0})
_application = None


def serve_with(application):
    """Sets the ASGI application for the requests."""
    global _application
    _application = application


def client(service, in_process=True):
    """A client for the account and Region of the current request."""
    made = boto3.client(
        service,
        endpoint_url=f"http://127.0.0.1:{os.environ['GATEWAY_PORT']}",
        region_name=get_region(),
        aws_access_key_id=get_account_id(),
        aws_secret_access_key="local",
        config=_CONFIG,
    )
    if in_process:
        made.meta.events.register("before-send", _answer)
    return made


class _Body(io.BytesIO):
    def stream(self, *_args, **_kwargs):
        yield self.read()


def _answer(request, **_kwargs):
    url = urllib.parse.urlsplit(request.url)
    body = request.body or b""
    body = body.read() if hasattr(body, "read") else body.encode() if isinstance(body, str) else body
    scope = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": request.method, "scheme": "http",
        "path": urllib.parse.unquote(url.path) or "/", "raw_path": (url.path or "/").encode(), "query_string": url.query.encode(),
        "headers": [(name.lower().encode(), value if isinstance(value, bytes) else str(value).encode()) for name, value in request.headers.items()]
        + [(b"host", url.netloc.encode())],
        "client": ("127.0.0.1", 1), "server": ("127.0.0.1", url.port),
    }
    answer = {"body": b""}
    sent = []

    async def receive():
        if sent:
            return {"type": "http.disconnect"}
        sent.append(True)
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message):
        if message["type"] == "http.response.start":
            answer.update(status=message["status"], headers=message["headers"])
        elif message["type"] == "http.response.body":
            answer["body"] += message.get("body", b"")

    thread = threading.Thread(target=lambda: asyncio.run(_application(scope, receive, send)))
    thread.start()
    thread.join(60)
    if "status" not in answer:
        raise TimeoutError(f"{request.method} {request.url} timed out after 60 s")
    headers = {name.decode(): value.decode() for name, value in answer["headers"]}
    return AWSResponse(request.url, answer["status"], headers, _Body(answer["body"]))
