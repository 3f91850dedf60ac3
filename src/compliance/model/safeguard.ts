import { FrameworkNumbers } from './control';
import { Outcome } from '../predicates/outcome';
import { RenderedResource, RenderedTemplate } from '../rendered';

/** The published names of the same fact; they lead from a safeguard to the controls of a framework. */
export interface Sources {
  /** AWS Security Hub control, for example `RDS.27`. */
  readonly securityHub?: readonly string[];
  /** Rule of cdk-nag, whose packs cite NIST SP 800-53 r5 controls, for example `RDSStorageEncrypted`. */
  readonly cdkNag?: readonly string[];
  /** Prowler check, whose PCI DSS 4.0 mapping cites requirements, for example `rds_cluster_storage_encrypted`. */
  readonly prowler?: readonly string[];
}

/** What is asked of a workload beside its resources. */
export interface Expectations {
  /** The strictest of the frameworks' numbers. */
  readonly numbers: FrameworkNumbers;
  /** Regions that the workload's data may be in; undefined where it may be anywhere. */
  readonly regions?: readonly string[];
  /** Tags that every taggable resource carries. */
  readonly tags: readonly string[];
}

interface Fact {
  /** Stable: acknowledgements name it. */
  readonly id: string;
  /** What holds, in one sentence without a full stop. */
  readonly statement: string;
  /** What to change where it does not hold. */
  readonly remedy: string;
  readonly sources: Sources;
  /** Asked of every workload: no published catalogue relates it to a control, or the workload asks for it itself. */
  readonly always?: boolean;
}

/** A checkable fact about one resource. `judge` returns undefined for a resource that the fact says nothing about. */
export interface ResourceSafeguard extends Fact {
  readonly on: readonly string[];
  readonly judge: (resource: RenderedResource, expected: Expectations) => Outcome | undefined;
}

/** A checkable fact about a workload as a whole: that something exists in it. */
export interface WorkloadSafeguard extends Fact {
  readonly judgeWorkload: (templates: readonly RenderedTemplate[], expected: Expectations) => Outcome | undefined;
}

export type Safeguard = ResourceSafeguard | WorkloadSafeguard;
