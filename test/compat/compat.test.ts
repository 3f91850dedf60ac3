import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { apiBreaks, isCompiled } from './api';
import { destroyedBetween, destroyedIn } from './destroyed';
import { Intended, readIntended, unrecorded } from './intended';
import { CONSTRUCTS, ROOT, Surface } from './surfaces';

const BUCKET = { Type: 'AWS::S3::Bucket', Properties: { BucketName: 'ledger' }, DeletionPolicy: 'Retain', UpdateReplacePolicy: 'Retain' };
const ALARM = { Type: 'AWS::CloudWatch::Alarm', Properties: { AlarmName: 'ledger-errors' } };
const KEY_ALIAS = { Type: 'AWS::KMS::Alias', Properties: { AliasName: 'alias/ledger' } };

function between(before: object, after: object): string[] {
  return destroyedBetween('Ledger', { Stack: { Resources: before } }, { Stack: { Resources: after } }).map(({ resource, how }) => `${resource}: ${how}`);
}

describe('an update of the library', () => {
  test('that leaves stateful resources as they are destroys nothing', () => {
    const policy = { Type: 'AWS::S3::BucketPolicy', Properties: { Bucket: { Ref: 'Data' } } };
    expect(between({ Data: BUCKET, Policy: policy }, { Data: { ...BUCKET, Properties: { BucketName: 'ledger', Tags: [] } }, OtherPolicy: policy, More: { Type: 'AWS::SQS::Queue' } })).toEqual([]);
  });

  test('that changes a create-only property replaces the resource', () => {
    expect(between({ Data: BUCKET }, { Data: { ...BUCKET, Properties: { BucketName: 'ledger-data' } } }))
      .toEqual(['Ledger/Stack/Data AWS::S3::Bucket: is replaced: BucketName; the old resource remains outside the stack']);
    const table = (type: string) => ({ Type: 'AWS::DynamoDB::Table', Properties: { KeySchema: [{ AttributeName: 'id', KeyType: type }], TableName: 'ledger' } });
    expect(between({ Entries: table('HASH') }, { Entries: table('RANGE') }))
      .toEqual(['Ledger/Stack/Entries AWS::DynamoDB::Table: is replaced: KeySchema; its fixed name is in use, so that the update fails']);
  });

  test('that changes what a create-only property refers to replaces the resource', () => {
    const subnet = { Type: 'AWS::EC2::Subnet', Properties: { VpcId: { Ref: 'Vpc' } } };
    const vpc = (cidr: string) => ({ Type: 'AWS::EC2::VPC', Properties: { CidrBlock: cidr } });
    expect(between({ Vpc: vpc('10.0.0.0/16'), Private: subnet }, { Vpc: vpc('10.1.0.0/16'), Private: subnet })).toEqual([
      'Ledger/Stack/Vpc AWS::EC2::VPC: is replaced: CidrBlock; the old resource is deleted',
      'Ledger/Stack/Private AWS::EC2::Subnet: is replaced: VpcId; the old resource is deleted',
    ]);
  });

  test('that renames a child construct changes the logical id', () => {
    expect(between({ Data: BUCKET }, { Storage: BUCKET })).toEqual(['Ledger/Stack/Data AWS::S3::Bucket: its logical id is now Storage; the old resource remains outside the stack']);
    expect(between({ Name: KEY_ALIAS }, { Alias: KEY_ALIAS })).toEqual(['Ledger/Stack/Name AWS::KMS::Alias: its logical id is now Alias; the old resource is deleted']);
    expect(between({ Errors: ALARM }, { Failures: { ...ALARM, Properties: { AlarmName: 'ledger-failures' } } })).toEqual([]);
  });

  test('that drops a stateful resource deletes it, or leaves it outside the stack', () => {
    expect(between({ Data: BUCKET, Queue: { Type: 'AWS::SQS::Queue' } }, { Errors: ALARM })).toEqual([
      'Ledger/Stack/Data AWS::S3::Bucket: is dropped; the old resource remains outside the stack',
      'Ledger/Stack/Queue AWS::SQS::Queue: is dropped; the old resource is deleted',
    ]);
    expect(between({ Errors: ALARM }, {})).toEqual([]);
  });

  test('that drops what the CloudFormation registry does not call stateful, but has data or an identity', () => {
    for (const Type of ['AWS::ApiGateway::ApiKey', 'AWS::KMS::ReplicaKey', 'Custom::SecureParameter']) {
      expect(between({ Old: { Type } }, { New: { Type } })).toEqual([`Ledger/Stack/Old ${Type}: its logical id is now New; the old resource is deleted`]);
    }
  });

  test('that changes the type of a resource under its logical id replaces it', () => {
    expect(between({ Data: BUCKET }, { Data: { Type: 'AWS::S3Express::DirectoryBucket' } })).toEqual(['Ledger/Stack/Data AWS::S3::Bucket: is replaced: Type; the old resource remains outside the stack']);
  });

  test('that moves its resources to another stack drops those of the first', () => {
    expect(destroyedBetween('Ledger', { Support: { Resources: { Data: { ...BUCKET, DeletionPolicy: 'Snapshot' }, Errors: ALARM } } }, { Other: { Resources: {} } }))
      .toEqual([{ resource: 'Ledger/Support/Data AWS::S3::Bucket', how: 'its stack is gone; a snapshot remains' }]);
  });
});

