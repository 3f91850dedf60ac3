from aws_cdk import App, Environment, Stack
from cdk_regulated import Framework, Lifecycle, SecureBucket, SecureVpc, Workload

app = App()
stack = Stack(app, "Small", env=Environment(account="123456789012", region="eu-west-2"))
Workload.on(
    stack,
    name="small",
    suffix="dev",
    lifecycle=Lifecycle.EPHEMERAL,
    frameworks=[Framework.PCI_DSS_4_0_1],
    regions=["eu-west-2"],
    tags={"Team": "payments"},
)
SecureVpc(
    stack,
    "Network",
    cidr="10.20.0.0/16",
    availability_zones=["eu-west-2a", "eu-west-2b"],
)
SecureBucket(stack, "Documents")
app.synth()
