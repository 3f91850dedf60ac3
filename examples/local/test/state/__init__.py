"""What has to hold of a deployed platform, as the services themselves say it."""
from . import (alarms, audit, backup, balancers, buckets, containers, databases, distributions, firewalls, ingest, instances, keys, logs, names,
               network, outputs, permissions, tags)
from .expected import PLATFORMS
from .stack import Stack

CHECKS = (network, keys, logs, buckets, databases, balancers, firewalls, distributions, containers, instances, ingest, audit, backup, alarms,
          permissions, names, tags, outputs)
RECOVERY = {"AWS::KMS::Key": 1, "AWS::Backup::BackupVault": 1}


def assert_sound(platform, suffix="dev", production=False, changed=False):
    """Holds every resource of a platform against what the library and the platform promise; `changed` is what an update has changed by intent."""
    expected = PLATFORMS[platform].of(suffix, production, changed)
    stacks = Stack.of(platform, suffix)
    assert stacks, f"{platform}-{suffix} is not deployed"
    for stack in stacks:
        described = stack.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"][0]
        assert described["EnableTerminationProtection"] == production, f"{stack.name} has termination protection {not production}"
        counts = expected.counts if stack is stacks[0] else RECOVERY
        assert {kind: len(stack.ids(kind)) for kind in counts} == counts, f"{stack.name} lacks something, or has too much"
        for check in CHECKS:
            check.check(stack, expected)
