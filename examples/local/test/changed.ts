import { App, Aspects, CfnResource } from 'aws-cdk-lib';
import { CfnDBCluster } from 'aws-cdk-lib/aws-rds';
import { CfnWebACL } from 'aws-cdk-lib/aws-wafv2';
import { addPlatforms } from '../../platforms';

/** Changes of the platforms for the update test, at least one per layer. */
const CHANGES: Readonly<Record<string, (resource: CfnResource) => void>> = {
  'AWS::Logs::LogGroup': (resource) => resource.addPropertyOverride('RetentionInDays', 400),
  'AWS::RDS::DBCluster': (resource) => (resource.stack.resolve((resource as CfnDBCluster).serverlessV2ScalingConfiguration)
    ? resource.addPropertyOverride('ServerlessV2ScalingConfiguration', { MinCapacity: 1, MaxCapacity: 8 })
    : resource.addPropertyOverride('BackupRetentionPeriod', 21)),
  'AWS::RDS::DBInstance': (resource) => resource.addPropertyOverride('PreferredMaintenanceWindow', 'tue:01:00-tue:02:00'),
  // The web ACL of a load balancer behind CloudFront has no rate limit.
  'AWS::WAFv2::WebACL': (resource) => (resource.stack.resolve((resource as CfnWebACL).rules)[0].statement.rateBasedStatement
    ? resource.addPropertyOverride('Rules.0.Statement.RateBasedStatement.Limit', 3000)
    : undefined),
  'AWS::ECS::TaskDefinition': (resource) => resource.addPropertyOverride('ContainerDefinitions.0.Image', 'public.ecr.aws/nginx/nginx-unprivileged:changed'),
  'AWS::Backup::BackupPlan': (resource) => resource.addPropertyOverride('BackupPlan.BackupPlanRule.0.ScheduleExpression', 'cron(0 7 * * ? *)'),
  'Custom::SecureParameter': (resource) => resource.addPropertyOverride('Length', 40),
  'AWS::CloudWatch::Alarm': (resource) => resource.addPropertyOverride('Threshold', 42),
};

const app = new App();
const only: string = app.node.getContext('platforms');
addPlatforms(app, undefined, only.split(','));
// Aspects of the app do not visit its stages.
for (const stage of app.node.children) {
  Aspects.of(stage).add({
    visit: (node) => {
      if (CfnResource.isCfnResource(node)) CHANGES[node.cfnResourceType]?.(node);
    },
  });
}
