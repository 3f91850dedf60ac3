import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { ResolvedThreatDetectionProps } from './resolve-threat-detection-props';
import { Detection, FindingSeverity } from './threat-detection-props';
import { encryptedTopic } from '../../core/parts/encrypted-topic';
import { topicTarget } from '../../core/parts/topic-events';

/** Lowest values of the severities of GuardDuty (GuardDuty User Guide, Findings severity levels). */
const GUARD_DUTY = { [FindingSeverity.CRITICAL]: 9, [FindingSeverity.HIGH]: 7, [FindingSeverity.MEDIUM]: 4 };
const FROM_HIGHEST = [FindingSeverity.CRITICAL, FindingSeverity.HIGH, FindingSeverity.MEDIUM];

/** The topic for notifications of findings, and the rules that publish to it. */
export interface FindingEvents {
  readonly topic?: sns.ITopic;
  readonly rules: events.Rule[];
}

/**
 * Publishes findings to a topic (GuardDuty User Guide, Processing findings with Amazon EventBridge; Amazon Inspector User Guide, Creating custom responses
 * to findings; IAM User Guide, Monitoring IAM Access Analyzer with Amazon EventBridge).
 */
export function findingEvents(scope: Construct, props: ResolvedThreatDetectionProps): FindingEvents {
  const { enabled, leastSeverity, topic: given } = props.findings;
  const patterns: Array<[string, Detection, string, events.EventPattern]> = [
    ['GuardDutyFindings', props.guardDuty.detection, 'Findings of Amazon GuardDuty', {
      source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity: [{ numeric: ['>=', GUARD_DUTY[leastSeverity]] }] },
    }],
    ['InspectorFindings', props.inspector, 'Findings of Amazon Inspector', {
      source: ['aws.inspector2'],
      detailType: ['Inspector2 Finding'],
      detail: { severity: FROM_HIGHEST.slice(0, FROM_HIGHEST.indexOf(leastSeverity) + 1), status: ['ACTIVE'] },
    }],
    ['AccessAnalyzerFindings', props.accessAnalyzer.detection, 'Findings of IAM Access Analyzer', {
      source: ['aws.access-analyzer'], detailType: ['Access Analyzer Finding'], detail: { status: ['ACTIVE'] },
    }],
  ];
  const published = patterns.filter(([, detection]) => enabled && detection !== Detection.OFF);
  if (published.length === 0) return { rules: [] };

  const topic = given ?? encryptedTopic(scope, 'Topic');
  return {
    topic,
    rules: published.map(([id, , description, eventPattern]) => (
      new events.Rule(scope, id, { description, eventPattern, targets: [topicTarget(scope, topic)] }))),
  };
}
