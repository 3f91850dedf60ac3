"""Physical names follow the platform's pattern."""
from .stack import only, tags_of


def check(stack, expected):
    named = _named(stack)
    kinds = [*expected.names, *(expected.production_names if expected.production else ())]
    missing = {expected.pattern(kind) for kind in kinds} - named
    assert not stack.ids("AWS::EC2::VPC") or not missing, f"{stack.name} has no resources named {missing}"
    # API Gateway sets the name of the stage log.
    strays = {name for name in named if expected.suffix not in name and not name.startswith("API-Gateway-Execution-Logs_")}
    assert not strays, f"names without the suffix conflict with a second environment: {strays}"


def _named(stack):
    """Names that a platform or the CDK sets. CloudFormation generates the others from the stack name."""
    found = {name.removeprefix("alias/") for name in stack.ids("AWS::KMS::Alias")}
    for kind in ("AWS::AutoScaling::AutoScalingGroup", "AWS::Backup::BackupVault", "AWS::CloudTrail::Trail", "AWS::CloudWatch::Dashboard",
                 "AWS::Config::ConfigurationRecorder", "AWS::ECS::Cluster", "AWS::Kinesis::Stream", "AWS::Logs::LogGroup", "AWS::RDS::DBCluster",
                 "AWS::RDS::DBInstance"):
        found.update(stack.ids(kind))
    found.update(item.split("|")[0] for item in stack.ids("AWS::WAFv2::WebACL"))
    found.update(arn.rsplit(":", 1)[-1] for arn in stack.ids("AWS::SNS::Topic"))
    found.update(arn.split("/")[2] for arn in stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer"))
    found.update(arn.rsplit("/", 1)[-1] for arn in stack.ids("AWS::ECS::Service"))
    found.update(stack.client("secretsmanager").describe_secret(SecretId=secret)["Name"] for secret in stack.ids("AWS::SecretsManager::Secret"))
    found.update(stack.client("apigateway").get_rest_api(restApiId=api)["name"] for api in stack.ids("AWS::ApiGateway::RestApi"))
    found.update(stack.client("ssm").get_maintenance_window(WindowId=window)["Name"] for window in stack.ids("AWS::SSM::MaintenanceWindow"))
    for vpc in stack.ids("AWS::EC2::VPC"):
        found.add(tags_of(only(stack.client("ec2").describe_vpcs(VpcIds=[vpc])["Vpcs"], "network")["Tags"])["Name"])
    return found
