import { App, CfnElement, CfnOutput, Duration, Fn, NestedStack, Stack, Token } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct, IConstruct } from 'constructs';
import { AuditTrail, Lifecycle, Workload, WorkloadMonitoring, WorkloadMonitoringProps } from '../../../src';
import { recommendedAlarms } from '../../../src/core/workload/registry';
import { DashboardSections } from '../../../src/operations/monitoring/dashboard-sections';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const CPU = new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName: 'CPUUtilization' });

/** A construct that recommends alarms, as those of the library do. */
class Database extends Construct {
  constructor(scope: Construct, id: string, ...alarms: string[]) {
    super(scope, id);
    (alarms.length ? alarms : ['CpuHigh']).forEach((alarm) => this.recommend(alarm));
  }

  public recommend(id: string, more: object = {}) {
    recommendedAlarms(this).add({ construct: this, id, description: `The database has ${id}.`, metric: CPU, threshold: 80, ...more });
  }
}

function alarmOf(props: WorkloadMonitoringProps, more: object = {}) {
  const stack = testStack();
  new Database(stack, 'Database', 'Other').recommend('CpuHigh', more);
  new WorkloadMonitoring(stack, 'Monitoring', props);
  return Object.entries(templateOf(stack).findResources('AWS::CloudWatch::Alarm'))
    .find(([id]) => id.startsWith('DatabaseAlarmsCpuHigh'))?.[1].Properties;
}

/** The text of the dashboard, with every reference shown as its logical id. */
function bodyOf(template: Template): any {
  const [{ Properties }] = Object.values(template.findResources('AWS::CloudWatch::Dashboard'));
  const parts: any[] = Properties.DashboardBody['Fn::Join'][1];
  return JSON.parse(parts.map((part) => typeof part === 'string' ? part : Object.values(part).flat().join('.')).join(''));
}

