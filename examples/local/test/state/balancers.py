"""Load balancers serve HTTPS only, write logs, and check the health of their targets."""
from .stack import only

ATTRIBUTES = {"routing.http.drop_invalid_header_fields.enabled": "true", "routing.http.desync_mitigation_mode": "strictest",
              "routing.http2.enabled": "true", "access_logs.s3.enabled": "true", "connection_logs.s3.enabled": "true"}


def check(stack, expected):
    elb = stack.client("elbv2")
    for arn in stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer"):
        balancer = only(elb.describe_load_balancers(LoadBalancerArns=[arn])["LoadBalancers"], "load balancer")
        attributes = {item["Key"]: item["Value"] for item in elb.describe_load_balancer_attributes(LoadBalancerArn=arn)["Attributes"]}
        for name, value in (ATTRIBUTES | {"deletion_protection.enabled": str(expected.production).lower()}).items():
            assert attributes.get(name) == value, f"{arn} has {name} = {attributes.get(name)}, need {value}"
        subnets = [zone["SubnetId"] for zone in balancer["AvailabilityZones"]]
        zones = {subnet["AvailabilityZone"] for subnet in stack.client("ec2").describe_subnets(SubnetIds=subnets)["Subnets"]}
        assert len(zones) == expected.zones and balancer["Scheme"] == "internet-facing", balancer
        _listeners(stack, arn)
        groups = stack.ids("AWS::ElasticLoadBalancingV2::TargetGroup")
        group = only(elb.describe_target_groups(TargetGroupArns=groups)["TargetGroups"], "target group")
        assert (group["HealthCheckPath"], group["HealthCheckPort"], group["Port"]) == (expected.health_path, "traffic-port", expected.health_port), group
        assert (group["HealthCheckIntervalSeconds"], group["Matcher"]["HttpCode"]) == (30, "200"), group
        assert group["VpcId"] in stack.ids("AWS::EC2::VPC"), group


def _listeners(stack, balancer):
    elb = stack.client("elbv2")
    listeners = {item["Port"]: item for item in elb.describe_listeners(LoadBalancerArn=balancer)["Listeners"]}
    encrypted = listeners.pop(443)
    assert encrypted["Protocol"] == "HTTPS" and encrypted["SslPolicy"].startswith("ELBSecurityPolicy-TLS13-1-2-Res-"), encrypted
    certificate = only(encrypted["Certificates"], "certificate")["CertificateArn"]
    assert stack.client("acm").describe_certificate(CertificateArn=certificate)["Certificate"]["CertificateArn"] == certificate
    attributes = {item["Key"]: item["Value"] for item in elb.describe_listener_attributes(ListenerArn=encrypted["ListenerArn"])["Attributes"]}
    assert attributes.get("routing.http.response.server.enabled") == "false", attributes
    assert attributes.get("routing.http.response.strict_transport_security.header_value") == "max-age=31536000", attributes
    action = only(encrypted["DefaultActions"], "action of port 443")
    if stack.ids("AWS::CloudFront::Distribution"):
        # Requests that bypass CloudFront do not have the secret header.
        assert not listeners and action["Type"] == "fixed-response" and action["FixedResponseConfig"]["StatusCode"] == "403", encrypted
        _only_with_secret(stack, encrypted["ListenerArn"])
        return
    assert action["Type"] == "forward" and action["TargetGroupArn"] in stack.ids("AWS::ElasticLoadBalancingV2::TargetGroup"), encrypted
    redirect = only(only(listeners.items(), "other listener")[1]["DefaultActions"], "action of port 80")
    assert set(listeners) == {80} and redirect["Type"] == "redirect", listeners
    assert {name: redirect["RedirectConfig"][name] for name in ("Protocol", "Port", "StatusCode")} == {
        "Protocol": "HTTPS", "Port": "443", "StatusCode": "HTTP_301"}, redirect


def _only_with_secret(stack, listener):
    rule = only((rule for rule in stack.client("elbv2").describe_rules(ListenerArn=listener)["Rules"] if not rule["IsDefault"]), "rule")
    condition = only(rule["Conditions"], "condition")
    secret = only((name for name in stack.ids("AWS::SecretsManager::Secret") if "OriginSecret" in name), "secret of the origin")
    value = stack.client("secretsmanager").get_secret_value(SecretId=secret)["SecretString"]
    assert condition["Field"] == "http-header" and condition["HttpHeaderConfig"]["Values"] == [value], "the rule does not require the secret header"
    assert only(rule["Actions"], "action")["Type"] == "forward", rule
