import { App, Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { AlarmOverride, LogMetricFilterProps, WorkloadAlarmProps, WorkloadMonitoring, WorkloadMonitoringProps } from '../../../src';
import { recommendedAlarms } from '../../../src/core/workload/registry';
import { limits, refusal } from '../../refusal';
import { templateOf, testStack } from '../../support';

const TOKEN = Token.asNumber(Fn.ref('Number'));
const CPU = new cloudwatch.Metric({ namespace: 'AWS/RDS', metricName: 'CPUUtilization' });
const ID = 'id must be an identifier in upper camel case of at most 255 characters such as OrdersStuck';

function monitored(props: WorkloadMonitoringProps | ((stack: Stack) => WorkloadMonitoringProps), period = Duration.minutes(5)): string | undefined {
  const stack = testStack();
  recommendedAlarms(stack).add({ construct: stack, id: 'CpuHigh', description: 'The CPU is busy.', metric: CPU.with({ period }), threshold: 80 });
  return refusal(() => new WorkloadMonitoring(stack, 'Monitoring', typeof props === 'function' ? props(stack) : props));
}

const overridden = (override: AlarmOverride, period?: Duration) => monitored({ alarms: { CpuHigh: override } }, period);

describe('the topic', () => {
  test('is a standard topic', () => {
    expect(monitored((stack) => ({ topic: new sns.Topic(stack, 'Topic', { fifo: true }) }))).toBe("topic must be a standard topic, got FIFO topic 'Stack/Topic'");
    expect(monitored((stack) => ({ topic: sns.Topic.fromTopicArn(stack, 'Topic', 'arn:aws:sns:eu-west-2:123456789012:a.fifo') })))
      .toBe("topic must be a standard topic, got FIFO topic 'Stack/Topic'");
  });

  test('has no name and no key of its own where it exists already', () => {
    expect(monitored((stack) => ({ topic: new sns.Topic(stack, 'Topic'), topicName: 'alarms' }))).toBe('specify either topic or topicName, not both');
    expect(monitored((stack) => ({ topic: new sns.Topic(stack, 'Topic'), encryptionKey: new kms.Key(stack, 'Key') })))
      .toBe('specify either topic or encryptionKey, not both');
  });

  test('has a name of at most 256 characters', () => limits((topicName) => monitored({ topicName }), ['a', 'a'.repeat(256)], [
    ['a/b', "topicName must be a topic name of A-Z a-z 0-9 - _, got 'a/b'"],
    ['a'.repeat(257), 'topicName must be at most 256 characters for a topic, got 257'],
  ]));

  test('has e-mail addresses as subscribers', () => limits((email) => monitored({ emails: ['a@example.com', email] }), ['b@c', Fn.ref('Email')], [
    ['nobody', "emails[1] must be an e-mail address, got 'nobody'"],
    ['a@b@c', "emails[1] must be an e-mail address, got 'a@b@c'"],
    ['a b@c', "emails[1] must be an e-mail address, got 'a b@c'"],
    ['@b', "emails[1] must be an e-mail address, got '@b'"],
    ['a@example.com', "emails must be a list without duplicates, got ['a@example.com', 'a@example.com']"],
    [undefined as any, 'emails[1] must be a string, got undefined'],
  ]));

  test('has subscribers in no empty list', () => expect(monitored({ emails: [] })).toBe('emails must not be empty'));
});

test('the dashboard has a name of at most 255 characters, unless there is none', () => {
  limits((dashboardName) => monitored({ dashboardName }), ['a', 'a'.repeat(255)], [
    ['a b', "dashboardName must be a dashboard name of A-Z a-z 0-9 - _, got 'a b'"],
    ['a'.repeat(256), 'dashboardName must be at most 255 characters for a dashboard, got 256'],
  ]);
  expect(monitored({ dashboard: false, dashboardName: 'ledger' })).toBe('specify either dashboardName or dashboard false, not both');
  expect(monitored({ dashboard: true, dashboardName: 'ledger' })).toBeUndefined();
});

describe('evaluation periods', () => {
  test('are at least 1, and together at most a day for periods below an hour', () => limits((evaluationPeriods) => overridden({ evaluationPeriods }), [1, 288, TOKEN], [
    [0, 'alarms.CpuHigh.evaluationPeriods must be an integer of at least 1, got 0'],
    [1.5, 'alarms.CpuHigh.evaluationPeriods must be an integer of at least 1, got 1.5'],
    [NaN, 'alarms.CpuHigh.evaluationPeriods must be a finite number, got NaN'],
    [289, "evaluationPeriods of alarm 'CpuHigh' must be at most 288 for periods of 5 minutes, got 289"],
  ]));

  test.each<[Duration, number, string]>([
    [Duration.minutes(59), 24, '59 minutes'], [Duration.hours(1), 168, '1 hour'], [Duration.days(1), 7, '1 day'], [Duration.days(7), 1, '7 days'],
  ])('of %p are limited', (period, max, text) => limits((evaluationPeriods) => overridden({ evaluationPeriods }, period), [max], [
    [max + 1, `evaluationPeriods of alarm 'CpuHigh' must be at most ${max} for periods of ${text}, got ${max + 1}`],
  ]));

  test('are limited in the defaults as well', () => {
    expect(monitored({ alarmDefaults: { evaluationPeriods: 0 } })).toBe('alarmDefaults.evaluationPeriods must be an integer of at least 1, got 0');
    expect(monitored({ alarmDefaults: { evaluationPeriods: 289 } })).toBe("evaluationPeriods of alarm 'CpuHigh' must be at most 288 for periods of 5 minutes, got 289");
  });

  test('are as many as datapoints, or more', () => {
    limits((datapointsToAlarm) => overridden({ datapointsToAlarm }), [1, 3, TOKEN], [
      [0, 'alarms.CpuHigh.datapointsToAlarm must be an integer of at least 1, got 0'],
      [4, "datapointsToAlarm of alarm 'CpuHigh' must be at most evaluationPeriods (3), got 4"],
    ]);
    limits((datapointsToAlarm) => overridden({ evaluationPeriods: 5, datapointsToAlarm }), [5], [
      [6, "datapointsToAlarm of alarm 'CpuHigh' must be at most evaluationPeriods (5), got 6"],
    ]);
    expect(overridden({ evaluationPeriods: TOKEN, datapointsToAlarm: 100 })).toBeUndefined();
  });
});

test('a threshold is a finite number', () => limits((threshold) => overridden({ threshold }), [0, -1, 0.5, TOKEN], [
  [NaN, 'alarms.CpuHigh.threshold must be a finite number, got NaN'],
  [Infinity, 'alarms.CpuHigh.threshold must be a finite number, got Infinity'],
]));

test('a runbook has a URL that fits the description', () => {
  const url = (length: number) => `https://${'x'.repeat(length - 8)}`;
  // 'The CPU is busy. Runbook: ' has 26 characters.
  limits((runbookUrl) => overridden({ runbookUrl }), ['http://wiki/cpu', url(998)], [
    ['wiki/cpu', "alarms.CpuHigh.runbookUrl must be a URL such as https://wiki.example.com/runbooks, got 'wiki/cpu'"],
    [url(999), "description of alarm 'CpuHigh' with its runbook must be at most 1024 characters, got 1025"],
  ]);
  expect(monitored({ alarmDefaults: { runbookUrl: 'ftp://wiki' } })).toBe("alarmDefaults.runbookUrl must be a URL such as https://wiki.example.com/runbooks, got 'ftp://wiki'");
});

describe('an additional alarm', () => {
  const added = (id: string, props: Partial<WorkloadAlarmProps>) => refusal(() => (
    new WorkloadMonitoring(testStack(), 'Monitoring').addAlarm(id, { metric: CPU, description: 'It is slow.', threshold: 1, ...props })));

  test('has an id in upper camel case', () => limits((id) => added(id, {}), ['A', 'OrdersStuck2', `A${'a'.repeat(254)}`], [
    ['ordersStuck', `${ID}, got 'ordersStuck'`],
    ['Orders-Stuck', `${ID}, got 'Orders-Stuck'`],
    ['', "id must be a string of at least 1 character, got ''"],
    [`A${'a'.repeat(255)}`, `${ID}, got 'A${'a'.repeat(59)}…'`],
    [undefined as any, 'id must be a string of at least 1 character, got undefined'],
  ]));

  test('has a description of at most 1,024 characters', () => limits((description) => added('Slow', { description }), ['x', 'x'.repeat(1024)], [
    ['', "description must be a string of 1 to 1024 characters, got ''"],
    ['x'.repeat(1025), `description must be a string of 1 to 1024 characters, got '${'x'.repeat(60)}…'`],
  ]));

  test('has limits on its periods', () => {
    limits((evaluationPeriods) => added('Slow', { evaluationPeriods }), [1, 288], [
      [0, "evaluationPeriods of alarm 'Monitoring/Slow' must be an integer of at least 1, got 0"],
      [289, "evaluationPeriods of alarm 'Monitoring/Slow' must be at most 288 for periods of 5 minutes, got 289"],
    ]);
    limits((datapointsToAlarm) => added('Slow', { evaluationPeriods: 2, datapointsToAlarm }), [2], [
      [3, "datapointsToAlarm of alarm 'Monitoring/Slow' must be at most evaluationPeriods (2), got 3"],
    ]);
  });

  test('has limits for metric math as well', () => {
    const metric = new cloudwatch.MathExpression({ expression: 'm1 * 2', usingMetrics: { m1: CPU }, period: Duration.hours(2) });
    limits((evaluationPeriods) => added('Slow', { metric, evaluationPeriods }), [84], [
      [85, "evaluationPeriods of alarm 'Monitoring/Slow' must be at most 84 for periods of 2 hours, got 85"],
    ]);
  });

  test('has props of their types', () => {
    expect(added('Slow', { metric: undefined })).toBe('metric must be an IMetric, got undefined');
    expect(added('Slow', { threshold: NaN })).toBe('threshold must be a finite number, got NaN');
    expect(added('Slow', { comparisonOperator: '>' as any })).toBe("comparisonOperator must be a member of ComparisonOperator, got '>'");
    expect(refusal(() => new WorkloadMonitoring(testStack(), 'Monitoring').addAlarm('Slow', null as any))).toBe('props must be a WorkloadAlarmProps, got null');
  });
});

describe('a log metric filter', () => {
  const filtered = (props: Partial<LogMetricFilterProps>, id = 'Refused') => {
    const stack = testStack();
    const logGroup = logs.LogGroup.fromLogGroupName(stack, 'Log', 'app');
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    return refusal(() => monitoring.addLogMetricFilter(id, { logGroup, filterPattern: logs.FilterPattern.literal('X'), description: 'It is refused.', ...props }));
  };

  test('has periods of whole minutes, together at most a day or 7 days', () => {
    limits((period) => filtered({ period }), [Duration.minutes(1), Duration.seconds(120), Duration.days(7)], [
      [Duration.minutes(TOKEN), 'period must be known at synthesis, got a token'],
      [Duration.seconds(30), 'period must be a whole number of minutes of at least 1, got 30 seconds'],
      [Duration.seconds(90), 'period must be a whole number of minutes of at least 1, got 1 minute 30 seconds'],
      [Duration.minutes(0), 'period must be a whole number of minutes of at least 1, got 0 minutes'],
      [Duration.minutes(7 * 24 * 60 + 1), 'period must be at most 7 days, got 7 days 1 minute'],
    ]);
    limits((evaluationPeriods) => filtered({ evaluationPeriods }), [1, 288, TOKEN], [
      [0, 'evaluationPeriods must be an integer of at least 1, got 0'],
      [289, 'evaluationPeriods must be at most 288 for periods of 5 minutes, got 289'],
    ]);
  });

  test('has a metric value of at most 100 characters', () => limits((metricValue) => filtered({ metricValue }), ['1', '-1.5', '$.latency', `$${'x'.repeat(99)}`], [
    ['x', "metricValue must be a number or a field such as $.latency, of at most 100 characters, got 'x'"],
    ['', "metricValue must be a number or a field such as $.latency, of at most 100 characters, got ''"],
    ['a b', "metricValue must be a number or a field such as $.latency, of at most 100 characters, got 'a b'"],
    [`$${'x'.repeat(100)}`, `metricValue must be a number or a field such as $.latency, of at most 100 characters, got '$${'x'.repeat(59)}…'`],
  ]));

  test('has a finite threshold, an id and a description', () => {
    expect(filtered({ threshold: Infinity })).toBe('threshold must be a finite number, got Infinity');
    expect(filtered({}, 'payments:refused')).toBe(`${ID}, got 'payments:refused'`);
    expect(filtered({ description: '' })).toBe("description must be a string of 1 to 1024 characters, got ''");
    expect(filtered({ logGroup: 'app' as any })).toBe("logGroup must be an ILogGroup, got 'app'");
  });

  test('is added once, as is an alarm', () => {
    const stack = testStack();
    const monitoring = new WorkloadMonitoring(stack, 'Monitoring');
    const alarm = { metric: CPU, description: 'It is slow.', threshold: 1 };
    const filter = { logGroup: logs.LogGroup.fromLogGroupName(stack, 'Log', 'app'), filterPattern: logs.FilterPattern.literal('X'), description: 'It is refused.' };
    monitoring.addAlarm('Slow', alarm);
    monitoring.addLogMetricFilter('Refused', filter);
    expect(refusal(() => monitoring.addAlarm('Slow', alarm))).toBe("alarm 'Slow' already exists in this WorkloadMonitoring");
    expect(refusal(() => monitoring.addAlarm('Refused', alarm))).toBe("alarm 'Refused' already exists in this WorkloadMonitoring");
    expect(refusal(() => monitoring.addLogMetricFilter('Slow', filter))).toBe("alarm 'Slow' already exists in this WorkloadMonitoring");
  });
});

test('alarms have keys that exist, which is checked when the app is synthesized', () => {
  const messageOf = (...ids: string[]) => {
    const stack = testStack();
    new WorkloadMonitoring(stack, 'Monitoring', { alarms: { CpuHgh: { enabled: false } } });
    for (const id of ids) recommendedAlarms(stack).add({ construct: stack, id, description: 'It is slow.', metric: CPU, threshold: 1 });
    try {
      templateOf(stack);
      return undefined;
    } catch (error) {
      return (error as Error).message.replace(/^[^]*?\] /, '');
    }
  };
  expect(messageOf('MemoryLow', 'CpuHigh')).toBe("alarms must have keys of recommended alarms (CpuHigh, MemoryLow), got 'CpuHgh'");
  expect(messageOf()).toBe("alarms must have keys of recommended alarms (none), got 'CpuHgh'");
  expect(messageOf('CpuHgh')).toBeUndefined();
});

