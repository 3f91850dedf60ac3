import { CfnParameter, Duration, Lazy } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { onlyOne, serviceIn, templateWith, vpcIn } from './instances';
import { AutoScalingService, AutoScalingServiceProps } from '../../../src';
import { templateOf, testStack } from '../../support';
import { testAccepted, testNumbers, testRefusals } from '../limits';

const SINGLE = [new ec2.InstanceType('m7g.large')];
const token = Lazy.number({ produce: () => 1 });
const FIXED = { scaling: { minCapacity: 2, maxCapacity: 2 } };
const serviceWith = (props: Partial<AutoScalingServiceProps>) => serviceIn(testStack(), props);
const percent = { accepted: [0.1, 100], refused: [0, -1, 100.1], need: 'a number greater than 0 and at most 100' };
const percentIn = { ...percent, accepted: [0.1, 69.9] };

testNumbers(serviceWith, [
  { prop: 'port', need: 'an integer from 1 to 65535', accepted: [1, 65_535], refused: [0, 65_536, 80.5] },
  { prop: 'metadataHopLimit', known: true, need: 'an integer from 1 to 64', accepted: [1, 64], refused: [0, 65, 1.5] },
  { prop: 'volume.sizeGiB', need: 'an integer from 8 to 65536', accepted: [8, 65_536], refused: [7, 65_537, 8.5] },
  { prop: 'volume.iops', need: 'an integer from 3000 to 80000', accepted: [3_000, 80_000], refused: [2_999, 80_001], props: { volume: { sizeGiB: 160 } } },
  { prop: 'volume.iops', need: 'at most 500 per GiB, 79500 for 159 GiB', accepted: [79_500], refused: [79_501], props: { volume: { sizeGiB: 159 } } },
  { prop: 'volume.throughput', known: true, need: 'an integer from 125 to 2000', accepted: [125, 2_000], refused: [124, 2_001], props: { volume: { iops: 8_000 } } },
  { prop: 'volume.throughput', known: true, need: 'at most a quarter of the IOPS, 750 for 3000', accepted: [750], refused: [751] },
  { prop: 'volume.throughput', known: true, need: 'at most a quarter of the IOPS, 1000 for 4003', accepted: [1_000], refused: [1_001], props: { volume: { iops: 4_003 } } },
  { prop: 'scaling.minCapacity', need: 'an integer from 0 to 2147483647', accepted: [0, 4], refused: [-1, 2.5] },
  { prop: 'scaling.minCapacity', need: 'at most 4 (maxCapacity)', accepted: [4], refused: [5] },
  { prop: 'scaling.maxCapacity', need: 'an integer from 1 to 2147483647', accepted: [1, 2_147_483_647], refused: [0, 2.5, 2_147_483_648], props: { scaling: { minCapacity: 0 } } },
  { prop: 'scaling.desiredCapacity', need: 'an integer from 0 to 2147483647', accepted: [2, 4], refused: [-1, 2.5] },
  { prop: 'scaling.desiredCapacity', need: 'at least 2 (minCapacity)', accepted: [2], refused: [1] },
  { prop: 'scaling.desiredCapacity', need: 'at most 4 (maxCapacity)', accepted: [4], refused: [5] },
  { prop: 'scaling.targetCpuUtilizationPercent', ...percent },
  { prop: 'scaling.cpuSteps.scaleOutAtPercent', ...percent, accepted: [30.1, 100], props: { scaling: { cpuSteps: { scaleInAtPercent: 30 } } } },
  { prop: 'scaling.cpuSteps.scaleInAtPercent', ...percentIn, props: { scaling: { cpuSteps: { scaleOutAtPercent: 70 } } } },
  {
    prop: 'scaling.cpuSteps.scaleInAtPercent',
    need: 'less than 70 (scaleOutAtPercent)',
    accepted: [69],
    refused: [70, 71],
    props: { scaling: { cpuSteps: { scaleOutAtPercent: 70 } } },
  },
  { prop: 'spot.onDemandBase', need: 'an integer of at least 0', accepted: [0, 100], refused: [-1, 0.5] },
  { prop: 'spot.onDemandPercentAboveBase', need: 'an integer from 0 to 100', accepted: [0, 100], refused: [-1, 101, 0.5] },
  { prop: 'deployment.minInstancesInService', need: 'an integer from 0 to 3', accepted: [0, 3], refused: [-1, 4, 0.5] },
  { prop: 'deployment.maxBatchSize', need: 'an integer of at least 1', accepted: [1, 100], refused: [0, 1.5] },
]);

