import { FrameworkNumbers } from '../model/control';
import { ResourceSafeguard } from '../model/safeguard';
import { coveredByBackup } from '../predicates/backup';
import { listOf } from '../predicates/intrinsics';
import { allOf, HOLDS, mustBe, mustBeAtLeast, mustBeCustomerKey, mustBeSet, mustExist, Outcome, WHY_CUSTOMER_KEY } from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

/** Safeguards of Amazon DynamoDB and DynamoDB Accelerator. */
export const DYNAMODB: ResourceSafeguard[] = [
  {
    id: 'DynamoDB.TablePointInTimeRecovery',
    on: ['AWS::DynamoDB::Table'],
    statement: 'point-in-time recovery is enabled for the required period',
    rationale: 'Wrong writes and deletions can be undone to any second of the last days',
    remedy: 'set `pointInTimeRecoverySpecification`',
    sources: { securityHub: ['DynamoDB.2'], cdkNag: ['DynamoDBPITREnabled'], prowler: ['dynamodb_tables_pitr_enabled'] },
    judge: ({ properties: { PointInTimeRecoverySpecification: recovery } }, { numbers }) => recoverable('PointInTimeRecoverySpecification.', '', recovery, numbers),
  },
  {
    id: 'DynamoDB.TableEncryptedWithCustomerKey',
    on: ['AWS::DynamoDB::Table'],
    statement: 'the table is encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `encryption` to `CUSTOMER_MANAGED`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html',
    sources: { prowler: ['dynamodb_tables_kms_cmk_encryption_enabled'] },
    judge: ({ properties: { SSESpecification } }) => mustBeCustomerKey('SSESpecification.KMSMasterKeyId', SSESpecification?.KMSMasterKeyId),
  },
  {
    id: 'DynamoDB.TableInBackupPlan',
    on: ['AWS::DynamoDB::Table'],
    statement: 'a backup plan covers the table',
    rationale: 'A backup plan keeps copies apart from the table, and for longer',
    remedy: 'select the table, or one of its tags, in a backup plan',
    sources: { securityHub: ['DynamoDB.4'], cdkNag: ['DynamoDBInBackupPlan'], prowler: ['dynamodb_table_protected_by_backup_plan'] },
    judge: (table) => coveredByBackup(table),
  },
  {
    id: 'DynamoDB.TableCapacityScales',
    on: ['AWS::DynamoDB::Table'],
    statement: 'table capacity scales with demand',
    rationale: 'Fixed capacity rejects requests when demand grows',
    remedy: 'use `PAY_PER_REQUEST`, or auto scaling',
    sources: { securityHub: ['DynamoDB.1'], cdkNag: ['DynamoDBAutoScalingEnabled'] },
    judge: (table) => table.properties.BillingMode === 'PAY_PER_REQUEST' ? HOLDS : mustExist(
      pointers(table, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId').length || isScaledByName(table),
      'BillingMode is not PAY_PER_REQUEST, and no AWS::ApplicationAutoScaling::ScalableTarget scales it',
    ),
  },
  {
    id: 'DynamoDB.DaxEncrypted',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster is encrypted',
    rationale: 'The cache holds copies of the data on disk',
    remedy: 'set `sseSpecification`, which replaces the cluster',
    sources: { securityHub: ['DynamoDB.3'], cdkNag: ['DAXEncrypted'], prowler: ['dynamodb_accelerator_cluster_encryption_enabled'] },
    judge: ({ properties: { SSESpecification } }) => mustBe('SSESpecification.SSEEnabled', SSESpecification?.SSEEnabled, true),
  },
  {
    id: 'DynamoDB.DaxTls',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster requires TLS',
    rationale: 'Without TLS, items cross the network in plain text',
    remedy: 'set `clusterEndpointEncryptionType` to `TLS`, which replaces the cluster',
    sources: { securityHub: ['DynamoDB.7'], prowler: ['dynamodb_accelerator_cluster_in_transit_encryption_enabled'] },
    judge: ({ properties }) => mustBe('ClusterEndpointEncryptionType', properties.ClusterEndpointEncryptionType, 'TLS'),
  },
  {
    id: 'DynamoDB.TableDeletionProtected',
    on: ['AWS::DynamoDB::Table'],
    statement: 'deletion protection is enabled on the table',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the data',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['DynamoDB.6'] },
    judge: ({ properties }) => mustBe('DeletionProtectionEnabled', properties.DeletionProtectionEnabled, true),
  },
  {
    id: 'DynamoDB.GlobalTableDeletionProtected',
    on: ['AWS::DynamoDB::GlobalTable'],
    statement: 'deletion protection is enabled on all replicas of the global table',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the data',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['DynamoDB.6'] },
    judge: ({ properties }) => eachReplica(properties, (name, replica) => mustBe(
      `DeletionProtectionEnabled${name}`, replica.DeletionProtectionEnabled, true)),
  },
  {
    id: 'DynamoDB.GlobalTablePointInTimeRecovery',
    on: ['AWS::DynamoDB::GlobalTable'],
    statement: 'point-in-time recovery is enabled for the required period on all replicas of the global table',
    rationale: 'Without it, wrong writes, which replicate to all Regions, cannot be undone',
    remedy: 'set `pointInTimeRecoverySpecification`',
    sources: { securityHub: ['DynamoDB.2'], prowler: ['dynamodb_tables_pitr_enabled'] },
    judge: ({ properties }, { numbers }) => eachReplica(properties, (name, { PointInTimeRecoverySpecification: recovery }) => recoverable('', name, recovery, numbers)),
  },
  {
    id: 'DynamoDB.GlobalTableEncryptedWithCustomerKey',
    on: ['AWS::DynamoDB::GlobalTable'],
    statement: 'all replicas of the global table are encrypted with a customer managed key',
    rationale: WHY_CUSTOMER_KEY,
    remedy: 'set `encryption` to `TableEncryptionV2.customerManagedKey`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/EncryptionAtRest.html',
    sources: { prowler: ['dynamodb_tables_kms_cmk_encryption_enabled'] },
    judge: ({ properties }) => eachReplica(properties, (name, { SSESpecification }) => mustBeCustomerKey(
      `KMSMasterKeyId${name}`, SSESpecification?.KMSMasterKeyId)),
  },
  {
    id: 'DynamoDB.GlobalTableCapacityScales',
    on: ['AWS::DynamoDB::GlobalTable'],
    statement: 'capacity of the global table scales with demand',
    rationale: 'Fixed capacity rejects requests when demand grows',
    remedy: 'use on-demand billing, or auto scaling of reads',
    sources: { securityHub: ['DynamoDB.1'] },
    // Write capacity of a global table always scales.
    judge: ({ properties }) => properties.BillingMode === 'PAY_PER_REQUEST' ? HOLDS : eachReplica(properties, (name, { ReadProvisionedThroughputSettings: reads }) => (
      mustBeSet(`ReadCapacityAutoScalingSettings${name}`, reads?.ReadCapacityAutoScalingSettings))),
  },
];

function eachReplica({ Replicas }: Json, judge: (name: string, replica: Json) => Outcome): Outcome {
  return allOf(...listOf(Replicas).map((replica) => judge(` of replica ${JSON.stringify(replica.Region)}`, replica)));
}

// The default is 35 days, which is the maximum (Amazon DynamoDB API Reference, PointInTimeRecoverySpecification).
function recoverable(parent: string, of: string, recovery: Json, { backupRetention }: FrameworkNumbers): Outcome {
  return allOf(
    mustBe(`${parent}PointInTimeRecoveryEnabled${of}`, recovery?.PointInTimeRecoveryEnabled, true),
    mustBeAtLeast(`${parent}RecoveryPeriodInDays${of}`, recovery?.RecoveryPeriodInDays, Math.min(backupRetention?.toDays() ?? 1, 35), 35),
  );
}

function isScaledByName({ template, properties: { TableName } }: RenderedResource): boolean {
  return typeof TableName === 'string'
    && template.ofType('AWS::ApplicationAutoScaling::ScalableTarget').some(({ properties }) => properties.ResourceId === `table/${TableName}`);
}
