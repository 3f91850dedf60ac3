import { ResourceSafeguard } from '../model/safeguard';
import { coveredByBackup } from '../predicates/backup';
import { HOLDS, mustBe, mustBeCustomerKey, mustExist } from '../predicates/outcome';
import { pointers } from '../rendered';

/** Safeguards of Amazon DynamoDB and DynamoDB Accelerator. */
export const DYNAMODB: ResourceSafeguard[] = [
  {
    id: 'DynamoDB.TablePointInTimeRecovery',
    on: ['AWS::DynamoDB::Table'],
    statement: 'point-in-time recovery is enabled',
    remedy: 'set `pointInTimeRecoverySpecification`',
    sources: { securityHub: ['DynamoDB.2'], cdkNag: ['DynamoDBPITREnabled'], prowler: ['dynamodb_tables_pitr_enabled'] },
    judge: ({ properties: { PointInTimeRecoverySpecification: recovery } }) => mustBe(
      'PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled', recovery?.PointInTimeRecoveryEnabled, true),
  },
  {
    id: 'DynamoDB.TableEncryptedWithCustomerKey',
    on: ['AWS::DynamoDB::Table'],
    statement: 'the table is encrypted with a customer managed key',
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
    remedy: 'select the table, or one of its tags, in a backup plan',
    sources: { securityHub: ['DynamoDB.4'], cdkNag: ['DynamoDBInBackupPlan'], prowler: ['dynamodb_table_protected_by_backup_plan'] },
    judge: (table) => coveredByBackup(table),
  },
  {
    id: 'DynamoDB.TableCapacityScales',
    on: ['AWS::DynamoDB::Table'],
    statement: 'table capacity scales with demand',
    remedy: 'use `PAY_PER_REQUEST`, or auto scaling',
    sources: { securityHub: ['DynamoDB.1'], cdkNag: ['DynamoDBAutoScalingEnabled'] },
    judge: (table) => table.properties.BillingMode === 'PAY_PER_REQUEST' ? HOLDS : mustExist(
      pointers(table, 'AWS::ApplicationAutoScaling::ScalableTarget', 'ResourceId').length,
      'BillingMode is not PAY_PER_REQUEST, and no AWS::ApplicationAutoScaling::ScalableTarget scales it',
    ),
  },
  {
    id: 'DynamoDB.DaxEncrypted',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster is encrypted',
    remedy: 'set `sseSpecification`',
    sources: { securityHub: ['DynamoDB.3'], cdkNag: ['DAXEncrypted'], prowler: ['dynamodb_accelerator_cluster_encryption_enabled'] },
    judge: ({ properties: { SSESpecification } }) => mustBe('SSESpecification.SSEEnabled', SSESpecification?.SSEEnabled, true),
  },
  {
    id: 'DynamoDB.DaxTls',
    on: ['AWS::DAX::Cluster'],
    statement: 'the DynamoDB Accelerator cluster requires TLS',
    remedy: 'set `clusterEndpointEncryptionType` to `TLS`',
    sources: { securityHub: ['DynamoDB.7'], prowler: ['dynamodb_accelerator_cluster_in_transit_encryption_enabled'] },
    judge: ({ properties }) => mustBe('ClusterEndpointEncryptionType', properties.ClusterEndpointEncryptionType, 'TLS'),
  },
];
