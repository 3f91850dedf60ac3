import { Automation } from './automation';
import { Evidence } from './collect';
import { Diagrams } from './diagrams/diagrams';
import { ParameterFact } from './parameters';
import { ControlEvidence } from './status';

/** Content that every writer reads. No writer reads templates. */
export interface EvidenceSource {
  readonly evidence: Evidence;
  /** The text of `evidence.json`. */
  readonly text: string;
  /** Evidence of an earlier synthesis. */
  readonly previous?: Evidence;
  /** Key Security Indicators of FedRAMP, whether or not they are a framework of the workload. */
  readonly indicators: () => readonly ControlEvidence[];
  /** Automated methods that the templates deploy. */
  readonly automation: () => Automation;
  /** The diagrams; undefined if they are not selected. */
  readonly diagrams: () => Diagrams | undefined;
  /** Values of organization-defined parameters that the templates show. */
  readonly parameters: () => readonly ParameterFact[];
  /** Address of FedRAMP's Certification Package Overview. */
  readonly packageOverview?: string;
}
