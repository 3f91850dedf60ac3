import { Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ConfigBaselineProps, ConfigRuleOptions, ConformancePackOptions } from './config-baseline-props';
import { ConfigRecording } from './config-recording';
import { pascal, rulesIn } from './conformance-pack';
import { ManagedConfigRule } from '../../compliance/model/config-rule';
import { Framework } from '../../compliance/model/framework';
import {
  isUnresolved, LINE, mustBe, ownProps, refuse, requireArgument, requireAtMostOne, requireKnown, requireLogPrefix, requireProps, requireSingle,
  requireString,
} from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** Rules for every account. All Regions that the library knows have them. */
const BASICS = ['S3_BUCKET_PUBLIC_READ_PROHIBITED', 'S3_BUCKET_PUBLIC_WRITE_PROHIBITED', 'ENCRYPTED_VOLUMES', 'RDS_STORAGE_ENCRYPTED',
  'INCOMING_SSH_DISABLED', 'IAM_ROOT_ACCESS_KEY_CHECK'];

/** Checked props of ConfigBaseline with their defaults. */
export interface ResolvedConfigBaselineProps {
  readonly recording: ConfigRecording;
  /** Rules of the conformance packs of each framework. */
  readonly packs: ReadonlyMap<Framework, ManagedConfigRule[]>;
  /** Rules in addition to the conformance packs, by construct id. */
  readonly rules: ReadonlyMap<string, ConfigRuleOptions>;
}

/** Checks the props of ConfigBaseline and fills in the defaults. */
export function resolveConfigBaselineProps(scope: Construct, given: ConfigBaselineProps): ResolvedConfigBaselineProps {
  const props = ownProps(scope, 'ConfigBaselineProps', given);
  const { recording, conformancePacks = {} } = props;
  requireRecording(scope, recording);
  const packs = resolvePacks(scope, conformancePacks);
  const packed = new Set([...packs.values()].flat().map(({ identifier }) => identifier));
  const basics = BASICS.filter((identifier) => !packed.has(identifier)).map((identifier) => ({ identifier }));
  return { recording, packs, rules: resolveRules(scope, props.rules ?? basics) };
}

function requireRecording(scope: Construct, { recorderName, _target }: ConfigRecording) {
  if (_target) {
    requireProps(scope, 'ConfigRecorderOptions', _target.options, 'recording.options');
    requireArgument(scope, 'recording.bucket', 'IBucket', _target.bucket);
    requireSingle(scope, 'ConfigBaseline');
    const { role, createServiceLinkedRole, prefix } = _target.options;
    requireAtMostOne(scope, { 'recording.options.role': role, 'recording.options.createServiceLinkedRole': createServiceLinkedRole || undefined });
    requireLogPrefix(scope, 'recording.options.prefix', prefix);
  }
  // AWS Config API, ConfigurationRecorder.
  requireString(scope, 'recording.recorderName', recorderName, { need: 'a recorder name of 1 to 256 characters', pattern: LINE.pattern, maxLength: 256 });
}

function resolvePacks(scope: Construct, { enabled = true, withoutRules = [] }: ConformancePackOptions): Map<Framework, ManagedConfigRule[]> {
  if (!enabled && withoutRules.length > 0) mustBe(scope, 'conformancePacks.enabled', 'true with conformancePacks.withoutRules', enabled);
  requireKnown(scope, 'conformancePacks.withoutRules', withoutRules);
  const { region } = Stack.of(scope);
  const { frameworks } = Workload.of(scope);
  const names = new Set(frameworks.flatMap(({ configRules }) => configRules.map(({ name }) => name)));
  withoutRules.forEach((name, index) => {
    requireKnown(scope, `conformancePacks.withoutRules[${index}]`, name);
    if (!names.has(name)) mustBe(scope, `conformancePacks.withoutRules[${index}]`, 'the name of a rule in a conformance pack of the workload', name);
  });
  const here = isUnresolved(region) ? undefined : region;
  return new Map((enabled ? frameworks : [])
    .map((framework) => [framework, rulesIn(here, framework.configRules).filter(({ name }) => !withoutRules.includes(name))]));
}

function resolveRules(scope: Construct, rules: ConfigRuleOptions[]): Map<string, ConfigRuleOptions> {
  const resolved = new Map<string, ConfigRuleOptions>();
  rules.forEach((rule, index) => {
    const { identifier, configRuleName } = rule;
    for (const [name, value] of Object.entries({ identifier, configRuleName })) requireKnown(scope, `rules[${index}].${name}`, value);
    // AWS Config API, Source and ConfigRule.
    requireString(scope, `rules[${index}].identifier`, identifier, { need: 'the identifier of a managed rule such as ENCRYPTED_VOLUMES', pattern: /[A-Z][A-Z0-9_]{0,255}/ });
    requireString(scope, `rules[${index}].configRuleName`, configRuleName, {
      // AWS Config accepts other characters too (CloudFormation Template Reference, AWS::Config::ConfigRule). The construct id needs one of these.
      need: 'a rule name of 1 to 128 characters with A-Z a-z or 0-9', pattern: /.*[A-Za-z0-9].*/, maxLength: 128,
    });
    const id = pascal(configRuleName ?? identifier);
    if (resolved.has(id)) refuse(scope, `rule '${configRuleName ?? identifier}' already exists in this ConfigBaseline`);
    resolved.set(id, rule);
  });
  return resolved;
}
