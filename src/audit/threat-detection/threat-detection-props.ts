import { Duration } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';

/** Properties of ThreatDetection. */
export interface ThreatDetectionProps {
  /**
   * Amazon GuardDuty.
   * @default - enabled with all features
   */
  readonly guardDuty?: GuardDutyOptions;
  /**
   * AWS Security Hub CSPM.
   * @default - enabled with the standards that match the frameworks of the workload
   */
  readonly securityHub?: SecurityHubOptions;
  /**
   * AWS IAM Access Analyzer.
   * @default - enabled for the account
   */
  readonly accessAnalyzer?: AccessAnalyzerOptions;
  /**
   * Amazon Inspector. `ON` is not supported because CloudFormation cannot enable it.
   * @default Detection.OFF
   */
  readonly inspector?: Detection;
  /**
   * Notifications of findings.
   * @default - a topic that the construct makes, for findings of at least high severity
   */
  readonly findings?: FindingNotificationOptions;
}

/** Status of a service that an account has once per Region. */
export enum Detection {
  /** The stack enables the service. */
  ON = 'on',
  /** The service is enabled outside this stack. The construct makes no resource, and the evidence lists the service as attested. */
  ALREADY_ON = 'already-on',
  /** The service is not enabled. */
  OFF = 'off',
}

/** Features of Amazon GuardDuty in addition to its foundational data sources (GuardDuty API, DetectorFeatureConfiguration). */
export enum GuardDutyFeature {
  /** Data events of Amazon S3. */
  S3_DATA_EVENTS = 'S3_DATA_EVENTS',
  /** Audit logs of Amazon EKS. */
  EKS_AUDIT_LOGS = 'EKS_AUDIT_LOGS',
  /** Malware scans of EBS volumes. */
  EBS_MALWARE_PROTECTION = 'EBS_MALWARE_PROTECTION',
  /** Login events of Aurora and RDS databases. */
  RDS_LOGIN_EVENTS = 'RDS_LOGIN_EVENTS',
  /** Network activity logs of Lambda functions. */
  LAMBDA_NETWORK_LOGS = 'LAMBDA_NETWORK_LOGS',
  /** Runtime events of Amazon EKS, of Amazon ECS on AWS Fargate, and of EC2 instances. Not in China Regions. */
  RUNTIME_MONITORING = 'RUNTIME_MONITORING',
}

/** Resources on which GuardDuty manages the agent of runtime monitoring (GuardDuty API, DetectorAdditionalConfiguration). */
export enum GuardDutyAgent {
  /** Amazon EKS clusters. */
  EKS_ADDON_MANAGEMENT = 'EKS_ADDON_MANAGEMENT',
  /** Amazon ECS tasks on AWS Fargate. */
  ECS_FARGATE_AGENT_MANAGEMENT = 'ECS_FARGATE_AGENT_MANAGEMENT',
  /** EC2 instances. */
  EC2_AGENT_MANAGEMENT = 'EC2_AGENT_MANAGEMENT',
}

/** Minimum severity of a finding. */
export enum FindingSeverity {
  /** Critical findings. */
  CRITICAL = 'CRITICAL',
  /** High and critical findings. */
  HIGH = 'HIGH',
  /** Medium, high and critical findings. */
  MEDIUM = 'MEDIUM',
}

/**
 * Amazon GuardDuty.
 *
 * @example
 * // The organization enables GuardDuty, and the stack adds a feature.
 * new ThreatDetection(this, 'Threats', {
 *   guardDuty: { detection: Detection.ALREADY_ON, features: [GuardDutyFeature.RDS_LOGIN_EVENTS] },
 * });
 */
export interface GuardDutyOptions {
  /**
   * Status of GuardDuty.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * Features in addition to the foundational data sources, each with its own price. An empty list disables all features. With `ALREADY_ON`, the features
   * that the evidence lists as attested. Not with `OFF`.
   * @allowsEmpty
   * @default - all features that GuardDuty has in the Region; with `ALREADY_ON`, none
   */
  readonly features?: GuardDutyFeature[];
  /**
   * Resources on which GuardDuty manages the agent of `RUNTIME_MONITORING`; GuardDuty then makes interface endpoints in the VPCs of the account. An empty
   * list leaves the agents to you. Not with `OFF`.
   * @allowsEmpty
   * @default - all resources, none in China Regions; with `ALREADY_ON`, none
   */
  readonly agents?: GuardDutyAgent[];
}

/** AWS Security Hub CSPM. */
export interface SecurityHubOptions {
  /**
   * Status of Security Hub CSPM.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * Standards to enable, as the end of their ARN, for example `cis-aws-foundations-benchmark/v/3.0.0`. An empty list enables none. Only with `ON`.
   * @allowsEmpty
   * @default - the standards that match the frameworks of the workload
   * @example
   * new ThreatDetection(this, 'Threats', {
   *   securityHub: { standards: ['aws-foundational-security-best-practices/v/1.0.0', 'pci-dss/v/4.0.1'] },
   * });
   */
  readonly standards?: string[];
}

/** AWS IAM Access Analyzer. */
export interface AccessAnalyzerOptions {
  /**
   * Status of the analyzer for external access.
   * @default Detection.ON
   */
  readonly detection?: Detection;
  /**
   * Whether the zone of trust is the organization instead of the account. The stack must be in the management account or a delegated administrator account.
   * Only with `ON`.
   * @default false
   */
  readonly organization?: boolean;
  /**
   * Age at which unused roles, access keys, passwords and permissions become findings, in whole days from 1 to 365. AWS charges for each role and user. Only
   * with `ON`.
   * @default - no analyzer for unused access
   */
  readonly unusedAfter?: Duration;
}

/** Notifications of findings. Findings of Security Hub controls are not included, because each check emits them again. */
export interface FindingNotificationOptions {
  /**
   * Whether findings are sent to a topic.
   * @default true
   */
  readonly enabled?: boolean;
  /**
   * Standard topic in the Region for notifications. The construct permits EventBridge in the policies of the topic and of its key. The policies of an imported topic must permit
   * `events.amazonaws.com` without conditions. Not with `enabled: false`.
   * @default - an encrypted topic that the construct makes
   */
  readonly topic?: sns.ITopic;
  /**
   * Minimum severity. Findings of external access have no severity and are always sent. Not with `enabled: false`.
   * @default FindingSeverity.HIGH
   */
  readonly leastSeverity?: FindingSeverity;
}
