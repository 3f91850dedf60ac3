import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { allowPublishing } from './encrypted-topic';
import { LeastPrivilegeRole } from './least-privilege-role';

/**
 * A role that EventBridge assumes to publish to a topic. A key policy cannot limit the service principal to an account, because EventBridge sends no
 * source account to KMS (Amazon SNS Developer Guide, Key management).
 */
export function eventsRole(scope: Construct, id: string, description: string, topic: sns.ITopic): iam.IRole {
  const role = new LeastPrivilegeRole(scope, id, { description, assumedBy: new iam.ServicePrincipal('events.amazonaws.com') });
  allowPublishing(scope, topic, role);
  return role;
}

/** The topic as the target of a rule, with such a role. */
export function topicTarget(topic: sns.ITopic, role: iam.IRole): events.IRuleTarget {
  return { bind: () => ({ arn: topic.topicArn, role }) };
}
