import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { DatabaseMonitoringOptions } from './database-options';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { refuse } from '../../core/validation';

/** RDS API, CreateDBCluster, MonitoringInterval. */
const INTERVALS = [0, 1, 5, 10, 15, 30, 60];

/** How closely a database is watched, in the words of aws-cdk-lib, which are the same for clusters and instances. */
export function monitoringOf(scope: Construct, key: kms.IKey, options: DatabaseMonitoringOptions) {
  const interval = options.enhancedInterval ?? Duration.seconds(60);
  requireMonitoringInterval(scope, interval);
  const mode = options.insights ?? rds.DatabaseInsightsMode.STANDARD;
  const isAdvanced = mode === rds.DatabaseInsightsMode.ADVANCED;
  return {
    ...(interval.toSeconds() > 0 && { monitoringInterval: interval, monitoringRole: enhancedMonitoringRole(scope) }),
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    performanceInsightRetention: options.insightsRetention
      ?? (isAdvanced ? rds.PerformanceInsightRetention.MONTHS_15 : rds.PerformanceInsightRetention.DEFAULT),
    databaseInsightsMode: mode,
  };
}

/** Amazon RDS refuses an instance whose monitoring role has no permissions yet. */
export function dependOnMonitoringPolicy(scope: Construct, instances: rds.CfnDBInstance[]): void {
  const policy = scope.node.tryFindChild('MonitoringRole')?.node.findChild('Policy');
  if (policy) instances.forEach((instance) => instance.node.addDependency(policy));
}

// Refuses an interval that Enhanced Monitoring does not know.
function requireMonitoringInterval(scope: Construct, interval: Duration): void {
  const seconds = interval.toSeconds();
  if (!INTERVALS.includes(seconds)) {
    refuse(scope, `monitoring.enhancedInterval is ${seconds} seconds, need one of ${INTERVALS.join(', ')}`);
  }
}

/**
 * The role with which Amazon RDS writes the metrics of the operating system: what the AWS managed policy
 * AmazonRDSEnhancedMonitoringRole allows, for this account and Region only, and assumed for the account's own databases only
 * (Aurora User Guide, Setting up and enabling Enhanced Monitoring).
 */
function enhancedMonitoringRole(scope: Construct): iam.IRole {
  const stack = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'MonitoringRole', {
    assumedBy: new iam.ServicePrincipal('monitoring.rds.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'rds', resource: 'db', resourceName: '*', arnFormat: ArnFormat.COLON_RESOURCE_NAME }) },
      },
    }),
  });
  const logGroups = stack.formatArn({ service: 'logs', resource: 'log-group', resourceName: 'RDS*', arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogGroup', 'logs:PutRetentionPolicy'],
    resources: [logGroups],
  }));
  const { policyDependable } = role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams', 'logs:GetLogEvents'],
    resources: [`${logGroups}:log-stream:*`],
  }));
  const reason = 'Amazon RDS names the log groups RDS* and a stream for each instance that it monitors; it documents exactly these patterns';
  acknowledgeFindings((policyDependable as Construct).node.defaultChild!, reason, ...wildcards(stack));
  return role;
}

// cdk-nag names a finding by the ARN with its pseudo parameters in angle brackets.
function wildcards(stack: Stack): string[] {
  const shown = (value: string, name: string) => stack.resolve(value) === value ? value : `<AWS::${name}>`;
  const arn = `arn:${shown(stack.partition, 'Partition')}:logs:${shown(stack.region, 'Region')}:${shown(stack.account, 'AccountId')}:log-group:RDS*`;
  return [`AwsSolutions-IAM5[Resource::${arn}]`, `AwsSolutions-IAM5[Resource::${arn}:log-stream:*]`];
}
