import { IConstruct } from 'constructs';
import { isUnresolved, mustBe } from '../../core/validation';

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
const SHORTEST = 30;
const NEED_DAILY = `a time range hh:mm-hh:mm in UTC of at least ${SHORTEST} minutes`;
/** Amazon RDS answers `Maintenance window must be less than 24 hours` to longer ones. */
const NEED_WEEKLY = `a time range ddd:hh:mm-ddd:hh:mm in UTC of at least ${SHORTEST} minutes and less than 24 hours`;
const TIME = '([01]\\d|2[0-3]):([0-5]\\d)';
const DAILY = new RegExp(`^${TIME}-${TIME}$`);
/** Days in any case: Amazon RDS returns them in lower case. */
const WEEKLY = new RegExp(`^(${DAYS.join('|')}):${TIME}-(${DAYS.join('|')}):${TIME}$`, 'i');

interface Window { readonly start: number; readonly length: number }

/**
 * Refuses windows that Amazon RDS refuses: malformed, shorter than 30 minutes, not shorter than 24 hours, or overlapping
 * (RDS API, CreateDBCluster, PreferredBackupWindow and PreferredMaintenanceWindow). Tokens pass.
 */
export function requireWindows(scope: IConstruct, backup: string | undefined, maintenance: string | undefined): void {
  const daily = known(backup) ? dailyWindow(scope, backup) : undefined;
  const weekly = known(maintenance) ? weeklyWindow(scope, maintenance) : undefined;
  if (!daily || !weekly) return;
  const conflicts = DAYS.some((_, day) => overlap({ ...daily, start: daily.start + day * MINUTES_A_DAY }, weekly));
  if (conflicts) mustBe(scope, 'backup.preferredWindow', `outside maintenance.window '${maintenance}'`, backup);
}

function dailyWindow(scope: IConstruct, text: string): Window {
  const [, h1, m1, h2, m2] = DAILY.exec(text) ?? mustBe(scope, 'backup.preferredWindow', NEED_DAILY, text);
  return { start: minutes(h1, m1), length: lengthOf(scope, 'backup.preferredWindow', NEED_DAILY, text, minutes(h2, m2) - minutes(h1, m1), MINUTES_A_DAY) };
}

function weeklyWindow(scope: IConstruct, text: string): Window {
  const [, d1, h1, m1, d2, h2, m2] = WEEKLY.exec(text) ?? mustBe(scope, 'maintenance.window', NEED_WEEKLY, text);
  const start = DAYS.indexOf(d1.toLowerCase()) * MINUTES_A_DAY + minutes(h1, m1);
  const end = DAYS.indexOf(d2.toLowerCase()) * MINUTES_A_DAY + minutes(h2, m2);
  return { start, length: lengthOf(scope, 'maintenance.window', NEED_WEEKLY, text, end - start, MINUTES_A_WEEK) };
}

function lengthOf(scope: IConstruct, prop: string, need: string, text: string, difference: number, cycle: number): number {
  const length = (difference + cycle) % cycle;
  if (length < SHORTEST || length >= MINUTES_A_DAY) mustBe(scope, prop, need, text);
  return length;
}

function overlap(a: Window, b: Window): boolean {
  const from = (x: Window, y: Window) => (y.start - x.start + MINUTES_A_WEEK) % MINUTES_A_WEEK;
  return from(a, b) < a.length || from(b, a) < b.length;
}

function minutes(hours: string, rest: string): number {
  return Number(hours) * 60 + Number(rest);
}

function known(window: string | undefined): window is string {
  return window !== undefined && !isUnresolved(window);
}
