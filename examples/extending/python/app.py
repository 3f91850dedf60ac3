"""An insurance claim that waits for documents, with its own construct and rules."""

import jsii
from aws_cdk import App, Duration, Environment, Stack
from aws_cdk import aws_iam as iam
from aws_cdk import aws_stepfunctions as sfn
from cdk_regulated import (
    DataClass,
    Framework,
    ISafeguard,
    JudgedResource,
    KeyUse,
    Lifecycle,
    SafeguardOutcome,
    SafeguardSeverity,
    Workload,
    WorkloadMonitoring,
    WorkloadParts,
)
from constructs import Construct


class Workflow(Construct):
    """A Step Functions workflow, made of the parts that constructs share."""

    def __init__(
        self, scope: Construct, id: str, *, steps: sfn.IChainable, timeout: Duration
    ) -> None:
        super().__init__(scope, id)
        parts = WorkloadParts.of(self)
        self.state_machine = sfn.StateMachine(
            self,
            "StateMachine",
            definition_body=sfn.DefinitionBody.from_chainable(steps),
            timeout=timeout,
            removal_policy=Workload.of(self).removal_policy,
            role=parts.role(
                "Role",
                assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
                description="Runs the workflow",
            ),
            encryption_configuration=sfn.CustomerManagedEncryptionConfiguration(
                parts.key(DataClass.DATA, KeyUse.via("states"))
            ),
            logs=sfn.LogOptions(
                destination=parts.log_group("Logs"),
                level=sfn.LogLevel.ALL,
                include_execution_data=False,
            ),
            tracing_enabled=True,
        )
        parts.recommend_alarm(
            id="Failed",
            description="An execution of the workflow failed",
            metric=self.state_machine.metric_failed(period=Duration.minutes(5)),
            threshold=1,
            evaluation_periods=1,
        )


@jsii.implements(ISafeguard)
class WorkflowKeepsHistory:
    """A rule of the platform team, which no published catalogue has."""

    @property
    def id(self) -> str:
        return "House.WorkflowKeepsHistory"

    @property
    def statement(self) -> str:
        return "the workflow is a standard workflow"

    @property
    def rationale(self) -> str:
        return (
            "Step Functions keeps no execution history of express workflows, "
            "which auditors ask for"
        )

    @property
    def remedy(self) -> str:
        return "set `stateMachineType` to `STANDARD`"

    @property
    def severity(self) -> SafeguardSeverity:
        return SafeguardSeverity.HIGH

    @property
    def resource_types(self) -> list[str]:
        return ["AWS::StepFunctions::StateMachine"]

    def judge(self, resource: JudgedResource) -> SafeguardOutcome:
        return resource.must_not_be("StateMachineType", ["EXPRESS"])


def house_rules() -> Framework:
    """Return the rules of the platform team as a framework."""
    return Framework(
        id="house-rules-7",
        title="House rules 7",
        source="https://example.com/house-rules",
        numbers={"log_retention": Duration.days(400)},
        safeguards=[WorkflowKeepsHistory()],
        controls=[
            {
                "id": "1.1",
                "title": "Workflows can be audited",
                "safeguards": [
                    "House.WorkflowKeepsHistory",
                    "StepFunctions.StateMachineLogged",
                    "StepFunctions.ContentNotLogged",
                ],
            },
            {
                "id": "1.2",
                "title": "Logs are kept for 400 days",
                "safeguards": ["CloudWatch.LogGroupRetained"],
            },
            {
                "id": "2.1",
                "title": "A second person reviews each claim",
                "safeguards": [],
            },
        ],
    )


def tailored_fsbp() -> Framework:
    """Return a published framework as the platform team applies it."""
    return Framework.AWS_FSBP.tailored(
        name="house",
        left_out=[
            {
                "control": "Config.1",
                "reason": "the organization records configuration in every account",
            }
        ],
        added=[
            {
                "id": "HOUSE-1",
                "title": "Queues and topics require TLS",
                "safeguards": ["SNS.TopicTlsOnly", "SQS.QueueTlsOnly"],
            }
        ],
    )


def add_claims(app: App) -> Stack:
    """Add the workload to an app."""
    Workload.on(
        app,
        name="claims",
        suffix="dev",
        lifecycle=Lifecycle.EPHEMERAL,
        frameworks=[house_rules(), tailored_fsbp()],
    )
    stack = Stack(
        app,
        "Claims",
        env=Environment(account="123456789012", region="eu-west-2"),
    )
    steps = sfn.Wait(
        stack, "Documents", time=sfn.WaitTime.duration(Duration.days(14))
    ).next(sfn.Succeed(stack, "Decided"))
    Workflow(stack, "Claim", steps=steps, timeout=Duration.days(30))
    WorkloadMonitoring(stack, "Monitoring")
    return stack


if __name__ == "__main__":
    app = App()
    add_claims(app)
    app.synth()
