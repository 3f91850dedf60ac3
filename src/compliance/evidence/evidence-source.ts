import { Automation } from './automation';
import { Evidence } from './collect';
import { Diagrams } from './diagrams/diagrams';
import { ControlEvidence } from './status';

/** Content that every writer reads. No writer reads templates. */
export interface EvidenceSource {
  readonly evidence: Evidence;
  /** Evidence of an earlier synthesis. */
  readonly previous?: Evidence;
  /** Key Security Indicators of FedRAMP, whether or not they are a framework of the workload. */
  readonly indicators: () => readonly ControlEvidence[];
  /** Automated methods that the templates deploy. */
  readonly automation: () => Automation;
  /** The diagrams; undefined if they are not selected. */
  readonly diagrams: () => Diagrams | undefined;
  /** Retention of logs that the frameworks require; undefined where none requires one. */
  readonly logRetentionDays?: number;
  /** Address of FedRAMP's Certification Package Overview. */
  readonly packageOverview?: string;
}
