import { Lifecycle } from './lifecycle';
import { EvidenceOptions } from '../../compliance/model/evidence-options';
import { Framework } from '../../compliance/model/framework';
import { OnFindings } from '../../compliance/model/on-findings';
import { ISafeguard } from '../../compliance/model/own-safeguard';

/** How many customer managed keys the stacks of a workload have. */
export enum KeyLayout {
  /** One key for databases and secrets, one for buckets, one for logs and alarms. */
  PER_DATA_CLASS = 'per-data-class',
  /** One key for everything. */
  SINGLE = 'single',
}

/** Properties of a workload. */
export interface WorkloadProps {
  /**
   * Short name, part of every physical name: lower-case letters, digits and hyphens, starting with a letter.
   * Changing it replaces log groups and parameters that are named after it.
   */
  readonly name: string;
  /**
   * Distinguishes environments, part of every physical name: lower-case letters, digits and hyphens, for example `dev` or `pr-123`.
   * Changing it replaces log groups and parameters that are named after it.
   * @default - no suffix
   */
  readonly suffix?: string;
  /**
   * Determines durability and cost: retention of data, deletion protection, redundancy.
   * Changing it replaces buckets with object lock.
   * @default Lifecycle.PRODUCTION
   */
  readonly lifecycle?: Lifecycle;
  /**
   * Frameworks that the templates are checked against. Where frameworks set different numbers, the strictest applies.
   * @default - AWS Foundational Security Best Practices
   */
  readonly frameworks?: Framework[];
  /**
   * Safeguards of your own, in addition to those that the frameworks cite.
   * @allowsEmpty
   * @default - those of the frameworks only
   */
  readonly safeguards?: ISafeguard[];
  /**
   * Effect of findings on the synthesis. The context key `cdk-regulated:onFindings` overrides it: `fail`, `report`, `baseline` or `write-baseline`.
   * @default OnFindings.FAIL
   */
  readonly onFindings?: OnFindings;
  /**
   * Content and place of the evidence.
   * @default - all files, in `evidence` next to the templates of the stage
   * @example
   * Workload.on(this, {
   *   name: 'ledger',
   *   suffix: 'prod',
   *   evidence: { systemName: 'Ledger', owner: 'Payments platform team', folder: 'build/evidence' },
   * });
   */
  readonly evidence?: EvidenceOptions;
  /**
   * Regions in which stacks and copies of data are allowed. A stack in another Region, or without a Region, is an error at synth.
   * @default - all Regions
   */
  readonly regions?: string[];
  /**
   * Tags for every taggable resource, at most 50 (AWS Tagging User Guide, Tag naming limits and requirements).
   * @default - no tags
   * @example
   * Workload.on(this, { name: 'ledger', tags: { CostCenter: '4711', DataClassification: 'confidential' } });
   */
  readonly tags?: { [key: string]: string };
  /**
   * Number of customer managed keys per stack.
   * Changing it replaces the keys, and the databases and backup vaults that they encrypt, which need other identifiers and names then.
   * @default KeyLayout.PER_DATA_CLASS
   */
  readonly keys?: KeyLayout;
  /**
   * Pattern of physical names, made of `{name}`, `{type}` and `{suffix}`. It must contain `{type}`.
   * @default '{name}-{type}-{suffix}'
   * @example
   * // prod-ledger-vpc
   * Workload.on(this, { name: 'ledger', suffix: 'prod', namePattern: '{suffix}-{name}-{type}' });
   */
  readonly namePattern?: string;
}
