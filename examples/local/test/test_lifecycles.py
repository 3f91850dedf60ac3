"""Resources that `production` retains, and several environments in one account."""
import contextlib
import json
import re
import time

import pytest
from botocore.exceptions import ClientError

from inventory import REGIONS, client, described, inventory, keys, listed
from own_cloud import connected_cloud
from pipeline import until
from state import assert_sound
from state.stack import Stack
from test_platforms import LEFTOVERS, PLATFORMS

PRODUCTION = ("-c", "lifecycle=production", "-c", "suffix=prod")

#: Retained resource types with the name of their resources or snapshots in the inventory.
KEPT = {
    "AWS::S3::Bucket": "s3 list_buckets {}@eu-west-2",
    "AWS::KMS::Key": "kms key {}@{region}",
    "AWS::Logs::LogGroup": "logs describe_log_groups {}@{region}",
    "AWS::Backup::BackupVault": "backup list_backup_vaults {}@{region}",
    "AWS::Kinesis::Stream": "kinesis list_streams {}@{region}",
    "AWS::SecretsManager::Secret": "secretsmanager list_secrets {}@{region}",
    "AWS::RDS::DBCluster": "rds describe_db_cluster_snapshots {}@{region}",
    "AWS::RDS::DBInstance": "rds describe_db_snapshots {}@{region}",
    "AWS::Config::ConfigurationRecorder": "config describe_configuration_recorders {}@{region}",
    "AWS::Config::DeliveryChannel": "config describe_delivery_channels {}@{region}",
}

#: Fields that the attachment to a database adds to a secret.
ATTACHED = {"engine", "host", "port", "dbname", "dbInstanceIdentifier", "dbClusterIdentifier"}

#: Flags for the second environment in an account.
SECOND = {"pipeline": ("-c", "apiGatewayRole=false"),
          "ec2-baseline": ("-c", "databaseParameterPath=/production/two")}


@pytest.fixture(scope="module", autouse=True)
def own(cloud, tmp_path_factory):
    """A separate local cloud for this module, because resources are retained."""
    with connected_cloud(tmp_path_factory.mktemp("cloud")) as started:
        yield started


@pytest.fixture(scope="module")
def first(own):
    """Deploys the first environment of all platforms. Returns the inventory before."""
    before = inventory()
    own.run("deploy", "all")
    return before


@pytest.mark.parametrize("platform", PLATFORMS)
def test_a_second_environment_does_not_change_the_first(own, first, platform):
    flags = ("-c", "suffix=two", *SECOND.get(platform, ()))
    before = state()
    own.run("deploy", platform, *flags)
    updated = own.run("update", platform, *flags, "-a", "node --import tsx examples/local/test/changed.ts")
    assert re.search(rf"^{platform}-two \(\S+\) UPDATE_COMPLETE$", updated, re.M), updated
    both = state()
    print(f"\n{platform}: {len(both) - len(before)} items beside {len(before)}")
    assert not changes(before, both)
    own.run("destroy", platform, *flags)
    after = state()
    assert not changes(before, after)
    # Keys with a pending deletion and inactive services still have tags.
    assert not {item for item in after if item not in before and not item.startswith("tags ") and not LEFTOVERS.search(item)}


def test_the_first_environments_are_deleted(own, first):
    own.run("destroy", "all")
    assert not {item for item in inventory() - first if not LEFTOVERS.search(item)}


def changes(before, after):
    """Items that are missing or have a different description."""
    return {item: (value, after.get(item)) for item, value in before.items() if after.get(item) != value}


def state():
    """Every item as listed by its service, with tags, policies and account settings."""
    found = described()
    for region in REGIONS:
        kms, account = client("kms", region), client("apigateway", region).get_account()
        found.update((f"kms policy {key}@{region}", kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]) for key in keys(region))
        found.update((f"tags {item['ResourceARN']}", item["Tags"]) for item in listed(
            "resourcegroupstaggingapi", "get_resources", "ResourceTagMappingList", region))
        found[f"apigateway account@{region}"] = account.get("cloudwatchRoleArn")
    s3 = client("s3", REGIONS[0])
    for bucket in listed("s3", "list_buckets", "Buckets", REGIONS[0]):
        with contextlib.suppress(s3.exceptions.ClientError):
            found[f"s3 policy {bucket['Name']}"] = s3.get_bucket_policy(Bucket=bucket["Name"])["Policy"]
    found.update((f"iam role {role['RoleName']}", role) for role in listed("iam", "get_account_authorization_details", "RoleDetailList", REGIONS[0]))
    return found


