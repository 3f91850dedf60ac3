"""Public endpoints have a web ACL with logging."""
from .stack import only

GROUPS = {"AWSManagedRulesAmazonIpReputationList", "AWSManagedRulesKnownBadInputsRuleSet", "AWSManagedRulesCommonRuleSet"}


def check(stack, expected):
    waf = stack.client("wafv2")
    for name, identifier, scope in (item.split("|") for item in stack.ids("AWS::WAFv2::WebACL")):
        acl = waf.get_web_acl(Name=name, Id=identifier, Scope=scope)["WebACL"]
        rules = {rule["Name"]: rule for rule in acl["Rules"]}
        limit = rules.get("RateLimit")
        assert bool(limit) == (scope in expected.rate_limits), rules
        if limit:
            assert "Block" in limit["Action"] and limit["Statement"]["RateBasedStatement"]["EvaluationWindowSec"] == 300, limit
            assert expected.changed or limit["Statement"]["RateBasedStatement"]["Limit"] == expected.rate_limits[scope], limit
        groups = [rule for rule in acl["Rules"] if "ManagedRuleGroupStatement" in rule["Statement"]]
        managed = {rule["Statement"]["ManagedRuleGroupStatement"]["Name"] for rule in groups}
        # SQL injection rules would block some events of the pipeline.
        assert managed == GROUPS | (set() if stack.ids("AWS::ApiGateway::RestApi") else {"AWSManagedRulesSQLiRuleSet"}), managed
        assert all("None" in rule["OverrideAction"] for rule in groups), "a rule group only counts requests"
        logging = waf.get_logging_configuration(ResourceArn=acl["ARN"])["LoggingConfiguration"]
        group = only(logging["LogDestinationConfigs"], "log destination").split(":log-group:")[1].removesuffix(":*")
        assert group.startswith("aws-waf-logs-") and group in stack.ids("AWS::Logs::LogGroup"), logging
        secret = {expected.secret_header} if expected.secret_header and scope == "REGIONAL" else set()
        assert {field["SingleHeader"]["Name"] for field in logging["RedactedFields"]} == {"authorization", "cookie"} | secret, logging
    arns = stack.ids("AWS::ElasticLoadBalancingV2::LoadBalancer") + [
        f"arn:aws:apigateway:{stack.region}::/restapis/{api}/stages/prod" for api in stack.ids("AWS::ApiGateway::RestApi")]
    for arn in arns:
        attached = waf.get_web_acl_for_resource(ResourceArn=arn).get("WebACL", {})
        assert attached.get("Id") in [item.split("|")[1] for item in stack.ids("AWS::WAFv2::WebACL")], f"{arn} has no web ACL"