test('a workload has one WorkloadMonitoring', () => {
  const stack = testStack();
  expect(refusal(() => new WorkloadMonitoring(stack, 'Wrong', { emails: [] }))).toBe('emails must not be empty');
  new WorkloadMonitoring(stack, 'Monitoring');
  expect(refusal(() => new WorkloadMonitoring(stack, 'Again'))).toBe("WorkloadMonitoring 'Stack/Monitoring' already exists in this workload");
  expect(refusal(() => new WorkloadMonitoring(new Stack(new App(), 'Other'), 'Monitoring'))).toBeUndefined();
});

test.each<[string, unknown, string]>([
  ['alarms', [], 'alarms must be a map, got []'],
  ['alarms', { CpuHigh: null }, 'alarms.CpuHigh must be an AlarmOverride, got null'],
  ['alarms', { CpuHigh: { treatMissingData: 'ok' } }, "alarms.CpuHigh.treatMissingData must be TreatMissingData.BREACHING, TreatMissingData.NOT_BREACHING, TreatMissingData.IGNORE or TreatMissingData.MISSING, got 'ok'"],
  ['dashboard', 'no', "dashboard must be true or false, got 'no'"],
  ['topic', {}, 'topic must be an ITopic, got {}'],
  ['encryptionKey', null, 'encryptionKey must be an IKey, got null'],
])('%s of another type is refused', (prop, value, message) => {
  expect(monitored({ [prop]: value })).toBe(message);
});

