import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { AlarmDefaults, AlarmOverride, LogMetricFilterProps, WorkloadAlarmProps } from './alarm-options';
import { AlarmTopics } from './alarm-topics';
import { CompositeAlarms } from './composite-alarms';
import { DashboardSections } from './dashboard-sections';
import { alarmKey, makeAlarm, outermostStack, pathBelowStack, runbookOf } from './make-alarm';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { RecommendedAlarm, recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** Properties of WorkloadMonitoring. */
export interface WorkloadMonitoringProps {
  /**
   * Topic of yours that the alarms notify. Its policy, and that of its key, then let the account's alarms publish.
   * @default - a topic of its own in every stack that has alarms
   */
  readonly topic?: sns.ITopic;
  /**
   * Name of the topic that it makes in its own stack.
   * @default - CloudFormation names it
   */
  readonly topicName?: string;
  /**
   * Key of the topic that it makes in its own stack.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Addresses that subscribe to the topics it makes; each confirms by e-mail.
   * @default - none
   */
  readonly emails?: string[];
  /**
   * What to do differently with single alarms, by `<construct path below the stack>/<alarm id>`, for example `Database/CpuHigh`.
   * @default - every alarm as its construct recommends it
   */
  readonly alarms?: { [key: string]: AlarmOverride };
  /**
   * What holds for every alarm that its construct says nothing else about.
   * @default - three periods, and none without data counts as breaching
   */
  readonly alarmDefaults?: AlarmDefaults;
  /**
   * Whether there is a dashboard; CloudWatch charges for more than three in an account.
   * @default true
   */
  readonly dashboard?: boolean;
  /**
   * Name of the dashboard.
   * @default - CloudFormation names it
   */
  readonly dashboardName?: string;
}

/**
 * Makes every alarm that the constructs of a workload recommend, those declared later included, lets them notify an encrypted topic,
 * and shows them on a dashboard. An alarm is made beside its resource: in the recommending construct, as `Alarms/<id>`.
 *
 * Stacks of other Regions or accounts get their alarms and a topic of their own; the dashboard and the composite alarm, which
 * cannot reach across, leave them out. In a workload of several stacks it belongs in the one that is deployed last.
 */
export class WorkloadMonitoring extends Construct {
  /** Topic that the alarms of its own stack notify. */
  public readonly topic: sns.ITopic;
  /** The dashboard, unless it is switched off. */
  public readonly dashboard?: cloudwatch.Dashboard;
  private readonly topics: AlarmTopics;
  private readonly sections: DashboardSections;
  private readonly overrides: { [key: string]: AlarmOverride };
  private readonly defaults: AlarmDefaults;
  private readonly known = new Set<string>();
  private readonly composites: CompositeAlarms;

  /** @throws ValidationError when the workload is monitored already, or a prop is malformed */
  constructor(scope: Construct, id: string, props: WorkloadMonitoringProps = {}) {
    super(scope, id);
    requireName(this, 'dashboardName', props.dashboardName, NameLimit.DASHBOARD);
    if (props.dashboard === false && props.dashboardName !== undefined) {
      refuse(this, `dashboardName is '${props.dashboardName}' with the dashboard switched off, need one or the other`);
    }
    const workload = Workload.of(this);
    requireFirst(this, workload);
    this.overrides = props.alarms ?? {};
    this.defaults = props.alarmDefaults ?? {};
    this.composites = new CompositeAlarms(this);
    this.topics = new AlarmTopics(this, props);
    this.topic = this.topics.of(outermostStack(this));
    this.sections = new DashboardSections([workload.name, workload.suffix].filter(Boolean).join('-') || 'Workload', () => this.composites.first);
    if (props.dashboard ?? true) {
      this.dashboard = new cloudwatch.Dashboard(this, 'Dashboard', { dashboardName: props.dashboardName, widgets: [[this.sections]] });
    }
    recommendedAlarms(this).each((recommended) => this.watch(recommended));
    this.node.addValidation({ validate: () => this.unknownKeys() });
  }

  /** In alarm while any alarm of its environment is; undefined until there is one. It notifies nobody by itself. */
  public get compositeAlarm(): cloudwatch.CompositeAlarm | undefined {
    return this.composites.first;
  }

  /**
   * Adds an alarm of your own. Its key is `<path of this construct>/<id>`.
   * @param id upper camel case, for example `OrdersStuck`
   */
  public addAlarm(id: string, props: WorkloadAlarmProps): void {
    recommendedAlarms(this).add({ construct: this, id, ...props });
  }

  /**
   * Counts what a pattern finds in a log group, and alarms on it. Its key is `<path of this construct>/<id>`.
   * @param id upper camel case, for example `PaymentsRefused`; also the metric's name
   */
  public addLogMetricFilter(id: string, props: LogMetricFilterProps): logs.MetricFilter {
    const { name, suffix } = Workload.of(this);
    const filter = new logs.MetricFilter(this, `${id}Filter`, {
      logGroup: props.logGroup,
      filterPattern: props.filterPattern,
      metricNamespace: [name ?? Stack.of(this).stackName, suffix].filter(Boolean).join('-'),
      metricName: id,
      metricValue: props.metricValue,
      defaultValue: 0,
    });
    this.addAlarm(id, {
      metric: filter.metric({ statistic: cloudwatch.Stats.SUM, period: props.period ?? Duration.minutes(5) }),
      description: props.description,
      threshold: props.threshold ?? 1,
      evaluationPeriods: props.evaluationPeriods ?? 1,
    });
    return filter;
  }

  private watch(recommended: RecommendedAlarm) {
    const { construct, id, description, metric } = recommended;
    const key = alarmKey(recommended);
    this.known.add(key);
    const override = this.overrides[key] ?? {};
    const stack = outermostStack(construct);
    const alarm = override.enabled ?? true
      ? makeAlarm(this, recommended, override, this.defaults, this.topics.of(stack))
      : undefined;
    if (!sameEnvironment(stack, Stack.of(this))) return;
    const runbook = runbookOf(key, override, this.defaults);
    this.sections.add(pathBelowStack(construct) || stack.node.id, { id, description, metric, alarm, runbook });
    if (alarm) this.composites.add(alarm);
  }

  private unknownKeys(): string[] {
    return Object.keys(this.overrides).filter((key) => !this.known.has(key))
      .map((key) => `alarms has '${key}', need one of ${[...this.known].sort().join(', ') || 'none, as nothing recommends an alarm'}`);
  }
}

const MONITORED = new WeakMap<Workload, Construct>();

// Two would both make each alarm, at the same place in the tree.
function requireFirst(scope: Construct, workload: Workload) {
  const other = MONITORED.get(workload);
  if (other) refuse(scope, `the workload is monitored by '${other.node.path}' already, need one WorkloadMonitoring for a workload`);
  MONITORED.set(workload, scope);
}

function sameEnvironment(a: Stack, b: Stack): boolean {
  return a.region === b.region && a.account === b.account;
}
