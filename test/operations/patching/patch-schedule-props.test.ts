import { Duration, Fn, Token } from 'aws-cdk-lib';
import { LogBucket, PatchOperatingSystem, PatchSchedule, PatchScheduleProps } from '../../../src';
import { limits, refusal } from '../../refusal';
import { testStack } from '../../support';

const TOKEN = Token.asNumber(Fn.ref('Number'));
const ONE_DAY = 'schedule must be a cron expression with ? in one of the fields for the day of the month and the day of the week';
const SCHEDULE = 'schedule must be cron(…) with 6 or 7 fields or a rate such as rate(7 days), of at most 256 characters';
const CONCURRENCY = 'maxConcurrency must be a number from 1 or a percentage from 1% to 100%';
const ERRORS = 'maxErrors must be a number from 0 or a percentage from 0% to 100%';
const PREFIX = 'outputPrefix must be a prefix of at most 500 characters without a slash at either end';

const scheduled = (props: Partial<PatchScheduleProps>) => refusal(() => new PatchSchedule(testStack(), 'Patching', { targetTags: { a: 'b' }, ...props }));

const keys = 'targetTags must be a map with keys of 1 to 128 letters, digits, spaces and _.:/=+@- that do not start with aws:';

test('a schedule has 1 to 4 target tags, none of which is the patch group', () => limits((targetTags: Record<string, string>) => scheduled({ targetTags }), [
  { a: '' }, { a: 'x', b: 'x', c: 'x', d: 'x' }, { ['a'.repeat(128)]: 'x'.repeat(256) }, { a: Fn.ref('Value') },
], [
  [{}, 'targetTags must be a map of 1 to 4 tags, got {}'],
  [{ a: '', b: '', c: '', d: '', e: '' }, 'targetTags must be a map of 1 to 4 tags, got { a, b, c, d, e }'],
  [{ PatchGroup: 'mine' }, 'targetTags must be a map without the key PatchGroup, which the schedule sets, got { PatchGroup }'],
  [{ '': 'x' }, `${keys}, got ''`],
  [{ ['a'.repeat(129)]: 'x' }, `${keys}, got '${'a'.repeat(60)}…'`],
  [{ 'aws:autoscaling:groupName': 'x' }, `${keys}, got 'aws:autoscaling:groupName'`],
  [{ 'a*': 'x' }, `${keys}, got 'a*'`],
  [{ a: 'x'.repeat(257) }, `targetTags.a must be at most 256 letters, digits, spaces and _.:/=+@-, got '${'x'.repeat(60)}…'`],
  [{ a: 'x\ny' }, "targetTags.a must be at most 256 letters, digits, spaces and _.:/=+@-, got 'x\\ny'"],
  [{ a: 1 as any }, 'targetTags.a must be a string, got 1'],
]));

