import { Cron } from 'croner';
import { serviceIn, templateWith } from './instances';
import { BusinessHours } from '../../../src';
import { testStack } from '../../support';

const MARKET: BusinessHours = { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'America/New_York' };
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const BASE = 2;

interface Change {
  readonly at: number;
  readonly minCapacity: number;
}

/** Every change of the least capacity that the scheduled actions of a template make between two times. */
function changesOf(hours: BusinessHours, from: number, to: number): Change[] {
  const actions = Object.values(templateWith({}, (service) => service.scaleOnBusinessHours('Market', hours)).findResources('AWS::AutoScaling::ScheduledAction')) as any[];
  return actions.flatMap(({ Properties: { Recurrence, TimeZone, MinSize } }) => new Cron(Recurrence, { timezone: TimeZone, paused: true })
    .nextRuns(1000, new Date(from)).map((run) => ({ at: run.getTime(), minCapacity: MinSize })))
    .filter(({ at }) => at <= to).sort((a, b) => a.at - b.at);
}

/** The least capacity at a time: what the last change said. */
function leastAt(changes: Change[], time: number): number {
  return changes.filter(({ at }) => at <= time).pop()?.minCapacity ?? BASE;
}

const NEW_YORK = new Intl.DateTimeFormat('en-US', { timeZone: MARKET.timeZone, weekday: 'short', hour: '2-digit', hourCycle: 'h23' });

/** A wall clock in New York. */
function clockAt(time: number): { weekDay: string; hour: number } {
  const parts = NEW_YORK.formatToParts(time);
  const part = (type: string) => parts.find((one) => one.type === type)!.value;
  return { weekDay: part('weekday'), hour: Number(part('hour')) };
}

describe.each([
  ['the clocks go forward on 8 March 2026', Date.UTC(2026, 2, 8)],
  ['the clocks go back on 1 November 2026', Date.UTC(2026, 10, 1)],
])('business hours in New York when %s', (_, changeover) => {
  const [begin, end] = [changeover - 10 * DAY, changeover + 10 * DAY];
  const changes = changesOf(MARKET, begin - 7 * DAY, end);
  const times = Array.from({ length: (end - begin) / (5 * MINUTE) }, (__, index) => begin + index * 5 * MINUTE);

  test('there are three instances at the least from 8 to 18 o\'clock, Monday to Friday, and two at every other time', () => {
    const wrong = times.filter((time) => {
      const { weekDay, hour } = clockAt(time);
      const isOpen = !['Sat', 'Sun'].includes(weekDay) && hour >= 8 && hour < 18;
      return leastAt(changes, time) !== (isOpen ? 3 : BASE);
    });
    expect(wrong.map((time) => new Date(time).toISOString())).toEqual([]);
    expect(times.filter((time) => leastAt(changes, time) === 3)).toHaveLength(14 * 10 * 12);
  });

  test('the hours begin an hour apart in UTC before and after it', () => {
    const beginnings = changes.filter(({ minCapacity }) => minCapacity === 3);
    const hourBefore = (time: number) => new Date(beginnings.filter(({ at }) => at < time).pop()!.at).getUTCHours();
    expect([hourBefore(changeover), hourBefore(end)].sort()).toEqual([12, 13]);
  });
});

describe('business hours', () => {
  test('are two scheduled actions in their time zone', () => {
    const template = templateWith({ scaling: { minCapacity: 2, maxCapacity: 6 } }, (service) => service.scaleOnBusinessHours('Market', { ...MARKET, weekDays: '1,3-5' }));
    template.resourceCountIs('AWS::AutoScaling::ScheduledAction', 2);
    template.hasResourceProperties('AWS::AutoScaling::ScheduledAction', { Recurrence: '0 8 * * 1,3-5', TimeZone: 'America/New_York', MinSize: 3 });
    template.hasResourceProperties('AWS::AutoScaling::ScheduledAction', { Recurrence: '0 18 * * 1,3-5', TimeZone: 'America/New_York', MinSize: 2 });
  });

  test.each<[Partial<BusinessHours>, string]>([
    [{ startTime: '8:00' }, "hours.startTime must be a time such as 08:00, got '8:00'"],
    [{ startTime: '108:00' }, "hours.startTime must be a time such as 08:00, got '108:00'"],
    [{ endTime: '18:000' }, "hours.endTime must be a time such as 08:00, got '18:000'"],
    [{ endTime: '24:00' }, "hours.endTime must be a time such as 08:00, got '24:00'"],
    [{ startTime: '18:00', endTime: '18:00' }, "hours.endTime must be later than 18:00 on the same day, got '18:00'"],
    [{ startTime: '22:00', endTime: '06:00' }, "hours.endTime must be later than 22:00 on the same day, got '06:00'"],
    [{ timeZone: 'EST5' }, "hours.timeZone must be a name of the IANA time zone database such as America/New_York, got 'EST5'"],
    [{ weekDays: 'MON-FRI' }, "hours.weekDays must be days such as 1-5 or 1,3,5, got 'MON-FRI'"],
    [{ minCapacity: 5 }, 'hours.minCapacity must be an integer from 0 to 4, got 5'],
  ])('with %j are refused', (change, message) => {
    expect(() => serviceIn(testStack()).scaleOnBusinessHours('Market', { ...MARKET, ...change })).toThrow(new Error(message));
  });
});
