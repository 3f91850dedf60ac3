import { JudgedResource } from './judged-resource';
import { SafeguardOutcome } from './safeguard-outcome';

/** Severity of a finding, in the terms of AWS Security Hub. */
export enum SafeguardSeverity {
  /** To be corrected immediately. */
  CRITICAL = 'critical',
  /** To be corrected with priority. */
  HIGH = 'high',
  /** To be corrected. */
  MEDIUM = 'medium',
  /** No need for action on its own. */
  LOW = 'low',
  /** No weakness. */
  INFORMATIONAL = 'informational',
}

/**
 * A safeguard of your own: a fact about resources, in any language of the library. Its findings, acknowledgements and evidence are those of a built-in
 * safeguard. All members but `judge` are read once, when the check is declared.
 *
 * @example
 * class QueueNamed implements ISafeguard {
 *   public readonly id = 'House.QueueNamed';
 *   public readonly statement = 'the queue has a name of the house';
 *   public readonly rationale = 'The name shows the team on call which application uses the queue';
 *   public readonly remedy = 'set `queueName` to a name that begins with acme-';
 *   public readonly severity = SafeguardSeverity.LOW;
 *   public readonly resourceTypes = ['AWS::SQS::Queue'];
 *
 *   public judge(queue: JudgedResource): SafeguardOutcome {
 *     return queue.mustMatch('QueueName', 'acme-.+');
 *   }
 * }
 *
 * ComplianceChecks.on(this, { frameworks: [Framework.PCI_DSS_4_0_1], safeguards: [new QueueNamed()] });
 */
export interface ISafeguard {
  /**
   * Stable id, which acknowledgements use: two words in upper camel case with a period between them, for example `House.QueueNamed`. No built-in safeguard
   * may have it.
   */
  readonly id: string;
  /** The fact, in one sentence without a final period. */
  readonly statement: string;
  /** Why the fact matters, in one line without a final period. */
  readonly rationale: string;
  /** Correction of a resource that fails, as an imperative without a final period. */
  readonly remedy: string;
  /** Severity of its findings. */
  readonly severity: SafeguardSeverity;
  /** CloudFormation types of the resources that it judges, for example `AWS::SQS::Queue`; `*` for all. */
  readonly resourceTypes: string[];

  /**
   * Judges a resource of the final template. The check calls it once for each resource of the types, and again for each combination of the conditions and
   * parameters that it reads, so that it must not keep a state. An error makes the result unknown. A result that relies on a value that only a deployment
   * resolves is unknown, too.
   * @param resource resource with its properties
   */
  judge(resource: JudgedResource): SafeguardOutcome;
}
