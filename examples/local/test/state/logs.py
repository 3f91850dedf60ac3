"""Log groups retain events for one year, encrypted with a key that CloudWatch Logs can use."""
import json


def check(stack, _expected):
    logs = stack.client("logs")
    groups = {item["logGroupName"]: item for page in logs.get_paginator("describe_log_groups").paginate() for item in page["logGroups"]}
    for name in stack.ids("AWS::Logs::LogGroup"):
        group = groups[name]
        assert group.get("retentionInDays", 0) >= 365, f"log group {name} retains events for {group.get('retentionInDays')} days"
        stack.assert_own_key(group.get("kmsKeyId"), f"log group {name}")
        policy = json.loads(stack.client("kms").get_key_policy(KeyId=group["kmsKeyId"], PolicyName="default")["Policy"])
        assert f"logs.{stack.region}.amazonaws.com" in [statement["Principal"].get("Service") for statement in policy["Statement"]], name
    _filters(stack, logs)


def _filters(stack, logs):
    """Asserts that subscriptions have an existing destination."""
    for name in stack.ids("AWS::Logs::LogGroup") if stack.ids("AWS::Logs::SubscriptionFilter") else []:
        for subscription in logs.describe_subscription_filters(logGroupName=name)["subscriptionFilters"]:
            assert subscription["destinationArn"].rsplit("/", 1)[-1] in stack.ids("AWS::KinesisFirehose::DeliveryStream"), subscription
            stack.assert_own_role(subscription["roleArn"], f"subscription of {name}")
