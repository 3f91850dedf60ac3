import { Duration } from 'aws-cdk-lib';
import { DYNAMODB } from '../../../src/compliance/safeguards/dynamodb';
import { customerKey, exactly, it_, NO_VALUE, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const selected = { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [{ 'Fn::GetAtt': ['It', 'Arn'] }] } }] } as const;
const UNCOVERED = 'no AWS::Backup::BackupSelection selects it or one of its tags';
const CAPACITY = 'BillingMode is not PAY_PER_REQUEST, and no AWS::ApplicationAutoScaling::ScalableTarget scales it';
const target = (ResourceId: unknown) => ({
  Target: ['AWS::ApplicationAutoScaling::ScalableTarget', { ResourceId, ScalableDimension: 'd', ServiceNamespace: 'dynamodb', MinCapacity: 1, MaxCapacity: 2 }] as const,
});

const replicas = (replica: object) => ({ Replicas: [{ Region: 'eu-west-2', ...replica }] });
const replicated = (replica: (value: unknown) => object, name: string): Triple => ({
  holds: [it_(replicas(replica(true)))],
  fails: [
    [it_(replicas(replica(false))), `${name} of replica "eu-west-2" is false, must be true`],
    [it_({ Replicas: [...replicas(replica(true)).Replicas, { Region: 'eu-west-1' }] }), `${name} of replica "eu-west-1" is not set, must be true`],
  ],
  open: [[it_(replicas(replica(PARAMETER))), undetermined(`${name} of replica "eu-west-2"`)]],
});

describe('safeguards of Amazon DynamoDB', () => triples(DYNAMODB, {
  'DynamoDB.TablePointInTimeRecovery': (() => {
    const enabled = exactly('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true, false, { with: { KeySchema: [] } });
    const kept = (days: unknown, required: number) => it_(
      { KeySchema: [], PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true, RecoveryPeriodInDays: days } }, {},
      { expected: { numbers: { backupRetention: Duration.days(required) } } });
    return {
      ...enabled,
      holds: [...enabled.holds, kept(7, 7), kept(35, 400), kept(NO_VALUE, 400)],
      fails: [...enabled.fails, [kept(6, 7), 'PointInTimeRecoverySpecification.RecoveryPeriodInDays is 6, must be at least 7']],
      open: [...enabled.open, [kept(PARAMETER, 7), undetermined('PointInTimeRecoverySpecification.RecoveryPeriodInDays')]],
      differs: { fails: 'cdk-nag accepts any number of days' },
    };
  })(),
  'DynamoDB.TableEncryptedWithCustomerKey': customerKey('SSESpecification.KMSMasterKeyId'),
  'DynamoDB.TableInBackupPlan': {
    holds: [it_({ KeySchema: [] }, selected)],
    fails: [[it_({ KeySchema: [] }), UNCOVERED]],
    open: [
      [it_({ KeySchema: [] }, { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [PARAMETER] } }] }), UNCOVERED],
      [it_({ KeySchema: [], Tags: { Backup: 'yes' } }, {
        Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { ListOfTags: [{ ConditionKey: 'Backup', ConditionValue: 'yes' }] } }],
      }), PASSES],
    ],
  },
  'DynamoDB.TableCapacityScales': {
    holds: [it_({ KeySchema: [], BillingMode: 'PAY_PER_REQUEST' }), it_({ KeySchema: [] }, target({ 'Fn::Join': ['/', ['table', { Ref: 'It' }]] })),
      it_({ KeySchema: [], TableName: 'orders' }, { ...target('table/orders'), Other: target('table/other').Target }),
      it_({ KeySchema: [], TableName: 'orders' }, target('table/orders'))],
    fails: [[it_({ KeySchema: [] }), CAPACITY], [it_({ KeySchema: [], TableName: 'orders' }), CAPACITY], [it_({ KeySchema: [], TableName: 'orders' }, target('table/other')), CAPACITY], [it_({ KeySchema: [] }, target('table/undefined')), CAPACITY], [it_({ KeySchema: [], BillingMode: 'PROVISIONED' }), CAPACITY]],
    open: [[it_({ KeySchema: [], BillingMode: PARAMETER }), CAPACITY], [it_({ KeySchema: [] }, target('table/other')), CAPACITY]],
    differs: { holds: 'cdk-nag requires scaling targets for reads and for writes' },
  },
  'DynamoDB.DaxEncrypted': exactly('SSESpecification.SSEEnabled', true, false, { with: { IAMRoleARN: 'a', NodeType: 'n', ReplicationFactor: 3 } }),
  'DynamoDB.DaxTls': exactly('ClusterEndpointEncryptionType', 'TLS', 'NONE'),
  'DynamoDB.TableDeletionProtected': exactly('DeletionProtectionEnabled', true, false),
  'DynamoDB.GlobalTableDeletionProtected': replicated((value) => ({ DeletionProtectionEnabled: value }), 'DeletionProtectionEnabled'),
  'DynamoDB.GlobalTablePointInTimeRecovery': replicated(
    (value) => ({ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: value } }), 'PointInTimeRecoveryEnabled'),
  'DynamoDB.GlobalTableEncryptedWithCustomerKey': {
    holds: [it_(replicas({ SSESpecification: { KMSMasterKeyId: { Ref: 'Key' } } }), { Key: ['AWS::KMS::Key', { KeyPolicy: {} }] })],
    fails: [[it_(replicas({})), 'KMSMasterKeyId of replica "eu-west-2" is not set, must be a customer managed key']],
    open: [[it_(replicas({ SSESpecification: { KMSMasterKeyId: PARAMETER } })), undetermined('Replicas[0].SSESpecification.KMSMasterKeyId')]],
  },
  'DynamoDB.GlobalTableCapacityScales': {
    holds: [
      it_({ ...replicas({}), BillingMode: 'PAY_PER_REQUEST' }),
      it_(replicas({ ReadProvisionedThroughputSettings: { ReadCapacityAutoScalingSettings: { MinCapacity: 1, MaxCapacity: 5 } } })),
    ],
    fails: [[it_(replicas({ ReadProvisionedThroughputSettings: { ReadCapacityUnits: 5 } })), 'ReadCapacityAutoScalingSettings of replica "eu-west-2" is not set']],
    open: [[it_(replicas({})), 'ReadCapacityAutoScalingSettings of replica "eu-west-2" is not set']],
  },
}));
