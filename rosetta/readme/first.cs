using System.Collections.Generic;
using Amazon.CDK;
using Amazon.CDK.AWS.CertificateManager;
using Amazon.CDK.AWS.ECS;
using CdkRegulated;

var app = new App();
var stack = new Stack(app, "Ledger", new StackProps
{
    Env = new Amazon.CDK.Environment { Region = "eu-west-2" },
});
Workload.On(stack, new WorkloadProps
{
    Name = "ledger",
    Suffix = "dev",
    Lifecycle = Lifecycle.EPHEMERAL,
    Frameworks = new[] { Framework.PCI_DSS_4_0_1 },
    Tags = new Dictionary<string, string> { ["CostCenter"] = "4711" },
});
var network = new SecureVpc(stack, "Network");
var database = new CompliantAurora(stack, "Database", new CompliantAuroraProps
{
    Vpc = network.Vpc,
    DatabaseName = "ledger",
});
var service = new CdkRegulated.FargateService(stack, "Service", new CdkRegulated.FargateServiceProps
{
    Vpc = network.Vpc,
    Image = ContainerImage.FromRegistry("public.ecr.aws/nginx/nginx-unprivileged:stable"),
});
database.AllowConnectionsFrom(service);

var logs = new LogBucket(stack, "Logs");
var certificate = Certificate.FromCertificateArn(stack, "Certificate", "arn:aws:acm:eu-west-2:111122223333:certificate/8f4e");
var edge = new AlbWithWaf(stack, "Edge", new AlbWithWafProps
{
    Vpc = network.Vpc,
    Certificate = certificate,
    AccessLogs = logs.Bucket,
});
edge.RouteTo(service);

app.Synth();
