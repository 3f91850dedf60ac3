import { textOf } from './arns';
import { APPLICATIONS, EmittedMetrics, METRICS } from './emitted-metrics';
import { Deployment } from './templates';

/** A metric that an alarm or a scaling policy reads. */
export interface MetricRead {
  /** For example `production/loan-prod/Alarm of AWS::CloudWatch::Alarm`. */
  readonly where: string;
  readonly deployment: Deployment;
  readonly namespace: string;
  readonly name: string;
  readonly statistic: string;
  readonly dimensions: Readonly<Record<string, string>>;
}

/** Namespace of the metrics that the contracts pass as those of a user (test/contract/surroundings.ts). */
const OF_A_USER = 'Elsewhere';

/** Every metric that the alarms and scaling policies in some stacks read, also those in expressions. */
export function metricsOf(deployment: Deployment): MetricRead[] {
  const { name: deploymentName, templates } = deployment;
  return resourcesOf(deployment).flatMap(({ stack, id, Type, Properties = {} }) => {
    const text = (value: any) => textOf(value, templates, stack);
    const read = ({ Namespace, MetricName, Dimensions = [] }: any, statistic: any): MetricRead => ({
      where: `${deploymentName}/${stack}/${id} of ${Type}`,
      deployment,
      namespace: text(Namespace),
      name: text(MetricName),
      statistic: text(statistic),
      dimensions: Object.fromEntries(Dimensions.map(({ Name, Value }: any) => [Name, text(Value)])),
    });
    const tracking = Properties.TargetTrackingConfiguration ?? Properties.TargetTrackingScalingPolicyConfiguration;
    const spec = Type === 'AWS::CloudWatch::Alarm' ? Properties : tracking?.CustomizedMetricSpecification ?? {};
    const inputs = (spec.Metrics ?? []).flatMap(({ MetricStat }: any) => MetricStat ? [read(MetricStat.Metric, MetricStat.Stat)] : []);
    return [...spec.MetricName ? [read(spec, spec.Statistic ?? spec.ExtendedStatistic)] : [], ...inputs];
  });
}

/** What is wrong with a metric: no row, no metric filter, agent or application emits it with these dimensions. */
export function metricFaults(read: MetricRead): string[] {
  const { where, namespace, name, statistic, dimensions } = read;
  if (namespace === OF_A_USER || isOfFilter(read) || isOfAgent(read)) return statistic === 'undefined' ? [`${where}: ${namespace} ${name} has no statistic`] : [];
  if (rowsOf(read).length > 0) return isOfWebAcl(read) ? [] : [`${where}: no web ACL has the metric name ${dimensions.WebACL}`];
  const values = Object.entries(dimensions).map(([dimension, value]) => `${dimension}=${value}`);
  return [`${where}: ${namespace} ${name} (${statistic}) by ${values.join(', ') || 'no dimension'} is not in the table of metrics`];
}

/** Rows that have a metric, with exactly its dimensions. */
export function rowsOf({ namespace, name, statistic, dimensions }: MetricRead): EmittedMetrics[] {
  return [...METRICS, ...APPLICATIONS].filter((row) => row.namespace === namespace && row.metrics[name]?.test(statistic)
    && Object.keys(row.dimensions).sort().join() === Object.keys(dimensions).sort().join()
    && Object.entries(dimensions).every(([dimension, value]) => row.dimensions[dimension].test(value)));
}

/** Whether a metric filter of the same deployment makes it. */
function isOfFilter({ deployment, namespace, name, dimensions }: MetricRead): boolean {
  return resourcesOf(deployment).some(({ stack, Type, Properties }) => Type === 'AWS::Logs::MetricFilter'
    && Properties.MetricTransformations.some(({ MetricNamespace, MetricName, Dimensions = [] }: any) => (
      textOf(MetricNamespace, deployment.templates, stack) === namespace && textOf(MetricName, deployment.templates, stack) === name
      && Dimensions.map(({ Key }: any) => Key).sort().join() === Object.keys(dimensions).sort().join())));
}

/**
 * Whether a CloudWatch agent of the same deployment collects it, aggregated over these dimensions (CloudWatch User Guide, Manually create or edit the CloudWatch
 * agent configuration file, aggregation_dimensions).
 */
function isOfAgent({ deployment, namespace, name, dimensions }: MetricRead): boolean {
  const configurations = resourcesOf(deployment).flatMap(({ stack, Properties = {} }) => {
    const userData = Properties.LaunchTemplateData?.UserData;
    const [, text] = /<<'CONFIGURATION'\n([^]*?)\nCONFIGURATION/.exec(userData ? textOf(userData, deployment.templates, stack) : '') ?? [];
    return text ? [JSON.parse(text).metrics] : [];
  });
  return configurations.some((metrics) => metrics.namespace === namespace
    && metrics.aggregation_dimensions.some((each: string[]) => [...each].sort().join() === Object.keys(dimensions).sort().join())
    && Object.entries<any>(metrics.metrics_collected).some(([plugin, { measurement }]) => measurement.some((each: string) => (
      name === (each.startsWith(`${plugin}_`) ? each : `${plugin}_${each}`)))));
}

/** Metrics of a web ACL have the metric name of its visibility configuration, not its name (see the source of the row). */
function isOfWebAcl({ deployment, namespace, dimensions }: MetricRead): boolean {
  return namespace !== 'AWS/WAFV2' || resourcesOf(deployment).some(({ stack, Type, Properties }) => Type === 'AWS::WAFv2::WebACL'
    && textOf(Properties.VisibilityConfig.MetricName, deployment.templates, stack) === dimensions.WebACL);
}

function resourcesOf({ templates }: Deployment) {
  return Object.entries(templates).flatMap(([stack, { Resources = {} }]) => (
    Object.entries<any>(Resources).map(([id, { Type, Properties }]) => ({ stack, id, Type: Type as string, Properties }))));
}
