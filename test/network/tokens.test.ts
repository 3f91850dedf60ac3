import { Fn } from 'aws-cdk-lib';
import { SecureVpc, SubnetOptions } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

test.each<keyof SubnetOptions>(['publicCidrs', 'privateCidrs', 'isolatedCidrs'])('subnets.%s must be known at synthesis', (tier) => {
  expect(refusal(() => new SecureVpc(testStack(), 'Network', { subnets: { [tier]: Fn.split(',', Fn.ref('Cidrs')) } })))
    .toBe(`subnets.${tier} must be known at synthesis, got a token`);
});
