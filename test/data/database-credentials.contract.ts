import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { CompliantAurora, DatabaseCredentials, DatabaseRotation } from '../../src';
import { contract } from '../contract/contract';
import { secret, vpc } from '../contract/surroundings';

function use(stack: Stack, credentials: DatabaseCredentials) {
  new CompliantAurora(stack, 'Database', { vpc: vpc(stack), credentials });
}

export default contract(DatabaseCredentials, {
  statics: {
    fromSecret: { variants: { everything: (stack) => [secret(stack), { username: 'ledger' }] }, use },
    managed: { variants: { everything: () => [{ username: 'ledger' }] }, use },
    rotationIn: { variants: { everything: () => ['eu-west-2'] }, use: (stack, rotation) => use(stack, DatabaseCredentials.generated({ rotation })) },
    generated: {
      variants: {
        everything: () => [{
          username: 'ledger',
          secretName: 'ledger/administrator',
          rotateAfter: Duration.days(30),
          rotationSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
          rotation: DatabaseRotation.FUNCTION,
        }],
      },
      use,
    },
  },
});
