import { Duration } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { LogBucket, LogDelivery } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key } from '../contract/surroundings';

export default contract(LogBucket, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      bucketName: 'ledger-logs',
      deliveries: [LogDelivery.VPC_FLOW_LOGS, LogDelivery.CLOUDTRAIL],
      encryptionKey: key(stack),
      accessLogs: bucket(stack, 'Logs'),
      lifecycle: {
        infrequentAccessAfter: Duration.days(30),
        glacierAfter: Duration.days(90),
        expireAfter: Duration.days(400),
        expireNoncurrentAfter: Duration.days(60),
      },
      objectLock: { retention: Duration.days(30), mode: s3.ObjectLockMode.COMPLIANCE },
    }),
  },
});
