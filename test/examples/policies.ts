import { Resource, statementsOf } from './support';

/**
 * Actions that know no resource, so that a statement can only say `*`: "If there is no value for this column, you must specify all
 * resources" (Service Authorization Reference, one page for each service: Actions, resources, and condition keys for …).
 */
const WITHOUT_RESOURCE = new Set([
  // Amazon CloudWatch
  'cloudwatch:PutMetricData', 'cloudwatch:GetMetricData', 'cloudwatch:ListMetrics',
  // Amazon CloudWatch Logs
  'logs:DescribeLogGroups', 'logs:DescribeResourcePolicies', 'logs:PutResourcePolicy',
  // Amazon EC2: what describes, and knows no resource
  'ec2:DescribeAccountAttributes', 'ec2:DescribeAvailabilityZones', 'ec2:DescribeElasticGpus', 'ec2:DescribeImages',
  'ec2:DescribeInstanceCreditSpecifications', 'ec2:DescribeInstances', 'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSecurityGroups',
  'ec2:DescribeSnapshots', 'ec2:DescribeSnapshotTierStatus', 'ec2:DescribeSpotInstanceRequests', 'ec2:DescribeSubnets', 'ec2:DescribeTags',
  'ec2:DescribeVolumes', 'ec2:DescribeVpcs',
  // Amazon Elastic Container Registry
  'ecr:GetAuthorizationToken',
  // Elastic Load Balancing
  'elasticloadbalancing:DescribeRules',
  // Amazon Message Gateway Service
  'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
  // Amazon Message Delivery Service
  'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint', 'ec2messages:GetMessages',
  'ec2messages:SendReply',
  // AWS Systems Manager
  'ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetManifest', 'ssm:ListAssociations',
  'ssm:ListCommandInvocations', 'ssm:ListCommands', 'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
  // Amazon Resource Group Tagging API
  'tag:GetResources',
  // Amazon S3
  's3:ListAllMyBuckets',
  // AWS Secrets Manager
  'secretsmanager:GetRandomPassword',
  // AWS X-Ray
  'xray:PutTraceSegments', 'xray:PutTelemetryRecords', 'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
]);

/** In the policy of a key `*` is this key (AWS KMS Developer Guide, Key policies in AWS KMS: "the key that the key policy is attached to"). */
const KEYS = ['AWS::KMS::Key', 'AWS::KMS::ReplicaKey'];

/** Properties that hold policies; each must be found to have a statement, or what follows proves nothing. */
const POLICY_PROPERTIES = /^(PolicyDocument|AssumeRolePolicyDocument|KeyPolicy|AccessPolicy|ResourcePolicy|AccessPolicies|RepositoryPolicyText|FileSystemPolicy)$/;

/** What is too wide in the policies of a resource. */
export function tooWide(resource: Resource): string[] {
  const unread = policiesOf(resource.properties).filter((policy) => statementsOf({ ...resource, properties: policy }).length === 0)
    .map(() => 'has a policy in which no statement was found');
  const invoked = resource.type === 'AWS::Lambda::Permission' && /\*/.test(resource.properties.Action) ? [`lets ${resource.properties.Action}`] : [];
  return [...unread, ...invoked, ...statementsOf(resource).filter(({ Effect }) => Effect !== 'Deny').flatMap((statement) => tooWideIn(statement, resource))];
}

function tooWideIn({ Action, NotAction, Resource: on, NotResource, Condition }: any, resource: Resource): string[] {
  const actions: string[] = [Action ?? []].flat();
  const wide = actions.filter((action) => /^(\*|[A-Za-z0-9-]+:\*)$/.test(action)).map((action) => `allows ${action}`);
  if (NotAction) wide.push('allows with NotAction');
  if (NotResource) wide.push('allows with NotResource');
  if (![on ?? []].flat().includes('*') || KEYS.includes(resource.type)) return wide;
  // It grants nothing, it limits what passes (AWS PrivateLink Guide, Control access to VPC endpoints using endpoint policies); whose calls pass it must say.
  if (resource.type === 'AWS::EC2::VPCEndpoint') return Condition?.StringEquals?.['aws:PrincipalAccount'] ? wide : [...wide, 'lets everybody through to Resource *'];
  wide.push(...actions.filter((action) => !WITHOUT_RESOURCE.has(action)).map((action) => `allows ${action} on Resource *, though it knows resources`));
  if (!Object.keys(resource.acknowledged).some((rule) => rule.includes('IAM5'))) wide.push('allows on Resource * without a recorded reason');
  return wide;
}

function policiesOf(value: any): unknown[] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, child]) => (POLICY_PROPERTIES.test(key) ? [{ policy: child }] : policiesOf(child)));
}
