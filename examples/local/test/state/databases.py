"""Databases are encrypted, require TLS, and have a secret with their address."""
import json

from .stack import only


def check(stack, expected):
    rds = stack.client("rds")
    wanted = expected.database
    clusters = [item for item in rds.describe_db_clusters()["DBClusters"] if item["DBClusterIdentifier"] in stack.ids("AWS::RDS::DBCluster")]
    instances = [item for item in rds.describe_db_instances()["DBInstances"] if item["DBInstanceIdentifier"] in stack.ids("AWS::RDS::DBInstance")]
    if not clusters + instances:
        return
    database = only(clusters if wanted.members else instances, "database")
    name = database.get("DBClusterIdentifier") if wanted.members else database["DBInstanceIdentifier"]
    assert (name, database["Engine"]) == (wanted.name, wanted.engine), f"the database is {name}, {database['Engine']}"
    assert database["StorageEncrypted"], f"{name} is not encrypted"
    stack.assert_own_key(database["KmsKeyId"], name)
    assert database["BackupRetentionPeriod"] >= wanted.backup_days, f"{name} keeps backups for {database['BackupRetentionPeriod']} days"
    assert database["IAMDatabaseAuthenticationEnabled"] and database["CopyTagsToSnapshot"], database
    assert database["DeletionProtection"] == expected.production, f"{name} has deletion protection {database['DeletionProtection']}"
    assert sorted(database["EnabledCloudwatchLogsExports"]) == wanted.exports, f"{name} exports {database['EnabledCloudwatchLogsExports']}"
    for export in wanted.exports:
        group = f"/aws/rds/{'cluster' if wanted.members else 'instance'}/{name}/{export}"
        assert group in stack.ids("AWS::Logs::LogGroup"), f"{group} is not in the stack, so RDS would create it without retention and key"
    if wanted.members:
        _cluster(database, instances, expected)
    else:
        assert database["MultiAZ"] == expected.production, f"{name} has a standby: {database['MultiAZ']}"
    _parameters(stack, database, wanted)
    for instance in instances:
        assert instance["StorageEncrypted"] and instance["KmsKeyId"] == database["KmsKeyId"], instance
        assert not instance["PubliclyAccessible"] and instance["AutoMinorVersionUpgrade"] and instance["MonitoringInterval"] == 60, instance
        stack.assert_own_role(instance["MonitoringRoleArn"], instance["DBInstanceIdentifier"])
    _subnets(stack, database)
    _secret(stack, database, wanted)


def _cluster(cluster, instances, expected):
    assert [member["IsClusterWriter"] for member in cluster["DBClusterMembers"]].count(True) == 1, cluster["DBClusterMembers"]
    members = {member["DBInstanceIdentifier"] for member in cluster["DBClusterMembers"]}
    assert members == {instance["DBInstanceIdentifier"] for instance in instances} and len(members) == expected.members, members
    if expected.database.capacity and not expected.changed:
        scaling = cluster["ServerlessV2ScalingConfiguration"]
        assert (scaling["MinCapacity"], scaling["MaxCapacity"]) == expected.database.capacity, scaling


def _parameters(stack, database, wanted):
    rds = stack.client("rds")
    if wanted.members:
        group = database["DBClusterParameterGroup"]
        pages = rds.get_paginator("describe_db_cluster_parameters").paginate(DBClusterParameterGroupName=group)
    else:
        group = only(database["DBParameterGroups"], "parameter group")["DBParameterGroupName"]
        pages = rds.get_paginator("describe_db_parameters").paginate(DBParameterGroupName=group)
    set_to = {item["ParameterName"]: item.get("ParameterValue") for page in pages for item in page["Parameters"]}
    for name, value in wanted.parameters.items():
        assert set_to.get(name) == value, f"{group} has {name} = {set_to.get(name)}, need {value}"


def _subnets(stack, database):
    """Asserts that databases are in subnets without a default route."""
    group = database["DBSubnetGroup"]
    name = group if isinstance(group, str) else group["DBSubnetGroupName"]
    subnets = only(stack.client("rds").describe_db_subnet_groups(DBSubnetGroupName=name)["DBSubnetGroups"], "subnet group")["Subnets"]
    ids = [subnet["SubnetIdentifier"] for subnet in subnets]
    tables = stack.client("ec2").describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": ids}])["RouteTables"]
    assert ids and len(tables) == len(ids), f"{name} has {ids}"
    assert not any(route.get("DestinationCidrBlock") == "0.0.0.0/0" for table in tables for route in table["Routes"]), f"{name} has a route to the internet"


def _secret(stack, database, wanted):
    users = [_user(stack, arn, database, wanted) for arn in stack.ids("AWS::SecretsManager::SecretTargetAttachment")]
    masters = 0 if wanted.managed_password else 1
    assert users.count(database["MasterUsername"]) == masters and len(users) == len(set(users)), f"{wanted.name} has secrets for {users}"


def _user(stack, arn, database, wanted):
    """User name in the secret."""
    manager = stack.client("secretsmanager")
    described = manager.describe_secret(SecretId=arn)
    stack.assert_own_key(described["KmsKeyId"], described["Name"])
    assert described["RotationEnabled"] and described["RotationRules"], f"{described['Name']} is not rotated"
    value = json.loads(manager.get_secret_value(SecretId=arn)["SecretString"])
    endpoint = database["Endpoint"] if wanted.members else database["Endpoint"]["Address"]
    engine = "mysql" if "mysql" in wanted.engine else "postgres"
    assert (value["host"], value["port"], value["engine"]) == (endpoint, wanted.port, engine), f"{arn} has the address {value['host']}:{value['port']}"
    assert len(value["password"]) >= 30, f"the password of {arn} is short"
    return value["username"]
