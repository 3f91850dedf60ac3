import { App, aws_kms as kms, Stack } from 'aws-cdk-lib';
import { SecureBucket, SecureQueue, WorkloadKey, WorkloadKeyReplica } from '../../src';
import { partitionOf } from '../../src/core/workload/partition';
import { refusal } from '../refusal';
import { testStack } from '../support';

const keyIn = (region: string) => (stack: Stack) => kms.Key.fromKeyArn(stack, 'Given', `arn:aws:kms:${region}:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab`);

test.each([['eu-west-2', 'aws'], ['us-gov-west-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['mars-1', undefined]])('%s is in partition %s', (region, partition) => {
  expect(partitionOf(region)).toBe(partition);
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
