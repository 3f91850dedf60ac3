from aws_cdk import aws_sns as sns
from cdk_regulated import ComplianceChecks

notices = sns.Topic(stack, "Notices", enforce_ssl=True)
ComplianceChecks.acknowledge(
    notices,
    id="SNS.TopicEncrypted",
    reason="The messages contain public maintenance notices only.",
)
