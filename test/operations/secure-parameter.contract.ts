import { Duration, Stack } from 'aws-cdk-lib';
import { SecureParameter, SecureParameters } from '../../src';
import { contract } from '../contract/contract';
import { secret } from '../contract/surroundings';

function use(stack: Stack, parameter: SecureParameter) {
  new SecureParameters(stack, 'Parameters', { parameters: { token: parameter } });
}

export default contract(SecureParameter, {
  statics: {
    generated: {
      variants: { everything: () => [{ length: 48, characters: 'abcdefghijklmnopqrstuvwxyz0123456789', generation: '2', rotateAfter: Duration.days(30) }] },
      use,
    },
    ofSecret: { variants: { field: (stack) => [secret(stack), 'password'] }, use },
    fixed: { variants: { value: () => ['https://example.com'] }, use },
  },
});
