import { STORES } from '../../../src/compliance/safeguards/stores';
import { Case, customerKey, exactly, it_, never, NO_VALUE, oneOf, PARAMETER, PASSES, present, Triple, triples, untold } from '../triples';

const LAMBDA = { RotationLambdaARN: 'arn', RotationRules: { AutomaticallyAfterDays: 30 } };
const attachment = { Attachment: ['AWS::SecretsManager::SecretTargetAttachment', { SecretId: { Ref: 'It' }, TargetId: 't', TargetType: 'x' }] } as const;
const rotation = (SecretId: unknown) => ({ Rotation: ['AWS::SecretsManager::RotationSchedule', { SecretId, ...LAMBDA }] as const });
const NOT_ROTATED = 'no AWS::SecretsManager::RotationSchedule rotates it';
const rules = (RotationRules: unknown, days: number | undefined = 90): Case => it_({ SecretId: 's', RotationRules }, {}, { expected: { numbers: { credentialRotationDays: days } } });
const selected = { Selection: ['AWS::Backup::BackupSelection', { BackupSelection: { Resources: [{ 'Fn::GetAtt': ['It', 'Arn'] }] } }] } as const;
const UNCOVERED = 'no AWS::Backup::BackupSelection names it or a tag of it';
const CAPACITY = 'BillingMode is not PAY_PER_REQUEST, and no AWS::ApplicationAutoScaling::ScalableTarget scales it';
const target = (ResourceId: unknown) => ({
  Target: ['AWS::ApplicationAutoScaling::ScalableTarget', { ResourceId, ScalableDimension: 'd', ServiceNamespace: 'dynamodb', MinCapacity: 1, MaxCapacity: 2 }] as const,
});
const publishing = (log: string): Triple => {
  const missing = `LogPublishingOptions has no ${log} that is enabled`;
  return {
    holds: [it_({ LogPublishingOptions: { [log]: { Enabled: true, CloudWatchLogsLogGroupArn: 'a' } } })],
    fails: [
      [it_({}), missing],
      [it_({ LogPublishingOptions: { [log]: { Enabled: false } } }), missing],
      [it_({ LogPublishingOptions: { SEARCH_SLOW_LOGS: { Enabled: true } } }), missing],
    ],
    open: [[it_({ LogPublishingOptions: { [log]: NO_VALUE } }), missing]],
  };
};

