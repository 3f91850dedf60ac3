import { App, Duration, Lazy, Stack } from 'aws-cdk-lib';
import { NameLimit } from '../../src';
import { daysOf } from '../../src/core/validation';
import { cut, requireName } from '../../src/core/workload/naming';
import { retentionOfAtLeast } from '../../src/core/workload/retention';

const stack = new Stack(new App(), 'Stack');
const naming = (name: string | undefined, limit: NameLimit) => () => requireName(stack, 'prop', name, limit);

describe('requireName refuses a name that the service rejects', () => {
  const article = (resource: string) => resource === 'Auto Scaling group' ? 'an' : 'a';
  const LONG = (n: number, resource: string, most: number) => `prop must be at most ${most} characters for ${article(resource)} ${resource}, got ${n}`;
  const FORM = (name: string, resource: string, characters: string) => `prop must be ${article(resource)} ${resource} name of ${characters}, got '${name}'`;

  const LIMITS: Array<[string, NameLimit, string, number, string, string[], string[]]> = [
    ['LOAD_BALANCER', NameLimit.LOAD_BALANCER, 'load balancer', 32, 'A-Z a-z 0-9 and inner -',
      ['a', 'A-1', 'a--b'], ['-a', 'a-', 'a_b', '']],
    ['DATABASE', NameLimit.DATABASE, 'database', 63, 'A-Z a-z 0-9 and single inner -, with a letter first', ['a', 'A-1-b'], ['1a', 'a--b', 'a-', 'a_b']],
    ['ECS', NameLimit.ECS, 'cluster or service', 255, 'A-Z a-z 0-9 - _', ['_a-1'], ['a.b', '']],
    ['BUCKET', NameLimit.BUCKET, 'bucket', 63, 'at least 3 characters a-z 0-9 and inner -', ['abc', '1-2'], ['ab', 'Abc', '-ab', 'ab-', 'a.b']],
    ['KEY_ALIAS', NameLimit.KEY_ALIAS, 'key alias', 250, 'A-Z a-z 0-9 / - _', ['a/b_c-1', 'x/aws/y'], ['a:b', '']],
    ['STACK', NameLimit.STACK, 'stack', 128, 'A-Z a-z 0-9 -, with a letter first', ['a', 'A-1-'], ['1a', '-a', 'a_b', '']],
    ['LOG_GROUP', NameLimit.LOG_GROUP, 'log group', 512, 'A-Z a-z 0-9 . / # - _', ['/aws/ecs/a.b_c#1-2'], ['a b', '']],
    ['TOPIC', NameLimit.TOPIC, 'topic', 256, 'A-Z a-z 0-9 - _', ['a_b-1'], ['a.b', '']],
    ['AUTO_SCALING_GROUP', NameLimit.AUTO_SCALING_GROUP, 'Auto Scaling group', 255, 'A-Z a-z 0-9 . - _', ['a_b.c-1'], ['a:b', '']],
    ['SYSTEMS_MANAGER', NameLimit.SYSTEMS_MANAGER, 'Systems Manager', 128, 'at least 3 characters A-Z a-z 0-9 . - _', ['a_b', '.-1'], ['ab', 'a:b']],
    ['TRAIL', NameLimit.TRAIL, 'trail', 128, 'at least 3 characters A-Z a-z 0-9 and single inner . - _', ['abc', 'a.b-c_1', '1.2.3.a'], ['ab', 'a..b', '-abc', 'abc-', 'a b c']],
    ['CONFORMANCE_PACK', NameLimit.CONFORMANCE_PACK, 'conformance pack', 256, 'A-Z a-z 0-9 -, with a letter first', ['a', 'A-1-'], ['1a', 'a_b', '']],
    ['DASHBOARD', NameLimit.DASHBOARD, 'dashboard', 255, 'A-Z a-z 0-9 - _', ['a_b-1'], ['a.b', '']],
    ['BACKUP_VAULT', NameLimit.BACKUP_VAULT, 'backup vault', 50, 'at least 2 characters A-Z a-z 0-9 - _', ['a_', '-1'], ['a', 'a.b']],
    ['WEB_ACL', NameLimit.WEB_ACL, 'web ACL', 128, 'A-Z a-z 0-9 - _', ['a_b-1'], ['a b', '']],
    ['CLOUDFRONT', NameLimit.CLOUDFRONT, 'CloudFront', 64, 'A-Z a-z 0-9 - _', ['a_b-1'], ['a b', '']],
    ['SECRET', NameLimit.SECRET, 'secret', 512, 'A-Z a-z 0-9 / + = . @ - _', ['prod/db_1+=.@-'], ['a b', '']],
    ['LOG_DELIVERY', NameLimit.LOG_DELIVERY, 'log delivery', 60, 'A-Z a-z 0-9 - _', ['a_b-1'], ['a b', '']],
    ['TAG', NameLimit.TAG, 'tag', 256, 'A-Z a-z 0-9 space . : / = + @ - _', ['a b_.:/=+@-1'], ['a,b', '']],
  ];

  test('the table has every limit; parameters have a case of their own', () => {
    expect([...LIMITS.map(([name]) => name), 'PARAMETER'].sort()).toEqual(Object.keys(NameLimit).sort());
  });

  describe.each(LIMITS)('%s', (_, limit, resource, most, characters, good, bad) => {
    test(`of more than ${most} characters`, () => {
      expect(limit.maxLength).toBe(most);
      expect(naming('a'.repeat(most), limit)).not.toThrow();
      expect(naming('a'.repeat(most + 1), limit)).toThrow(new Error(LONG(most + 1, resource, most)));
    });

    test('of other characters', () => {
      good.forEach((name) => expect(naming(name, limit)).not.toThrow());
      bad.forEach((name) => expect(naming(name, limit)).toThrow(new Error(FORM(name, resource, characters))));
    });
  });

  test('PARAMETER: of more than 955 characters, with more than 15 levels, or reserved', () => {
    const characters = '1 to 15 levels of A-Z a-z 0-9 . - _, each after a /';
    expect(naming(`/${'a'.repeat(954)}`, NameLimit.PARAMETER)).not.toThrow();
    expect(naming(`/${'a'.repeat(955)}`, NameLimit.PARAMETER)).toThrow(new Error(LONG(956, 'parameter', 955)));
    for (const name of ['/a', '/a_b.c-1', '/a'.repeat(15), '/a/aws', '/laws']) expect(naming(name, NameLimit.PARAMETER)).not.toThrow();
    for (const name of ['a', '/', '/a/', '/a b', '/a'.repeat(16), '']) {
      expect(naming(name, NameLimit.PARAMETER)).toThrow(new Error(FORM(name, 'parameter', characters)));
    }
    for (const name of ['/aws/a', '/Aws', '/ssm/a', '/SSMa']) {
      expect(naming(name, NameLimit.PARAMETER)).toThrow(new Error(`prop must be a parameter name that does not begin with /aws or /ssm, which AWS reserves, got '${name}'`));
    }
  });

  test.each(['1.2.3.4', '10.200.30.255'])('%s is an IP address, which CloudTrail does not accept', (name) => {
    expect(naming(name, NameLimit.TRAIL))
      .toThrow(new Error(`prop must be a trail name that does not have the form of an IP address, which AWS reserves, got '${name}'`));
  });

  test.each(['internal-a', 'aws/a'])('%s is reserved for load balancers and key aliases', (name) => {
    const [limit, resource, reserved] = name.startsWith('aws') ? [NameLimit.KEY_ALIAS, 'key alias', 'begin with aws/'] : [NameLimit.LOAD_BALANCER, 'load balancer', 'begin with internal-'];
    expect(naming(name, limit)).toThrow(new Error(`prop must be a ${resource} name that does not ${reserved}, which AWS reserves, got '${name}'`));
  });

  test.each(['xn--a', 'sthree-a', 'amzn-s3-demo-a', 'a-s3alias', 'a--ol-s3', 'a--x-s3', 'a--table-s3'])('%s is reserved by S3', (name) => {
    expect(naming(name, NameLimit.BUCKET)).toThrow(new Error('prop must be a bucket name that does not begin with '
      + `xn--, sthree- or amzn-s3-demo-, or end with -s3alias, --ol-s3, --x-s3 or --table-s3, which AWS reserves, got '${name}'`));
  });

  test.each(['a-xn--a', 'a-s3alias-b'])('but not %s', (name) => {
    expect(naming(name, NameLimit.BUCKET)).not.toThrow();
  });
});

