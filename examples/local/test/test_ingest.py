"""Events from the deployed API of the pipeline platform through the deployed stream and the data processor to PostgreSQL."""
import concurrent.futures
import json
import subprocess
import time
from decimal import Decimal

import boto3
import pytest
from botocore.credentials import Credentials

from conftest import local
from pipeline import APP, REGION, Api, Database, Stream, Task, typescript, until

IMAGE = "registry.example.com/data-processor:1"
ONE_MIB = 1024 * 1024


_TABLE = json.loads(typescript("examples/local/test/payloads.ts").communicate()[0])
PAYLOADS, NO_JSON = _TABLE["payloads"], _TABLE["noJson"]
SMALL = [body for body in PAYLOADS.values() if len(body) < 1000]


def event(identity, **fields):
    return json.dumps({"id": identity, "type": "application.received", "occurredAt": "2026-03-01T09:30:00Z", "data": {}, **fields})


@pytest.fixture(scope="module")
def outputs(cloud):
    """Outputs of the stack, which is deployed for all tests of this file."""
    local("bootstrap", "pipeline")
    local("deploy", "pipeline", "-c", f"processorImage={IMAGE}")
    stack = boto3.client("cloudformation", region_name=REGION).describe_stacks(StackName="pipeline-dev")["Stacks"][0]
    yield {output["OutputKey"]: output["OutputValue"] for output in stack["Outputs"]}
    local("destroy", "pipeline")


