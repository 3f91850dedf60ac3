import { runInNewContext } from 'vm';
import { App, CfnParameter, Duration, Lazy, Size, Stack, Stage, ValidationError } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Framework, LogBucket, SecureVpc } from '../../src';
import { requireEncryptionKey } from '../../src/core/keys/require-encryption-key';
import {
  copyOf, isUnresolved, mustBe, ownProps, refuse, requireArgument, requireArguments, requireAtMostOne, requireDuration, requireEntry,
  requireInteger, requireKnown,
  requireList, requireMember, requireNumber, requirePositive, requireProps, requireSameRegion, requireSize, requireString, requireTimeZone, shown,
} from '../../src/core/validation';
import * as table from '../../src/validation/shapes';
import { LINE } from '../../src/validation/strings';

const { ENUMS } = table;
const [STRUCTS, PARAMETERS] = [table.STRUCTS, table.PARAMETERS].map((each) => Object.entries(each));

const stack = new Stack(new App(), 'Stack');
const numberToken = new CfnParameter(stack, 'Number', { type: 'Number' }).valueAsNumber;
const stringToken = Lazy.string({ produce: () => 'later' });
const listToken = Lazy.list({ produce: () => ['later'] });
const durationToken = Duration.days(numberToken);
const sizeToken = Size.gibibytes(numberToken);
class DataViewOfArray {}
const error = (check: () => void): string | undefined => {
  try {
    check();
    return undefined;
  } catch (thrown) {
    expect(thrown).toBeInstanceOf(ValidationError);
    return (thrown as Error).message;
  }
};

const A_FRAMEWORK = 'a Framework such as Framework.AWS_FSBP, Framework.FEDRAMP_KSI_2026, Framework.FEDRAMP_MODERATE_R5, Framework.HIPAA_SECURITY_RULE, Framework.NIST_800_53_R5 or Framework.PCI_DSS_4_0_1';

describe('shown', () => {
  test.each<[unknown, string]>([
    ['text', "'text'"], ['a\n\t\r', "'a\\n\\t\\r'"], ['\u0000\u202eb\u200b\ufeff', "'\\u0000\\u202eb\\u200b\\ufeff'"], ['שלום 👩‍👧', "'שלום 👩‍👧'"], ['a'.repeat(61), `'${'a'.repeat(60)}…'`], ['a'.repeat(60), `'${'a'.repeat(60)}'`], [3, '3'], [NaN, 'NaN'], [undefined, 'undefined'],
    [null, 'null'], [true, 'true'], [['a', 1], "['a', 1]"], [{}, '{}'], [{ a: 1, b: 2 }, '{ a, b }'], [Duration.hours(36), '1 day 12 hours'],
    [Duration.millis(NaN), 'NaN ms'], [Duration.seconds(NaN), 'NaN ms'], [Size.bytes(512), '0.5 KiB'], [Duration.millis(0.5), '0.5 millis'], [Size.mebibytes(1), '1024 KiB'], [stack, "'Stack'"], [new Map(), 'a Map'], [new DataViewOfArray(), 'a DataViewOfArray'], [new Error(), 'an Error'], [() => 1, 'a function'],
    [stringToken, 'a token'], [numberToken, 'a token'], [listToken, 'a token'], [durationToken, 'a token'], [sizeToken, 'a token'],
    [Object.create(null), '{}'],
  ])('%#', (value, text) => {
    expect(shown(value)).toBe(text);
  });
});

test('mustBe names the prop, the need and the value, and the construct in the error', () => {
  expect(error(() => mustBe(stack, 'readers', 'an integer from 0 to 15', 20))).toBe('readers must be an integer from 0 to 15, got 20');
  try {
    mustBe(stack, 'readers', 'an integer', 'x');
  } catch (thrown) {
    expect((thrown as ValidationError).constructPath).toBe('Stack');
  }
});

test('an error without a construct has no path', () => {
  for (const scope of [undefined, null, {}, 'app']) {
    try {
      mustBe(scope as never, 'readers', 'an integer', 'x');
    } catch (thrown) {
      expect(thrown).toMatchObject({ name: 'InvalidProps', message: "readers must be an integer, got 'x'", constructPath: undefined });
    }
  }
  expect.assertions(4);
});

describe('values of another copy of aws-cdk-lib', () => {
  const duration = { isUnresolved: () => true, toHumanString: () => '1 day', toMilliseconds: () => 86_400_000, toSeconds: () => 86_400, plus: () => 0, minus: () => 0 };
  const size = { isUnresolved: () => false, toBytes: () => 1024, toKibibytes: () => 1, toMebibytes: () => 0, toGibibytes: () => 0 };

  test('are recognized by their methods', () => {
    const { bucket } = new LogBucket(new Stack(stack.node.root as App, 'Copy'), 'Logs');
    expect([isUnresolved(duration), isUnresolved(size)]).toEqual([true, false]);
    expect([shown({ ...duration, isUnresolved: () => false }), shown(size)]).toEqual(['1 day', '1 KiB']);
    expect(error(() => requireProps(stack, 'BucketLifecycle', { expireAfter: duration }))).toBeUndefined();
    expect(error(() => requireProps(stack, 'LogArchiveProps', { bucket, bufferingSize: size }))).toBeUndefined();
  });
});

