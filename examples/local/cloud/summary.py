"""`GET /_local/summary`: the stacks with the implementation of their resources and their outputs."""
import json

from ministack.services.cloudformation import _stack_events, _stacks

from .registry import SERVED

PATH = "/_local/summary"


def with_summary(application):
    """An ASGI application that also serves `PATH`."""
    async def summarized(scope, receive, send):
        if scope["type"] != "http" or scope["path"] != PATH:
            return await application(scope, receive, send)
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        await send({"type": "http.response.body", "body": json.dumps(_summary()).encode()})
    return summarized


def _summary():
    return [_stack(account, region, stack) for (account, region, _name), stack in list(_stacks._data.items())
            if stack["StackStatus"] != "DELETE_COMPLETE" and stack["StackName"] != "CDKToolkit"]


def _stack(account, region, stack):
    counts, recorded = {"emulator": 0, "handler": 0, "function": 0, "recorded only": 0}, {}
    for resource in stack.get("_resources", {}).values():
        kind = resource["ResourceType"]
        served, why = SERVED.get(kind, ("function" if kind.startswith("Custom::") else "emulator", ""))
        counts[served] += 1
        if served == "recorded only":
            recorded.setdefault(kind, {"count": 0, "why": why})["count"] += 1
    return {
        "name": stack["StackName"], "region": region, "status": stack["StackStatus"], "reason": _reason(account, region, stack["StackId"]),
        "resources": counts, "recordedOnly": recorded,
        "outputs": {output["OutputKey"]: output["OutputValue"] for output in stack.get("Outputs", [])},
    }


def _reason(account, region, stack_id):
    failed = [event["ResourceStatusReason"] for event in _stack_events._data.get((account, region, stack_id), []) if event["ResourceStatus"].endswith("_FAILED")]
    return next((reason for reason in reversed(failed) if reason), "")
