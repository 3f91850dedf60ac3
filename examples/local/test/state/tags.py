"""All resources that support tags have the workload's tags."""
from .stack import only, tags_of


def check(stack, expected):
    for kind in stack.resources:
        if kind in UNTAGGED | DROPPED or kind.startswith("Custom::"):
            continue
        read = _ec2 if kind.startswith("AWS::EC2::") else TAGS[kind]
        for identifier in stack.ids(kind):
            tags = read(stack, identifier)
            missing = {key: value for key, value in expected.tags.items() if tags.get(key) != value if value or key not in tags}
            assert not missing, f"{kind} {identifier} must have the tags {missing}, got {tags}"


def _ec2(stack, identifier):
    """Tags of any Amazon EC2 resource."""
    if identifier.count(".") == 3:
        addresses = stack.client("ec2").describe_addresses()["Addresses"]
        identifier = only((item["AllocationId"] for item in addresses if item["PublicIp"] == identifier), "address")
    return tags_of(stack.client("ec2").describe_tags(Filters=[{"Name": "resource-id", "Values": [identifier]}])["Tags"])


def _list(service, operation, argument, answer, arn=lambda _stack, identifier: identifier, **names):
    """Reads tags with one operation. `arn` converts the physical id."""
    def read(stack, identifier):
        tags = getattr(stack.client(service), operation)(**{argument: arn(stack, identifier)})[answer]
        return tags if isinstance(tags, dict) else tags_of(tags, **names)
    return read


def _arn(service, resource):
    return lambda stack, identifier: f"arn:aws:{service}:{stack.region}:000000000000:{resource}{identifier}"


def _rds(kind):
    return _list("rds", "list_tags_for_resource", "ResourceName", "TagList", _arn("rds", f"{kind}:"))


def _elb(stack, identifier):
    return tags_of(stack.client("elbv2").describe_tags(ResourceArns=[identifier])["TagDescriptions"][0]["Tags"])


def _bucket(stack, identifier):
    return tags_of(stack.client("s3").get_bucket_tagging(Bucket=identifier)["TagSet"])


def _acl(stack, identifier):
    name, unique, scope = identifier.split("|")
    arn = stack.client("wafv2").get_web_acl(Name=name, Id=unique, Scope=scope)["WebACL"]["ARN"]
    return tags_of(stack.client("wafv2").list_tags_for_resource(ResourceARN=arn)["TagInfoForResource"]["TagList"])


def _group(stack, identifier):
    tags = stack.client("autoscaling").describe_tags(Filters=[{"Name": "auto-scaling-group", "Values": [identifier]}])["Tags"]
    return tags_of(tag for tag in tags if tag["PropagateAtLaunch"])


def _service_tags(stack, identifier):
    ecs = stack.client("ecs")
    service = ecs.describe_services(cluster=stack.ids("AWS::ECS::Cluster")[0], services=[identifier], include=["TAGS"])["services"][0]
    return tags_of(service["tags"], "key", "value")


def _trail(stack, identifier):
    arn = stack.client("cloudtrail").get_trail(Name=identifier)["Trail"]["TrailARN"]
    return tags_of(stack.client("cloudtrail").list_tags(ResourceIdList=[arn])["ResourceTagList"][0]["TagsList"])


def _distribution(stack, identifier):
    arn = stack.client("cloudfront").get_distribution(Id=identifier)["Distribution"]["ARN"]
    return tags_of(stack.client("cloudfront").list_tags_for_resource(Resource=arn)["Tags"]["Items"])


def _parameter(stack, identifier):
    return tags_of(stack.client("ssm").list_tags_for_resource(ResourceType="Parameter", ResourceId=identifier)["TagList"])


_ALARM = _list("cloudwatch", "list_tags_for_resource", "ResourceARN", "Tags", _arn("cloudwatch", "alarm:"))
_ECS = dict(key="key", value="value")

