import software.amazon.awscdk.services.sns.Topic;

Topic.Builder.create(stack, "Notices").enforceSsl(true).build();
