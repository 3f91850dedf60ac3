import { ArnFormat, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { Construct } from 'constructs';
import { ResolvedMonitoring } from './resolve-database-props';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';

/** Monitoring as props of aws-cdk-lib, which are the same for clusters and instances. Creates the role of Enhanced Monitoring. */
export function createMonitoring(scope: Construct, key: kms.IKey, { interval, insights, insightsRetention }: ResolvedMonitoring) {
  return {
    ...(interval && { monitoringInterval: interval, monitoringRole: enhancedMonitoringRole(scope) }),
    enablePerformanceInsights: true,
    performanceInsightEncryptionKey: key,
    performanceInsightRetention: insightsRetention,
    databaseInsightsMode: insights,
  };
}

/** Makes instances wait for the permissions of the monitoring role: Amazon RDS refuses a role without them. */
export function dependOnMonitoringPolicy(scope: Construct, instances: rds.CfnDBInstance[]): void {
  const policy = scope.node.tryFindChild('MonitoringRole')?.node.findChild('Policy');
  if (policy) instances.forEach((instance) => instance.node.addDependency(policy));
}

/**
 * Role that Amazon RDS uses to write operating system metrics. It has the permissions of the AWS managed policy AmazonRDSEnhancedMonitoringRole, but only
 * for this account and Region, and only the account's own databases can assume it (Aurora User Guide, Setting up and enabling Enhanced Monitoring).
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
  const reason = 'Amazon RDS chooses the names of the RDS* log groups and creates a stream for each monitored instance. Its documentation requires these patterns';
  acknowledgeFindings((policyDependable as Construct).node.defaultChild!, reason, ...wildcards(stack));
  return role;
}

// cdk-nag identifies a finding by the ARN with its pseudo parameters in angle brackets.
function wildcards(stack: Stack): string[] {
  const shown = (value: string, name: string) => stack.resolve(value) === value ? value : `<AWS::${name}>`;
  const arn = `arn:${shown(stack.partition, 'Partition')}:logs:${shown(stack.region, 'Region')}:${shown(stack.account, 'AccountId')}:log-group:RDS*`;
  return [`AwsSolutions-IAM5[Resource::${arn}]`, `AwsSolutions-IAM5[Resource::${arn}:log-stream:*]`];
}
