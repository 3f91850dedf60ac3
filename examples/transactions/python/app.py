"""Financial transactions under PCI DSS: EC2 behind CloudFront, with Aurora MySQL."""

from pathlib import Path
from typing import Any, NamedTuple

from aws_cdk import (
    Acknowledgment,
    App,
    CfnOutput,
    CfnParameter,
    Duration,
    Environment,
    Stack,
    Stage,
    Validations,
)
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_rds as rds
from cdk_regulated import (
    AlbWithWaf,
    AuroraCapacity,
    AutoScalingService,
    BackupPlan,
    CloudFrontAccess,
    CloudFrontOrigin,
    CloudFrontWithWaf,
    CompliantAurora,
    DatabaseCredentials,
    DatabaseRotation,
    Framework,
    Lifecycle,
    LogArchive,
    LogBucket,
    NameLimit,
    OriginSecret,
    SecureBucket,
    SecureVpc,
    WebAcl,
    WebAclScope,
    Workload,
    WorkloadMonitoring,
)
from constructs import Construct

# The Region of CloudFront, so that all resources are in one stack.
REGION = "us-east-1"

# Commands that install the application.
BOOTSTRAP = Path(__file__).parent.parent / "app" / "bootstrap"

ENVIRONMENTS = {Lifecycle.PRODUCTION: "prod", Lifecycle.EPHEMERAL: "test"}


class Artifact(NamedTuple):
    """Package of the application in an existing bucket."""

    bucket: str
    key: str
    sha256: str


class TransactionsPlatform(Stage):
    def __init__(
        self, scope: Construct, id: str, *, lifecycle: Lifecycle, suffix: str
    ) -> None:
        super().__init__(scope, id)
        environment = ENVIRONMENTS[lifecycle]
        Workload.on(
            self,
            name="transactions",
            suffix=suffix,
            lifecycle=lifecycle,
            frameworks=[Framework.PCI_DSS_4_0_1],
            regions=[REGION],
            name_pattern=f"{{type}}-{environment}-{{suffix}}",
            tags={
                "Environment": environment,
                "Application": "transactions",
                "CostCenter": "transaction-processing",
            },
        )
        TransactionsStack(
            self,
            "Transactions",
            stack_name=f"transactions-{suffix}",
            env=Environment(region=REGION),
        )


class TransactionsStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs: Any) -> None:
        super().__init__(scope, id, **kwargs)
        workload = Workload.of(self)
        named = workload.physical_name

        network = SecureVpc(self, "Network", vpc_name=named("vpc"), max_azs=3)

        # PCI DSS 10.5.1: twelve months of audit history.
        audit_bucket = LogBucket(
            self,
            "AuditBucket",
            lifecycle={
                "glacier_after": Duration.days(90),
                "expire_after": Duration.days(365),
            },
        )
        static_bucket = SecureBucket(
            self,
            "StaticBucket",
            bucket_name=named(f"s3-static-{self.account}"),
            access_logs=audit_bucket.bucket,
        )
        database = CompliantAurora(
            self,
            "Database",
            vpc=network.vpc,
            cluster_identifier=named("aurora-cluster", limit=NameLimit.DATABASE),
            engine=rds.DatabaseClusterEngine.aurora_mysql(
                version=rds.AuroraMysqlEngineVersion.VER_3_10_4
            ),
            database_name="transactions",
            capacity=AuroraCapacity.provisioned(
                ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)
            ),
            readers=1,
            credentials=DatabaseCredentials.generated(
                secret_name=named("secret-database"),
                rotate_after=Duration.days(30),
                rotation=DatabaseRotation.FUNCTION,
            ),
            backup={"retention": Duration.days(7)},
        )

        artifact = self.artifact()
        service = AutoScalingService(
            self,
            "Service",
            vpc=network.vpc,
            group_name=named("asg"),
            instance_types=[
                ec2.InstanceType.of(ec2.InstanceClass.T3, ec2.InstanceSize.LARGE)
            ],
            health_check_path="/health",
            bootstrap=[
                file.read_text(encoding="utf-8") for file in sorted(BOOTSTRAP.iterdir())
            ],
            environment={
                "APP_ARTIFACT": f"s3://{artifact.bucket}/{artifact.key}",
                "APP_ARTIFACT_SHA256": artifact.sha256,
            },
            scaling={
                "min_capacity": 2,
                "max_capacity": 9,
                "cpu_steps": {"scale_out_at_percent": 70, "scale_in_at_percent": 30},
            },
            # /health queries the database, so that it must not decide which instances
            # are replaced.
            liveness_check={"path": "/health/live"},
            logging={
                "files": {"app": "/var/log/transactions/*.log"},
                "log_group_prefix": f"/{named('log-group')}",
            },
        )
        service.scale_on_business_hours(
            "BusinessHours",
            min_capacity=3,
            start_time="08:00",
            end_time="18:00",
            time_zone="America/New_York",
        )
        secret = database.add_user(
            "ApplicationUser",
            username="transactions",
            secret_name=named("secret-application"),
            rotate_after=Duration.days(30),
            rotation=DatabaseRotation.FUNCTION,
            privileges=["SELECT, INSERT, CREATE ON transactions.*"],
        )
        database.allow_connections_from(service, secret=secret)
        self.acknowledge_health_check(service)
        # Instances fail to launch if the database does not respond in the first
        # minutes.
        service.group.node.add_dependency(database.cluster)
        service.role.add_to_principal_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"],
                resources=[
                    f"arn:{self.partition}:s3:::{artifact.bucket}/{artifact.key}"
                ],
            )
        )

        log_bucket = LogBucket(
            self, "LogBucket", lifecycle={"expire_after": Duration.days(90)}
        )
        archive = LogArchive(
            self, "LogArchive", bucket=log_bucket.bucket, prefix="application"
        )
        archive.ship("Application", service.log_groups["app"])

        certificate = self.certificate()
        edge = AlbWithWaf(
            self,
            "Edge",
            vpc=network.vpc,
            load_balancer_name=named("alb", limit=NameLimit.LOAD_BALANCER),
            exposure={
                "cloud_front": CloudFrontAccess.secret_header(
                    OriginSecret(self, "OriginSecret", rotate_after=Duration.days(30))
                )
            },
            certificate=certificate,
            access_logs=audit_bucket.bucket,
        )
        edge.route_to(service)

        cdn = CloudFrontWithWaf(
            self,
            "Cdn",
            origin=CloudFrontOrigin.load_balancer(edge),
            certificate=certificate,
            domain={"domain_name": self.domain_name()},
            web_acl=WebAcl(
                self,
                "Firewall",
                web_acl_name=named("web-acl", limit=NameLimit.WEB_ACL),
                scope=WebAclScope.CLOUDFRONT,
                rate_limit=1000,
            ),
            access_logs=audit_bucket.bucket,
        )
        cdn.route_when("/static/*", CloudFrontOrigin.bucket(static_bucket.bucket))

        monitoring = WorkloadMonitoring(
            self,
            "Monitoring",
            topic_name=named("topic-critical-alerts", limit=NameLimit.TOPIC),
            dashboard_name=named("dashboard", limit=NameLimit.DASHBOARD),
        )
        monitoring.add_log_metric_filter(
            "ApplicationErrors",
            log_group=service.log_groups["app"],
            filter_pattern=logs.FilterPattern.string_value("$.level", "=", "error"),
            description="The application logs errors.",
            threshold=5,
        )
        monitoring.add_alarm(
            "TransactionsFailing",
            metric=cloudwatch.Metric(
                namespace="Transactions",
                metric_name="TransactionErrors",
                dimensions_map={"service": "transactions"},
                statistic=cloudwatch.Stats.SUM,
            ),
            description="Transactions fail although they are in order: the database "
            "does not take them.",
            threshold=5,
        )
        BackupPlan(self, "Backup", topic=monitoring.topic)

        outputs = {
            "VpcId": network.vpc.vpc_id,
            "DistributionDomainName": cdn.dns_name,
            "AlbDnsName": edge.dns_name,
            "DbEndpoint": database.cluster.cluster_endpoint.hostname,
            "LogBucketName": log_bucket.bucket.bucket_name,
            "StaticBucketName": static_bucket.bucket.bucket_name,
            "AlertTopicArn": monitoring.topic.topic_arn,
        }
        for output, value in outputs.items():
            CfnOutput(self, output, value=value)

    def acknowledge_health_check(self, service: AutoScalingService) -> None:
        """Acknowledge the findings of cdk-nag about the health check of the group."""
        reason = (
            "The health check of the load balancer includes the database, whose outage "
            "must not replace instances; a liveness check on each instance does"
        )
        rule = "AutoScalingGroupELBHealthCheckRequired"
        Validations.of(service.group.node.default_child).acknowledge(
            *(
                Acknowledgment(id=f"{pack}-{rule}", reason=reason)
                for pack in ["NIST.800.53.R5", "HIPAA.Security", "PCI.DSS.321"]
            )
        )

    def artifact(self) -> Artifact:
        """Return the artifact, which instances download when they boot."""
        bucket = CfnParameter(
            self,
            "ArtifactBucket",
            description="Bucket with the application, transactions.tgz, under keys "
            "that S3 manages",
            allowed_pattern="^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$",
        )
        sha256 = CfnParameter(
            self,
            "ArtifactSha256",
            description="Its SHA-256 digest; anything else is not installed",
            allowed_pattern="^[0-9a-f]{64}$",
        )
        return Artifact(
            bucket.value_as_string, "transactions.tgz", sha256.value_as_string
        )

    def certificate(self) -> acm.ICertificate:
        """Return the certificate of a stack parameter."""
        parameter = CfnParameter(
            self,
            "CertificateArn",
            description="ARN of the ACM certificate that the load balancer presents, "
            "in the Region of this stack",
            allowed_pattern=r"^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate/.+$",
        )
        return acm.Certificate.from_certificate_arn(
            self, "Certificate", parameter.value_as_string
        )

    def domain_name(self) -> str:
        """Return the name of the distribution, a stack parameter."""
        return CfnParameter(
            self,
            "DomainName",
            description="Name of the distribution, which the certificate is for, too",
            allowed_pattern=r"^([a-z0-9-]+\.)+[a-z]{2,}$",
        ).value_as_string


def main() -> None:
    """Write the templates, with the settings of the context."""
    app = App()
    suffix = app.node.try_get_context("suffix") or "dev"
    lifecycle = app.node.try_get_context("lifecycle") or "ephemeral"
    TransactionsPlatform(
        app,
        f"transactions-{suffix}",
        lifecycle=Lifecycle[lifecycle.upper()],
        suffix=suffix,
    )
    app.synth()


if __name__ == "__main__":
    main()
