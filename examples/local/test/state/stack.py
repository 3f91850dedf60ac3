"""A stack with its resources by type."""
import functools
import json
import os
import urllib.request

import boto3


class Stack:
    """A stack in a Region."""

    def __init__(self, name, region, outputs):
        self.name, self.region, self.outputs = name, region, outputs

    @classmethod
    def of(cls, platform, suffix):
        """Stacks of a platform in an environment. The first one is in the platform's main Region."""
        with urllib.request.urlopen(f"{os.environ['AWS_ENDPOINT_URL']}/_local/summary") as answer:
            stacks = {item["name"]: cls(item["name"], item["region"], item["outputs"]) for item in json.load(answer)}
        return [stacks[name] for name in sorted(stacks, key=len) if name.startswith(f"{platform}-") and name.endswith(f"-{suffix}")]

    def client(self, service, region=None):
        """A client in the stack's Region."""
        return boto3.client(service, region_name=region or self.region)

    @functools.cached_property
    def resources(self):
        """Physical ids by type."""
        found = {}
        for page in self.client("cloudformation").get_paginator("list_stack_resources").paginate(StackName=self.name):
            for item in page["StackResourceSummaries"]:
                found.setdefault(item["ResourceType"], []).append(item["PhysicalResourceId"])
        return found

    def ids(self, kind):
        """Physical ids of one type."""
        return self.resources.get(kind, [])

    def assert_own_key(self, key, name):
        """Asserts that a resource is encrypted with a key of the stack."""
        assert key and key.rsplit("/", 1)[-1] in self.ids("AWS::KMS::Key"), f"{name} is not encrypted with a key of {self.name}: {key}"

    def assert_own_role(self, arn, name):
        """Asserts that a resource has a role of the stack with policies."""
        role = (arn or "").rsplit("/", 1)[-1]
        assert role in self.ids("AWS::IAM::Role"), f"{name} has no role of {self.name}: {arn}"
        iam = self.client("iam")
        allowed = iam.list_attached_role_policies(RoleName=role)["AttachedPolicies"] + iam.list_role_policies(RoleName=role)["PolicyNames"]
        assert allowed, f"role {role} of {name} has no policies"


def only(items, what):
    """Asserts that there is exactly one item and returns it."""
    items = list(items)
    assert len(items) == 1, f"need one {what}, got {items}"
    return items[0]


def tags_of(items, key="Key", value="Value"):
    """Tags as a dictionary."""
    return {item[key]: item[value] for item in items}
