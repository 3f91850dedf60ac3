import { Stack } from 'aws-cdk-lib';
import * as config from 'aws-cdk-lib/aws-config';
import { ConfigBaseline, ConfigRecording, LogBucket, LogDelivery } from '../../src';
import { contract } from '../contract/contract';
import { role } from '../contract/surroundings';

function use(stack: Stack, recording: ConfigRecording) {
  new ConfigBaseline(stack, 'Baseline', { recording });
}

function bucketFor(stack: Stack) {
  return (stack.node.tryFindChild('Records') as LogBucket ?? new LogBucket(stack, 'Records', { deliveries: [LogDelivery.CONFIG] })).bucket;
}

export default contract(ConfigRecording, {
  statics: {
    into: {
      variants: {
        'everything': (stack) => [bucketFor(stack), {
          prefix: 'records', recorderName: 'ledger', globalResources: false, snapshots: config.MaximumExecutionFrequency.SIX_HOURS, role: role(stack),
        }],
        'a service-linked role': (stack) => [bucketFor(stack), { createServiceLinkedRole: true }],
      },
      use,
    },
    ofAccount: { variants: { name: () => [{ recorderName: 'default' }] }, use },
  },
});
