"""The limits in LIMITS.md still apply. If a new version of the emulator removes a limit, assert the feature instead."""
import json
import re
import socket

import boto3
import pytest
from botocore.exceptions import ClientError
from conftest import HERE

REGION = "eu-central-1"
ROLE = "arn:aws:iam::000000000000:role/someone"

TEMPLATE = {
    "Vpc": ("AWS::EC2::VPC", {"CidrBlock": "10.9.0.0/16"}),
    "Subnet": ("AWS::EC2::Subnet", {"VpcId": {"Ref": "Vpc"}, "CidrBlock": "10.9.0.0/24"}),
    "Group": ("AWS::EC2::SecurityGroup", {"VpcId": {"Ref": "Vpc"}, "GroupDescription": "any"}),
    "Endpoint": ("AWS::EC2::VPCEndpoint", {
        "VpcId": {"Ref": "Vpc"}, "ServiceName": "com.amazonaws.eu-central-1.kms", "VpcEndpointType": "Interface", "PrivateDnsEnabled": True,
        "SubnetIds": [{"Ref": "Subnet"}], "SecurityGroupIds": [{"Ref": "Group"}]}),
    "Template": ("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {
        "InstanceType": "t3.micro", "BlockDeviceMappings": [{"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "KmsKeyId": "any", "VolumeSize": 8}}]}}),
    "Balancer": ("AWS::ElasticLoadBalancingV2::LoadBalancer", {"Subnets": [{"Ref": "Subnet"}], "SecurityGroups": [{"Ref": "Group"}]}),
    "Targets": ("AWS::ElasticLoadBalancingV2::TargetGroup", {"VpcId": {"Ref": "Vpc"}, "Port": 80, "Protocol": "HTTP"}),
    "Instances": ("AWS::AutoScaling::AutoScalingGroup", {
        "MinSize": "0", "MaxSize": "1", "VPCZoneIdentifier": [{"Ref": "Subnet"}], "TargetGroupARNs": [{"Ref": "Targets"}],
        "MixedInstancesPolicy": {"LaunchTemplate": {"LaunchTemplateSpecification": {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"}}}}),
    "Database": ("AWS::RDS::DBInstance", {
        "DBInstanceClass": "db.t3.micro", "Engine": "postgres", "AllocatedStorage": "20", "MasterUsername": "any", "ManageMasterUserPassword": True,
        "EnablePerformanceInsights": True, "PerformanceInsightsKMSKeyId": "any"}),
    "Bucket": ("AWS::S3::Bucket", {}),
    "BucketPolicy": ("AWS::S3::BucketPolicy", {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": {"Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": {"Fn::Sub": "arn:aws:s3:::${Bucket}/*"},
        "Condition": {"Bool": {"aws:SecureTransport": "false"}}}]}}),
    "Vault": ("AWS::Backup::BackupVault", {
        "BackupVaultName": "limits", "LockConfiguration": {"MinRetentionDays": 7}, "AccessPolicy": {"Version": "2012-10-17", "Statement": []},
        "Notifications": {"BackupVaultEvents": ["BACKUP_JOB_COMPLETED"], "SNSTopicArn": {"Ref": "Topic"}}}),
    "Topic": ("AWS::SNS::Topic", {}),
    "Queue": ("AWS::SQS::Queue", {}),
    "Function": ("AWS::Lambda::Function", {
        "Runtime": "nodejs22.x", "Handler": "index.handler", "Role": ROLE, "Code": {"ZipFile": "exports.handler = async () => {}"},
        "VpcConfig": {"SubnetIds": [{"Ref": "Subnet"}], "SecurityGroupIds": [{"Ref": "Group"}]}, "ReservedConcurrentExecutions": 1,
        "DeadLetterConfig": {"TargetArn": {"Fn::GetAtt": ["Queue", "Arn"]}}}),
    "Cluster": ("AWS::ECS::Cluster", {"ClusterName": "limits"}),
    "Task": ("AWS::ECS::TaskDefinition", {"ContainerDefinitions": [{"Name": "any", "Image": "any"}]}),
    "Service": ("AWS::ECS::Service", {
        "Cluster": {"Ref": "Cluster"}, "TaskDefinition": {"Ref": "Task"}, "DesiredCount": 0, "HealthCheckGracePeriodSeconds": 60, "PropagateTags": "SERVICE",
        "EnableECSManagedTags": True, "PlatformVersion": "LATEST"}),
    "Stream": ("AWS::Kinesis::Stream", {"ShardCount": 1, "DesiredShardLevelMetrics": ["ALL"]}),
    "Api": ("AWS::ApiGateway::RestApi", {"Name": "limits", "EndpointConfiguration": {"Types": ["REGIONAL"]}, "SecurityPolicy": "TLS_1_2"}),
    "Dashboard": ("AWS::CloudWatch::Dashboard", {"DashboardName": "limits", "DashboardBody": '{"widgets":[]}', "Tags": [{"Key": "a", "Value": "b"}]}),
    "Window": ("AWS::SSM::MaintenanceWindow", {"Name": "limits", "Schedule": "rate(1 day)", "Duration": 2, "Cutoff": 1, "AllowUnassociatedTargets": False,
                                               "Tags": [{"Key": "a", "Value": "b"}]}),
    "Trail": ("AWS::CloudTrail::Trail", {"TrailName": "limits", "S3BucketName": {"Ref": "Bucket"}, "IsLogging": True,
                                         "InsightSelectors": [{"InsightType": "ApiCallRateInsight"}]}),
    "Acl": ("AWS::WAFv2::WebACL", {
        "Name": "limits", "Scope": "REGIONAL", "DefaultAction": {"Allow": {}}, "Rules": [],
        "VisibilityConfig": {"CloudWatchMetricsEnabled": True, "MetricName": "limits", "SampledRequestsEnabled": True},
        "DataProtectionConfig": {"DataProtections": [{"Action": "SUBSTITUTION", "Field": {"FieldType": "BODY"}}]}}),
}

#: By row of LIMITS.md: a function that returns the feature if the emulator has it.
KEPT = {}


def missing(row):
    def register(function):
        KEPT[row] = function
        return function
    return register


@pytest.fixture(scope="module")
def ids(cloud):
    """Physical ids of a stack with every feature that LIMITS.md lists as missing."""
    cloudformation = boto3.client("cloudformation", region_name=REGION)
    body = json.dumps({"Resources": {name: {"Type": kind, "Properties": properties} for name, (kind, properties) in TEMPLATE.items()}})
    cloudformation.create_stack(StackName="limits", TemplateBody=body)
    cloudformation.get_waiter("stack_create_complete").wait(StackName="limits", WaiterConfig={"Delay": 1})
    resources = cloudformation.list_stack_resources(StackName="limits")["StackResourceSummaries"]
    yield {item["LogicalResourceId"]: item["PhysicalResourceId"] for item in resources}
    cloudformation.delete_stack(StackName="limits")
    cloudformation.get_waiter("stack_delete_complete").wait(StackName="limits", WaiterConfig={"Delay": 1})


def test_every_checked_row_is_in_the_document():
    rows = re.findall(r"^\| (.+?) \| .+ \|$", (HERE.parent / "LIMITS.md").read_text(), re.M)
    assert set(KEPT) <= set(rows)


def aws(service):
    return boto3.client(service, region_name=REGION)


def found(call, **arguments):
    """Response of an operation, or None after a client error."""
    try:
        return call(**arguments)
    except ClientError:
        return None


@missing("containers, instances, databases")
def _(ids):
    address = aws("rds").describe_db_instances(DBInstanceIdentifier=ids["Database"])["DBInstances"][0]["Endpoint"]["Address"]
    try:
        return socket.getaddrinfo(address, 5432)
    except OSError:
        return None


@missing("secrets of master users that RDS manages")
def _(ids):
    return aws("rds").describe_db_instances(DBInstanceIdentifier=ids["Database"])["DBInstances"][0].get("MasterUserSecret")


@missing("Performance Insights of databases")
def _(ids):
    return aws("rds").describe_db_instances(DBInstanceIdentifier=ids["Database"])["DBInstances"][0].get("PerformanceInsightsKMSKeyId")


@missing("Auto Scaling groups")
def _(ids):
    group = aws("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[ids["Instances"]])["AutoScalingGroups"][0]
    return group.get("TargetGroupARNs") or group.get("MixedInstancesPolicy")


@missing("launch templates")
def _(ids):
    data = aws("ec2").describe_launch_template_versions(LaunchTemplateId=ids["Template"])["LaunchTemplateVersions"][0]["LaunchTemplateData"]
    return data["BlockDeviceMappings"][0]["Ebs"].get("KmsKeyId")


@missing("VPC endpoints")
def _(ids):
    endpoint = aws("ec2").describe_vpc_endpoints(VpcEndpointIds=[ids["Endpoint"]])["VpcEndpoints"][0]
    return endpoint.get("PrivateDnsEnabled") or endpoint.get("Groups")


@missing("load balancers")
def _(ids):
    return aws("elbv2").describe_load_balancers(LoadBalancerArns=[ids["Balancer"]])["LoadBalancers"][0]["VpcId"] == ids["Vpc"]


@missing("functions")
def _(ids):
    configuration = aws("lambda").get_function_configuration(FunctionName=ids["Function"])
    return configuration.get("VpcConfig") or configuration.get("DeadLetterConfig") or aws("lambda").get_function_concurrency(
        FunctionName=ids["Function"]).get("ReservedConcurrentExecutions")


@missing("services of Amazon ECS")
def _(ids):
    service = aws("ecs").describe_services(cluster=ids["Cluster"], services=[ids["Service"]])["services"][0]
    return service["healthCheckGracePeriodSeconds"] or service["propagateTags"] != "NONE" or service["enableECSManagedTags"] or service["platformVersion"]


@missing("shard-level metrics of streams")
def _(ids):
    return aws("kinesis").describe_stream_summary(StreamName=ids["Stream"])["StreamDescriptionSummary"]["EnhancedMonitoring"][0]["ShardLevelMetrics"]


@missing("REST APIs")
def _(ids):
    api = aws("apigateway").get_rest_api(restApiId=ids["Api"])
    return api["endpointConfiguration"].get("types") or api.get("securityPolicy")


@missing("web ACLs")
def _(ids):
    name, identifier, scope = ids["Acl"].split("|")
    return aws("wafv2").get_web_acl(Name=name, Id=identifier, Scope=scope)["WebACL"].get("DataProtectionConfig")


@missing("trails")
def _(ids):
    return found(aws("cloudtrail").get_insight_selectors, TrailName=ids["Trail"])


@missing("AWS Backup vaults")
def _(ids):
    backup, vault = aws("backup"), {"BackupVaultName": ids["Vault"]}
    return backup.describe_backup_vault(**vault)["Locked"] or found(backup.get_backup_vault_access_policy, **vault) or found(
        backup.get_backup_vault_notifications, **vault)


@missing("tags of dashboards, maintenance windows and patch baselines")
def _(ids):
    dashboard = found(aws("cloudwatch").list_tags_for_resource, ResourceARN=f"arn:aws:cloudwatch::000000000000:dashboard/{ids['Dashboard']}")
    window = found(aws("ssm").list_tags_for_resource, ResourceType="MaintenanceWindow", ResourceId=ids["Window"])
    return (dashboard or {}).get("Tags") or (window or {}).get("TagList")


@missing("alarms on metric math")
def _(_ids):
    query = [{"Id": "a", "Expression": "1 + 1", "ReturnData": True}]
    found(aws("cloudwatch").put_metric_alarm, AlarmName="limits", ComparisonOperator="GreaterThanThreshold", EvaluationPeriods=1, Threshold=1, Metrics=query)
    return [alarm for alarm in aws("cloudwatch").describe_alarms(AlarmNames=["limits"])["MetricAlarms"] if alarm.get("Metrics")]


@missing("policies of buckets")
def _(ids):
    """Sends a request over plain HTTP, which the policy denies."""
    refused = found(aws("s3").put_object, Bucket=ids["Bucket"], Key="any", Body=b"any") is None
    aws("s3").delete_object(Bucket=ids["Bucket"], Key="any")
    return refused


@pytest.mark.parametrize("row", KEPT)
def test_is_still_missing(row, ids):
    kept = KEPT[row](ids)
    assert not kept, f"the emulator supports {row}: assert it in state/ and remove the row from LIMITS.md: {kept}"
