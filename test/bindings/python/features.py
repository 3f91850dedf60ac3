"""Interfaces implemented in Python, a construct subclassed there, and errors."""

import json
import pathlib

import jsii
from aws_cdk import (
    App,
    Environment,
    IPropertyInjector,
    PropertyInjectors,
    Stack,
)
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager
from aws_cdk import aws_sqs as sqs
from cdk_regulated import (
    ComplianceChecks,
    CompliantPostgres,
    DatabaseCredentials,
    DatabaseRotation,
    Framework,
    HardenedDefaults,
    IDatabaseClient,
    OnFindings,
    SecureBucket,
    SecureVpc,
    Workload,
)
from constructs import Construct


@jsii.implements(IDatabaseClient)
class Client:
    """A client of a database, for example a container of one's own."""

    def __init__(self, scope: Construct, id: str, vpc: ec2.IVpc) -> None:
        self.variables: dict[str, str] = {}
        group = ec2.SecurityGroup(scope, f"{id}Group", vpc=vpc)
        self._connections = ec2.Connections(security_groups=[group])
        self._role = iam.Role(
            scope,
            f"{id}Role",
            assumed_by=iam.ServicePrincipal("ecs-tasks.amazonaws.com"),
        )

    @property
    def connections(self) -> ec2.Connections:
        return self._connections

    @property
    def grant_principal(self) -> iam.IPrincipal:
        return self._role

    def add_environment(self, name: str, value: str) -> None:
        self.variables[name] = value

    def add_secret_field(
        self, name: str, secret: secretsmanager.ISecret, field: str
    ) -> None:
        self.variables[name] = f"secret:{field}"


@jsii.implements(IPropertyInjector)
class OpenQueues:
    """A property injector of an app: its values count as set."""

    @property
    def construct_unique_id(self) -> str:
        return sqs.Queue.PROPERTY_INJECTION_ID

    def inject(self, original_props, *, scope, id):
        return sqs.QueueProps(enforce_ssl=False)


class DocumentBucket(SecureBucket):
    """A bucket of documents with its own defaults."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id, bucket_name="documents-of-the-ledger")


def error_of(call) -> str:
    try:
        call()
    except RuntimeError as error:
        return str(error)
    raise AssertionError("the call must fail")


app = App()
stack = Stack(
    app, "Features", env=Environment(account="123456789012", region="eu-west-2")
)
# The sample in the README tests findings.
Workload.on(
    stack,
    name="ledger",
    suffix="dev",
    frameworks=[Framework.AWS_FSBP],
    on_findings=OnFindings.REPORT,
)
network = SecureVpc(
    stack,
    "Network",
    cidr="10.20.0.0/16",
    availability_zones=["eu-west-2a", "eu-west-2b"],
)
database = CompliantPostgres(
    stack,
    "Database",
    vpc=network.vpc,
    database_name="ledger",
    credentials=DatabaseCredentials.generated(),
)
client = Client(stack, "Client", network.vpc)
user = database.add_user(
    "User",
    username="reader",
    rotation=DatabaseRotation.FUNCTION,
    privileges=["CONNECT ON DATABASE ledger"],
)
database.allow_connections_from(client, secret=user)
assert client.variables["DB_USER"] == "secret:username", client.variables
assert client.variables["DB_PASSWORD"] == "secret:password", client.variables

DocumentBucket(stack, "Documents")

message = error_of(lambda: SecureVpc(stack, "Wrong", max_azs=0))
assert message == "maxAzs must be an integer from 1 to 8, got 0", message
message = error_of(lambda: database.log_group("audit"))
assert message == (
    "type must be a log type of the database (postgresql, upgrade), got 'audit'"
), message

compliant = Stack(App(), "Compliant")
Workload.on(compliant, name="files", suffix="dev", frameworks=[Framework.PCI_DSS_4_0_1])
documents = SecureBucket(compliant, "Documents")
bare = s3.Bucket(compliant, "Bare")
ComplianceChecks.expect_compliant(documents)
message = error_of(lambda: ComplianceChecks.expect_compliant(bare))
assert "S3.BucketTlsOnly" in message, message

adopting_app = App()
adopting = Stack(adopting_app, "Adopting")
Workload.on(
    adopting,
    name="shop",
    suffix="dev",
    frameworks=[Framework.AWS_FSBP],
    on_findings=OnFindings.REPORT,
)
PropertyInjectors.of(adopting).add(OpenQueues())
HardenedDefaults.on(adopting)
s3.Bucket(adopting, "Drafts")
sqs.Queue(adopting, "Orders")
adopting_app.synth()
adopted = json.loads(
    (pathlib.Path(adopting_app.outdir) / "Adopting.template.json").read_text(
        encoding="utf-8"
    )
)["Resources"].values()
types = {resource["Type"] for resource in adopted}
assert "AWS::S3::BucketPolicy" in types, types
assert "AWS::SQS::Queue" in types, types
assert "AWS::SQS::QueuePolicy" not in types, types

app.synth()
template = json.loads(
    (pathlib.Path(app.outdir) / "Features.template.json").read_text(encoding="utf-8")
)
names = [
    resource["Properties"].get("BucketName")
    for resource in template["Resources"].values()
    if resource["Type"] == "AWS::S3::Bucket"
]
assert "documents-of-the-ledger" in names, names
print("interfaces implemented in Python, a subclass and an error are as in TypeScript")
