"""A failed deployment leaves no resources. A failed update restores the previous state."""
import json
import time

import pytest
from botocore.exceptions import ClientError

from conftest import STATE, local
from inventory import client, inventory, listed
from state import assert_sound
from test_platforms import LEFTOVERS, PLATFORMS, layers_of, resources_of

#: Number of positions at which the deployment of each platform fails, the first and the last resource included.
PLACES = 10
#: Position of the change at which the update fails.
CHANGE = 15


@pytest.mark.parametrize("platform", PLATFORMS)
def test_failed_deployments_leave_no_resources(platform):
    started, nothing = time.monotonic(), there()
    local("deploy", platform)
    stacks, total = DeployedStack.all(platform), sum(len(identifiers) for identifiers in resources_of(platform).values())

    before = there(), resources_of(platform), layers_of(platform)
    fail_at(CHANGE)
    assert "failed on request" in local("update", platform, "-a", "node --import tsx examples/local/test/changed.ts", code=1)
    assert "UPDATE_ROLLBACK_COMPLETE" in [stack.status() for stack in stacks]
    assert (there(), resources_of(platform), layers_of(platform)) == before
    assert_sound(platform)
    delete(stacks)
    assert there() == nothing

    places = [1 + round(step * (total - 1) / (PLACES - 1)) for step in range(PLACES)]
    for place in places:
        fail_at(place)
        roll_back(stacks)
        assert there() == nothing, f"failed at resource {place}"
    print(f"\n{platform}: a deployment of {total} resources failed at {', '.join(map(str, places))} and left no resources, "
          f"an update failed at change {CHANGE} and restored the previous state, in {time.monotonic() - started:.0f} s")


def there():
    """Resources that a platform can create."""
    return {item for item in inventory() if not LEFTOVERS.search(item)}


def fail_at(place):
    (STATE / "fail-at").write_text(str(place))


def roll_back(stacks):
    """Deploys until a stack fails, asserts that the stack has no resources, and deletes the other stacks."""
    for count, stack in enumerate(stacks, start=1):
        before = there()
        if stack.deploy() == "CREATE_COMPLETE":
            continue
        assert stack.status() == "ROLLBACK_COMPLETE"
        assert there() == before
        return delete(stacks[:count])
    raise AssertionError("no stack failed")


def delete(stacks):
    for stack in reversed(stacks):
        assert stack.delete() == "DELETE_COMPLETE"


class DeployedStack:
    """Repeats the deployment of a stack by the CDK CLI without the overhead of the CLI."""

    def __init__(self, name, region, template):
        self.name, self.region, self._cloudformation = name, region, client("cloudformation", region)
        deployed = self._described()
        self.created = deployed["CreationTime"]
        self._options = {
            "TemplateURL": template.replace("s3://", f"https://s3.{region}.amazonaws.com/"), "Capabilities": deployed["Capabilities"],
            "Parameters": [parameter for parameter in deployed["Parameters"] if parameter["ParameterKey"] != "BootstrapVersion"],
        }

    @classmethod
    def all(cls, platform, suffix="dev", state=STATE):
        """Stacks of a platform in the order of their deployment."""
        stage = f"{platform}-{suffix}"
        manifest = state / "assemblies" / stage / f"assembly-{stage}" / "manifest.json"
        found = [cls(artifact["properties"]["stackName"], artifact["environment"].rsplit("/", 1)[-1], artifact["properties"]["stackTemplateAssetObjectUrl"])
                 for artifact in json.loads(manifest.read_text())["artifacts"].values() if artifact["type"] == "aws:cloudformation:stack"]
        return sorted(found, key=lambda stack: stack.created)

    def status(self):
        return self._described()["StackStatus"]

    def reason(self):
        """Reason of the first failure."""
        events = listed("cloudformation", "describe_stack_events", "StackEvents", self.region, StackName=self.identifier())
        return next(event["ResourceStatusReason"] for event in reversed(events) if event["ResourceStatus"].endswith("_FAILED"))

    def status_or_none(self):
        """Status, or None if there is no stack."""
        try:
            return self.status()
        except ClientError:
            return None

    def deploy(self, **options):
        """Final status of the deployment."""
        return self._end_of(self._cloudformation.create_stack(StackName=self.name, **self._options, **options)["StackId"])

    def continue_creation(self):
        """Final status of a deployment that continues a failed one."""
        return self._end_of(self._cloudformation.update_stack(StackName=self.name, DisableRollback=True, **self._options)["StackId"])

    def identifier(self):
        return self._described()["StackId"]

    def size(self):
        """Number of resources."""
        return len(listed("cloudformation", "list_stack_resources", "StackResourceSummaries", self.region, StackName=self.name))

    def delete(self):
        identifier = self.identifier()
        self._cloudformation.delete_stack(StackName=self.name)
        return self._end_of(identifier)

    def _end_of(self, identifier):
        while (status := self._described(identifier)["StackStatus"]).endswith("_IN_PROGRESS"):
            time.sleep(0.05)
        return status

    def _described(self, identifier=None):
        return self._cloudformation.describe_stacks(StackName=identifier or self.name)["Stacks"][0]
