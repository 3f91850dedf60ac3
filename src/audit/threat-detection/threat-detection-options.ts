import { Duration } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';

/** Whether a service of the account watches. Each is there once in an account and Region. */
export enum Detection {
  /** The stack turns it on. */
  ON = 'on',
  /** It is on in the account without this stack. Nothing is made, and the evidence says so. */
  ALREADY_ON = 'already-on',
  /** Nobody turns it on. */
  OFF = 'off',
}

/** What Amazon GuardDuty watches beside its foundational sources (GuardDuty API, DetectorFeatureConfiguration). */
export enum GuardDutyFeature {
  /** Access to objects in S3. */
  S3_DATA_EVENTS = 'S3_DATA_EVENTS',
  /** Audit logs of EKS. */
  EKS_AUDIT_LOGS = 'EKS_AUDIT_LOGS',
  /** Malware on volumes of EC2 instances and containers. */
  EBS_MALWARE_PROTECTION = 'EBS_MALWARE_PROTECTION',
  /** Sign-ins to Aurora and RDS databases. */
  RDS_LOGIN_EVENTS = 'RDS_LOGIN_EVENTS',
  /** Network activity of Lambda functions. */
  LAMBDA_NETWORK_LOGS = 'LAMBDA_NETWORK_LOGS',
  /** What runs in EKS, in ECS on Fargate and on instances. */
  RUNTIME_MONITORING = 'RUNTIME_MONITORING',
}

/** Where GuardDuty installs and updates the agent of its runtime monitoring by itself (GuardDuty API, DetectorAdditionalConfiguration). */
export enum GuardDutyAgent {
  /** In clusters of EKS. */
  EKS_ADDON_MANAGEMENT = 'EKS_ADDON_MANAGEMENT',
  /** In tasks of ECS on Fargate. */
  ECS_FARGATE_AGENT_MANAGEMENT = 'ECS_FARGATE_AGENT_MANAGEMENT',
  /** On EC2 instances. */
  EC2_AGENT_MANAGEMENT = 'EC2_AGENT_MANAGEMENT',
}

/** Severity of a finding. */
export enum FindingSeverity {
  /** Critical ones. */
  CRITICAL = 'CRITICAL',
  /** High and critical ones. */
  HIGH = 'HIGH',
  /** Medium, high and critical ones. */
  MEDIUM = 'MEDIUM',
}

/** Amazon GuardDuty. */
export interface GuardDutyOptions {
  /**
   * Whether it watches.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * What it watches beside its foundational sources, each at its own price. For `ALREADY_ON`: what the evidence says of it.
   * @default - everything; for `ALREADY_ON` nothing is said
   */
  readonly features?: GuardDutyFeature[];
  /**
   * Where it manages the agent of runtime monitoring. For that it makes interface endpoints in the networks of the account.
   * @default - everywhere, with `RUNTIME_MONITORING`; for `ALREADY_ON` nothing is said
   */
  readonly agents?: GuardDutyAgent[];
}

/** AWS Security Hub CSPM. */
export interface SecurityHubOptions {
  /**
   * Whether it checks the account.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * Standards that it checks, as their ARNs end, for example `cis-aws-foundations-benchmark/v/3.0.0`.
   * @default - those that match the frameworks of the workload
   */
  readonly standards?: string[];
}

/** AWS IAM Access Analyzer. */
export interface AccessAnalyzerOptions {
  /**
   * Whether it points out what is shared with others.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * Whether others are those outside the organization, in the account that manages it or was delegated to.
   * @default - those outside the account
   */
  readonly organization?: boolean;
  /**
   * Time after which roles, keys, passwords and permissions that nobody used are pointed out, in whole days from 1 to 365. AWS charges for each user and role.
   * @default - they are not
   */
  readonly unusedAfter?: Duration;
}

/** Whom findings are told to. Findings of Security Hub's own controls are not: they come again with each check. */
export interface FindingNotificationOptions {
  /**
   * Whether findings are told.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Topic that hears of them. Its key then lets the account's principals publish.
   * @default - a topic of its own
   */
  readonly topic?: sns.ITopic;
  /**
   * From which severity on. What is shared outside has none, and is always told.
   * @default FindingSeverity.HIGH
   */
  readonly leastSeverity?: FindingSeverity;
}
