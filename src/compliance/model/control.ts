import { Duration } from 'aws-cdk-lib';

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
   * Ids of the safeguards that serve it, built-in ones and those of the framework. Those that hold prove a part of the control. A control without safeguards is not judged.
   * @allowsEmpty
   */
  readonly safeguards: string[];
}
