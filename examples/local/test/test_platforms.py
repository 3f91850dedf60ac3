"""Each platform is deployed, updated and deleted."""
import re

import pytest

from conftest import local
from inventory import inventory, listed
from state import assert_sound
from state.stack import Stack

PLATFORMS = re.search(r"^platforms: (.+)$", local("help", code=2), re.M)[1].split(", ")

#: Items that the emulator does not delete with a stack.
# The log role of API Gateway belongs to the account.
LEFTOVERS = re.compile(r"^iam (list_roles|policy) .*ApiGatewayAccount|^logs describe_log_groups /aws/lambda/|/cdk-|cdk-hnb659fds|aws:cloudformation")


@pytest.fixture(scope="module", autouse=True)
def bootstrapped():
    """Bootstraps the Regions first, so that the bootstrap resources are not part of a platform."""
    for platform in PLATFORMS:
        local("bootstrap", platform)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_deploys_updates_and_deletes(platform):
    before = inventory()
    deployed = local("deploy", platform)
    print()
    for name, region, status, resources in re.findall(r"^(\S+) \((\S+)\) (\S+)\n  resources: (.+)$", deployed, re.M):
        assert status == "CREATE_COMPLETE"
        print(f"{name} in {region}: {resources}")
    assert_sound(platform)
    first, layers = resources_of(platform), layers_of(platform)
    assert not [layer for layer, value in CHANGED.items() if value in layers[layer].values()], layers

    updated = local("update", platform, "-a", "node --import tsx examples/local/test/changed.ts")
    statuses = re.findall(r"^\S+ \(\S+\) (\S+)$", updated, re.M)
    assert statuses and all(status.endswith("_COMPLETE") and "ROLLBACK" not in status for status in statuses), statuses
    assert_sound(platform, changed=True)
    second = resources_of(platform)
    replaced = {kind for kind in first if second[kind] != first[kind]}
    assert replaced == ({"AWS::ECS::TaskDefinition"} if layers["image"] else set()), f"the update replaced {replaced}"
    for layer, changed in layers_of(platform).items():
        assert bool(changed) == bool(layers[layer]) and all(value == CHANGED[layer] for value in changed.values()), f"{layer} is {changed}"
        assert changed or layer in ("capacity", "backups", "image"), f"{platform} has no {layer}"

    local("destroy", platform)
    left = {item for item in inventory() - before if not LEFTOVERS.search(item)}
    print(f"{platform}: {len(left)} left behind")
    assert not left


#: Value of each layer after the update.
CHANGED = {"retention": 400, "capacity": (1.0, 8.0), "backups": 21, "maintenance": "tue:01:00-tue:02:00", "rate limit": 3000, "threshold": 42.0,
           "image": "public.ecr.aws/nginx/nginx-unprivileged:changed", "backup rule": "cron(0 7 * * ? *)"}


def resources_of(platform):
    """Physical ids by type."""
    found = {}
    for stack in Stack.of(platform, "dev"):
        for kind, identifiers in stack.resources.items():
            found[kind] = sorted(found.get(kind, []) + identifiers)
    return found


def layers_of(platform):
    """Values that the update changes, by layer and resource name."""
    found = {layer: {} for layer in CHANGED}
    for stack in Stack.of(platform, "dev"):
        mine = {identifier for identifiers in stack.resources.values() for identifier in identifiers}
        for group in listed("logs", "describe_log_groups", "logGroups", stack.region):
            if group["logGroupName"] in mine:
                found["retention"][group["logGroupName"]] = group["retentionInDays"]
        for cluster in listed("rds", "describe_db_clusters", "DBClusters", stack.region):
            if cluster["DBClusterIdentifier"] in mine:
                scaling = cluster.get("ServerlessV2ScalingConfiguration")
                if scaling:
                    found["capacity"][cluster["DBClusterIdentifier"]] = (scaling["MinCapacity"], scaling["MaxCapacity"])
                else:
                    found["backups"][cluster["DBClusterIdentifier"]] = cluster["BackupRetentionPeriod"]
        for instance in listed("rds", "describe_db_instances", "DBInstances", stack.region):
            if instance["DBInstanceIdentifier"] in mine:
                found["maintenance"][instance["DBInstanceIdentifier"]] = instance["PreferredMaintenanceWindow"]
        for name, identifier, scope in (item.split("|") for item in stack.ids("AWS::WAFv2::WebACL")):
            rules = stack.client("wafv2").get_web_acl(Name=name, Id=identifier, Scope=scope)["WebACL"]["Rules"]
            for statement in (rule["Statement"] for rule in rules):
                # The web ACL of a load balancer behind CloudFront has no rate limit.
                if "RateBasedStatement" in statement:
                    found["rate limit"][name] = statement["RateBasedStatement"]["Limit"]
        for alarm in listed("cloudwatch", "describe_alarms", "MetricAlarms", stack.region):
            if alarm["AlarmName"] in mine:
                found["threshold"][alarm["AlarmName"]] = alarm["Threshold"]
        for plan in stack.ids("AWS::Backup::BackupPlan"):
            rules = stack.client("backup").get_backup_plan(BackupPlanId=plan)["BackupPlan"]["Rules"]
            found["backup rule"][plan] = rules[0]["ScheduleExpression"]
        for arn in stack.ids("AWS::ECS::Service"):
            service = stack.client("ecs").describe_services(cluster=stack.ids("AWS::ECS::Cluster")[0], services=[arn])["services"][0]
            task = stack.client("ecs").describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
            found["image"][arn] = task["containerDefinitions"][0]["image"]
    return found
