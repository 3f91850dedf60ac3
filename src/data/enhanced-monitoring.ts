import { ArnFormat, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accept } from '../core/acknowledge';
import { refuse } from '../core/errors';
import { LeastPrivilegeRole } from '../core/least-privilege-role';

/** RDS API, CreateDBCluster, MonitoringInterval. */
const INTERVALS = [0, 1, 5, 10, 15, 30, 60];

/** Refuses an interval that Enhanced Monitoring does not know. */
export function requireMonitoringInterval(scope: Construct, interval: Duration): void {
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
export function enhancedMonitoringRole(scope: Construct): iam.IRole {
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
  accept((policyDependable as Construct).node.defaultChild!, reason, ...wildcards(stack));
  return role;
}

// cdk-nag names a finding by the ARN with its pseudo parameters in angle brackets.
function wildcards(stack: Stack): string[] {
  const shown = (value: string, name: string) => stack.resolve(value) === value ? value : `<AWS::${name}>`;
  const arn = `arn:${shown(stack.partition, 'Partition')}:logs:${shown(stack.region, 'Region')}:${shown(stack.account, 'AccountId')}:log-group:RDS*`;
  return [`AwsSolutions-IAM5[Resource::${arn}]`, `AwsSolutions-IAM5[Resource::${arn}:log-stream:*]`];
}
