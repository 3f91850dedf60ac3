import { templatesOf } from './support';
import { automationOf } from '../../../src/compliance/evidence/automation';
import { cryptographyParameters, parametersOf } from '../../../src/compliance/evidence/parameters';
import { Json } from '../../../src/compliance/rendered';

const templates = (...resources: ReadonlyArray<readonly [type: string, properties?: Json]>) => templatesOf({
  Stack: { Resources: Object.fromEntries(resources.map(([Type, Properties = {}], index) => [`It${index}`, { Type, Properties }])) },
});

test('managed rules of AWS Config are those of rules and of conformance packs, each once and ordered', () => {
  const rule = (Owner: string, SourceIdentifier: string) => ['AWS::Config::ConfigRule', { Source: { Owner, SourceIdentifier } }] as const;
  const pack = (TemplateBody: Json) => ['AWS::Config::ConformancePack', { TemplateBody }] as const;
  expect(automationOf(templates(
    rule('AWS', 'S3_BUCKET_LOGGING_ENABLED'), rule('CUSTOM_LAMBDA', 'arn:aws:lambda:eu-west-2:111122223333:function:rule'), ['AWS::Config::ConfigRule'],
    pack('Resources:\n  A:\n    Properties:\n      Source:\n        Owner: AWS\n        SourceIdentifier: RDS_STORAGE_ENCRYPTED\n'),
    pack({ 'Fn::Sub': '{"Source":{"SourceIdentifier": "S3_BUCKET_LOGGING_ENABLED"}}' }), pack("SourceIdentifier: 'EC2_EBS_2'"), pack(undefined),
  ))).toEqual({ configRules: ['EC2_EBS_2', 'RDS_STORAGE_ENCRYPTED', 'S3_BUCKET_LOGGING_ENABLED'], restoresBackups: false });
  expect(automationOf(templates(['AWS::Backup::RestoreTestingPlan']))).toEqual({ configRules: [], restoresBackups: true });
});

const OPEN = { Ref: 'P' };
const plan = (...BackupPlanRule: Json[]) => ['AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule } }] as const;
const restore = (RestoreTestingPlanName: Json, ScheduleExpression: Json) => ['AWS::Backup::RestoreTestingPlan', { RestoreTestingPlanName, ScheduleExpression }] as const;
const pool = (PasswordPolicy: Json) => ['AWS::Cognito::UserPool', { Policies: { PasswordPolicy } }] as const;
const idle = (Value: Json, Key = 'idle_timeout.timeout_seconds') => ['AWS::ElasticLoadBalancingV2::LoadBalancer', { LoadBalancerAttributes: [{ Key, Value }] }] as const;
const patches = (...days: Json[]) => ['AWS::SSM::PatchBaseline', { ApprovalRules: { PatchRules: days.map((ApproveAfterDays) => ({ ApproveAfterDays })) } }] as const;
const logs = (RetentionInDays: Json) => ['AWS::Logs::LogGroup', { RetentionInDays }] as const;
const rotation = (days: Json) => ['AWS::SecretsManager::RotationSchedule', { RotationRules: { AutomaticallyAfterDays: days } }] as const;

test.each<[string, Array<readonly [string, Json?]>, string[]]>([
  ['no resource', [], []],
  ['log groups', [logs(400), logs('1')], ['AU-11 au-11_odp: at least 1 day in 2 log groups']],
  ['a log group that keeps its events', [logs(undefined), logs(30)], ['AU-11 au-11_odp: at least 30 days in 2 log groups']],
  ['a retention that only a deployment knows', [logs(OPEN), logs(30)], []],
  ['backup rules', [plan({ RuleName: 'a', ScheduleExpression: 'cron(1)' }, { RuleName: 'b', EnableContinuousBackup: true }, { RuleName: 'c' }), plan({ RuleName: 'd', ScheduleExpression: 'cron(2)', EnableContinuousBackup: 'true' })],
    ['CP-9 cp-09_odp.02: backup rule a: cron(1); backup rule b: continuous; backup rule d: cron(2) and continuous']],
  ['restore tests', [restore('r', 'rate(7 days)'), restore('s', undefined)], ['CP-9(1) cp-09.01_odp.01: restore testing plan r: rate(7 days)', 'CP-9(1) cp-09.01_odp.02: restore testing plan r: rate(7 days)']],
  ['rotated secrets', [rotation(30), rotation(7)], ['IA-5 ia-05_odp.01: at most 30 days for 2 secrets in AWS Secrets Manager']],
  ['a rotation that only a deployment knows', [rotation(30), rotation(OPEN)], []],
  ['user pools', [pool({ MinimumLength: 14, RequireLowercase: true, RequireUppercase: 'true', RequireNumbers: true, RequireSymbols: true }), pool({ MinimumLength: 8, RequireLowercase: false }), pool(undefined), pool({ MinimumLength: OPEN })],
    ['IA-5(1) ia-05.01_odp.02: user pool It0: at least 14 characters, with lower case, upper case, numbers, symbols; user pool It1: at least 8 characters']],
  ['load balancers', [idle('60'), idle('1'), idle('30', 'other'), idle(OPEN), ['AWS::ElasticLoadBalancingV2::LoadBalancer']], ['SC-10 sc-10_odp: 60 seconds at load balancer It0; 1 second at load balancer It1']],
  ['patch baselines', [patches(7, 3), patches(1)], ['SI-2 si-02_odp: patches are approved at most 7 days after their release']],
  ['a patch baseline without a rule', [patches()], []],
  ['an approval without a delay', [patches(undefined, 7)], []],
])('parameters that templates show: %s', (_, resources, expected) => {
  expect(parametersOf(templates(...resources)).map(({ control, parameterId, value }) => `${control} ${parameterId}: ${value}`)).toEqual(expected);
});

test('parameters of cryptography count keys, endpoints and components', () => {
  const empty = { atRest: [], inTransit: [], keys: [], modules: [] };
  const of = (crypto: object) => cryptographyParameters({ ...empty, ...crypto } as Parameters<typeof cryptographyParameters>[0]).map(({ control, parameterId, value }) => `${control} ${parameterId}: ${value}`);
  expect(of({})).toEqual([]);
  expect(of({ keys: [{ type: 'AWS::KMS::Key', rotation: 'every 90 days' }, { type: 'AWS::KMS::Key', rotation: 'not enabled' }, { type: 'AWS::KMS::Key', rotation: 'every 90 days' }, { type: 'AWS::KMS::ReplicaKey', rotation: 'x' }] }))
    .toEqual(['SC-12 sc-12_odp: keys in AWS KMS: rotation every 90 days on 2 of 3, rotation not enabled on 1 of 3']);
  expect(of({ inTransit: ['TLS 1.0', 'TLS 1.2', 'TLS 1.3', 'none', 'not determined'].map((floor) => ({ floor })), atRest: ['not encrypted', 'not determined', 'aws owned key'].map((by) => ({ by })), modules: [{ module: 'HSM', certificate: '4884' }] }))
    .toEqual(['SC-13 sc-13_odp.02: TLS 1.2 or later at 2 of 5 endpoints; encryption at rest of 1 of 3 components; HSM (4884)']);
});