test('an alarm has a metric that CloudWatch accepts', () => {
  const added = (metric: cloudwatch.IMetric) => {
    const monitoring = new WorkloadMonitoring(testStack(), 'Monitoring');
    return refusal(() => monitoring.addAlarm('OrdersStuck', { metric, description: 'Orders wait.', threshold: 1 }));
  };
  const metric = (props: Partial<cloudwatch.MetricProps>) => new cloudwatch.Metric({ namespace: 'Shop', metricName: 'Orders', ...props });
  const STATISTIC = 'metric.statistic must be a statistic of CloudWatch such as Average, Maximum, p90 or TM(10%:90%)';
  limits(added, ['max', 'Average', 'n', 'p99.9', 'p100', 'tm90', 'IQM', 'PR(10:100)', 'TM(10%:90%)'].map((statistic) => metric({ statistic })), [
    [metric({ statistic: 'median' }), `${STATISTIC}, got 'median'`],
    [metric({ statistic: 'p101' }), `${STATISTIC}, got 'p101'`],
    [metric({ namespace: '' }), "metric.namespace must be 1 to 255 characters, not starting with a colon, got ''"],
    [metric({ namespace: ':Shop' }), "metric.namespace must be 1 to 255 characters, not starting with a colon, got ':Shop'"],
    [metric({ metricName: 'a'.repeat(256) }), `metric.metricName must be 1 to 255 characters, got '${'a'.repeat(60)}…'`],
    [new cloudwatch.MathExpression({ expression: 'a * 2', usingMetrics: { a: metric({ statistic: 'median' }) } }), `${STATISTIC.replace('metric.', 'metric.usingMetrics.a.')}, got 'median'`],
    [new cloudwatch.MathExpression({ expression: "SEARCH('{Shop}', 'Sum')", usingMetrics: {} }),
      "metric must be an expression without SEARCH, which alarms do not accept, got 'SEARCH('{Shop}', 'Sum')'"],
  ]);
});
