import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/**
 * Actions that workloads call at run time, by the short name of the service. The user guide of each of these services documents endpoint policies. The
 * endpoints of other services keep the default policy of AWS.
 */
const RUN_TIME_ACTIONS: { readonly [service: string]: readonly string[] } = {
  // Amazon ECR User Guide, Create an endpoint policy: image pulls.
  'ecr.api': ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchImportUpstreamImage'],
  'ecr.dkr': ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchImportUpstreamImage'],
  // AWS managed policy AmazonEC2ContainerServiceforEC2Role: actions of the ECS agent.
  'ecs-agent': [
    'ecs:DiscoverPollEndpoint', 'ecs:Poll', 'ecs:StartTelemetrySession', 'ecs:RegisterContainerInstance', 'ecs:DeregisterContainerInstance',
    'ecs:UpdateContainerInstancesState', 'ecs:SubmitAttachmentStateChanges', 'ecs:SubmitContainerStateChange', 'ecs:SubmitTaskStateChange',
  ],
  // CloudWatch Logs User Guide, Using CloudWatch Logs with interface VPC endpoints.
  'logs': [
    'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:PutLogEvents', 'logs:PutRetentionPolicy', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams',
    'logs:FilterLogEvents', 'logs:GetLogEvents', 'logs:StartQuery', 'logs:GetQueryResults',
  ],
  // CloudWatch User Guide, Using CloudWatch with interface VPC endpoints.
  'monitoring': ['cloudwatch:PutMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:GetMetricStatistics', 'cloudwatch:ListMetrics'],
  // AWS KMS Developer Guide, VPC endpoint policies.
  'kms': [
    'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncryptFrom', 'kms:ReEncryptTo', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext',
    'kms:GenerateDataKeyPair', 'kms:GenerateDataKeyPairWithoutPlaintext', 'kms:GenerateMac', 'kms:VerifyMac', 'kms:Sign', 'kms:Verify',
    'kms:GetPublicKey', 'kms:DescribeKey', 'kms:GenerateRandom',
  ],
  // AWS Secrets Manager User Guide, VPC endpoints: actions of readers and of rotation functions.
  'secretsmanager': [
    'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets',
    'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage', 'secretsmanager:GetRandomPassword',
  ],
  // AWS managed policy AmazonSSMManagedInstanceCore, and actions of readers of parameters.
  'ssm': [
    'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance',
    'ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutInventory',
    'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult', 'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus',
    'ssm:UpdateInstanceInformation',
  ],
  // Kinesis Data Streams Developer Guide, Use Amazon Kinesis Data Streams with interface VPC endpoints: actions of producers and consumers.
  'kinesis-streams': [
    'kinesis:DescribeStreamSummary', 'kinesis:ListShards', 'kinesis:GetShardIterator', 'kinesis:GetRecords', 'kinesis:SubscribeToShard',
    'kinesis:DescribeStreamConsumer', 'kinesis:PutRecord', 'kinesis:PutRecords',
  ],
  // IAM User Guide, Using AWS STS interface VPC endpoints.
  'sts': ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:GetCallerIdentity'],
  // AWS managed policy AWSXRayDaemonWriteAccess.
  'xray': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
};

/**
 * Services whose resources workloads use from other accounts: container images of AWS and other publishers. `aws:ResourceAccount` limits the other
 * services to this account (aws-samples/data-perimeter-policy-examples, vpc_endpoint_policies).
 */
const OF_OTHER_ACCOUNTS = new Set(['ecr.api', 'ecr.dkr']);

/**
 * Statements of an endpoint policy that allows principals of this account to call run-time actions on resources of this account. Empty for services
 * without a documented endpoint policy.
 */
export function interfaceEndpointPolicies(scope: IConstruct, endpoint: string): iam.PolicyStatement[] {
  const [service] = endpoint.split('-fips');
  const actions = RUN_TIME_ACTIONS[service];
  if (!actions) return [];
  const { account, region, partition } = Stack.of(scope);
  const own = { 'aws:PrincipalAccount': account };
  const statement = (sid: string, allowed: readonly string[], resources: string[], condition: { [key: string]: string }) => new iam.PolicyStatement({
    sid, principals: [new iam.AnyPrincipal()], actions: [...allowed], resources, conditions: { StringEquals: condition },
  });
  if (OF_OTHER_ACCOUNTS.has(service)) return [statement('OwnPrincipals', actions, ['*'], own)];
  const statements = [statement('OwnPrincipalsToOwnResources', actions, ['*'], { ...own, 'aws:ResourceAccount': account })];
  // Public parameters and documents of AWS have no account in their ARN (aws-samples/data-perimeter-policy-examples, service_owned_resources.md).
  if (service === 'ssm') {
    statements.push(statement('OwnPrincipalsToResourcesOfAws', actions.filter((action) => /:(Get|Describe)/.test(action)),
      [`arn:${partition}:ssm:${region}::parameter/aws/*`, `arn:${partition}:ssm:${region}::document/*`], own));
  }
  return statements;
}
