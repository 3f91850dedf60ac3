from aws_cdk import App, Stack
from aws_cdk import aws_s3 as s3
from cdk_regulated import Framework, Workload

app = App()
stack = Stack(app, "Small")
Workload.on(stack, name="small", suffix="dev", frameworks=[Framework.PCI_DSS_4_0_1])
s3.Bucket(stack, "Open")
app.synth()