@pytest.fixture(scope="module")
def caller(outputs):
    """Creates IAM users with a permission and returns their credentials."""
    iam, names = boto3.client("iam", region_name=REGION), []

    def make(name, action):
        iam.create_user(UserName=name)
        names.append(name)
        resource = f"arn:aws:execute-api:{REGION}:000000000000:{outputs['ApiGatewayId']}/prod/POST/ingest*"
        iam.put_user_policy(UserName=name, PolicyName="calls", PolicyDocument=json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": resource}]}))
        key = iam.create_access_key(UserName=name)["AccessKey"]
        return Credentials(key["AccessKeyId"], key["SecretAccessKey"])

    yield make
    for name in names:
        for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
            iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        iam.delete_user_policy(UserName=name, PolicyName="calls")
        iam.delete_user(UserName=name)


@pytest.fixture(scope="module")
def api(cloud, outputs, caller):
    return Api(cloud, outputs, caller("client", "execute-api:Invoke"))


@pytest.fixture(scope="module")
def stream(outputs):
    return Stream(outputs["KinesisStreamName"])


@pytest.fixture(scope="module")
def arrived(api, stream):
    """Record data in the stream by payload."""
    numbers = {what: api.deliver(body)["sequenceNumber"] for what, body in PAYLOADS.items()}
    records = stream.records()
    return {what: records[number]["Data"] for what, number in numbers.items()}


@pytest.mark.parametrize("what", PAYLOADS)
def test_arrives_byte_for_byte(arrived, what):
    assert arrived[what] == PAYLOADS[what].encode()


def test_a_record_has_at_most_one_mebibyte(api, stream):
    largest = event("largest", data={"text": ""})
    largest = largest.replace('""', f'"{"x" * (ONE_MIB - len(largest))}"')
    assert len(stream.record(api.deliver(largest))["Data"]) == ONE_MIB
    refused(api, stream, 413, "the body is larger than a record may be", largest.replace("xx", "xxx", 1))


def refused(api, stream, status, error, body, **options):
    """Asserts that the response has only the error, and that the stream has no record of the request."""
    before = len(stream.records())
    answered, _, answer = api.post(body, **options)
    assert (answered, set(answer), answer["error"]) == (status, {"error", "requestId"}, error)
    assert len(stream.records()) == before


@pytest.mark.parametrize("body", NO_JSON)
@pytest.mark.parametrize("path", ["", "/batch"])
def test_a_body_that_is_not_json_is_refused(api, stream, body, path):
    refused(api, stream, 400, "the body is not what this API takes", body, path=path)


@pytest.mark.parametrize("body", [
    "{}", "[]", "null", event(7), event(""), event("i" * 129), event("a", type="Application"), event("a", occurredAt=""), event("a", data=[]), '{"id":"a"}'])
def test_a_body_that_does_not_match_the_deployed_model_is_refused(api, stream, body):
    refused(api, stream, 400, "the body is not what this API takes", body)
    refused(api, stream, 400, "the body is not what this API takes", f'{{"records":[{{"data":{event("b")}}},{{"data":{body}}}]}}', path="/batch")


@pytest.mark.parametrize("body", [
    '{"records":[]}', f'{{"records":[{{"data":{event("a")},"more":1}}]}}', f'{{"records":[{{"data":{event("a")},"partitionKey":""}}]}}',
    json.dumps({"records": [{"data": json.loads(event("a"))}] * 501})])
def test_a_batch_that_does_not_match_its_model_is_refused(api, stream, body):
    refused(api, stream, 400, "the body is not what this API takes", body, path="/batch")


def test_another_content_type_is_refused(api, stream):
    refused(api, stream, 415, "the content type is not one that this API takes", event("a"), Content_Type="text/plain")
    api.deliver(event("charset"), Content_Type="application/json; charset=utf-8")


@pytest.mark.parametrize("key", ["citizen-1", "O'Brien", 'say "hello"', "a\\b", '","Data":"Zm9yZ2Vk', "$context.requestId", "#set($x=1)", "\\'", "/"])
def test_the_header_sets_the_partition_key_of_the_record(api, stream, key):
    record = stream.record(api.deliver(event("keyed"), X_Partition_Key=key))
    assert (record["PartitionKey"], record["Data"]) == (key, event("keyed").encode())


def test_a_batch_of_every_small_payload_arrives_with_the_same_values(api, stream):
    answer = api.deliver(f'{{"records":[{",".join(f"""{{"data":{body}}}""" for body in SMALL)}]}}', "/batch")
    records = stream.records()
    assert answer["failedRecordCount"] == 0
    sent = [records[record["sequenceNumber"]]["Data"] for record in answer["records"]]
    assert [json.loads(data) for data in sent] == [json.loads(body) for body in SMALL]


def test_a_batch_of_500_arrives_in_order(api, stream):
    bodies = [json.loads(event(f"batch-{number}")) for number in range(500)]
    answer = api.deliver(json.dumps({"records": [{"data": body} for body in bodies]}), "/batch")
    numbers = [record["sequenceNumber"] for record in answer["records"]]
    records = stream.records()
    assert numbers == sorted(numbers) and [json.loads(records[number]["Data"]) for number in numbers] == bodies
    assert len({records[number]["PartitionKey"] for number in numbers}) == 500


def test_records_above_the_shard_limit_get_a_retry_after_header(api, stream):
    body = event("large", data={"text": "x" * (ONE_MIB - 200)})
    with concurrent.futures.ThreadPoolExecutor(6) as clients:
        answers = list(clients.map(lambda _: api.post(body), range(6)))
    throttled = [answer for answer in answers if answer[0] == 503]
    assert throttled and {status for status, _, _ in answers} <= {200, 503}
    for _, headers, answer in throttled:
        assert headers["Retry-After"] == "1" and answer["error"] == "the stream takes no more at the moment, retry later"
        assert set(answer) == {"error", "requestId"}

    time.sleep(1)
    part = json.loads(event("part", data={"text": "x" * (ONE_MIB * 6 // 10)}))
    status, headers, answer = api.post(json.dumps({"records": [{"data": part}] * 3}), "/batch")
    assert (status, headers["Retry-After"], answer["failedRecordCount"]) == (207, "1", 2)
    assert "sequenceNumber" in answer["records"][0] and answer["records"][1:] == [{"error": "throttled"}] * 2


def test_a_caller_without_permission_is_refused(cloud, outputs, caller, api, stream):
    known = caller("stranger", "execute-api:ManageConnections")
    for credentials in (None, known, Credentials(known.access_key, "wrong"), Credentials("AKIAUNKNOWNUNKNOWN00", "wrong")):
        refused(Api(cloud, outputs, credentials), stream, 403, "the request is refused", event("a"))
    refused(api, stream, 403, "the request is refused", event("a"), tampered=event("b"))


@pytest.fixture(scope="module")
def container(outputs):
    """Deployed task definition. Installs and compiles the application."""
    if not (APP / "node_modules").exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=APP, check=True)
    subprocess.run(["npm", "run", "--silent", "build"], cwd=APP, check=True)
    definition = boto3.client("ecs", region_name=REGION).describe_task_definition(taskDefinition=outputs["TaskDefinitionArn"])["taskDefinition"]
    [only] = definition["containerDefinitions"]
    assert only["image"] == IMAGE
    return only


@pytest.fixture(scope="module")
def database(container):
    made = Database({variable["name"]: variable["value"] for variable in container["environment"]})
    yield made
    made.close()


@pytest.fixture
def start(cloud, container, database):
    """Starts tasks and waits until they are ready."""
    tasks = []

    def started():
        tasks.append(Task(cloud, container, database))
        until(lambda: tasks[-1].health("ready") == 200, "the task is not ready")
        return tasks[-1]

    yield started
    for task in tasks:
        task.kill()


def settled(database, stream):
    """Asserts that every sequence number is in one of the tables, or repeats a stored event."""
    last = max(stream.records(), key=int)
    until(lambda: database.rows("SELECT to_json(coalesce(max(checkpoint), 0)) FROM pipeline.shard") == [int(last)], "the stream is not processed completely")
    return database.counts()


#: Events that match the deployed model and that the application sets aside, with the reason.
POISON = {
    "poison-day": (event("poison-day", occurredAt="2026-02-30T09:30:00Z"), "invalid"),
    "poison-zone": (event("poison-zone", occurredAt="yesterday"), "invalid"),
    "poison-nul": (event("poison-nul", data={"text": "a\0b"}), "refused-by-database"),
    "poison-taken": (event("taken", data={"other": True}), "id-taken"),
}


def test_accepted_events_are_stored_once_and_invalid_ones_are_set_aside(api, stream, database, start, arrived):
    task = start()
    assert (task.health("live"), task.check()) == (200, 0)
    api.deliver(event("taken"))
    poison = {what: api.deliver(body)["sequenceNumber"] for what, (body, _) in POISON.items()}
    events, aside = settled(database, stream)

    stored = database.rows("SELECT json_build_array(id, content) FROM pipeline.event")
    assert len(stored) == events == len({identity for identity, _ in stored})
    content = dict((identity, content) for identity, content in stored)
    for what, body in PAYLOADS.items():
        sent = json.loads(body, parse_float=Decimal)
        assert content.get(sent["id"]) == (None if "control" in what else sent), what
    set_aside = {str(number): (reason, bytes.fromhex(data)) for number, reason, data in database.rows(
        "SELECT json_build_array(sequence_number, reason, encode(data, 'hex')) FROM pipeline.set_aside")}
    assert len(set_aside) == aside
    assert {what: set_aside[number] for what, number in poison.items()} == {what: (reason, body.encode()) for what, (body, reason) in POISON.items()}

    code, lines = task.stop()
    assert code == 0 and [line["msg"] for line in lines if "msg" in line][-1] == "stopped"
    assert database.rows("SELECT to_json(owner) FROM pipeline.shard WHERE owner IS NOT NULL") == []


def test_a_second_delivery_is_stored_once(api, stream, database, start):
    for _ in range(2):
        api.deliver(event("twice"))
    task = start()
    before = settled(database, stream)
    assert database.rows("SELECT to_json(count(*)) FROM pipeline.event WHERE id = 'twice'") == [1]
    assert task.stop()[0] == 0

    # Simulates a task that stored all events and committed no checkpoint.
    database.rows("UPDATE pipeline.shard SET checkpoint = NULL")
    task = start()
    assert settled(database, stream) == before
    code, lines = task.stop()
    batches = [line for line in lines if line.get("msg") == "batch committed"]
    assert code == 0 and sum(line["stored"] for line in batches) == 0 and sum(line["repeated"] for line in batches) >= before[0]


def test_events_received_without_a_running_task_are_stored_by_the_next_task(api, stream, database, start):
    start().stop()
    api.deliver(event("later"))
    task = start()
    settled(database, stream)
    assert database.rows("SELECT to_json(count(*)) FROM pipeline.event WHERE id = 'later'") == [1]
    assert task.stop()[0] == 0
