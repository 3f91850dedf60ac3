import { Cryptography } from './model';
import { rotationDays } from '../predicates/cron';
import { given, isTrue, listOf } from '../predicates/intrinsics';
import { textOf } from '../predicates/text';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';
import { counted } from '../report/text';

/** Organization-defined parameter of a control with the value that templates show. Ids are those of the OSCAL catalog of NIST SP 800-53 Rev 5. */
export interface ParameterFact {
  readonly control: string;
  readonly parameterId: string;
  readonly value: string;
}

type Fact = readonly [control: string, parameterIds: readonly string[], value: (every: (type: string) => RenderedResource[]) => string | undefined];

const FACTS: readonly Fact[] = [
  ['AU-11', ['au-11_odp'], (every) => retention(every('AWS::Logs::LogGroup'))],
  ['CP-9', ['cp-09_odp.02'], (every) => schedules(every('AWS::Backup::BackupPlan').flatMap(({ properties }) => listOf(properties.BackupPlan?.BackupPlanRule)
    .map(({ RuleName, ScheduleExpression, EnableContinuousBackup }) => (
      [`backup rule ${textOf(RuleName)}`, [ScheduleExpression, isTrue(EnableContinuousBackup) ? 'continuous' : undefined]] as const))))],
  ['CP-9(1)', ['cp-09.01_odp.01', 'cp-09.01_odp.02'], (every) => schedules(every('AWS::Backup::RestoreTestingPlan').map(({ properties }) => (
    [`restore testing plan ${textOf(properties.RestoreTestingPlanName)}`, [properties.ScheduleExpression]] as const)))],
  ['IA-5', ['ia-05_odp.01'], (every) => rotation(every('AWS::SecretsManager::RotationSchedule'))],
  ['IA-5(1)', ['ia-05.01_odp.02'], (every) => joined(every('AWS::Cognito::UserPool').map(passwords))],
  ['SC-10', ['sc-10_odp'], (every) => joined(every('AWS::ElasticLoadBalancingV2::LoadBalancer').map(idleTime))],
  ['SI-2', ['si-02_odp'], (every) => approval(every('AWS::SSM::PatchBaseline'))],
];

const CURRENT = ['TLS 1.2', 'TLS 1.3'];

/** Values of organization-defined parameters that templates show. A value that resolves only at deployment is not stated. */
export function parametersOf(templates: readonly RenderedTemplate[]): ParameterFact[] {
  const every = (type: string) => templates.flatMap((template) => template.subjects(type));
  return FACTS.flatMap(([control, parameterIds, valueOf]) => {
    const value = valueOf(every);
    return value === undefined ? [] : parameterIds.map((parameterId) => ({ control, parameterId, value }));
  });
}

/** Organization-defined parameters of SC-12 and SC-13: rotation of keys, TLS floor, encryption at rest and validated modules. */
export function cryptographyParameters({ atRest, inTransit, keys, modules }: Cryptography): ParameterFact[] {
  const ofKms = keys.filter(({ type }) => type === 'AWS::KMS::Key');
  const current = inTransit.filter(({ floor }) => CURRENT.includes(floor));
  const encrypted = atRest.filter(({ by }) => by !== 'not encrypted' && by !== 'not determined');
  const uses = [
    ...inTransit.length > 0 ? [`TLS 1.2 or later at ${current.length} of ${inTransit.length} endpoints`] : [],
    ...atRest.length > 0 ? [`encryption at rest of ${encrypted.length} of ${atRest.length} components`] : [],
    ...modules.map(({ module, certificate }) => `${module} (${certificate})`),
  ];
  return [
    ...ofKms.length > 0 ? [{ control: 'SC-12', parameterId: 'sc-12_odp', value: `keys in AWS KMS: ${tally(ofKms.map((key) => `rotation ${key.rotation}`))}` }] : [],
    ...uses.length > 0 ? [{ control: 'SC-13', parameterId: 'sc-13_odp.02', value: uses.join('; ') }] : [],
  ];
}

// A log group without retention keeps its events (AWS::Logs::LogGroup, property RetentionInDays).
function retention(groups: readonly RenderedResource[]): string | undefined {
  const days = groups.flatMap(({ properties: { RetentionInDays } }) => given(RetentionInDays) ? [Number(RetentionInDays)] : []);
  const isStated = days.length > 0 && days.every(Number.isFinite);
  return isStated ? `at least ${counted(Math.min(...days), 'day')} in ${counted(groups.length, 'log group')}` : undefined;
}

function rotation(rotated: readonly RenderedResource[]): string | undefined {
  const days = rotated.map(({ properties }) => Number(rotationDays(properties.RotationRules)));
  return atMost(days, (limit) => `at most ${limit} for ${counted(days.length, 'secret')} in AWS Secrets Manager`);
}

function approval(baselines: readonly RenderedResource[]): string | undefined {
  const rules = baselines.flatMap(({ properties }) => listOf(properties.ApprovalRules?.PatchRules));
  const days = rules.map(({ ApproveAfterDays }) => Number(ApproveAfterDays));
  return atMost(days, (limit) => `patches are approved at most ${limit} after their release`);
}

function atMost(days: readonly number[], text: (limit: string) => string): string | undefined {
  return days.length > 0 && days.every(Number.isFinite) ? text(counted(Math.max(...days), 'day')) : undefined;
}

function schedules(items: ReadonlyArray<readonly [name: string, schedules: readonly Json[]]>): string | undefined {
  return joined(items.map(([name, texts]) => {
    const stated = texts.filter(given);
    return stated.length > 0 ? `${name}: ${stated.map(textOf).join(' and ')}` : undefined;
  }));
}

function passwords({ logicalId, properties }: RenderedResource): string | undefined {
  const { MinimumLength, RequireLowercase, RequireUppercase, RequireNumbers, RequireSymbols } = properties.Policies?.PasswordPolicy ?? {};
  const kinds = Object.entries({ 'lower case': RequireLowercase, 'upper case': RequireUppercase, 'numbers': RequireNumbers, 'symbols': RequireSymbols })
    .filter(([, required]) => isTrue(required)).map(([kind]) => kind);
  return Number.isFinite(Number(MinimumLength)) ? `user pool ${logicalId}: at least ${MinimumLength} characters${kinds.length > 0 ? `, with ${kinds.join(', ')}` : ''}` : undefined;
}

function idleTime({ logicalId, properties }: RenderedResource): string | undefined {
  const seconds = listOf(properties.LoadBalancerAttributes).find(({ Key }) => Key === 'idle_timeout.timeout_seconds')?.Value;
  return Number.isFinite(Number(seconds)) ? `${counted(Number(seconds), 'second')} at load balancer ${logicalId}` : undefined;
}

function joined(texts: ReadonlyArray<string | undefined>): string | undefined {
  return texts.filter((text) => text !== undefined).join('; ') || undefined;
}

function tally(texts: readonly string[]): string {
  return [...new Set(texts)].map((text) => `${text} on ${texts.filter((each) => each === text).length} of ${texts.length}`).join(', ');
}
