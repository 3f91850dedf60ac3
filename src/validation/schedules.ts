import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse, shown } from './refuse';

/** The schedules that a service accepts. */
export interface ScheduleLimit {
  /** What the schedule must be, for error messages. */
  readonly need: string;
  /** Accepted numbers of fields of a cron expression: 6, and 7 with seconds before them. */
  readonly fields: readonly number[];
  /** Whether it can be `rate(…)`. @default false */
  readonly rate?: boolean;
  /** Whether it can be `at(…)`. @default false */
  readonly at?: boolean;
  /** Whether one of the fields for days must be `?`. @default false */
  readonly oneDayField?: boolean;
  /** @default 256 */
  readonly maxLength?: number;
}

interface Field {
  /** With its article. */
  readonly name: string;
  readonly min: number;
  readonly max: number;
  readonly names?: readonly string[];
  /** Forms other than values, ranges, lists and increments. */
  readonly special?: RegExp;
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
/** The last day, the weekday nearest to a day, and a weekday of the month. */
const SPECIAL_DAY = /^(?:\?|L|L-\d{1,2}|LW|(?:[1-9]|[12]\d|3[01])W)$/;
const SPECIAL_WEEKDAY = new RegExp(`^(?:\\?|(?:[1-7]|${DAYS.join('|')})?L|(?:[1-7]|${DAYS.join('|')})#[1-5])$`, 'i');
const MINUTE: Field = { name: 'a minute', min: 0, max: 59 };
const HOUR: Field = { name: 'an hour', min: 0, max: 23 };
const MONTH: Field = { name: 'a month', min: 1, max: 12, names: MONTHS };
/** Fields of a cron expression (EventBridge User Guide, Cron expressions; Systems Manager User Guide, Cron and rate expressions). */
const FIELDS: readonly Field[] = [
  { name: 'a second', min: 0, max: 59 },
  MINUTE,
  HOUR,
  { name: 'a day of the month', min: 1, max: 31, special: SPECIAL_DAY },
  MONTH,
  { name: 'a day of the week', min: 1, max: 7, names: DAYS, special: SPECIAL_WEEKDAY },
  { name: 'a year', min: 1970, max: 2199 },
];
/** Fields of a crontab entry (crontab(5)), in which Sunday is 0 and 7. */
const CRONTAB: readonly Field[] = [
  MINUTE, HOUR, { name: 'a day of the month', min: 1, max: 31, special: SPECIAL_DAY }, MONTH,
  { name: 'a day of the week', min: 0, max: 7, names: DAYS, special: SPECIAL_WEEKDAY },
];
const DAY_OF_MONTH = 3;
const DAY_OF_WEEK = 5;

/** Requires a schedule of the forms `cron(…)`, `rate(…)` and `at(…)`. Tokens and `undefined` pass. */
export function requireSchedule(scope: IConstruct | undefined, prop: string, schedule: string | undefined, limit: ScheduleLimit): void {
  if (schedule === undefined || isUnresolved(schedule)) return;
  const { form, content } = /^(?<form>cron|rate|at)\((?<content>.*)\)$/.exec(schedule)?.groups ?? {};
  const isOfForm = form === 'cron' || (form === 'rate' && limit.rate && isRate(content)) || (form === 'at' && limit.at && isTime(content));
  if (!isOfForm || schedule.length > (limit.maxLength ?? 256)) mustBe(scope, prop, limit.need, schedule);
  if (form === 'cron') requireCron(scope, prop, schedule, content, limit);
}

/** Requires a crontab entry of five fields (EC2 Auto Scaling API, PutScheduledUpdateGroupAction, Recurrence). Tokens and `undefined` pass. */
export function requireCrontab(scope: IConstruct | undefined, prop: string, schedule: string | undefined): void {
  if (schedule === undefined || isUnresolved(schedule)) return;
  const fields = schedule.split(/\s+/);
  if (fields.length !== CRONTAB.length) mustBe(scope, prop, 'a crontab entry of 5 fields such as 0 8 * * 1-5', schedule);
  fields.forEach((field, index) => requireField(scope, prop, CRONTAB[index], field));
}

function requireCron(scope: IConstruct | undefined, prop: string, schedule: string, content: string, limit: ScheduleLimit): void {
  const fields = content.split(' ');
  if (!limit.fields.includes(fields.length)) mustBe(scope, prop, limit.need, schedule);
  const known = FIELDS.slice(FIELDS.length - fields.length);
  fields.forEach((field, index) => requireField(scope, prop, known[index], field));
  const skipped = FIELDS.length - fields.length;
  const days = [fields[DAY_OF_MONTH - skipped], fields[DAY_OF_WEEK - skipped]].filter((field) => field === '?').length;
  if (days === 2 || (limit.oneDayField && days === 0)) {
    mustBe(scope, prop, 'a cron expression with ? in one of the fields for the day of the month and the day of the week', schedule);
  }
}

function requireField(scope: IConstruct | undefined, prop: string, field: Field, text: string): void {
  const { name, min, max, names } = field;
  const parts = text.split(',');
  if (parts.every((part) => field.special?.test(part) || isPart(part, field))) {
    const reversed = parts.find((part) => isReversed(part, field));
    // The services do not document whether it continues from the end of the field.
    if (reversed !== undefined) refuse(scope, `${prop} must have ranges of which the end is not before the start, got ${shown(reversed)}: give two ranges`);
    return;
  }
  refuse(scope, `${prop} must have ${name} from ${min} to ${max}${names ? ` or ${names[0]} to ${names.at(-1)}` : ''}, got ${shown(text)}`);
}

/** A value, a range, or an increment of one. */
const PART = /^(?<from>\*|\w+)(?:-(?<to>\w+))?(?:\/(?<step>\d+))?$/;

function isPart(text: string, field: Field): boolean {
  const { from, to, step } = PART.exec(text)?.groups ?? {};
  if (from === undefined || (from === '*' && to !== undefined) || Number(step) === 0) return false;
  return (from === '*' || isValue(from, field)) && (to === undefined || isValue(to, field));
}

function isReversed(text: string, { names = [], min }: Field): boolean {
  const { from, to } = PART.exec(text)?.groups ?? {};
  const numberOf = (value: string) => names.includes(value.toUpperCase()) ? names.indexOf(value.toUpperCase()) + min : Number(value);
  return from !== undefined && to !== undefined && numberOf(from) > numberOf(to);
}

function isValue(text: string, { min, max, names }: Field): boolean {
  if (names?.includes(text.toUpperCase())) return true;
  return /^\d+$/.test(text) && Number(text) >= min && Number(text) <= max;
}

// A value of 1 has a unit in the singular (EventBridge User Guide, Rate expressions).
function isRate(content: string): boolean {
  const { value, plural } = /^(?<value>[1-9]\d*) (?:minute|hour|day)(?<plural>s?)$/.exec(content)?.groups ?? {};
  return value !== undefined && (value === '1') === (plural === '');
}

function isTime(content: string): boolean {
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(content) && !Number.isNaN(Date.parse(`${content}Z`));
}