test('undefined names and tokens pass', () => {
  expect(naming(undefined, NameLimit.BUCKET)).not.toThrow();
  expect(naming(Lazy.string({ produce: () => 'A B' }), NameLimit.BUCKET)).not.toThrow();
});

describe('cut', () => {
  test('does not change a name within the limit', () => {
    expect(cut('a'.repeat(20), 20)).toBe('a'.repeat(20));
  });

  test('replaces the excess with a hash of the whole name', () => {
    expect(cut(`${'a'.repeat(20)}b`, 20)).toBe(`${'a'.repeat(11)}-edb326b2`);
    expect(cut(`${'a'.repeat(20)}c`, 20)).toBe(`${'a'.repeat(11)}-5a81ee78`);
  });

  test('keeps a suffix that is shorter than half of the limit', () => {
    expect(cut('aaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbb', 20, 'bbbbbbbbb')).toBe('a-d6f2dd7d-bbbbbbbbb');
    expect(cut('aaaaaaaaaaaaaaaaaaaaaaaaa-bbbbbbbbbb', 20, 'bbbbbbbbbb')).toBe('aaaaaaaaaaa-a4d8e7aa');
    expect(cut('aaaaaaaaaaaaaaaaaaaaaaaaabbb', 20, 'bbb')).toBe('aaaaaaaaaaa-4c662650');
  });

  test('removes hyphens before the hash', () => {
    expect(cut('aaaaa--bbbbbbbbbbbbb', 16)).toMatch(/^aaaaa-[0-9a-f]{8}$/);
  });
});

test('daysOf returns days, and undefined for tokens', () => {
  expect(daysOf(Duration.hours(36))).toBe(1.5);
  expect(daysOf(undefined)).toBeUndefined();
  expect(daysOf(Duration.days(Lazy.number({ produce: () => 3 })))).toBeUndefined();
});

test.each([[1, 1], [2, 3], [8, 14], [90, 90], [91, 120], [365, 365], [366, 400], [2555, 2557], [3653, 3653], [3654, 9999], [20_000, 9999]])(
  'logs of %d days are kept for %d', (asked, kept) => {
    expect(retentionOfAtLeast(asked)).toBe(kept);
  });
