import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** An event by name, or any of several. */
const named = (...names: string[]) => names.map((name) => `($.eventName=${name})`).join(' || ');

/**
 * The metric filters of the CIS AWS Foundations Benchmark (v1.2.0 section 3, v1.4.0 section 4), letter by letter as AWS Security Hub checks them in its
 * controls CloudWatch.1 to CloudWatch.14 (AWS Security Hub User Guide, Security Hub CSPM controls for Amazon CloudWatch; c2hans/aws-docs commit 07f049d).
 * For the last one, 4.15, it has no control: the events are those of the benchmark's text (Fugue rule FG_R00356 quotes it).
 */
const FILTERS: ReadonlyArray<readonly [id: string, pattern: string, description: string]> = [
  ['RootUsed', '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    'Somebody used the root user (CIS 1.7, CloudWatch.1).'],
  ['UnauthorizedCalls', '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    'A call was refused: a mistake in a policy, or somebody who tries what works (CIS 3.1, CloudWatch.2).'],
  ['SignInWithoutMfa',
    '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    'Somebody signed in to the console without a second factor (CIS 3.2, CloudWatch.3).'],
  ['IamPolicyChanged', `{($.eventSource=iam.amazonaws.com) && (${named('DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy', 'PutGroupPolicy',
    'PutRolePolicy', 'PutUserPolicy', 'CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'AttachRolePolicy', 'DetachRolePolicy',
    'AttachUserPolicy', 'DetachUserPolicy', 'AttachGroupPolicy', 'DetachGroupPolicy')})}`,
  'An IAM policy changed (CIS 4.4, CloudWatch.4).'],
  ['TrailChanged', `{${named('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging')}}`,
    'A trail changed, started or stopped (CIS 4.5, CloudWatch.5).'],
  ['SignInFailed', '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    'Somebody failed to sign in to the console (CIS 4.6, CloudWatch.6).'],
  ['KeyDisabled', `{($.eventSource=kms.amazonaws.com) && (${named('DisableKey', 'ScheduleKeyDeletion')})}`,
    'A key was disabled or is going to be deleted, and what it encrypts with it (CIS 4.7, CloudWatch.7).'],
  ['BucketPolicyChanged', `{($.eventSource=s3.amazonaws.com) && (${named('PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle',
    'PutBucketReplication', 'DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication')})}`,
  'Who reaches a bucket, or how long it keeps objects, changed (CIS 4.8, CloudWatch.8).'],
  ['ConfigChanged', `{($.eventSource=config.amazonaws.com) && (${named('StopConfigurationRecorder', 'DeleteDeliveryChannel', 'PutDeliveryChannel',
    'PutConfigurationRecorder')})}`,
  'The recorder of AWS Config changed or stopped (CIS 4.9, CloudWatch.9).'],
  ['SecurityGroupChanged', `{${named('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress',
    'CreateSecurityGroup', 'DeleteSecurityGroup')}}`,
  'A security group changed (CIS 4.10, CloudWatch.10).'],
  ['NetworkAclChanged', `{${named('CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation')}}`,
  'A network access control list changed (CIS 4.11, CloudWatch.11).'],
  ['GatewayChanged', `{${named('CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway', 'CreateInternetGateway', 'DeleteInternetGateway',
    'DetachInternetGateway')}}`,
  'A gateway to other networks changed (CIS 4.12, CloudWatch.12).'],
  ['RouteTableChanged', `{($.eventSource=ec2.amazonaws.com) && (${named('CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation',
    'DeleteRouteTable', 'DeleteRoute', 'DisassociateRouteTable')})}`,
  'A route changed (CIS 4.13, CloudWatch.13).'],
  ['VpcChanged', `{${named('CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'EnableVpcClassicLink')}}`,
  'A network or a peering of networks changed (CIS 4.14, CloudWatch.14).'],
  ['OrganizationChanged', `{($.eventSource=organizations.amazonaws.com) && (${named('AcceptHandshake', 'AttachPolicy', 'CreateAccount', 'CreateOrganizationalUnit',
    'CreatePolicy', 'DeclineHandshake', 'DeleteOrganization', 'DeleteOrganizationalUnit', 'DeletePolicy', 'DetachPolicy', 'DisablePolicyType',
    'EnablePolicyType', 'InviteAccountToOrganization', 'LeaveOrganization', 'MoveAccount', 'RemoveAccountFromOrganization', 'UpdatePolicy',
    'UpdateOrganizationalUnit')})}`,
  'The organization that the account belongs to, its accounts or its policies changed (CIS 4.15).'],
];

/** Makes the metric filters, and recommends an alarm for each. */
export function watchFor(scope: Construct, logGroup: logs.LogGroup): logs.MetricFilter[] {
  const { name, suffix } = Workload.of(scope);
  // Two trails of one account would count into each other's metrics.
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
    });
    return filter;
  });
}