describe('alarms', () => {
  test('one is made below its construct for each that was recommended before or after the monitoring', () => {
    const stack = testStack();
    const before = new Database(stack, 'Before');
    new WorkloadMonitoring(stack, 'Monitoring');
    new Database(stack, 'After');
    before.recommend('MemoryLow');
    const ids = Object.keys(templateOf(stack).findResources('AWS::CloudWatch::Alarm')).map((id) => id.slice(0, -8)).sort();
    expect(ids).toEqual(['AfterAlarmsCpuHigh', 'BeforeAlarmsCpuHigh', 'BeforeAlarmsMemoryLow']);
  });

  test('an alarm takes what its construct recommends, and notifies when it fires and when it is over', () => {
    const stack = testStack();
    new Database(stack, 'Database').recommend('TasksMissing', {
      threshold: 2,
      comparisonOperator: cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD,
      evaluationPeriods: 5,
      datapointsToAlarm: 4,
      treatMissingData: cloudwatch.TreatMissingData.BREACHING,
    });
    const { topic } = new WorkloadMonitoring(stack, 'Monitoring');
    const arn = stack.resolve(topic.topicArn);
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The database has TasksMissing.',
      Threshold: 2,
      ComparisonOperator: 'LessThanThreshold',
      EvaluationPeriods: 5,
      DatapointsToAlarm: 4,
      TreatMissingData: 'breaching',
      AlarmActions: [arn],
      OKActions: [arn],
    });
  });

  test('by default, an alarm has three periods, at or above the threshold, and missing data does not breach', () => {
    expect(alarmOf({})).toMatchObject({
      EvaluationPeriods: 3, ComparisonOperator: 'GreaterThanOrEqualToThreshold', TreatMissingData: 'notBreaching', Threshold: 80,
    });
  });

  test('defaults of the workload fill what a construct leaves open, and nothing else', () => {
    const alarmDefaults = { evaluationPeriods: 2, treatMissingData: cloudwatch.TreatMissingData.IGNORE };
    expect(alarmOf({ alarmDefaults })).toMatchObject({ EvaluationPeriods: 2, TreatMissingData: 'ignore' });
    expect(alarmOf({ alarmDefaults }, { evaluationPeriods: 1, treatMissingData: cloudwatch.TreatMissingData.MISSING }))
      .toMatchObject({ EvaluationPeriods: 1, TreatMissingData: 'missing' });
  });

  test('each is overridden by its key', () => {
    expect(alarmOf({
      alarms: {
        'Database/CpuHigh': {
          threshold: 95, evaluationPeriods: 4, datapointsToAlarm: 2, treatMissingData: cloudwatch.TreatMissingData.BREACHING,
        },
      },
    })).toMatchObject({ Threshold: 95, EvaluationPeriods: 4, DatapointsToAlarm: 2, TreatMissingData: 'breaching' });
  });

  test('overridden periods take the place of recommended datapoints too', () => {
    const alarm = alarmOf({ alarms: { 'Database/CpuHigh': { evaluationPeriods: 2 } } }, { evaluationPeriods: 5, datapointsToAlarm: 4 });
    expect(alarm.EvaluationPeriods).toBe(2);
    expect(alarm.DatapointsToAlarm).toBeUndefined();
  });

  test('periods that only a deployment knows are taken as they are', () => {
    const evaluationPeriods = Token.asNumber(Fn.ref('Periods'));
    expect(alarmOf({ alarms: { 'Database/CpuHigh': { evaluationPeriods } } }).EvaluationPeriods).toEqual({ Ref: 'Periods' });
  });

  test('a metric without a period is taken as it is', () => {
    const metric = { toMetricConfig: () => CPU.toMetricConfig() };
    expect(alarmOf({ dashboard: false, alarms: { 'Database/CpuHigh': { evaluationPeriods: 2_000 } } }, { metric }).EvaluationPeriods).toBe(2_000);
    // With a period of five minutes, CloudWatch accepts at most one day.
    expect(() => alarmOf({ dashboard: false, alarms: { 'Database/CpuHigh': { evaluationPeriods: 289 } } }))
      .toThrow(new Error("evaluationPeriods of alarm 'Database/CpuHigh' must be at most 288 for periods of 5 minutes, got 289"));
  });

  test('each is switched off by its key, and its metric stays on the dashboard', () => {
    const stack = testStack();
    new Database(stack, 'Database', 'CpuHigh', 'MemoryLow');
    new WorkloadMonitoring(stack, 'Monitoring', { alarms: { 'Database/CpuHigh': { enabled: false } } });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::CloudWatch::Alarm', 1);
    const graphs = bodyOf(template).widgets.filter(({ type }: any) => type === 'metric');
    expect(graphs.map(({ properties }: any) => [properties.title, properties.annotations !== undefined]))
      .toEqual([['CpuHigh', false], ['MemoryLow', true]]);
  });

  test('the key is the path below the stack, that of a nested stack included', () => {
    const stack = testStack();
    new Database(new NestedStack(new Construct(stack, 'Deep'), 'Nested'), 'Database');
    new WorkloadMonitoring(stack, 'Monitoring', { alarms: { 'Deep/Nested/Database/CpuHigh': { enabled: false } } });
    expect(() => templateOf(stack)).not.toThrow();
  });

  test('a stack that recommends an alarm itself is keyed by the id alone', () => {
    const stack = testStack();
    recommendedAlarms(stack).add({ construct: stack, id: 'Bill', description: 'The bill is high.', metric: CPU, threshold: 1 });
    new WorkloadMonitoring(stack, 'Monitoring', { alarms: { Bill: { threshold: 7 } } });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { Threshold: 7 });
    expect(bodyOf(template).widgets.map(({ properties }: any) => properties.markdown)).toContain('## Stack\n- **Bill** The bill is high.');
  });

  test('the description ends with the runbook', () => {
    expect(alarmOf({ alarmDefaults: { runbookUrl: 'https://wiki.example.com/runbooks/' } }).AlarmDescription)
      .toBe('The database has CpuHigh. Runbook: https://wiki.example.com/runbooks/Database/CpuHigh');
    expect(alarmOf({ alarms: { 'Database/CpuHigh': { runbookUrl: 'https://wiki.example.com/cpu' } } }).AlarmDescription)
      .toBe('The database has CpuHigh. Runbook: https://wiki.example.com/cpu');
  });

  test('an alarm of your own is made like any other', () => {
    const stack = testStack();
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring', { alarms: { 'Monitoring/OrdersStuck': { threshold: 9 } } });
    monitoring.addAlarm('OrdersStuck', { metric: CPU, description: 'Orders wait.', threshold: 5, evaluationPeriods: 2 });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmDescription: 'Orders wait.', Threshold: 9, EvaluationPeriods: 2 });
  });
});