describe('constructs and platforms', () => {
  const of = (...names: string[]): Surface => Object.fromEntries(names.map((name) => [name, { Stack: { Resources: { Data: BUCKET } } }]));

  test('are compared in each variant, and a variant that is gone hides nothing', () => {
    expect(destroyedIn(of('Ledger (defaults)', 'Ledger (everything)'), of('Ledger (defaults)', 'Ledger (renamed)')))
      .toEqual([{ resource: 'Ledger (everything)', how: 'its resources are not compared: the variant is gone' }]);
    expect(destroyedIn(of('Ledger (defaults)'), { 'Ledger (defaults)': { Stack: { Resources: {} } } }).map(({ resource }) => resource)).toEqual(['Ledger (defaults)/Stack/Data AWS::S3::Bucket']);
  });

  test('that are removed are a break of the API, or examples', () => {
    expect(destroyedIn(of('Ledger (defaults)', 'payment.prod'), of('Other (defaults)', 'payment.dev'))).toEqual([]);
  });
});

describe('the record of the constructs', () => {
  const recorded: Surface = JSON.parse(fs.readFileSync(path.join(ROOT, CONSTRUCTS), 'utf-8'));

  test('shows a renamed child of a construct', () => {
    const before = recorded['SecureBucket (defaults)'];
    const [id] = Object.entries<any>(before.Stack.Resources).find(([, { Type }]) => Type === 'AWS::S3::Bucket')!;
    const after = JSON.parse(JSON.stringify(before).replaceAll(id, `${id}Renamed`));
    expect(destroyedBetween('SecureBucket (defaults)', before, after).map(({ resource }) => resource)).toContain(`SecureBucket (defaults)/Stack/${id} AWS::S3::Bucket`);
    expect(destroyedBetween('SecureBucket (defaults)', before, before)).toEqual([]);
  });
});

describe('a record of intended replacements', () => {
  const destroyed = [{ resource: 'Ledger/Stack/Data AWS::S3::Bucket', how: 'is dropped' }];
  const record = (version: string, ...resources: string[]): Intended[] => [{ version, reason: 'Object lock must be set at creation.', migration: 'Copy the objects.', resources }];

  test('of a version after the release covers its resources only', () => {
    expect(unrecorded(destroyed, [], '0.1.0')).toEqual({ surprises: destroyed, stale: [] });
    expect(unrecorded(destroyed, record('0.2.0', destroyed[0].resource), '0.1.0')).toEqual({ surprises: [], stale: [] });
    expect(unrecorded(destroyed, record('0.10.0', destroyed[0].resource), '0.9.1')).toEqual({ surprises: [], stale: [] });
    expect(unrecorded(destroyed, record('0.1.0', destroyed[0].resource), '0.1.0').surprises).toEqual(destroyed);
  });

  test('of what does not happen is stale', () => {
    expect(unrecorded([], record('0.2.0', destroyed[0].resource), '0.1.0').stale).toEqual([destroyed[0].resource]);
    expect(unrecorded([], record('0.1.0', destroyed[0].resource), '0.1.0').stale).toEqual([]);
  });

  test('has a version, a reason and a migration', () => {
    expect(readIntended().filter(({ version, reason, migration }) => !/^\d+\.\d+\.\d+$/.test(version) || reason.length < 20 || migration.length < 20)).toEqual([]);
  });
});

