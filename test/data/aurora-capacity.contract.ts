import { Duration, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AuroraCapacity, CompliantAurora } from '../../src';
import { contract } from '../contract/contract';
import { vpc } from '../contract/surroundings';

function use(stack: Stack, capacity: AuroraCapacity) {
  new CompliantAurora(stack, 'Database', { vpc: vpc(stack), capacity });
}

export default contract(AuroraCapacity, {
  statics: {
    serverless: { variants: { everything: () => [{ minAcu: 0, maxAcu: 8, autoPauseAfter: Duration.minutes(30) }] }, use },
    provisioned: { variants: { type: () => [ec2.InstanceType.of(ec2.InstanceClass.R7G, ec2.InstanceSize.LARGE)] }, use },
  },
});
