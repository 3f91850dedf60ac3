"""Text that the local cloud shows in its APIs and logs."""
import json

import boto3

from conftest import STATE
from inventory import listed


def visible_text(region, *stacks):
    """Events, templates, resources and outputs of stacks, all log events, and the log of the emulator."""
    cloudformation = boto3.client("cloudformation", region_name=region)
    texts = [(STATE / "cloud.log").read_text()]
    for stack in stacks:
        texts += [json.dumps(answer, default=str) for answer in (
            listed("cloudformation", "describe_stack_events", "StackEvents", region, StackName=stack),
            cloudformation.describe_stacks(StackName=stack)["Stacks"])]
        if not stack.startswith("arn:"):
            texts.append(json.dumps(cloudformation.get_template(StackName=stack)["TemplateBody"]))
            texts.append(json.dumps(listed("cloudformation", "list_stack_resources", "StackResourceSummaries", region, StackName=stack), default=str))
    for group in listed("logs", "describe_log_groups", "logGroups", region):
        texts += [event["message"] for event in listed("logs", "filter_log_events", "events", region, logGroupName=group["logGroupName"])]
    return "\n".join(texts)
