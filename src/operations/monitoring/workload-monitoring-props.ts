import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AlarmDefaults, AlarmOverride } from './alarm-options';

/** Properties of WorkloadMonitoring. */
export interface WorkloadMonitoringProps {
  /**
   * Standard topic that the alarms notify. Its policy and the policy of its key are extended for the account's alarms.
   * @default - a new topic in each stack with alarms
   */
  readonly topic?: sns.ITopic;
  /**
   * Name of the new topic in the stack of this construct. Cannot be combined with `topic`.
   * Changing it replaces the topic.
   * @default - CloudFormation names it
   */
  readonly topicName?: string;
  /**
   * Key of the new topic in the stack of this construct. Cannot be combined with `topic`.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * E-mail addresses that subscribe to the new topics. SNS asks each for confirmation.
   * @default - none
   */
  readonly emails?: string[];
  /**
   * Overrides of single alarms by alarm key: `<construct path below the stack>/<alarm id>`, for example `Database/CpuHigh`.
   * @default - all alarms as recommended
   * @example
   * const ledger = new CompliantAurora(this, 'Database', { vpc: network.vpc });
   * new WorkloadMonitoring(this, 'Monitoring', {
   *   alarms: {
   *     'Database/CpuHigh': { threshold: 90, evaluationPeriods: 5, runbookUrl: 'https://wiki.example.com/database-cpu' },
   *   },
   * });
   */
  readonly alarms?: { [key: string]: AlarmOverride };
  /**
   * Settings of all alarms whose construct does not set them.
   * @default - three periods, and periods without data are not breaching
   */
  readonly alarmDefaults?: AlarmDefaults;
  /**
   * Whether a dashboard is made. CloudWatch charges for more than three dashboards in an account.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * Name of the dashboard.
   * @default - CloudFormation names it
   */
  readonly dashboardName?: string;
}
