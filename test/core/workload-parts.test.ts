import { Duration, Token } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmRecommendation, BackupPlan, DataClass, KeyUse, Lifecycle, SecureVpc, WorkloadKey, WorkloadMonitoring, WorkloadParts } from '../../src';
import { refusal } from '../refusal';
import { templateOf, testStack } from '../support';

const METRIC = new cloudwatch.Metric({ namespace: 'AWS/States', metricName: 'ExecutionsFailed', period: Duration.minutes(5) });

const search = (expression: string) => new cloudwatch.MathExpression({ expression });
const ofMetrics = (count: number) => new cloudwatch.MathExpression({
  expression: 'SUM(METRICS())', usingMetrics: Object.fromEntries(Array.from({ length: count }, (_, index) => [`m${index}`, METRIC])),
});

/** A construct of another package that uses every part. */
class Archive extends Construct {
  public readonly role: iam.Role;
  public readonly key: kms.IKey;

  constructor(scope: Construct, id: string, vpc: ec2.IVpc) {
    super(scope, id);
    const parts = WorkloadParts.of(this);
    this.key = parts.key(DataClass.DATA, KeyUse.via('dynamodb'));
    const table = new dynamodb.TableV2(this, 'Table', {
      partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING }, encryption: dynamodb.TableEncryptionV2.customerManagedKey(this.key),
    });
    this.role = parts.role('Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com'), description: 'Runs the archive' });
    table.grantReadData(this.role);
    parts.logGroup('Logs');
    parts.recommendAlarm({ id: 'Failed', description: 'An execution failed', metric: METRIC, threshold: 1 });
    parts.backUp(backup.BackupResource.fromDynamoDbTable(table), { encryptionKey: this.key });
    parts.callServices({ vpc, services: [ec2.InterfaceVpcEndpointAwsService.STEP_FUNCTIONS] });
  }
}

