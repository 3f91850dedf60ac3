import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { BackupDayOfWeek, BackupRule } from './backup-rule';
import {
  daysOf, isUnresolved, mustBe, refuse, requireDuration, requireInteger, requireKnown, requireProps, requireRegionName,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { requireSamePartition } from '../../core/workload/partition';
import { Workload } from '../../core/workload/workload';
import { BackupCopy } from '../copies/backup-copy';
import { CopyDestination, CopyDestinations } from '../copies/copy-destinations';
import { LockedRetention, resolveVaultLock } from '../vault/resolve-vault-props';
import { regionOf, VAULT_FACTS } from '../vault/vault-facts';

const OTHER_REGION = 'us-west-2';
/** Days that AWS Config's rule backup-plan-min-frequency-and-min-retention-check requires (parameter requiredRetentionDays). */
const DAILY_RETENTION_DAYS = 35;
/** Maximum retention of a continuous backup, in days (AWS Backup Developer Guide, Continuous backups and point-in-time recovery). */
const POINT_IN_TIME_MAX_DAYS = 35;
/** Retention of a recovery point (AWS Backup API, Lifecycle). */
const RETENTION = { unit: 'days', min: 1, max: 36_500 } as const;
/** Minimum time in cold storage, in days (AWS Backup API, Lifecycle). */
const COLD_STORAGE_MIN_DAYS = 90;
/** StartWindowMinutes and CompletionWindowMinutes: 100 years at most (AWS Backup API, BackupRuleInput). */
const WINDOW = { unit: 'minutes', min: 60, max: 52_560_000 } as const;
/** Windows that AWS Backup uses by default (AWS Backup API, StartBackupJob; AWS Backup Developer Guide, Creating a backup plan). */
const DEFAULT_START_WINDOW = Duration.hours(8);
const DEFAULT_COMPLETION_WINDOW = Duration.days(7);
/** Maximum lag of the latest restorable time of a continuous backup: that of S3 (AWS Backup Developer Guide, Amazon S3 backups). */
const POINT_IN_TIME_LAG = Duration.minutes(15);
const INTERVALS = [1, 2, 3, 4, 6, 8, 12];

/** Interval and default retention of each kind of rule. Hourly rules have their own interval. */
const KINDS: Record<string, { readonly interval?: Duration; readonly retention?: Duration }> = {
  Hourly: {},
  Daily: { interval: Duration.days(1) },
  Weekly: { interval: Duration.days(7), retention: Duration.days(90) },
  Monthly: { interval: Duration.days(31), retention: Duration.days(365) },
  Continuous: { interval: POINT_IN_TIME_LAG, retention: Duration.days(POINT_IN_TIME_MAX_DAYS) },
};

interface Lifecycle {
  readonly deleteAfter: Duration;
  readonly moveToColdStorageAfter?: Duration;
}

interface ResolvedCopy extends Lifecycle {
  readonly destination: CopyDestination;
}

/** A rule whose options are checked and complete. */
export interface ResolvedRule extends Lifecycle {
  readonly name: string;
  readonly schedule: events.Schedule;
  readonly timeZone?: TimeZone;
  readonly startWindow?: Duration;
  readonly completionWindow?: Duration;
  /** Maximum time between two points to restore to. */
  readonly interval: Duration;
  /** Whether it restores to any point in time. */
  readonly pointInTime: boolean;
  readonly copies: ResolvedCopy[];
}

/**
 * Checks a rule and completes it.
 * @param prop path of the rule, for error messages
 * @param lock of the plan's vault
 * @param own the plan's vault, if it is given
 */
export function resolvePlanRule(scope: IConstruct, prop: string, rule: BackupRule, lock: LockedRetention | undefined, own?: string): ResolvedRule {
  const { _name: name, _options: options } = rule;
  requireProps(scope, rule._struct, options, prop);
  const interval = KINDS[name].interval ?? requireInterval(scope, `${prop}.interval`, rule._interval);
  const schedule = scheduleOf(scope, prop, rule, interval);
  requireWindows(scope, prop, options.startWindow, options.completionWindow);
  const lifecycle = { deleteAfter: options.deleteAfter ?? defaultRetention(scope, name), moveToColdStorageAfter: options.moveToColdStorageAfter };
  requireLifecycle(scope, prop, lifecycle, lock);
  const copies = (options.copies ?? []).map((copy, index) => resolveCopy(scope, `${prop}.copies[${index}]`, copy, lifecycle.deleteAfter));
  requireDistinctCopies(scope, prop, copies, own);
  const pointInTime = name === 'Continuous';
  if (pointInTime) requirePointInTime(scope, prop, lifecycle);
  return {
    ...lifecycle,
    name,
    schedule,
    interval,
    pointInTime,
    timeZone: options.timeZone,
    startWindow: options.startWindow,
    completionWindow: options.completionWindow,
    copies,
  };
}

// A second copy to the same vault would be the same recovery point again.
function requireDistinctCopies(scope: IConstruct, prop: string, copies: readonly ResolvedCopy[], own: string | undefined) {
  const places = copies.map(({ destination: { vault, region } }) => vault ?? region);
  const keys = places.map((place) => typeof place === 'string' ? place : placeOf(place));
  keys.forEach((key, index) => {
    const at = `${prop}.copies[${index}]`;
    const other = keys.indexOf(key);
    if (other < index) mustBe(scope, at, `a copy to another vault than ${prop}.copies[${other}]`, places[index]);
    if (key === own) mustBe(scope, at, 'a copy to another vault than that of the plan', places[index]);
  });
}

/** Text that is the same for each reference to a vault, as far as synthesis knows. */
export function placeOf(vault: backup.IBackupVault): string {
  const { account } = vault.env;
  const { backupVaultName: name } = vault;
  const stack = Stack.of(vault);
  return [account, regionOf(vault), isUnresolved(name) ? `${stack.node.path}:${JSON.stringify(stack.resolve(name))}` : name].join();
}

/** Makes a rule of aws-cdk-lib, and the vaults of its copies. */
export function planRule(rule: ResolvedRule, destinations: CopyDestinations): backup.BackupPlanRule {
  return new backup.BackupPlanRule({
    ruleName: rule.name,
    scheduleExpression: rule.schedule,
    scheduleExpressionTimezone: rule.timeZone,
    startWindow: rule.startWindow,
    completionWindow: rule.completionWindow,
    deleteAfter: rule.deleteAfter,
    moveToColdStorageAfter: rule.moveToColdStorageAfter,
    enableContinuousBackup: rule.pointInTime || undefined,
    copyActions: rule.copies.length === 0 ? undefined : rule.copies.map(({ destination, deleteAfter, moveToColdStorageAfter }) => (
      { destinationBackupVault: destinations.of(destination), deleteAfter, moveToColdStorageAfter })),
  });
}

function defaultRetention(scope: IConstruct, name: string): Duration {
  const { retainsData, backupRetention } = Workload.of(scope);
  const days = Math.max(backupRetention.toDays(), retainsData ? KINDS[name].retention?.toDays() ?? DAILY_RETENTION_DAYS : 0);
  return Duration.days(name === 'Continuous' ? Math.min(days, POINT_IN_TIME_MAX_DAYS) : days);
}

function resolveCopy(scope: IConstruct, prop: string, copy: BackupCopy, retention: Duration): ResolvedCopy {
  const { _region, _vault, _options: options } = copy;
  requireProps(scope, copy._struct, options, prop);
  // The stack of the vault cannot refer to a value of the stack of the plan, which refers to the vault.
  requireKnown(scope, `${prop}.backupVaultName`, options.backupVaultName);
  requireName(scope, `${prop}.backupVaultName`, options.backupVaultName, NameLimit.BACKUP_VAULT);
  if (copy._struct === 'BackupCopyOptions' && typeof _vault?.backupVaultArn !== 'string') mustBe(scope, `${prop}.vault`, 'an IBackupVault', _vault);
  const region = _vault ? regionOf(_vault) : requireRegion(scope, `${prop}.region`, _region);
  requireSamePartition(scope, `${prop}.region`, region);
  const { name, regions } = Workload.of(scope);
  if (regions && !isUnresolved(region) && !regions.includes(region)) {
    mustBe(scope, `${prop}.region`, `a Region of workload '${name}' (${regions.join(', ')})`, region);
  }
  const lifecycle = { deleteAfter: options.deleteAfter ?? retention, moveToColdStorageAfter: options.moveToColdStorageAfter };
  requireLifecycle(scope, prop, lifecycle, _vault ? VAULT_FACTS.get(_vault)?.lock : resolveVaultLock(scope));
  return { ...lifecycle, destination: { prop, region, backupVaultName: options.backupVaultName, vault: _vault } };
}

function requireRegion(scope: IConstruct, prop: string, region: string | undefined): string {
  if (typeof region !== 'string') mustBe(scope, prop, `a Region such as ${OTHER_REGION}`, region);
  requireKnown(scope, prop, region);
  requireRegionName(scope, prop, region, OTHER_REGION);
  if (region === Stack.of(scope).region) mustBe(scope, prop, 'another Region than that of the plan, or specify BackupCopy.toVault', region);
  return region;
}

function requireInterval(scope: IConstruct, prop: string, interval: Duration | undefined): Duration {
  if (typeof interval?.toHours !== 'function') mustBe(scope, prop, 'a Duration', interval);
  requireKnown(scope, prop, interval);
  if (!INTERVALS.includes(interval.toHours({ integral: false }))) mustBe(scope, prop, '1, 2, 3, 4, 6, 8 or 12 hours', interval);
  return interval;
}

function scheduleOf(scope: IConstruct, prop: string, { _name: name, _options: options }: BackupRule, interval: Duration): events.Schedule {
  const { hour, day, weekDay = BackupDayOfWeek.SUNDAY } = options;
  requireKnown(scope, `${prop}.hour`, hour);
  requireInteger(scope, `${prop}.hour`, hour, { min: 0, max: 23 });
  requireKnown(scope, `${prop}.day`, day);
  requireInteger(scope, `${prop}.day`, day, { min: 1, max: 28 });
  if (name === 'Hourly' && hour !== undefined) mustBe(scope, `${prop}.hour`, 'undefined for an hourly rule', hour);
  const time = { hour: name === 'Hourly' ? `0/${interval.toHours()}` : String(hour ?? 5), minute: '0' };
  if (name === 'Weekly') return events.Schedule.cron({ weekDay, ...time });
  return events.Schedule.cron(name === 'Monthly' ? { day: String(day ?? 1), ...time } : time);
}

function requireWindows(scope: IConstruct, prop: string, startWindow?: Duration, completionWindow?: Duration) {
  requireDuration(scope, `${prop}.startWindow`, startWindow, WINDOW);
  requireDuration(scope, `${prop}.completionWindow`, completionWindow, WINDOW);
  const [start, completion] = [startWindow ?? DEFAULT_START_WINDOW, completionWindow ?? DEFAULT_COMPLETION_WINDOW];
  if (!isUnresolved(start) && !isUnresolved(completion) && completion.toMinutes() <= start.toMinutes()) {
    mustBe(scope, `${prop}.completionWindow`, `longer than startWindow (${start.toHumanString()})`, completion);
  }
}

function requireLifecycle(scope: IConstruct, prop: string, { deleteAfter, moveToColdStorageAfter }: Lifecycle, lock: LockedRetention | undefined) {
  requireDuration(scope, `${prop}.deleteAfter`, deleteAfter, RETENTION);
  requireDuration(scope, `${prop}.moveToColdStorageAfter`, moveToColdStorageAfter, RETENTION);
  const [days, cold, min, max] = [deleteAfter, moveToColdStorageAfter, lock?.minRetention, lock?.maxRetention].map(daysOf);
  if (days === undefined) return;
  if (cold !== undefined && days < cold + COLD_STORAGE_MIN_DAYS) {
    mustBe(scope, `${prop}.deleteAfter`, `at least ${COLD_STORAGE_MIN_DAYS} days longer than moveToColdStorageAfter (${cold} days)`, deleteAfter);
  }
  if (min !== undefined && days < min) mustBe(scope, `${prop}.deleteAfter`, `at least the minimum retention of the vault's lock (${min} days)`, deleteAfter);
  if (max !== undefined && days > max) mustBe(scope, `${prop}.deleteAfter`, `at most the maximum retention of the vault's lock (${max} days)`, deleteAfter);
}

function requirePointInTime(scope: IConstruct, prop: string, { deleteAfter, moveToColdStorageAfter }: Lifecycle) {
  if (moveToColdStorageAfter) refuse(scope, `${prop}.moveToColdStorageAfter must be undefined for a continuous backup, got ${moveToColdStorageAfter.toHumanString()}`);
  requireDuration(scope, `${prop}.deleteAfter`, deleteAfter, { unit: 'days', max: POINT_IN_TIME_MAX_DAYS });
}
