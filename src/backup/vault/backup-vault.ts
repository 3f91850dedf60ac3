import { Duration, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { VAULT_FACTS } from './vault-facts';
import { VaultLock } from './vault-lock';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** Retention that a vault lock can ask for at the most, in days (AWS Backup API, PutBackupVaultLockConfiguration). */
const LOCK_MAX_DAYS = 36_500;
/** Shortest time in which a compliance lock can be changed, in hours (AWS Backup Developer Guide, Vault Lock). */
const COOLING_OFF_HOURS = 72;

/** Properties of BackupVault. */
export interface BackupVaultProps {
  /**
   * Name of the vault, unique in account and Region.
   * @default - derived from the path of the construct
   */
  readonly backupVaultName?: string;
  /**
   * Key of the recovery points that AWS Backup encrypts by itself: those of S3, EFS and DynamoDB. Others keep the key of their resource.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether the vault's policy forbids everybody to delete recovery points, to shorten their retention, and to put another policy in place.
   * @default - true in `production`; in `ephemeral` the vault can be emptied before its stack is deleted
   */
  readonly denyDeletion?: boolean;
  /**
   * Lock on the vault.
   * @default - VaultLock.governance() in `production`, none in `ephemeral`
   */
  readonly lock?: VaultLock;
  /**
   * Whether alarms on its jobs are recommended. A vault that only takes copies has none: copy jobs belong to the vault that they copy from.
   * @default true
   */
  readonly jobAlarms?: boolean;
}

/** A vault for recovery points: encrypted, closed to deletion and locked as the lifecycle asks. Also the destination of copies. */
export class BackupVault extends Construct {
  /** The vault, for everything this construct does not model. */
  public readonly vault: backup.BackupVault;

  /** @throws ValidationError when the name is malformed or the lock's times contradict each other */
  constructor(scope: Construct, id: string, props: BackupVaultProps = {}) {
    super(scope, id);
    const workload = Workload.of(this);
    requireName(this, 'backupVaultName', props.backupVaultName, NameLimit.BACKUP_VAULT);
    const lock = props.lock ?? (workload.retainsData ? VaultLock.governance() : VaultLock.NONE);
    const minRetention = lock.options.minRetention ?? workload.backupRetention;
    this.requireLock(lock, minRetention);
    const key = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.BACKUP);
    this.vault = new backup.BackupVault(this, 'Vault', {
      backupVaultName: props.backupVaultName,
      encryptionKey: key,
      accessPolicy: props.denyDeletion ?? workload.retainsData ? denyDeletion() : undefined,
      lockConfiguration: lock.locked
        ? { minRetention, maxRetention: lock.options.maxRetention, changeableFor: lock.changeableFor }
        : undefined,
      removalPolicy: workload.removalPolicy,
    });
    VAULT_FACTS.set(this.vault, {
      key,
      keyArn: key.keyArn,
      region: Stack.of(this).region,
      locked: lock.locked ? { min: minRetention, max: lock.options.maxRetention } : undefined,
    });
    if (props.jobAlarms ?? true) this.recommendAlarms();
  }

  private requireLock({ changeableFor, options: { maxRetention } }: VaultLock, minRetention: Duration) {
    if (minRetention.toDays() < 1) refuse(this, `minRetention of the lock is ${minRetention.toDays()} days, need at least 1`);
    if (maxRetention && (maxRetention.toDays() <= minRetention.toDays() || maxRetention.toDays() > LOCK_MAX_DAYS)) {
      refuse(this, `maxRetention of the lock is ${maxRetention.toDays()} days, need more than its minRetention of ${minRetention.toDays()} days and at most ${LOCK_MAX_DAYS}`);
    }
    if (changeableFor && changeableFor.toHours() < COOLING_OFF_HOURS) {
      refuse(this, `changeableFor of the lock is ${changeableFor.toHours()} hours, need at least ${COOLING_OFF_HOURS}`);
    }
  }

  private recommendAlarms() {
    // Metrics and what they count: AWS Backup Developer Guide, AWS Backup metrics with Amazon CloudWatch.
    for (const [id, metricName, description] of [
      ['BackupJobFailed', 'NumberOfBackupJobsFailed', 'A backup job failed: its resource has no new recovery point.'],
      ['BackupJobAborted', 'NumberOfBackupJobsAborted', 'A backup job was cancelled: its resource has no new recovery point.'],
      ['BackupJobExpired', 'NumberOfBackupJobsExpired',
        'A backup job did not start in time, or its recovery point could not be deleted when its retention was over.'],
      ['CopyJobFailed', 'NumberOfCopyJobsFailed', 'A recovery point was not copied: the copy in the other vault is missing.'],
      ['RestoreJobFailed', 'NumberOfRestoreJobsFailed', 'A restore, or the test of one, failed.'],
    ]) {
      recommendedAlarms(this).add({
        construct: this,
        id,
        description,
        metric: new cloudwatch.Metric({
          namespace: 'AWS/Backup',
          metricName,
          dimensionsMap: { BackupVaultName: this.vault.backupVaultName },
          statistic: cloudwatch.Stats.SUM,
          period: Duration.minutes(5),
        }),
        threshold: 1,
        evaluationPeriods: 1,
        treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING,
      });
    }
  }
}

// The actions, and the wildcards, are what AWS Config's rule backup-recovery-point-manual-deletion-disabled asks for.
function denyDeletion(): iam.PolicyDocument {
  return new iam.PolicyDocument({
    statements: [new iam.PolicyStatement({
      sid: 'DenyDeletionOfRecoveryPoints',
      effect: iam.Effect.DENY,
      principals: [new iam.AnyPrincipal()],
      actions: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:PutBackupVaultAccessPolicy'],
      resources: ['*'],
    })],
  });
}
