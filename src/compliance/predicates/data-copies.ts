import { given, listOf } from './intrinsics';
import { isUnresolved as isToken } from '../../validation/refuse';
import { Json, RenderedResource } from '../rendered';

/** A copy of data, with its Region as far as the template shows it. */
interface Copy {
  readonly what: string;
  /** An expression if it resolves only at deployment; undefined if nothing refers to a Region. */
  readonly region: Json;
}

/** The copies that a resource makes of its data in named Regions. Copies within its own Region are not listed. */
export function copiesOf(resource: RenderedResource): Copy[] {
  return (COPIERS[resource.type]?.(resource.properties, resource) ?? []).filter(({ region }) => given(region));
}

type Copier = (properties: Json, resource: RenderedResource) => Copy[];

const COPIERS: Record<string, Copier | undefined> = {
  'AWS::S3::Bucket': ({ ReplicationConfiguration }, bucket) => listOf(ReplicationConfiguration?.Rules).map(({ Destination }) => ({
    what: 'replication', region: regionOfBucket(Destination?.Bucket, bucket),
  })),
  'AWS::S3::MultiRegionAccessPoint': ({ Regions }, point) => listOf(Regions).map(({ Bucket }) => ({ what: 'a bucket', region: regionOfBucket(Bucket, point) })),
  'AWS::Backup::BackupPlan': ({ BackupPlan }, plan) => listOf(BackupPlan?.BackupPlanRule)
    .flatMap(({ CopyActions }) => listOf(CopyActions))
    .map(({ DestinationBackupVaultArn: arn }) => ({ what: 'a backup copy', region: regionOfArn(arn, plan) })),
  'AWS::RDS::DBInstance': ({ SourceRegion, AutomaticBackupReplicationRegion }) => [
    { what: 'a replica from there', region: SourceRegion },
    { what: 'backup replication', region: AutomaticBackupReplicationRegion },
  ],
  'AWS::RDS::DBCluster': ({ SourceRegion }) => [{ what: 'a replica from there', region: SourceRegion }],
  'AWS::SecretsManager::Secret': ({ ReplicaRegions }) => listOf(ReplicaRegions).map(({ Region }) => ({ what: 'a replica', region: Region })),
  'AWS::DynamoDB::GlobalTable': ({ Replicas }) => listOf(Replicas).map(({ Region }) => ({ what: 'a replica', region: Region })),
  'AWS::DynamoDB::Table': ({ Replicas }) => listOf(Replicas).map(({ Region }) => ({ what: 'a replica', region: Region })),
  'Custom::DynamoDBReplica': ({ Region }) => [{ what: 'a replica', region: Region }],
  'AWS::KMS::ReplicaKey': ({ PrimaryKeyArn }, key) => [{ what: 'a key from there', region: regionOfArn(PrimaryKeyArn, key) }],
  'AWS::EFS::FileSystem': ({ ReplicationConfiguration }) => listOf(ReplicationConfiguration?.Destinations)
    .map(({ Region }) => ({ what: 'replication', region: Region })),
  'AWS::ECR::ReplicationConfiguration': ({ ReplicationConfiguration }) => listOf(ReplicationConfiguration?.Rules)
    .flatMap(({ Destinations }) => listOf(Destinations)).map(({ Region }) => ({ what: 'replication', region: Region })),
};

// The ARN of a bucket has no Region. It is known only if the bucket is in the templates, by reference or by name.
function regionOfBucket(value: Json, resource: RenderedResource): Json {
  const named = resource.template.named('AWS::S3::Bucket', typeof value === 'string' ? value.replace(/^arn:[^:]*:s3:::/, '') : value);
  return ownRegion(value, resource) ?? (named ? regionOf(named) : value);
}

function regionOfArn(arn: Json, resource: RenderedResource): Json {
  if (typeof arn === 'string') return arn.split(':')[3] || arn;
  const own = ownRegion(arn, resource);
  if (own !== undefined) return own;
  const text = listOf(arn?.['Fn::Join']?.[1]).map((part) => typeof part === 'string' ? part : '?').join('');
  const region = text.split(':')[3];
  return region && region !== '?' ? region : arn;
}

function ownRegion(value: Json, resource: RenderedResource): Json {
  const target = resource.template.referenced(value);
  return target && regionOf(target);
}

function regionOf({ template: { stack: { region } } }: RenderedResource): Json {
  return isToken(region) ? { Ref: 'AWS::Region' } : region;
}
