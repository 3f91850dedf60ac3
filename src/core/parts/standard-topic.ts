import * as sns from 'aws-cdk-lib/aws-sns';
import { IConstruct } from 'constructs';
import { refuse } from '../validation';

/**
 * Refuses a FIFO topic. Each message to one has a group (Amazon SNS API, Publish, MessageGroupId), for which alarms, rules and Auto Scaling groups have no
 * setting, and a FIFO topic has no e-mail subscriptions (Amazon SNS Developer Guide, Message delivery for FIFO topics).
 */
export function requireStandardTopic(scope: IConstruct, prop: string, topic: sns.ITopic | undefined): void {
  if (topic?.fifo) refuse(scope, `${prop} must be a standard topic, got FIFO topic '${topic.node.path}'`);
}
