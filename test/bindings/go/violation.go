package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/aws-cdk-go/awscdk/v2/awss3"
	"github.com/aws/jsii-runtime-go"
	cdkr "github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

// violation synthesizes a bucket with findings.
func violation() {
	app := awscdk.NewApp(nil)
	stack := awscdk.NewStack(app, jsii.String("Small"), nil)
	cdkr.Workload_On(stack, &cdkr.WorkloadProps{
		Name:       jsii.String("small"),
		Suffix:     jsii.String("dev"),
		Frameworks: &[]cdkr.Framework{cdkr.Framework_PCI_DSS_4_0_1()},
	})
	awss3.NewBucket(stack, jsii.String("Open"), nil)
	app.Synth(nil)
}

// refused declares a construct with a prop outside of its limits.
func refused() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Small"), nil)
	cdkr.NewSecureVpc(stack, jsii.String("Wrong"), &cdkr.SecureVpcProps{MaxAzs: jsii.Number(0)})
}
