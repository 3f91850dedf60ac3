from aws_cdk import App, Stack
from cdk_regulated import SecureVpc

SecureVpc(Stack(App(), "Small"), "Wrong", max_azs=0)
