import { FrameworkNumbers } from './control';
import { Outcome } from '../predicates/outcome';
import { RenderedResource, RenderedTemplate } from '../rendered';

/** Published names of the fact. They lead from a safeguard to the controls of a framework. */
export interface Sources {
  /** AWS Security Hub control, for example `RDS.27`. */
  readonly securityHub?: readonly string[];
  /** Rule of cdk-nag, for example `RDSStorageEncrypted`. */
  readonly cdkNag?: readonly string[];
  /** Prowler check, for example `rds_cluster_storage_encrypted`. */
  readonly prowler?: readonly string[];
}

/** Severity of a finding, in the terms of AWS Security Hub. */
export type Severity = 'critical' | 'high' | 'medium' | 'low' | 'informational';

/** Requirements of the workload itself. */
export interface Expectations {
  /** The strictest of the frameworks' numbers. */
  readonly numbers: FrameworkNumbers;
  /** Regions that may hold data of the workload; undefined for any. */
  readonly regions?: readonly string[];
  /** Tags that every taggable resource must have. */
  readonly tags: readonly string[];
}

interface Fact {
  /** Stable id, which acknowledgements use. */
  readonly id: string;
  /** The fact, in one sentence without a final period. */
  readonly statement: string;
  /** Correction of a resource that fails. */
  readonly remedy: string;
  /** Why the fact matters, in one line without a final period. */
  readonly rationale: string;
  /** Severity, if no control of AWS Security Hub in `sources` has one. */
  readonly severity?: Severity;
  /** AWS documentation of the fact, if `sources` has no control of AWS Security Hub. A safeguard of an app has none. */
  readonly link?: string;
  readonly sources: Sources;
  /**
   * Applies to every workload: no catalogue of a law or standard relates it to a control, the workload itself requires it, or a safeguard that applies to every workload
   * leaves resources to it.
   */
  readonly always?: boolean;
}

/** A fact about one resource. `judge` returns undefined for a resource that the fact does not apply to. */
export interface ResourceSafeguard extends Fact {
  readonly on: readonly string[];
  readonly judge: (resource: RenderedResource, expected: Expectations) => Outcome | undefined;
}

/** A fact about the workload as a whole: that something exists in it. */
export interface WorkloadSafeguard extends Fact {
  readonly judgeWorkload: (templates: readonly RenderedTemplate[], expected: Expectations) => Outcome | undefined;
}

export type Safeguard = ResourceSafeguard | WorkloadSafeguard;