describe('safeguards of stores', () => triples(STORES, {
  'SecretsManager.SecretRotated': {
    holds: [it_({}, rotation({ Ref: 'It' })), it_({}, { ...attachment, ...rotation({ Ref: 'Attachment' }) })],
    fails: [[it_({}), NOT_ROTATED], [it_({}, attachment), NOT_ROTATED]],
    open: [[it_({}, rotation(PARAMETER)), NOT_ROTATED]],
  },
  'SecretsManager.SecretRotatedInTime': {
    holds: [
      rules({ AutomaticallyAfterDays: 90 }), rules({ ScheduleExpression: 'rate(1 day)' }), rules({ ScheduleExpression: 'rate(2160 hours)' }),
      it_({ SecretId: 's' }),
    ],
    fails: [
      [rules({ AutomaticallyAfterDays: 91 }), 'RotationRules days is 91, need at most 90'],
      [rules({ ScheduleExpression: 'rate(100 days)' }), 'RotationRules days is 100, need at most 90'],
      [rules({ ScheduleExpression: 'rate(2161 hours)' }), 'RotationRules days is 91, need at most 90'],
      [rules({}), 'RotationRules days is not set, need at most 90'],
      [rules(undefined), 'RotationRules days is not set, need at most 90'],
      [rules({ ScheduleExpression: 'cron(0 4 1 * ? *)' }), 'RotationRules days is "cron(0 4 1 * ? *)", need at most 90'],
    ],
    open: [[rules({ AutomaticallyAfterDays: PARAMETER }), untold('RotationRules days')]],
  },
  'SecretsManager.SecretEncryptedWithCustomerKey': customerKey('KmsKeyId', { differs: { fails: 'cdk-nag takes an empty text for a key' } }),
  'DynamoDB.TablePointInTimeRecovery': exactly('PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', true, false, { with: { KeySchema: [] } }),
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
    holds: [it_({ KeySchema: [], BillingMode: 'PAY_PER_REQUEST' }), it_({ KeySchema: [] }, target({ 'Fn::Join': ['/', ['table', { Ref: 'It' }]] }))],
    fails: [[it_({ KeySchema: [] }), CAPACITY], [it_({ KeySchema: [], BillingMode: 'PROVISIONED' }), CAPACITY]],
    open: [[it_({ KeySchema: [], BillingMode: PARAMETER }), CAPACITY], [it_({ KeySchema: [] }, target('table/other')), CAPACITY]],
    differs: { holds: 'cdk-nag wants a target for reads and one for writes' },
  },
  'DynamoDB.DaxEncrypted': exactly('SSESpecification.SSEEnabled', true, false, { with: { IAMRoleARN: 'a', NodeType: 'n', ReplicationFactor: 3 } }),
  'DynamoDB.DaxTls': exactly('ClusterEndpointEncryptionType', 'TLS', 'NONE'),
  'ElastiCache.Encrypted': exactly('AtRestEncryptionEnabled', true, false, {
    with: { ReplicationGroupDescription: 'd' }, differs: { holds: 'cdk-nag wants encryption in transit by the same rule' },
  }),
  'ElastiCache.TlsForced': {
    ...exactly('TransitEncryptionEnabled', true, false),
    open: [
      [it_({ TransitEncryptionEnabled: PARAMETER }), untold('TransitEncryptionEnabled')],
      [it_({ TransitEncryptionEnabled: true, TransitEncryptionMode: 'preferred' }), 'TransitEncryptionMode is "preferred", need another value'],
      [it_({ TransitEncryptionEnabled: true, TransitEncryptionMode: 'required' }), PASSES],
    ],
  },
  'ElastiCache.BackupRetained': {
    holds: [it_({ ReplicationGroupDescription: 'd', SnapshotRetentionLimit: 7 })],
    fails: [
      [it_({ ReplicationGroupDescription: 'd' }), 'SnapshotRetentionLimit is not set (0), need at least 1'],
      [it_({ ReplicationGroupDescription: 'd', SnapshotRetentionLimit: 0 }), 'SnapshotRetentionLimit is 0, need at least 1'],
    ],
    open: [[it_({ SnapshotRetentionLimit: PARAMETER }), untold('SnapshotRetentionLimit')]],
    differs: { holds: 'cdk-nag wants 15 days, the control it cites names none' },
  },
  'ElastiCache.MinorVersionsUpgraded': never('AutoMinorVersionUpgrade', true, [false]),
  'OpenSearch.DomainEncrypted': exactly('EncryptionAtRestOptions.Enabled', true, false),
  'OpenSearch.DomainNodeToNodeEncrypted': exactly('NodeToNodeEncryptionOptions.Enabled', true, false),
  'OpenSearch.DomainHttpsOnly': (() => {
    const policies = ['Policy-Min-TLS-1-2-2019-07', 'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08'];
    const https = { DomainEndpointOptions: { EnforceHTTPS: true } };
    const tls = oneOf('DomainEndpointOptions.TLSSecurityPolicy', policies, 'Policy-Min-TLS-1-0-2019-07', { with: https });
    const forced = exactly('DomainEndpointOptions.EnforceHTTPS', true, false, { with: { DomainEndpointOptions: { TLSSecurityPolicy: policies[0] } } });
    return { holds: [...tls.holds, ...forced.holds], fails: [...tls.fails, ...forced.fails], open: [...tls.open, ...forced.open] };
  })(),
  'OpenSearch.DomainInVpc': present('VPCOptions', { SubnetIds: ['s'] }),
  'OpenSearch.DomainErrorsLogged': { ...publishing('ES_APPLICATION_LOGS'), differs: { fails: 'cdk-nag takes a log that is switched off for one' } },
  'OpenSearch.DomainAudited': publishing('AUDIT_LOGS'),
}));