describe('arguments of a method', () => {
  const archive = (args: object) => error(() => requireArguments(stack, 'LogArchive.ship', { id: 'App', ...args }));
  const key = (args: object) => error(() => requireArguments(stack, 'WorkloadKey.on', { scope: stack, dataClass: 'data', ...args }));

  test.each<[object, string | undefined]>([
    [{}, undefined],
    [{ props: { alias: 'ledger' } }, undefined],
    [{ dataClass: undefined }, 'dataClass must be DataClass.DATA, DataClass.STORAGE or DataClass.LOGS, got undefined'],
    [{ dataClass: 'date' }, "dataClass must be DataClass.DATA, DataClass.STORAGE or DataClass.LOGS, got 'date'"],
    [{ props: null }, 'props must be a WorkloadKeyProps, got null'],
    [{ props: { alias: 1 } }, 'alias must be a string, got 1'],
    [{ props: Lazy.any({ produce: () => ({}) }) }, 'props must be known at synthesis, got a token'],
  ])('%#', (args, message) => {
    expect(key(args)).toBe(message);
  });

  test('an instance is no token', () => {
    const group = new logs.LogGroup(stack, 'LogGroup');
    expect(archive({ logGroup: group })).toBeUndefined();
    expect(archive({ logGroup: Lazy.any({ produce: () => group }) })).toBe('logGroup must be an ILogGroup, got a token');
  });

  test('the id of a construct is known at synthesis', () => {
    const logGroup = logs.LogGroup.fromLogGroupName(stack, 'ImportedGroup', 'imported');
    expect(archive({ logGroup, id: '' })).toBe("id must be a string of at least 1 character, got ''");
    expect(archive({ logGroup, id: 7 })).toBe('id must be a string of at least 1 character, got 7');
    expect(archive({ logGroup, id: stringToken })).toBe('id must be known at synthesis, got a token');
  });

  test('a method without a shape is an error of the library', () => {
    expect(() => requireArguments(stack, 'LogArchive.shipp', {})).toThrow(new Error('no shape of LogArchive.shipp: run npx projen'));
  });
});

test('values that a docstring says synthesis needs, and their items', () => {
  const acknowledged = (props: object) => error(() => requireProps(stack, 'ComplianceChecksProps', { frameworks: [], ...props }));
  expect(acknowledged({ name: stringToken })).toBe('name must be known at synthesis, got a token');
  expect(acknowledged({ frameworks: listToken })).toBe('frameworks must be known at synthesis, got a token');
  expect(acknowledged({ frameworks: [Lazy.any({ produce: () => Framework.AWS_FSBP })] })).toBe('frameworks[0] must be known at synthesis, got a token');
  expect(acknowledged({ tags: listToken })).toBeUndefined();
});

