import { Duration } from 'aws-cdk-lib';
import { OriginSecret } from '../../src';
import { contract } from '../contract/contract';
import { key } from '../contract/surroundings';

export default contract(OriginSecret, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({ headerName: 'x-ledger-origin', rotateAfter: Duration.days(14), encryptionKey: key(stack) }),
  },
});
