import { KeyUse, WorkloadKey } from '../../src';
import { contract } from '../contract/contract';

export default contract(KeyUse, {
  statics: {
    via: {
      variants: { service: () => ['sqs'] },
      use: (stack, use) => { new WorkloadKey(stack, 'Key').allow(use); },
    },
    cloudFront: {
      variants: { distribution: () => ['arn:aws:cloudfront::123456789012:distribution/E0123456789ABC'] },
      use: (stack, use) => { new WorkloadKey(stack, 'Key').allow(use); },
    },
  },
});
