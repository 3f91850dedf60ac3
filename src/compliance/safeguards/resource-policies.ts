import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, Outcome } from '../predicates/outcome';
import { isNotPublic } from '../predicates/policy';
import { confinedBy } from '../predicates/principals';
import { Json, RenderedResource } from '../rendered';

/** Property with the resource policy, or properties where a type has several; `[]` follows a list. Source: CloudFormation resource specification. */
const POLICY_OF: Readonly<Record<string, string | readonly string[]>> = {
  'AWS::APS::ResourcePolicy': 'PolicyDocument',
  'AWS::ApiGateway::DomainNameV2': 'Policy',
  'AWS::Backup::BackupVault': 'AccessPolicy',
  'AWS::Backup::LogicallyAirGappedBackupVault': 'AccessPolicy',
  'AWS::Bedrock::KnowledgeBasePolicy': 'PolicyDocument',
  'AWS::Bedrock::ResourcePolicy': 'PolicyDocument',
  'AWS::BedrockAgentCore::ResourcePolicy': 'Policy',
  'AWS::CloudTrail::ResourcePolicy': 'ResourcePolicy',
  'AWS::CodeArtifact::Domain': 'PermissionsPolicyDocument',
  'AWS::CodeArtifact::Repository': 'PermissionsPolicyDocument',
  'AWS::DSQL::Cluster': 'PolicyDocument',
  'AWS::DynamoDB::GlobalTable': ['Replicas[].ResourcePolicy.PolicyDocument', 'Replicas[].ReplicaStreamSpecification.ResourcePolicy.PolicyDocument'],
  'AWS::DynamoDB::Table': ['ResourcePolicy.PolicyDocument', 'StreamSpecification.ResourcePolicy.PolicyDocument'],
  'AWS::ECR::RegistryPolicy': 'PolicyText',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::ECR::RepositoryCreationTemplate': 'RepositoryPolicy',
  'AWS::EFS::FileSystem': 'FileSystemPolicy',
  'AWS::EventSchemas::RegistryPolicy': 'Policy',
  'AWS::Events::EventBus': 'Policy',
  'AWS::Events::EventBusPolicy': 'Statement',
  'AWS::EventsV2::ResourcePolicy': 'PolicyDocument',
  'AWS::Kinesis::ResourcePolicy': 'ResourcePolicy',
  'AWS::Lambda::ResourcePolicy': 'PolicyDocument',
  'AWS::Lex::ResourcePolicy': 'Policy',
  'AWS::Logs::DeliveryDestination': 'DeliveryDestinationPolicy.DeliveryDestinationPolicy',
  'AWS::Logs::Destination': 'DestinationPolicy',
  'AWS::Logs::LogGroup': 'ResourcePolicyDocument',
  'AWS::Logs::ResourcePolicy': 'PolicyDocument',
  'AWS::MSK::ClusterPolicy': 'Policy',
  'AWS::MediaStore::Container': 'Policy',
  'AWS::OSIS::Pipeline': 'ResourcePolicy.Policy',
  'AWS::Oam::Sink': 'Policy',
  'AWS::Omics::SequenceStore': 'S3AccessPolicy',
  'AWS::PaymentCryptography::Key': 'Policy',
  'AWS::S3::AccessPoint': 'Policy',
  'AWS::S3::BucketPolicy': 'PolicyDocument',
  'AWS::S3::MultiRegionAccessPointPolicy': 'Policy',
  'AWS::S3Express::AccessPoint': 'Policy',
  'AWS::S3Express::BucketPolicy': 'PolicyDocument',
  'AWS::S3Files::FileSystemPolicy': 'Policy',
  'AWS::S3ObjectLambda::AccessPointPolicy': 'PolicyDocument',
  'AWS::S3Outposts::AccessPoint': 'Policy',
  'AWS::S3Outposts::BucketPolicy': 'PolicyDocument',
  'AWS::S3Tables::TableBucketPolicy': 'ResourcePolicy',
  'AWS::S3Tables::TablePolicy': 'ResourcePolicy',
  'AWS::S3Vectors::VectorBucketPolicy': 'Policy',
  'AWS::SNS::TopicInlinePolicy': 'PolicyDocument',
  'AWS::SNS::TopicPolicy': 'PolicyDocument',
  'AWS::SQS::QueueInlinePolicy': 'PolicyDocument',
  'AWS::SQS::QueuePolicy': 'PolicyDocument',
  'AWS::SSM::ResourcePolicy': 'Policy',
  'AWS::SageMaker::ModelPackageGroup': 'ModelPackageGroupPolicy',
  'AWS::SecretsManager::ResourcePolicy': 'ResourcePolicy',
  'AWS::VpcLattice::AuthPolicy': 'Policy',
  'AWS::VpcLattice::ResourcePolicy': 'Policy',
  'AWS::XRay::ResourcePolicy': 'PolicyDocument',
};

