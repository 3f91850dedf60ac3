from aws_cdk import aws_sns as sns

sns.Topic(stack, "Notices", enforce_ssl=True)
