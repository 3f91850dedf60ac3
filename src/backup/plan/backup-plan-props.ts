import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { BackupRule } from './backup-rule';
import { BackupResourceType } from '../backup-resource-type';

/**
 * Resources that a plan protects.
 *
 * @example
 * new BackupPlan(this, 'Backup', {
 *   selection: {
 *     resources: [
 *       backup.BackupResource.fromTag('backup', 'daily', backup.TagOperation.STRING_EQUALS),
 *       backup.BackupResource.fromArn('arn:aws:s3:::ledger-documents'),
 *     ],
 *     // The tag does not show the type of its resources.
 *     resourceTypes: [BackupResourceType.EBS],
 *   },
 * });
 */
export interface BackupPlanSelection {
  /**
   * Whether the plan protects all resources that the workload's constructs register for backup, for example databases.
   * @default true
   */
  readonly workload?: boolean;
  /**
   * Further resources, by ARN or by tag.
   * @default - none
   */
  readonly resources?: backup.BackupResource[];
  /**
   * Resource types of those further resources that do not show their type: resources by tag, and ARNs that are tokens. The plan's role is allowed to
   * back up all resources of these types.
   * @default - none
   */
  readonly resourceTypes?: BackupResourceType[];
}

/** Recovery objectives of a workload, which the plan's rules must meet. */
export interface RecoveryObjectives {
  /**
   * Recovery point objective. A plan is refused when none of its rules runs as often. The start window of a job is not considered.
   * @default - none
   */
  readonly recoveryPoint?: Duration;
  /**
   * Recovery point objective for the loss of the Region. A plan is refused when none of its rules with copies in another Region runs as often. The
   * duration of backup and copy jobs is not considered.
   * @default - none
   */
  readonly recoveryPointElsewhere?: Duration;
  /**
   * Recovery time objective. It requires `restoreTesting`, whose restore jobs measure the recovery time.
   * @default - none
   */
  readonly recoveryTime?: Duration;
}

/**
 * A plan that restores recovery points regularly, to test them and to measure the recovery time, and deletes the restored resources.
 *
 * @example
 * new BackupPlan(this, 'Backup', {
 *   restoreTesting: {
 *     schedule: events.Schedule.cron({ weekDay: 'SAT', hour: '4', minute: '0' }),
 *     validationWindow: Duration.hours(4),
 *     metadata: { Aurora: { dbSubnetGroupName: 'restore-test', vpcSecurityGroupIds: '["sg-0123456789abcdef0"]' } },
 *   },
 * });
 */
export interface RestoreTestingOptions {
  /**
   * Schedule in UTC.
   * @default - Sundays at 12:00
   */
  readonly schedule?: events.Schedule;
  /**
   * Maximum age of a recovery point that is tested, 1 to 365 days. The latest recovery point of each resource is tested (AWS Backup API,
   * RestoreTestingRecoveryPointSelection).
   * @default Duration.days(30)
   */
  readonly selectionWindow?: Duration;
  /**
   * Time that a restored resource is kept for your own validation, 0 to 168 hours (AWS Backup API, RestoreTestingSelectionForCreate).
   * @default Duration.hours(1)
   */
  readonly validationWindow?: Duration;
  /**
   * Restore metadata by the name of the resource type, for example
   * `{ Aurora: { dbSubnetGroupName: 'test', vpcSecurityGroupIds: '["sg-1"]' } }`. Without it, AWS Backup restores databases and instances to the
   * account's default VPC. Keys: AWS Backup Developer Guide, Restore testing inferred metadata.
   * @default - the metadata that AWS Backup infers
   */
  readonly metadata?: { [resourceType: string]: { [key: string]: string } };
}

/** Properties of BackupPlan. */
export interface BackupPlanProps {
  /**
   * Schedules and lifecycles of the backups, at most one rule of each kind.
   * @default - a daily rule with a retention of 35 days in `production`, and of the workload's backup retention in `ephemeral`
   */
  readonly rules?: BackupRule[];
  /**
   * Resources that the plan protects.
   * @default - all resources that the workload's constructs register for backup
   */
  readonly selection?: BackupPlanSelection;
  /**
   * Vault for the recovery points.
   * @default - a new `BackupVault`
   */
  readonly vault?: backup.IBackupVault;
  /**
   * Name of the new vault. Cannot be combined with `vault`.
   * Changing it replaces the vault.
   * @default - derived from the path of the construct
   */
  readonly backupVaultName?: string;
  /**
   * Standard topic in the Region for notifications about failed jobs. The plan adds a statement to the policy of its key.
   * @default - a new topic
   */
  readonly topic?: sns.ITopic;
  /**
   * Recovery objectives, which the rules must meet.
   * @default - none
   * @example
   * new BackupPlan(this, 'Backup', {
   *   rules: [BackupRule.hourly(Duration.hours(4))],
   *   objectives: { recoveryPoint: Duration.hours(4), recoveryTime: Duration.hours(8) },
   *   restoreTesting: { selectionWindow: Duration.days(7) },
   * });
   */
  readonly objectives?: RecoveryObjectives;
  /**
   * Regular restore tests. The restored resources are billed like any others. CloudFormation does not support them in all Regions, for example not in AWS
   * GovCloud (US) and China Regions: synthesis warns.
   * @default - none
   */
  readonly restoreTesting?: RestoreTestingOptions;
}