test('a schedule is a cron or rate expression in a time zone', () => {
  limits((schedule) => scheduled({ schedule }), ['rate(7 days)', 'cron(0 30 3 ? * TUE#2 *)', 'rate(1 hour)', 'cron(0 2 ? * SUN *)', 'cron(0,30 8-17/2 L-3 JAN-MAR,12 ? 2026/2)', 'cron(*/5 2 15W * ? *)', 'cron(0 2 ? * 6L *)', 'cron(0 2 L * ? *)', `rate(${'7'.repeat(245)} days)`, Fn.ref('Schedule')], [
    ['Sunday', `${SCHEDULE}, got 'Sunday'`],
    ['', `${SCHEDULE}, got ''`],
    ['cron()', `${SCHEDULE}, got 'cron()'`],
    ['at(2026-01-01T00:00:00)', `${SCHEDULE}, got 'at(2026-01-01T00:00:00)'`],
    [`rate(${'7'.repeat(246)} days)`, `${SCHEDULE}, got 'rate(${'7'.repeat(55)}…'`],
    ['cron(0 2 * * *)', `${SCHEDULE}, got 'cron(0 2 * * *)'`],
    ['cron(0 0 0 2 ? * SUN *)', `${SCHEDULE}, got 'cron(0 0 0 2 ? * SUN *)'`],
    ['rate(7 weeks)', `${SCHEDULE}, got 'rate(7 weeks)'`],
    ['rate(0 days)', `${SCHEDULE}, got 'rate(0 days)'`],
    ['rate(1 days)', `${SCHEDULE}, got 'rate(1 days)'`],
    ['rate(2 day)', `${SCHEDULE}, got 'rate(2 day)'`],
    ['cron(60 2 ? * SUN *)', "schedule must have a minute from 0 to 59, got '60'"],
    ['cron(0 24 ? * SUN *)', "schedule must have an hour from 0 to 23, got '24'"],
    ['cron(0 2 32 * ? *)', "schedule must have a day of the month from 1 to 31, got '32'"],
    ['cron(0 2 ? 13 SUN *)', "schedule must have a month from 1 to 12 or JAN to DEC, got '13'"],
    ['cron(0 2 ? * SUNDAY *)', "schedule must have a day of the week from 1 to 7 or SUN to SAT, got 'SUNDAY'"],
    ['cron(0 2 ? * SUN#6 *)', "schedule must have a day of the week from 1 to 7 or SUN to SAT, got 'SUN#6'"],
    ['cron(0 2 ? * SUN 1969)', "schedule must have a year from 1970 to 2199, got '1969'"],
    ['cron(60 0 2 ? * SUN *)', "schedule must have a second from 0 to 59, got '60'"],
    ['cron(0 */0 ? * SUN *)', "schedule must have an hour from 0 to 23, got '*/0'"],
    ['cron(0 2 * * SUN *)', `${ONE_DAY}, got 'cron(0 2 * * SUN *)'`],
    ['cron(0 2 ? * ? *)', `${ONE_DAY}, got 'cron(0 2 ? * ? *)'`],
  ]);
  limits((timeZone) => scheduled({ timeZone }), ['Etc/UTC', 'America/New_York'], [
    ['europe/london', "timeZone must be a name of the IANA time zone database such as America/New_York, got 'europe/london'"],
    ['+01:00', "timeZone must be a name of the IANA time zone database such as America/New_York, got '+01:00'"],
    ['CEST', "timeZone must be a name of the IANA time zone database such as America/New_York, got 'CEST'"],
  ]);
});

test('a window is open for 1 to 24 hours', () => limits((duration) => scheduled({ duration, cutoff: Duration.hours(0) }), [
  Duration.hours(1), Duration.hours(24), Duration.hours(TOKEN),
], [
  [Duration.hours(0), 'duration must be a whole number of hours from 1 to 24, got 0 hours'],
  [Duration.hours(25), 'duration must be a whole number of hours from 1 to 24, got 1 day 1 hour'],
  [Duration.minutes(90), 'duration must be a whole number of hours from 1 to 24, got 1 hour 30 minutes'],
]));

test('the cutoff is shorter than the window', () => {
  limits((cutoff) => scheduled({ cutoff }), [Duration.hours(0), Duration.hours(3), Duration.hours(TOKEN)], [
    [Duration.hours(4), 'cutoff must be shorter than duration (4 hours), got 4 hours'],
    [Duration.minutes(30), 'cutoff must be a whole number of hours from 0 to 23, got 30 minutes'],
  ]);
  limits((cutoff) => scheduled({ duration: Duration.days(1), cutoff }), [Duration.hours(23)], [
    [Duration.hours(24), 'cutoff must be a whole number of hours from 0 to 23, got 1 day'],
  ]);
  expect(scheduled({ duration: Duration.hours(TOKEN), cutoff: Duration.hours(23) })).toBeUndefined();
});

