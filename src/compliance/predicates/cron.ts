import { given } from './intrinsics';
import { Json } from '../rendered';

const FIRST = Date.UTC(2027, 0, 1);
const DAY = 24 * 60 * 60 * 1000;
const DAYS = 3 * 366;
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const WEEKDAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];

/**
 * The longest interval in days between two days of a cron expression, or undefined if the expression is not understood.
 * Source: "Schedule expressions in Secrets Manager rotation" (AWS Secrets Manager User Guide).
 */
function longestInterval(expression: unknown): number | undefined {
  const [, fields = ''] = /^cron\((.*)\)$/.exec(String(expression)) ?? [];
  const [, , dayOfMonth, month, dayOfWeek, year = '*', ...rest] = fields.trim().split(/\s+/);
  if (dayOfWeek === undefined || year !== '*' || rest.length > 0) return undefined;
  const days = Array.from({ length: DAYS }, (_, day) => new Date(FIRST + day * DAY));
  const months = listed(month, 1, 12, MONTHS);
  const monthDays = dayOfMonth === 'L' ? [] : listed(dayOfMonth, 1, 31);
  const weekdays = listed(dayOfWeek, 1, 7, WEEKDAYS);
  if (!months || !monthDays || !weekdays) return undefined;
  const isLast = (date: Date) => new Date(date.getTime() + DAY).getUTCDate() === 1;
  const matching = days.flatMap((date, day) => months.includes(date.getUTCMonth() + 1) && weekdays.includes(date.getUTCDay() + 1)
    && (dayOfMonth === 'L' ? isLast(date) : monthDays.includes(date.getUTCDate())) ? [day] : []);
  return matching.length < 2 ? undefined : Math.max(...matching.slice(1).map((day, index) => day - matching[index]));
}

/** The numbers that a field lists: `*`, `?`, `1,15`, `MON-FRI`, `1/5`. Undefined for other notations. */
function listed(field: string, first: number, last: number, names: readonly string[] = []): number[] | undefined {
  const numberOf = (text: string) => names.includes(text) ? names.indexOf(text) + first : Number(text);
  const items = field.split(',').map((item) => {
    const [, from, to, step] = /^([\w*?]+)(?:-(\w+))?(?:\/(\d+))?$/.exec(item) ?? [];
    if (from === undefined) return undefined;
    const start = from === '*' || from === '?' ? first : numberOf(from);
    const end = to !== undefined ? numberOf(to) : from === '*' || from === '?' || step !== undefined ? last : start;
    if (!(start >= first && end <= last && start <= end)) return undefined;
    return Array.from({ length: last }, (_, index) => index + 1).filter((n) => n >= start && n <= end && (n - start) % Number(step ?? 1) === 0);
  });
  return items.every((item) => item !== undefined) ? items.flat() as number[] : undefined;
}

/** Days between rotations: a number of days, a rate in days or hours, or a cron expression. The value itself if it is none of them. */
export function rotationDays(rules: Json): Json {
  if (given(rules?.AutomaticallyAfterDays)) return rules.AutomaticallyAfterDays;
  const [, count, unit] = /^rate\((\d+) (day|hour)s?\)$/.exec(rules?.ScheduleExpression ?? '') ?? [];
  if (count) return unit === 'day' ? Number(count) : Math.ceil(Number(count) / 24);
  return longestInterval(rules?.ScheduleExpression) ?? rules?.ScheduleExpression;
}
