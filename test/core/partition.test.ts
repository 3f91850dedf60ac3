import { App, aws_iam as iam, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { AutoScalingService, LogArchive, SecureBucket, SecureQueue, SecureVpc, WorkloadKey, WorkloadKeyReplica } from '../../src';
import { requireRegionName } from '../../src/core/validation';
import { partitionOf, requireSamePartition, viaService } from '../../src/core/workload/partition';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const keyIn = (region: string) => (stack: Stack) => kms.Key.fromKeyArn(stack, 'Given', `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`);

test.each([['eu-west-2', 'aws'], ['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['mars-1', undefined]])('%s is in partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
});

test.each([
  ['eu-west-2', true], ['us-gov-west-1', true], ['eusc-de-east-1', true], ['ap-south-12', true],
  ['eu-west', false], ['eu-2', false], ['e-west-2', false], ['eu-west-123', false], ['EU-west-2', false], ['eu-west-2a', false],
])('whether %s has the form of a Region is %p', (region, expected) => {
  expect(refusal(() => requireRegionName(testStack(), 'region', region))).toBe(expected ? undefined : `region must be a Region such as eu-west-2, got '${region}'`);
});

test.each<[string, string | string[]]>([
  ['eu-west-2', 'kms.eu-west-2.amazonaws.com'],
  ['us-gov-west-1', 'kms.us-gov-west-1.amazonaws.com'],
  ['cn-north-1', ['kms.cn-north-1.amazonaws.com', 'kms.cn-north-1.amazonaws.com.cn']],
])('a service in %s has the name %j in kms:ViaService', (region, expected) => {
  expect(viaService('kms', region)).toEqual(expected);
});

test.each<[string, (stack: Stack) => unknown]>([
  ['a queue', (stack) => new SecureQueue(stack, 'Part')],
  ['a bucket with a reader', (stack) => new SecureBucket(stack, 'Part').grantRead(new iam.Role(stack, 'Reader', { assumedBy: new iam.AccountRootPrincipal() }))],
  ['an archive', (stack) => new LogArchive(stack, 'Part', { bucket: new SecureBucket(stack, 'Bucket').bucket })],
  ['a group with parameters and Spot Instances', (stack) => new AutoScalingService(stack, 'Part', { vpc: new SecureVpc(stack, 'Network').vpc, spot: {} })],
])('in a China Region, keys permit both names of a service with %s', (_, make) => {
  const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'cn-north-1' } });
  make(stack);
  const conditions = [...JSON.stringify(templateOf(stack).toJSON()).matchAll(/"kms:ViaService":(\[[^\]]*\]|"[^"]*")/g)].map(([, value]) => JSON.parse(value));
  expect(conditions.length).toBeGreaterThan(1);
  for (const hosts of conditions) expect(hosts).toEqual([expect.stringMatching(/^[a-z0-9]+\.cn-north-1\.amazonaws\.com$/), `${hosts[0]}.cn`]);
});

test('requireSamePartition refuses a Region that is known to be in another partition', () => {
  const [home, anywhere] = [testStack(), new Stack()];
  const check = (stack: Stack, region: string) => refusal(() => requireSamePartition(stack, 'region', region));
  expect(check(home, 'cn-north-1')).toBe("region must be a Region in partition aws, got 'cn-north-1'");
  expect([check(home, 'us-east-1'), check(home, 'mars-1'), check(home, anywhere.region), check(anywhere, 'cn-north-1')]).toEqual(Array(4).fill(undefined));
});

describe('a key', () => {
  test.each<[string, (stack: Stack) => unknown]>([
    ['a bucket', (stack) => new SecureBucket(stack, 'Part', { encryptionKey: keyIn('us-east-1')(stack) })],
    ['a queue', (stack) => new SecureQueue(stack, 'Part', { encryptionKey: keyIn('us-east-1')(stack) })],
  ])('of another Region is refused by %s', (_, make) => {
    expect(refusal(() => make(testStack()))).toBe("encryptionKey must be a key in eu-west-2, got 'Stack/Given' in us-east-1");
  });

  test('of another stack in another Region is refused', () => {
    const stack = testStack();
    const away = new Stack(stack.node.root as App, 'Away', { env: { account: '123456789012', region: 'us-east-1' } });
    const { key } = new WorkloadKey(away, 'Key');
    expect(refusal(() => new SecureQueue(stack, 'Part', { encryptionKey: key }))).toBe("encryptionKey must be a key in eu-west-2, got 'Away/Key/Key' in us-east-1");
  });

  test('of the Region, and of any Region in a stack without a Region, is accepted', () => {
    const stack = testStack();
    expect(refusal(() => new SecureQueue(stack, 'Part', { encryptionKey: keyIn('eu-west-2')(stack) }))).toBeUndefined();
    const anywhere = new Stack(new App(), 'Stack');
    expect(refusal(() => new SecureQueue(anywhere, 'Part', { encryptionKey: keyIn('us-east-1')(anywhere) }))).toBeUndefined();
  });
});

test.each([['cn-north-1', 'aws-cn'], ['us-gov-west-1', 'aws-us-gov']])('a replica in %s of a key in eu-west-2 is refused', (region, partition) => {
  const stack = testStack();
  const { root } = stack.node;
  const primary = new WorkloadKey(stack, 'Primary', { multiRegion: true });
  const away = new Stack(root as App, 'Away', { env: { account: '123456789012', region } });
  expect(refusal(() => new WorkloadKeyReplica(away, 'Replica', { primary })))
    .toBe(`primary must be a key in partition ${partition}, got 'Stack/Primary' in partition aws`);
});
