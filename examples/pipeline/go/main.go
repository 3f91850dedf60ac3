// Data pipeline at FedRAMP Moderate: events from an API pass a Kinesis stream and are
// stored in PostgreSQL exactly once.
package main

import (
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsapigateway"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsrds"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	cdkr "github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

const (
	region = "us-east-1"
	// image listens on 8080 and does not read the stream.
	image = "public.ecr.aws/nginx/nginx-unprivileged:stable"
)

// event is the JSON schema of an event. The application rejects events for further
// reasons, which it records.
var event = awsapigateway.JsonSchema{
	Type:     awsapigateway.JsonSchemaType_OBJECT,
	Required: jsii.Strings("id", "type", "occurredAt", "data"),
	Properties: &map[string]*awsapigateway.JsonSchema{
		"id":         {Type: awsapigateway.JsonSchemaType_STRING, Pattern: jsii.String("^[A-Za-z0-9_.:-]{1,128}$")},
		"type":       {Type: awsapigateway.JsonSchemaType_STRING, Pattern: jsii.String("^[a-z][a-z0-9.-]{0,63}$")},
		"occurredAt": {Type: awsapigateway.JsonSchemaType_STRING, MinLength: jsii.Number(1)},
		"data":       {Type: awsapigateway.JsonSchemaType_OBJECT},
	},
}

func newPipelinePlatform(scope constructs.Construct, suffix string, lifecycle cdkr.Lifecycle) {
	stage := awscdk.NewStage(scope, jsii.String("pipeline-"+suffix), nil)
	cdkr.Workload_On(stage, &cdkr.WorkloadProps{
		Name:       jsii.String("pipeline"),
		Suffix:     jsii.String(suffix),
		Lifecycle:  lifecycle,
		Frameworks: &[]cdkr.Framework{cdkr.Framework_FEDRAMP_MODERATE_R5()},
		Regions:    jsii.Strings(region),
		Keys:       cdkr.KeyLayout_SINGLE,
		Tags: &map[string]*string{
			"Environment": jsii.String(suffix),
			"Compliance":  jsii.String("FedRAMP-Moderate"),
		},
	})
	newPipelineStack(stage, suffix)
}

func newPipelineStack(scope constructs.Construct, suffix string) {
	stack := awscdk.NewStack(scope, jsii.String("Pipeline"), &awscdk.StackProps{
		StackName: jsii.String("pipeline-" + suffix),
		Env:       &awscdk.Environment{Region: jsii.String(region)},
	})
	workload := cdkr.Workload_Of(stack)
	named := func(kind string) *string {
		return workload.PhysicalName(jsii.String(kind), nil)
	}
	namedWithin := func(limit cdkr.NameLimit, kind string) *string {
		return workload.PhysicalName(jsii.String(kind), &cdkr.PhysicalNameOptions{Limit: limit})
	}

	vpc := cdkr.NewSecureVpc(stack, jsii.String("Network"), &cdkr.SecureVpcProps{
		VpcName: named("vpc"),
		Cidr:    jsii.String("10.0.0.0/16"),
		Subnets: &cdkr.SubnetOptions{
			PublicCidrs:   jsii.Strings("10.0.0.0/24", "10.0.1.0/24"),
			PrivateCidrs:  jsii.Strings("10.0.10.0/24", "10.0.11.0/24"),
			IsolatedCidrs: jsii.Strings("10.0.20.0/24", "10.0.21.0/24"),
		},
	}).Vpc()

	webAcl := cdkr.NewWebAcl(stack, jsii.String("WebAcl"), &cdkr.WebAclProps{
		WebAclName: namedWithin(cdkr.NameLimit_WEB_ACL(), "web-acl"),
		// Events contain free text: body rules would block some of them as attacks, and
		// all events larger than 8 KB.
		ManagedRuleGroups: &[]cdkr.ManagedRuleGroup{
			cdkr.ManagedRuleGroup_IP_REPUTATION(),
			cdkr.ManagedRuleGroup_KNOWN_BAD_INPUTS(),
			cdkr.ManagedRuleGroup_COMMON().WithOptions(&cdkr.ManagedRuleGroupOptions{
				Overrides: &map[string]cdkr.RuleAction{"SizeRestrictions_BODY": cdkr.RuleAction_COUNT},
			}),
		},
	})
	cdkr.ComplianceChecks_Acknowledge(webAcl.CfnWebAcl(), &cdkr.Acknowledgement{
		Id:     jsii.String("WAF.RulesBlock"),
		Reason: jsii.String("events can be larger than 8 KB: the request validator of the API checks the body against the schema of events"),
	})
	ingest := cdkr.NewKinesisIngestApi(stack, jsii.String("Ingest"), &cdkr.KinesisIngestApiProps{
		WebAcl:        webAcl,
		StreamOptions: &cdkr.IngestStreamOptions{StreamName: named("stream")},
		Request:       &cdkr.IngestRequestOptions{Schema: &event},
		Endpoint:      &cdkr.IngestEndpointOptions{RestApiName: named("api")},
		Logs:          &cdkr.IngestLogOptions{AccountRole: jsii.Bool(true)},
	})

	rotation := cdkr.DatabaseCredentials_RotationIn(stack.Region())
	database := cdkr.NewCompliantPostgres(stack, jsii.String("Database"), &cdkr.CompliantPostgresProps{
		Vpc:                vpc,
		InstanceIdentifier: namedWithin(cdkr.NameLimit_DATABASE(), "db"),
		EngineVersion:      awsrds.PostgresEngineVersion_VER_16_13(),
		InstanceType:       awsec2.NewInstanceType(jsii.String("t3.micro")),
		DatabaseName:       jsii.String("pipeline"),
		Credentials: cdkr.DatabaseCredentials_Generated(&cdkr.GeneratedCredentialsOptions{
			Username:   cdkr.DatabaseCredentials_GeneratedUsername(),
			SecretName: named("db-credentials"),
			Rotation:   rotation,
		}),
	})
	user := database.AddUser(jsii.String("ProcessorUser"), &cdkr.DatabaseUserOptions{
		Username:   jsii.String("processor"),
		SecretName: named("processor-credentials"),
		Rotation:   rotation,
		// The application creates its schema.
		Privileges: jsii.Strings("CREATE ON DATABASE pipeline"),
	})

	// One task reads the only shard. A second task is on standby, or shares the shards
	// after a split.
	tasks := 1.0
	if *workload.RetainsData() {
		tasks = 2
	}
	processor := cdkr.NewFargateService(stack, jsii.String("Processor"), &cdkr.FargateServiceProps{
		Vpc:          vpc,
		ClusterName:  namedWithin(cdkr.NameLimit_ECS(), "cluster"),
		ServiceName:  namedWithin(cdkr.NameLimit_ECS(), "data-processor"),
		LogGroupName: jsii.String("/ecs/" + *named("data-processor")),
		Image:        awsecs.ContainerImage_FromRegistry(jsii.String(image), nil),
		Port:         jsii.Number(8080),
		Task:         &cdkr.FargateTask{Cpu: jsii.Number(256), MemoryLimitMiB: jsii.Number(512)},
		Scaling:      &cdkr.FargateScaling{MinCapacity: jsii.Number(tasks), MaxCapacity: jsii.Number(4)},
	})
	processor.ConsumeStream(ingest.Stream(), nil)
	processor.ScaleOnStream(jsii.String("Stream"), ingest.Stream(), &cdkr.FargateStreamScaling{
		RecordsPerTask: jsii.Number(500),
		IteratorAge:    awscdk.Duration_Minutes(jsii.Number(1)),
	})
	database.AllowConnectionsFrom(processor, &cdkr.DatabaseConnectionOptions{
		Secret:            user,
		ReadsSecret:       jsii.Bool(true),
		EnvironmentPrefix: jsii.String("DATABASE"),
	})

	monitoring := cdkr.NewWorkloadMonitoring(stack, jsii.String("Monitoring"), &cdkr.WorkloadMonitoringProps{
		DashboardName: namedWithin(cdkr.NameLimit_DASHBOARD(), "dashboard"),
	})
	cdkr.NewBackupPlan(stack, jsii.String("Backup"), &cdkr.BackupPlanProps{Topic: monitoring.Topic()})

	for _, output := range []struct {
		name  string
		value *string
	}{
		{"VpcId", vpc.VpcId()},
		{"PublicSubnetIds", subnetIds(*vpc.PublicSubnets())},
		{"PrivateSubnetIds", subnetIds(*vpc.PrivateSubnets())},
		{"KinesisStreamName", ingest.Stream().StreamName()},
		{"KinesisStreamArn", ingest.Stream().StreamArn()},
		{"RdsEndpoint", database.Instance().DbInstanceEndpointAddress()},
		{"DbSecretArn", database.Secret().SecretArn()},
		{"EcsClusterArn", processor.Cluster().ClusterArn()},
		{"TaskDefinitionArn", processor.TaskDefinition().TaskDefinitionArn()},
		{"ApiGatewayId", ingest.Api().RestApiId()},
		{"ApiGatewayUrl", ingest.Stage().UrlForPath(nil)},
		{"ApiGatewayEndpoint", ingest.Url()},
	} {
		awscdk.NewCfnOutput(stack, jsii.String(output.name), &awscdk.CfnOutputProps{Value: output.value})
	}
}

func subnetIds(subnets []awsec2.ISubnet) *string {
	ids := make([]string, len(subnets))
	for i, subnet := range subnets {
		ids[i] = *subnet.SubnetId()
	}
	return jsii.String(strings.Join(ids, ","))
}

// contextOf returns a setting of the context, `-c key=value`.
func contextOf(app awscdk.App, key, fallback string) string {
	if value, ok := app.Node().TryGetContext(jsii.String(key)).(string); ok {
		return value
	}
	return fallback
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	lifecycle := cdkr.Lifecycle_EPHEMERAL
	if contextOf(app, "lifecycle", "ephemeral") == "production" {
		lifecycle = cdkr.Lifecycle_PRODUCTION
	}
	newPipelinePlatform(app, contextOf(app, "suffix", "dev"), lifecycle)
	app.Synth(nil)
}