describe('props', () => {
  const timeout = 'deployment.bootstrapTimeout must be a whole number of seconds from 1 to 3600';
  const age = 'deployment.maxInstanceAge must be a whole number of days from 1 to 365';
  const names = 'logging.files must be a map whose names have lower-case letters, digits and single hyphens, a letter first';
  const device = 'volume.deviceName must be a device name such as /dev/xvda';
  testRefusals((props: Partial<AutoScalingServiceProps>) => serviceWith(props), [
    [`${timeout}, got 0 seconds`, { deployment: { bootstrapTimeout: Duration.seconds(0) } }],
    [`${timeout}, got 1 hour 1 second`, { deployment: { bootstrapTimeout: Duration.seconds(3_601) } }],
    [`${age}, got 23 hours`, { deployment: { maxInstanceAge: Duration.hours(23) } }],
    [`${age}, got 366 days`, { deployment: { maxInstanceAge: Duration.days(366) } }],
    ['deployment.healthCheckGracePeriod must be a whole number of seconds of at least 0, got 1 second 500 millis',
      { deployment: { healthCheckGracePeriod: Duration.millis(1_500) } }],
    ['scaling.instanceWarmup must be a whole number of seconds of at least 0, got 1 second 500 millis', { scaling: { instanceWarmup: Duration.millis(1_500) } }],
    ['specify either scaling.targetCpuUtilizationPercent or scaling.cpuSteps, not both',
      { scaling: { targetCpuUtilizationPercent: 70, cpuSteps: { scaleInAtPercent: 30, scaleOutAtPercent: 70 } } }],
    ['instanceTypes must not be empty', { instanceTypes: [] }],
    ["instanceTypes must be a list without duplicates, got ['m7g.large', 'm7g.large']", { instanceTypes: [...SINGLE, new ec2.InstanceType('m7g.large')] }],
    ["instanceTypes must be types of one architecture, because they share an image, got ['m7g.large', 'm7i.large']",
      { instanceTypes: [...SINGLE, new ec2.InstanceType('m7i.large')] }],
    ["instanceTypes must be types such as t3.medium, got 'large'", { instanceTypes: [new ec2.InstanceType('large')] }],
    [`${device}, got 'xvda'`, { volume: { deviceName: 'xvda' } }],
    [`${device}, got '/dev/'`, { volume: { deviceName: '/dev/' } }],
    [`${names}, got 'App'`, { logging: { files: { App: '/a' } } }],
    [`${names}, got 'a--b'`, { logging: { files: { 'a--b': '/a' } } }],
    ["logging.files.app must be an absolute path, got 'a.log'", { logging: { files: { app: 'a.log' } } }],
    ["logging.files.app must be an absolute path, got '/'", { logging: { files: { app: '/' } } }],
    ["logging.files must be a map whose names differ by more than hyphens, got ['bootstrap', 'audit', 'ssm', 'a-1', 'a1']",
      { logging: { files: { 'a-1': '/a', 'a1': '/b' } } }],
    ["logging.logGroupPrefix must be a log group name of A-Z a-z 0-9 . / # - _, got 'a b/bootstrap'", { logging: { logGroupPrefix: 'a b' } }],
    ["groupName must be an Auto Scaling group name of A-Z a-z 0-9 . - _, got 'a:b'", { groupName: 'a:b' }],
    ["name of an environment variable must be letters, digits and underscores, no digit first, got '1A'", { environment: { '1A': 'b' } }],
    ["environment.A must be without single quotes and line breaks, which bash and systemd read differently, got 'it's'", { environment: { A: "it's" } }],
    ['warmPool must be used with one instance type, got 2', { warmPool: {} }],
    ['specify either warmPool or spot, not both', { warmPool: {}, spot: {}, instanceTypes: SINGLE }],
    ['warmPool.minSize must be an integer of at least 0, got -1', { warmPool: { minSize: -1 }, instanceTypes: SINGLE }],
    ['warmPool.minSize must be known at synthesis, got a token', { warmPool: { minSize: token }, instanceTypes: SINGLE }],
    ['warmPool.maxGroupPreparedCapacity must be a finite number, got NaN', { warmPool: { maxGroupPreparedCapacity: NaN }, instanceTypes: SINGLE }],
    ["warmPool.poolState must be PoolState.HIBERNATED, PoolState.RUNNING or PoolState.STOPPED, got 'asleep'", { warmPool: { poolState: 'asleep' as never }, instanceTypes: SINGLE }],
    ['network.vpcSubnets must select private or isolated subnets in at least 1 Availability Zone, got 0', { network: { vpcSubnets: { availabilityZones: ['eu-west-2z'] } } }],
    ['network.vpcSubnets.subnets must not be empty', { network: { vpcSubnets: { subnets: [] } } }],
    ['network.vpcSubnets must select private or isolated subnets in at least 1 Availability Zone, got 0', { network: { vpcSubnets: { subnetGroupName: 'none' } } }],
    ["logging.logGroupPrefix must be a prefix of at least one character, got ''", { logging: { logGroupPrefix: '' } }],
    ['deployment.bootstrapTimeout must be known at synthesis, got a token', { deployment: { bootstrapTimeout: Duration.seconds(token) } }],
    ['deployment.maxInstanceAge must be known at synthesis, got a token', { deployment: { maxInstanceAge: Duration.days(token) } }],
    ['bootstrap must be known at synthesis, got a token', { bootstrap: Lazy.list({ produce: () => ['true'] }) }],
    ["network.vpcSubnets must select private or isolated subnets, got public subnet 'subnet-public-1'",
      { network: { vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } } }],
    ['bootstrap[0] must be a string, got undefined', { bootstrap: [undefined as unknown as string] }],
    ['vpc must be an IVpc, got undefined', { vpc: undefined }],
  ]);
  testAccepted((props: Partial<AutoScalingServiceProps>) => serviceWith(props), [
    ['may wait for 1 second', { deployment: { bootstrapTimeout: Duration.seconds(1) } }],
    ['may wait for 1 hour', { deployment: { bootstrapTimeout: Duration.hours(1) } }],
    ['may replace instances every day', { deployment: { maxInstanceAge: Duration.days(1) } }],
    ['may replace instances every year', { deployment: { maxInstanceAge: Duration.days(365) } }],
    ['may have no warmup and no grace period', { scaling: { instanceWarmup: Duration.seconds(0) }, deployment: { healthCheckGracePeriod: Duration.seconds(0) } }],
    ['may have the smallest volume with the included IOPS', { volume: { sizeGiB: 8, iops: 4_000, throughput: 1_000 } }],
    ['may have a warm pool without a minimum', { warmPool: { minSize: 0, maxGroupPreparedCapacity: 0 }, instanceTypes: SINGLE }],
    ['may repeat a command', { bootstrap: ['sleep 1', 'sleep 1'] }],
    ['may have an empty variable', { environment: { A: '' } }],
    ['may have an instance type of several parts', { instanceTypes: [new ec2.InstanceType('m7i-flex.large')] }],
  ]);

  test('are refused before anything is made', () => {
    const stack = testStack();
    expect(() => serviceIn(stack, { deployment: { maxBatchSize: 0 } })).toThrow(/^deployment\.maxBatchSize/);
    expect(stack.node.findChild('Service').node.children).toEqual([]);
  });
});

