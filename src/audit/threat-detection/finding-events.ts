import * as events from 'aws-cdk-lib/aws-events';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { FindingNotificationOptions, FindingSeverity } from './threat-detection-options';
import { encryptedTopic } from '../../core/parts/encrypted-topic';
import { eventsRole, topicTarget } from '../../core/parts/topic-events';

/** Least numbers of the severities of GuardDuty (GuardDuty User Guide, Findings severity levels). */
const GUARD_DUTY = { [FindingSeverity.CRITICAL]: 9, [FindingSeverity.HIGH]: 7, [FindingSeverity.MEDIUM]: 4 };
const FROM_THE_TOP = [FindingSeverity.CRITICAL, FindingSeverity.HIGH, FindingSeverity.MEDIUM];

/** Services whose findings are told. */
export interface Watchers {
  readonly guardDuty: boolean;
  readonly inspector: boolean;
  readonly accessAnalyzer: boolean;
}

/** The topic that hears of findings, and the rules that tell it. */
export interface FindingEvents {
  readonly topic?: sns.ITopic;
  readonly rules: events.Rule[];
}

/**
 * Tells a topic of findings (GuardDuty User Guide, Processing findings with Amazon EventBridge; Amazon Inspector User Guide, Creating custom responses to
 * findings; IAM User Guide, Monitoring IAM Access Analyzer with Amazon EventBridge).
 */
export function tellOfFindings(scope: Construct, watchers: Watchers, options: FindingNotificationOptions): FindingEvents {
  const { enabled = true, leastSeverity = FindingSeverity.HIGH } = options;
  const patterns: Array<[string, boolean, string, events.EventPattern]> = [
    ['GuardDutyFindings', watchers.guardDuty, 'Threats that Amazon GuardDuty found', {
      source: ['aws.guardduty'], detailType: ['GuardDuty Finding'], detail: { severity: [{ numeric: ['>=', GUARD_DUTY[leastSeverity]] }] },
    }],
    ['InspectorFindings', watchers.inspector, 'Vulnerabilities that Amazon Inspector found', {
      source: ['aws.inspector2'],
      detailType: ['Inspector2 Finding'],
      detail: { severity: FROM_THE_TOP.slice(0, FROM_THE_TOP.indexOf(leastSeverity) + 1), status: ['ACTIVE'] },
    }],
    ['AccessAnalyzerFindings', watchers.accessAnalyzer, 'What IAM Access Analyzer found shared with others', {
      source: ['aws.access-analyzer'], detailType: ['Access Analyzer Finding'], detail: { status: ['ACTIVE'] },
    }],
  ];
  const told = patterns.filter(([, watched]) => enabled && watched);
  if (told.length === 0) return { rules: [] };

  const topic = options.topic ?? encryptedTopic(scope, 'Topic');
  const role = eventsRole(scope, 'FindingsRole', 'Publishes findings of the services that watch the account', topic);
  return {
    topic,
    rules: told.map(([id, , description, eventPattern]) => (
      new events.Rule(scope, id, { description, eventPattern, targets: [topicTarget(topic, role)] }))),
  };
}
