import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { TRAIL_PATTERNS } from '../../compliance/predicates/trail-patterns';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** Descriptions of the metric filters: what happened, and the requirements. */
const DESCRIPTIONS: Record<keyof typeof TRAIL_PATTERNS, string> = {
  RootUsed: 'The root user was used (CIS 1.7, CloudWatch.1).',
  UnauthorizedCalls: 'An API call was denied: a policy lacks a permission, or a principal probes for permissions (CIS 3.1, CloudWatch.2).',
  SignInWithoutMfa: 'An IAM user signed in to the console without MFA (CIS 3.2, CloudWatch.3).',
  IamPolicyChanged: 'An IAM policy was changed (CIS 4.4, CloudWatch.4).',
  TrailChanged: 'A trail was changed, started or stopped (CIS 4.5, CloudWatch.5).',
  SignInFailed: 'A sign-in to the console failed (CIS 4.6, CloudWatch.6).',
  KeyDisabled: 'A KMS key was disabled or scheduled for deletion (CIS 4.7, CloudWatch.7).',
  BucketPolicyChanged: 'The access, lifecycle or replication of a bucket was changed (CIS 4.8, CloudWatch.8).',
  ConfigChanged: 'The AWS Config recorder was changed or stopped (CIS 4.9, CloudWatch.9).',
  SecurityGroupChanged: 'A security group was changed (CIS 4.10, CloudWatch.10).',
  NetworkAclChanged: 'A network ACL was changed (CIS 4.11, CloudWatch.11).',
  GatewayChanged: 'An internet gateway or customer gateway was changed (CIS 4.12, CloudWatch.12).',
  RouteTableChanged: 'A route table was changed (CIS 4.13, CloudWatch.13).',
  VpcChanged: 'A VPC or a VPC peering connection was changed (CIS 4.14, CloudWatch.14).',
  OrganizationChanged: 'The organization, its accounts or its policies were changed (CIS 4.15).',
};

/** Makes the metric filters and recommends an alarm for each. */
export function securityAlarms(scope: Construct, logGroup: logs.LogGroup): logs.MetricFilter[] {
  const { name, suffix } = Workload.of(scope);
  // Metrics of two trails in one account must not add up.
  const metricNamespace = [name ?? Stack.of(scope).stackName, suffix, 'LogMetrics'].filter(Boolean).join('-');
  return Object.entries(DESCRIPTIONS).map(([id, description]) => {
    const filter = new logs.MetricFilter(scope, `${id}Filter`, {
      logGroup,
      filterPattern: logs.FilterPattern.literal(TRAIL_PATTERNS[id as keyof typeof TRAIL_PATTERNS]),
      metricNamespace,
      metricName: id,
      metricValue: '1',
      defaultValue: 0,
    });
    recommendedAlarms(scope).add({
      construct: scope,
      id,
      description,
      metric: filter.metric({ statistic: cloudwatch.Stats.SUM, period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
      isAccountWide: true,
    });
    return filter;
  });
}