@pytest.mark.parametrize("platform", PLATFORMS)
def test_production_is_protected_and_retains_data(own, platform):
    before = inventory()
    own.run("deploy", platform, *PRODUCTION)
    assert_sound(platform, "prod", production=True)
    stacks = Stack.of(platform, "prod")
    promised = {item for stack in stacks for item in kept(stack)}
    for stack in stacks:
        fill(stack)
    contents = contents_of(stacks)
    sources = facts_of(listed("rds", operation, items, stack.region) for stack in stacks for operation, items in (
        ("describe_db_clusters", "DBClusters"), ("describe_db_instances", "DBInstances")))

    for stack in stacks:
        refuses_deletion(stack)
    for stack in stacks:
        lift_the_first(stack)
    own.run("destroy", platform, *PRODUCTION)
    left = {item for item in inventory() - before if item in promised or not LEFTOVERS.search(item)}
    print(f"\n{platform}: {len(left)} of {sum(len(ids) for stack in stacks for ids in stack.resources.values())} resources are retained")
    assert left == promised
    assert not changes(contents, contents_of(stacks))
    snapshots = facts_of(listed("rds", operation, items, stack.region) for stack in stacks for operation, items in (
        ("describe_db_cluster_snapshots", "DBClusterSnapshots"), ("describe_db_snapshots", "DBSnapshots")))
    assert sources and not changes(sources, snapshots)


def kept(stack):
    """Retained resources of a stack by inventory name."""
    for kind, name in KEPT.items():
        for identifier in databases(stack) if kind == "AWS::RDS::DBInstance" else stack.ids(kind):
            yield name.format(re.sub(r"^arn:aws:secretsmanager:.*:secret:(.*)-\w{6}$", r"\1", identifier), region=stack.region)
    if stack.ids("AWS::ApiGateway::Account"):
        role, policies = account_role(stack)
        yield f"iam list_roles {role}@eu-west-2"
        yield from (f"iam policy {policy}" for policy in policies)


def databases(stack):
    """Instances outside of clusters."""
    instances = listed("rds", "describe_db_instances", "DBInstances", stack.region)
    alone = {instance["DBInstanceIdentifier"] for instance in instances if not instance.get("DBClusterIdentifier")}
    return [identifier for identifier in stack.ids("AWS::RDS::DBInstance") if identifier in alone]


def account_role(stack):
    """CloudWatch role of API Gateway with its policies."""
    role = stack.client("apigateway").get_account()["cloudwatchRoleArn"].rsplit("/", 1)[-1]
    return role, [policy["PolicyName"] for policy in stack.client("iam").list_attached_role_policies(RoleName=role)["AttachedPolicies"]]


def fill(stack):
    """Writes data to all retained resources that store data."""
    for bucket in stack.ids("AWS::S3::Bucket"):
        stack.client("s3").put_object(Bucket=bucket, Key="kept", Body=b"kept")
    for group in stack.ids("AWS::Logs::LogGroup"):
        stack.client("logs").create_log_stream(logGroupName=group, logStreamName="kept")
        stack.client("logs").put_log_events(logGroupName=group, logStreamName="kept", logEvents=[
            {"timestamp": int(time.time() * 1000), "message": "kept"}])
    for stream in stack.ids("AWS::Kinesis::Stream"):
        stack.client("kinesis").put_record(StreamName=stream, PartitionKey="kept", Data=b"kept")


def contents_of(stacks):
    """Data and resource policies of all retained resources."""
    return {f"{name}@{stack.region}": value for stack in stacks for name, value in _contents_of(stack).items()}


