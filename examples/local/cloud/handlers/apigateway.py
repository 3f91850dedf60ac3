"""Amazon API Gateway: request validators and access logs, which the emulator ignores; integrations with Kinesis, whose mapping templates a VTL
engine evaluates; and IAM authorization of callers.

Signatures use the path of `<api>.execute-api.<host>`.
"""
import base64
import json
import re
import uuid

import airspeed
from airspeed.operators import __additional_methods__ as JAVA
from ministack.core.arn import execute_api_arn
from ministack.core.iam_evaluator import AuthError, enforce, pin_signed_body, pin_signed_request
from ministack.core.router import extract_access_key_id
from ministack.services import apigateway_v1 as gateway
from ministack.services import kinesis

from ..client import client
from ..registry import camel, flag, mended, resource

JAVA[str]["toLowerCase"] = str.lower

_ACTION = re.compile(r":kinesis:action/(\w+)$")
_SHORT = {'"': '\\"', "'": "\\'", "\\": "\\\\", "/": "\\/", "\b": "\\b", "\n": "\\n", "\t": "\\t", "\f": "\\f", "\r": "\\r"}


@resource("AWS::ApiGateway::RequestValidator")
class RequestValidator:
    def create(_logical_id, properties, _stack):
        made = client("apigateway").create_request_validator(
            restApiId=properties["RestApiId"], name=properties.get("Name", ""), **{name: flag(properties.get(name[0].upper() + name[1:])) for name in (
                "validateRequestBody", "validateRequestParameters")})
        return made["id"], {"RequestValidatorId": made["id"]}

    def delete(physical_id, properties):
        client("apigateway").delete_request_validator(restApiId=properties["RestApiId"], requestValidatorId=physical_id)


def _method(_physical_id, properties):
    if "RequestValidatorId" in properties:
        client("apigateway").update_method(
            restApiId=properties["RestApiId"], resourceId=properties["ResourceId"], httpMethod=properties["HttpMethod"],
            patchOperations=[{"op": "replace", "path": "/requestValidatorId", "value": properties["RequestValidatorId"]}])


mended("AWS::ApiGateway::Method", _method)


class _Input:
    """`$input` (API Gateway Developer Guide, Mapping template variables for data transformations)."""

    def __init__(self, body, params):
        self.body = body
        self.params = lambda name: params.get(name, "")

    def path(self, path):
        found = json.loads(self.body)
        for name in re.findall(r"[^.$\[\]]+", path):
            found = found[int(name)] if isinstance(found, list) else found.get(name)
        return found

    def json(self, path):
        return json.dumps(self.path(path), ensure_ascii=False, separators=(",", ":"))


class _Util:
    """`$util`."""

    def base64Encode(self, text):  # noqa: N802 - name of AWS
        return base64.b64encode(text.encode()).decode()

    def escapeJavaScript(self, text):  # noqa: N802
        return "".join(_SHORT.get(char) or (char if " " <= char <= "\x7f" else _units(char)) for char in text)


def _units(char):
    encoded = char.encode("utf-16-be").hex().upper()
    return "".join(f"\\u{encoded[at:at + 4]}" for at in range(0, len(encoded), 4))


def _render(template, body, params, context):
    return airspeed.Template(template).merge({"input": _Input(body, params), "util": _Util(), "context": context})


async def _invoke(integration, *request, **options):
    action = _ACTION.search(integration.get("uri", ""))
    if not action:
        return await _invoke_function(integration, *request, **options)
    headers, body, query = request[6:9]
    params = {**headers, **{name: values[0] if isinstance(values, list) else values for name, values in (query or {}).items()}}
    content_type = headers.get("content-type", "application/json").split(";")[0].strip()
    context = {"requestId": str(uuid.uuid4()), "responseOverride": {"header": {}}}
    call = _render(integration["requestTemplates"][content_type], body.decode(), params, context)
    status, _, answer = await kinesis.handle_request("POST", "/", {"x-amz-target": f"Kinesis_20131202.{action[1]}"}, call.encode(), {})

    response = gateway._select_service_integration_response(integration, status)
    text = _render(response["responseTemplates"]["application/json"], answer.decode(), {}, context)
    mapped = {name.removeprefix("method.response.header."): value.strip("'") for name, value in (response.get("responseParameters") or {}).items()}
    override = context["responseOverride"]
    return (int(override.get("status", response["statusCode"])),
            {"Content-Type": "application/json", "x-amzn-RequestId": context["requestId"], **mapped, **override["header"]}, text.encode())


async def _authorize(api, stage_name, method_settings, method, path, resource, headers, body, query, path_params, stage, account, region):
    refused, context = await _authorize_others(
        api, stage_name, method_settings, method, path, resource, headers, body, query, path_params, stage, account, region)
    if refused or method_settings.get("authorizationType") != "AWS_IAM":
        return refused, context
    pin_signed_request(method, f"/{stage_name}{path}", query or {}, [(name.encode(), value.encode()) for name, value in headers.items()])
    pin_signed_body(body)
    denied = enforce(extract_access_key_id(headers, query), "execute-api:Invoke", "apigateway", region,
                     resource_arn=execute_api_arn(region, account, api, stage_name, method, path))
    if isinstance(denied, AuthError):
        response_type, error_type = gateway._AUTHENTICATION_GATEWAY_ERRORS.get(denied.code, ("DEFAULT_4XX", "UnrecognizedClientException"))
        return gateway._GatewayError(response_type, denied.message, error_type), None
    return (gateway._deny_error(denied.decision == "Deny") if denied else None), context


def _access_logs(name, properties):
    client("apigateway").update_stage(restApiId=properties["RestApiId"], stageName=name, patchOperations=[
        {"op": "replace", "path": f"/accessLogSettings/{part}", "value": value}
        for part, value in camel(properties.get("AccessLogSetting", {})).items()])


mended("AWS::ApiGateway::Stage", _access_logs)
_invoke_function, gateway._invoke_lambda_custom_v1 = gateway._invoke_lambda_custom_v1, _invoke
_authorize_others, gateway._authorize_request_v1 = gateway._authorize_request_v1, _authorize
