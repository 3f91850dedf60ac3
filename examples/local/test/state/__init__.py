"""Checks of a deployed platform through the service APIs."""
from . import (alarms, audit, backup, balancers, buckets, containers, databases, distributions, firewalls, ingest, instances, keys, logs, names,
               network, outputs, permissions, tags)
from .expected import PLATFORMS
from .stack import Stack

CHECKS = (network, keys, logs, buckets, databases, balancers, firewalls, distributions, containers, instances, ingest, audit, backup, alarms,
          permissions, names, tags, outputs)
RECOVERY = {"AWS::KMS::Key": 1, "AWS::Backup::BackupVault": 1}


def assert_sound(platform, suffix="dev", production=False, changed=False):
    """Checks every resource of a platform. `changed` skips the properties that the update changes."""
    expected = PLATFORMS[platform].of(suffix, production, changed)
    stacks = Stack.of(platform, suffix)
    assert stacks, f"{platform}-{suffix} is not deployed"
    for stack in stacks:
        described = stack.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"][0]
        assert described["EnableTerminationProtection"] == production, f"{stack.name} has termination protection {not production}"
        counts = expected.counts if stack is stacks[0] else RECOVERY
        assert {kind: len(stack.ids(kind)) for kind in counts} == counts, f"{stack.name} has other resource counts"
        for check in CHECKS:
            check.check(stack, expected)
