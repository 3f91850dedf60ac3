import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ConfigurationParameters } from '../../src';
import { contract } from '../contract/contract';
import { role } from '../contract/surroundings';

const values = () => ({ 'limits/daily': '5000' });

export default contract(ConfigurationParameters, {
  variants: {
    defaults: () => ({ values: values() }),
    everything: () => ({ values: values(), path: '/ledger/dev', tier: ssm.ParameterTier.ADVANCED }),
  },
  methods: {
    grantRead: { variants: { names: (stack) => [role(stack), 'limits/daily'] } },
    grantReadByPath: { variants: { role: (stack) => [role(stack)] } },
    parameter: { variants: { name: () => ['limits/daily'] } },
    reference: { variants: { name: () => ['limits/daily'] } },
  },
});
