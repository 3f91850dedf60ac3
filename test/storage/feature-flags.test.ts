import { App, Duration, Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { context as RECOMMENDED } from '../../cdk.json';
import { DataClass, Lifecycle, LogBucket, LogDelivery, SecureBucket, Workload, WorkloadKey } from '../../src';
import { allFindingsOf, EVERY_FRAMEWORK } from '../support';

/** Every option of the buckets at once, in an app with some context. */
function build(lifecycle: Lifecycle, context: Record<string, any>): { app: App; stack: Stack } {
  const app = new App({ context: { ...context, '@aws-cdk/core:validateAgainstDefaultRules': false } });
  const stack = new Stack(app, 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(stack, { name: 'ledger', lifecycle, frameworks: EVERY_FRAMEWORK });
  const accessLogs = new LogBucket(stack, 'AccessLogs', { deliveries: [LogDelivery.LOAD_BALANCER] }).bucket;
  new LogBucket(stack, 'TrailLogs', {
    encryptionKey: WorkloadKey.of(stack, DataClass.STORAGE).key,
    accessLogs,
    objectLock: { retention: Duration.days(365) },
    deliveries: [LogDelivery.CLOUDTRAIL],
  });
  const destination = s3.Bucket.fromBucketAttributes(stack, 'Copies', {
    bucketArn: 'arn:aws:s3:::copies', region: 'eu-west-1', encryptionKey: kms.Key.fromKeyArn(stack, 'CopiesKey', 'arn:aws:kms:eu-west-1:123456789012:key/1'),
  });
  new SecureBucket(stack, 'Documents', { accessLogs, objectLock: { retention: Duration.days(365) }, replication: { destination } });
  return { app, stack };
}

describe.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('buckets with every option, %s', (lifecycle) => {
  test.each([['without feature flags', {}], ['with all recommended feature flags', RECOMMENDED]])('have no findings %s', (_, context) => {
    expect(allFindingsOf(build(lifecycle, context).app)).toEqual([]);
  });

  test('are the same with and without feature flags', () => {
    const [without, withAll] = [{}, RECOMMENDED].map((context) => Template.fromStack(build(lifecycle, context).stack).findResources('AWS::S3::Bucket'));
    expect(withAll).toEqual(without);
    expect(Object.values(without)).toHaveLength(3);
  });
});
