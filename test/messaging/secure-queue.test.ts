import { CfnParameter, Duration } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Lifecycle, SecureQueue, SecureQueueProps, Workload, WorkloadMonitoring } from '../../src';
import { acknowledgedBelow, templateOf, testStack } from '../support';

const KEY = 'AWS::KMS::Key';

function templateWith(props: SecureQueueProps = {}, lifecycle = Lifecycle.PRODUCTION): Template {
  const stack = testStack({ lifecycle });
  new SecureQueue(stack, 'Orders', props);
  return templateOf(stack);
}

function queuesOf(template: Template): { queue: any; deadLetters: any } {
  const [deadLetters, queue, ...others] = Object.values(template.findResources('AWS::SQS::Queue'));
  expect(others).toEqual([]);
  return { queue, deadLetters };
}

function refusal(props: SecureQueueProps) {
  return () => new SecureQueue(testStack(), 'Orders', props);
}

describe('at its defaults', () => {
  test('both queues have the settings of the README', () => {
    const template = templateWith();
    const { queue, deadLetters } = queuesOf(template);
    const [key] = Object.keys(template.findResources(KEY));
    const encryption = { KmsMasterKeyId: { 'Fn::GetAtt': [key, 'Arn'] } };
    expect(deadLetters.Properties).toEqual({ ...encryption, MessageRetentionPeriod: 1_209_600 });
    expect(queue.Properties).toEqual({
      ...encryption,
      MessageRetentionPeriod: 345_600,
      VisibilityTimeout: 30,
      ReceiveMessageWaitTimeSeconds: 20,
      RedrivePolicy: { deadLetterTargetArn: expect.objectContaining({ 'Fn::GetAtt': [expect.stringMatching(/^OrdersDeadLetterQueue/), 'Arn'] }), maxReceiveCount: 5 },
    });
  });

  test('only the dead-letter queue has no dead-letter queue, which is acknowledged', () => {
    expect(acknowledgedBelow(new SecureQueue(testStack(), 'Orders'))).toEqual({ 'DeadLetterQueue/Resource': ['AwsSolutions-SQS3'] });
  });

  test('both queues deny requests without TLS', () => {
    const template = templateWith();
    const policies = Object.values(template.findResources('AWS::SQS::QueuePolicy'));
    const queues = Object.keys(template.findResources('AWS::SQS::Queue'));
    expect(policies.map(({ Properties }) => Properties)).toEqual(queues.map((queue) => ({
      Queues: [{ Ref: queue }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Action: 'sqs:*',
          Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          Effect: 'Deny',
          Principal: { AWS: '*' },
          Resource: { 'Fn::GetAtt': [queue, 'Arn'] },
        }],
      },
    })));
  });

  test.each([[Lifecycle.PRODUCTION, 'RetainExceptOnCreate', 'Retain'], [Lifecycle.EPHEMERAL, 'Delete', 'Delete']])('both queues follow the lifecycle %s', (lifecycle, policy, replaced) => {
    const { queue, deadLetters } = queuesOf(templateWith({}, lifecycle));
    const policies = [queue, deadLetters].map(({ DeletionPolicy, UpdateReplacePolicy }) => [DeletionPolicy, UpdateReplacePolicy]);
    expect(policies).toEqual([[policy, replaced], [policy, replaced]]);
  });

  test('principals of the account use the key through SQS only', () => {
    const [key] = Object.values(templateWith().findResources(KEY));
    expect(key.Properties.KeyPolicy.Statement.slice(1).map(({ Condition }: any) => Condition.StringEquals['kms:ViaService'])).toEqual(
      key.Properties.KeyPolicy.Statement.slice(1).map(() => 'sqs.eu-west-2.amazonaws.com'));
  });
});

test('every prop sets its property', () => {
  const { queue, deadLetters } = queuesOf(templateWith({
    queueName: 'ledger-orders',
    visibilityTimeout: Duration.minutes(5),
    retentionPeriod: Duration.days(7),
    deliveryDelay: Duration.seconds(30),
    maxReceiveCount: 3,
    deadLetterRetentionPeriod: Duration.days(10),
  }));
  expect([queue.Properties.QueueName, queue.Properties.VisibilityTimeout, queue.Properties.MessageRetentionPeriod, queue.Properties.DelaySeconds,
    queue.Properties.RedrivePolicy.maxReceiveCount, deadLetters.Properties.MessageRetentionPeriod]).toEqual(['ledger-orders', 300, 604_800, 30, 3, 864_000]);
});

test('a name of the workload fits', () => {
  const stack = testStack();
  const queueName = Workload.of(stack).physicalName('a'.repeat(100), { limit: SecureQueue.NAME_LIMIT });
  expect(queueName).toHaveLength(80);
  expect(() => new SecureQueue(stack, 'Orders', { queueName })).not.toThrow();
});

