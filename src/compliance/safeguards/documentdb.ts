import { ResourceSafeguard } from '../model/safeguard';
import { authorityCurrent } from '../predicates/certificates';
import { given, isInClear, isSet } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, mustBeAtLeast, mustInclude } from '../predicates/outcome';
import { parameterIs, storageEncrypted } from '../predicates/rds';
import { originOf } from '../predicates/rds-origin';

const ON_CLUSTERS = ['AWS::DocDB::DBCluster'];
// `enabled` also accepts TLS 1.0 (Amazon DocumentDB Developer Guide, Encrypting data in transit).
const TLS = ['tls1.2+', 'tls1.3+', 'fips-140-3'];

/** Safeguards of Amazon DocumentDB. */
export const DOCUMENTDB: ResourceSafeguard[] = [
  {
    id: 'DocumentDB.ClusterEncrypted',
    on: ON_CLUSTERS,
    statement: 'the DocumentDB cluster is encrypted',
    rationale: 'Encryption protects data, indexes, logs and snapshots if the storage is accessed outside the service',
    remedy: 'set `storageEncrypted`, which replaces the cluster',
    sources: { securityHub: ['DocumentDB.1'], cdkNag: ['DocumentDBClusterEncryptionAtRest'], prowler: ['documentdb_cluster_storage_encrypted'] },
    // CloudFormation Template Reference, AWS::DocDB::DBCluster, StorageEncrypted: a copy has the encryption of its source, or the key of its own.
    judge: (cluster) => {
      const { StorageEncrypted, KmsKeyId } = cluster.properties;
      if (given(StorageEncrypted) || originOf(cluster) === undefined) return mustBe('StorageEncrypted', StorageEncrypted, true);
      return isSet(KmsKeyId) ? HOLDS : storageEncrypted(cluster);
    },
  },
  {
    id: 'DocumentDB.ClusterBackupRetained',
    on: ON_CLUSTERS,
    statement: 'backups of the DocumentDB cluster are retained for at least 7 days',
    rationale: 'Short retention loses the state from before an error or attack that is detected late',
    remedy: 'set `backup.retention` to at least 7 days',
    sources: { securityHub: ['DocumentDB.2'], cdkNag: ['DocumentDBClusterBackupRetentionPeriod'], prowler: ['documentdb_cluster_backup_enabled'] },
    judge: ({ properties }) => mustBeAtLeast('BackupRetentionPeriod', properties.BackupRetentionPeriod, 7, 1),
  },
  {
    id: 'DocumentDB.ClusterAuditExported',
    on: ON_CLUSTERS,
    statement: 'audit logs of the DocumentDB cluster go to CloudWatch Logs',
    rationale: 'Audit logs show authentication attempts and changes of collections',
    remedy: 'set `exportAuditLogsToCloudWatch`',
    sources: { securityHub: ['DocumentDB.4'], cdkNag: ['DocumentDBClusterLogExports'], prowler: ['documentdb_cluster_cloudwatch_log_export'] },
    judge: ({ properties }) => mustInclude('EnableCloudwatchLogsExports', properties.EnableCloudwatchLogsExports, ['audit']),
  },
  {
    id: 'DocumentDB.ClusterAudited',
    on: ON_CLUSTERS,
    statement: 'auditing is enabled on the DocumentDB cluster',
    rationale: 'The cluster exports no audit events before the parameter enables auditing',
    remedy: 'use a cluster parameter group with `audit_logs` enabled',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/event-auditing.html',
    always: true,
    sources: {},
    judge: (cluster) => parameterIs(cluster, 'DBClusterParameterGroupName', 'audit_logs', ['enabled', 'ddl', 'all']),
  },
  {
    id: 'DocumentDB.ClusterDeletionProtected',
    on: ON_CLUSTERS,
    statement: 'deletion protection is enabled on the DocumentDB cluster',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the data',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['DocumentDB.5'] },
    judge: ({ properties }) => mustBe('DeletionProtection', properties.DeletionProtection, true),
  },
  {
    id: 'DocumentDB.ClusterTlsForced',
    on: ON_CLUSTERS,
    statement: 'the DocumentDB cluster requires TLS 1.2 or later',
    rationale: 'Earlier versions, and connections without TLS, let an attacker in the network read data and passwords',
    remedy: 'use a cluster parameter group with `tls` set to `tls1.2+`, `tls1.3+` or `fips-140-3`',
    always: true,
    sources: { securityHub: ['DocumentDB.6'] },
    judge: (cluster) => parameterIs(cluster, 'DBClusterParameterGroupName', 'tls', TLS),
  },
  {
    id: 'DocumentDB.ClusterPasswordManaged',
    on: ON_CLUSTERS,
    statement: 'the password of the DocumentDB administrator is in AWS Secrets Manager',
    rationale: 'A password in a template is readable to everyone with access to the template or its history',
    remedy: 'set `manageMasterUserPassword`, or pass a secret',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html',
    always: true,
    sources: { cdkNag: ['DocumentDBCredentialsInSecretsManager'] },
    judge: ({ properties }) => isInClear(properties.MasterUserPassword)
      ? fails('MasterUserPassword is literal text, must reference a secret')
      : HOLDS,
  },
  {
    id: 'DocumentDB.CertificateAuthorityCurrent',
    on: ['AWS::DocDB::DBInstance'],
    statement: 'the certificate authority of the DocumentDB instance has not expired',
    rationale: 'Clients that verify the server refuse an expired certificate, and clients that do not verify it can be redirected to another server',
    remedy: 'set `caCertificateIdentifier` to `rds-ca-rsa2048-g1`, or omit it',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/documentdb/latest/developerguide/ca_cert_rotation.html',
    always: true,
    sources: {},
    judge: authorityCurrent,
  },
];
