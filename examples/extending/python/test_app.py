"""Unit tests of an app in Python: without findings, and with one."""

import pytest
from aws_cdk import App
from aws_cdk import aws_stepfunctions as sfn
from aws_cdk.assertions import Template
from cdk_regulated import ComplianceChecks

from app import add_claims


def test_has_no_findings() -> None:
    stack = add_claims(App())
    ComplianceChecks.expect_compliant(stack)
    Template.from_stack(stack).resource_count_is("AWS::StepFunctions::StateMachine", 1)


def test_express_workflow_is_a_finding() -> None:
    stack = add_claims(App())
    steps = sfn.DefinitionBody.from_chainable(sfn.Succeed(stack, "Done"))
    sfn.StateMachine(
        stack,
        "Express",
        definition_body=steps,
        state_machine_type=sfn.StateMachineType.EXPRESS,
    )
    with pytest.raises(RuntimeError, match=r"House\.WorkflowKeepsHistory"):
        ComplianceChecks.expect_compliant(stack)
