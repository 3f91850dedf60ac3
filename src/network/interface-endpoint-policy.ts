import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';

/**
 * What workloads call at run time, by the short name of the service. Each of these takes an endpoint policy by its user guide; a service
 * that is not here keeps the policy that AWS gives its endpoints.
 */
const RUN_TIME_ACTIONS: { readonly [service: string]: readonly string[] } = {
  // Amazon ECR User Guide, Create an endpoint policy: pulls, of images that AWS owns too.
  'ecr.api': ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchImportUpstreamImage'],
  'ecr.dkr': ['ecr:GetAuthorizationToken', 'ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer', 'ecr:BatchImportUpstreamImage'],
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
  // AWS Secrets Manager User Guide, VPC endpoints: reading secrets, and what a rotation function does.
  'secretsmanager': [
    'secretsmanager:GetSecretValue', 'secretsmanager:BatchGetSecretValue', 'secretsmanager:DescribeSecret', 'secretsmanager:ListSecrets',
    'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage', 'secretsmanager:GetRandomPassword',
  ],
  // AWS managed policy AmazonSSMManagedInstanceCore, and reading parameters.
  'ssm': [
    'ssm:GetParameter', 'ssm:GetParameters', 'ssm:GetParametersByPath', 'ssm:DescribeAssociation', 'ssm:GetDeployablePatchSnapshotForInstance',
    'ssm:GetDocument', 'ssm:DescribeDocument', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:ListInstanceAssociations', 'ssm:PutInventory',
    'ssm:PutComplianceItems', 'ssm:PutConfigurePackageResult', 'ssm:UpdateAssociationStatus', 'ssm:UpdateInstanceAssociationStatus',
    'ssm:UpdateInstanceInformation',
  ],
  // IAM User Guide, Using AWS STS interface VPC endpoints.
  'sts': ['sts:AssumeRole', 'sts:TagSession', 'sts:SetSourceIdentity', 'sts:GetCallerIdentity'],
  // AWS managed policy AWSXRayDaemonWriteAccess.
  'xray': ['xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries'],
};

/** Admits principals of this account only, for what workloads call at run time; undefined where the service is not known to take a policy. */
export function interfaceEndpointPolicy(scope: IConstruct, service: string): iam.PolicyStatement | undefined {
  const actions = RUN_TIME_ACTIONS[service];
  return actions && new iam.PolicyStatement({
    sid: 'OwnPrincipals',
    principals: [new iam.AnyPrincipal()],
    actions: [...actions],
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': Stack.of(scope).account } },
  });
}
