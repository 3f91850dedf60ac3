import * as events from 'aws-cdk-lib/aws-events';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';

const ALLOWED = new WeakSet<sns.ITopic>();

/**
 * A topic as the target of a rule, which EventBridge publishes to as a service principal. The policies of the topic and of its key permit it, once. They
 * have no conditions (EventBridge User Guide, Troubleshooting: "You can't use Condition blocks in Amazon SNS topic policies for EventBridge"), and the
 * target has no role (EventBridge User Guide, Using resource-based policies for Amazon EventBridge: with a role, delivery to encrypted topics may fail).
 */
export function topicTarget(scope: Construct, topic: sns.ITopic): events.IRuleTarget {
  if (!ALLOWED.has(topic)) {
    ALLOWED.add(topic);
    topic.addToResourcePolicy(new iam.PolicyStatement({
      sid: 'AllowEventBridge',
      principals: [new iam.ServicePrincipal('events.amazonaws.com')],
      actions: ['sns:Publish'],
      resources: [topic.topicArn],
    }));
    if (topic.masterKey) keyFor(scope, topic.masterKey, DataClass.LOGS, KeyUse.EVENTBRIDGE);
  }
  return { bind: () => ({ arn: topic.topicArn }) };
}