def _contents_of(stack):
    s3, kms, logs, secrets, found = stack.client("s3"), stack.client("kms"), stack.client("logs"), stack.client("secretsmanager"), {}
    for bucket in stack.ids("AWS::S3::Bucket"):
        found[bucket] = s3.get_object(Bucket=bucket, Key="kept")["Body"].read(), s3.get_bucket_policy(Bucket=bucket)["Policy"]
    for key in stack.ids("AWS::KMS::Key"):
        found[key] = kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"], kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"]
    for group in stack.ids("AWS::Logs::LogGroup"):
        [described_group] = logs.describe_log_groups(logGroupNamePrefix=group, limit=1)["logGroups"]
        events = logs.get_log_events(logGroupName=group, logStreamName="kept")["events"]
        found[group] = [event["message"] for event in events], described_group["retentionInDays"], described_group["kmsKeyId"]
    for stream in stack.ids("AWS::Kinesis::Stream"):
        kinesis = stack.client("kinesis")
        iterators = [kinesis.get_shard_iterator(StreamName=stream, ShardId=shard["ShardId"], ShardIteratorType="TRIM_HORIZON")["ShardIterator"]
                     for shard in kinesis.list_shards(StreamName=stream)["Shards"]]
        found[stream] = [record["Data"] for iterator in iterators for record in kinesis.get_records(ShardIterator=iterator)["Records"]]
    for secret in stack.ids("AWS::SecretsManager::Secret"):
        value = secrets.get_secret_value(SecretId=secret)["SecretString"]
        found[secret] = without_address(value), secrets.describe_secret(SecretId=secret).get("DeletedDate")
    for vault in stack.ids("AWS::Backup::BackupVault"):
        found[vault] = stack.client("backup").describe_backup_vault(BackupVaultName=vault)["EncryptionKeyArn"]
    if stack.ids("AWS::ApiGateway::Account"):
        found["account"] = account_role(stack)
    return found


def without_address(secret):
    """Deleting the attachment removes the database address from the secret."""
    return {key: value for key, value in json.loads(secret).items() if key not in ATTACHED} if secret.startswith("{") else secret


def facts_of(databases):
    """Properties that a database and its snapshot have in common."""
    return {item.get("DBClusterIdentifier") or item["DBInstanceIdentifier"]: (
        item["Engine"], item["KmsKeyId"], item.get("StorageEncrypted", item.get("Encrypted"))) for items in databases for item in items}


def refuses_deletion(stack):
    """Each protection prevents deletion without the others."""
    rds, balancers, cloudformation = stack.client("rds"), stack.client("elbv2"), stack.client("cloudformation")
    with pytest.raises(ClientError, match="cannot be deleted while TerminationProtection is enabled"):
        cloudformation.delete_stack(StackName=stack.name)
    for cluster in stack.ids("AWS::RDS::DBCluster"):
        with pytest.raises(ClientError, match="DeletionProtection is enabled"):
            rds.delete_db_cluster(DBClusterIdentifier=cluster, SkipFinalSnapshot=True)
    for instance in databases(stack):
        with pytest.raises(ClientError, match="DeletionProtection is enabled"):
            rds.delete_db_instance(DBInstanceIdentifier=instance, SkipFinalSnapshot=True)
    for balancer in stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        with pytest.raises(ClientError, match="deletion protection is enabled"):
            balancers.delete_load_balancer(LoadBalancerArn=balancer)


def lift_the_first(stack):
    """Without termination protection, deletion fails at protected resources. The command disables all protections."""
    cloudformation = stack.client("cloudformation")
    protected = {*stack.ids("AWS::RDS::DBCluster"), *databases(stack), *stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer")}
    cloudformation.update_termination_protection(StackName=stack.name, EnableTerminationProtection=False)
    if protected:
        cloudformation.delete_stack(StackName=stack.name)
        until(lambda: status_of(stack) != "DELETE_IN_PROGRESS", f"{stack.name} is not deleted")
        events = listed("cloudformation", "describe_stack_events", "StackEvents", stack.region, StackName=stack.name)
        failed = {event["PhysicalResourceId"] for event in events
                  if event["ResourceStatus"] == "DELETE_FAILED" and event["LogicalResourceId"] != stack.name}
        assert (status_of(stack), failed) == ("DELETE_FAILED", protected)


def status_of(stack):
    return stack.client("cloudformation").describe_stacks(StackName=stack.name)["Stacks"][0]["StackStatus"]
