import { Fn, Stack, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { AutoScalingService, AutoScalingServiceProps, FargateService, FargateServiceProps } from '../../src';
import { scannerText } from '../../src/core/parts/scanner-text';
import { secret, vpc } from '../contract/surroundings';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

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

test.each([
  ['FargateService', (stack: Stack) => new FargateService(stack, 'Service', {
    vpc: vpc(stack), image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
  })],
  ['AutoScalingService', (stack: Stack) => new AutoScalingService(stack, 'Service', { vpc: vpc(stack) })],
])('the field of a secret of a %s must not be empty', (_, make) => {
  const stack = testStack();
  const service = make(stack);
  expect(refusal(() => service.addSecret('TOKEN', secret(stack), { field: '' }))).toBe("options.field must be a key of the secret's JSON document, got ''");
  expect(refusal(() => service.addSecret('TOKEN', secret(stack), { field: 'key' }))).toBeUndefined();
});

test('a step of the bootstrap has the first line of its command that is not blank as its name', () => {
  const stack = testStack();
  new AutoScalingService(stack, 'Service', { vpc: vpc(stack), bootstrap: ['\n  dnf install -y nginx\n  nginx'] });
  const { UserData } = Object.values(templateOf(stack).findResources('AWS::EC2::LaunchTemplate'))[0].Properties.LaunchTemplateData;
  expect(scannerText(UserData['Fn::Base64'])).toContain("step='command 1 of 1: dnf install -y nginx'\n");
});

test('only variables of the service are exported to later steps of the bootstrap', () => {
  const stack = testStack();
  new AutoScalingService(stack, 'Service', { vpc: vpc(stack), bootstrap: ['true'], environment: { STAGE: 'dev' } });
  const { UserData } = Object.values(templateOf(stack).findResources('AWS::EC2::LaunchTemplate'))[0].Properties.LaunchTemplateData;
  expect(scannerText(UserData['Fn::Base64'])).toMatch(/\nset -a\n# shellcheck source=\/dev\/null\n\. \S+\nset \+a\n/);
});

test('names of variables of the service and of a sidecar', () => {
  const need = 'must be the name of an environment variable, at least one character without an equals sign';
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
  const make = (props: Partial<FargateServiceProps> = {}) => {
    const stack = testStack();
    return new FargateService(stack, 'Service', { vpc: vpc(stack), image, ...props });
  };
  const value = ecs.Secret.fromSecretsManager(secret(testStack()));
  expect(refusal(() => make({ secrets: { 'A=B': value } }))).toBe(`secrets ${need}, got 'A=B'`);
  expect(refusal(() => make().addSidecar('proxy', { image, memoryLimitMiB: 128, environment: { 'A=B': 'b' } }))).toBe(`sidecar.environment ${need}, got 'A=B'`);
  expect(refusal(() => make().addSidecar('proxy', { image, memoryLimitMiB: 128, secrets: { 'A=B': value } }))).toBe(`sidecar.secrets ${need}, got 'A=B'`);
});
