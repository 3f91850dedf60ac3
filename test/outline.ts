import { Stack } from 'aws-cdk-lib';
import { IMetric } from 'aws-cdk-lib/aws-cloudwatch';
import { IConstruct } from 'constructs';
import { templateOf } from './support';
import { scannerText } from '../src/core/parts/scanner-text';
import { RecommendedAlarm, recommendedAlarms } from '../src/core/workload/registry';

/** Facts about a stack that no test of a single construct lists: a change of each is visible here. */
export function outlineOf(stack: Stack): object {
  const [constructs, alarms, descriptions] = [constructsIn(stack), alarmTable(stack), described(stack)];
  return { constructs, alarms, descriptions, logicalIds: logicalIds(stack), keyUses: keyUses(stack), trust: trustOf(stack) };
}

/** Classes that extend Construct itself: those of the library, and few others. jsii writes the name of each class of aws-cdk-lib into it. */
function constructsIn(stack: Stack): string[] {
  const classes = stack.node.findAll().map((construct): any => construct.constructor)
    .filter((type) => type[Symbol.for('jsii.rtti')]?.fqn === 'constructs.Construct');
  return [...new Set(classes.map(({ name }) => name))].sort();
}

/** A description says something: it has at least two words, and is not one that aws-cdk-lib makes of paths, addresses and ports. */
function isDescription(text: unknown): boolean {
  return typeof text === 'string' && /\S\s+\S/.test(text) && !/^(?:from|to) \S+:\S+$/.test(text);
}

/** Every recommended alarm of a workload as a line: metric, threshold, periods, and what is missing. */
function alarmTable(scope: IConstruct): string[] {
  const alarms: RecommendedAlarm[] = [];
  recommendedAlarms(scope).each((alarm) => alarms.push(alarm));
  return alarms.map((alarm) => {
    const { id, metric, threshold, comparisonOperator = 'default', evaluationPeriods = 'default', datapointsToAlarm, treatMissingData } = alarm;
    return `${id}: ${metricText(Stack.of(alarm.construct), metric)} ${comparisonOperator} ${threshold}, ${evaluationPeriods} periods`
      + (datapointsToAlarm === undefined ? '' : `, ${datapointsToAlarm} datapoints`)
      + (treatMissingData === undefined ? '' : `, missing data ${treatMissingData}`)
      + (alarm.isAccountWide ? ', account-wide' : '')
      + (isDescription(alarm.description) ? '' : ', no description');
  });
}

function metricText(stack: Stack, metric: IMetric): string {
  const { metricStat: stat, mathExpression: math, renderingProperties } = metric.toMetricConfig();
  if (math) {
    const metrics = Object.entries(math.usingMetrics).map(([name, used]) => `${name} = ${metricText(stack, used)}`);
    return `${math.expression} [${metrics.join('; ')}] per ${math.period} s, label '${renderingProperties?.label}'`;
  }
  const dimensions = stat!.dimensions?.map(({ name, value }) => `${name}=${scannerText(stack.resolve(value))}`).join(' ') ?? '';
  return `${stat!.namespace} ${stat!.metricName}${dimensions && ` ${dimensions}`} ${stat!.statistic} per ${stat!.period.toSeconds()} s`;
}

/** Resources and inline rules of a stack that have a description, as `<type> <logical id without hash>`; one that says nothing is marked. */
function described(stack: Stack): string[] {
  return Object.entries<any>(templateOf(stack).toJSON().Resources).flatMap(([id, { Type, Properties = {} }]) => {
    const name = `${Type} ${stable(id).replace(/[0-9A-F]{8}$/, '')}`;
    const rules = ['SecurityGroupIngress', 'SecurityGroupEgress'].flatMap((prop) => (
      (Properties[prop] ?? []).map(({ Description }: any) => [`${name} ${prop}`, Description] as const)));
    const own = Object.entries(Properties).filter(([prop]) => /(?:^|Group|Alarm)Description$/.test(prop)).map(([, text]) => [name, text] as const);
    // aws-cdk-lib gives every managed policy an empty description.
    return [...Type === 'AWS::IAM::ManagedPolicy' ? [] : own, ...rules].map(([subject, text]) => `${subject}${isDescription(textOf(text)) ? '' : ' without words'}`);
  }).sort();
}

/** Logical ids of the resources of a stack. A change of an id replaces the resource. */
function logicalIds(stack: Stack): string[] {
  return Object.keys(templateOf(stack).toJSON().Resources).map(stable).sort();
}

/** The uses that each key of a stack permits: the Sids of its policy after the one for administration. */
function keyUses(stack: Stack): Record<string, string[]> {
  const usesOf = (statements: any[]) => statements.slice(1).map(({ Sid, Principal }) => Sid ?? scannerText(Object.values(Principal)[0]));
  return Object.fromEntries(Object.entries(templateOf(stack).findResources('AWS::KMS::Key'))
    .map(([id, { Properties }]) => [id, usesOf(Properties.KeyPolicy.Statement)]));
}

/** Who can assume each role, and the keys of the conditions. */
function trustOf(stack: Stack): Record<string, string[]> {
  const shown = ({ Principal, Condition = {} }: any) => [
    ...Object.values(Principal).flat().map((principal) => typeof principal === 'string' ? principal : scannerText(principal)),
    ...Object.entries<any>(Condition).map(([operator, keys]) => `${operator} ${Object.keys(keys).join(', ')}`),
  ].join('; ');
  return Object.fromEntries(Object.entries(templateOf(stack).findResources('AWS::IAM::Role'))
    .map(([id, { Properties }]) => [id, Properties.AssumeRolePolicyDocument.Statement.map(shown)]));
}

/** aws-cdk-lib adds a hash of the API to the logical id of a deployment, which replaces it on purpose. */
const stable = (logicalId: string) => logicalId.replace(/[0-9a-f]{32}$/, '');
const textOf = (value: any) => typeof value === 'string' ? value : value && scannerText(value);
