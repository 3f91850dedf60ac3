import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LogDelivery, SecureBucket } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key, replicaBucket, role } from '../contract/surroundings';

export default contract(SecureBucket, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      bucketName: 'ledger-documents',
      encryptionKey: key(stack),
      accessLogs: bucket(stack, 'Logs'),
      accessLogsPrefix: 'documents',
      lifecycle: {
        infrequentAccessAfter: Duration.days(30),
        glacierAfter: Duration.days(90),
        expireAfter: Duration.days(400),
        expireNoncurrentAfter: Duration.days(60),
      },
      objectLock: { retention: Duration.days(30), mode: s3.ObjectLockMode.GOVERNANCE },
      replication: { destination: replicaBucket(stack), destinationRegion: 'eu-west-1' },
      deliveries: [LogDelivery.VPC_FLOW_LOGS],
    }),
  },
  methods: {
    grantRead: { variants: { prefix: (stack) => [role(stack), { prefix: 'in/' }] } },
    grantWrite: { variants: { prefix: (stack) => [role(stack), { prefix: 'out/' }] } },
  },
});
