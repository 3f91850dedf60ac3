import { Safeguard } from '../model/safeguard';
import { branchesOf, indexed } from '../predicates/indexed';
import { anyValue, given, isOneOf, listOf } from '../predicates/intrinsics';
import { mustExist, Outcome } from '../predicates/outcome';
import { hasFunction } from '../predicates/text';
import { Json, RenderedResource } from '../rendered';

interface Watched {
  readonly id: string;
  readonly control: string;
  readonly prowler?: string;
  readonly what: string;
  readonly rationale: string;
  /** Words of the filter pattern (AWS Security Hub User Guide, CloudWatch controls). */
  readonly words: readonly string[];
}

const WATCHED: readonly Watched[] = [
  {
    id: 'RootUse',
    control: 'CloudWatch.1',
    prowler: 'cloudwatch_log_metric_filter_root_usage',
    what: 'use of the root user',
    rationale: 'The root user cannot be restricted, so each use needs an explanation',
    words: ['userIdentity.type', 'Root'],
  },
  {
    id: 'UnauthorizedCalls',
    control: 'CloudWatch.2',
    what: 'unauthorized API calls',
    rationale: 'Denied calls show a principal that probes for permissions',
    words: ['UnauthorizedOperation', 'AccessDenied'],
  },
  {
    id: 'SignInWithoutMfa',
    control: 'CloudWatch.3',
    what: 'console sign-in without MFA',
    rationale: 'A sign-in without MFA may be one with a stolen password',
    words: ['ConsoleLogin', 'MFAUsed'],
  },
  {
    id: 'IamPolicyChanges',
    control: 'CloudWatch.4',
    what: 'changes of IAM policies',
    rationale: 'An attacker extends permissions through policies',
    words: ['PutRolePolicy', 'CreatePolicyVersion', 'AttachRolePolicy'],
  },
  {
    id: 'TrailChanges',
    control: 'CloudWatch.5',
    what: 'changes of trails',
    rationale: 'An attacker stops the trail to hide the next steps',
    words: ['UpdateTrail', 'DeleteTrail', 'StopLogging'],
  },
  {
    id: 'FailedSignIns',
    control: 'CloudWatch.6',
    prowler: 'cloudwatch_log_metric_filter_authentication_failures',
    what: 'failed console sign-ins',
    rationale: 'Repeated failures indicate an attempt to guess passwords',
    words: ['ConsoleLogin', 'Failed authentication'],
  },
  {
    id: 'KeyDeletion',
    control: 'CloudWatch.7',
    what: 'disabled and deleted keys',
    rationale: 'Data is lost with the key that encrypts it',
    words: ['DisableKey', 'ScheduleKeyDeletion'],
  },
  {
    id: 'BucketPolicyChanges',
    control: 'CloudWatch.8',
    what: 'changes of bucket policies',
    rationale: 'A changed policy can publish the data of a bucket',
    words: ['PutBucketAcl', 'PutBucketPolicy', 'DeleteBucketPolicy'],
  },
  {
    id: 'ConfigChanges',
    control: 'CloudWatch.9',
    what: 'changes of the AWS Config recorder',
    rationale: 'Without the recorder, changes of resources stay unnoticed',
    words: ['StopConfigurationRecorder', 'DeleteDeliveryChannel'],
  },
  {
    id: 'SecurityGroupChanges',
    control: 'CloudWatch.10',
    what: 'changes of security groups',
    rationale: 'A changed rule can open a port to the internet',
    words: ['AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'],
  },
  {
    id: 'NetworkAclChanges',
    control: 'CloudWatch.11',
    prowler: 'cloudwatch_changes_to_network_acls_alarm_configured',
    what: 'changes of network ACLs',
    rationale: 'A changed entry can open a subnet',
    words: ['CreateNetworkAclEntry', 'ReplaceNetworkAclEntry'],
  },
  {
    id: 'GatewayChanges',
    control: 'CloudWatch.12',
    prowler: 'cloudwatch_changes_to_network_gateways_alarm_configured',
    what: 'changes of network gateways',
    rationale: 'A new gateway is a path for data out of the VPC',
    words: ['AttachInternetGateway', 'CreateInternetGateway'],
  },
  {
    id: 'RouteTableChanges',
    control: 'CloudWatch.13',
    prowler: 'cloudwatch_changes_to_network_route_tables_alarm_configured',
    what: 'changes of route tables',
    rationale: 'A changed route can lead traffic past the inspection',
    words: ['CreateRoute', 'ReplaceRoute', 'DeleteRoute'],
  },
  {
    id: 'VpcChanges',
    control: 'CloudWatch.14',
    prowler: 'cloudwatch_changes_to_vpcs_alarm_configured',
    what: 'changes of VPCs',
    rationale: 'A peering connection or a new VPC is a path around the network controls',
    words: ['CreateVpc', 'CreateVpcPeeringConnection'],
  },
];

