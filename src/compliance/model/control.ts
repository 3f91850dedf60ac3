import { Duration } from 'aws-cdk-lib';
import { ManagedConfigRule } from './config-rule';

/** Numbers that a framework sets, each in whole days. */
export interface FrameworkNumbers {
  /**
   * Minimum time that logs stay readable: 1 to 36500 days (Amazon S3 User Guide, Object Lock considerations).
   * @default - the framework sets no number
   */
  readonly logRetention?: Duration;
  /**
   * Minimum time that automated backups stay restorable: 1 to 35 days (Amazon RDS User Guide, Backup retention period).
   * @default - the framework sets no number
   */
  readonly backupRetention?: Duration;
  /**
   * Maximum age of a credential: 1 to 1000 days (AWS Secrets Manager API Reference, RotationRulesType).
   * @default - the framework sets no number
   */
  readonly credentialRotation?: Duration;
}

/** One requirement of a framework. */
export interface Control {
  /** As the framework numbers it, for example `3.5.1` or `SC-28(1)`. */
  readonly id: string;
  /** Short title. */
  readonly title: string;
  /**
   * Ids of the safeguards that serve it. Those that hold prove a part of the control. A control without safeguards is not judged.
   * @allowsEmpty
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
  /** Whether it requires cryptographic modules validated against FIPS 140. @default false */
  readonly validatedCryptography?: boolean;
  /**
   * Its controls.
   * @allowsEmpty
   */
  readonly controls: Control[];
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