describe('topic', () => {
  test('is encrypted, takes messages over TLS only, and from the alarms of its account only', () => {
    const stack = testStack();
    const { topic } = new WorkloadMonitoring(stack, 'Monitoring');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::SNS::Topic', { KmsMasterKeyId: stack.resolve(topic.masterKey!.keyArn) });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: {
        Statement: [
          Match.objectLike({ Effect: 'Deny', Action: 'sns:Publish', Principal: '*', Condition: { Bool: { 'aws:SecureTransport': 'false' } } }),
          Match.objectLike({
            Effect: 'Allow',
            Action: 'sns:Publish',
            Principal: { Service: 'cloudwatch.amazonaws.com' },
            Condition: {
              StringEquals: { 'aws:SourceAccount': '123456789012' },
              ArnLike: { 'aws:SourceArn': { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudwatch:eu-west-2:123456789012:alarm:*']] } },
            },
          }),
        ],
      },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } })]) },
    });
  });

  test('takes a name, a key and e-mail subscribers', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Mine');
    new WorkloadMonitoring(stack, 'Monitoring', { topicName: 'ledger-alarms-dev', encryptionKey, emails: ['a@example.com', 'b@example.com'] });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::SNS::Topic', { TopicName: 'ledger-alarms-dev', KmsMasterKeyId: stack.resolve(encryptionKey.keyArn) });
    template.resourceCountIs('AWS::SNS::Subscription', 2);
    template.hasResourceProperties('AWS::SNS::Subscription', { Protocol: 'email', Endpoint: 'b@example.com' });
  });

  test('of yours is used in place of its own, and it and its key let alarms publish', () => {
    const stack = testStack();
    const masterKey = new kms.Key(stack, 'Mine');
    const topic = new sns.Topic(stack, 'Pager', { masterKey });
    new Database(stack, 'Database');
    expect(new WorkloadMonitoring(stack, 'Monitoring', { topic }).topic).toBe(topic);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Topic', 1);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [stack.resolve(topic.topicArn)] });
    template.hasResourceProperties('AWS::SNS::TopicPolicy', {
      PolicyDocument: { Statement: [Match.objectLike({ Principal: { Service: 'cloudwatch.amazonaws.com' } })] },
    });
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: { Statement: Match.arrayWith([Match.objectLike({ Sid: 'AllowCloudWatchAlarms' })]) },
    });
  });

  test('that is imported is used as it is, in a region-agnostic stack too', () => {
    const stack = new Stack(new App(), 'Agnostic');
    const topic = sns.Topic.fromTopicArn(stack, 'Pager', 'arn:aws:sns:eu-west-2:123456789012:pager');
    new Database(stack, 'Database');
    new WorkloadMonitoring(stack, 'Monitoring', { topic });
    const template = templateOf(stack);
    template.resourceCountIs('AWS::SNS::Topic', 0);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: ['arn:aws:sns:eu-west-2:123456789012:pager'] });
  });
});

