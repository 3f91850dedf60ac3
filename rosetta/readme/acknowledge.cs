using Amazon.CDK.AWS.SNS;

var notices = new Topic(stack, "Notices", new TopicProps { EnforceSSL = true });
ComplianceChecks.Acknowledge(notices, new Acknowledgement
{
    Id = "SNS.TopicEncrypted",
    Reason = "The messages contain public maintenance notices only.",
});
