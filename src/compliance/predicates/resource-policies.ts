import { given, listOf } from './intrinsics';
import { Json, RenderedResource } from '../rendered';

/** Property with the resource policy, or properties where a type has several; `[]` follows a list. Source: CloudFormation resource specification. */
const POLICY_OF: Readonly<Record<string, string | readonly string[]>> = {
  'AWS::AIOps::InvestigationGroup': 'InvestigationGroupPolicy',
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
  'AWS::Comprehend::DocumentClassifier': 'ModelPolicy',
  'AWS::Comprehend::EntityRecognizer': 'ModelPolicy',
  'AWS::DSQL::Cluster': 'PolicyDocument',
  'AWS::DynamoDB::GlobalTable': ['Replicas[].ResourcePolicy.PolicyDocument', 'Replicas[].ReplicaStreamSpecification.ResourcePolicy.PolicyDocument'],
  'AWS::DynamoDB::Table': ['ResourcePolicy.PolicyDocument', 'StreamSpecification.ResourcePolicy.PolicyDocument'],
  'AWS::ECR::RegistryPolicy': 'PolicyText',
  'AWS::ECR::Repository': 'RepositoryPolicyText',
  'AWS::ECR::RepositoryCreationTemplate': 'RepositoryPolicy',
  'AWS::EFS::FileSystem': 'FileSystemPolicy',
  'AWS::Elasticsearch::Domain': 'AccessPolicies',
  'AWS::EventSchemas::RegistryPolicy': 'Policy',
  'AWS::Events::EventBus': 'Policy',
  'AWS::Events::EventBusPolicy': 'Statement',
  'AWS::EventsV2::ResourcePolicy': 'PolicyDocument',
  'AWS::FSx::S3AccessPointAttachment': 'S3AccessPoint.Policy',
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
  'AWS::OpenSearchService::Domain': 'AccessPolicies',
  'AWS::PaymentCryptography::Key': 'Policy',
  'AWS::Redshift::Cluster': 'NamespaceResourcePolicy',
  'AWS::RedshiftServerless::Namespace': 'NamespaceResourcePolicy',
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
  'AWS::SMSVOICE::ResourcePolicy': 'PolicyDocument',
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

/** Types with a resource policy. */
export const POLICY_TYPES: readonly string[] = Object.keys(POLICY_OF);

/** The resource policies of a resource, by property. */
export function resourcePoliciesOf({ type, properties }: RenderedResource): Array<{ readonly path: string; readonly documents: readonly Json[] }> {
  return listOf(POLICY_OF[type]).map((path: string) => ({
    path: path.replace('[]', ''),
    documents: at(properties, path).filter(given).map((policy) => statementOrDocument(type, policy)),
  }));
}

function at(properties: Json, path: string): Json[] {
  return path.split('.').reduce<Json[]>((parts, step) => parts.flatMap((part) => {
    const value = part?.[step.replace('[]', '')];
    return step.endsWith('[]') ? listOf(value) : [value];
  }), [properties]);
}

function statementOrDocument(type: string, policy: Json): Json {
  return type === 'AWS::Events::EventBusPolicy' ? { Statement: policy } : policy;
}
