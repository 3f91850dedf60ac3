import { templatesOf } from './evidence/support';
import { copiesOf } from '../../src/compliance/predicates/data-copies';
import { Json } from '../../src/compliance/rendered';

function copies(type: string, properties: Json, region?: string): unknown {
  const [template] = templatesOf({
    'Stack': {
      Resources: {
        It: { Type: type, Properties: properties }, Near: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'near' } }, Vault: { Type: 'AWS::Backup::BackupVault' },
      },
    },
    'us-east-1': { Resources: { Far: { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'far' } } } },
  }, region);
  return copiesOf(template.resource('It')!);
}

const replication = (Bucket: Json) => ({ ReplicationConfiguration: { Rules: [{ Destination: { Bucket } }] } });
const rule = (DestinationBackupVaultArn: Json) => ({ BackupPlan: { BackupPlanRule: [{}, { CopyActions: [{ DestinationBackupVaultArn }] }] } });
const joined = (...parts: Json[]) => ({ 'Fn::Join': ['', parts] });
const REGION = { Ref: 'AWS::Region' };
const vault = (region: Json) => joined('arn:aws:backup:', region, ':1:backup-vault:v');

test.each<[type: string, properties: Json, what: string, region: Json]>([
  ['AWS::S3::Bucket', replication({ 'Fn::GetAtt': ['Near', 'Arn'] }), 'replication', 'eu-west-2'],
  ['AWS::S3::Bucket', replication('arn:aws:s3:::near'), 'replication', 'eu-west-2'],
  ['AWS::S3::Bucket', replication('arn:aws-cn:s3:::far'), 'replication', 'us-east-1'],
  ['AWS::S3::Bucket', replication('arn:aws:s3:::theirs'), 'replication', 'arn:aws:s3:::theirs'],
  ['AWS::S3::MultiRegionAccessPoint', { Regions: [{ Bucket: 'far' }] }, 'a bucket', 'us-east-1'],
  ['AWS::Backup::BackupPlan', rule('arn:aws:backup:eu-west-1:1:backup-vault:v'), 'a backup copy', 'eu-west-1'],
  ['AWS::Backup::BackupPlan', rule('vault'), 'a backup copy', 'vault'],
  ['AWS::Backup::BackupPlan', rule('arn:aws:backup::1:backup-vault:v'), 'a backup copy', 'arn:aws:backup::1:backup-vault:v'],
  ['AWS::Backup::BackupPlan', rule({ 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] }), 'a backup copy', 'eu-west-2'],
  ['AWS::Backup::BackupPlan', rule(joined('arn:', { Ref: 'AWS::Partition' }, ':backup:eu-west-1:1:backup-vault:v')), 'a backup copy', 'eu-west-1'],
  ['AWS::Backup::BackupPlan', rule(vault(REGION)), 'a backup copy', vault(REGION)],
  ['AWS::Backup::BackupPlan', rule(joined('vault-', REGION)), 'a backup copy', joined('vault-', REGION)],
  ['AWS::KMS::ReplicaKey', { PrimaryKeyArn: 'arn:aws:kms:eu-west-1:1:key/k' }, 'a key from there', 'eu-west-1'],
])('%s with %j copies data to %s', (type, properties, what, region) => {
  expect(copies(type, properties, 'eu-west-2')).toEqual([{ what, region }]);
});

test('a copy in a stack without a Region is in the Region of the deployment', () => {
  expect(copies('AWS::S3::Bucket', replication({ Ref: 'Near' }))).toEqual([{ what: 'replication', region: REGION }]);
});

test.each([['AWS::S3::Bucket', {}], ['AWS::Backup::BackupPlan', {}], ['AWS::S3::MultiRegionAccessPoint', {}], ['AWS::SQS::Queue', { SourceRegion: 'eu-west-1' }], ['AWS::RDS::DBInstance', {}]])(
  '%s with %j makes no copy', (type, properties) => {
    expect(copies(type, properties)).toEqual([]);
  });
