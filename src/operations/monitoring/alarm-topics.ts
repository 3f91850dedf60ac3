import { Stack } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { outermostStack } from './make-alarm';
import { ResolvedTopicProps } from './resolve-workload-monitoring-props';
import { allowAlarms, encryptedTopic } from '../../core/parts/encrypted-topic';
import { isUnresolved } from '../../core/validation';

/**
 * The topics that alarms notify. An alarm publishes only to a topic of its own account and Region. A new topic that several stacks share would make
 * them depend on each other in a circle, because the dashboard reads their metrics. An existing topic therefore serves all stacks of its account and
 * Region, and all other stacks get a new topic each.
 */
export class AlarmTopics {
  private readonly own = new Map<Stack, sns.ITopic>();

  constructor(private readonly scope: Construct, private readonly options: ResolvedTopicProps) {}

  /** The topic for the alarms of a stack. */
  public of(stack: Stack): sns.ITopic {
    const { topic } = this.options;
    if (topic && serves(topic, stack)) {
      allowAlarms(this.scope, topic);
      return topic;
    }
    const made = this.own.get(stack) ?? this.make(stack);
    this.own.set(stack, made);
    return made;
  }

  private make(stack: Stack): sns.Topic {
    const { topicName, encryptionKey, emails } = this.options;
    const topic = stack === outermostStack(this.scope)
      ? encryptedTopic(this.scope, 'Topic', { topicName, encryptionKey })
      : encryptedTopic(stack, 'AlarmTopic');
    allowAlarms(topic, topic);
    emails.forEach((endpoint) => topic.addSubscription({
      bind: () => ({ subscriberId: endpoint, protocol: sns.SubscriptionProtocol.EMAIL, endpoint }),
    }));
    return topic;
  }
}

function serves(topic: sns.ITopic, stack: Stack): boolean {
  return agree(topic.env.region, stack.region) && agree(topic.env.account, stack.account);
}

/** Whether two values are the same, or one of them is a token. */
function agree(a: string, b: string): boolean {
  return a === b || isUnresolved(a) || isUnresolved(b);
}
