import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as events from 'aws-cdk-lib/aws-events';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { analyzersFor } from './access-analyzers';
import { tellOfFindings } from './finding-events';
import { detectorFor } from './guard-duty';
import { securityHubFor } from './security-hub';
import { AccessAnalyzerOptions, Detection, FindingNotificationOptions, GuardDutyOptions, SecurityHubOptions } from './threat-detection-options';
import { attest } from '../../compliance/model/attestation';
import { refuse } from '../../core/validation';

/** Properties of ThreatDetection. */
export interface ThreatDetectionProps {
  /**
   * Amazon GuardDuty, which looks for threats.
   * @default - on, with everything that it can watch
   */
  readonly guardDuty?: GuardDutyOptions;
  /**
   * AWS Security Hub CSPM, which checks the account against standards and collects findings.
   * @default - on, with the standards that match the frameworks of the workload
   */
  readonly securityHub?: SecurityHubOptions;
  /**
   * AWS IAM Access Analyzer, which looks for what is shared with others.
   * @default - on, for the account
   */
  readonly accessAnalyzer?: AccessAnalyzerOptions;
  /**
   * Amazon Inspector, which looks for vulnerabilities. CloudFormation cannot turn it on, so `ON` is refused.
   * @default Detection.OFF
   */
  readonly inspector?: Detection;
  /**
   * Whom findings are told to.
   * @default - a topic of its own, from severity high on
   */
  readonly findings?: FindingNotificationOptions;
}

/**
 * What watches an account and Region for threats: Amazon GuardDuty, AWS Security Hub and IAM Access Analyzer, each turned on here or known to be on
 * already, and a topic that hears of what they find.
 */
export class ThreatDetection extends Construct {
  /** The detector of GuardDuty, where it is turned on here. */
  public readonly detector?: guardduty.CfnDetector;
  /** Security Hub, where it is turned on here. */
  public readonly hub?: securityhub.CfnHub;
  /** The standards that Security Hub checks, where it is turned on here. */
  public readonly standards: securityhub.CfnStandard[];
  /** The analyzers of IAM Access Analyzer, where it is turned on here: the external one first. */
  public readonly analyzers: accessanalyzer.CfnAnalyzer[];
  /** The topic that hears of findings; undefined where none are told. */
  public readonly topic?: sns.ITopic;
  /** The rules that tell it, one for each service. */
  public readonly rules: events.Rule[];

  /** @throws ValidationError when a prop is malformed or contradicts another, or Amazon Inspector is to be turned on */
  constructor(scope: Construct, id: string, props: ThreatDetectionProps = {}) {
    super(scope, id);
    const { guardDuty = {}, securityHub = {}, accessAnalyzer = {}, inspector = Detection.OFF } = props;
    this.detector = detectorFor(this, guardDuty);
    const { hub, standards } = securityHubFor(this, securityHub);
    this.hub = hub;
    this.standards = standards;
    this.analyzers = analyzersFor(this, accessAnalyzer);
    this.stateInspector(inspector);

    const { topic, rules } = tellOfFindings(this, {
      guardDuty: guardDuty.detection !== Detection.OFF,
      inspector: inspector !== Detection.OFF,
      accessAnalyzer: accessAnalyzer.detection !== Detection.OFF,
    }, props.findings ?? {});
    this.topic = topic;
    this.rules = rules;
  }

  private stateInspector(inspector: Detection) {
    if (inspector === Detection.ON) {
      refuse(this, 'inspector is ON, need ALREADY_ON once it is: CloudFormation has no resource that turns Amazon Inspector on, `aws inspector2 enable` does');
    }
    if (inspector === Detection.ALREADY_ON) attest(this, 'Amazon Inspector is on in the account without this workload');
  }
}
