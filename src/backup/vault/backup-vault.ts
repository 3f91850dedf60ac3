import { Duration, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { BackupVaultProps } from './backup-vault-props';
import { resolveVaultProps } from './resolve-vault-props';
import { VAULT_FACTS } from './vault-facts';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/**
 * An encrypted vault for recovery points and copies. The lifecycle decides whether it is locked and denies deletion.
 *
 * @example
 * const records = new BackupVault(this, 'Records', { lock: VaultLock.governance({ minRetention: Duration.days(35) }) });
 * new BackupPlan(this, 'Backup', { vault: records.vault });
 */
export class BackupVault extends Construct {
  /** The vault, for settings that this construct does not have. */
  public readonly vault: backup.BackupVault;

  /** @throws ValidationError when the name is malformed, or the lock's retention is out of range */
  constructor(scope: Construct, id: string, props: BackupVaultProps = {}) {
    super(scope, id);
    const { backupVaultName, encryptionKey, policyAdministrators, lock, jobAlarms } = resolveVaultProps(this, props);
    const key = keyFor(this, encryptionKey, DataClass.DATA, KeyUse.BACKUP);
    this.vault = new backup.BackupVault(this, 'Vault', {
      backupVaultName,
      encryptionKey: key,
      accessPolicy: policyAdministrators && deletionDenied(policyAdministrators),
      lockConfiguration: lock,
      removalPolicy: Workload.of(this).removalPolicy,
    });
    VAULT_FACTS.set(this.vault, { key, keyArn: key.keyArn, region: Stack.of(this).region, lock });
    if (!lock && !policyAdministrators && !Workload.of(this).retainsData) {
      acknowledgeFindings(this.vault.node.defaultChild!, 'Recovery points of ephemeral workloads can be deleted, because the vault is deleted with its stack',
        'Backup.VaultProtected');
    }
    if (jobAlarms) recommendJobAlarms(this, this.vault);
  }
}

/** Metrics and what they count: AWS Backup Developer Guide, AWS Backup metrics with Amazon CloudWatch. */
const JOB_ALARMS = [
  ['BackupJobFailed', 'NumberOfBackupJobsFailed', 'A backup job failed: its resource has no new recovery point.'],
  ['BackupJobAborted', 'NumberOfBackupJobsAborted', 'A backup job was cancelled: its resource has no new recovery point.'],
  ['BackupJobExpired', 'NumberOfBackupJobsExpired',
    'A backup job did not start in time, or its recovery point could not be deleted when its retention was over.'],
  ['CopyJobFailed', 'NumberOfCopyJobsFailed', 'A recovery point was not copied: the copy in the other vault is missing.'],
  ['RestoreJobFailed', 'NumberOfRestoreJobsFailed', 'A restore, or the test of one, failed.'],
];

function recommendJobAlarms(construct: Construct, { backupVaultName }: backup.BackupVault) {
  for (const [id, metricName, description] of JOB_ALARMS) {
    recommendedAlarms(construct).add({
      construct,
      id,
      description,
      metric: new cloudwatch.Metric({
        namespace: 'AWS/Backup',
        metricName,
        dimensionsMap: { BackupVaultName: backupVaultName },
        statistic: cloudwatch.Stats.SUM,
        period: Duration.minutes(5),
      }),
      threshold: 1,
      evaluationPeriods: 1,
      treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
    });
  }
}

const DELETION = ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'];
const POLICY = ['backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy'];

/**
 * The second statement has the actions and wildcards that AWS Config's rule backup-recovery-point-manual-deletion-disabled requires in one statement.
 * The first applies to the exempt roles too.
 */
function deletionDenied(policyAdministrators: string[]): iam.PolicyDocument {
  const deny = (sid: string, actions: string[], conditions?: Record<string, Record<string, unknown>>) => new iam.PolicyStatement({
    sid, effect: iam.Effect.DENY, principals: [new iam.AnyPrincipal()], actions, resources: ['*'], conditions,
  });
  return new iam.PolicyDocument({
    statements: [
      deny('DenyDeletionOfRecoveryPoints', DELETION),
      deny('DenyChangeOfPolicy', [...DELETION, ...POLICY], { ArnNotLike: { 'aws:PrincipalArn': policyAdministrators } }),
    ],
  });
}