describe('tokens', () => {
  const anyToken = Lazy.any({ produce: () => 1 });
  const shapes = [...STRUCTS, ...PARAMETERS].flatMap(([, props]) => Object.values(props)).map((shape) => shape.replace(/[!?]+$/, ''));
  const [STRING, NUMBER, LIST, ANY] = [stringToken, numberToken, listToken, anyToken];

  /** The tokens that a shape takes. */
  function taken(shape: string): unknown[] {
    if (['any', 'unknown'].includes(shape) || /\.Cfn[\w.]+$/.test(shape)) return [STRING, NUMBER, LIST, ANY];
    if (/^(string|any|unknown)\[/.test(shape)) return [LIST];
    if (shape in ENUMS) return Object.values(ENUMS[shape]()).some((value) => typeof value === 'number') ? [NUMBER] : [];
    return { string: [STRING], id: [STRING], number: [NUMBER], object: [ANY] }[shape] ?? [];
  }

  test.each([...new Set(shapes)].sort())('a value of the type %s takes those of its type', (shape) => {
    for (const token of [STRING, NUMBER, LIST, ANY]) {
      const message = error(() => requireArgument(stack, 'prop', shape, token));
      if (taken(shape).includes(token)) expect(message).toBeUndefined();
      else expect(message).toMatch(/^prop must be .+, got a token$/);
    }
  });
});

test('props that an object inherits are refused, because constructs spread props', () => {
  class Props {
    readonly bucketName = 'logs';
    get encryptionKey() { return kms.Key.fromKeyArn(stack, 'InheritedKey', 'arn:aws:kms:eu-west-2:123456789012:key/1'); }
  }
  expect(error(() => requireProps(stack, 'LogBucketProps', new Props()))).toBe('encryptionKey must be a property of the object itself, got one that it inherits');
  expect(error(() => requireProps(stack, 'LogBucketProps', Object.create({ bucketName: 'logs' }), 'storage')))
    .toBe('storage.bucketName must be a property of the object itself, got one that it inherits');
  expect(error(() => requireProps(stack, 'LogBucketProps', Object.create({ other: 1 })))).toBeUndefined();
});

test.each<[unknown, string]>([
  [Object.create(null), '{}'], [{}, '{}'], [{ rds: 1 }, '{ rds }'], [runInNewContext('({ rds: 1 })'), '{ rds }'], [[], '[]'], [() => 1, 'a function'], [null, 'null'],
  [Lazy.any({ produce: () => 1 }), 'a token'],
])('%#: a value that is no instance of a class is none of a class without members', (value, text) => {
  expect(error(() => requireArgument(stack, 'prop', 'CaCertificate', value))).toBe(`prop must be a CaCertificate, got ${text}`);
  expect(error(() => requireArgument(stack, 'prop', 'CaCertificate', new (class CaCertificate {})()))).toBeUndefined();
});

test.each([Symbol('a'), Object.create(null), 10n])('a pattern is not tested on what has no text: %p', (value) => {
  expect(error(() => requireString(stack, 'prop', value as never, { need: 'a name', pattern: /a/ }))).toMatch(/^prop must be a name, got /);
});

test('the holes of a list are not left out', () => {
  expect(error(() => requireArgument(stack, 'prop', 'string[]', ['a', , 'b']))).toBe('prop[1] must be a string, got undefined');
});

test('keys of a map', () => {
  const entry = (key: unknown, entries: Record<string, number> = { app: 1, audit: 2 }) => requireEntry(stack, 'name', 'a log group', entries, key as string);
  expect([entry('app'), entry('audit')]).toEqual([1, 2]);
  expect(error(() => entry('ssm'))).toBe("name must be a log group (app, audit), got 'ssm'");
  expect(error(() => entry('toString'))).toBe("name must be a log group (app, audit), got 'toString'");
  expect(error(() => entry('app', {}))).toBe("name must be a log group (none), got 'app'");
  expect(error(() => entry(stringToken))).toBe('name must be known at synthesis, got a token');
});

test('exclusive props', () => {
  expect(error(() => requireAtMostOne(stack, { vpc: 1, cluster: 2 }))).toBe('specify either vpc or cluster, not both');
  expect(error(() => requireAtMostOne(stack, { vpc: undefined, cluster: 2 }))).toBeUndefined();
  expect(error(() => requireAtMostOne(stack, { vpc: 1, cluster: undefined }))).toBeUndefined();
  expect(error(() => requireAtMostOne(stack, {}))).toBeUndefined();
});

test('values that synthesis needs', () => {
  expect(isUnresolved(listToken[0])).toBe(true);
  expect(isUnresolved(stack)).toBe(false);
  for (const token of [stringToken, numberToken, listToken, durationToken, sizeToken]) {
    expect(error(() => requireKnown(stack, 'prop', token))).toBe('prop must be known at synthesis, got a token');
    expect(isUnresolved(token)).toBe(true);
  }
  for (const value of ['a', 1, ['a'], Duration.days(1), Size.gibibytes(1), undefined]) expect(error(() => requireKnown(stack, 'prop', value))).toBeUndefined();
});

describe('numbers', () => {
  const integer = (value: any, range?: object) => error(() => requireInteger(stack, 'prop', value, range));
  const number = (value: any, range?: object) => error(() => requireNumber(stack, 'prop', value, range));

  test.each([undefined, numberToken])('%p passes', (value) => {
    expect(integer(value, { min: 1, max: 2 })).toBeUndefined();
    expect(number(value, { min: 1, max: 2 })).toBeUndefined();
    expect(error(() => requirePositive(stack, 'prop', value))).toBeUndefined();
  });

  test.each([NaN, Infinity, -Infinity])('%p is neither an integer nor a number', (value) => {
    expect(integer(value)).toBe(`prop must be an integer, got ${value}`);
    expect(number(value)).toBe(`prop must be a number, got ${value}`);
    expect(error(() => requirePositive(stack, 'prop', value))).toBe(`prop must be a number greater than 0, got ${value}`);
  });

  test('both ends of a range are accepted', () => {
    for (const value of [1, 3]) expect([integer(value, { min: 1, max: 3 }), number(value, { min: 1, max: 3 })]).toEqual([undefined, undefined]);
    for (const value of [0, 4]) {
      expect(integer(value, { min: 1, max: 3 })).toBe(`prop must be an integer from 1 to 3, got ${value}`);
      expect(number(value, { min: 1, max: 3 })).toBe(`prop must be a number from 1 to 3, got ${value}`);
    }
    expect(number(1.5, { min: 1, max: 3 })).toBeUndefined();
    expect(integer(1.5, { min: 1, max: 3 })).toBe('prop must be an integer from 1 to 3, got 1.5');
  });

  test('ranges with one end', () => {
    expect(integer(0, { min: 1 })).toBe('prop must be an integer of at least 1, got 0');
    expect(integer(2, { max: 1 })).toBe('prop must be an integer of at most 1, got 2');
    expect(integer(2, { min: 1, max: 1 })).toBe('prop must be an integer equal to 1, got 2');
    expect([integer(1, { min: 1 }), integer(1, { max: 1 })]).toEqual([undefined, undefined]);
  });

  test('positive numbers', () => {
    expect(error(() => requirePositive(stack, 'prop', 0))).toBe('prop must be a number greater than 0, got 0');
    expect(error(() => requirePositive(stack, 'prop', 0.1))).toBeUndefined();
  });
});

test('numbers of more than 32 bits are refused where no maximum is given', () => {
  const integer = (value: number, range?: object) => error(() => requireInteger(stack, 'prop', value, range));
  expect([integer(2_147_483_647), integer(2_147_483_647, { min: 1 })]).toEqual([undefined, undefined]);
  expect(integer(2_147_483_648, { max: 2 ** 40 })).toBeUndefined();
  expect(integer(2_147_483_648, { min: 1 })).toBe('prop must be at most 2147483647, got 2147483648');
  const seconds = (count: number, range: object = {}) => error(() => requireDuration(stack, 'prop', Duration.seconds(count), { unit: 'seconds', ...range }));
  expect([seconds(2_147_483_647), seconds(2_147_483_648, { max: 2 ** 40 })]).toEqual([undefined, undefined]);
  expect(seconds(2_147_483_648)).toBe('prop must be at most 2147483647 seconds, got 24855 days 3 hours');
  expect(error(() => requireSize(stack, 'prop', Size.kibibytes(2_147_483_648), { unit: 'KiB' }))).toBe('prop must be at most 2147483647 KiB, got 2147483648 KiB');
});

describe('durations and sizes', () => {
  const duration = (value: Duration | undefined, range: any) => error(() => requireDuration(stack, 'prop', value, range));
  const size = (value: Size | undefined, range: any) => error(() => requireSize(stack, 'prop', value, range));

  test('undefined values and tokens pass', () => {
    expect([duration(undefined, { unit: 'days' }), duration(durationToken, { unit: 'days', max: 1 })]).toEqual([undefined, undefined]);
    expect([size(undefined, { unit: 'GiB' }), size(sizeToken, { unit: 'GiB', max: 1 })]).toEqual([undefined, undefined]);
  });

  test.each<[string, Duration, Duration, Duration]>([
    ['milliseconds', Duration.millis(2), Duration.millis(4), Duration.millis(5)],
    ['seconds', Duration.seconds(2), Duration.millis(4000), Duration.seconds(5)],
    ['minutes', Duration.seconds(120), Duration.minutes(4), Duration.minutes(5)],
    ['hours', Duration.minutes(120), Duration.hours(4), Duration.hours(5)],
    ['days', Duration.hours(48), Duration.days(4), Duration.days(5)],
  ])('a range of %s', (unit, least, most, beyond) => {
    expect([duration(least, { unit, min: 2, max: 4 }), duration(most, { unit, min: 2, max: 4 })]).toEqual([undefined, undefined]);
    expect(duration(beyond, { unit, min: 2, max: 4 })).toBe(`prop must be a whole number of ${unit} from 2 to 4, got ${shown(beyond)}`);
  });

  test('part of a unit, and zero by default', () => {
    expect(duration(Duration.hours(36), { unit: 'days' })).toBe('prop must be a whole number of days of at least 1, got 1 day 12 hours');
    expect(duration(Duration.days(1 / 7), { unit: 'seconds' })).toBe(`prop must be a whole number of seconds of at least 1, got ${shown(Duration.days(1 / 7))}`);
    expect(size(Size.bytes(512), { unit: 'KiB' })).toBe('prop must be a whole number of KiB of at least 1, got 0.5 KiB');
    expect(duration(Duration.days(0), { unit: 'days', max: 2 })).toBe('prop must be a whole number of days from 1 to 2, got 0 days');
    expect(duration(Duration.days(0), { unit: 'days', min: 0, max: 2 })).toBeUndefined();
  });

  test('a size of a token has to be in the unit', () => {
    const tokens = { KiB: Size.kibibytes(numberToken), MiB: Size.mebibytes(numberToken), GiB: Size.gibibytes(numberToken) };
    for (const unit of ['KiB', 'MiB', 'GiB'] as const) {
      for (const [given, token] of Object.entries(tokens)) {
        expect(size(token, { unit })).toBe(given === unit ? undefined : `prop must be a token in ${unit}, got a token in another unit`);
      }
    }
  });

  test('a duration of a token has to be in the unit, which CloudFormation cannot convert', () => {
    const tokens = {
      milliseconds: Duration.millis(numberToken),
      seconds: Duration.seconds(numberToken),
      minutes: Duration.minutes(numberToken),
      hours: Duration.hours(numberToken),
      days: Duration.days(numberToken),
    };
    for (const unit of Object.keys(tokens)) {
      for (const [given, token] of Object.entries(tokens)) {
        expect(duration(token, { unit })).toBe(given === unit ? undefined : `prop must be a token in ${unit}, got a token in ${token.unitLabel()}`);
      }
    }
  });

  test('sizes', () => {
    for (const [unit, least, most] of [['KiB', Size.kibibytes(2), Size.kibibytes(4)], ['MiB', Size.kibibytes(2048), Size.mebibytes(4)],
      ['GiB', Size.mebibytes(2048), Size.gibibytes(4)]] as const) {
      expect([size(least, { unit, min: 2, max: 4 }), size(most, { unit, min: 2, max: 4 })]).toEqual([undefined, undefined]);
    }
    expect(size(Size.mebibytes(1025), { unit: 'GiB' })).toBe('prop must be a whole number of GiB of at least 1, got 1049600 KiB');
    expect(size(Size.gibibytes(5), { unit: 'GiB', max: 4 })).toBe('prop must be a whole number of GiB from 1 to 4, got 5242880 KiB');
  });
});

describe('strings', () => {
  const limit = { need: 'two to four digits', pattern: /^\d+$/, minLength: 2, maxLength: 4 };
  const text = (value: any) => error(() => requireString(stack, 'prop', value, limit));

  test.each([undefined, stringToken, '12', '1234'])('%p passes', (value) => {
    expect(text(value)).toBeUndefined();
  });

  test.each(['1', '12345', '12a', '12\n', ''])('%p is refused', (value) => {
    expect(text(value)).toBe(`prop must be two to four digits, got '${value.replace('\n', '\\n')}'`);
  });

  test('an empty string is refused by default', () => {
    expect(error(() => requireString(stack, 'prop', '', { need: 'a text' }))).toBe("prop must be a text, got ''");
    expect(error(() => requireString(stack, 'prop', 'x', { need: 'a text' }))).toBeUndefined();
  });

  test('a pattern without anchors has to match the whole string', () => {
    expect(error(() => requireString(stack, 'prop', 'a1', { need: 'a digit', pattern: /\d/ }))).toBe("prop must be a digit, got 'a1'");
  });

  test('time zones', () => {
    expect(error(() => requireTimeZone(stack, 'prop', 'America/New_York'))).toBeUndefined();
    expect(error(() => requireTimeZone(stack, 'prop', undefined))).toBeUndefined();
    expect(error(() => requireTimeZone(stack, 'prop', stringToken))).toBeUndefined();
    for (const zone of ['UTC', 'GB', 'US/Eastern', 'Etc/GMT+1']) expect(error(() => requireTimeZone(stack, 'prop', zone))).toBeUndefined();
    for (const zone of ['Mars/Olympus', '+01:00', '-05:00', 'america/new_york', 'Europe/LONDON']) {
      expect(error(() => requireTimeZone(stack, 'prop', zone))).toBe(`prop must be a name of the IANA time zone database such as America/New_York, got '${zone}'`);
    }
  });
});

test('an instance of any type is a value, an object is no list', () => {
  const argument = (type: string, value: unknown) => error(() => requireArgument(stack, 'prop', type, value));
  for (const value of [0, '', false, [], {}]) expect(argument('any', value)).toBeUndefined();
  for (const value of [null, undefined]) expect(argument('any', value)).toBe(`prop must be a value, got ${value}`);
  for (const value of [{}, stack]) expect(argument('object', value)).toBeUndefined();
  for (const value of [null, undefined, [], 'text', 3]) expect(argument('object', value)).toBe(`prop must be an object, got ${shown(value)}`);
});

test.each([['IConstruct', 'an IConstruct'], ['Construct', 'a Construct']])('an object with the members of %s is no construct', (type, need) => {
  expect(error(() => requireArgument(stack, 'prop', type, stack))).toBeUndefined();
  expect(error(() => requireArgument(stack, 'prop', type, { node: stack.node }))).toBe(`prop must be ${need}, got { node }`);
});

test('a token of another type is no member of an enum of numbers', () => {
  expect(error(() => requireMember(stack, 'prop', 'RetentionDays', logs.RetentionDays as never, stringToken))).toBe('prop must be a number, got a token');
  expect(error(() => requireMember(stack, 'prop', 'RetentionDays', logs.RetentionDays as never, numberToken))).toBeUndefined();
});

test('a member of an enum of one is named alone', () => {
  expect(error(() => requireMember(stack, 'prop', 'Only', { ONE: 'one' }, 'two'))).toBe("prop must be Only.ONE, got 'two'");
});

test('lists', () => {
  const list = (value: any, limit?: object) => error(() => requireList(stack, 'prop', value, limit));
  expect([list(undefined), list(listToken), list(['a']), list([], { min: 0 }), list(['a', 'b'], { max: 2 })]).toEqual(Array(5).fill(undefined));
  expect(list([])).toBe('prop must not be empty');
  expect(list(['a', 'a'])).toBe("prop must be a list without duplicates, got ['a', 'a']");
  expect(list(['a', 'b', 'c'], { max: 2 })).toBe("prop must be a list of 1 to 2, got ['a', 'b', 'c']");
  expect(list(['a'], { min: 2 })).toBe("prop must be a list of at least 2, got ['a']");
  expect(list(['a'], { min: 2, max: 2 })).toBe("prop must be a list of 2, got ['a']");
});

describe('requireProps', () => {
  const workload = (props: any) => error(() => requireProps(stack, 'WorkloadProps', props));
  const bucket = (props: any) => error(() => requireProps(stack, 'LogBucketProps', props));
  const key = (props: any) => error(() => requireProps(stack, 'WorkloadKeyProps', props));

  test('accepts what the types accept, and tokens of strings and lists', () => {
    expect(workload({ name: 'ledger', suffix: undefined, frameworks: [Framework.AWS_FSBP], tags: {}, regions: ['eu-west-2'], lifecycle: 'ephemeral' })).toBeUndefined();
    expect(workload({ name: stringToken, regions: listToken })).toBeUndefined();
    expect(workload({ name: 'ledger', lifecycle: stringToken })).toBe('lifecycle must be known at synthesis, got a token');
    expect(bucket({ lifecycle: {}, encryptionKey: kms.Key.fromKeyArn(stack, 'Imported', 'arn:aws:kms:eu-west-2:123456789012:key/1') })).toBeUndefined();
    expect(key({ rotationPeriod: Duration.days(90), multiRegion: false })).toBeUndefined();
  });

  test.each([null, undefined, 'text', 3, []])('props that are %p', (props) => {
    expect(workload(props)).toBe(`props must be a WorkloadProps, got ${shown(props)}`);
  });

  test.each<[string, object, string]>([
    ['a required prop that is missing', {}, 'name must be a string, got undefined'],
    ['null for a required prop', { name: null }, 'name must be a string, got null'],
    ['null for an optional prop', { name: 'a', suffix: null }, 'suffix must be a string, got null'],
    ['a string for a list', { name: 'a', regions: 'eu-west-2' }, "regions must be a list, got 'eu-west-2'"],
    ['an empty list', { name: 'a', regions: [] }, 'regions must not be empty'],
    ['undefined in a list', { name: 'a', frameworks: [undefined] }, `frameworks[0] must be ${A_FRAMEWORK}, got undefined`],
    ['null in a list', { name: 'a', regions: ['x', null] }, 'regions[1] must be a string, got null'],
    ['duplicates', { name: 'a', frameworks: [Framework.AWS_FSBP, Framework.AWS_FSBP] }, 'frameworks must be a list without duplicates, got [a Framework, a Framework]'],
    ['an object literal for an instance', { name: 'a', frameworks: [{}] }, `frameworks[0] must be ${A_FRAMEWORK}, got {}`],
    ['a list for a map', { name: 'a', tags: ['x'] }, "tags must be a map, got ['x']"],
    ['a number in a map', { name: 'a', tags: { Owner: 3 } }, 'tags.Owner must be a string, got 3'],
    ['undefined in a map', { name: 'a', tags: { Owner: undefined } }, 'tags.Owner must be a string, got undefined'],
    ['an unknown member of an enum', { name: 'a', lifecycle: 'prod' }, "lifecycle must be Lifecycle.PRODUCTION or Lifecycle.EPHEMERAL, got 'prod'"],
  ])('%s', (_, props, message) => {
    expect(workload(props)).toBe(message);
  });

  test('nested structs, booleans, instances and interfaces', () => {
    expect(bucket({ lifecycle: { expireAfter: 30 } })).toBe('lifecycle.expireAfter must be a Duration, got 30');
    expect(bucket({ lifecycle: null })).toBe('lifecycle must be a BucketLifecycle, got null');
    expect(bucket({ objectLock: {} })).toBe('objectLock.retention must be a Duration, got undefined');
    expect(bucket({ objectLock: { retention: Duration.days(1), mode: 'NONE' } }))
      .toBe("objectLock.mode must be ObjectLockMode.GOVERNANCE or ObjectLockMode.COMPLIANCE, got 'NONE'");
    expect(bucket({ encryptionKey: {} })).toBe('encryptionKey must be an IKey, got {}');
    expect(bucket({ encryptionKey: 'alias/a' })).toBe("encryptionKey must be an IKey, got 'alias/a'");
    expect(key({ multiRegion: 'yes' })).toBe("multiRegion must be true or false, got 'yes'");
    expect(key({ rotationPeriod: {} })).toBe('rotationPeriod must be a Duration, got {}');
  });

  test('objects that implement an interface, as those of other languages do', () => {
    expect(bucket({ encryptionKey: { keyArn: 'arn', keyId: 'id', addAlias: () => 1, addToResourcePolicy: () => 1 } })).toBeUndefined();
    expect(bucket({ encryptionKey: { keyArn: 'arn' } })).toBe('encryptionKey must be an IKey, got { keyArn }');
  });

  test('constructs and instances of another type are refused', () => {
    expect(bucket({ encryptionKey: new ec2.Vpc(stack, 'NoKey') })).toBe("encryptionKey must be an IKey, got 'Stack/NoKey'");
    expect(key({ rotationPeriod: Size.gibibytes(1) })).toBe('rotationPeriod must be a Duration, got 1048576 KiB');
    expect(key({ rotationPeriod: new Date(0) })).toBe('rotationPeriod must be a Duration, got a Date');
    expect(workload({ name: 'a', frameworks: [Duration.days(1)] })).toBe(`frameworks[0] must be ${A_FRAMEWORK}, got 1 day`);
    expect(error(() => requireProps(stack, 'ConfigBaselineProps', { recording: new Stack(stack, 'NoRecording') })))
      .toBe("recording must be a ConfigRecording, got 'Stack/NoRecording'");
    expect(error(() => requireProps(stack, 'InterfaceEndpointsProps', { vpc: new SecureVpc(stack, 'Network') }))).toBe("vpc must be an IVpc, got 'Stack/Network'");
  });

  test('the path of a prop begins with the prop that has the struct', () => {
    expect(error(() => requireProps(stack, 'BucketLifecycle', { expireAfter: 1 }, 'archive.lifecycle'))).toBe('archive.lifecycle.expireAfter must be a Duration, got 1');
    expect(error(() => requireProps(stack, 'BucketLifecycle', 7 as any, 'archive.lifecycle'))).toBe('archive.lifecycle must be a BucketLifecycle, got 7');
  });

  test('numbers have to be finite', () => {
    const vpc = (props: any) => error(() => requireProps(stack, 'SecureVpcProps', props));
    for (const value of [NaN, Infinity, -Infinity, '3']) expect(vpc({ natGateways: value })).toBe(`natGateways must be a finite number, got ${shown(value)}`);
    expect(vpc({ natGateways: numberToken })).toBeUndefined();
  });

  test('the members of a large enum are not listed', () => {
    expect(error(() => requireProps(stack, 'DatabaseLogOptions', { retention: 2 }))).toBe('retention must be a member of RetentionDays, got 2');
    expect(error(() => requireProps(stack, 'DatabaseLogOptions', { retention: 'ONE_DAY' }))).toBe("retention must be a member of RetentionDays, got 'ONE_DAY'");
    expect(error(() => requireProps(stack, 'DatabaseLogOptions', { retention: 1 }))).toBeUndefined();
  });

  test('a struct without a shape is a defect of the library', () => {
    expect(() => requireProps(stack, 'NoProps', {})).toThrow(new Error('no shape of NoProps: run npx projen'));
  });

  test('a VPC is an interface', () => {
    const made = new ec2.Vpc(stack, 'Vpc');
    expect(error(() => requireProps(stack, 'InterfaceEndpointsProps', { vpc: made, services: [ec2.InterfaceVpcEndpointAwsService.SSM] }))).toBeUndefined();
  });
});

test('requireArgument holds an argument to its type', () => {
  const key = kms.Key.fromKeyArn(stack, 'ArgumentKey', 'arn:aws:kms:eu-west-2:123456789012:key/1');
  expect(error(() => requireArgument(stack, 'id', 'string', undefined))).toBe('id must be a string, got undefined');
  expect(error(() => requireArgument(stack, 'key', 'IKey', null))).toBe('key must be an IKey, got null');
  expect(error(() => requireArgument(stack, 'options', 'BucketLifecycle', { expireAfter: 1 }))).toBe('options.expireAfter must be a Duration, got 1');
  for (const [type, value] of [['string', 'Api'], ['string', stringToken], ['IKey', key], ['BucketLifecycle', {}]] as const) {
    expect(error(() => requireArgument(stack, 'argument', type, value))).toBeUndefined();
  }
});

describe('the text of an error', () => {
  test.each([undefined, stack])('%#: is its message alone, because other languages get the error of a method as text', (scope) => {
    const message = 'port must be known at synthesis, got a token';
    try {
      refuse(scope, message);
    } catch (thrown) {
      expect(String(thrown)).toBe(message);
    }
    expect.assertions(1);
  });
});

test.each<[string, string | undefined]>([
  ['a', undefined], ['ü'.repeat(200), undefined], ['a b', undefined],
  ['', "prop must be a line of 1 to 200 characters, got ''"],
  ['a'.repeat(201), `prop must be a line of 1 to 200 characters, got '${'a'.repeat(60)}…'`],
  ['a\u0000b', shown('a\u0000b')], ['a\nb', shown('a\nb')],
])('a line: %j', (value, expected) => {
  const message = expected === undefined || expected.startsWith('prop ') ? expected : `prop must be a line of 1 to 200 characters, got ${expected}`;
  expect(error(() => requireString(stack, 'prop', value, LINE))).toBe(message);
});

test('a map is an object with its own keys', () => {
  const environment = (value: unknown) => error(() => requireProps(stack, 'FargateSidecar', { image: ecs.ContainerImage.fromRegistry('a'), memoryLimitMiB: 128, environment: value }));
  class Named {
    public readonly A = 'b';
  }
  for (const value of [{}, Object.create(null), { A: 'b' }, Object.assign(Object.create(null), { A: 'b' }), new Named(), { toString: 'a' }]) expect(environment(value)).toBeUndefined();
  expect(environment(new Map([['A', 'b']]))).toBe('environment must be a map, got a Map');
  expect(environment(new Date())).toBe('environment must be a map, got a Date');
  expect(environment(JSON.parse('{"__proto__":"a"}'))).toBe('environment must be a map without the key __proto__, got { __proto__ }');
});

test('a resource that others of the Region refer to is in their Region', () => {
  const app = new App();
  const [here, there, anywhere] = [{ region: 'eu-west-2' }, { region: 'us-east-1' }, undefined].map((env, index) => new Stack(app, `Stack${index}`, { env }));
  const vpcIn = (scope: Stack) => ec2.Vpc.fromVpcAttributes(scope, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  const [own, foreign, unknown] = [here, there, anywhere].map(vpcIn);
  for (const [scope, vpc] of [[here, own], [here, unknown], [anywhere, foreign], [app, foreign], [undefined, foreign]] as const) {
    expect(error(() => requireArgument(scope, 'vpc', 'IVpc', vpc))).toBeUndefined();
  }
  expect(error(() => requireArgument(here, 'vpc', 'IVpc', foreign))).toBe("vpc must be an IVpc in eu-west-2, got 'Stack1/Vpc' in us-east-1");
});

test.each<[string, (scope: Stack, vpc: ec2.IVpc) => unknown]>([
  ['ApplicationTargetGroup', (scope, vpc) => new elbv2.ApplicationTargetGroup(scope, 'Other', { vpc, targetType: elbv2.TargetType.IP })],
  ['IApplicationListener', (scope) => elbv2.ApplicationListener.fromApplicationListenerAttributes(scope, 'Other', {
    listenerArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/a/1/2', securityGroup: ec2.SecurityGroup.fromSecurityGroupId(scope, 'Group', 'sg-1'),
  })],
  ['IApplicationTargetGroup', (scope) => elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(scope, 'Other', {
    targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/a/1',
  })],
  ['ICluster', (scope, vpc) => ecs.Cluster.fromClusterAttributes(scope, 'Other', { clusterName: 'ledger', vpc })],
  ['ISecurityGroup', (scope) => ec2.SecurityGroup.fromSecurityGroupId(scope, 'Other', 'sg-1')],
  ['ISubnet', (scope) => ec2.Subnet.fromSubnetId(scope, 'Other', 'subnet-1')],
  ['IVpc', (_, vpc) => vpc],
  ['IVpcEndpoint', (scope) => ec2.GatewayVpcEndpoint.fromGatewayVpcEndpointId(scope, 'Other', 'vpce-1')],
])('a resource of the type %s is in the Region of what refers to it', (type, make) => {
  const [here, there] = ['eu-west-2', 'us-east-1'].map((region) => new Stack(new App(), region, { env: { region } }));
  const other = make(there, ec2.Vpc.fromVpcAttributes(there, 'Other1', { vpcId: 'vpc-1', availabilityZones: ['us-east-1a'] }));
  const need = `${/^[AI]/.test(type) ? 'an' : 'a'} ${type}`;
  expect(error(() => requireArgument(there, 'prop', type, other))).toBeUndefined();
  expect(error(() => requireArgument(here, 'prop', type, other))).toMatch(new RegExp(`^prop must be ${need} in eu-west-2, got 'us-east-1/Other1?' in us-east-1$`));
});

test('a resource of a factory without a construct has no Region', () => {
  const here = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
  expect(error(() => requireSameRegion(here, 'prop', 'a bucket', { env: { region: 'us-east-1' } } as never))).toBeUndefined();
});

test('later changes of lists, maps and structs have no effect on a copy of props', () => {
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Copied', { vpcId: 'vpc-1', availabilityZones: ['a'] });
  const [allowedDomains, tags, exports] = [['example.com'], { Team: 'ledger' }, ['postgresql']];
  const firewall = ownProps(stack, 'DnsFirewallProps', { vpc, allowedDomains, team: tags });
  const workload = ownProps(stack, 'WorkloadProps', { name: 'ledger', tags });
  const database = ownProps(stack, 'CompliantPostgresProps', { vpc, logs: { exports } });
  allowedDomains.push('not a domain');
  tags.Team = '';
  exports.length = 0;
  expect([firewall.allowedDomains, workload.tags, database.logs.exports]).toEqual([['example.com'], { Team: 'ledger' }, ['postgresql']]);
  expect([firewall.vpc, firewall.team]).toEqual([vpc, tags]);
});

test('a copy keeps what is of another type, so that it is refused', () => {
  const item = { geoMatchStatement: { countryCodes: ['DE'] } };
  for (const value of [null, 'text', 3, [1], new Map()]) expect(copyOf('DnsFirewallProps', value)).toBe(value);
  for (const value of [null, 'text', { 0: 'a' }]) expect(copyOf('string[]', value)).toBe(value);
  const [first, second] = copyOf('aws-wafv2.CfnWebACL.StatementProperty[]', [item, item]);
  expect(first).toBe(second);
  expect(first).not.toBe(item);
});

test('a copy of JSON has its objects and lists, and an object that contains itself', () => {
  const header = { Name: 'host', more: [{ a: 1 }], later: stringToken };
  const statement = copyOf('aws-wafv2.CfnWebACL.StatementProperty', { byteMatchStatement: { fieldToMatch: { singleHeader: header } } });
  header.Name = 'cookie';
  header.more[0].a = 2;
  expect(statement.byteMatchStatement.fieldToMatch.singleHeader).toEqual({ Name: 'host', more: [{ a: 1 }], later: stringToken });
  const schema: any = { type: 'object', instance: stack };
  schema.items = schema;
  const copy = copyOf('any', schema);
  expect([copy.items, copy.instance, copy === schema]).toEqual([copy, stack, false]);
});

test('a resource is of the same app and stage, so that templates can refer to it', () => {
  const env = { account: '123456789012', region: 'eu-west-2' };
  const app = new App();
  const prod = new Stage(app, 'Prod', { env });
  const [inApp, inStage, elsewhere] = [app, prod, new App()].map((scope) => new Stack(scope, 'Here', { env }));
  const take = (scope: Stack, key: kms.IKey) => error(() => requireProps(scope, 'SecureQueueProps', { encryptionKey: key }));
  const need = 'encryptionKey must be an IKey of the same app and stage';
  expect(take(inApp, new kms.Key(inStage, 'Key'))).toBe(`${need}, got 'Prod/Here/Key' of stage 'Prod'`);
  expect(take(inStage, new kms.Key(inApp, 'Key'))).toBe(`${need}, got 'Here/Key' of the app itself`);
  expect(take(inApp, new kms.Key(elsewhere, 'Key'))).toBe(`${need}, got 'Here/Key' of another app`);

  expect(take(inStage, new kms.Key(new Stack(prod, 'Other', { env }), 'Key'))).toBeUndefined();
  expect(take(inApp, kms.Key.fromKeyArn(inStage, 'Imported', 'arn:aws:kms:eu-west-2:123456789012:key/1'))).toBeUndefined();
  expect(take(new Stack(app, 'Paris', { env: { ...env, region: 'eu-west-3' } }), inStage.node.findChild('Key') as kms.Key)).toBeUndefined();
});

test('a struct of an L1 has no other properties than those it declares, a struct of the library can', () => {
  expect(error(() => requireProps(stack, 'BucketLifecycle', { other: 1 }))).toBeUndefined();
  const not = (more: object) => error(() => requireArgument(stack, 'statement', 'aws-wafv2.CfnWebACL.NotStatementProperty', { statement: {}, ...more }));
  expect([not({}), not({ other: undefined })]).toEqual([undefined, undefined]);
  for (const name of ['Statement', 'toString']) {
    expect(not({ [name]: {} })).toBe(`statement must have properties of a CfnWebACL.NotStatementProperty only, got '${name}'`);
  }
});

test.each<[object, string | undefined]>([
  [{ expireafter: 1 }, "lifecycle must have properties of a BucketLifecycle only, got 'expireafter', the most similar is 'expireAfter'"],
  [{ expire_after: 1 }, "lifecycle must have properties of a BucketLifecycle only, got 'expire_after', the most similar is 'expireAfter'"],
  [{ glacerAfter: 1 }, "lifecycle must have properties of a BucketLifecycle only, got 'glacerAfter', the most similar is 'glacierAfter'"],
  // Three characters are more than a fifth, and a prop that is set is not the one that is meant.
  [{ glciAfer: 1 }, undefined],
  [{ expireAfter: Duration.days(400), expireAfters: 1 }, undefined],
  [{ expireafter: undefined }, undefined],
])('a misspelled prop is refused, because its default would apply: %p', (lifecycle, message) => {
  expect(error(() => requireProps(stack, 'BucketLifecycle', lifecycle, 'lifecycle'))).toBe(message);
  expect(error(() => requireProps(stack, 'SecureBucketProps', { lifecycle }))).toBe(message);
});

test.each<[object, string]>([
  [Duration.days(3), '3 days'], [new Map([['expireAfter', Duration.days(3)]]), 'a Map'], [new Set(), 'a Set'], [stack, "'Stack'"],
])('an instance without any prop of a struct is none: %#', (value, got) => {
  expect(error(() => requireProps(stack, 'SecureBucketProps', { lifecycle: value }))).toBe(`lifecycle must be a BucketLifecycle, got ${got}`);
});

test('an instance with a prop of a struct is one', () => {
  class Lifecycle {
    readonly expireAfter = Duration.days(3);
    readonly team = 'ledger';
  }
  expect(error(() => requireProps(stack, 'BucketLifecycle', new Lifecycle()))).toBeUndefined();
});

test.each([['SYMMETRIC_DEFAULT', true], [undefined, true], [stringToken, true], ['HMAC_256', false], ['RSA_2048', false]])('a key of type %s encrypts: %p', (keySpec, encrypts) => {
  const home = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
  const key = new kms.Key(home, 'Key');
  (key.node.defaultChild as kms.CfnKey).keySpec = keySpec;
  expect(error(() => requireEncryptionKey(home, 'encryptionKey', key)))
    .toBe(encrypts ? undefined : `encryptionKey must be a symmetric encryption key, got 'Stack/Key' of type ${keySpec}`);
});

test('a key to encrypt with can be left out, and is in the Region', () => {
  const here = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
  const key = kms.Key.fromKeyArn(here, 'Other', 'arn:aws:kms:us-east-1:123456789012:key/1');
  expect(error(() => requireEncryptionKey(here, 'encryptionKey', undefined))).toBeUndefined();
  expect(error(() => requireEncryptionKey(here, 'encryptionKey', key))).toBe("encryptionKey must be a key in eu-west-2, got 'Stack/Other' in us-east-1");
});
