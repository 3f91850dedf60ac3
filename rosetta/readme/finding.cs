using Amazon.CDK.AWS.SNS;

new Topic(stack, "Notices", new TopicProps { EnforceSSL = true });
