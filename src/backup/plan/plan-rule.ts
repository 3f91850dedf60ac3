import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { BackupCopy } from '../copies/backup-copy';
import { BackupRule } from './backup-rule';
import { CopyDestinations } from '../copies/copy-destinations';
import { VAULT_FACTS } from '../vault/vault-facts';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** Days for which AWS Config's rule backup-plan-min-frequency-and-min-retention-check asks (parameter requiredRetentionDays). */
const DAILY_RETENTION_DAYS = 35;
/** Days that a continuous backup is kept at the most (AWS Backup Developer Guide, Continuous backups and point-in-time recovery). */
const POINT_IN_TIME_MAX_DAYS = 35;
/** Days that a recovery point can be kept (AWS Backup API, Lifecycle). */
const RETENTION_MAX_DAYS = 36_500;
/** Days that a recovery point stays in cold storage at the least (AWS Backup API, Lifecycle). */
const COLD_STORAGE_MIN_DAYS = 90;
/** Minutes in which a job must be able to start at the least (AWS Backup API, BackupRuleInput, StartWindowMinutes). */
const START_WINDOW_MIN_MINUTES = 60;
const HOURS_THAT_DIVIDE_A_DAY = [1, 2, 3, 4, 6, 8, 12];

/** Checks a rule and turns it into one of aws-cdk-lib. */
export function renderRule(scope: Construct, rule: BackupRule, vault: backup.IBackupVault, destinations: CopyDestinations): backup.BackupPlanRule {
  const { options } = rule;
  const deleteAfter = retentionOf(scope, rule);
  requireSchedule(scope, rule);
  requireStartWindow(scope, rule);
  requireLifecycle(scope, `rule '${rule.name}'`, deleteAfter, options.moveToColdStorageAfter);
  requirePointInTime(scope, rule, deleteAfter);
  requireLock(scope, `rule '${rule.name}'`, deleteAfter, vault);
  return new backup.BackupPlanRule({
    ruleName: rule.name,
    scheduleExpression: rule.schedule,
    scheduleExpressionTimezone: options.timeZone,
    startWindow: options.startWindow,
    completionWindow: options.completionWindow,
    deleteAfter,
    moveToColdStorageAfter: options.moveToColdStorageAfter,
    enableContinuousBackup: rule.pointInTime || undefined,
    copyActions: options.copies?.map((copy) => renderCopy(scope, rule, copy, deleteAfter, destinations)),
  });
}

function retentionOf(scope: Construct, { options, defaultRetention, pointInTime }: BackupRule): Duration {
  if (options.deleteAfter) return options.deleteAfter;
  const { retainsData, backupRetention } = Workload.of(scope);
  const wanted = Math.max(backupRetention.toDays(), retainsData ? defaultRetention?.toDays() ?? DAILY_RETENTION_DAYS : 0);
  return Duration.days(pointInTime ? Math.min(wanted, POINT_IN_TIME_MAX_DAYS) : wanted);
}

function renderCopy(
  scope: Construct, rule: BackupRule, copy: BackupCopy, retention: Duration, destinations: CopyDestinations,
): backup.BackupPlanCopyActionProps {
  const vault = destinations.of(rule, copy);
  const { deleteAfter = retention, moveToColdStorageAfter } = copy.options;
  requireLifecycle(scope, `copies of rule '${rule.name}'`, deleteAfter, moveToColdStorageAfter);
  requireLock(scope, `copies of rule '${rule.name}'`, deleteAfter, vault);
  return { destinationBackupVault: vault, deleteAfter, moveToColdStorageAfter };
}

function requireSchedule(scope: Construct, { name, options, interval }: BackupRule) {
  const { hour, day } = options;
  if (hour !== undefined && !(Number.isInteger(hour) && hour >= 0 && hour <= 23)) {
    refuse(scope, `hour of rule '${name}' is ${hour}, need a whole number from 0 to 23`);
  }
  if (day !== undefined && !(Number.isInteger(day) && day >= 1 && day <= 28)) {
    refuse(scope, `day of rule '${name}' is ${day}, need a whole number from 1 to 28, which every month has`);
  }
  if (name !== 'Hourly') return;
  const hours = interval.toHours({ integral: false });
  if (!HOURS_THAT_DIVIDE_A_DAY.includes(hours)) {
    refuse(scope, `interval of rule '${name}' is ${hours} hours, need one of ${HOURS_THAT_DIVIDE_A_DAY.join(', ')}`);
  }
  if (hour !== undefined) refuse(scope, `hour of rule '${name}' is ${hour}, need none: it runs all day`);
}

function requireStartWindow(scope: Construct, { name, options: { startWindow } }: BackupRule) {
  if (startWindow && startWindow.toMinutes() < START_WINDOW_MIN_MINUTES) {
    refuse(scope, `startWindow of rule '${name}' is ${startWindow.toMinutes()} minutes, need at least ${START_WINDOW_MIN_MINUTES}`);
  }
}

function requireLifecycle(scope: Construct, what: string, deleteAfter: Duration, cold: Duration | undefined) {
  const days = deleteAfter.toDays();
  if (days < 1 || days > RETENTION_MAX_DAYS) refuse(scope, `deleteAfter of ${what} is ${days} days, need 1 to ${RETENTION_MAX_DAYS}`);
  if (cold && days < cold.toDays() + COLD_STORAGE_MIN_DAYS) {
    refuse(scope, `deleteAfter of ${what} is ${days} days, need at least ${cold.toDays() + COLD_STORAGE_MIN_DAYS}: `
      + `what moves to cold storage after ${cold.toDays()} days stays there for ${COLD_STORAGE_MIN_DAYS}`);
  }
}

function requirePointInTime(scope: Construct, { name, pointInTime, options }: BackupRule, deleteAfter: Duration) {
  if (!pointInTime) return;
  if (options.moveToColdStorageAfter) refuse(scope, `moveToColdStorageAfter of rule '${name}' is set, need none: a continuous backup has no cold storage`);
  if (deleteAfter.toDays() > POINT_IN_TIME_MAX_DAYS) {
    refuse(scope, `deleteAfter of rule '${name}' is ${deleteAfter.toDays()} days, need at most ${POINT_IN_TIME_MAX_DAYS} for a continuous backup`);
  }
}

function requireLock(scope: Construct, what: string, deleteAfter: Duration, vault: backup.IBackupVault) {
  const lock = VAULT_FACTS.get(vault)?.locked;
  const days = deleteAfter.toDays();
  if (lock && days < lock.min.toDays()) {
    refuse(scope, `deleteAfter of ${what} is ${days} days, need at least ${lock.min.toDays()}: the lock of the vault takes nothing shorter`);
  }
  if (lock?.max && days > lock.max.toDays()) {
    refuse(scope, `deleteAfter of ${what} is ${days} days, need at most ${lock.max.toDays()}: the lock of the vault takes nothing longer`);
  }
}
