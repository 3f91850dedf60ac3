import "github.com/aws/aws-cdk-go/awscdk/v2/awssns"

awssns.NewTopic(stack, jsii.String("Notices"), &awssns.TopicProps{EnforceSSL: jsii.Bool(true)})
