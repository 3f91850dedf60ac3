import { App, Duration, Fn, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { FargateService, FargateServiceProps, SecureVpc } from '../../../src';
import { templateOf, testStack } from '../../support';
import { testAccepted, testNumbers, testRefusals } from '../limits';

const IMAGE = ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29');
const CA = 'arn:aws:acm-pca:eu-west-2:123456789012:certificate-authority/01234567-89ab-cdef-0123-456789abcdef';
const STREAM_ARN = 'arn:aws:kinesis:eu-west-2:123456789012:stream/records';

function vpcIn(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    privateSubnetIds: ['subnet-private-1', 'subnet-private-2'],
    publicSubnetIds: ['subnet-public-1', 'subnet-public-2'],
  });
}

function serviceWith(props: Partial<FargateServiceProps>, stack = testStack()): FargateService {
  return new FargateService(stack, 'Service', { vpc: vpcIn(stack), image: IMAGE, ...props });
}

const elsewhere = kms.Key.fromKeyArn(new Stack(new App(), 'Stack'), 'Elsewhere', 'arn:aws:kms:us-east-1:123456789012:key/1');
const token = Lazy.number({ produce: () => 1 });
const percent = { accepted: [0.1, 100], refused: [0, -1, 100.1], need: 'a number greater than 0 and at most 100' };

testNumbers(serviceWith, [
  { prop: 'port', need: 'an integer from 1 to 65535', accepted: [1, 65_535], refused: [0, 65_536, 80.5] },
  { prop: 'task.ephemeralStorageGiB', need: 'an integer from 21 to 200', accepted: [21, 200], refused: [20, 201, 30.5] },
  { prop: 'task.memoryLimitMiB', need: 'an integer of at least 512', accepted: [1024], refused: [511, 1024.5] },
  { prop: 'task.memoryLimitMiB', need: '512 or 1024 to 2048 in steps of 1024 with cpu 256', accepted: [512, 1024, 2048], refused: [1023, 2049], props: { task: { cpu: 256 } } },
  { prop: 'task.cpu', need: 'one of 256, 512, 1024, 2048, 4096, 8192, 16384', accepted: [512], refused: [0, 255, 300, 32_768] },
  { prop: 'scaling.minCapacity', need: 'an integer from 0 to 2147483647', accepted: [0, 10], refused: [-1, 2.5] },
  { prop: 'scaling.minCapacity', need: 'at most 10 (maxCapacity)', accepted: [10], refused: [11] },
  { prop: 'scaling.maxCapacity', need: 'an integer from 1 to 2147483647', accepted: [1, 2_147_483_647], refused: [0, 2.5, 2_147_483_648], props: { scaling: { minCapacity: 0 } } },
  { prop: 'scaling.targetCpuUtilizationPercent', ...percent },
  { prop: 'scaling.targetMemoryUtilizationPercent', ...percent },
  { prop: 'spot.onDemandBase', need: 'an integer from 0 to 100000', accepted: [0, 100_000], refused: [-1, 100_001, 0.5] },
  { prop: 'spot.onDemandWeight', need: 'an integer from 0 to 1000', accepted: [0, 1_000], refused: [-1, 1_001, 0.5] },
  { prop: 'spot.spotWeight', need: 'an integer from 0 to 1000', accepted: [1, 1_000], refused: [-1, 1_001, 0.5] },
  { prop: 'deployment.minHealthyPercent', need: 'an integer from 0 to 100', accepted: [0, 100], refused: [-1, 101, 50.5] },
  { prop: 'deployment.maxHealthyPercent', need: 'an integer from 101 to 200', accepted: [101, 200], refused: [100, 201, 150.5], props: { scaling: { minCapacity: 100, maxCapacity: 110 } } },
]);

