"""SecureString parameters of a deployed platform. Their values do not appear in APIs or logs."""
import base64
import http.server
import json
import re
import threading

import boto3
import pytest

from conftest import STATE, local
from inventory import listed, resources
from visible import visible_text

REGION, STACK = "us-west-1", "ec2-baseline-dev"
USERNAME, PASSWORD = "/production/database/username", "/production/database/password"
VALUES = {USERNAME: "web", PASSWORD: r"\S{32}"}


@pytest.fixture
def ssm():
    return boto3.client("ssm", region_name=REGION)


def values(ssm):
    return {name: ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"] for name in VALUES}


def test_values_are_created_kept_deleted_and_never_visible(ssm):
    local("deploy", "ec2-baseline")
    stack = boto3.client("cloudformation", region_name=REGION).describe_stacks(StackName=STACK)["Stacks"][0]["StackId"]
    made = values(ssm)
    for name, pattern in VALUES.items():
        parameter = ssm.get_parameter(Name=name)["Parameter"]
        assert parameter["Type"] == "SecureString" and made[name] not in parameter["Value"]
        assert re.fullmatch(pattern, made[name]), f"{name} does not match {pattern}"
    described = [item for item in listed("ssm", "describe_parameters", "Parameters", REGION) if item["Name"] in VALUES]
    assert {item["KeyId"].rpartition("/")[2] for item in described} <= set(resources(REGION, STACK, "AWS::KMS::Key").values())
    [secret] = resources(REGION, STACK, "AWS::SecretsManager::Secret").values()
    manager = boto3.client("secretsmanager", region_name=REGION)
    current = json.loads(manager.get_secret_value(SecretId=secret)["SecretString"])
    assert made == {USERNAME: current["username"], PASSWORD: current["password"]}
    # The user name is in the template.
    hidden = [made[PASSWORD]]
    assert_absent(hidden, visible_text(REGION, STACK))

    local("update", "ec2-baseline", "-a", "node --import tsx examples/local/test/changed.ts")
    assert sorted(resources(REGION, STACK, "Custom::SecureParameter").values()) == sorted(VALUES)
    assert values(ssm) == made
    asked, answers = ask(ssm, described[0]["KeyId"])
    text = visible_text(REGION, STACK)
    assert '"request":"Update","resource":"/production/database/password","outcome":"done"' in text, "the text lacks the log of the function"
    assert_absent([*hidden, asked], text + answers)

    local("destroy", "ec2-baseline")
    assert not [item for item in listed("ssm", "describe_parameters", "Parameters", REGION) if item["Name"] in VALUES]
    assert_absent(hidden, visible_text(REGION, stack))
    written = [path.read_text() for path in (STATE / "assemblies" / STACK).rglob("*.json")]
    assert_absent(hidden, "\n".join(written))


def assert_absent(secret, text):
    assert "/production/database/password" in text, "the text lacks the parameter names"
    assert not [value for value in secret if value in text]


def ask(ssm, key):
    """Invokes the deployed function as CloudFormation does. Returns a generated value and all responses."""
    heard = []

    class Listener(http.server.BaseHTTPRequestHandler):
        log_message = lambda *_: None

        def do_PUT(self):
            heard.append(self.rfile.read(int(self.headers["content-length"])).decode())
            self.send_response(200)
            self.end_headers()

    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    functions = resources(REGION, STACK, "AWS::Lambda::Function").items()
    [function] = [name for logical_id, name in functions if logical_id.startswith("DatabaseParametersHandler")]
    name = "/production/database/asked-for"
    request = {
        "ResponseURL": f"http://127.0.0.1:{server.server_port}/", "RequestId": "1",
        "LogicalResourceId": "Asked", "PhysicalResourceId": name,
        "StackId": f"arn:aws:cloudformation:{REGION}:000000000000:stack/asked/1",
        "ResourceProperties": {"Name": name, "KeyId": key, "Length": "32", "Characters": "abcdefghijklmnopqrstuvwxyz"},
    }
    responses = []
    for kind in ("Create", "Delete"):
        payload = json.dumps({**request, "RequestType": kind}).encode()
        answer = boto3.client("lambda", region_name=REGION).invoke(FunctionName=function, LogType="Tail", Payload=payload)
        responses += [answer["Payload"].read().decode(), base64.b64decode(answer.get("LogResult", "")).decode()]
        if kind == "Create":
            value = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
    server.shutdown()
    assert [(answer["Status"], answer["PhysicalResourceId"], answer["NoEcho"]) for answer in map(json.loads, heard)] == [("SUCCESS", name, True)] * 2
    return value, "\n".join(heard + responses)
