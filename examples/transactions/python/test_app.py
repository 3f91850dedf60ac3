"""Unit tests of the platform: no finding in either lifecycle, encrypted data."""

import json
from pathlib import Path

import pytest
from aws_cdk import App, Stack
from aws_cdk.assertions import Template
from cdk_regulated import ComplianceChecks, Lifecycle

from app import TransactionsPlatform

SETTINGS = json.loads(Path(__file__).with_name("cdk.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lifecycle", list(Lifecycle))
def test_has_no_findings_and_encrypts_the_database(lifecycle: Lifecycle) -> None:
    app = App(context=SETTINGS.get("context"))
    platform = TransactionsPlatform(
        app, "transactions-test", lifecycle=lifecycle, suffix="test"
    )
    ComplianceChecks.expect_compliant(app)
    stack = Stack.of(platform.node.find_child("Transactions"))
    Template.from_stack(stack).has_resource_properties(
        "AWS::RDS::DBCluster", {"StorageEncrypted": True}
    )
