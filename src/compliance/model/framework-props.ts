import { ManagedConfigRule } from './config-rule';
import { Control, FrameworkNumbers } from './control';
import { ISafeguard } from './own-safeguard';

/** Properties of a framework. */
export interface FrameworkProps {
  /** Stable identifier, for example `pci-dss-4.0.1`. */
  readonly id: string;
  /** Name and version, for example `PCI DSS 4.0.1`. */
  readonly title: string;
  /** Where its controls and their mapping were published. */
  readonly source: string;
  /** Numbers that it sets. @default - none */
  readonly numbers?: FrameworkNumbers;
  /** Whether it requires cryptographic modules validated against FIPS 140. @default false */
  readonly validatedCryptography?: boolean;
  /**
   * Its controls.
   * @allowsEmpty
   */
  readonly controls: Control[];
  /**
   * Safeguards of your own that its controls can cite. They apply wherever the framework does.
   * @allowsEmpty
   * @default - controls cite built-in safeguards only
   */
  readonly safeguards?: ISafeguard[];
  /**
   * Managed rules of AWS Config that serve its controls: the rules of its conformance pack.
   * @allowsEmpty
   * @default - none, and no conformance pack
   */
  readonly configRules?: ManagedConfigRule[];
  /**
   * Standards of AWS Security Hub CSPM that check its controls, as the ARN ends, for example `pci-dss/v/4.0.1`.
   * @allowsEmpty
   * @default - none
   */
  readonly securityHubStandards?: string[];
}
