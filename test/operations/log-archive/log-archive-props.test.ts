import { App, Duration, Fn, Size, Stack, Token } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LogArchive, LogArchiveProps, LogBucket } from '../../../src';
import { limits, refusal } from '../../refusal';
import { templateOf, testStack } from '../../support';

const TOKEN = Token.asNumber(Fn.ref('Number'));
const PREFIX = 'prefix must be a prefix without a slash at either end, without an exclamation mark';

const archived = (props: Partial<LogArchiveProps>) => {
  const stack = testStack();
  const { bucket } = new LogBucket(stack, 'Logs');
  return refusal(() => new LogArchive(stack, 'Archive', { bucket, ...props }));
};

test('the buffering interval is 0 to 900 seconds', () => limits((bufferingInterval) => archived({ bufferingInterval }), [Duration.seconds(0), Duration.minutes(15)], [
  [Duration.seconds(901), 'bufferingInterval must be a whole number of seconds from 0 to 900, got 15 minutes 1 second'],
  [Duration.millis(1500), 'bufferingInterval must be a whole number of seconds from 0 to 900, got 1 second 500 millis'],
  [Duration.seconds(TOKEN), 'bufferingInterval must be known at synthesis, got a token'],
]));

test('the buffering size is 1 to 128 MiB', () => limits((bufferingSize) => archived({ bufferingSize }), [Size.mebibytes(1), Size.mebibytes(128), Size.mebibytes(TOKEN)], [
  [Size.mebibytes(0), 'bufferingSize must be a whole number of MiB from 1 to 128, got 0 KiB'],
  [Size.mebibytes(129), 'bufferingSize must be a whole number of MiB from 1 to 128, got 132096 KiB'],
  [Size.kibibytes(1536), 'bufferingSize must be a whole number of MiB from 1 to 128, got 1536 KiB'],
]));

test('the prefix has no slash at either end, no exclamation mark, and fits the limit with its suffix', () => {
  limits((prefix) => archived({ prefix }), ['a', 'app/web', 'a'.repeat(959), Fn.ref('Prefix')], [
    ['', `${PREFIX}, got ''`],
    ['/logs', `${PREFIX}, got '/logs'`],
    ['logs/', `${PREFIX}, got 'logs/'`],
    ['logs//app', `${PREFIX}, got 'logs//app'`],
    ['logs!{x}', `${PREFIX}, got 'logs!{x}'`],
    ['a'.repeat(960), `${PREFIX}, got '${'a'.repeat(60)}…'`],
  ]);
  expect(`${'a'.repeat(959)}-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`).toHaveLength(1024);
});

test.each<[string, unknown, string]>([
  ['bucket', undefined, 'bucket must be an IBucket, got undefined'],
  ['prefix', null, 'prefix must be a string, got null'],
  ['encryptionKey', {}, 'encryptionKey must be an IKey, got {}'],
  ['bufferingSize', 5, 'bufferingSize must be a Size, got 5'],
])('%s of another type is refused', (prop, value, message) => {
  expect(archived({ [prop]: value })).toBe(message);
});

describe('a log group', () => {
  const archivesIn = (stack: Stack) => ['A', 'B'].map((id) => new LogArchive(stack, `Archive${id}`, { bucket: new LogBucket(stack, `Logs${id}`).bucket }));

  test('is none for the delivery errors of the archive itself, which would be delivered without end', () => {
    const [first, second] = archivesIn(testStack());
    expect(refusal(() => first.ship('Errors', first.errorLogGroup)))
      .toBe("logGroup must be another log group than the errorLogGroup of the archive, got 'Stack/ArchiveA/ErrorLogGroup'");
    expect(refusal(() => second.ship('Errors', first.errorLogGroup))).toBeUndefined();
  });

  test('is delivered at most twice, by all archives together', () => {
    const stack = testStack();
    const [first, second] = archivesIn(stack);
    const logGroup = new logs.LogGroup(stack, 'App');
    first.ship('All', logGroup);
    second.ship('Errors', logGroup, { filterPattern: logs.FilterPattern.anyTerm('ERROR') });
    expect(refusal(() => first.ship('Again', logGroup))).toBe("log group 'Stack/App' must have at most 2 subscription filters, got 3");
    expect(refusal(() => second.ship('Again', logGroup))).toBe("log group 'Stack/App' must have at most 2 subscription filters, got 3");
    first.ship('Other', new logs.LogGroup(stack, 'Other'));
    templateOf(stack).resourceCountIs('AWS::Logs::SubscriptionFilter', 3);
  });

  test('has one subscription for an id', () => {
    const stack = testStack();
    const [archive] = archivesIn(stack);
    const scope = new Construct(stack, 'Team');
    const [one, other] = ['App', 'Other'].map((id) => new logs.LogGroup(stack, id));
    archive.ship('All', one);
    archive.ship('All', one, { scope });
    const message = "subscription 'All' already exists in this log archive";
    expect([{}, { scope }].map((options) => refusal(() => archive.ship('All', other, options)))).toEqual([message, message]);
    archive.ship('Rest', other);
  });

  test('is the same under one name in an account and Region, and another one elsewhere', () => {
    const app = new App();
    const [london, dublin] = ['eu-west-2', 'eu-west-1'].map((region) => new Stack(app, region, { env: { account: '123456789012', region } }));
    const [archive] = archivesIn(london);
    const [other] = archivesIn(dublin);
    const named = (stack: Stack, id: string) => logs.LogGroup.fromLogGroupName(stack, id, 'app');
    archive.ship('One', named(london, 'One'));
    archive.ship('Two', named(london, 'Two'));
    expect(refusal(() => archive.ship('Three', named(london, 'Three')))).toBe("log group 'eu-west-2/Three' must have at most 2 subscription filters, got 3");
    expect(refusal(() => other.ship('One', named(dublin, 'One')))).toBeUndefined();
  });

  test('is a log group', () => {
    const [archive] = archivesIn(testStack());
    expect(refusal(() => archive.ship('App', null as any))).toBe('logGroup must be an ILogGroup, got null');
    expect(refusal(() => archive.ship('App', 'app' as any))).toBe("logGroup must be an ILogGroup, got 'app'");
  });
});

test('a filter pattern has at most 1024 characters, and a log group is in the Region of the archive', () => {
  const shipped = (pattern: string, region = 'eu-west-2') => {
    const stack = testStack();
    const archive = new LogArchive(stack, 'Archive', { bucket: new LogBucket(stack, 'Logs').bucket });
    const logGroup = logs.LogGroup.fromLogGroupArn(stack, 'Group', `arn:aws:logs:${region}:123456789012:log-group:app`);
    return refusal(() => archive.ship('App', logGroup, { filterPattern: logs.FilterPattern.literal(pattern) }));
  };
  limits(shipped, ['', 'a'.repeat(1024), Fn.ref('Pattern')], [
    ['a'.repeat(1025), `options.filterPattern must be a pattern of at most 1024 characters, got '${'a'.repeat(60)}…'`],
  ]);
  expect(shipped('', 'us-east-1')).toBe("logGroup must be a log group in eu-west-2, got 'Stack/Group' in us-east-1");
});
