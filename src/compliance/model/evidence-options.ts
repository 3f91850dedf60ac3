import { IPriceTable, MonthlyUsage } from './price-table';

/** Files of the evidence. The model of all of them, `evidence.json`, is always written. */
export enum EvidenceFile {
  /** The control matrix: `matrix.md` and `matrix.csv`. */
  MATRIX = 'matrix',
  /** The register of acknowledged deviations: `deviations.csv`. */
  DEVIATIONS = 'deviations',
  /** OSCAL documents in `oscal/`: `component-definition.json`, `assessment-results.json` and `poam.json`. */
  OSCAL = 'oscal',
  /** Encryption at rest and in transit, keys and cryptographic modules: `crypto.json`. */
  CRYPTOGRAPHY = 'cryptography',
  /** Changes since the evidence of `compareWith`: `changes.md`. Not written without `compareWith`. */
  CHANGES = 'changes',
  /** Documents for FedRAMP: the folder `fedramp`. */
  FEDRAMP = 'fedramp',
  /** The page for people: `index.html`. */
  PAGE = 'page',
  /** Diagrams of the components and of the data flow: `architecture.svg` and `data-flow.svg`. The page shows them. */
  DIAGRAMS = 'diagrams',
  /** The estimate of the monthly cost: `cost.json`. */
  COST = 'cost',
  /** Digests of the templates and of the other files, and what they were made with: `provenance.json`. */
  PROVENANCE = 'provenance',
}

/** Content and place of the evidence. */
export interface EvidenceOptions {
  /**
   * Files that are written.
   * @allowsEmpty
   * @default - all files; those of FedRAMP if a framework of FedRAMP applies
   */
  readonly files?: EvidenceFile[];
  /**
   * Folder in which a folder with the name of the workload is written, relative to the folder in which the synthesis runs.
   * @knownAtSynthesis
   * @default - `evidence` next to the templates of the stage
   */
  readonly folder?: string;
  /**
   * Name of the system in the evidence: 1 to 200 characters.
   * @knownAtSynthesis
   * @default - the name of the evidence
   */
  readonly systemName?: string;
  /**
   * Party that is responsible for the system, for example a team or a company: 1 to 200 characters.
   * @knownAtSynthesis
   * @default - not stated
   */
  readonly owner?: string;
  /**
   * Address of the Certification Package Overview of the provider, for FedRAMP's security decision record: begins with `https://`.
   * @knownAtSynthesis
   * @default - not stated, which the record lists as left to write
   */
  readonly certificationPackageOverviewUri?: string;
  /**
   * Evidence of an earlier synthesis of the workload: the folder that contains its `evidence.json`, relative to the folder in which the synthesis runs.
   * @knownAtSynthesis
   * @default - no comparison
   * @example
   * Workload.on(this, { name: 'ledger', suffix: 'prod', evidence: { compareWith: 'releases/last/ledger-prod' } });
   */
  readonly compareWith?: string;
  /**
   * Prices for the estimate of the monthly cost.
   * @default - the price table of the library
   */
  readonly prices?: IPriceTable;
  /**
   * Use that the estimate of the monthly cost assumes.
   * @default - a small application
   * @example
   * Workload.on(this, {
   *   name: 'ledger',
   *   evidence: { usage: { logGib: 50, millionRequests: 20, databaseGib: 200, backupGib: 400 } },
   * });
   */
  readonly usage?: MonthlyUsage;
}
