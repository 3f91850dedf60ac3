import { Duration } from 'aws-cdk-lib';
import { DataClass, KeyUse, WorkloadKey } from '../../src';
import { contract } from '../contract/contract';
import { role } from '../contract/surroundings';

export default contract(WorkloadKey, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      alias: 'ledger', rotationPeriod: Duration.days(180), administrators: [role(stack, 'Administrator')], users: [role(stack, 'User')], multiRegion: true,
    }),
  },
  methods: {
    allow: { variants: { use: () => [KeyUse.SECRETS_MANAGER] } },
  },
  statics: {
    on: {
      variants: {
        everything: (stack) => [DataClass.STORAGE, {
          alias: 'ledger', rotationPeriod: Duration.days(180), administrators: [role(stack, 'Administrator')], users: [role(stack, 'User')], multiRegion: true,
        }],
      },
    },
    of: { variants: { data: () => [DataClass.DATA] } },
  },
});
