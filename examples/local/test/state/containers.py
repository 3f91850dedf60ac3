"""Tasks run without root user, on a read-only root file system, in private subnets."""
from .stack import only


def check(stack, expected):
    ecs = stack.client("ecs")
    for cluster in stack.ids("AWS::ECS::Cluster"):
        settings = only(ecs.describe_clusters(clusters=[cluster], include=["SETTINGS"])["clusters"], "cluster")["settings"]
        assert settings == [{"name": "containerInsights", "value": "enhanced"}], settings
        arn = only(stack.ids("AWS::ECS::Service"), "service")
        service = only(ecs.describe_services(cluster=cluster, services=[arn])["services"], "service")
        _service(stack, service, expected)
        _task(stack, ecs.describe_task_definition(taskDefinition=service["taskDefinition"])["taskDefinition"], expected)
        _scaling(stack, cluster, service, expected)


def _service(stack, service, expected):
    wanted = expected.container
    assert service["desiredCount"] == wanted["range"][0], service
    assert [item["capacityProvider"] for item in service["capacityProviderStrategy"]] == ["FARGATE"], service
    network = service["networkConfiguration"]["awsvpcConfiguration"]
    assert network["assignPublicIp"] == "DISABLED" and len(network["subnets"]) == expected.zones, network
    assert_private(stack, network["subnets"])
    assert set(network["securityGroups"]) <= set(stack.ids("AWS::EC2::SecurityGroup")), network
    breaker = service["deploymentConfiguration"]["deploymentCircuitBreaker"]
    assert breaker == {"enable": True, "rollback": True}, f"failed deployments are not rolled back: {breaker}"
    targets = {target["targetGroupArn"]: target["containerPort"] for target in service["loadBalancers"]}
    assert targets == {arn: wanted["port"] for arn in stack.ids("AWS::ElasticLoadBalancingV2::TargetGroup")}, targets


def _task(stack, task, expected):
    wanted = expected.container
    assert (task["cpu"], task["memory"], task["networkMode"]) == (wanted["cpu"], wanted["memory"], "awsvpc"), task
    assert task["requiresCompatibilities"] == ["FARGATE"], task
    for container in task["containerDefinitions"]:
        name = container["name"]
        assert container["readonlyRootFilesystem"] is True, f"{name} has a writable root file system"
        assert container["user"].split(":")[0] not in ("", "0", "root"), f"{name} runs as {container['user']}"
        assert not container.get("privileged") and container["linuxParameters"]["capabilities"]["drop"] == ["ALL"], f"{name} has Linux capabilities"
        assert container.get("memory"), f"{name} has no memory limit"
        log = container["logConfiguration"]
        assert log["logDriver"] == "awslogs" and log["options"]["awslogs-group"] in stack.ids("AWS::Logs::LogGroup"), log
        secret = [item["name"] for item in container.get("environment", []) if "PASSWORD" in item["name"].upper()]
        assert not secret, f"{name} has a password in its environment: {secret}"
    stack.assert_own_role(task["executionRoleArn"], "task execution")
    stack.assert_own_role(task["taskRoleArn"], "the task")


def _scaling(stack, cluster, service, expected):
    scaling = stack.client("application-autoscaling")
    resource = f"service/{cluster}/{service['serviceName']}"
    target = only(scaling.describe_scalable_targets(ServiceNamespace="ecs", ResourceIds=[resource])["ScalableTargets"], "scalable target")
    assert (target["MinCapacity"], target["MaxCapacity"]) == expected.container["range"], target
    policies = scaling.describe_scaling_policies(ServiceNamespace="ecs", ResourceId=resource)["ScalingPolicies"]
    targets = {policy["TargetTrackingScalingPolicyConfiguration"]["TargetValue"] for policy in policies
               if "PredefinedMetricSpecification" in policy.get("TargetTrackingScalingPolicyConfiguration", {})}
    assert targets == expected.container["targets"], policies


def assert_private(stack, subnets):
    """Asserts that subnets reach the internet only through a NAT gateway."""
    tables = stack.client("ec2").describe_route_tables(Filters=[{"Name": "association.subnet-id", "Values": subnets}])["RouteTables"]
    routes = [route for table in tables for route in table["Routes"] if route.get("DestinationCidrBlock") == "0.0.0.0/0"]
    assert len(routes) == len(subnets) and all(route.get("NatGatewayId") for route in routes), f"{subnets} have the routes {routes}"