describe('a group whose size is fixed', () => {
  test('has no scaling policy', () => {
    const template = templateWith(FIXED);
    template.resourceCountIs('AWS::AutoScaling::ScalingPolicy', 0);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 0);
  });

  test('has one where a token decides', () => {
    const maxCapacity = Lazy.number({ produce: () => 2 });
    templateWith({ scaling: { minCapacity: 2, maxCapacity } }).resourceCountIs('AWS::AutoScaling::ScalingPolicy', 1);
  });

  test('refuses further policies', () => {
    expect(() => serviceWith(FIXED).scaleOnMetric('A', new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'Backlog' }), 1))
      .toThrow(new Error('scaling.maxCapacity must be greater than minCapacity for a scaling policy, got 2 for both'));
  });
});

describe('ids', () => {
  test('that EC2 does not accept in descriptions have other characters replaced', () => {
    const stack = testStack();
    new AutoScalingService(stack, 'Zahlungs-Dienst ü', { vpc: vpcIn(stack) });
    expect(onlyOne(templateOf(stack), 'AWS::EC2::SecurityGroup').Properties.GroupDescription).toBe('Instances of Stack/Zahlungs-Dienst -');
  });

  test('below twelve levels fit into descriptions and tags', () => {
    const stack = testStack();
    const deep = Array.from({ length: 12 }).reduce<Construct>((scope) => new Construct(scope, 'x'.repeat(30)), stack);
    new AutoScalingService(deep, 'Service', { vpc: vpcIn(stack) });
    const template = templateOf(stack);
    expect(onlyOne(template, 'AWS::EC2::SecurityGroup').Properties.GroupDescription).toMatch(/^Instances of Stack\/(x{30}\/){7}x+-[0-9a-f]{8}$/);
    const names = [
      ...onlyOne(template, 'AWS::AutoScaling::AutoScalingGroup').Properties.Tags,
      ...onlyOne(template, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData.TagSpecifications.flatMap(({ Tags }: any) => Tags),
    ].filter(({ Key }) => Key === 'Name').map(({ Value }) => Value.length);
    expect(Math.max(...names)).toBe(256);
  });
});

describe('methods', () => {
  const metric = new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'Backlog' });
  const hours = { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'Europe/London' };
  const schedule = autoscaling.Schedule.cron({ hour: '7', minute: '0' });
  testRefusals((use: (service: AutoScalingService) => void) => use(serviceWith({})), [
    ["scaling policy 'A' already exists in this service", (service) => {
      service.scaleOnMetric('A', metric, 1);
      service.scaleOnMetric('A', metric, 1);
    }],
    ['targetValue must be a finite number, got NaN', (service) => service.scaleOnMetric('A', metric, NaN)],
    ["schedule 'A' already exists in this service", (service) => {
      service.scaleOnSchedule('A', { schedule, minCapacity: 1 });
      service.scaleOnSchedule('A', { schedule, minCapacity: 1 });
    }],
    ["schedule 'A' already exists in this service", (service) => {
      service.scaleOnBusinessHours('A', hours);
      service.scaleOnBusinessHours('A', hours);
    }],
    ['schedule.minCapacity must be at most 2 (maxCapacity), got 3', (service) => service.scaleOnSchedule('A', { schedule, minCapacity: 3, maxCapacity: 2 })],
    ['schedule.desiredCapacity must be at most 2 (maxCapacity), got 3', (service) => service.scaleOnSchedule('A', { schedule, maxCapacity: 2, desiredCapacity: 3 })],
    ['schedule.desiredCapacity must be at least 2 (minCapacity), got 1', (service) => service.scaleOnSchedule('A', { schedule, minCapacity: 2, desiredCapacity: 1 })],
    ["schedule.schedule must be a crontab entry of 5 fields such as 0 8 * * 1-5, got 'cron(0 8 * * ? *)'",
      (service) => service.scaleOnSchedule('A', { schedule: autoscaling.Schedule.expression('cron(0 8 * * ? *)'), minCapacity: 1 })],
    ["schedule.schedule must have a day of the week from 0 to 7 or SUN to SAT, got '8'",
      (service) => service.scaleOnSchedule('A', { schedule: autoscaling.Schedule.expression('0 8 * * 8'), minCapacity: 1 })],
    ['schedule.desiredCapacity must be an integer of at least 0, got -1', (service) => service.scaleOnSchedule('A', { schedule, desiredCapacity: -1 })],
    ["schedule.timeZone must be a name of the IANA time zone database such as America/New_York, got 'Mars'",
      (service) => service.scaleOnSchedule('A', { schedule, minCapacity: 1, timeZone: 'Mars' })],
    ['hours.minCapacity must be an integer from 0 to 4, got 5', (service) => service.scaleOnBusinessHours('A', { ...hours, minCapacity: 5 })],
    ['hours.minCapacity must be a finite number, got null', (service) => service.scaleOnBusinessHours('A', { ...hours, minCapacity: null as never })],
    ['hours.startTime must be known at synthesis, got a token',
      (service) => service.scaleOnBusinessHours('A', { ...hours, startTime: Lazy.string({ produce: () => '08:00' }) })],
    ["hours.startTime must be a time such as 08:00, got '24:00'", (service) => service.scaleOnBusinessHours('A', { ...hours, startTime: '24:00' })],
    ["hours.endTime must be a time such as 08:00, got '18:60'", (service) => service.scaleOnBusinessHours('A', { ...hours, endTime: '18:60' })],
    ["hours.endTime must be later than 08:00 on the same day, got '08:00'", (service) => service.scaleOnBusinessHours('A', { ...hours, endTime: '08:00' })],
    ["hours.weekDays must be days such as 1-5 or 1,3,5, got '8'", (service) => service.scaleOnBusinessHours('A', { ...hours, weekDays: '8' })],
  ]);
  testAccepted((use: (service: AutoScalingService) => void) => use(serviceWith({})), [
    ['hours of one minute with the maximum of the group', (service) => service.scaleOnBusinessHours('A', { ...hours, minCapacity: 4, endTime: '08:01' })],
    ['hours of a whole day', (service) => service.scaleOnBusinessHours('A', { ...hours, startTime: '00:00', endTime: '23:59', weekDays: '0-7' })],
    ['a fixed size at times', (service) => service.scaleOnSchedule('A', { schedule, minCapacity: 2, maxCapacity: 2, desiredCapacity: 2 })],
    ['any form of a crontab entry', (service) => ['0 8 * * 1-5', '*/15 0-23/2 1,15 JAN-DEC MON,0', '0 0 L * 7'].forEach((expression, index) => (
      service.scaleOnSchedule(`A${index}`, { schedule: autoscaling.Schedule.expression(expression), minCapacity: 1 })))],
  ]);
});

test('a refused prop leaves no parameter of the image', () => {
  const stack = testStack();
  const base = { vpc: vpcIn(stack), machineImage: ec2.MachineImage.latestAmazonLinux2023() };
  for (const props of [{ volume: { sizeGiB: 1 } }, { deployment: { minInstancesInService: -1 } }, { logging: { files: { app: 'a.log' } } }]) {
    expect(() => new AutoScalingService(new Construct(stack, Object.keys(props)[0]), 'Service', { ...base, ...props })).toThrow(/ must be /);
  }
  expect(stack.node.findAll().filter((each) => each instanceof CfnParameter)).toEqual([]);
});
