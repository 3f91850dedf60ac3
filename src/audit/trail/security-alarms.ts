import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** A filter that matches events with one of the names. */
const named = (...names: string[]) => names.map((name) => `($.eventName=${name})`).join(' || ');

/**
 * Metric filters of the CIS AWS Foundations Benchmark (v1.2.0 section 3, v1.4.0 section 4). The patterns are exactly those that the AWS Security Hub
 * controls CloudWatch.1 to CloudWatch.14 check (AWS Security Hub User Guide, Security Hub CSPM controls for Amazon CloudWatch; c2hans/aws-docs commit
 * 07f049d). Security Hub has no control for 4.15; its events are from the text of the benchmark (quoted by Fugue rule FG_R00356).
 */
const FILTERS: ReadonlyArray<readonly [id: string, pattern: string, description: string]> = [
  ['RootUsed', '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    'The root user was used (CIS 1.7, CloudWatch.1).'],
  ['UnauthorizedCalls', '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    'An API call was denied: a policy lacks a permission, or a principal probes for permissions (CIS 3.1, CloudWatch.2).'],
  ['SignInWithoutMfa',
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    'An IAM user signed in to the console without MFA (CIS 3.2, CloudWatch.3).'],
  ['IamPolicyChanged', `{($.eventSource=iam.amazonaws.com) && (${named('DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy', 'PutGroupPolicy',
    'PutRolePolicy', 'PutUserPolicy', 'CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'AttachRolePolicy', 'DetachRolePolicy',
    'AttachUserPolicy', 'DetachUserPolicy', 'AttachGroupPolicy', 'DetachGroupPolicy')})}`,
  'An IAM policy was changed (CIS 4.4, CloudWatch.4).'],
  ['TrailChanged', `{${named('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging')}}`,
    'A trail was changed, started or stopped (CIS 4.5, CloudWatch.5).'],
  ['SignInFailed', '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    'A sign-in to the console failed (CIS 4.6, CloudWatch.6).'],
  ['KeyDisabled', `{($.eventSource=kms.amazonaws.com) && (${named('DisableKey', 'ScheduleKeyDeletion')})}`,
    'A KMS key was disabled or scheduled for deletion (CIS 4.7, CloudWatch.7).'],
  ['BucketPolicyChanged', `{($.eventSource=s3.amazonaws.com) && (${named('PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle',
    'PutBucketReplication', 'DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication')})}`,
  'The access, lifecycle or replication of a bucket was changed (CIS 4.8, CloudWatch.8).'],
  ['ConfigChanged', `{($.eventSource=config.amazonaws.com) && (${named('StopConfigurationRecorder', 'DeleteDeliveryChannel', 'PutDeliveryChannel',
    'PutConfigurationRecorder')})}`,
  'The AWS Config recorder was changed or stopped (CIS 4.9, CloudWatch.9).'],
  ['SecurityGroupChanged', `{${named('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress',
    'CreateSecurityGroup', 'DeleteSecurityGroup')}}`,
  'A security group was changed (CIS 4.10, CloudWatch.10).'],
  ['NetworkAclChanged', `{${named('CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation')}}`,
  'A network ACL was changed (CIS 4.11, CloudWatch.11).'],
  ['GatewayChanged', `{${named('CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway', 'CreateInternetGateway', 'DeleteInternetGateway',
    'DetachInternetGateway')}}`,
  'An internet gateway or customer gateway was changed (CIS 4.12, CloudWatch.12).'],
  ['RouteTableChanged', `{($.eventSource=ec2.amazonaws.com) && (${named('CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation',
    'DeleteRouteTable', 'DeleteRoute', 'DisassociateRouteTable')})}`,
  'A route table was changed (CIS 4.13, CloudWatch.13).'],
  ['VpcChanged', `{${named('CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'EnableVpcClassicLink')}}`,
  'A VPC or a VPC peering connection was changed (CIS 4.14, CloudWatch.14).'],
  ['OrganizationChanged', `{($.eventSource=organizations.amazonaws.com) && (${named('AcceptHandshake', 'AttachPolicy', 'CreateAccount', 'CreateOrganizationalUnit',
    'CreatePolicy', 'DeclineHandshake', 'DeleteOrganization', 'DeleteOrganizationalUnit', 'DeletePolicy', 'DetachPolicy', 'DisablePolicyType',
    'EnablePolicyType', 'InviteAccountToOrganization', 'LeaveOrganization', 'MoveAccount', 'RemoveAccountFromOrganization', 'UpdatePolicy',
    'UpdateOrganizationalUnit')})}`,
  'The organization, its accounts or its policies were changed (CIS 4.15).'],
];

/** Makes the metric filters and recommends an alarm for each. */
export function securityAlarms(scope: Construct, logGroup: logs.LogGroup): logs.MetricFilter[] {
  const { name, suffix } = Workload.of(scope);
  // Metrics of two trails in one account must not add up.
  const metricNamespace = [name ?? Stack.of(scope).stackName, suffix, 'LogMetrics'].filter(Boolean).join('-');
  return FILTERS.map(([id, pattern, description]) => {
    const filter = new logs.MetricFilter(scope, `${id}Filter`, {
      logGroup,
      filterPattern: logs.FilterPattern.literal(pattern),
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
