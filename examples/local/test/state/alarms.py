"""Alarms tell one topic, which has a key and takes nothing by plain HTTP; the dashboard shows alarms that exist."""
import json

from .stack import only


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
        told = [action for action in actions if ":scalingPolicy:" not in action]
        assert alarms[name]["AlarmDescription"] or told != topics, f"{name} says nothing of itself"
        assert actions and not told or told == topics or name in rollback, f"{name} tells {actions}"
    for name in stack.ids("AWS::CloudWatch::CompositeAlarm"):
        rule = alarms[name]["AlarmRule"]
        parts = [part.split('"')[1] for part in rule.split("ALARM(")[1:]]
        assert parts and all(part.rsplit(":", 1)[-1] in alarms for part in parts), f"{name} looks at alarms that are not there"
    for name in stack.ids("AWS::CloudWatch::Dashboard"):
        _dashboard(json.loads(cloudwatch.get_dashboard(DashboardName=name)["DashboardBody"]), name, alarms)


def _topic(stack, topic):
    attributes = stack.client("sns").get_topic_attributes(TopicArn=topic)["Attributes"]
    stack.assert_own_key(attributes.get("KmsMasterKeyId"), topic)
    statements = json.loads(attributes["Policy"])["Statement"]
    refused = [statement["Condition"] for statement in statements if statement["Effect"] == "Deny"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in refused, f"{topic} takes plain HTTP: {refused}"
    allowed = only((statement for statement in statements if statement["Effect"] == "Allow"), "who may publish")
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"} and "aws:SourceAccount" in allowed["Condition"]["StringEquals"], allowed
    for queue in stack.ids("AWS::SQS::Queue"):
        attributes = stack.client("sqs").get_queue_attributes(QueueUrl=queue, AttributeNames=["All"])["Attributes"]
        stack.assert_own_key(attributes.get("KmsMasterKeyId"), queue)
        assert "aws:SecureTransport" in attributes["Policy"], f"{queue} takes plain HTTP"


def _rollback(stack):
    """Alarms that a deployment of the service watches, and nobody else."""
    if not stack.ids("AWS::ECS::Service"):
        return []
    service = stack.client("ecs").describe_services(cluster=stack.ids("AWS::ECS::Cluster")[0], services=stack.ids("AWS::ECS::Service"))["services"][0]
    return service["deploymentConfiguration"].get("alarms", {}).get("alarmNames", [])


def _dashboard(body, name, alarms):
    shown = {arn.rsplit(":", 1)[-1] for widget in body["widgets"] if widget["type"] == "alarm" for arn in widget["properties"]["alarms"]}
    assert shown and shown <= set(alarms), f"{name} shows alarms that are not there: {shown - set(alarms)}"
    assert any(widget["type"] == "metric" for widget in body["widgets"]), f"{name} shows no metrics"