/** Policies that are judged with the resource they are attached to, where the template has it. */
const ATTACHED_BY: Readonly<Record<string, string>> = { 'AWS::S3::BucketPolicy': 'Bucket', 'AWS::SNS::TopicPolicy': 'Topics', 'AWS::SQS::QueuePolicy': 'Queues' };

/** Resource types that name a principal outside a policy document, with the property and the property that confines `*`. */
const PRINCIPAL_OF: Readonly<Record<string, { readonly principal: string; readonly confinedBy?: string }>> = {
  'AWS::Lambda::LayerVersionPermission': { principal: 'Principal', confinedBy: 'OrganizationId' },
  'AWS::EC2::VPCEndpointServicePermissions': { principal: 'AllowedPrincipals' },
};

/** Safeguards of resource policies. */
export const RESOURCE_POLICIES: ResourceSafeguard[] = [
  {
    id: 'ResourcePolicy.NotPublic',
    on: [...Object.keys(POLICY_OF), ...Object.keys(PRINCIPAL_OF)],
    statement: 'the resource policy does not allow public access',
    rationale: 'A policy that admits all principals gives everyone with an AWS account, or everyone on the internet, access to the resource',
    remedy: 'name principals, or add a condition on an account, an organization, an ARN or a VPC endpoint',
    severity: 'critical',
    link: 'https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html#access-control-block-public-access-policy-status',
    sources: {},
    always: true,
    judge: (resource) => {
      const { type, properties } = resource;
      const outside = PRINCIPAL_OF[type];
      if (outside) return mustNameOne(outside.principal, properties[outside.principal], outside.confinedBy && properties[outside.confinedBy]);
      // An event bus policy can have a principal and a condition of its own.
      if (type === 'AWS::Events::EventBusPolicy' && !given(properties.Statement)) return mustNameOne('Principal', properties.Principal, isConfining(properties.Condition));
      // Which resource outside the templates has the policy makes no difference.
      const owners = listOf(resource.template.asWritten(resource)?.[ATTACHED_BY[type]]);
      if (owners.length > 0 && owners.every((owner) => ownerOf(resource, owner))) return undefined;
      const outcomes = [POLICY_OF[type]].flat().flatMap((path) => {
        const policies = at(properties, path).filter(given).map((policy) => statementOrDocument(resource, policy));
        return policies.length ? isNotPublic(policies, path.replace('[]', '')) : [];
      });
      return outcomes.length ? allOf(...outcomes) : undefined;
    },
  },
];

function ownerOf({ type, template }: RenderedResource, owner: Json): RenderedResource | undefined {
  return template.referenced(owner) ?? (type === 'AWS::S3::BucketPolicy' ? template.named('AWS::S3::Bucket', owner) : undefined);
}

function at(properties: Json, path: string): Json[] {
  return path.split('.').reduce<Json[]>((parts, step) => parts.flatMap((part) => {
    const value = part?.[step.replace('[]', '')];
    return step.endsWith('[]') ? listOf(value) : [value];
  }), [properties]);
}

// The condition of an event bus policy, which has one key.
function isConfining(condition: Json): boolean {
  return given(condition) && confinedBy({ [condition.Type]: { [condition.Key]: condition.Value } }) === 'confined';
}

function statementOrDocument({ type }: RenderedResource, policy: Json): Json {
  return type === 'AWS::Events::EventBusPolicy' ? { Statement: policy } : policy;
}

function mustNameOne(name: string, value: Json, confines: Json): Outcome {
  return listOf(value).includes('*') && (confines === false || !isSet(confines)) ? fails(`${name} is *, must name a principal`) : HOLDS;
}
