from aws_cdk import App, Environment, Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ecs as ecs
from cdk_regulated import AlbWithWaf, CompliantAurora, FargateService, Framework, Lifecycle, LogBucket, SecureVpc, Workload

app = App()
stack = Stack(app, "Ledger", env=Environment(region="eu-west-2"))
Workload.on(
    stack,
    name="ledger",
    suffix="dev",
    lifecycle=Lifecycle.EPHEMERAL,
    frameworks=[Framework.PCI_DSS_4_0_1],
    tags={"CostCenter": "4711"},
)
network = SecureVpc(stack, "Network")
database = CompliantAurora(stack, "Database", vpc=network.vpc, database_name="ledger")
service = FargateService(
    stack,
    "Service",
    vpc=network.vpc,
    image=ecs.ContainerImage.from_registry("public.ecr.aws/nginx/nginx-unprivileged:stable"),
)
database.allow_connections_from(service)

logs = LogBucket(stack, "Logs")
certificate = acm.Certificate.from_certificate_arn(stack, "Certificate", "arn:aws:acm:eu-west-2:111122223333:certificate/8f4e")
edge = AlbWithWaf(stack, "Edge", vpc=network.vpc, certificate=certificate, access_logs=logs.bucket)
edge.route_to(service)

app.synth()