#: Function that reads the tags, by type.
TAGS = {
    "AWS::ApiGateway::RestApi": _list("apigateway", "get_tags", "resourceArn", "tags", lambda s, i: f"arn:aws:apigateway:{s.region}::/restapis/{i}"),
    "AWS::ApiGateway::Stage": lambda s, i: s.client("apigateway").get_stage(restApiId=s.ids("AWS::ApiGateway::RestApi")[0], stageName=i)["tags"],
    "AWS::AutoScaling::AutoScalingGroup": _group,
    "AWS::Backup::BackupPlan": _list("backup", "list_tags", "ResourceArn", "Tags", _arn("backup", "backup-plan:")),
    "AWS::Backup::BackupVault": _list("backup", "list_tags", "ResourceArn", "Tags", _arn("backup", "backup-vault:")),
    "AWS::CloudFront::Distribution": _distribution,
    "AWS::CloudTrail::Trail": _trail,
    "AWS::CloudWatch::Alarm": _ALARM,
    "AWS::CloudWatch::CompositeAlarm": _ALARM,
    "AWS::ECS::Cluster": _list("ecs", "list_tags_for_resource", "resourceArn", "tags", _arn("ecs", "cluster/"), **_ECS),
    "AWS::ECS::Service": _service_tags,
    "AWS::ECS::TaskDefinition": _list("ecs", "list_tags_for_resource", "resourceArn", "tags", **_ECS),
    "AWS::ElasticLoadBalancingV2::ListenerRule": _elb,
    "AWS::ElasticLoadBalancingV2::LoadBalancer": _elb,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _elb,
    "AWS::Events::Rule": _list("events", "list_tags_for_resource", "ResourceARN", "Tags", _arn("events", "rule/")),
    "AWS::IAM::Role": _list("iam", "list_role_tags", "RoleName", "Tags"),
    "AWS::Kinesis::Stream": _list("kinesis", "list_tags_for_stream", "StreamName", "Tags"),
    "AWS::KinesisFirehose::DeliveryStream": _list("firehose", "list_tags_for_delivery_stream", "DeliveryStreamName", "Tags"),
    "AWS::KMS::Key": _list("kms", "list_resource_tags", "KeyId", "Tags", key="TagKey", value="TagValue"),
    "AWS::Lambda::Function": _list("lambda", "list_tags", "Resource", "Tags", _arn("lambda", "function:")),
    "AWS::Logs::LogGroup": _list("logs", "list_tags_for_resource", "resourceArn", "tags", _arn("logs", "log-group:")),
    "AWS::RDS::DBCluster": _rds("cluster"),
    "AWS::RDS::DBClusterParameterGroup": _rds("cluster-pg"),
    "AWS::RDS::DBInstance": _rds("db"),
    "AWS::RDS::DBParameterGroup": _rds("pg"),
    "AWS::RDS::DBSubnetGroup": _rds("subgrp"),
    "AWS::S3::Bucket": _bucket,
    "AWS::SecretsManager::Secret": _list("secretsmanager", "describe_secret", "SecretId", "Tags"),
    "AWS::SNS::Topic": _list("sns", "list_tags_for_resource", "ResourceArn", "Tags"),
    "AWS::SQS::Queue": _list("sqs", "list_queue_tags", "QueueUrl", "Tags"),
    "AWS::SSM::Parameter": _parameter,
    "AWS::WAFv2::WebACL": _acl,
}

#: Types that are recorded only, or without tags in the emulator.
DROPPED = {"AWS::CloudWatch::Dashboard", "AWS::Logs::Delivery", "AWS::Logs::DeliveryDestination", "AWS::Logs::DeliverySource",
           "AWS::SSM::MaintenanceWindow", "AWS::SSM::PatchBaseline"}

#: Types without tags in CloudFormation, or in aws-cdk-lib (Listener).
UNTAGGED = {
    "AWS::ApiGateway::Account", "AWS::ApiGateway::Deployment", "AWS::ApiGateway::GatewayResponse", "AWS::ApiGateway::Method", "AWS::ApiGateway::Model",
    "AWS::ApiGateway::RequestValidator", "AWS::ApiGateway::Resource", "AWS::ApplicationAutoScaling::ScalableTarget",
    "AWS::ApplicationAutoScaling::ScalingPolicy", "AWS::AutoScaling::ScalingPolicy", "AWS::AutoScaling::ScheduledAction",
    "AWS::Backup::BackupSelection", "AWS::CDK::Metadata", "AWS::CloudFront::OriginAccessControl", "AWS::CloudFront::ResponseHeadersPolicy",
    "AWS::Config::ConfigRule", "AWS::Config::ConfigurationRecorder", "AWS::Config::ConformancePack", "AWS::Config::DeliveryChannel",
    "AWS::EC2::NetworkAclEntry", "AWS::EC2::Route", "AWS::EC2::SecurityGroupEgress", "AWS::EC2::SecurityGroupIngress",
    "AWS::EC2::SubnetNetworkAclAssociation", "AWS::EC2::SubnetRouteTableAssociation", "AWS::EC2::VPCGatewayAttachment",
    "AWS::ElasticLoadBalancingV2::Listener", "AWS::IAM::InstanceProfile",
    "AWS::IAM::ManagedPolicy", "AWS::KMS::Alias", "AWS::Lambda::Permission", "AWS::Logs::LogStream", "AWS::Logs::MetricFilter",
    "AWS::Logs::SubscriptionFilter", "AWS::S3::BucketPolicy", "AWS::SecretsManager::ResourcePolicy", "AWS::SecretsManager::RotationSchedule",
    "AWS::SecretsManager::SecretTargetAttachment", "AWS::SNS::TopicPolicy", "AWS::SQS::QueuePolicy", "AWS::SSM::MaintenanceWindowTarget",
    "AWS::SSM::MaintenanceWindowTask", "AWS::WAFv2::LoggingConfiguration", "AWS::WAFv2::WebACLAssociation",
}
