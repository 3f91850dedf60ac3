"""Alarms notify one topic, which is encrypted and refuses plain HTTP. The dashboard shows existing alarms."""
import json


def check(stack, _expected):
    cloudwatch = stack.client("cloudwatch")
    pages = list(cloudwatch.get_paginator("describe_alarms").paginate(AlarmTypes=["MetricAlarm", "CompositeAlarm"]))
    alarms = {alarm["AlarmName"]: alarm for page in pages for alarm in page["MetricAlarms"] + page["CompositeAlarms"]}
    topics = stack.ids("AWS::SNS::Topic")
    for topic in topics:
        _topic(stack, topic)
    rollback = _rollback(stack)
    for name in stack.ids("AWS::CloudWatch::Alarm"):
        actions = alarms[name]["AlarmActions"]
        notified = [action for action in actions if ":scalingPolicy:" not in action]
        assert alarms[name]["AlarmDescription"] or notified != topics, f"{name} has no description"
        assert actions and not notified or notified == topics or name in rollback, f"{name} has the actions {actions}"
    for name in stack.ids("AWS::CloudWatch::CompositeAlarm"):
        rule = alarms[name]["AlarmRule"]
        parts = [part.split('"')[1] for part in rule.split("ALARM(")[1:]]
        assert parts and all(part.rsplit(":", 1)[-1] in alarms for part in parts), f"{name} refers to alarms that do not exist"
    for name in stack.ids("AWS::CloudWatch::Dashboard"):
        _dashboard(json.loads(cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"]), name, alarms)


def _topic(stack, topic):
    attributes = stack.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    stack.assert_own_key(attributes.get("KmsMasterKeyId"), topic)
    statements = json.loads(attributes["Policy"])["Statement"]
    refused = [statement["Condition"] for statement in statements if statement["Effect"] == "Deny"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in refused, f"{topic} accepts plain HTTP: {refused}"
    allowed = {statement["Principal"]["Service"]: statement for statement in statements if statement["Effect"] == "Allow"}
    # Amazon EventBridge sends no source account (docs/decisions/0027-eventbridge-to-encrypted-topics.md).
    assert allowed.keys() - {"events.amazonaws.com"} == {"cloudwatch.amazonaws.com"}, allowed
    assert "aws:SourceAccount" in allowed["cloudwatch.amazonaws.com"]["Condition"]["StringEquals"], allowed
    for queue in stack.ids("AWS::SQS::Queue"):
        attributes = stack.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        stack.assert_own_key(attributes.get("KmsMasterKeyId"), queue)
        assert "aws:SecureTransport" in attributes["Policy"], f"{queue} accepts plain HTTP"


def _rollback(stack):
    """Alarms that only trigger a rollback of the service."""
    if not stack.ids("AWS::ECS::Service"):
        return []
    service = stack.client("ecs").describe_services(cluster=stack.ids("AWS::ECS::Cluster")[0], services=stack.ids("AWS::ECS::Service"))["services"][0]
    return service["deploymentConfiguration"].get("alarms", {}).get("alarmNames", [])


def _dashboard(body, name, alarms):
    shown = {arn.rsplit(":", 1)[-1] for widget in body["widgets"] if widget["type"] == "alarm" for arn in widget["properties"]["alarms"]}
    assert shown and shown <= set(alarms), f"{name} shows alarms that do not exist: {shown - set(alarms)}"
    assert any(widget["type"] == "metric" for widget in body["widgets"]), f"{name} shows no metrics"
