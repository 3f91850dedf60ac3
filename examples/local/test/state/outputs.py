"""Outputs have values of existing resources and no secrets."""


def check(stack, expected):
    if not stack.ids("AWS::EC2::VPC"):
        return
    assert set(expected.outputs) <= set(stack.outputs), f"{stack.name} has the outputs {sorted(stack.outputs)}"
    known = _known(stack)
    if expected.recorder and not expected.production:
        # AWS Config's name for the recorder of the account.
        known.add("default")
    for name in expected.outputs:
        for value in stack.outputs[name].split(","):
            assert value in known, f"{name} of {stack.name} is {value}, which is not a resource of the stack"
    text = " ".join(stack.outputs.values())
    for secret in stack.ids("AWS::SecretsManager::Secret"):
        value = stack.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
        assert value not in text, f"an output of {stack.name} contains a secret"


def _known(stack):
    known = {identifier for identifiers in stack.resources.values() for identifier in identifiers}
    elb, rds = stack.client("elbv2"), stack.client("rds")
    known.update(item["DNSName"] for item in elb.describe_load_balancers()["LoadBalancers"])
    known.update(item["Endpoint"] for item in rds.describe_db_clusters()["DBClusters"])
    known.update(item["Endpoint"]["Address"] for item in rds.describe_db_instances()["DBInstances"])
    known.update(stack.client("kinesis").describe_stream_summary(StreamName=name)["StreamDescriptionSummary"]["StreamARN"]
                 for name in stack.ids("AWS::Kinesis::Stream"))
    known.update(stack.client("ecs").describe_clusters(clusters=[name])["clusters"][0]["clusterArn"] for name in stack.ids("AWS::ECS::Cluster"))
    known.update(stack.client("secretsmanager").describe_secret(SecretId=secret)["ARN"] for secret in stack.ids("AWS::SecretsManager::Secret"))
    known.update(stack.client("cloudfront").get_distribution(Id=identifier)["Distribution"]["DomainName"]
                 for identifier in stack.ids("AWS::CloudFront::Distribution"))
    for api in stack.ids("AWS::ApiGateway::RestApi"):
        host = f"https://{api}.execute-api.{stack.region}.amazonaws.com/prod/"
        known.update({host, f"{host}ingest"})
    return known
