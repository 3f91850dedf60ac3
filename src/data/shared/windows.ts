import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from '../../core/validation';

const DAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const MINUTES_A_DAY = 24 * 60;
const MINUTES_A_WEEK = 7 * MINUTES_A_DAY;
const SHORTEST = 30;
const TIME = '([01]\\d|2[0-3]):([0-5]\\d)';
const DAILY = new RegExp(`^${TIME}-${TIME}$`);
const WEEKLY = new RegExp(`^(${DAYS.join('|')}):${TIME}-(${DAYS.join('|')}):${TIME}$`);

interface Window { readonly start: number; readonly length: number }

/**
 * Refuses windows that Amazon RDS refuses: malformed, under 30 minutes, or in conflict with each other
 * (RDS API, CreateDBCluster, PreferredBackupWindow and PreferredMaintenanceWindow).
 */
export function requireWindows(scope: IConstruct, backup: string | undefined, maintenance: string | undefined): void {
  const daily = known(backup) ? dailyWindow(scope, backup) : undefined;
  const weekly = known(maintenance) ? weeklyWindow(scope, maintenance) : undefined;
  if (!daily || !weekly) return;
  const conflicts = DAYS.some((_, day) => overlap({ ...daily, start: daily.start + day * MINUTES_A_DAY }, weekly));
  if (conflicts) {
    refuse(scope, `backup.preferredWindow '${backup}' overlaps maintenance.window '${maintenance}', need windows apart from each other`);
  }
}

function dailyWindow(scope: IConstruct, text: string): Window {
  const [, h1, m1, h2, m2] = DAILY.exec(text)
    ?? refuse(scope, `backup.preferredWindow is '${text}', need hh:mm-hh:mm in UTC, for example '02:00-03:00'`);
  return longEnough(scope, 'backup.preferredWindow', text, minutes(h1, m1), minutes(h2, m2), MINUTES_A_DAY);
}

function weeklyWindow(scope: IConstruct, text: string): Window {
  const [, d1, h1, m1, d2, h2, m2] = WEEKLY.exec(text)
    ?? refuse(scope, `maintenance.window is '${text}', need ddd:hh:mm-ddd:hh:mm in UTC, for example 'Sun:04:00-Sun:05:00'`);
  const start = DAYS.indexOf(d1) * MINUTES_A_DAY + minutes(h1, m1);
  const end = DAYS.indexOf(d2) * MINUTES_A_DAY + minutes(h2, m2);
  return longEnough(scope, 'maintenance.window', text, start, end, MINUTES_A_WEEK);
}

function longEnough(scope: IConstruct, prop: string, text: string, start: number, end: number, cycle: number): Window {
  const length = (end - start + cycle) % cycle;
  if (length < SHORTEST) refuse(scope, `${prop} '${text}' is ${length} minutes long, need at least ${SHORTEST}`);
  return { start, length };
}

function overlap(a: Window, b: Window): boolean {
  const from = (x: Window, y: Window) => (y.start - x.start + MINUTES_A_WEEK) % MINUTES_A_WEEK;
  return from(a, b) < a.length || from(b, a) < b.length;
}

function minutes(hours: string, rest: string): number {
  return Number(hours) * 60 + Number(rest);
}

function known(window: string | undefined): window is string {
  return window !== undefined && !Token.isUnresolved(window);
}
