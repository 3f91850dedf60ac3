"""What has to hold of everything deployed, as the services themselves say it."""
import json

import boto3

from inventory import keys, listed


def assert_sound(regions, suffix):
    """Holds every resource of the Regions against the library's promises."""
    for region in regions:
        _keys(region)
        _logs(region)
        _network(region)
        _databases(region)
        _load_balancers(region)
        _alarms(region)
    _buckets()
    assert suffix


def _keys(region):
    kms = boto3.client("kms", region_name=region)
    for key in keys(region):
        assert kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"], f"key {key} does not rotate"
        policy = json.loads(kms.get_key_policy(KeyId=key, PolicyName="default")["Policy"])
        for statement in policy["Statement"]:
            assert statement.get("Principal") != "*" and statement.get("Principal") != {"AWS": "*"} or statement.get("Condition"), statement


def _logs(region):
    for group in listed("logs", "describe_log_groups", "logGroups", region):
        if group["logGroupName"].startswith("/aws/lambda/"):
            continue  # The emulator makes one for each function, beside the one that the function is told to use.
        assert group.get("retentionInDays"), f"log group {group['logGroupName']} has no retention"
        assert group.get("kmsKeyId"), f"log group {group['logGroupName']} has no key"


def _buckets():
    s3 = boto3.client("s3", region_name="us-east-1")
    for bucket in (item["Name"] for item in s3.list_buckets()["Buckets"]):
        if bucket.startswith("cdk-"):
            continue
        block = s3.get_public_access_block(Bucket=bucket)["PublicAccessBlockConfiguration"]
        assert all(block.values()), f"bucket {bucket} is not closed to the public: {block}"
        assert s3.get_bucket_versioning(Bucket=bucket).get("Status") == "Enabled", f"bucket {bucket} is not versioned"
        assert s3.get_bucket_encryption(Bucket=bucket)["ServerSideEncryptionConfiguration"]["Rules"], f"bucket {bucket} is not encrypted"
        statements = json.loads(s3.get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
        assert any(statement["Effect"] == "Deny" and statement.get("Condition", {}).get("Bool", {}).get("aws:SecureTransport") == "false"
                   for statement in statements), f"bucket {bucket} takes plain HTTP"


def _network(region):
    ec2 = boto3.client("ec2", region_name=region)
    own = [{"Name": "is-default", "Values": ["false"]}]
    for vpc in (item["VpcId"] for item in ec2.describe_vpcs(Filters=own)["Vpcs"]):
        in_vpc = [{"Name": "vpc-id", "Values": [vpc]}]
        assert [flow for flow in ec2.describe_flow_logs()["FlowLogs"] if flow["ResourceId"] == vpc], f"{vpc} has no flow log"
        gateways = {gateway["NatGatewayId"]: gateway for gateway in ec2.describe_nat_gateways(Filters=in_vpc)["NatGateways"]}
        for table in ec2.describe_route_tables(Filters=in_vpc)["RouteTables"]:
            for route in table["Routes"]:
                assert route.get("NatGatewayId") is None or route["NatGatewayId"] in gateways, f"{table['RouteTableId']} leads to {route}"
        for group in ec2.describe_security_groups(Filters=in_vpc)["SecurityGroups"]:
            if group["GroupName"] == "default":
                assert not group["IpPermissions"] and not group["IpPermissionsEgress"], f"the default security group of {vpc} is open: {group}"
            for rule in group["IpPermissions"]:
                world = [item for item in rule.get("IpRanges", []) if item["CidrIp"] == "0.0.0.0/0"]
                assert not world or rule.get("FromPort") in (80, 443), f"{group['GroupName']} is open to the world: {rule}"


def _databases(region):
    rds = boto3.client("rds", region_name=region)
    for database in rds.describe_db_clusters()["DBClusters"] + [item for item in rds.describe_db_instances()["DBInstances"] if "DBClusterIdentifier" not in item]:
        name = database.get("DBClusterIdentifier") or database["DBInstanceIdentifier"]
        assert database["StorageEncrypted"], f"{name} is not encrypted"
        assert database["BackupRetentionPeriod"] >= 7, f"{name} keeps backups for {database['BackupRetentionPeriod']} days"
        assert database["IAMDatabaseAuthenticationEnabled"], f"{name} has no IAM authentication"
        assert not database.get("EnabledCloudwatchLogsExports"), "the emulator keeps log exports now: assert them, and take them out of LIMITS.md"


def _load_balancers(region):
    elb = boto3.client("elbv2", region_name=region)
    for arn in (item["LoadBalancerArn"] for item in elb.describe_load_balancers()["LoadBalancers"]):
        attributes = {item["Key"]: item["Value"] for item in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]}
        assert attributes["routing.http.drop_invalid_header_fields.enabled"] == "true" and attributes["access_logs.s3.enabled"] == "true", attributes
        for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            if listener["Protocol"] == "HTTP":
                assert [action["Type"] for action in listener["DefaultActions"]] in (["redirect"], ["fixed-response"]), listener
            else:
                assert listener["SslPolicy"].startswith("ELBSecurityPolicy-TLS13-"), listener
        assert boto3.client("wafv2", region_name=region).get_web_acl_for_resource(ResourceArn=arn).get("WebACL"), f"{arn} has no web ACL"


def _alarms(region):
    topics = {item["TopicArn"] for item in listed("sns", "list_topics", "Topics", region)}
    alarms = listed("cloudwatch", "describe_alarms", "MetricAlarms", region)
    actions = {action for alarm in alarms for action in alarm["AlarmActions"]}
    gone = {action for action in actions if action not in topics and ":scalingPolicy:" not in action}
    assert not gone, f"alarms tell topics that are not there: {gone}"
