import { Stack } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { AutoScalingService, FargateService } from '../../src';
import { image, metric, secret, stream, vpc } from '../contract/surroundings';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const invalid = new Date(NaN);
const [early, late] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-01T00:00:00Z')];

const targetGroup = (stack: Stack) => new elbv2.ApplicationTargetGroup(stack, 'TargetGroup', { vpc: vpc(stack), targetType: elbv2.TargetType.IP });

describe.each<[string, (stack: Stack) => any, object]>([
  ['AutoScalingService', (stack) => new AutoScalingService(stack, 'Service', { vpc: vpc(stack) }), { schedule: autoscaling.Schedule.cron({ hour: '8' }), minCapacity: 3 }],
  ['FargateService', (stack) => new FargateService(stack, 'Service', { vpc: vpc(stack), image: image() }),
    { schedule: appscaling.Schedule.cron({ hour: '8' }), minCapacity: 3 }],
])('an argument of %s is refused:', (_, make, schedule) => {
  test.each<[string, (service: any, stack: Stack) => unknown]>([
    ['name must be a string, got null', (service) => service.addEnvironment(null, 'a')],
    ['value must be a string, got undefined', (service) => service.addEnvironment('A')],
    ['name must be a string, got 1', (service, stack) => service.addSecret(1, secret(stack))],
    ['secret must be an ISecret, got undefined', (service) => service.addSecret('A')],
    ['options.field must be a string, got null', (service, stack) => service.addSecret('A', secret(stack), { field: null })],
    ['name must be a string, got null', (service, stack) => service.addSecretField(null, secret(stack), 'password')],
    ['secret must be an ISecret, got null', (service) => service.addSecretField('A', null, 'password')],
    ['field must be a string, got null', (service, stack) => service.addSecretField('A', secret(stack), null)],
    ["options.field must be a key of the secret's JSON document, got ''", (service, stack) => service.addSecretField('A', secret(stack), '')],
    ['id must be a string, got null', (service) => service.scaleOnSchedule(null, schedule)],
    ['schedule.minCapacity must be an integer of at least 0, got -1', (service) => service.scaleOnSchedule('A', { ...schedule, minCapacity: -1 })],
    ['schedule.maxCapacity must be an integer of at least 0, got 1.5', (service) => service.scaleOnSchedule('A', { ...schedule, maxCapacity: 1.5 })],
    ["id must be an id of at least one character, got ''", (service) => service.scaleOnSchedule('', schedule)],
    ['schedule.schedule must be a Schedule, got undefined', (service) => service.scaleOnSchedule('A', {})],
    ['schedule.startTime must be a Date, got \'now\'', (service) => service.scaleOnSchedule('A', { ...schedule, startTime: 'now' })],
    ['schedule.startTime must be a valid Date, got \'Invalid Date\'', (service) => service.scaleOnSchedule('A', { ...schedule, startTime: invalid })],
    ["schedule.endTime must be later than startTime 2026-02-01T00:00:00.000Z, got '2026-01-01T00:00:00.000Z'",
      (service) => service.scaleOnSchedule('A', { ...schedule, startTime: late, endTime: early })],
    ['specify schedule.minCapacity or schedule.maxCapacity', (service) => service.scaleOnSchedule('A', { ...schedule, minCapacity: undefined })],
    ['id must be a string, got undefined', (service) => service.scaleOnMetric(undefined, metric(), 1)],
    ['metric must be an IMetric, got null', (service) => service.scaleOnMetric('A', null, 1)],
    ["targetValue must be a finite number, got '1'", (service) => service.scaleOnMetric('A', metric(), '1')],
    ['targetGroup must be an IApplicationTargetGroup, got undefined', (service) => service.attachToApplicationTargetGroup()],
  ])('%s', (message, call) => {
    const stack = testStack();
    const service = make(stack);
    expect(refusal(() => call(service, stack))).toBe(message);
  });

  test('addSecretField is addSecret with a field', () => {
    const [ofField, ofOptions] = [testStack(), testStack()];
    make(ofField).addSecretField('DB_PASSWORD', secret(ofField), 'password');
    make(ofOptions).addSecret('DB_PASSWORD', secret(ofOptions), { field: 'password' });
    const template = JSON.stringify(templateOf(ofField).toJSON());
    expect(template).toBe(JSON.stringify(templateOf(ofOptions).toJSON()));
    expect(template).toContain('DB_PASSWORD');
  });
});

test.each<[string, (service: FargateService, stack: Stack) => unknown]>([
  ['name must be a string, got null', (service) => service.addSidecar(null as never, { image: image(), memoryLimitMiB: 64 })],
  ['targetGroup must be an ApplicationTargetGroup, got {}', (service) => service.scaleOnRequests({} as never, 1)],
  ['requestsPerTarget must be a finite number, got undefined', (service, stack) => service.scaleOnRequests(targetGroup(stack), undefined as never)],
  ['stream must be an IStream, got null', (service) => service.consumeStream(null as never)],
  ['id must be a string, got null', (service, stack) => service.scaleOnStream(null as never, stream(stack))],
  ['stream must be an IStream, got {}', (service) => service.scaleOnStream('A', {} as never)],
  ['alarm must be an IAlarm, got null', (service) => service.rollBackOn(null as never)],
])('an argument of FargateService is refused: %s', (message, call) => {
  const stack = testStack();
  const service = new FargateService(stack, 'Service', { vpc: vpc(stack), image: image() });
  expect(refusal(() => call(service, stack))).toBe(message);
});

test.each<[string, (service: AutoScalingService) => unknown]>([
  ['path must be a string, got null', (service) => service.allowParameters(null as never)],
  ['id must be a string, got null', (service) => service.scaleOnBusinessHours(null as never, {} as never)],
  ['hours must be a BusinessHours, got undefined', (service) => service.scaleOnBusinessHours('A', undefined as never)],
  ["requestsPerInstance must be a finite number, got '1'", (service) => service.scaleOnRequests('1' as never)],
])('an argument of AutoScalingService is refused: %s', (message, call) => {
  const stack = testStack();
  const service = new AutoScalingService(stack, 'Service', { vpc: vpc(stack) });
  expect(refusal(() => call(service))).toBe(message);
});

test.each<[string, (stack: Stack) => unknown]>([
  ['scaling.maxCapacity must be greater than minCapacity with scaling.targetCpuUtilizationPercent, got 2 for both',
    (stack) => new AutoScalingService(stack, 'Service', { vpc: vpc(stack), scaling: { minCapacity: 2, maxCapacity: 2, targetCpuUtilizationPercent: 50 } })],
  ['scaling.maxCapacity must be greater than minCapacity with scaling.cpuSteps, got 2 for both',
    (stack) => new AutoScalingService(stack, 'Service', { vpc: vpc(stack), scaling: { maxCapacity: 2, cpuSteps: { scaleOutAtPercent: 70, scaleInAtPercent: 30 } } })],
  ['scaling.maxCapacity must be greater than minCapacity with scaling.targetMemoryUtilizationPercent, got 2 for both',
    (stack) => new FargateService(stack, 'Service', { vpc: vpc(stack), image: image(), scaling: { maxCapacity: 2, targetMemoryUtilizationPercent: 50 } })],
])('a target of a fixed number is refused: %s', (message, make) => {
  expect(refusal(() => make(testStack()))).toBe(message);
});
