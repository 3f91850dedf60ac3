import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { FargateService, Lifecycle } from '../../src';
import { findingsAtDefaults } from '../support';

const vpcOf = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-1', availabilityZones: ['eu-west-2a', 'eu-west-2b'], privateSubnetIds: ['subnet-1', 'subnet-2'],
});
const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');

test.each(Object.values(Lifecycle))('has no findings at its defaults (%s)', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => new FargateService(stack, 'Service', { vpc: vpcOf(stack), image }))).toEqual([]);
});
