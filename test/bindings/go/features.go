package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsiam"
	"github.com/aws/aws-cdk-go/awscdk/v2/awssecretsmanager"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	cdkr "github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

// client is a client of a database, for example a container of one's own. It implements
// IDatabaseClient.
type client struct {
	connections awsec2.Connections
	role        awsiam.Role
	variables   map[string]string
}

func newClient(scope constructs.Construct, id string, vpc awsec2.IVpc) *client {
	group := awsec2.NewSecurityGroup(scope, jsii.String(id+"Group"), &awsec2.SecurityGroupProps{Vpc: vpc})
	return &client{
		connections: awsec2.NewConnections(&awsec2.ConnectionsProps{SecurityGroups: &[]awsec2.ISecurityGroup{group}}),
		role: awsiam.NewRole(scope, jsii.String(id+"Role"), &awsiam.RoleProps{
			AssumedBy: awsiam.NewServicePrincipal(jsii.String("ecs-tasks.amazonaws.com"), nil),
		}),
		variables: map[string]string{},
	}
}

func (c *client) Connections() awsec2.Connections {
	return c.connections
}

func (c *client) GrantPrincipal() awsiam.IPrincipal {
	return c.role
}

func (c *client) AddEnvironment(name *string, value *string) {
	c.variables[*name] = *value
}

func (c *client) AddSecretField(name *string, secret awssecretsmanager.ISecret, field *string) {
	c.variables[*name] = "secret:" + *field
}

// reviewed is a rule of the platform team, which no published catalogue has. It implements
// ISafeguard.
type reviewed struct{}

func (reviewed) Id() *string {
	return jsii.String("House.BucketNamed")
}

func (reviewed) Statement() *string {
	return jsii.String("the bucket has a name of the house")
}

func (reviewed) Rationale() *string {
	return jsii.String("the inventory of the house lists buckets by name")
}

func (reviewed) Remedy() *string {
	return jsii.String("set `bucketName`")
}

func (reviewed) Severity() cdkr.SafeguardSeverity {
	return cdkr.SafeguardSeverity_HIGH
}

func (reviewed) ResourceTypes() *[]*string {
	return jsii.Strings("AWS::S3::Bucket")
}

func (reviewed) Judge(resource cdkr.JudgedResource) cdkr.SafeguardOutcome {
	return resource.MustBeSet(jsii.String("BucketName"))
}

// documentBucket is a bucket of documents with its own defaults. Readers see only what is
// published.
type documentBucket struct {
	cdkr.SecureBucket
}

func newDocumentBucket(scope constructs.Construct, id string) *documentBucket {
	bucket := &documentBucket{}
	cdkr.NewSecureBucket_Override(bucket, scope, jsii.String(id), &cdkr.SecureBucketProps{
		BucketName: jsii.String("documents-of-the-ledger"),
	})
	return bucket
}

func (b *documentBucket) GrantRead(grantee awsiam.IGrantable, _ *cdkr.ObjectGrantOptions) awsiam.Grant {
	return b.SecureBucket.GrantRead(grantee, &cdkr.ObjectGrantOptions{Prefix: jsii.String("published/")})
}

// features uses what a package in Go has to be able to, beside calls.
func features() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Features"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("123456789012"), Region: jsii.String("eu-west-2")},
	})
	// The sample in the README tests findings.
	cdkr.Workload_On(stack, &cdkr.WorkloadProps{
		Name:       jsii.String("ledger"),
		Suffix:     jsii.String("dev"),
		Frameworks: &[]cdkr.Framework{cdkr.Framework_AWS_FSBP(), houseRules()},
		OnFindings: cdkr.OnFindings_REPORT(),
	})
	network := cdkr.NewSecureVpc(stack, jsii.String("Network"), &cdkr.SecureVpcProps{
		Cidr:              jsii.String("10.20.0.0/16"),
		AvailabilityZones: jsii.Strings("eu-west-2a", "eu-west-2b"),
	})
	database := cdkr.NewCompliantPostgres(stack, jsii.String("Database"), &cdkr.CompliantPostgresProps{
		Vpc:          network.Vpc(),
		DatabaseName: jsii.String("ledger"),
		Credentials:  cdkr.DatabaseCredentials_Generated(nil),
	})
	user := database.AddUser(jsii.String("User"), &cdkr.DatabaseUserOptions{
		Username:   jsii.String("reader"),
		Rotation:   cdkr.DatabaseRotation_FUNCTION,
		Privileges: jsii.Strings("CONNECT ON DATABASE ledger"),
	})
	service := newClient(stack, "Client", network.Vpc())
	database.AllowConnectionsFrom(service, &cdkr.DatabaseConnectionOptions{Secret: user})
	mustEqual("secret:username", service.variables["DB_USER"])
	mustEqual("secret:password", service.variables["DB_PASSWORD"])

	documents := newDocumentBucket(stack, "Documents")
	documents.GrantRead(service.role, nil)
	cdkr.NewSecureBucket(stack, jsii.String("Drafts"), nil)

	message := errorOf(func() {
		cdkr.NewSecureVpc(stack, jsii.String("Wrong"), &cdkr.SecureVpcProps{MaxAzs: jsii.Number(0)})
	})
	mustEqual("maxAzs must be an integer from 1 to 8, got 0", message)
	message = errorOf(func() { database.LogGroup(jsii.String("audit")) })
	mustEqual("type must be a log type of the database (postgresql, upgrade), got 'audit'", message)

	app.Synth(nil)
	outdir := *app.Outdir()
	template := read(filepath.Join(outdir, "Features.template.json"))
	for _, part := range []string{`"BucketName": "documents-of-the-ledger"`, `/published/*`} {
		if !strings.Contains(template, part) {
			panic("the template must contain " + part)
		}
	}
	report := read(filepath.Join(outdir, "validation-report.json"))
	if finds(report, "Features/Documents/Bucket/Resource") || !finds(report, "Features/Drafts/Bucket/Resource") {
		panic("the safeguard must find the bucket without a name, and no other, got " + report)
	}
	fmt.Println("interfaces implemented in Go, a construct extended there, a safeguard and errors are as in TypeScript")
}

func houseRules() cdkr.Framework {
	return cdkr.NewFramework(&cdkr.FrameworkProps{
		Id:         jsii.String("house-rules-7"),
		Title:      jsii.String("House rules 7"),
		Source:     jsii.String("https://example.com/house-rules"),
		Safeguards: &[]cdkr.ISafeguard{&reviewed{}},
		Controls: &[]*cdkr.Control{{
			Id:         jsii.String("1.1"),
			Title:      jsii.String("Buckets have names"),
			Safeguards: jsii.Strings("House.BucketNamed"),
		}},
	})
}

// finds returns whether a report has a finding of the safeguard for a construct.
func finds(report, path string) bool {
	return strings.Contains(report, fmt.Sprintf(`\"safeguard\":\"House.BucketNamed\",\"path\":\"%s\"`, path))
}

func read(file string) string {
	text, err := os.ReadFile(file)
	if err != nil {
		panic(err)
	}
	return string(text)
}

func errorOf(call func()) (message string) {
	defer func() {
		message = fmt.Sprint(recover())
	}()
	call()
	return ""
}

func mustEqual(expected, actual string) {
	if actual != expected {
		panic(fmt.Sprintf("must be %q, got %q", expected, actual))
	}
}