describe('several stacks', () => {
  function stacks(otherRegion: string, otherAccount = '123456789012') {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    const account = '123456789012';
    const data = new Stack(app, 'Data', { env: { account: otherAccount, region: otherRegion } });
    const operations = new Stack(app, 'Operations', { env: { account, region: 'eu-west-2' } });
    new Database(data, 'Database');
    return { data, operations };
  }

  test('each has a topic of its own with the subscribers, and the dashboard and composite alarm reach over all of an environment', () => {
    const { data, operations } = stacks('eu-west-2');
    new WorkloadMonitoring(operations, 'Monitoring', { emails: ['a@example.com'] });
    const template = templateOf(data);
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmTopic') }] });
    template.resourceCountIs('AWS::SNS::Subscription', 1);
    const over = Template.fromJSON(templateOf(operations).toJSON());
    over.resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
    expect(JSON.stringify(bodyOf(over))).toContain('Data:ExportsOutputFnGetAttDatabaseAlarmsCpuHigh');
  });

  test('a topic of yours serves all stacks of its environment', () => {
    const { data, operations } = stacks('eu-west-2');
    const topic = sns.Topic.fromTopicArn(operations, 'Pager', 'arn:aws:sns:eu-west-2:123456789012:pager');
    new WorkloadMonitoring(operations, 'Monitoring', { topic });
    templateOf(data).resourceCountIs('AWS::SNS::Topic', 0);
  });

  test.each([
    ['Region', 'us-west-2', '123456789012'],
    ['account', 'eu-west-2', '999999999999'],
  ])('one in another %s has its alarms and topic, and nothing refers to it from here', (_, region, account) => {
    const { data, operations } = stacks(region, account);
    const topic = sns.Topic.fromTopicArn(operations, 'Pager', 'arn:aws:sns:eu-west-2:123456789012:pager');
    const monitoring = new WorkloadMonitoring(operations, 'Monitoring', { topic });
    expect(monitoring.compositeAlarm).toBeUndefined();
    templateOf(data).hasResourceProperties('AWS::CloudWatch::Alarm', { AlarmActions: [{ Ref: Match.stringLikeRegexp('^AlarmTopic') }] });
    expect(JSON.stringify(templateOf(operations).toJSON())).not.toContain('Data');
  });
});

describe('topic in another stack', () => {
  const ENV = { account: '123456789012', region: 'eu-west-2' };
  const stacks = () => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    const [monitoring, other] = ['Monitoring', 'Other'].map((id) => new Stack(app, id, { env: ENV }));
    const { topic } = new WorkloadMonitoring(monitoring, 'Watch');
    return { app, monitoring, other, topic, use: () => { new CfnOutput(other, 'Topic', { value: topic.topicArn }); } };
  };

  test('whose alarms are monitored is refused with the way out, in either order', () => {
    for (const isUsedFirst of [true, false]) {
      const { app, other, use } = stacks();
      if (isUsedFirst) use();
      new Database(other, 'Database');
      if (!isUsedFirst) use();
      expect(() => app.synth()).toThrow("topic of WorkloadMonitoring 'Monitoring/Watch' must not be used in stack 'Other', whose alarms the dashboard reads: "
        + 'create a topic in a stack of its own, and pass it to both');
    }
  });

  test('without alarms is used', () => {
    const { monitoring, other, use } = stacks();
    use();
    templateOf(other).hasOutput('Topic', { Value: { 'Fn::ImportValue': Match.stringLikeRegexp('^Monitoring:') } });
    expect(other.dependencies).toEqual([monitoring]);
  });

  test('is used with alarms where the topic is in a stack of its own', () => {
    const app = new App();
    Workload.on(app, { name: 'ledger' });
    const [own, data, watch] = ['Own', 'Data', 'Watch'].map((id) => new Stack(app, id, { env: ENV }));
    const topic = new sns.Topic(own, 'Topic');
    new WorkloadMonitoring(watch, 'Monitoring', { topic });
    new Database(data, 'Database');
    new CfnOutput(data, 'Topic', { value: topic.topicArn });
    templateOf(watch).resourceCountIs('AWS::CloudWatch::CompositeAlarm', 1);
    expect(data.dependencies).toEqual([own]);
  });
});

