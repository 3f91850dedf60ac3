import { LogBucket, LogDelivery } from '../../src';
import { contract } from '../contract/contract';

export default contract(LogDelivery, {
  statics: {
    cloudTrailOfOrganization: {
      variants: { id: () => ['o-0123456789'] },
      use: (stack, delivery) => { new LogBucket(stack, 'Logs', { deliveries: [delivery] }); },
    },
  },
});
