import { ManagedConfigRule } from './config-rule';

/** Numbers that a framework sets. What it does not set is left out. */
export interface FrameworkNumbers {
  /** Days that logs stay readable. @default - the framework names no number */
  readonly logRetentionDays?: number;
  /** Days that automated backups stay restorable. @default - the framework names no number */
  readonly backupRetentionDays?: number;
  /** Days after which a credential is rotated at the latest. @default - the framework names no number */
  readonly credentialRotationDays?: number;
}

/** One requirement of a framework. */
export interface Control {
  /** As the framework numbers it, for example `3.5.1` or `SC-28(1)`. */
  readonly id: string;
  /** What it asks for, in a few words. */
  readonly title: string;
  /**
   * Ids of the safeguards that serve it. A control without any is the customer's: no template can prove it.
   */
  readonly safeguards: string[];
}

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
  /** Whether it asks for cryptographic modules that are validated against FIPS 140. @default false */
  readonly validatedCryptography?: boolean;
  /** Its controls. */
  readonly controls: Control[];
  /** Managed rules of AWS Config that serve its controls: what a conformance pack is made of. @default - none */
  readonly configRules?: ManagedConfigRule[];
  /**
   * Standards of AWS Security Hub CSPM that check its controls, as the ARN ends, for example `pci-dss/v/4.0.1`.
   * @default - none
   */
  readonly securityHubStandards?: string[];
}
