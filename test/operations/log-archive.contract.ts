import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as logs from 'aws-cdk-lib/aws-logs';
import { LogArchive, LogBucket } from '../../src';
import { contract } from '../contract/contract';
import { key, logGroup } from '../contract/surroundings';

function bucketIn(stack: Stack) {
  return (stack.node.tryFindChild('Archived') as LogBucket | undefined ?? new LogBucket(stack, 'Archived')).bucket;
}

export default contract(LogArchive, {
  variants: {
    defaults: (stack) => ({ bucket: bucketIn(stack) }),
    everything: (stack) => ({
      bucket: bucketIn(stack), prefix: 'archive', encryptionKey: key(stack), bufferingInterval: Duration.minutes(5), bufferingSize: Size.mebibytes(10),
    }),
  },
  methods: {
    ship: { variants: { everything: (stack) => ['App', logGroup(stack), { filterPattern: logs.FilterPattern.literal('ERROR'), scope: stack }] } },
  },
});
