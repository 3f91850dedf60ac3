/** How much of a control a safeguard that holds proves. */
export type Extent = 'whole' | 'part';

/** Reports in AWS Artifact that show what AWS does. */
export const REPORTS = {
  'soc-2': 'AWS SOC 2 Type 2 report',
  'pci-dss': 'AWS PCI DSS Attestation of Compliance and Responsibility Summary',
  'fedramp': 'AWS FedRAMP security package',
  'iso-27001': 'AWS ISO/IEC 27001 certificate',
  'baa': 'AWS Business Associate Addendum',
};
export type ReportId = keyof typeof REPORTS;

/** Parts of the evidence that show a control without a safeguard: diagrams, lists and registers. */
export const DOCUMENTS = ['architecture', 'data flow', 'inventory', 'flows', 'cryptography', 'deviations'] as const;
export type DocumentId = typeof DOCUMENTS[number];

/** A control in a file of `responsibilities/`: the reviewed relations to safeguards, and what no safeguard proves, by responsible party. */
export interface ResponsibilityRow {
  readonly id: string;
  /** Ids or topics of safeguards that prove the control. */
  readonly whole?: readonly string[];
  /** Ids or topics of safeguards that prove a part of it. */
  readonly part?: readonly string[];
  /** Why the other safeguards that a published mapping relates to it are no evidence. */
  readonly not?: string;
  /** To be configured in the workload. */
  readonly technical?: string;
  /** What the customer does outside the templates. */
  readonly customer?: string;
  /** What AWS does. */
  readonly inherited?: string;
  /** Why it does not apply. */
  readonly notApplicable?: string;
  /** Parts of the evidence that show a part of it. */
  readonly documents?: readonly DocumentId[];
  /** What the customer does outside the templates where the evidence has these documents. @default - `customer` */
  readonly besides?: string;
  /** @default - the reports of the file */
  readonly reports?: readonly ReportId[];
}

/** A file of `responsibilities/`. */
export interface ResponsibilityData {
  readonly source: string;
  /** Reports that show what AWS does. */
  readonly reports: readonly ReportId[];
  /** Whether the mapping relates a control to the fact that the control itself states, so that a safeguard proves it unless its row says otherwise. */
  readonly sameFact?: boolean;
  readonly rows: readonly ResponsibilityRow[];
}

/** What is left of a control, by responsible party. */
export interface Left {
  /** What the configuration of resources has to meet, and the templates do not prove. */
  readonly technical?: string;
  /** What the customer does. */
  readonly customer?: string;
  /** What AWS does. */
  readonly inherited?: string;
  /** Why it does not apply. */
  readonly notApplicable?: string;
}
