import { Lazy } from 'aws-cdk-lib';
import { requireCrontab, requireSchedule, ScheduleLimit } from '../../src/core/validation';
import { limits, refusal } from '../refusal';
import { testStack } from '../support';

const stack = testStack();
const NEED = 'a cron expression';
const given = (schedule: string | undefined, limit: Partial<ScheduleLimit> = {}) => (
  refusal(() => requireSchedule(stack, 'schedule', schedule, { need: NEED, fields: [6], ...limit })));
const crontab = (schedule: string | undefined) => refusal(() => requireCrontab(stack, 'schedule', schedule));

/** A field of an expression in which all other fields are `*`: the values that it takes, and those that it refuses. */
interface Case {
  readonly need: string;
  readonly accepted: string[];
  readonly refused: string[];
}

const FORMS = ['*', '*/15', '1,2', '1-3', '1-9/2', '2/3', '01', '*,5'];
const NO_FORMS = ['', 'x', 'x1', '1x', '1-', '-1', '1-x', '*-5', '1/', '1/0', '1/x', '1//2', '1/2/3', '1/2x', '1,', ',1', '1.5', '**', '1-2-3', '*1', '0x5', '1e1'];
const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];
const DAYS = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'];
const SECOND: Case = { need: 'a second from 0 to 59', accepted: ['0', '59', ...FORMS], refused: ['60', '5-60', '60-5', '1,60', '?', ...NO_FORMS] };
const MINUTE: Case = { ...SECOND, need: 'a minute from 0 to 59' };
const HOUR: Case = { need: 'an hour from 0 to 23', accepted: ['0', '23', ...FORMS], refused: ['24', '1-24', '?', 'L', ...NO_FORMS] };
const DAY: Case = {
  need: 'a day of the month from 1 to 31',
  accepted: ['1', '31', '?', 'L', 'L-3', 'L-30', 'LW', '1W', '9W', '10W', '29W', '30W', '31W', ...FORMS],
  refused: ['0', '32', 'W', '0W', '32W', '40W', '1WW', '11xW', 'L-', 'L-x', 'L-123', 'LL', 'XL', 'XLW', '?1', '1?', 'MON', ...NO_FORMS],
};
const MONTH: Case = {
  need: 'a month from 1 to 12 or JAN to DEC',
  accepted: ['1', '12', ...MONTHS, 'dec', 'JAN-DEC', 'FEB/2', ...FORMS],
  refused: ['0', '13', 'JA', 'JANU', 'XJAN', '?', 'L', 'MON', ...NO_FORMS],
};
const WEEKDAY: Case = {
  need: 'a day of the week from 1 to 7 or SUN to SAT',
  accepted: ['1', '7', ...DAYS, 'mon', 'MON-FRI', '?', 'L', '1L', '7L', ...DAYS.map((day) => `${day}L`), 'friL', '1#1', '7#5', ...DAYS.map((day) => `${day}#1`), '*', '*/2'],
  refused: ['0', '8', '0L', '8L', '1#0', '1#6', '1#11', '#1', '8#1', 'x?', '?x', 'LL', 'xL', 'MONLL', 'xMON#1', 'JAN', ...NO_FORMS],
};
const YEAR: Case = { need: 'a year from 1970 to 2199', accepted: ['1970', '2199', '2026-2030', '*', '2026/2'], refused: ['1969', '2200', '1', '?', ...NO_FORMS] };

function hold(fields: Case[], check: (fields: string[]) => string | undefined) {
  fields.forEach(({ need, accepted, refused }, index) => limits(
    (value) => check(fields.map((_, other) => other === index ? value : '*')),
    accepted, refused.map((value) => [value, `schedule must have ${need}, got '${value}'`])));
}

describe('fields of a cron expression', () => {
  test('have the values of the services', () => hold([MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR], (fields) => given(`cron(${fields.join(' ')})`)));

  test('have seconds before them where the service counts them', () => {
    hold([SECOND, MINUTE, HOUR, DAY, MONTH, WEEKDAY, YEAR], (fields) => given(`cron(${fields.join(' ')})`, { fields: [6, 7] }));
  });

  test('have no reversed ranges, for which the services document no order', () => {
    const message = (range: string) => `schedule must have ranges of which the end is not before the start, got '${range}': give two ranges`;
    limits((hours) => given(`cron(0 ${hours} ? * MON-FRI *)`), ['22-23,0-2', '2-2'], [['22-2', message('22-2')], ['1,22-2/2', message('22-2/2')]]);
    limits((days) => given(`cron(0 0 ${days} * ? *)`), ['1-31', 'L-3'], [['31-1', message('31-1')]]);
    limits((days) => given(`cron(0 0 ? * ${days} *)`), ['SUN-SAT', '1-SAT'], [['FRI-MON', message('FRI-MON')], ['7-sun', message('7-sun')]]);
    limits((months) => given(`cron(0 0 1 ${months} ? *)`), ['JAN-DEC'], [['NOV-FEB', message('NOV-FEB')], ['11-feb', message('11-feb')]]);
    limits((days) => crontab(`0 8 * * ${days}`), ['SUN-SAT', '0-7', 'MON-7'], [['FRI-MON', message('FRI-MON')], ['5-1', message('5-1')]]);
  });

  test('are as many as the service takes', () => {
    limits((count) => given(`cron(${Array(count).fill('*').join(' ')})`, { fields: [6, 7] }), [6, 7], [5, 8].map((count): [number, string] => (
      [count, `schedule must be ${NEED}, got 'cron(${Array(count).fill('*').join(' ')})'`])));
    expect(given('cron(* * * * * * *)')).toBe(`schedule must be ${NEED}, got 'cron(* * * * * * *)'`);
  });

  test.each([['0 8', [6]], ['0 0 8', [7]]])('%s: one of those for days is ? where the service requires it, and never are both', (time, fields) => {
    const expression = (day: string, weekday: string) => `cron(${time} ${day} * ${weekday} *)`;
    const message = (text: string) => `schedule must be a cron expression with ? in one of the fields for the day of the month and the day of the week, got '${text}'`;
    limits((text) => given(text, { fields, oneDayField: true }), [expression('?', 'MON'), expression('1', '?')],
      [expression('?', '?'), expression('1', 'MON'), expression('*', '*')].map((text): [string, string] => [text, message(text)]));
    limits((text) => given(text, { fields }), [expression('?', 'MON'), expression('1', '?'), expression('1', 'MON')], [[expression('?', '?'), message(expression('?', '?'))]]);
  });
});

