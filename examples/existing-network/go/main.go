// A workload in a network and an account that exist: what they lack, and a service behind
// the load balancer that workloads share.
package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsec2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/aws-cdk-go/awscdk/v2/awselasticloadbalancingv2"
	"github.com/aws/constructs-go/constructs/v10"
	"github.com/aws/jsii-runtime-go"
	cdkr "github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

const (
	account  = "123456789012"
	image    = "public.ecr.aws/nginx/nginx-unprivileged:stable"
	listener = "arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shared/0123456789abcdef/0123456789abcdef"
)

// existingVpc returns the VPC of the network team.
func existingVpc(scope constructs.Construct) awsec2.IVpc {
	return awsec2.Vpc_FromVpcAttributes(scope, jsii.String("Vpc"), &awsec2.VpcAttributes{
		VpcId:                      jsii.String("vpc-0123456789abcdef0"),
		VpcCidrBlock:               jsii.String("10.0.0.0/16"),
		AvailabilityZones:          jsii.Strings("eu-west-2a", "eu-west-2b"),
		PublicSubnetIds:            jsii.Strings("subnet-0000000000000001a", "subnet-0000000000000001b"),
		PublicSubnetRouteTableIds:  jsii.Strings("rtb-0000000000000001a", "rtb-0000000000000001b"),
		PrivateSubnetIds:           jsii.Strings("subnet-0000000000000002a", "subnet-0000000000000002b"),
		PrivateSubnetRouteTableIds: jsii.Strings("rtb-0000000000000002a", "rtb-0000000000000002b"),
	})
}

func newStack(app awscdk.App, id, region string) awscdk.Stack {
	return awscdk.NewStack(app, jsii.String(id), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String(account), Region: jsii.String(region)},
	})
}

// addAccount adds settings that an account has once per Region.
func addAccount(app awscdk.App) {
	stack := newStack(app, "Account", "eu-west-2")
	cdkr.NewThreatDetection(stack, jsii.String("Threats"), nil)
	cdkr.NewApiGatewayAccount(stack, jsii.String("ApiGateway"))
	cdkr.NewVpcBlockPublicAccess(stack, jsii.String("BlockPublicAccess"), &cdkr.VpcBlockPublicAccessProps{
		Block: cdkr.InternetGatewayBlock_BIDIRECTIONAL,
	}).ExcludeSubnets(existingVpc(stack).PublicSubnets(), cdkr.InternetGatewayExclusion_BIDIRECTIONAL)
}

// addNetwork adds what the VPC lacks.
func addNetwork(app awscdk.App) {
	stack := newStack(app, "Network", "eu-west-2")
	vpc := existingVpc(stack)
	cdkr.NewVpcFlowLogs(stack, jsii.String("FlowLogs"), &cdkr.VpcFlowLogsProps{Vpc: vpc})
	cdkr.NewDnsQueryLogs(stack, jsii.String("DnsQueries"), &cdkr.DnsQueryLogsProps{Vpc: vpc})
	cdkr.NewDnsFirewall(stack, jsii.String("DnsFirewall"), &cdkr.DnsFirewallProps{
		Vpc:            vpc,
		BlockedDomains: jsii.Strings("*.example.net"),
	})
	services := append(*cdkr.InterfaceEndpoints_CONTAINER_SERVICES(), awsec2.InterfaceVpcEndpointAwsService_SQS())
	cdkr.NewInterfaceEndpoints(stack, jsii.String("Endpoints"), &cdkr.InterfaceEndpointsProps{Vpc: vpc, Services: &services})
}

// addOrders adds a service behind the load balancer that workloads share, and its queue.
func addOrders(app awscdk.App) {
	stack := newStack(app, "Orders", "eu-west-2")
	vpc := existingVpc(stack)
	key := cdkr.NewWorkloadKey(stack, jsii.String("Key"), &cdkr.WorkloadKeyProps{MultiRegion: jsii.Bool(true)})
	service := cdkr.NewFargateService(stack, jsii.String("Service"), &cdkr.FargateServiceProps{
		Vpc:   vpc,
		Image: awsecs.ContainerImage_FromRegistry(jsii.String(image), nil),
		Port:  jsii.Number(8080),
	})
	queue := cdkr.NewSecureQueue(stack, jsii.String("Queue"), &cdkr.SecureQueueProps{EncryptionKey: key.Key()})
	queue.GrantConsume(service)
	shared := awselasticloadbalancingv2.ApplicationListener_FromApplicationListenerAttributes(stack, jsii.String("Listener"),
		&awselasticloadbalancingv2.ApplicationListenerAttributes{
			ListenerArn:   jsii.String(listener),
			SecurityGroup: awsec2.SecurityGroup_FromSecurityGroupId(stack, jsii.String("Shared"), jsii.String("sg-0123456789abcdef0"), nil),
		})
	routes := cdkr.NewListenerRoutes(stack, jsii.String("Routes"), &cdkr.ListenerRoutesProps{Vpc: vpc, Listener: shared})
	routes.RouteWhen(jsii.String("Orders"), service, &cdkr.RouteRule{
		Priority: jsii.Number(20),
		Conditions: &[]awselasticloadbalancingv2.ListenerCondition{
			awselasticloadbalancingv2.ListenerCondition_HostHeaders(jsii.Strings("orders.example.com")),
		},
	})
	cdkr.NewWorkloadMonitoring(stack, jsii.String("Monitoring"), nil)

	// Another Region for recovery, under the same key.
	recovery := newStack(app, "Recovery", "eu-west-1")
	replica := cdkr.NewWorkloadKeyReplica(recovery, jsii.String("Key"), &cdkr.WorkloadKeyReplicaProps{Primary: key})
	cdkr.NewBackupVault(recovery, jsii.String("Vault"), &cdkr.BackupVaultProps{EncryptionKey: replica.Key()})
}

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	cdkr.Workload_On(app, &cdkr.WorkloadProps{
		Name:       jsii.String("orders"),
		Suffix:     jsii.String("dev"),
		Lifecycle:  cdkr.Lifecycle_PRODUCTION,
		Frameworks: &[]cdkr.Framework{cdkr.Framework_AWS_FSBP()},
		Regions:    jsii.Strings("eu-west-2", "eu-west-1"),
	})
	addAccount(app)
	addNetwork(app)
	addOrders(app)
	app.Synth(nil)
}
