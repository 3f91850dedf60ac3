"""Loan processing: a web application on Fargate with Aurora MySQL, in eu-west-2."""

from typing import Any

from aws_cdk import App, CfnOutput, CfnParameter, Duration, Environment, Stack, Stage
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_rds as rds
from cdk_regulated import (
    AlbWithWaf,
    AuroraCapacity,
    BackupPlan,
    CompliantAurora,
    FargateService,
    Framework,
    KeyLayout,
    Lifecycle,
    LogBucket,
    NameLimit,
    SecureVpc,
    Workload,
    WorkloadMonitoring,
)
from constructs import Construct

REGION = "eu-west-2"


class LoanPlatform(Stage):
    def __init__(
        self, scope: Construct, id: str, *, lifecycle: Lifecycle, suffix: str
    ) -> None:
        super().__init__(scope, id)
        Workload.on(
            self,
            name="loan",
            suffix=suffix,
            lifecycle=lifecycle,
            frameworks=[Framework.AWS_FSBP, Framework.NIST_800_53_R5],
            regions=[REGION],
            keys=KeyLayout.SINGLE,
            tags={
                "Environment": suffix,
                "CostCenter": "loan-processing",
                "ComplianceLevel": "high",
            },
        )
        LoanStack(
            self,
            "Loan",
            stack_name=f"loan-{suffix}",
            env=Environment(region=REGION),
        )


class LoanStack(Stack):
    def __init__(self, scope: Construct, id: str, **kwargs: Any) -> None:
        super().__init__(scope, id, **kwargs)
        workload = Workload.of(self)

        network = SecureVpc(
            self,
            "Network",
            vpc_name=workload.physical_name("vpc"),
            cidr="10.0.0.0/16",
            subnets={
                "public_cidrs": ["10.0.0.0/24", "10.0.1.0/24", "10.0.2.0/24"],
                "private_cidrs": ["10.0.10.0/24", "10.0.11.0/24", "10.0.12.0/24"],
                "isolated_cidrs": ["10.0.20.0/24", "10.0.21.0/24", "10.0.22.0/24"],
            },
        )
        log_bucket = LogBucket(
            self, "LogBucket", lifecycle={"glacier_after": Duration.days(90)}
        )
        database = CompliantAurora(
            self,
            "Database",
            vpc=network.vpc,
            cluster_identifier=workload.physical_name(
                "aurora-cluster", limit=NameLimit.DATABASE
            ),
            engine=rds.DatabaseClusterEngine.aurora_mysql(
                version=rds.AuroraMysqlEngineVersion.VER_3_10_4
            ),
            database_name="loans",
            capacity=AuroraCapacity.serverless(min_acu=0.5, max_acu=4),
            logs={"exports": ["audit", "error", "general", "slowquery"]},
        )
        service = FargateService(
            self,
            "Service",
            vpc=network.vpc,
            cluster_name=workload.physical_name("ecs-cluster", limit=NameLimit.ECS),
            log_group_name=f"/aws/ecs/{workload.physical_name('app')}",
            image=ecs.ContainerImage.from_registry(
                "public.ecr.aws/nginx/nginx-unprivileged:stable"
            ),
            port=8080,
            scaling={
                "min_capacity": 2,
                "max_capacity": 10,
                "target_cpu_utilization_percent": 70,
                "target_memory_utilization_percent": 80,
            },
        )
        database.allow_connections_from(service, database_user="loan_app")

        edge = AlbWithWaf(
            self,
            "Edge",
            vpc=network.vpc,
            load_balancer_name=workload.physical_name(
                "alb", limit=NameLimit.LOAD_BALANCER
            ),
            certificate=self.certificate(),
            access_logs=log_bucket.bucket,
        )
        edge.route_to(service)

        monitoring = WorkloadMonitoring(
            self,
            "Monitoring",
            dashboard_name=workload.physical_name(
                "dashboard", limit=NameLimit.DASHBOARD
            ),
        )
        BackupPlan(self, "Backup", topic=monitoring.topic)

        outputs = {
            "VpcId": network.vpc.vpc_id,
            "AlbDnsName": edge.load_balancer.load_balancer_dns_name,
            "EcsClusterName": service.cluster.cluster_name,
            "DbEndpoint": database.cluster.cluster_endpoint.hostname,
            "LogBucketName": log_bucket.bucket.bucket_name,
        }
        for output, value in outputs.items():
            CfnOutput(self, output, value=value)

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


def main() -> None:
    """Write the templates, with the settings of the context."""
    app = App()
    suffix = app.node.try_get_context("suffix") or "dev"
    lifecycle = app.node.try_get_context("lifecycle") or "ephemeral"
    LoanPlatform(
        app,
        f"loan-{suffix}",
        lifecycle=Lifecycle[lifecycle.upper()],
        suffix=suffix,
    )
    app.synth()


if __name__ == "__main__":
    main()
