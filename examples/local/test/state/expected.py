"""Expected properties of each platform. The library guarantees the others for all platforms."""
from dataclasses import dataclass, field, replace

MYSQL = {"require_secure_transport": "ON", "tls_version": "TLSv1.2,TLSv1.3", "server_audit_logging": "1"}
POSTGRES = {"rds.force_ssl": "1", "ssl_min_protocol_version": "TLSv1.2", "pgaudit.log": "ddl,role"}
MYSQL_LOGS = ["audit", "error", "general", "slowquery"]


@dataclass(frozen=True)
class Database:
    """Expected database. `members` is the number of instances of a cluster, or None for a single instance."""
    name: str
    engine: str
    port: int
    parameters: dict
    exports: list
    members: int = 0
    capacity: tuple = None
    backup_days: int = 7
    managed_password: bool = False


@dataclass(frozen=True)
class Platform:
    """Expected platform with default settings. `{suffix}` and `{environment}` are placeholders."""
    name: str
    tags: dict
    zones: int
    nats: int
    database: Database
    counts: dict
    names: list
    outputs: list
    subnets: dict = None
    endpoints: tuple = ()
    container: dict = None
    instances: str = None
    capacity: tuple = None
    health_path: str = None
    #: Check that replaces instances.
    health_check: str = "ELB"
    health_port: int = 8080
    trail: dict = None
    recorder: dict = None
    backup_copy: str = None
    backup_rule_days: int = 7
    rate_limits: dict = field(default_factory=lambda: {"REGIONAL": 2000})
    #: Types of resources that only a platform in `production` has.
    production_names: tuple = ()
    #: Header by which the load balancer recognizes CloudFront.
    secret_header: str = None
    suffix: str = ""
    production: bool = False
    changed: bool = False

    @property
    def members(self):
        """Number of database instances. An Aurora cluster in `production` has at least one reader."""
        return max(self.database.members, 2 if self.production else 0)

    def pattern(self, kind):
        """Name of a resource type."""
        return _filled(self.name, self.suffix, self.production, type=kind)

    def of(self, suffix, production, changed):
        """The platform in an environment."""
        database = replace(self.database, name=_filled(self.database.name, suffix, production))
        tags = {key: value and _filled(value, suffix, production) for key, value in self.tags.items()}
        # Production has a standby task.
        container = self.container and {**self.container, "range": (2 if production else self.container["range"][0], self.container["range"][1])}
        return replace(self, suffix=suffix, production=production, changed=changed, database=database, tags=tags, container=container,
                       nats=self.zones if production else self.nats)


def _filled(text, suffix, production, **more):
    return text.format(suffix=suffix, environment="prod" if production else "test", **more)


def tiers(public, private, isolated, zones):
    """CIDRs by kind of subnet."""
    return {kind: {f"10.0.{first + zone}.0/24" for zone in range(zones)} for kind, first in
            (("public", public), ("private", private), ("isolated", isolated))}


NETWORK = {"AWS::EC2::VPC": 1, "AWS::EC2::FlowLog": 1}
OPERATIONS = {"AWS::SNS::Topic": 1, "AWS::CloudWatch::Dashboard": 1, "AWS::CloudWatch::CompositeAlarm": 1, "AWS::Backup::BackupVault": 1,
              "AWS::Backup::BackupPlan": 1, "AWS::Backup::BackupSelection": 1}
EDGE = {"AWS::ElasticLoadBalancingV2::LoadBalancer": 1, "AWS::ElasticLoadBalancingV2::TargetGroup": 1, "AWS::WAFv2::WebACLAssociation": 1}
SERVICE = {"AWS::ECS::Cluster": 1, "AWS::ECS::Service": 1, "AWS::ApplicationAutoScaling::ScalableTarget": 1}
GROUP = {"AWS::AutoScaling::AutoScalingGroup": 1, "AWS::EC2::LaunchTemplate": 1}

