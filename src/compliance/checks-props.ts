import { EvidenceOptions } from './model/evidence-options';
import { Framework } from './model/framework';
import { OnFindings } from './model/on-findings';
import { ISafeguard } from './model/own-safeguard';

/** Properties of ComplianceChecks. */
export interface ComplianceChecksProps {
  /**
   * Frameworks that apply to everything below the scope.
   * @allowsEmpty
   * @knownAtSynthesis
   */
  readonly frameworks: Framework[];
  /**
   * Name of the evidence and its folder: 1 to 200 letters, digits, periods, hyphens and underscores, the first no period.
   * @knownAtSynthesis
   * @default - the path of the scope, `app` for the app itself. A path with other characters than letters, digits and hyphens, or with more than 200, ends with a
   * hash
   */
  readonly name?: string;
  /**
   * Regions that may hold data. A copy or replica in another Region is a finding.
   * @default - any
   */
  readonly regions?: string[];
  /**
   * Tags that every taggable resource must have.
   * @allowsEmpty
   * @default - none
   */
  readonly tags?: string[];
  /**
   * Safeguards of your own, in addition to those that the frameworks cite.
   * @allowsEmpty
   * @default - those of the frameworks only
   * @example
   * declare const queueNamed: ISafeguard;
   * ComplianceChecks.on(this, { frameworks: [Framework.PCI_DSS_4_0_1], safeguards: [queueNamed] });
   */
  readonly safeguards?: ISafeguard[];
  /**
   * Effect of findings on the synthesis. The context key `cdk-regulated:onFindings` overrides it: `fail`, `report`, `baseline` or `write-baseline`.
   * @default OnFindings.FAIL
   * @example
   * ComplianceChecks.on(this, {
   *   frameworks: [Framework.AWS_FSBP],
   *   // Only findings that the file does not contain stop the synthesis.
   *   onFindings: OnFindings.baseline({ file: 'compliance/ledger-prod.json' }),
   * });
   */
  readonly onFindings?: OnFindings;
  /**
   * Content and place of the evidence.
   * @default - all files, in `evidence` next to the templates of the stage
   */
  readonly evidence?: EvidenceOptions;
}
