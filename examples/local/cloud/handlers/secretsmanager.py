"""AWS Secrets Manager: resource policies, and rotation through the four steps of the function."""
import json
import logging
import threading
import uuid

from ministack.core.responses import error_response_json, get_region, set_request_region
from ministack.services import secretsmanager

from ..client import client
from ..registry import resource

STEPS = ("createSecret", "setSecret", "testSecret", "finishSecret")
_log = logging.getLogger("cloud.rotation")


@resource("AWS::SecretsManager::ResourcePolicy")
class ResourcePolicy:
    def create(_logical_id, properties, _stack):
        client("secretsmanager").put_resource_policy(SecretId=properties["SecretId"], ResourcePolicy=json.dumps(properties["ResourcePolicy"]))
        return properties["SecretId"], {}

    def update(_physical_id, _old, new, stack):
        return ResourcePolicy.create("", new, stack)

    def delete(physical_id, _properties):
        client("secretsmanager").delete_resource_policy(SecretId=physical_id)


@resource("AWS::SecretsManager::RotationSchedule")
class RotationSchedule:
    """Sets the schedule. Unlike AWS, it does not start the first rotation, because no database runs."""

    def create(_logical_id, properties, _stack):
        _, secret = secretsmanager._resolve(properties["SecretId"])
        secret.update(RotationEnabled=True, RotationLambdaARN=properties.get("RotationLambdaARN"), RotationRules={
            name: int(value) if name == "AutomaticallyAfterDays" else value for name, value in properties.get("RotationRules", {}).items()})
        return properties["SecretId"], {}

    def update(_physical_id, _old, new, stack):
        return RotationSchedule.create("", new, stack)

    def delete(physical_id, _properties):
        _, secret = secretsmanager._resolve(physical_id)
        if secret:
            secret["RotationEnabled"] = False


def _rotate(data):
    _, secret = secretsmanager._resolve(data.get("SecretId"))
    function = secret and (data.get("RotationLambdaARN") or secret.get("RotationLambdaARN"))
    if not function:
        return _relabel(data)
    secret.update(RotationLambdaARN=function, RotationEnabled=True)
    asked = data.get("ClientRequestToken") or str(uuid.uuid4())
    unfinished = next((version for version, value in secret["Versions"].items() if value["Stages"] == ["AWSPENDING"]), asked)
    secretsmanager._remove_stage_everywhere(secret, "AWSPENDING", unfinished)
    secret["Versions"].setdefault(unfinished, {"SecretString": None, "SecretBinary": None, "CreatedDate": 0, "Stages": ["AWSPENDING"]})
    threading.Thread(target=_run, args=(function, secret["ARN"], unfinished, get_region()), daemon=True).start()
    if unfinished != asked:
        return error_response_json("InvalidRequestException", "A previous rotation isn't complete. That rotation will be reattempted.", 400)
    return secretsmanager.json_response({"ARN": secret["ARN"], "Name": secret["Name"], "VersionId": asked})


def _run(function, secret, token, region):
    set_request_region(region)
    functions = client("lambda", in_process=False)
    for step in STEPS:
        answer = functions.invoke(FunctionName=function, Payload=json.dumps({"Step": step, "SecretId": secret, "ClientRequestToken": token}).encode())
        if answer.get("FunctionError"):
            _log.error("rotation of %s failed in %s: %s", secret, step, answer["Payload"].read()[:500])
            return


def _value(data):
    """A pending version without a value is not found. The emulator returns an empty response."""
    status, headers, body = _any_value(data)
    if status == 200 and not json.loads(body).keys() & {"SecretString", "SecretBinary"}:
        return error_response_json("ResourceNotFoundException", "Secrets Manager can't find the specified secret value.", 400)
    return status, headers, body


_relabel, _any_value = secretsmanager._rotate_secret, secretsmanager._get_secret_value
secretsmanager._rotate_secret, secretsmanager._get_secret_value = _rotate, _value
