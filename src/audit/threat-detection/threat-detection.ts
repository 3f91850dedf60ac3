import * as accessanalyzer from 'aws-cdk-lib/aws-accessanalyzer';
import * as events from 'aws-cdk-lib/aws-events';
import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import * as securityhub from 'aws-cdk-lib/aws-securityhub';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { findingEvents } from './finding-events';
import { guardDuty } from './guard-duty';
import { ResolvedThreatDetectionProps, resolveThreatDetectionProps } from './resolve-threat-detection-props';
import { securityHub } from './security-hub';
import { Detection, ThreatDetectionProps } from './threat-detection-props';
import { attest } from '../../compliance/model/attestation';
import { keepInAccount, makesAccountSettings } from '../../core/parts/account-setting';

/**
 * Amazon GuardDuty, AWS Security Hub CSPM and IAM Access Analyzer for an account and Region, each enabled here or attested as already enabled, and
 * notifications of their findings. An account has these services once per Region, so a stack can have one construct of this type. They are retained when
 * the stack is deleted; before it is deployed again, set them to `ALREADY_ON`. An ephemeral workload does not enable them.
 *
 * @example
 * new ThreatDetection(this, 'Threats', {
 *   accessAnalyzer: { unusedAfter: Duration.days(90) },
 *   findings: { leastSeverity: FindingSeverity.MEDIUM },
 * });
 */
export class ThreatDetection extends Construct {
  /** Detector of GuardDuty; undefined unless the stack enables GuardDuty. */
  public readonly detector?: guardduty.CfnDetector;
  /** Security Hub; undefined unless the stack enables it. */
  public readonly hub?: securityhub.CfnHub;
  /** Enabled standards of Security Hub; empty unless the stack enables Security Hub. */
  public readonly standards: securityhub.CfnStandard[];
  /** Analyzers of IAM Access Analyzer, first the one for external access; empty unless the stack enables it. */
  public readonly analyzers: accessanalyzer.CfnAnalyzer[];
  /** Topic for notifications of findings; undefined without notifications. */
  public readonly topic?: sns.ITopic;
  /** Rules that publish findings, one for each service. */
  public readonly rules: events.Rule[];

  /** @throws ValidationError if a prop is not valid, has no effect or contradicts another, or if the stack has another construct of this type */
  constructor(scope: Construct, id: string, props: ThreatDetectionProps = {}) {
    super(scope, id);
    const resolved = resolveThreatDetectionProps(this, props);

    this.detector = guardDuty(this, resolved.guardDuty);
    const { hub, standards } = securityHub(this, resolved.securityHub);
    this.hub = hub;
    this.standards = standards;
    this.analyzers = this.makeAnalyzers(resolved.accessAnalyzer);
    if (resolved.inspector === Detection.ALREADY_ON) attest(this, 'Amazon Inspector is enabled in the account outside this workload');

    const { topic, rules } = findingEvents(this, resolved);
    this.topic = topic;
    this.rules = rules;
  }

  /** IAM Access Analyzer API, CreateAnalyzer. */
  private makeAnalyzers({ detection, organization, unusedAfter }: ResolvedThreatDetectionProps['accessAnalyzer']): accessanalyzer.CfnAnalyzer[] {
    if (detection === Detection.ALREADY_ON) {
      attest(this, 'AWS IAM Access Analyzer is enabled in the account outside this workload', 'AccessAnalyzer.ExternalAccess');
    }
    if (detection !== Detection.ON || !makesAccountSettings(this, 'an analyzer of IAM Access Analyzer')) return [];
    const zone = organization ? 'ORGANIZATION' : 'ACCOUNT';
    const analyzers = [
      new accessanalyzer.CfnAnalyzer(this, 'Analyzer', { type: zone }),
      ...(unusedAfter ? [new accessanalyzer.CfnAnalyzer(this, 'UnusedAccess', {
        type: `${zone}_UNUSED_ACCESS`,
        analyzerConfiguration: { unusedAccessConfiguration: { unusedAccessAge: unusedAfter.toDays() } },
      })] : []),
    ];
    keepInAccount(...analyzers);
    return analyzers;
  }
}
