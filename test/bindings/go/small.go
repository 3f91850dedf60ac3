package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	"github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

// small synthesizes the program that every language has.
func small() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Small"), &awscdk.StackProps{
		Env: &awscdk.Environment{Account: jsii.String("123456789012"), Region: jsii.String("eu-west-2")},
	})
	cdkregulated.Workload_On(stack, &cdkregulated.WorkloadProps{
		Name:       jsii.String("small"),
		Suffix:     jsii.String("dev"),
		Lifecycle:  cdkregulated.Lifecycle_EPHEMERAL,
		Frameworks: &[]cdkregulated.Framework{cdkregulated.Framework_PCI_DSS_4_0_1()},
		Regions:    jsii.Strings("eu-west-2"),
		Tags:       &map[string]*string{"Team": jsii.String("payments")},
	})
	cdkregulated.NewSecureVpc(stack, jsii.String("Network"), &cdkregulated.SecureVpcProps{
		Cidr:              jsii.String("10.20.0.0/16"),
		AvailabilityZones: jsii.Strings("eu-west-2a", "eu-west-2b"),
	})
	cdkregulated.NewSecureBucket(stack, jsii.String("Documents"), nil)
	app.Synth(nil)
}