describe('a schedule', () => {
  const isNone = (texts: string[]) => texts.map((text): [string, string] => [text, `schedule must be ${NEED}, got '${text}'`]);
  const RATES = ['rate(1 minute)', 'rate(1 hour)', 'rate(1 day)', 'rate(2 minutes)', 'rate(10 hours)', 'rate(365 days)'];
  const TIMES = ['at(2026-02-28T23:59:59)', 'at(2026-12-01T00:00:00)'];

  test('is a rate where the service takes one, with the unit in the number of its value', () => {
    limits((text) => given(text, { rate: true }), RATES, isNone([
      'rate(1 minutes)', 'rate(2 minute)', 'rate(11 hour)', 'rate(0 minutes)', 'rate(01 minute)', 'rate(1 week)', 'rate(-2 minutes)', 'rate(2  minutes)', 'rate(1 minute )',
      'rate(2 minutess)', 'rate(x2 minutes)', 'rate(2x minutes)', 'rate()', ...TIMES,
    ]));
  });

  test('is a time where the service takes one', () => {
    limits((text) => given(text, { at: true }), TIMES, isNone([
      'at(2026-13-01T00:00:00)', 'at(2026-02-28)', 'at(2026-02-28T23:59:59Z)', 'at(2026-02-28T24:59:59)', 'at(x2026-02-28T23:59:59)', 'at(226-02-28T23:59:59)',
      'at(2026-2-28T23:59:59)', 'at(2026-02-8T23:59:59)', 'at(2026-02-28T3:59:59)', 'at(2026-02-28T23:9:59)', 'at(2026-02-28T23:59:9)', 'at(2026-02-28 23:59:59)', 'at()', ...RATES,
    ]));
  });

  test('is neither by default, and has no other form', () => {
    limits(given, ['cron(0 8 * * ? *)'], isNone([
      ...RATES, ...TIMES, '', '0 8 * * ? *', 'xcron(0 8 * * ? *)', 'cron(0 8 * * ? *)x', 'cron(0 8 * * ? *) ', 'CRON(0 8 * * ? *)', 'every(1 day)', 'cron()',
    ]));
  });

  test.each([[256, {}], [64, { maxLength: 64 }]])('has at most %d characters', (most, limit) => {
    const ofLength = (length: number) => {
      const rest = length - 'cron( 8 * * ? *)'.length;
      return `cron(${'0,'.repeat((rest - 1) / 2)}${rest % 2 ? '0' : '00'} 8 * * ? *)`;
    };
    expect([ofLength(most).length, given(ofLength(most), limit)]).toEqual([most, undefined]);
    expect(given(ofLength(most + 1), limit)).toBe(`schedule must be ${NEED}, got '${ofLength(most + 1).slice(0, 60)}…'`);
  });

  test.each([undefined, Lazy.string({ produce: () => 'later' })])('%s passes', (schedule) => {
    expect([given(schedule), crontab(schedule)]).toEqual([undefined, undefined]);
  });
});

describe('a crontab entry', () => {
  const weekday: Case = {
    need: 'a day of the week from 0 to 7 or SUN to SAT', accepted: ['0', ...WEEKDAY.accepted], refused: WEEKDAY.refused.filter((value) => value !== '0'),
  };
  // Spaces in any number are between two fields.
  const fields = [MINUTE, HOUR, DAY, MONTH, weekday].map((field) => ({ ...field, refused: field.refused.filter((value) => value !== '') }));

  test('has five fields, in which Sunday is 0 and 7', () => {
    hold(fields, (values) => crontab(values.join(' ')));
    limits(crontab, ['0 8 * * 1-5', '0  8\t* * 1-5'], ['', '0 8 * *', '0 8 * * 1 *', ' 0 8 * * 1'].map((text): [string, string] => (
      [text, `schedule must be a crontab entry of 5 fields such as 0 8 * * 1-5, got '${text}'`])));
  });
});
