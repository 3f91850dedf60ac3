import io.github.cdkregulated.Acknowledgement;
import io.github.cdkregulated.ComplianceChecks;
import software.amazon.awscdk.services.sns.Topic;

Topic notices = Topic.Builder.create(stack, "Notices").enforceSsl(true).build();
ComplianceChecks.acknowledge(notices, Acknowledgement.builder()
        .id("SNS.TopicEncrypted")
        .reason("The messages contain public maintenance notices only.")
        .build());