describe('composite alarm', () => {
  test('is in alarm while one of the alarms is, and sends no notifications', () => {
    const stack = testStack();
    new Database(stack, 'Database', 'CpuHigh', 'MemoryLow');
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    const [cpu, memory] = ['CpuHigh', 'MemoryLow'].map((id) => stack.resolve((stack.node.findChild('Database').node.findChild('Alarms')
      .node.findChild(id) as cloudwatch.Alarm).alarmName));
    expect(monitoring.compositeAlarm).toBeInstanceOf(cloudwatch.CompositeAlarm);
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::CompositeAlarm', {
      AlarmRule: { 'Fn::Join': ['', ['ALARM("', cpu, '") OR ALARM("', memory, '")']] },
      AlarmActions: Match.absent(),
    });
  });

  test('does not contain alarms on the activity in the account, which have one of their own', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    expect(monitoring.compositeAlarm).toBeUndefined();
    new Database(stack, 'Database');
    const template = templateOf(stack);
    const composites = template.findResources('AWS::CloudWatch::CompositeAlarm');
    const nameOf = (alarm: IConstruct) => stack.resolve((alarm as cloudwatch.Alarm).alarmName).Ref;
    const members = ({ node }: IConstruct) => composites[stack.getLogicalId(node.defaultChild as CfnElement)].Properties.AlarmRule['Fn::Join'][1]
      .map(({ Ref }: any) => Ref).filter(Boolean);
    const below = (id: string) => stack.node.findChild(id).node.findChild('Alarms').node.children.map(nameOf);
    expect(members(monitoring.compositeAlarm!)).toEqual(below('Database'));
    expect(members(monitoring.accountCompositeAlarm!)).toEqual(below('Trail'));
    expect(below('Trail')).toHaveLength(15);
    const titles = bodyOf(template).widgets.filter(({ type }: any) => type === 'alarm')
      .map(({ properties, width, x }: any) => [properties.title, width, x]);
    expect(titles.slice(0, 2)).toEqual([['Whole workload', 12, 0], ['Activity in the account', 12, 12]]);
  });

  test('goes on in another one where there are more alarms than an expression takes', () => {
    const stack = testStack();
    new WorkloadMonitoring(stack, 'Monitoring');
    new Database(stack, 'Database', ...Array.from({ length: 101 }, (_, index) => `Alarm${index}`));
    const composites = Object.entries(templateOf(stack).findResources('AWS::CloudWatch::CompositeAlarm'));
    expect(composites.map(([, { Properties }]) => JSON.stringify(Properties.AlarmRule).match(/ALARM\(/g)!.length)).toEqual([51, 51, 1]);
    expect(JSON.stringify(composites[0][1])).toContain(composites[1][0]);
  });
});

