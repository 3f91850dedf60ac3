"""The second emulator, moto, in the same process. It serves the services that the first emulator does not have."""
import asyncio
import re

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
from werkzeug.test import Client, EnvironBuilder

#: Services by signing name.
SERVICES = {"application-autoscaling", "guardduty", "securityhub", "access-analyzer", "inspector2"}
#: Operations that the first emulator lacks, by `X-Amz-Target`.
OPERATIONS = re.compile(r"^AWSWAF_20190729\..*LoggingConfiguration|^AmazonSSM\..*(MaintenanceWindow|PatchBaseline|PatchGroup)")

_SIGNED_FOR = re.compile(r"Credential=([^/,]+)/\d+/([^/]+)/([^/]+)/aws4_request")
_moto = DomainDispatcherApplication(create_backend_app)


def beside(first):
    """An ASGI application that forwards these requests to moto and all others to the first emulator."""
    async def application(scope, receive, send):
        if scope["type"] != "http" or not _is_for_second(scope):
            return await first(scope, receive, send)
        body = b""
        while True:
            message = await receive()
            body += message.get("body", b"")
            if not message.get("more_body"):
                break
        status, headers, answer = await asyncio.to_thread(_ask, scope, body)
        await send({"type": "http.response.start", "status": status, "headers": headers})
        await send({"type": "http.response.body", "body": answer})
    return application


def _header(scope, name):
    return dict(scope["headers"]).get(name, b"").decode()


def _is_for_second(scope):
    signed = _SIGNED_FOR.search(_header(scope, b"authorization"))
    return bool(signed and signed[3] in SERVICES) or bool(OPERATIONS.match(_header(scope, b"x-amz-target")))


def _ask(scope, body):
    account, region, service = _SIGNED_FOR.search(_header(scope, b"authorization")).groups()
    builder = EnvironBuilder(
        method=scope["method"], path=scope["path"], query_string=scope["query_string"].decode(), data=body,
        headers={**{name.decode(): value.decode() for name, value in scope["headers"] if name != b"content-length"},
                 "host": f"{service}.{region}.amazonaws.com",
                 "x-moto-account-id": account if re.fullmatch(r"\d{12}", account) else "000000000000"},
    )
    response = Client(_moto).open(builder)
    return response.status_code, [(name.lower().encode(), value.encode()) for name, value in response.headers], response.data
