import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { FargateService, FargateServiceProps, Framework, Workload } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { templateOf } from '../../support';

const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
const ALWAYS = ['ecr.api', 'ecr.dkr', 'logs'];

function serviceIn(region: string | undefined, props: Partial<FargateServiceProps>, frameworks = [Framework.FEDRAMP_MODERATE_R5]) {
  const stack = new Stack(new App(), 'Stack', { env: { region } });
  Workload.on(stack, { name: 'ledger', frameworks });
  const called: string[] = [];
  calledServices(stack).each(({ service, fips }) => called.push(`${service.shortName}${fips ? ' by FIPS' : ''}`));
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
  return { stack, called, service: new FargateService(stack, 'Service', { vpc, image: IMAGE, ...props }) };
}

function variables(stack: Stack): Record<string, Record<string, string>> {
  const [task] = Object.values(templateOf(stack).findResources('AWS::ECS::TaskDefinition'));
  return Object.fromEntries(task.Properties.ContainerDefinitions.map(({ Name, Environment = [] }: any) => (
    [Name, Object.fromEntries(Environment.map((variable: any) => [variable.Name, variable.Value]))])));
}

describe('Services that a task calls', () => {
  test('is where its image and its logs are', () => {
    expect(serviceIn('eu-west-2', {}).called).toEqual(ALWAYS);
  });

  test('is Secrets Manager and Parameter Store where it has secrets there, in sidecars too', () => {
    const { stack, called, service } = serviceIn('eu-west-2', {});
    service.addSecret('TOKEN', secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'token'));
    expect(called).toEqual([...ALWAYS, 'secretsmanager']);
    const parameter = ssm.StringParameter.fromSecureStringParameterAttributes(stack, 'Parameter', { parameterName: '/ledger/mode' });
    service.addSidecar('proxy', { image: IMAGE, memoryLimitMiB: 128, secrets: { MODE: ecs.Secret.fromSsmParameter(parameter) } });
    expect(called).toEqual([...ALWAYS, 'secretsmanager', 'ssm']);
    const secrets = { FIELD: ecs.Secret.fromSecretsManager(secretsmanager.Secret.fromSecretNameV2(stack, 'Other', 'other'), 'field') };
    expect(serviceIn('eu-west-2', { secrets }).called).toEqual([...ALWAYS, 'secretsmanager']);
  });

  test('is X-Ray where it is traced, and what sessions take where they can be opened', () => {
    expect(serviceIn('eu-west-2', { tracing: {} }).called).toEqual([...ALWAYS, 'xray']);
    expect(serviceIn('eu-west-2', { executeCommand: true }).called).toEqual([...ALWAYS, 'ssmmessages', 'kms']);
  });

  test('is no key where sessions are not encrypted', () => {
    const { stack } = serviceIn('eu-west-2', {});
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-2', availabilityZones: ['a'], privateSubnetIds: ['subnet-1'] });
    const cloudWatchLogGroup = new FargateService(stack, 'Logs', { vpc, image: IMAGE }).logGroup;
    const cluster = new ecs.Cluster(stack, 'Cluster', {
      vpc, executeCommandConfiguration: { logging: ecs.ExecuteCommandLogging.OVERRIDE, logConfiguration: { cloudWatchLogGroup } },
    });
    const called: string[] = [];
    calledServices(stack).each(({ service }) => called.push(service.shortName));
    new FargateService(stack, 'Sessions', { cluster, image: IMAGE, executeCommand: true });
    expect(called.slice(-4)).toEqual([...ALWAYS, 'ssmmessages']);
  });
});

describe('A service under a framework that asks for validated cryptography', () => {
  test.each(['us-east-1', 'us-west-2', 'us-gov-west-1'])('calls FIPS 140 validated endpoints in %s, its sidecars too, which agents of AWS do not', (region) => {
    const { stack, called, service } = serviceIn(region, { tracing: {} });
    service.consumeStream(kinesis.Stream.fromStreamArn(stack, 'Stream', `arn:aws:kinesis:${region}:123456789012:stream/records`));
    expect(variables(stack)).toMatchObject({ app: { AWS_USE_FIPS_ENDPOINT: 'true' }, collector: { AWS_USE_FIPS_ENDPOINT: 'true' } });
    expect(called).toEqual([...ALWAYS, 'xray by FIPS', 'kinesis-streams by FIPS']);
  });

  test.each(['eu-central-1', 'ca-central-1', 'us-iso-east-1', undefined])('calls the usual ones in Region %s, which lacks some', (region) => {
    const { stack } = serviceIn(region, {});
    expect(variables(stack).app.AWS_USE_FIPS_ENDPOINT).toBeUndefined();
  });

  test('calls the standard endpoints where that is configured, or where no framework requires FIPS', () => {
    expect(variables(serviceIn('us-east-1', { network: { fipsEndpoints: false } }).stack).app.AWS_USE_FIPS_ENDPOINT).toBeUndefined();
    expect(variables(serviceIn('us-east-1', {}, [Framework.AWS_FSBP]).stack).app.AWS_USE_FIPS_ENDPOINT).toBeUndefined();
    expect(variables(serviceIn('us-east-1', { network: { fipsEndpoints: true } }, [Framework.AWS_FSBP]).stack).app.AWS_USE_FIPS_ENDPOINT).toBe('true');
  });
});
