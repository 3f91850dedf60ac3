import { Fn, Stack, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
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
  expect(refusal(() => make({ secrets: { 'A=B': value } }))).toBe(`each key of secrets ${need}, got 'A=B'`);
  expect(refusal(() => make().addSidecar('proxy', { image, memoryLimitMiB: 128, environment: { 'A=B': 'b' } }))).toBe(`each key of sidecar.environment ${need}, got 'A=B'`);
  expect(refusal(() => make().addSidecar('proxy', { image, memoryLimitMiB: 128, secrets: { 'A=B': value } }))).toBe(`each key of sidecar.secrets ${need}, got 'A=B'`);
});

test('notifications go to a standard topic in the Region', () => {
  const notified = (arn: string) => {
    const stack = testStack();
    return refusal(() => new AutoScalingService(stack, 'Service', { vpc: vpc(stack), notifications: sns.Topic.fromTopicArn(stack, 'Topic', arn) }));
  };
  expect(notified('arn:aws:sns:eu-west-2:123456789012:a')).toBeUndefined();
  expect(notified('arn:aws:sns:eu-west-2:123456789012:a.fifo')).toBe("notifications must be a standard topic, got FIFO topic 'Stack/Topic'");
  expect(notified('arn:aws:sns:us-east-1:123456789012:a')).toBe("notifications must be a topic in eu-west-2, got 'Stack/Topic' in us-east-1");
});

test('a Fargate service has at most 5 target groups, and a symmetric key for its storage', () => {
  const stack = testStack();
  const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
  const service = new FargateService(stack, 'Service', { vpc: vpc(stack), image });
  const attach = (id: number) => refusal(() => service.attachToApplicationTargetGroup(new elbv2.ApplicationTargetGroup(stack, `Group${id}`, { vpc: vpc(stack), port: 80 })));
  expect([1, 2, 3, 4, 5, 6].map(attach)).toEqual([...Array(5), 'service must have at most 5 target groups, got 6']);
  const ephemeralStorageKey = new kms.Key(stack, 'Key', { keySpec: kms.KeySpec.RSA_2048, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT });
  expect(refusal(() => new FargateService(stack, 'Other', { vpc: vpc(stack), image, task: { ephemeralStorageKey } })))
    .toBe("task.ephemeralStorageKey must be a symmetric encryption key, got 'Stack/Key' of type RSA_2048");
});
