import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { SecureBucket } from '../../src';
import { key } from '../contract/surroundings';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  const destination = s3.Bucket.fromBucketAttributes(stack, 'Replica', { bucketName: 'replica', region: 'eu-west-1', encryptionKey: key(stack, 'Elsewhere', 'eu-west-1') });
  new SecureBucket(stack, 'Documents', { replication: { destination }, objectLock: { retention: Duration.days(1) } });
  expect(outlineOf(stack)).toEqual({
    constructs: ['LogBucket', 'SecureBucket', 'WorkloadKey'],
    alarms: [],
    descriptions: [],
    logicalIds: [
      'DocumentsAccessLogsBucket7DFB536B',
      'DocumentsAccessLogsBucketPolicy8C2263F8',
      'DocumentsBucket089EA665',
      'DocumentsBucketPolicyCBD87EC2',
      'DocumentsReplicationRole16099BB9',
      'DocumentsReplicationRolePolicy039A6A4A',
      'StorageKeyAlias35051FCE',
      'StorageKeyEEC2391F',
    ],
    keyUses: { StorageKeyEEC2391F: ['AllowVias3', 'AllowVias3Grants'] },
    trust: { DocumentsReplicationRole16099BB9: ['s3.amazonaws.com'] },
  });
});
