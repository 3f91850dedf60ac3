import { Lazy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { LogMetricFilterProps, WorkloadAlarmProps } from './alarm-options';
import { AlarmTopics } from './alarm-topics';
import { CompositeAlarms } from './composite-alarms';
import { DashboardSections } from './dashboard-sections';
import { alarmKey, makeAlarm, outermostStack, pathBelowStack, runbookOf } from './make-alarm';
import {
  requireAlarm, ResolvedWorkloadMonitoringProps, resolveLogMetricFilterProps, resolveWorkloadMonitoringProps,
} from './resolve-workload-monitoring-props';
import { WorkloadMonitoringProps } from './workload-monitoring-props';
import { refuse, requireAlarmMetric, requireArguments } from '../../core/validation';
import { isSameEnvironment, RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/**
 * Makes all alarms that the constructs of a workload recommend, including those declared later, an encrypted topic that they notify, and a dashboard.
 * An alarm is made below the construct that recommends it, as `Alarms/<id>`.
 *
 * Stacks in other Regions or accounts get their alarms and a topic of their own. The dashboard and the composite alarms do not include them. In a
 * workload of several stacks, declare this construct in the stack that is deployed last.
 *
 * @example
 * const monitoring = new WorkloadMonitoring(this, 'Monitoring', {
 *   emails: ['on-call@example.com'],
 *   alarmDefaults: { runbookUrl: 'https://wiki.example.com/runbooks' },
 * });
 */
export class WorkloadMonitoring extends Construct {
  /** The topic that the alarms of this construct's stack notify. */
  public readonly topic: sns.ITopic;
  /** The dashboard. Undefined when `dashboard` is false. */
  public readonly dashboard?: cloudwatch.Dashboard;
  private readonly options: ResolvedWorkloadMonitoringProps;
  private readonly topics: AlarmTopics;
  private readonly sections: DashboardSections;
  private readonly keys = new Set<string>();
  private readonly composites: CompositeAlarms;
  /** Stacks whose alarms and metrics the composite alarms and the dashboard read. */
  private readonly read = new Set<Stack>();
  private readonly accountComposites: CompositeAlarms;

  /** @throws ValidationError when the workload has a WorkloadMonitoring already, or a prop is malformed */
  constructor(scope: Construct, id: string, props: WorkloadMonitoringProps = {}) {
    super(scope, id);
    this.options = resolveWorkloadMonitoringProps(this, props);
    const workload = Workload.of(this);
    requireFirst(this, workload);
    this.composites = new CompositeAlarms(this, 'CompositeAlarm', 'At least one alarm of the workload is in alarm.');
    this.accountComposites = new CompositeAlarms(this, 'AccountCompositeAlarm', 'At least one alarm on the activity in the account is in alarm.');
    this.topics = new AlarmTopics(this, this.options.topics);
    this.topic = this.topics.of(outermostStack(this));
    if (this.topic !== this.options.topics.topic) limitToOthers(this, this.topic, this.read);
    this.sections = new DashboardSections([workload.name, workload.suffix].filter(Boolean).join('-') || 'Workload', () => ({
      'Whole workload': this.composites.first, 'Activity in the account': this.accountComposites.first,
    }));
    const { dashboard, dashboardName } = this.options;
    if (dashboard) this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName, widgets: [[this.sections]] });
    recommendedAlarms(this).each((recommended) => this.watch(recommended));
    this.node.addValidation({ validate: () => this.unknownKeys() });
  }

  /**
   * In alarm while any alarm on the resources of the workload in the account and Region of this construct is. It has no actions. Undefined while there is
   * no alarm.
   */
  public get compositeAlarm(): cloudwatch.CompositeAlarm | undefined {
    return this.composites.first;
  }

  /**
   * In alarm while any alarm on the activity in the account is, for example on calls that are not authorized, which `AuditTrail` recommends. Activity
   * outside the workload raises these alarms. It has no actions. Undefined while there is no such alarm.
   */
  public get accountCompositeAlarm(): cloudwatch.CompositeAlarm | undefined {
    return this.accountComposites.first;
  }

  /**
   * Adds an alarm. Its key is `<path of this construct>/<id>`.
   * @param id in upper camel case, for example `OrdersStuck`
   * @example
   * const monitoring = new WorkloadMonitoring(this, 'Monitoring');
   * monitoring.addAlarm('OrdersStuck', {
   *   metric: new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OldestOrderSeconds', statistic: 'max' }),
   *   description: 'An order has waited for ten minutes.',
   *   threshold: 600,
   * });
   */
  public addAlarm(id: string, props: WorkloadAlarmProps): void {
    requireArguments(this, 'WorkloadMonitoring.addAlarm', { id, props });
    requireAlarm(this, id, props);
    requireAlarmMetric(this, 'metric', props.metric);
    this.requireNew(id);
    recommendedAlarms(this).add({ construct: this, id, ...props });
  }

  /**
   * Adds a metric filter to a log group, and an alarm on its metric. The key of the alarm is `<path of this construct>/<id>`.
   * @param id in upper camel case, for example `PaymentsRefused`. It is also the name of the metric
   * @example
   * const monitoring = new WorkloadMonitoring(this, 'Monitoring');
   * monitoring.addLogMetricFilter('PaymentsRefused', {
   *   logGroup: service.logGroup,
   *   filterPattern: logs.FilterPattern.stringValue('$.event', '=', 'payment-refused'),
   *   description: 'The provider refuses payments.',
   *   threshold: 5,
   * });
   */
  public addLogMetricFilter(id: string, props: LogMetricFilterProps): logs.MetricFilter {
    requireArguments(this, 'WorkloadMonitoring.addLogMetricFilter', { id, props });
    const { logGroup, filterPattern, metricValue, period, ...alarm } = resolveLogMetricFilterProps(this, id, props);
    this.requireNew(id);
    const { name, suffix } = Workload.of(this);
    const filter = new logs.MetricFilter(this, `${id}Filter`, {
      logGroup,
      filterPattern,
      metricNamespace: [name ?? Stack.of(this).stackName, suffix].filter(Boolean).join('-'),
      metricName: id,
      metricValue,
      defaultValue: 0,
    });
    recommendedAlarms(this).add({ construct: this, id, metric: filter.metric({ statistic: cloudwatch.Stats.SUM, period }), ...alarm });
    return filter;
  }

  private watch(recommended: RecommendedAlarm) {
    const { construct, id, description, metric } = recommended;
    const { alarms, alarmDefaults } = this.options;
    const key = alarmKey(recommended);
    this.keys.add(key);
    const override = alarms[key] ?? {};
    const stack = outermostStack(construct);
    const alarm = override.enabled ?? true
      ? makeAlarm(this, recommended, override, alarmDefaults, this.topics.of(stack))
      : undefined;
    if (!isSameEnvironment(stack, this)) return;
    this.read.add(stack);
    const runbook = runbookOf(key, override, alarmDefaults);
    this.sections.add(pathBelowStack(construct) || stack.node.id, { id, description, metric, alarm, runbook });
    if (alarm) (recommended.isAccountWide ? this.accountComposites : this.composites).add(alarm);
  }

  private requireNew(id: string) {
    if (this.keys.has(`${pathBelowStack(this)}/${id}`)) refuse(this, `alarm '${id}' already exists in this WorkloadMonitoring`);
  }

  private unknownKeys(): string[] {
    return Object.keys(this.options.alarms).filter((key) => !this.keys.has(key))
      .map((key) => `alarms must have keys of recommended alarms (${[...this.keys].sort().join(', ') || 'none'}), got '${key}'`);
  }
}

const MONITORED = new WeakMap<Workload, Construct>();

// Two would make the same alarms at the same place in the tree.
function requireFirst(scope: Construct, workload: Workload) {
  const other = MONITORED.get(workload);
  if (other) refuse(scope, `WorkloadMonitoring '${other.node.path}' already exists in this workload`);
  MONITORED.set(workload, scope);
}

// A stack that this one reads cannot refer to its topic: each would have to be deployed before the other.
function limitToOthers(scope: Construct, topic: sns.ITopic, read: Set<Stack>) {
  const { topicArn } = topic;
  Object.defineProperty(topic, 'topicArn', {
    value: Lazy.uncachedString({
      produce: (context) => {
        const stack = outermostStack(context.scope);
        if (stack !== outermostStack(scope) && read.has(stack)) {
          refuse(scope, `topic of WorkloadMonitoring '${scope.node.path}' must not be used in stack '${stack.node.path}', whose alarms the dashboard reads: `
            + 'create a topic in a stack of its own, and pass it to both');
        }
        return topicArn;
      },
    }),
  });
}
