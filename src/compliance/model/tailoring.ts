import { Control, FrameworkNumbers } from './control';
import { ISafeguard } from './own-safeguard';

/** A control that a tailored framework leaves out. */
export interface LeftOutControl {
  /**
   * Id of the control, as the framework numbers it.
   * @knownAtSynthesis
   */
  readonly control: string;
  /**
   * Why it is left out, which the evidence states: at least 20 characters and 4 words.
   * @knownAtSynthesis
   */
  readonly reason: string;
}

/** Changes of a tailored framework. */
export interface TailoringProps {
  /**
   * Name of the tailoring, which follows the id of the framework: 1 to 50 lower-case letters and digits, and hyphens between them, for example `acme`.
   * @knownAtSynthesis
   */
  readonly name: string;
  /**
   * Name and version of the tailored framework.
   * @knownAtSynthesis
   * @default - the title of the framework with the name, for example `PCI DSS 4.0.1 (acme)`
   */
  readonly title?: string;
  /**
   * Stricter numbers. A number that is less strict than that of the framework is an error.
   * @default - the numbers of the framework
   */
  readonly numbers?: FrameworkNumbers;
  /**
   * Whether it requires cryptographic modules validated against FIPS 140. A framework that requires them cannot be tailored to require none.
   * @default - as the framework
   */
  readonly validatedCryptography?: boolean;
  /**
   * Controls that are left out. The evidence lists them as not applicable, with the reason.
   * @allowsEmpty
   * @default - none
   */
  readonly leftOut?: LeftOutControl[];
  /**
   * Controls that are added. They cite built-in safeguards and those of `safeguards`.
   * @allowsEmpty
   * @default - none
   */
  readonly added?: Control[];
  /**
   * Safeguards of your own that the added controls can cite. They apply wherever the framework does.
   * @allowsEmpty
   * @default - none
   */
  readonly safeguards?: ISafeguard[];
}
