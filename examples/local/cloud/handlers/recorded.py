"""Types that are stored in the stack only. Each deployment lists them."""
from ..registry import recorded

recorded("AWS::AutoScaling::WarmPool", "no emulator has warm pools")
recorded("AWS::Backup::RestoreTestingPlan", "no emulator restores backups", RestoreTestingPlanArn="arn:aws:backup:::restore-testing-plan:{id}")
recorded("AWS::Backup::RestoreTestingSelection", "no emulator restores backups")
recorded("AWS::CloudFront::VpcOrigin", "no emulator has VPC origins", Id="vo_{id}", Arn="arn:aws:cloudfront::000000000000:vpcorigin/{id}")
recorded("AWS::Config::ConformancePack", "no emulator deploys the rules of a conformance pack")
recorded("AWS::ElasticLoadBalancingV2::ListenerCertificate", "no emulator serves TLS listeners")
recorded("AWS::Logs::Delivery", "no emulator delivers vended logs", Arn="arn:aws:logs:us-east-1:000000000000:delivery:{id}", DeliveryId="{id}")
recorded("AWS::Logs::DeliveryDestination", "no emulator delivers vended logs", Arn="arn:aws:logs:us-east-1:000000000000:delivery-destination:{id}")
recorded("AWS::Logs::DeliverySource", "no emulator delivers vended logs", Arn="arn:aws:logs:us-east-1:000000000000:delivery-source:{id}")
recorded("AWS::Route53Resolver::ResolverQueryLoggingConfig", "no emulator resolves DNS names", Id="{id}", Arn="arn:aws:route53resolver:us-east-1:000000000000:{id}")
