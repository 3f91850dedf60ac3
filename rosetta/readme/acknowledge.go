import "github.com/aws/aws-cdk-go/awscdk/v2/awssns"

notices := awssns.NewTopic(stack, jsii.String("Notices"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
cdkregulated.ComplianceChecks_Acknowledge(notices, &cdkregulated.Acknowledgement{
	Id:     jsii.String("SNS.TopicEncrypted"),
	Reason: jsii.String("The messages contain public maintenance notices only."),
})
