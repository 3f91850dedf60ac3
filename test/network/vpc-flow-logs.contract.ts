import * as logs from 'aws-cdk-lib/aws-logs';
import { VpcFlowLogs } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key, vpc } from '../contract/surroundings';

export default contract(VpcFlowLogs, {
  variants: {
    'defaults': (stack) => ({ vpc: vpc(stack) }),
    'everything': (stack) => ({ vpc: vpc(stack), logGroupName: '/ledger/flow', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack) }),
    'a bucket': (stack) => ({ vpc: vpc(stack), bucket: bucket(stack), bucketPrefix: 'flow' }),
  },
});