describe('the public API', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'api-'));
  afterAll(() => fs.rmSync(folder, { recursive: true }));

  /** A folder with the assembly of a library with one class and the interface of its props. */
  function library(name: string, properties: object[]): string {
    const at = path.join(folder, name);
    fs.mkdirSync(at);
    fs.writeFileSync(path.join(at, 'package.json'), JSON.stringify({ name: 'ledger', version: '0.1.0', jsii: {} }));
    fs.writeFileSync(path.join(at, '.jsii'), JSON.stringify({
      schema: 'jsii/0.10.0',
      jsiiVersion: '6.0.0',
      name: 'ledger',
      version: '0.1.0',
      description: 'Ledger',
      license: 'Apache-2.0',
      homepage: 'https://example.com',
      fingerprint: '-',
      author: { name: 'Authors', roles: ['author'] },
      repository: { type: 'git', url: 'https://example.com' },
      docs: { stability: 'experimental' },
      types: {
        'ledger.Ledger': { assembly: 'ledger', fqn: 'ledger.Ledger', kind: 'class', name: 'Ledger', initializer: { parameters: [{ name: 'props', type: { fqn: 'ledger.LedgerProps' } }] } },
        'ledger.LedgerProps': { assembly: 'ledger', datatype: true, fqn: 'ledger.LedgerProps', kind: 'interface', name: 'LedgerProps', properties },
      },
    }));
    return at;
  }

  test('is that of the newest sources', () => {
    const root = path.join(folder, 'sources');
    fs.mkdirSync(path.join(root, 'src/data'), { recursive: true });
    fs.writeFileSync(path.join(root, 'src/data/ledger.ts'), '');
    expect(isCompiled(root)).toBe(false);
    fs.writeFileSync(path.join(root, '.jsii'), '{}');
    const at = (file: string, seconds: number) => fs.utimesSync(path.join(root, file), seconds, seconds);
    for (const file of ['src', 'src/data', 'src/data/ledger.ts']) at(file, 1000);
    at('.jsii', 1001);
    expect(isCompiled(root)).toBe(true);
    at('src/data/ledger.ts', 1002);
    expect(isCompiled(root)).toBe(false);
  });

  test('breaks where a prop is removed and a required one is new, unless the break is recorded', () => {
    const prop = (name: string, optional: boolean) => ({ abstract: true, immutable: true, name, optional, type: { primitive: 'string' } });
    const released = library('released', [prop('title', true), prop('owner', true)]);
    expect(apiBreaks(released, library('same', [prop('title', true), prop('owner', true), prop('more', true)]))).toEqual([]);
    const broken = library('broken', [prop('title', true), prop('currency', false)]);
    const breaks = apiBreaks(released, broken);
    expect(breaks.map((line) => line.replace(/ \[.*/, ''))).toEqual([
      'PROP ledger.LedgerProps.owner: has been removed',
      'IFACE ledger.LedgerProps: newly required property \'currency\' added: input to ledger.Ledger.<initializer>',
    ]);
    const ignored = path.join(folder, 'ignored');
    fs.writeFileSync(ignored, breaks.map((line) => /\[(.*)\]$/.exec(line)![1]).join('\n'));
    expect(apiBreaks(released, broken, ignored)).toEqual([]);
  });
});