describe('a memory limit of the collector', () => {
  testRefusals((memoryLimitMiB: number) => serviceWith({ tracing: { memoryLimitMiB } }), [
    ['tracing.memoryLimitMiB must be an integer of at least 70, got 69', 69],
    ['tracing.memoryLimitMiB must be a finite number, got NaN', NaN],
    ['tracing.memoryLimitMiB must be known at synthesis, got a token', token],
    ['task.memoryLimitMiB must leave at least 70 MiB for the container and its scratchSize, got 69 MiB with the collector', 955],
  ]);
  testAccepted((memoryLimitMiB: number) => serviceWith({ tracing: { memoryLimitMiB } }), [['at least 70', 70], ['what the container leaves', 954]]);
});

test('the proxy of Service Connect and the collector share the memory of the task with the container', () => {
  const serviceOf = (mebibytes: number) => serviceWith({
    serviceConnect: { namespace: 'ledger' }, tracing: {}, container: { scratchSize: Size.mebibytes(mebibytes) },
  });
  expect(() => serviceOf(698)).not.toThrow();
  expect(() => serviceOf(699)).toThrow(new Error('task.memoryLimitMiB must leave at least 705 MiB for the container and its scratchSize, got 704 MiB with the collector'));
  expect(() => serviceOf(955))
    .toThrow(new Error('task.memoryLimitMiB must leave at least 961 MiB for the container and its scratchSize, got 960 MiB with the proxy of Service Connect'));
});

describe('a container', () => {
  const path = 'container.scratchPaths must be absolute paths below / that do not end in /';
  testRefusals((container: FargateServiceProps['container']) => serviceWith({ container }), [
    ["container.user must be user, user:group, uid or uid:gid, got ''", { user: '' }],
    ["container.user must be user, user:group, uid or uid:gid, got 'a b'", { user: 'a b' }],
    ["container.user must be user, user:group, uid or uid:gid, got 'a:b:c'", { user: 'a:b:c' }],
    [`${path}, got 'tmp'`, { scratchPaths: ['tmp'] }],
    [`${path}, got '/tmp\\n'`, { scratchPaths: ['/tmp\n'] }],
    [`${path}, got '/'`, { scratchPaths: ['/'] }],
    [`${path}, got '/tmp/'`, { scratchPaths: ['/tmp/'] }],
    [`${path}, got '/a/../b'`, { scratchPaths: ['/a/../b'] }],
    [`${path}, got '/a/.'`, { scratchPaths: ['/a/.'] }],
    [`${path}, got 'x/a'`, { scratchPaths: ['x/a'] }],
    ["container.scratchPaths must be a list without duplicates, got ['/a', '/a']", { scratchPaths: ['/a', '/a'] }],
    ['container.scratchPaths[0] must be a string, got undefined', { scratchPaths: [undefined as unknown as string] }],
    ['container.scratchSize must be a whole number of MiB of at least 1, got 0 KiB', { scratchSize: Size.mebibytes(0) }],
    ['container.scratchSize must be a whole number of MiB of at least 1, got 1500 KiB', { scratchSize: Size.kibibytes(1_500) }],
    ['container.scratchSize must be known at synthesis, got a token', { scratchSize: Size.mebibytes(token) }],
    ['task.memoryLimitMiB must leave at least 1025 MiB for the container and its scratchSize, got 1024 MiB', { scratchSize: Size.mebibytes(1_019) }],
    ['container.stopTimeout must be a whole number of seconds from 2 to 120, got 1 second', { stopTimeout: Duration.seconds(1) }],
    ['container.stopTimeout must be a whole number of seconds from 2 to 120, got 2 minutes 1 second', { stopTimeout: Duration.seconds(121) }],
    ['container.command must not be empty', { command: [] }],
    ['container.healthCheck.command must not be empty', { healthCheck: { command: [] } }],
    ['container.healthCheck.command[0] must be a string, got undefined', { healthCheck: { command: [undefined as unknown as string] } }],
    ['container.healthCheck.interval must be a whole number of seconds from 5 to 300, got 4 seconds',
      { healthCheck: { command: ['CMD', 'a'], interval: Duration.seconds(4) } }],
    ['container.healthCheck.interval must be a whole number of seconds from 5 to 300, got 5 minutes 1 second',
      { healthCheck: { command: ['CMD', 'a'], interval: Duration.seconds(301) } }],
    ['container.healthCheck.timeout must be a whole number of seconds from 2 to 60, got 1 second',
      { healthCheck: { command: ['CMD', 'a'], timeout: Duration.seconds(1) } }],
    ['container.healthCheck.timeout must be a whole number of seconds from 2 to 60, got 1 minute 1 second',
      { healthCheck: { command: ['CMD', 'a'], timeout: Duration.seconds(61) } }],
    ['container.healthCheck.timeout must be at most the interval, 5 seconds, got 6 seconds',
      { healthCheck: { command: ['CMD', 'a'], interval: Duration.seconds(5), timeout: Duration.seconds(6) } }],
    ['container.healthCheck.startPeriod must be a whole number of seconds from 0 to 300, got 5 minutes 1 second',
      { healthCheck: { command: ['CMD', 'a'], startPeriod: Duration.seconds(301) } }],
    ['container.healthCheck.retries must be an integer from 1 to 10, got 0', { healthCheck: { command: ['CMD', 'a'], retries: 0 } }],
    ['container.healthCheck.retries must be an integer from 1 to 10, got 11', { healthCheck: { command: ['CMD', 'a'], retries: 11 } }],
  ]);
  testAccepted((container: FargateServiceProps['container']) => serviceWith({ container }), [
    ['may have dots in names of scratch paths', { scratchPaths: ['/.cache', '/a..b/...'] }],
    ['may fill its memory with scratch paths', { scratchSize: Size.mebibytes(1_018) }],
    ['may repeat a word of its command', { command: ['-v', '-v'], entryPoint: ['a', 'a'] }],
    ['may stop within 2 seconds', { stopTimeout: Duration.seconds(2) }],
    ['may stop within 2 minutes', { stopTimeout: Duration.minutes(2) }],
    ['may have the shortest health check', { healthCheck: { command: ['CMD', 'a'], interval: Duration.seconds(5), timeout: Duration.seconds(2), retries: 1 } }],
    ['may have the longest health check', {
      healthCheck: { command: ['CMD', 'a'], interval: Duration.minutes(5), timeout: Duration.minutes(1), startPeriod: Duration.minutes(5), retries: 10 },
    }],
    ['may have a timeout as long as the interval', { healthCheck: { command: ['CMD', 'a'], interval: Duration.seconds(5), timeout: Duration.seconds(5) } }],
  ]);
  test('drops no capability where the list is empty', () => {
    const [task] = Object.values(templateOf(serviceWith({ container: { droppedCapabilities: [] } }).node.scope as Stack).findResources('AWS::ECS::TaskDefinition'));
    expect(task.Properties.ContainerDefinitions[0].LinuxParameters.Capabilities).toEqual({});
  });
});

