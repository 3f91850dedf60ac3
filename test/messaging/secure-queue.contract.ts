import { Duration } from 'aws-cdk-lib';
import { SecureQueue } from '../../src';
import { contract } from '../contract/contract';
import { key, role } from '../contract/surroundings';

export default contract(SecureQueue, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      queueName: 'ledger-orders',
      encryptionKey: key(stack),
      visibilityTimeout: Duration.minutes(5),
      retentionPeriod: Duration.days(7),
      deliveryDelay: Duration.seconds(30),
      maxReceiveCount: 3,
      deadLetterRetentionPeriod: Duration.days(10),
    }),
  },
  methods: {
    grantSend: { variants: { role: (stack) => [role(stack)] } },
    grantConsume: { variants: { role: (stack) => [role(stack)] } },
  },
});
