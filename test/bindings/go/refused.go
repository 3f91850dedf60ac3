package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	cdkr "github.com/cdk-regulated/cdk-regulated-go/cdkregulated"
)

// refused declares a construct with a prop outside of its limits.
func refused() {
	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Small"), nil)
	cdkr.NewSecureVpc(stack, jsii.String("Wrong"), &cdkr.SecureVpcProps{MaxAzs: jsii.Number(0)})
}