describe('Availability Zones', () => {
  const inZones = (region: string, availabilityZones: string[]) => {
    const stack = new Stack(new App(), 'Stack', { env: { region } });
    return () => new FargateService(stack, 'Service', { vpc: new SecureVpc(stack, 'Network', { availabilityZones }).vpc, image: IMAGE });
  };

  test.each([
    ['us-west-1', 'usw1-az2', 'usw1-az1, usw1-az3'],
    ['ap-northeast-1', 'apne1-az3', 'apne1-az1, apne1-az2, apne1-az4'],
    ['cn-north-1', 'cnn1-az3', 'cnn1-az1, cnn1-az2'],
  ])('of %s without AWS Fargate are refused', (region, zone, zones) => {
    expect(inZones(region, [zones.split(', ')[0], zone]))
      .toThrow(new Error(`network.vpcSubnets must be in Availability Zones with AWS Fargate, ${zones}, got '${zone}'`));
    expect(inZones(region, zones.split(', '))).not.toThrow();
  });

  test('of other Regions and zones by name are accepted', () => {
    expect(inZones('us-east-1', ['use1-az3', 'use1-az2'])).not.toThrow();
    expect(inZones('us-west-1', ['us-west-1a', 'us-west-1b'])).not.toThrow();
  });
});

describe('props', () => {
  const subnets = 'network.vpcSubnets';
  testRefusals((props: Partial<FargateServiceProps>) => serviceWith(props), [
    ['specify either vpc or cluster, got neither', { vpc: undefined }],
    ['task must be a FargateTask, got null', { task: null as never }],
    ['image must be a ContainerImage, got undefined', { image: undefined }],
    ["healthCheckPath must be a path of at most 1,024 characters that begins with /, got 'health'", { healthCheckPath: 'health' }],
    ["healthCheckPath must be a path of at most 1,024 characters that begins with /, got '/a b'", { healthCheckPath: '/a b' }],
    ["logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got 'a b'", { logGroupName: 'a b' }],
    ['spot.onDemandWeight or spot.spotWeight must be greater than 0, got 0 for both', { spot: { spotWeight: 0 } }],
    ['scaling.scaleInCooldown must be a whole number of seconds of at least 0, got 1 second 500 millis', { scaling: { scaleInCooldown: Duration.millis(1_500) } }],
    ['scaling.scaleOutCooldown must be a whole number of seconds of at least 0, got 1 second 500 millis', { scaling: { scaleOutCooldown: Duration.millis(1_500) } }],
    ['deployment.healthCheckGracePeriod must be a whole number of seconds from 0 to 2147483647, got 1 second 500 millis',
      { deployment: { healthCheckGracePeriod: Duration.millis(1_500) } }],
    ['deployment.alarms must not be empty', { deployment: { alarms: [] } }],
    ['logging.maxBufferSize must be a whole number of KiB of at least 1, got 0 KiB', { logging: { maxBufferSize: Size.kibibytes(0) } }],
    ['logging.maxBufferSize must be known at synthesis, got a token', { logging: { maxBufferSize: Size.mebibytes(token) } }],
    ['specify either logging.maxBufferSize or logging.mode BLOCKING, not both',
      { logging: { mode: ecs.AwsLogDriverMode.BLOCKING, maxBufferSize: Size.mebibytes(1) } }],
    ["logging.mode must be AwsLogDriverMode.BLOCKING or AwsLogDriverMode.NON_BLOCKING, got 'async'", { logging: { mode: 'async' as never } }],
    ["serviceConnect.namespace must be the name or ARN of a Cloud Map namespace, got ''", { serviceConnect: { namespace: '' } }],
    ["serviceConnect.dnsName must be at most 127 lower-case letters, digits, underscores, hyphens and periods, without a hyphen at the start, got 'Api'",
      { serviceConnect: { namespace: 'a', dnsName: 'Api' } }],
    ["serviceConnect.dnsName must be at most 127 lower-case letters, digits, underscores, hyphens and periods, without a hyphen at the start, got '-api'",
      { serviceConnect: { namespace: 'a', dnsName: '-api' } }],
    ["serviceConnect.tls.awsPcaAuthorityArn must be the ARN of an AWS Private CA, got ''", { serviceConnect: { namespace: 'a', tls: {} } }],
    ["serviceConnect.tls.awsPcaAuthorityArn must be the ARN of an AWS Private CA, got 'arn:aws:acm:eu-west-2:123456789012:certificate/1'",
      { serviceConnect: { namespace: 'a', tls: { awsPcaAuthorityArn: 'arn:aws:acm:eu-west-2:123456789012:certificate/1' } } }],
    ["serviceConnect.tls.kmsKey must be a key in eu-west-2, got 'Stack/Elsewhere' in us-east-1",
      { serviceConnect: { namespace: 'a', tls: { awsPcaAuthorityArn: CA, kmsKey: elsewhere } } }],
    ["each key of environment must be the name of an environment variable, at least one character without an equals sign, got ''", { environment: { '': 'b' } }],
    ["each key of environment must be the name of an environment variable, at least one character without an equals sign, got 'A=B'", { environment: { 'A=B': 'b' } }],
    ['environment.A must be a string, got undefined', { environment: { A: undefined as unknown as string } }],
    ["environment.OTEL_EXPORTER_OTLP_PROTOCOL must be 'http/protobuf' where tracing is set, got 'grpc'",
      { tracing: {}, environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' } }],
    [`${subnets} must select private or isolated subnets in at least 1 Availability Zone, got 0`, { network: { vpcSubnets: { availabilityZones: ['eu-west-2z'] } } }],
    [`${subnets}.subnets must not be empty`, { network: { vpcSubnets: { subnets: [] } } }],
    [`${subnets} must select private or isolated subnets, got public subnet 'subnet-public-1'`,
      { network: { vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } } }],
    [`${subnets}.subnetType must be SubnetType.PRIVATE_ISOLATED, SubnetType.PRIVATE_WITH_EGRESS or SubnetType.PUBLIC, got 'private'`, { network: { vpcSubnets: { subnetType: 'private' as never } } }],
    [`${subnets}.subnets[0] must be an ISubnet, got undefined`, { network: { vpcSubnets: { subnets: [undefined as never] } } }],
  ]);
  testAccepted((props: Partial<FargateServiceProps>) => serviceWith(props), [
    ['may have a health check path of 1,024 characters', { healthCheckPath: `/${'a'.repeat(1_023)}` }],
    ['may have cooldowns of 0 seconds', { scaling: { scaleInCooldown: Duration.seconds(0), scaleOutCooldown: Duration.seconds(0) } }],
    ['may have the longest grace period', { deployment: { healthCheckGracePeriod: Duration.seconds(2_147_483_647) } }],
    ['may have a buffer of 1 KiB', { logging: { maxBufferSize: Size.kibibytes(1) } }],
    ['may have a DNS name of 127 characters', { serviceConnect: { namespace: 'a'.repeat(1_024), dnsName: `_${'a'.repeat(126)}` } }],
    ['may have a certificate authority that only a deployment knows', { serviceConnect: { namespace: 'a', tls: { awsPcaAuthorityArn: Fn.importValue('Authority') } } }],
    ['may name the address of the collector', { tracing: {}, environment: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf' } }],
    ['may have one Spot weight of 0', { spot: { onDemandWeight: 1, spotWeight: 0 } }],
    ['may have a minimum that equals the maximum', { scaling: { minCapacity: 3, maxCapacity: 3 } }],
  ]);

  test('that exceed a length are refused', () => {
    expect(() => serviceWith({ healthCheckPath: `/${'a'.repeat(1_024)}` })).toThrow(/^healthCheckPath must be a path of at most 1,024 characters/);
    expect(() => serviceWith({ serviceConnect: { namespace: 'a', dnsName: 'a'.repeat(128) } })).toThrow(/^serviceConnect\.dnsName must be at most 127/);
    expect(() => serviceWith({ serviceConnect: { namespace: 'a'.repeat(1_025) } })).toThrow(/^serviceConnect\.namespace must be the name or ARN/);
  });

  test('may not set a name as variable and as secret', () => {
    const stack = testStack();
    const secrets = { A: ecs.Secret.fromSecretsManager(secretsmanager.Secret.fromSecretNameV2(stack, 'Secret', 'token')) };
    expect(() => serviceWith({ environment: { A: 'b' }, secrets }, stack)).toThrow(new Error('specify either environment.A or secrets.A, not both'));
  });

  test('are refused before anything is made', () => {
    const stack = testStack();
    expect(() => serviceWith({ deployment: { maxHealthyPercent: 100 } }, stack)).toThrow(/^deployment\.maxHealthyPercent/);
    expect(stack.node.findChild('Service').node.children).toEqual([]);
  });

  test('without outbound HTTPS allow no outbound traffic', () => {
    const [group] = Object.values(templateOf(serviceWith({ network: { outboundHttps: [] } }).node.scope as Stack).findResources('AWS::EC2::SecurityGroup'));
    expect(group.Properties.SecurityGroupEgress).toEqual([
      { CidrIp: '255.255.255.255/32', Description: 'Disallow all traffic', FromPort: 252, ToPort: 86, IpProtocol: 'icmp' },
    ]);
  });
});

describe('ids that EC2 does not accept in descriptions', () => {
  const descriptionOf = (stack: Stack) => Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroup'))[0].Properties.GroupDescription;

  test('have other characters replaced', () => {
    const stack = testStack();
    new FargateService(stack, 'Zahlungs-Dienst ü', { vpc: vpcIn(stack), image: IMAGE });
    expect(descriptionOf(stack)).toBe('Tasks of Stack/Zahlungs-Dienst -');
  });

  test('are cut to 255 characters', () => {
    const stack = testStack();
    const deep = Array.from({ length: 12 }).reduce<Construct>((scope) => new Construct(scope, 'x'.repeat(30)), stack);
    new FargateService(deep, 'Service', { vpc: vpcIn(stack), image: IMAGE });
    expect(descriptionOf(stack)).toMatch(/^Tasks of Stack\/(x{30}\/){7}x+-[0-9a-f]{8}$/);
    expect(descriptionOf(stack)).toHaveLength(255);
  });
});

describe('methods', () => {
  const stream = (service: FargateService) => kinesis.Stream.fromStreamArn(service, 'Stream', STREAM_ARN);
  const metric = new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'Backlog' });
  testRefusals((use: (service: FargateService) => void) => use(serviceWith({})), [
    ["name must be the name of an environment variable, at least one character without an equals sign, got ''", (service) => service.addEnvironment('', 'a')],
    ['sidecar.image must be a ContainerImage, got undefined', (service) => service.addSidecar('a', { memoryLimitMiB: 128 } as never)],
    ["container 'app' already exists in this task", (service) => service.addSidecar('app', { image: IMAGE, memoryLimitMiB: 128 })],
    ["container 'App' already exists in this task", (service) => service.addSidecar('App', { image: IMAGE, memoryLimitMiB: 128 })],
    ["container 'a' already exists in this task", (service) => {
      service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 128 });
      service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 128 });
    }],
    ["name must be at most 255 letters, digits, hyphens and underscores, got 'a b'", (service) => service.addSidecar('a b', { image: IMAGE, memoryLimitMiB: 128 })],
    ['sidecar.memoryLimitMiB must be at least 70 with scratchSize for each of the scratchPaths, got 69', (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 69 })],
    ['sidecar.memoryLimitMiB must be an integer of at least 1, got 0', (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 0 })],
    ['sidecar.memoryLimitMiB must be known at synthesis, got a token', (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: token })],
    ["sidecar.container.user must be user, user:group, uid or uid:gid, got 'a b'",
      (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 128, container: { user: 'a b' } })],
    ['options.environmentVariable must be a string, got null', (service) => service.consumeStream(stream(service), { environmentVariable: null as never })],
    ["options.environmentVariable must be the name of an environment variable, at least one character without an equals sign, got ''",
      (service) => service.consumeStream(stream(service), { environmentVariable: '' })],
    ["scaling policy 'A' already exists in this service", (service) => {
      service.scaleOnMetric('A', metric, 1);
      service.scaleOnMetric('A', metric, 1);
    }],
    ['targetValue must be a number greater than 0, got 0', (service) => service.scaleOnMetric('A', metric, 0)],
    ['targetValue must be a finite number, got NaN', (service) => service.scaleOnMetric('A', metric, NaN)],
    ["schedule 'A' already exists in this service", (service) => {
      service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '7' }), minCapacity: 3 });
      service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '8' }), minCapacity: 2 });
    }],
    ['schedule.minCapacity must be at most 2 (maxCapacity), got 3',
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '7' }), minCapacity: 3, maxCapacity: 2 })],
    ['schedule.minCapacity must be a finite number, got NaN',
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '7' }), minCapacity: NaN })],
    ['schedule.maxCapacity must be an integer of at least 0, got -1',
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '7' }), maxCapacity: -1 })],
    ["schedule.schedule must be cron(…) with 6 fields, a rate such as rate(12 hours), or at(yyyy-mm-ddThh:mm:ss), got '0 7 * * *'",
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.expression('0 7 * * *'), minCapacity: 1 })],
    ["schedule.schedule must be cron(…) with 6 fields, a rate such as rate(12 hours), or at(yyyy-mm-ddThh:mm:ss), got 'at(2026-13-01T00:00:00)'",
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.expression('at(2026-13-01T00:00:00)'), minCapacity: 1 })],
    ["schedule.schedule must have an hour from 0 to 23, got '24'",
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.expression('cron(0 24 * * ? *)'), minCapacity: 1 })],
    ["task must have at most 10 containers, got 11 with sidecar 's9'", (service) => {
      for (let index = 0; index < 10; index++) service.addSidecar(`s${index}`, { image: IMAGE, memoryLimitMiB: 70 });
    }],
    ["scaling policy 'A' already exists in this service", (service) => {
      const records = stream(service);
      service.scaleOnStream('A', records);
      service.scaleOnStream('A', records);
    }],
    ["stream must be a stream in eu-west-2, got 'Stack/Service/Elsewhere' in us-east-1",
      (service) => service.scaleOnStream('A', kinesis.Stream.fromStreamArn(service, 'Elsewhere', STREAM_ARN.replace('eu-west-2', 'us-east-1')))],
    ["alarm must be an alarm in eu-west-2, got 'Stack/Service/Elsewhere' in us-east-1",
      (service) => service.rollBackOn(cloudwatch.Alarm.fromAlarmArn(service, 'Elsewhere', 'arn:aws:cloudwatch:us-east-1:123456789012:alarm:errors'))],
    ["targetGroup must be an IApplicationTargetGroup in eu-west-2, got 'Stack/Service/Elsewhere' in us-east-1",
      (service) => service.attachToApplicationTargetGroup(elbv2.ApplicationTargetGroup.fromTargetGroupAttributes(service, 'Elsewhere', {
        targetGroupArn: 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/other/73e2d6bc24d8a067',
      }))],
    ['scaling.iteratorAge must be known at synthesis, got a token', (service) => service.scaleOnStream('A', stream(service), { iteratorAge: Duration.seconds(token) })],
    ['scaling.throughputPerTask must be known at synthesis, got a token',
      (service) => service.scaleOnStream('A', stream(service), { throughputPerTask: Size.kibibytes(token) })],
    ['scaling.cooldown must be a whole number of seconds of at least 0, got 1 second 500 millis',
      (service) => service.scaleOnStream('A', stream(service), { cooldown: Duration.millis(1_500) })],
    ['scaling.recordsPerTask must be a finite number, got NaN', (service) => service.scaleOnStream('A', stream(service), { recordsPerTask: NaN })],
  ]);
  testAccepted((use: (service: FargateService) => void) => use(serviceWith({})), [
    ['a name of 255 characters', (service) => service.addSidecar('a'.repeat(255), { image: IMAGE, memoryLimitMiB: 70 })],
    ['each form of a schedule', (service) => [appscaling.Schedule.at(new Date('2026-12-31T23:59:59Z')), appscaling.Schedule.rate(Duration.days(1)), appscaling.Schedule.expression('cron(30 6 * * 2 *)')].forEach(
      (each, index) => service.scaleOnSchedule(`A${index}`, { schedule: each, minCapacity: 1 }))],
    ['a sidecar with a variable such as toString', (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 128, environment: { toString: 'a' } })],
    ['a sidecar that leaves the container 70 MiB', (service) => service.addSidecar('a', { image: IMAGE, memoryLimitMiB: 954 })],
    ['an age of 1 millisecond', (service) => service.scaleOnStream('A', stream(service), { iteratorAge: Duration.millis(1), cooldown: Duration.seconds(0) })],
    ['a minimum that equals the maximum',
      (service) => service.scaleOnSchedule('A', { schedule: appscaling.Schedule.cron({ hour: '7' }), minCapacity: 3, maxCapacity: 3 })],
  ]);

  test('need a task memory that is known at synthesis for a sidecar', () => {
    const memoryLimitMiB = Lazy.number({ produce: () => 2048 });
    expect(() => serviceWith({ task: { memoryLimitMiB } }).addSidecar('a', { image: IMAGE, memoryLimitMiB: 128 }))
      .toThrow(new Error('task.memoryLimitMiB must be known at synthesis, got a token'));
  });
});
