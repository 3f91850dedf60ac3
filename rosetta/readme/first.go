package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awscertificatemanager"
	"github.com/aws/aws-cdk-go/awscdk/v2/awsecs"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

func main() {
	defer jsii.Close()

	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Ledger"), &awscdk.StackProps{
		Env: &awscdk.Environment{Region: jsii.String("eu-west-2")},
	})
	cdkregulated.Workload_On(stack, &cdkregulated.WorkloadProps{
		Name:       jsii.String("ledger"),
		Suffix:     jsii.String("dev"),
		Lifecycle:  cdkregulated.Lifecycle_EPHEMERAL,
		Frameworks: &[]cdkregulated.Framework{cdkregulated.Framework_PCI_DSS_4_0_1()},
		Tags:       &map[string]*string{"CostCenter": jsii.String("4711")},
	})
	network := cdkregulated.NewSecureVpc(stack, jsii.String("Network"), nil)
	database := cdkregulated.NewCompliantAurora(stack, jsii.String("Database"), &cdkregulated.CompliantAuroraProps{
		Vpc:          network.Vpc(),
		DatabaseName: jsii.String("ledger"),
	})
	service := cdkregulated.NewFargateService(stack, jsii.String("Service"), &cdkregulated.FargateServiceProps{
		Vpc:   network.Vpc(),
		Image: awsecs.ContainerImage_FromRegistry(jsii.String("public.ecr.aws/nginx/nginx-unprivileged:stable"), nil),
	})
	database.AllowConnectionsFrom(service, nil)

	logs := cdkregulated.NewLogBucket(stack, jsii.String("Logs"), nil)
	certificate := awscertificatemanager.Certificate_FromCertificateArn(stack, jsii.String("Certificate"), jsii.String("arn:aws:acm:eu-west-2:111122223333:certificate/8f4e"))
	edge := cdkregulated.NewAlbWithWaf(stack, jsii.String("Edge"), &cdkregulated.AlbWithWafProps{
		Vpc:         network.Vpc(),
		Certificate: certificate,
		AccessLogs:  logs.Bucket(),
	})
	edge.RouteTo(service, nil)

	app.Synth(nil)
}
