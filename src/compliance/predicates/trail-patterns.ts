/** A filter that matches events with one of the names. */
const named = (...names: string[]) => names.map((name) => `($.eventName=${name})`).join(' || ');

/**
 * Metric filters of the CIS AWS Foundations Benchmark (v1.2.0 section 3, v1.4.0 section 4) for the log group of a trail. The patterns are exactly those that the
 * AWS Security Hub controls CloudWatch.1 to CloudWatch.14 check (AWS Security Hub User Guide, Security Hub CSPM controls for Amazon CloudWatch; c2hans/aws-docs
 * commit 07f049d). Security Hub has no control for 4.15; its events are from the text of the benchmark (quoted by Fugue rule FG_R00356).
 */
export const TRAIL_PATTERNS = {
  RootUsed: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
  UnauthorizedCalls: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
  SignInWithoutMfa: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
  IamPolicyChanged: `{($.eventSource=iam.amazonaws.com) && (${named('DeleteGroupPolicy', 'DeleteRolePolicy', 'DeleteUserPolicy', 'PutGroupPolicy',
    'PutRolePolicy', 'PutUserPolicy', 'CreatePolicy', 'DeletePolicy', 'CreatePolicyVersion', 'DeletePolicyVersion', 'AttachRolePolicy', 'DetachRolePolicy',
    'AttachUserPolicy', 'DetachUserPolicy', 'AttachGroupPolicy', 'DetachGroupPolicy')})}`,
  TrailChanged: `{${named('CreateTrail', 'UpdateTrail', 'DeleteTrail', 'StartLogging', 'StopLogging')}}`,
  SignInFailed: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
  KeyDisabled: `{($.eventSource=kms.amazonaws.com) && (${named('DisableKey', 'ScheduleKeyDeletion')})}`,
  BucketPolicyChanged: `{($.eventSource=s3.amazonaws.com) && (${named('PutBucketAcl', 'PutBucketPolicy', 'PutBucketCors', 'PutBucketLifecycle',
    'PutBucketReplication', 'DeleteBucketPolicy', 'DeleteBucketCors', 'DeleteBucketLifecycle', 'DeleteBucketReplication')})}`,
  ConfigChanged: `{($.eventSource=config.amazonaws.com) && (${named('StopConfigurationRecorder', 'DeleteDeliveryChannel', 'PutDeliveryChannel',
    'PutConfigurationRecorder')})}`,
  SecurityGroupChanged: `{${named('AuthorizeSecurityGroupIngress', 'AuthorizeSecurityGroupEgress', 'RevokeSecurityGroupIngress', 'RevokeSecurityGroupEgress',
    'CreateSecurityGroup', 'DeleteSecurityGroup')}}`,
  NetworkAclChanged: `{${named('CreateNetworkAcl', 'CreateNetworkAclEntry', 'DeleteNetworkAcl', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclEntry',
    'ReplaceNetworkAclAssociation')}}`,
  GatewayChanged: `{${named('CreateCustomerGateway', 'DeleteCustomerGateway', 'AttachInternetGateway', 'CreateInternetGateway', 'DeleteInternetGateway',
    'DetachInternetGateway')}}`,
  RouteTableChanged: `{($.eventSource=ec2.amazonaws.com) && (${named('CreateRoute', 'CreateRouteTable', 'ReplaceRoute', 'ReplaceRouteTableAssociation',
    'DeleteRouteTable', 'DeleteRoute', 'DisassociateRouteTable')})}`,
  VpcChanged: `{${named('CreateVpc', 'DeleteVpc', 'ModifyVpcAttribute', 'AcceptVpcPeeringConnection', 'CreateVpcPeeringConnection',
    'DeleteVpcPeeringConnection', 'RejectVpcPeeringConnection', 'AttachClassicLinkVpc', 'DetachClassicLinkVpc', 'DisableVpcClassicLink', 'EnableVpcClassicLink')}}`,
  OrganizationChanged: `{($.eventSource=organizations.amazonaws.com) && (${named('AcceptHandshake', 'AttachPolicy', 'CreateAccount', 'CreateOrganizationalUnit',
    'CreatePolicy', 'DeclineHandshake', 'DeleteOrganization', 'DeleteOrganizationalUnit', 'DeletePolicy', 'DetachPolicy', 'DisablePolicyType',
    'EnablePolicyType', 'InviteAccountToOrganization', 'LeaveOrganization', 'MoveAccount', 'RemoveAccountFromOrganization', 'UpdatePolicy',
    'UpdateOrganizationalUnit')})}`,
};
