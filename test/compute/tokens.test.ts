import { Fn, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AutoScalingService, AutoScalingServiceProps, FargateService, FargateServiceProps } from '../../src';
import { vpc } from '../contract/surroundings';
import { refusal } from '../refusal';
import { testStack } from '../support';

const NUMBER = Token.asNumber({ Ref: 'Number' });

test.each<[string, Partial<AutoScalingServiceProps>]>([
  ['metadataHopLimit', { metadataHopLimit: NUMBER }],
  ['volume.throughput', { volume: { throughput: NUMBER } }],
])('%s of an AutoScalingService must be known at synthesis', (prop, props) => {
  const stack = testStack();
  expect(refusal(() => new AutoScalingService(stack, 'Service', { vpc: vpc(stack), ...props }))).toBe(`${prop} must be known at synthesis, got a token`);
});

test.each<[string, Partial<FargateServiceProps>]>([
  ['port', { port: NUMBER, serviceConnect: { namespace: 'internal' } }],
  ['container.scratchPaths', { container: { scratchPaths: Fn.split(',', Fn.ref('Paths')) } }],
])('%s of a FargateService must be known at synthesis', (prop, props) => {
  const stack = testStack();
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
  expect(refusal(() => new FargateService(stack, 'Service', { vpc: vpc(stack), image, ...props }))).toBe(`${prop} must be known at synthesis, got a token`);
});
