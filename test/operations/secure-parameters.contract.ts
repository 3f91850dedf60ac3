import * as targets from 'aws-cdk-lib/aws-events-targets';
import { SecureParameter, SecureParameters } from '../../src';
import { contract } from '../contract/contract';
import { key, role, topic } from '../contract/surroundings';

const parameters = () => ({ 'cookie-key': SecureParameter.generated() });

export default contract(SecureParameters, {
  variants: {
    defaults: () => ({ parameters: parameters() }),
    everything: (stack) => ({ parameters: parameters(), path: '/ledger/dev', encryptionKey: key(stack) }),
  },
  methods: {
    grantRead: { variants: { names: (stack) => [role(stack), 'cookie-key'] } },
    onNewValue: { variants: { everything: (stack) => ['Changed', new targets.SnsTopic(topic(stack)), 'cookie-key'] } },
    reference: { variants: { name: () => ['cookie-key'] } },
  },
});