describe('a construct of another package', () => {
  const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
  // Consumers before and after it.
  new WorkloadMonitoring(stack, 'Monitoring', { topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-2:123456789012:alarms') });
  const network = new SecureVpc(stack, 'Network', { natGateways: 0 });
  const archive = new Archive(stack, 'Archive', network.vpc);
  new BackupPlan(stack, 'Plan');
  const template = templateOf(stack);
  const properties = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties);

  test('has the key of the workload for its data, with the use in the key policy', () => {
    expect(archive.key).toBe(WorkloadKey.of(stack, DataClass.DATA).key);
    const sids = properties('AWS::KMS::Key').flatMap(({ KeyPolicy }) => KeyPolicy.Statement.map(({ Sid }: { Sid: string }) => Sid));
    expect(sids).toContain('AllowViadynamodb');
  });

  test('has an encrypted log group with the retention of the workload', () => {
    const [group] = Object.values(template.findResources('AWS::Logs::LogGroup')).filter(({ Properties: { LogGroupName } }) => LogGroupName === undefined);
    expect([group.DeletionPolicy, group.Properties.RetentionInDays, group.Properties.KmsKeyId]).toEqual(['Delete', 365, expect.anything()]);
  });

  test('has a role whose grants are in a managed policy of its own', () => {
    const [role] = properties('AWS::IAM::Role').filter(({ Description }) => Description === 'Runs the archive');
    expect([role.Policies, role.ManagedPolicyArns]).toEqual([undefined, undefined]);
    const [policy] = properties('AWS::IAM::ManagedPolicy').filter(({ Roles }) => JSON.stringify(Roles).includes('ArchiveRole'));
    expect(policy.PolicyDocument.Statement.flatMap(({ Action }: any) => Action)).toContain('dynamodb:GetItem');
  });

  test('has the alarm that it recommends', () => {
    const [alarm] = properties('AWS::CloudWatch::Alarm').filter(({ MetricName }) => MetricName === 'ExecutionsFailed');
    expect([alarm.Threshold, alarm.EvaluationPeriods, alarm.TreatMissingData]).toEqual([1, 3, 'notBreaching']);
  });

  test('is in the backup plan', () => {
    const resources = properties('AWS::Backup::BackupSelection').flatMap(({ BackupSelection }) => BackupSelection.Resources);
    expect(JSON.stringify(resources)).toContain('ArchiveTable');
  });

  test('has an endpoint of the service that it calls', () => {
    expect(properties('AWS::EC2::VPCEndpoint').filter(({ ServiceName }) => JSON.stringify(ServiceName).includes('.states'))).toHaveLength(1);
  });
});

test('called services without a subnet are refused', () => {
  const stack = testStack();
  const { vpc } = new SecureVpc(stack, 'Network', { natGateways: 0 });
  const services = [ec2.InterfaceVpcEndpointAwsService.SQS];
  expect(refusal(() => WorkloadParts.of(new Construct(stack, 'Mine')).callServices({ vpc, services, subnets: { availabilityZones: ['eu-west-2z'] } })))
    .toBe('subnets must select subnets in at least 1 Availability Zone, got 0');
});

test.each<[Partial<AlarmRecommendation>, string]>([
  [{ id: 'failed' }, "id must be 1 to 64 letters and digits, the first an upper-case letter, such as CpuHigh, got 'failed'"],
  [{ description: '' }, "description must be a string of 1 to 1024 characters, got ''"],
  [{ evaluationPeriods: 0 }, 'evaluationPeriods must be an integer of at least 1, got 0'],
  [{ datapointsToAlarm: 4 }, 'datapointsToAlarm must be at most evaluationPeriods (3), got 4'],
  [{ evaluationPeriods: 2, datapointsToAlarm: 3 }, 'datapointsToAlarm must be at most evaluationPeriods (2), got 3'],
  [{ metric: search("SEARCH('CPUUtilization', 'Average')") },
    "metric must be an expression without SEARCH, which alarms do not accept, got 'SEARCH('CPUUtilization', 'Average')'"],
  [{ metric: new cloudwatch.MathExpression({ expression: 'MAX(found)', usingMetrics: { found: search("search('x', 'Sum')") } }) },
    "metric must be an expression without SEARCH, which alarms do not accept, got 'search('x', 'Sum')'"],
  [{ metric: ofMetrics(11) }, 'metric must be an expression of at most 10 metrics, got 11'],
  [{ threshold: NaN }, 'threshold must be a finite number, got NaN'],
])('an alarm is refused: %#', (props, message) => {
  const parts = WorkloadParts.of(new Construct(testStack(), 'Mine'));
  expect(refusal(() => parts.recommendAlarm({ id: 'Failed', description: 'An execution failed', metric: METRIC, threshold: 1, ...props }))).toBe(message);
});

test.each<[Partial<AlarmRecommendation>]>([
  [{ evaluationPeriods: Token.asNumber({ Ref: 'Periods' }), datapointsToAlarm: 3 }],
  [{ evaluationPeriods: 2, datapointsToAlarm: Token.asNumber({ Ref: 'Datapoints' }) }],
  [{ evaluationPeriods: 2, datapointsToAlarm: 2 }],
])('an alarm is accepted: %#', (props) => {
  const parts = WorkloadParts.of(new Construct(testStack(), 'Mine'));
  expect(refusal(() => parts.recommendAlarm({ id: 'Failed', description: 'An execution failed', metric: METRIC, threshold: 1, ...props }))).toBeUndefined();
});

test('an alarm on an expression of 10 metrics is accepted', () => {
  const parts = WorkloadParts.of(new Construct(testStack(), 'Mine'));
  expect(() => parts.recommendAlarm({ id: 'Failed', description: 'An execution failed', metric: ofMetrics(10), threshold: 1 })).not.toThrow();
});

test('a second alarm with an id is refused', () => {
  const mine = new Construct(testStack(), 'Mine');
  const alarm = { id: 'Failed', description: 'An execution failed', metric: METRIC, threshold: 1 };
  WorkloadParts.of(mine).recommendAlarm(alarm);
  expect(refusal(() => WorkloadParts.of(mine).recommendAlarm(alarm))).toBe("alarm 'Failed' already exists in this construct");
});

test.each<[string, string | undefined]>([
  ['', undefined],
  ['Zahlung ü ÿ ¡', undefined],
  ['a'.repeat(1000), undefined],
  ['a'.repeat(1001), `description must be a string of at most 1000 Latin-1 characters, got '${'a'.repeat(60)}…'`],
  ['支払い', "description must be a string of at most 1000 Latin-1 characters, got '支払い'"],
  ['a\u0000', "description must be a string of at most 1000 Latin-1 characters, got 'a\\u0000'"],
])('a role with the description %j', (description, message) => {
  const parts = WorkloadParts.of(new Construct(testStack(), 'Mine'));
  expect(refusal(() => parts.role('Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com'), description }))).toBe(message);
});