describe('dashboard', () => {
  test('has a header, and for each construct its alarms in words, their status, and a graph of each metric', () => {
    const stack = testStack();
    const first = new Database(stack, 'First');
    new WorkloadMonitoring(stack, 'Monitoring', { dashboardName: 'ledger-dev', alarmDefaults: { runbookUrl: 'https://wiki.example.com' } });
    new Database(stack, 'Second');
    first.recommend('MemoryLow');
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::CloudWatch::Dashboard', { DashboardName: 'ledger-dev' });
    const { widgets } = bodyOf(template);
    expect(widgets.map(({ type, properties }: any) => [type, properties.markdown ?? properties.title])).toEqual([
      ['text', '# ledger-dev'],
      ['alarm', 'Whole workload'],
      ['text', '## First\n- **[CpuHigh](https://wiki.example.com/First/CpuHigh)** The database has CpuHigh.\n'
        + '- **[MemoryLow](https://wiki.example.com/First/MemoryLow)** The database has MemoryLow.'],
      ['alarm', 'Alarms'],
      ['metric', 'CpuHigh'],
      ['metric', 'MemoryLow'],
      ['text', '## Second\n- **[CpuHigh](https://wiki.example.com/Second/CpuHigh)** The database has CpuHigh.'],
      ['alarm', 'Alarms'],
      ['metric', 'CpuHigh'],
    ]);
    const graphs = widgets.filter(({ type }: any) => type === 'metric').map(({ properties }: any) => [properties.metrics, properties.annotations.horizontal.length]);
    expect(graphs).toEqual(Array(3).fill([[['AWS/RDS', 'CPUUtilization']], 1]));
    const rows = widgets.map(({ y }: any) => y);
    expect(rows).toEqual([...rows].sort((a: number, b: number) => a - b));
  });

  test('is laid out again for an alarm that is added after its height was read, and at the position it is given last', () => {
    const sections = new DashboardSections('ledger', () => ({}));
    expect(sections.height).toBe(1);
    sections.add('First', { id: 'CpuHigh', description: 'The CPU is high.', metric: CPU });
    expect(sections.height).toBe(9);
    for (const y of [0, 5]) {
      sections.position(2, y);
      expect(testStack().resolve(sections.toJson()).map((widget: any) => [widget.x, widget.y])).toEqual([[2, y], [2, y + 1], [2, y + 3]]);
    }
  });

  test('takes widgets of yours below its sections', () => {
    const stack = testStack();
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    monitoring.dashboard!.addWidgets(new cloudwatch.TextWidget({ markdown: 'mine' }));
    new Database(stack, 'Database');
    const { widgets } = bodyOf(templateOf(stack));
    const [mine] = widgets.filter(({ properties }: any) => properties.markdown === 'mine');
    expect(mine.y).toBe(Math.max(...widgets.filter((widget: any) => widget !== mine).map(({ y, height }: any) => y + height)));
  });

  test('is left out when switched off', () => {
    const stack = testStack();
    new Database(stack, 'Database');
    expect(new WorkloadMonitoring(stack, 'Monitoring', { dashboard: false }).dashboard).toBeUndefined();
    templateOf(stack).resourceCountIs('AWS::CloudWatch::Dashboard', 0);
  });
});

describe('log metric filter', () => {
  test('counts a pattern and alarms on the first match', () => {
    const stack = testStack();
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    monitoring.addLogMetricFilter('PaymentsRefused', {
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'Log', 'app'),
      filterPattern: logs.FilterPattern.literal('REFUSED'),
      description: 'Payments were refused.',
    });
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::MetricFilter', {
      LogGroupName: 'app',
      FilterPattern: 'REFUSED',
      MetricTransformations: [{ MetricNamespace: 'ledger-dev', MetricName: 'PaymentsRefused', MetricValue: '1', DefaultValue: 0 }],
    });
    template.hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'ledger-dev',
      MetricName: 'PaymentsRefused',
      Statistic: 'Sum',
      Period: 300,
      Threshold: 1,
      EvaluationPeriods: 1,
      AlarmDescription: 'Payments were refused.',
    });
  });

  test('takes a value, a threshold and periods, and the stack names the metric where no workload does', () => {
    const stack = new Stack(new App(), 'Undeclared');
    new WorkloadMonitoring(stack, 'Monitoring').addLogMetricFilter('Slow', {
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'Log', 'app'),
      filterPattern: logs.FilterPattern.exists('$.latency'),
      description: 'It is slow.',
      metricValue: '$.latency',
      threshold: 9000,
      period: Duration.minutes(1),
      evaluationPeriods: 4,
    });
    templateOf(stack).hasResourceProperties('AWS::CloudWatch::Alarm', {
      Namespace: 'Undeclared', Period: 60, Threshold: 9000, EvaluationPeriods: 4,
    });
  });
});

test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => new WorkloadMonitoring(stack, 'Monitoring'))).toEqual([]);
  expect(findingsAtDefaults(lifecycle, (stack) => {
    new Database(stack, 'Database');
    new WorkloadMonitoring(stack, 'Monitoring').addLogMetricFilter('Refused', {
      logGroup: logs.LogGroup.fromLogGroupName(stack, 'Log', 'app'),
      filterPattern: logs.FilterPattern.literal('REFUSED'),
      description: 'Payments were refused.',
    });
  })).toEqual([]);
});
