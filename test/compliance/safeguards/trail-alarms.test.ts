import { TRAIL_ALARMS } from '../../../src/compliance/safeguards/trail-alarms';
import { Beside, it_, judged, NOT_JUDGED, PARAMETER, Triple, triples } from '../triples';

const TRAIL = { IsLogging: true, CloudWatchLogsLogGroupArn: { 'Fn::GetAtt': ['Group', 'Arn'] } };
const filter = (FilterPattern: unknown): Beside => ({
  Filter: ['AWS::Logs::MetricFilter', {
    LogGroupName: { Ref: 'Group' }, FilterPattern, MetricTransformations: [{ MetricName: 'Events', MetricNamespace: 'Audit', MetricValue: '1' }],
  }],
});
const alarm = (MetricName: unknown, Namespace = 'Audit'): Beside => ({ Alarm: ['AWS::CloudWatch::Alarm', { MetricName, Namespace }] });

const alarmed = (...words: string[]): Triple => {
  const pattern = `{ ${words.map((word) => `($.eventName = ${word})`).join(' || ')} }`;
  const missing = `no AWS::CloudWatch::Alarm is on a metric filter with ${words.join(', ')}`;
  const math = { Metrics: [{ Id: 'm', MetricStat: { Metric: { MetricName: 'Events', Namespace: 'Audit' } } }, { Id: 'e', Expression: 'm' }] };
  return {
    holds: [
      it_(TRAIL, { ...filter(pattern), ...alarm('Events') }),
      it_(TRAIL, { ...filter(pattern), Alarm: ['AWS::CloudWatch::Alarm', math] }),
    ],
    fails: [
      [it_(TRAIL), missing],
      [it_(TRAIL, filter(pattern)), missing],
      [it_(TRAIL, alarm('Events')), missing],
      [it_(TRAIL, { ...filter(pattern.replace(words[0], 'Other')), ...alarm('Events') }), missing],
      [it_(TRAIL, { ...filter(pattern), ...alarm('Other') }), missing],
      [it_(TRAIL, { ...filter(pattern), ...alarm('Events', 'Other') }), missing],
    ],
    open: [[it_(TRAIL, { ...filter(PARAMETER), ...alarm('Events') }), missing], [it_({ IsLogging: true }), NOT_JUDGED]],
  };
};

test.each([
  [undefined, 'holds'], ['STANDARD', 'holds'], ['INFREQUENT_ACCESS', 'fails'], ['DELIVERY', 'fails'], [PARAMETER, 'unknown'],
])('a metric filter on a log group of the class %p', (LogGroupClass, result) => {
  const beside = { ...filter('$.eventName = CreateVpc || CreateVpcPeeringConnection'), ...alarm('Events') };
  const safeguard = TRAIL_ALARMS.find(({ id }) => id === 'CloudWatch.VpcChangesAlarmed')!;
  const byReference = it_(TRAIL, { ...beside, Group: ['AWS::Logs::LogGroup', { LogGroupClass }] });
  const byName = it_(TRAIL, { ...beside, Filter: ['AWS::Logs::MetricFilter', { ...beside.Filter[1], LogGroupName: 'trail' }], Group: ['AWS::Logs::LogGroup', { LogGroupClass, LogGroupName: 'trail' }] });
  expect([byReference, byName].map((one) => judged(safeguard, one)?.result)).toEqual([result, result]);
});

test('the pattern of a metric filter, and the name of its metric, from a mapping', () => {
  const PATTERN = '$.eventName = CreateVpc || CreateVpcPeeringConnection';
  const named = (key: string) => ({ 'Fn::FindInMap': ['Names', 'Names', key] });
  const safeguard = TRAIL_ALARMS.find(({ id }) => id === 'CloudWatch.VpcChangesAlarmed')!;
  const query: Beside = { Alarm: ['AWS::CloudWatch::Alarm', { Metrics: [{ Id: 'm', MetricStat: { Metric: { MetricName: named('Metric'), Namespace: 'Audit' } } }] }] };
  const cases = [{ ...filter(named('Pattern')), ...alarm('Events') }, { ...filter(PATTERN), ...alarm(named('Metric')) }, { ...filter(PATTERN), ...query }];
  const mappings = { Names: { Names: { Pattern: PATTERN, Metric: 'Events' } } };
  expect(cases.map((beside) => judged(safeguard, it_(TRAIL, beside, { mappings }))?.result)).toEqual(['holds', 'holds', 'holds']);
});

describe('safeguards of the alarms on a trail', () => triples(TRAIL_ALARMS, {
  'CloudWatch.RootUseAlarmed': alarmed('userIdentity.type', 'Root'),
  'CloudWatch.UnauthorizedCallsAlarmed': alarmed('UnauthorizedOperation', 'AccessDenied'),
  'CloudWatch.SignInWithoutMfaAlarmed': alarmed('ConsoleLogin', 'MFAUsed'),
  'CloudWatch.IamPolicyChangesAlarmed': alarmed('PutRolePolicy', 'CreatePolicyVersion', 'AttachRolePolicy'),
  'CloudWatch.TrailChangesAlarmed': alarmed('UpdateTrail', 'DeleteTrail', 'StopLogging'),
  'CloudWatch.FailedSignInsAlarmed': alarmed('ConsoleLogin', 'Failed authentication'),
  'CloudWatch.KeyDeletionAlarmed': alarmed('DisableKey', 'ScheduleKeyDeletion'),
  'CloudWatch.BucketPolicyChangesAlarmed': alarmed('PutBucketAcl', 'PutBucketPolicy', 'DeleteBucketPolicy'),
  'CloudWatch.ConfigChangesAlarmed': alarmed('StopConfigurationRecorder', 'DeleteDeliveryChannel'),
  'CloudWatch.SecurityGroupChangesAlarmed': alarmed('AuthorizeSecurityGroupIngress', 'RevokeSecurityGroupIngress'),
  'CloudWatch.NetworkAclChangesAlarmed': alarmed('CreateNetworkAclEntry', 'ReplaceNetworkAclEntry'),
  'CloudWatch.GatewayChangesAlarmed': alarmed('AttachInternetGateway', 'CreateInternetGateway'),
  'CloudWatch.RouteTableChangesAlarmed': alarmed('CreateRoute', 'ReplaceRoute', 'DeleteRoute'),
  'CloudWatch.VpcChangesAlarmed': alarmed('CreateVpc', 'CreateVpcPeeringConnection'),
}));
