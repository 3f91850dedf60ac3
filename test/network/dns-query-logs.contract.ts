import * as logs from 'aws-cdk-lib/aws-logs';
import { DnsQueryLogs } from '../../src';
import { contract } from '../contract/contract';
import { key, vpc } from '../contract/surroundings';

export default contract(DnsQueryLogs, {
  variants: {
    defaults: (stack) => ({ vpc: vpc(stack) }),
    everything: (stack) => ({ vpc: vpc(stack), logGroupName: '/ledger/dns', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack) }),
  },
});