PLATFORMS = {
    "loan": Platform(
        name="loan-{type}-{suffix}",
        tags={"Environment": "{suffix}", "CostCenter": "loan-processing", "ComplianceLevel": "high"},
        zones=3, nats=1, subnets=tiers(0, 10, 20, 3),
        database=Database("loan-aurora-cluster-{suffix}", "aurora-mysql", 3306, MYSQL, MYSQL_LOGS, members=1, capacity=(0.5, 4.0), managed_password=True),
        counts=NETWORK | OPERATIONS | EDGE | SERVICE | {"AWS::KMS::Key": 1, "AWS::S3::Bucket": 1, "AWS::WAFv2::WebACL": 1},
        container={"port": 8080, "cpu": "512", "memory": "1024", "range": (2, 10), "targets": {70.0, 80.0}},
        health_path="/",
        names=["vpc", "ecs-cluster", "aurora-cluster", "alb", "kms-key", "dashboard"],
        outputs=["VpcId", "AlbDnsName", "EcsClusterName", "DbEndpoint", "LogBucketName"]),
    "payment": Platform(
        name="payment-{type}-{suffix}",
        tags={"Environment": "{suffix}", "CostCenter": "payment-processing", "DataClassification": "cardholder-data", "PciScope": None},
        zones=3, nats=1,
        database=Database("payment-aurora-cluster-{suffix}", "aurora-postgresql", 5432, POSTGRES, ["postgresql"], members=3),
        counts=NETWORK | OPERATIONS | EDGE | SERVICE | {"AWS::KMS::Key": 3, "AWS::S3::Bucket": 3, "AWS::WAFv2::WebACL": 1, "AWS::CloudTrail::Trail": 1, "AWS::CloudWatch::CompositeAlarm": 2},
        endpoints=("s3", "dynamodb", "kms", "sts", "secretsmanager", "ecr.api", "ecr.dkr", "logs", "ssm", "xray"),
        container={"port": 8080, "cpu": "1024", "memory": "2048", "range": (2, 10), "targets": {70.0, 80.0}},
        health_path="/", trail={"prefix": "cloudtrail", "locked_days": 365}, backup_copy="us-west-2", backup_rule_days=30,
        names=["vpc", "rds-key", "s3-key", "cloudwatch-key", "trail", "aurora-cluster", "cluster", "alb", "web-acl", "alarms", "dashboard", "backup-vault"],
        outputs=["albDnsName", "clusterEndpoint", "staticBucketName", "auditBucketName"]),
    "pipeline": Platform(
        name="pipeline-{type}-{suffix}",
        tags={"Environment": "{suffix}", "Compliance": "FedRAMP-Moderate"},
        zones=2, nats=1, subnets=tiers(0, 10, 20, 2),
        database=Database("pipeline-db-{suffix}", "postgres", 5432, POSTGRES, ["postgresql", "upgrade"]),
        counts=NETWORK | OPERATIONS | SERVICE | {"AWS::KMS::Key": 1, "AWS::WAFv2::WebACL": 1, "AWS::Kinesis::Stream": 1, "AWS::ApiGateway::RestApi": 1},
        container={"port": 8080, "cpu": "256", "memory": "512", "range": (1, 4), "targets": {70.0, 80.0}},
        names=["vpc", "kms-key", "web-acl", "stream", "api", "db", "db-credentials", "processor-credentials", "cluster", "data-processor", "dashboard"],
        outputs=["VpcId", "PublicSubnetIds", "PrivateSubnetIds", "KinesisStreamName", "KinesisStreamArn", "RdsEndpoint", "DbSecretArn", "EcsClusterArn",
                 "TaskDefinitionArn", "ApiGatewayId", "ApiGatewayUrl", "ApiGatewayEndpoint"]),
    "ec2-baseline": Platform(
        name="ec2-baseline-{type}-{suffix}",
        tags={"environment": "production", "managed_by": "cdk"},
        zones=2, nats=2, subnets=tiers(1, 10, 20, 2),
        database=Database("ec2-baseline-db-{suffix}", "postgres", 5432, POSTGRES, ["postgresql", "upgrade"], backup_days=30, managed_password=True),
        counts=NETWORK | OPERATIONS | EDGE | GROUP | {"AWS::KMS::Key": 1, "AWS::S3::Bucket": 3, "AWS::WAFv2::WebACL": 1, "AWS::CloudTrail::Trail": 1, "AWS::CloudWatch::CompositeAlarm": 2,
                                                      "AWS::SSM::MaintenanceWindow": 1, "Custom::SecureParameter": 2},
        endpoints=("s3", "dynamodb", "ssm", "ssmmessages", "ec2messages"),
        instances="t3.medium", capacity=(2, 4),
        health_path="/health", health_port=80, trail={"prefix": "cloudtrail"},
        recorder={"prefix": "config", "rules": {"S3_BUCKET_PUBLIC_READ_PROHIBITED", "ENCRYPTED_VOLUMES", "RDS_STORAGE_ENCRYPTED"}},
        names=["vpc", "kms-key", "trail", "asg", "alb", "db", "patches-window", "dashboard"], production_names=("config-recorder",),
        outputs=["VpcId", "AlbDnsName", "RdsEndpoint", "CloudtrailName", "S3LoggingBucket", "S3ApplicationBucket", "ConfigRecorderName"]),
    "transactions": Platform(
        name="{type}-{environment}-{suffix}",
        tags={"Environment": "{environment}", "Application": "transactions", "CostCenter": "transaction-processing"},
        zones=3, nats=1,
        database=Database("aurora-cluster-{environment}-{suffix}", "aurora-mysql", 3306, MYSQL, MYSQL_LOGS, members=2),
        counts=NETWORK | OPERATIONS | EDGE | GROUP | {"AWS::KMS::Key": 3, "AWS::S3::Bucket": 3, "AWS::WAFv2::WebACL": 2, "AWS::CloudFront::Distribution": 1,
                                                      "AWS::KinesisFirehose::DeliveryStream": 1, "AWS::AutoScaling::ScheduledAction": 2},
        instances="t3.large", capacity=(2, 9), health_check="EC2",
        health_path="/health", rate_limits={"CLOUDFRONT": 1000}, secret_header="x-origin-verify",
        names=["vpc", "data-key", "storage-key", "logs-key", "secret-database", "aurora-cluster", "asg", "alb", "web-acl", "topic-critical-alerts", "dashboard"],
        outputs=["VpcId", "DistributionDomainName", "AlbDnsName", "DbEndpoint", "LogBucketName", "StaticBucketName", "AlertTopicArn"]),
}