test('rates are numbers or percentages', () => {
  limits((maxConcurrency) => scheduled({ maxConcurrency }), ['1', '9999999', '1%', '99%', '100%', Fn.ref('Rate')], [
    ['0', `${CONCURRENCY}, got '0'`], ['0%', `${CONCURRENCY}, got '0%'`], ['101%', `${CONCURRENCY}, got '101%'`], ['05', `${CONCURRENCY}, got '05'`],
    ['10000000', `${CONCURRENCY}, got '10000000'`], ['', `${CONCURRENCY}, got ''`], ['1.5', `${CONCURRENCY}, got '1.5'`], ['half', `${CONCURRENCY}, got 'half'`],
  ]);
  limits((maxErrors) => scheduled({ maxErrors }), ['0', '1', '9999999', '0%', '10%', '99%', '100%'], [
    ['-1', `${ERRORS}, got '-1'`], ['101%', `${ERRORS}, got '101%'`], ['00', `${ERRORS}, got '00'`], ['10000000', `${ERRORS}, got '10000000'`],
    ['none', `${ERRORS}, got 'none'`],
  ]);
});

test('patches are approved after 0 to 360 days', () => limits((approveAfter) => scheduled({ approveAfter }), [Duration.days(0), Duration.days(360)], [
  [Duration.days(361), 'approveAfter must be a whole number of days from 0 to 360, got 361 days'],
  [Duration.hours(12), 'approveAfter must be a whole number of days from 0 to 360, got 12 hours'],
]));

test('operating systems are a list without duplicates', () => {
  limits((operatingSystems) => scheduled({ operatingSystems }), [Object.values(PatchOperatingSystem)], [
    [[], 'operatingSystems must not be empty'],
    [[PatchOperatingSystem.WINDOWS, PatchOperatingSystem.WINDOWS], "operatingSystems must be a list without duplicates, got ['WINDOWS', 'WINDOWS']"],
    [['UBUNTU' as any], 'operatingSystems[0] must be PatchOperatingSystem.AMAZON_LINUX_2023, PatchOperatingSystem.REDHAT_ENTERPRISE_LINUX, '
      + "PatchOperatingSystem.ROCKY_LINUX or PatchOperatingSystem.WINDOWS, got 'UBUNTU'"],
  ]);
});

test('the output has a prefix in a bucket', () => {
  expect(scheduled({ outputPrefix: 'a' })).toBe('specify outputBucket with outputPrefix');
  const stored = (outputPrefix: string) => {
    const stack = testStack();
    const { bucket: outputBucket } = new LogBucket(stack, 'Logs');
    return refusal(() => new PatchSchedule(stack, 'Patching', { targetTags: { a: 'b' }, outputBucket, outputPrefix }));
  };
  limits(stored, ['a', 'a/b', 'a'.repeat(500)], [
    ['', `${PREFIX}, got ''`], ['/a', `${PREFIX}, got '/a'`], ['a/', `${PREFIX}, got 'a/'`], ['a//b', `${PREFIX}, got 'a//b'`],
    ['a'.repeat(501), `${PREFIX}, got '${'a'.repeat(60)}…'`],
  ]);
});

test.each<[string, unknown, string]>([
  ['targetTags', undefined, 'targetTags must be a map, got undefined'],
  ['reboot', 'no', "reboot must be true or false, got 'no'"],
  ['outputBucket', 'logs', "outputBucket must be an IBucket, got 'logs'"],
  ['duration', 4, 'duration must be a Duration, got 4'],
])('%s of another type is refused', (prop, value, message) => {
  expect(scheduled({ [prop]: value })).toBe(message);
});

test('the names of a patch group and its baselines are those that Systems Manager accepts', () => {
  expect(refusal(() => new PatchSchedule(testStack({ suffix: undefined, namePattern: '{name}:{type}' }), 'Patching', { targetTags: { a: 'b' } })))
    .toBe("name of type 'patching-group' must be a Systems Manager name of at least 3 characters A-Z a-z 0-9 . - _, got 'ledger:patching-group'");
});