describe('limits of SQS', () => {
  test.each<[SecureQueueProps, string]>([
    [{ queueName: 'a'.repeat(81) }, 'queueName must be at most 80 characters for a queue, got 81'],
    [{ queueName: 'a.fifo' }, "queueName must be a queue name of A-Z a-z 0-9 - _, got 'a.fifo'"],
    [{ visibilityTimeout: Duration.seconds(43_201) }, 'visibilityTimeout must be a whole number of seconds from 0 to 43200, got 12 hours 1 second'],
    [{ visibilityTimeout: Duration.millis(1) }, 'visibilityTimeout must be a whole number of seconds from 0 to 43200, got 1 milli'],
    [{ retentionPeriod: Duration.seconds(59) }, 'retentionPeriod must be a whole number of seconds from 60 to 1209600, got 59 seconds'],
    [{ retentionPeriod: Duration.seconds(1_209_601) }, 'retentionPeriod must be a whole number of seconds from 60 to 1209600, got 14 days 1 second'],
    [{ deliveryDelay: Duration.seconds(901) }, 'deliveryDelay must be a whole number of seconds from 0 to 900, got 15 minutes 1 second'],
    [{ maxReceiveCount: 0 }, 'maxReceiveCount must be an integer from 1 to 1000, got 0'],
    [{ maxReceiveCount: 1001 }, 'maxReceiveCount must be an integer from 1 to 1000, got 1001'],
    [{ deadLetterRetentionPeriod: Duration.days(3) }, 'deadLetterRetentionPeriod must be a whole number of seconds from 345600 to 1209600, got 3 days'],
    [{ deadLetterRetentionPeriod: Duration.days(15) }, 'deadLetterRetentionPeriod must be a whole number of seconds from 345600 to 1209600, got 15 days'],
  ])('%j is refused', (props, message) => {
    expect(refusal(props)).toThrow(message);
  });

  test.each<[SecureQueueProps, object]>([
    [{ queueName: 'a'.repeat(80) }, { QueueName: 'a'.repeat(80) }],
    [{ visibilityTimeout: Duration.seconds(0) }, { VisibilityTimeout: 0 }],
    [{ visibilityTimeout: Duration.hours(12) }, { VisibilityTimeout: 43_200 }],
    [{ retentionPeriod: Duration.seconds(60) }, { MessageRetentionPeriod: 60 }],
    [{ retentionPeriod: Duration.days(14) }, { MessageRetentionPeriod: 1_209_600 }],
    [{ deliveryDelay: Duration.seconds(0) }, { DelaySeconds: 0 }],
    [{ deliveryDelay: Duration.minutes(15) }, { DelaySeconds: 900 }],
  ])('%j is accepted', (props, properties) => {
    expect(queuesOf(templateWith(props)).queue.Properties).toMatchObject(properties);
  });

  test.each([1, 1000])('%i receives are accepted', (maxReceiveCount) => {
    expect(queuesOf(templateWith({ maxReceiveCount })).queue.Properties.RedrivePolicy.maxReceiveCount).toBe(maxReceiveCount);
  });

  test('the retention of the dead-letter queue may equal that of the queue, and a token passes', () => {
    const week = Duration.days(7);
    const { deadLetters } = queuesOf(templateWith({ retentionPeriod: week, deadLetterRetentionPeriod: week }));
    expect(deadLetters.Properties.MessageRetentionPeriod).toBe(604_800);
    const stack = testStack();
    new SecureQueue(stack, 'Orders', { retentionPeriod: Duration.seconds(new CfnParameter(stack, 'Retention', { type: 'Number' }).valueAsNumber) });
    expect(queuesOf(templateOf(stack)).queue.Properties.MessageRetentionPeriod).toEqual({ Ref: 'Retention' });
    const unknown = Duration.seconds(new CfnParameter(testStack(), 'Retention', { type: 'Number' }).valueAsNumber);
    expect(refusal({ retentionPeriod: unknown, deadLetterRetentionPeriod: Duration.seconds(59) })).toThrow(
      'deadLetterRetentionPeriod must be a whole number of seconds from 60 to 1209600, got 59 seconds');
    const other = testStack();
    new SecureQueue(other, 'Orders', { deadLetterRetentionPeriod: Duration.seconds(new CfnParameter(other, 'Retention', { type: 'Number' }).valueAsNumber) });
    expect(queuesOf(templateOf(other)).deadLetters.Properties.MessageRetentionPeriod).toEqual({ Ref: 'Retention' });
  });
});

describe('grants', () => {
  function statementsOf(grant: (queue: SecureQueue, role: iam.IRole) => void): any[] {
    const stack = testStack();
    const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') });
    grant(new SecureQueue(stack, 'Orders'), role);
    const [policy] = Object.values(templateOf(stack).findResources('AWS::IAM::Policy'));
    return policy.Properties.PolicyDocument.Statement
      .map(({ Action, Resource, Condition }: any) => ({ Action, Resource: Resource['Fn::GetAtt'][0].slice(0, -8), Condition }));
  }
  const viaSqs = { StringEquals: { 'kms:ViaService': 'sqs.eu-west-2.amazonaws.com' } };

  test('a sender sends, and no more', () => {
    expect(statementsOf((queue, role) => queue.grantSend(role))).toEqual([
      { Action: ['kms:GenerateDataKey', 'kms:Decrypt'], Resource: 'DataKey', Condition: viaSqs },
      { Action: ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], Resource: 'OrdersQueue', Condition: undefined },
    ]);
  });

  test('a consumer receives, hides and deletes, and no more', () => {
    expect(statementsOf((queue, role) => queue.grantConsume(role))).toEqual([
      { Action: 'kms:Decrypt', Resource: 'DataKey', Condition: viaSqs },
      {
        Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'],
        Resource: 'OrdersQueue',
        Condition: undefined,
      },
    ]);
  });
});

test('monitoring makes the two alarms', () => {
  const stack = testStack();
  new SecureQueue(stack, 'Orders');
  new WorkloadMonitoring(stack, 'Monitoring', { dashboard: false });
  const alarms = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm'));
  expect(alarms.map(({ Properties: { MetricName, Threshold, EvaluationPeriods, Period, Statistic, Dimensions } }) => (
    [MetricName, Threshold, EvaluationPeriods, Period, Statistic, Dimensions[0].Value['Fn::GetAtt'][0].slice(0, -8)]))).toEqual([
    ['ApproximateAgeOfOldestMessage', 900, 3, 300, 'Maximum', 'OrdersQueue'],
    ['ApproximateNumberOfMessagesVisible', 1, 1, 300, 'Maximum', 'OrdersDeadLetterQueue'],
  ]);
});
