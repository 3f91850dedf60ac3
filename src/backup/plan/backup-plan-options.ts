import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { BackupResourceType } from '../backup-resource-type';

/** What a plan protects. */
export interface BackupSelectionOptions {
  /**
   * Whether everything that the workload's constructs say belongs in a backup is protected: databases, file systems, …
   * @default true
   */
  readonly workload?: boolean;
  /**
   * Further resources, by ARN or by tag.
   * @default - none
   */
  readonly resources?: backup.BackupResource[];
  /**
   * Kinds of those of the further resources that do not show it: the ones by tag, and ARNs known only to a deployment. The plan's role
   * gets what AWS Backup needs for all resources of these kinds.
   * @default - none
   */
  readonly resourceTypes?: BackupResourceType[];
}

/** What the owner of the workload promised for a disaster. */
export interface RecoveryObjectives {
  /**
   * Recovery point objective: how much of the latest work may be lost. No rule that runs as often is an error. A job may
   * start as late as its rule's `startWindow` allows, which the check leaves aside.
   * @default - none
   */
  readonly recoveryPoint?: Duration;
  /**
   * Recovery point objective for the loss of the Region: how much of the latest work may be lost with it. No rule with copies in another
   * Region that runs as often is an error. A copy starts when its backup is complete and takes its time, which the check leaves aside.
   * @default - none
   */
  readonly recoveryPointElsewhere?: Duration;
  /**
   * Recovery time objective: how long a restore may take. It needs `restoreTesting`, whose jobs show how long restores take.
   * @default - none
   */
  readonly recoveryTime?: Duration;
}

/** A plan that restores recovery points to see whether and how fast it works, and deletes what it restored. */
export interface RestoreTestingOptions {
  /**
   * When it runs, in UTC.
   * @default - Sundays at 12:00
   */
  readonly schedule?: events.Schedule;
  /**
   * Age of the oldest recovery point that is taken, in days; 1–365. The latest one is.
   * @default Duration.days(30)
   */
  readonly selectionWindow?: Duration;
  /**
   * How long a restored resource stays for a validation of yours, in hours; 1–168.
   * @default Duration.hours(1)
   */
  readonly validationWindow?: Duration;
  /**
   * Where and how to restore, by the name of the resource type, for example
   * `{ Aurora: { dbSubnetGroupName: 'test', vpcSecurityGroupIds: '["sg-1"]' } }`. Without it AWS Backup takes the account's default VPC.
   * Keys: AWS Backup Developer Guide, Restore testing inferred metadata.
   * @default - what AWS Backup infers
   */
  readonly metadata?: { [resourceType: string]: { [key: string]: string } };
}
