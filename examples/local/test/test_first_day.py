"""A failed first deployment in production is tried again, with no more than the steps of examples/README.md."""
import re
import sys
import time

import pytest

from conftest import HERE
from inventory import client, listed
from own_cloud import connected_cloud
from test_failures import DeployedStack
from test_lifecycles import PRODUCTION
from test_platforms import PLATFORMS

sys.path.append(str(HERE.parent))
from unprotect import unprotect  # noqa: E402 - program of the command

#: Number of resources at which the deployment of each platform fails, the first and the last one included.
PLACES = 10

#: Deletes a retained resource, by type. README: "Delete what the deletion of the stack skipped".
DELETE = {
    "AWS::Backup::BackupVault": lambda region, name: client("backup", region).delete_backup_vault(BackupVaultName=name),
    "AWS::Kinesis::Stream": lambda region, name: client("kinesis", region).delete_stream(StreamName=name),
    "AWS::Logs::LogGroup": lambda region, name: client("logs", region).delete_log_group(logGroupName=name),
    "AWS::S3::Bucket": lambda region, name: client("s3", region).delete_bucket(Bucket=name),
    "AWS::SecretsManager::Secret": lambda region, arn: client("secretsmanager", region).delete_secret(SecretId=arn, ForceDeleteWithoutRecovery=True),
}


@pytest.fixture(scope="module", autouse=True)
def own(cloud, tmp_path_factory):
    """A separate local cloud for this module, because resources are retained."""
    with connected_cloud(tmp_path_factory.mktemp("cloud")) as started:
        yield started


def test_the_command_continues_a_failed_deployment(own):
    platform = PLATFORMS[0]
    fail_at(own, 100)
    assert "failed on request" in own.run("deploy", platform, *PRODUCTION, "--no-rollback", code=1)
    assert re.search(rf"^{platform}-prod \(\S+\) CREATE_FAILED$", own.run("status"), re.M)
    continued = own.run("deploy", platform, *PRODUCTION, "--no-rollback")
    assert re.search(rf"^{platform}-prod \(\S+\) UPDATE_COMPLETE$", continued, re.M), continued


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_failed_first_deployment_is_tried_again(own, platform):
    started = time.monotonic()
    own.run("deploy", platform, *PRODUCTION)
    stacks = DeployedStack.all(platform, "prod", own.state)
    total = sum(stack.size() for stack in stacks)
    start_over(stacks)

    places, rollbacks = [1 + round(step * (total - 1) / (PLACES - 1)) for step in range(PLACES)], []
    for place in places:
        fail_at(own, place)
        rollbacks.append(deploy(stacks)[-1])
        assert rollbacks[-1] in ("ROLLBACK_COMPLETE", "ROLLBACK_FAILED")
        start_over(stacks)

        fail_at(own, place)
        assert "CREATE_FAILED" in deploy(stacks, DisableRollback=True)
        assert set(deploy(stacks, DisableRollback=True)) <= {"CREATE_COMPLETE", "UPDATE_COMPLETE"}, f"failed at resource {place}"
        start_over(stacks)

    assert set(deploy(stacks)) == {"CREATE_COMPLETE"}
    start_over(stacks, skipped=False)
    ends = deploy(stacks)
    assert ends[-1] == "ROLLBACK_COMPLETE"
    # CloudFormation validates the names of buckets before it creates the first resource.
    assert stacks[len(ends) - 1].reason().endswith("already exists.") or stacks[len(ends) - 1].reason().startswith("Validation failed")
    print(f"\n{platform}: a production deployment of {total} resources failed at {', '.join(map(str, places))}, with and without rollback "
          f"({rollbacks.count('ROLLBACK_FAILED')} rollbacks stopped at a protected resource). {len(places)} of {len(places)} were deployed again, "
          f"in {time.monotonic() - started:.0f} s")


def fail_at(own, place):
    (own.state / "fail-at").write_text(str(place))


def deploy(stacks, **options):
    """Creates or continues stacks until one fails. Returns their statuses."""
    statuses = []
    for stack in stacks:
        status = stack.status_or_none()
        if status != "CREATE_COMPLETE":
            status = stack.deploy(EnableTerminationProtection=True, **options) if status is None else stack.continue_creation()
        statuses.append(status)
        if "FAILED" in status or "ROLLBACK" in status:
            break
    return statuses


def start_over(stacks, skipped=True):
    """The steps of examples/README.md: disable the protections, delete the stack, and delete what its deletion skipped."""
    for stack in reversed(stacks):
        if stack.status_or_none() is None:
            continue
        unprotect(stack.name, stack.region)
        identifier = stack.identifier()
        assert stack.delete() == "DELETE_COMPLETE"
        for event in listed("cloudformation", "describe_stack_events", "StackEvents", stack.region, StackName=identifier):
            if skipped and event["ResourceStatus"] == "DELETE_SKIPPED" and event["ResourceType"] in DELETE:
                DELETE[event["ResourceType"]](stack.region, event["PhysicalResourceId"])