/** Safeguards of the alarms on the events of a trail: CloudWatch.1 to CloudWatch.14 of AWS Security Hub. */
export const TRAIL_ALARMS: Safeguard[] = WATCHED.map((watched) => ({
  id: `CloudWatch.${watched.id}Alarmed`,
  on: ['AWS::CloudTrail::Trail'],
  statement: `an alarm reports ${watched.what}`,
  rationale: watched.rationale,
  remedy: 'add a metric filter to the log group of the trail, and an alarm on its metric',
  sources: { securityHub: [watched.control], ...(watched.prowler !== undefined && { prowler: [watched.prowler] }) },
  judge: (trail: RenderedResource) => alarmed(trail, watched),
}));

const LOG_GROUP = 'AWS::Logs::LogGroup';

/** The key of a text that only a deployment gives. */
const OPEN = '';
const someFilter = indexed('AWS::Logs::MetricFilter', ({ FilterPattern }) => (
  typeof FilterPattern === 'string' ? WATCHED.filter(({ words }) => hasWords(FilterPattern, words)).map(({ id }) => id) : [OPEN]));
const someAlarm = indexed('AWS::CloudWatch::Alarm', ({ MetricName, Metrics }) => (
  [{ MetricName }, ...branchesOf(Metrics).map(metricOf)].flatMap((metric) => hasFunction(metric?.MetricName) ? [OPEN] : metric?.MetricName ?? [])));

function metricOf(query: Json): Json {
  const part = [query, query.MetricStat, query.MetricStat?.Metric].find(hasFunction);
  return part ? { MetricName: part } : query.MetricStat?.Metric;
}

// A trail without a log group is another finding.
function alarmed({ template, properties: { CloudWatchLogsLogGroupArn: arn } }: RenderedResource, { id, words }: Watched): Outcome | undefined {
  if (!given(anyValue(arn))) return undefined;
  const isAlarmed = (metric: Json) => someAlarm(template, [String(metric.MetricName), OPEN], ({ properties }) => isOn(properties, metric));
  return mustExist(
    someFilter(template, [id, OPEN], (filter) => {
      const { FilterPattern, MetricTransformations } = filter.properties;
      return typeof FilterPattern === 'string' && hasWords(FilterPattern, words) && takesFilters(filter) && listOf(MetricTransformations).some(isAlarmed);
    }),
    `no AWS::CloudWatch::Alarm is on a metric filter with ${words.join(', ')}`,
  );
}

// Only log groups of the standard class have metric filters (Amazon CloudWatch Logs User Guide, Log classes).
function takesFilters({ template, properties: { LogGroupName } }: RenderedResource): boolean {
  const name = anyValue(LogGroupName);
  const group = template.referenced(name) ?? template.named(LOG_GROUP, name);
  return group?.type !== LOG_GROUP || !isOneOf(group.properties.LogGroupClass, 'DELIVERY', 'INFREQUENT_ACCESS');
}

function hasWords(pattern: string, words: readonly string[]): boolean {
  return words.every((word) => new RegExp(`\\b${word.replace('.', '\\.')}\\b`).test(pattern));
}

function isOn({ MetricName, Namespace, Metrics }: Json, metric: Json): boolean {
  const used = [{ MetricName, Namespace }, ...listOf(Metrics).map(({ MetricStat }) => MetricStat?.Metric ?? {})];
  return used.some((one) => one.MetricName === metric.MetricName && JSON.stringify(one.Namespace) === JSON.stringify(metric.MetricNamespace));
}
