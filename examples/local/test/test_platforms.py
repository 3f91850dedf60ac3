"""Each platform comes, changes and goes away again."""
import re

import boto3
import pytest

from conftest import local
from inventory import REGIONS, inventory, listed
from state import assert_sound

PLATFORMS = re.search(r"^platforms: (.+)$", local("help", code=2), re.M)[1].split(", ")

#: What the emulator leaves of a stack that is gone.
LEFTOVERS = re.compile(r"^logs describe_log_groups /aws/lambda/|/cdk-|cdk-hnb659fds|aws:cloudformation")


@pytest.fixture(scope="module", autouse=True)
def bootstrapped():
    """What `cdk bootstrap` makes is none of a platform's."""
    for platform in PLATFORMS:
        local("bootstrap", platform)


@pytest.mark.parametrize("platform", PLATFORMS)
def test_comes_changes_and_goes(platform):
    before = inventory()
    deployed = local("deploy", platform)
    counts = re.findall(r"^(\S+) \((\S+)\) (\S+)\n  resources: (.+)$", deployed, re.M)
    print()
    for name, region, status, resources in counts:
        assert status == "CREATE_COMPLETE"
        print(f"{name} in {region}: {resources}")
    regions = {region for _, region, _, _ in counts}
    assert_sound(regions, "dev")
    first = changeable(regions)

    updated = local("update", platform, "-a", "node --import tsx examples/local/test/changed.ts")
    assert all(status.endswith("_COMPLETE") and "ROLLBACK" not in status for status in re.findall(r"^\S+ \(\S+\) (\S+)$", updated, re.M))
    assert_sound(regions, "dev")
    second = changeable(regions)
    for layer, value in first.items():
        assert second[layer] != value or not value, f"{layer} is still {value}"

    local("destroy", platform)
    left = {item for item in inventory() - before if not LEFTOVERS.search(item)}
    print(f"{platform}: {len(left)} left behind")
    assert not left


def changeable(regions):
    """Of each layer what the update changes."""
    found = {"logs": set(), "cluster": set(), "alarms": set(), "images": set(), "backups": set()}
    for region in regions:
        found["logs"].update(group.get("retentionInDays") for group in listed("logs", "describe_log_groups", "logGroups", region)
                             if not group["logGroupName"].startswith("/aws/lambda/"))
        found["cluster"].update(cluster["BackupRetentionPeriod"] for cluster in listed("rds", "describe_db_clusters", "DBClusters", region))
        found["alarms"].update(alarm["EvaluationPeriods"] for alarm in listed("cloudwatch", "describe_alarms", "MetricAlarms", region))
        backup = boto3.client("backup", region_name=region)
        for plan in listed("backup", "list_backup_plans", "BackupPlansList", region):
            rules = backup.get_backup_plan(BackupPlanId=plan["BackupPlanId"])["BackupPlan"]["Rules"]
            found["backups"].update(rule["ScheduleExpression"] for rule in rules)
        ecs = boto3.client("ecs", region_name=region)
        for cluster in listed("ecs", "list_clusters", "clusterArns", region):
            services = ecs.list_services(cluster=cluster)["serviceArns"]
            for service in ecs.describe_services(cluster=cluster, services=services)["services"] if services else []:
                task = ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"]
                found["images"].add(task["containerDefinitions"][0]["image"])
    return found


def test_a_failure_in_the_middle_leaves_nothing(cloud):
    from conftest import STATE
    for platform in PLATFORMS:
        before = inventory()
        for place in (1, 5, 12, 20, 33, 47, 60, 75, 90, 110):
            (STATE / "fail-at").write_text(str(place))
            output = local("deploy", platform, code=1)
            assert "told to fail" in output
            local("destroy", platform)
            left = {item for item in inventory() - before if not LEFTOVERS.search(item)}
            assert not left, f"{platform} failed at resource {place} and left {left}"
    assert REGIONS
