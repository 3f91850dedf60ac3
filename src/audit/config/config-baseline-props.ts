import { ConfigRecording } from './config-recording';

/** Properties of ConfigBaseline. */
export interface ConfigBaselineProps {
  /** The recorder: one that the construct makes, or the existing recorder of the account. */
  readonly recording: ConfigRecording;
  /**
   * Rules in addition to the conformance packs. An empty list makes none.
   * @allowsEmpty
   * @default - basic rules that the conformance packs do not have
   * @example
   * new ConfigBaseline(this, 'Config', {
   *   recording: ConfigRecording.ofAccount(),
   *   rules: [
   *     { identifier: config.ManagedRuleIdentifiers.S3_BUCKET_PUBLIC_READ_PROHIBITED },
   *     { identifier: config.ManagedRuleIdentifiers.ACCESS_KEYS_ROTATED, parameters: { maxAccessKeyAge: '30' } },
   *   ],
   * });
   */
  readonly rules?: ConfigRuleOptions[];
  /**
   * Conformance packs for the frameworks of the workload.
   * @default - one for each framework
   */
  readonly conformancePacks?: ConformancePackOptions;
}

/** A managed rule of AWS Config. */
export interface ConfigRuleOptions {
  /** Identifier of the rule: a member of `config.ManagedRuleIdentifiers`, or the identifier on the page of the rule in the AWS Config Developer Guide. */
  readonly identifier: string;
  /**
   * Parameters of the rule.
   * @default - the defaults of the rule
   */
  readonly parameters?: { [name: string]: string };
  /**
   * Name of the rule: at most 128 letters, digits, hyphens and underscores, starting with a letter or digit. Rules with the same identifier need names.
   * @default - CloudFormation generates a name
   */
  readonly configRuleName?: string;
}

/** Conformance packs with the rules that serve the frameworks of the workload. */
export interface ConformancePackOptions {
  /**
   * Whether each framework that maps rules to its controls gets a conformance pack.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Names of rules to omit from the packs, for example `root-account-hardware-mfa-enabled`: rules that the Region does not have, or that another team
   * manages.
   * @default - none
   * @example
   * new ConfigBaseline(this, 'Config', {
   *   recording: ConfigRecording.ofAccount(),
   *   conformancePacks: { withoutRules: ['root-account-hardware-mfa-enabled'] },
   * });
   */
  readonly withoutRules?: string[];
}
