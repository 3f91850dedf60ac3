import { Stack, Token } from 'aws-cdk-lib';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { outermostStack } from './make-alarm';
import { allowAlarms, encryptedTopic, EncryptedTopicOptions } from '../../core/parts/encrypted-topic';
import { refuse } from '../../core/validation';

export interface AlarmTopicsOptions extends EncryptedTopicOptions {
  readonly topic?: sns.ITopic;
  readonly emails?: string[];
}

/**
 * The topics that alarms notify. CloudWatch publishes only to a topic of the alarm's own account and Region, and a topic shared by
 * stacks would tie them in a circle with the dashboard, which reads their metrics. So a topic that was given serves all the stacks
 * of its environment, and every other stack gets one of its own.
 */
export class AlarmTopics {
  private readonly own = new Map<Stack, sns.ITopic>();

  constructor(private readonly scope: Construct, private readonly options: AlarmTopicsOptions) {
    if (options.topic && options.topicName !== undefined) {
      refuse(scope, `topicName is '${options.topicName}' beside a topic of yours, need one or the other`);
    }
    if (options.topic && options.encryptionKey) refuse(scope, 'encryptionKey is given beside a topic of yours, need one or the other');
    for (const email of options.emails ?? []) {
      if (!Token.isUnresolved(email) && !/^[^@\s]+@[^@\s]+$/.test(email)) refuse(scope, `emails has '${email}', need an e-mail address`);
    }
  }

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
    const home = stack === outermostStack(this.scope);
    const topic = home
      ? encryptedTopic(this.scope, 'Topic', this.options)
      : encryptedTopic(stack, 'AlarmTopic');
    allowAlarms(topic, topic);
    this.options.emails?.forEach((endpoint) => topic.addSubscription({
      bind: () => ({ subscriberId: endpoint, protocol: sns.SubscriptionProtocol.EMAIL, endpoint }),
    }));
    return topic;
  }
}

function serves(topic: sns.ITopic, stack: Stack): boolean {
  return agree(topic.env.region, stack.region) && agree(topic.env.account, stack.account);
}

/** Whether two values are the same, or one of them is known only to a deployment. */
function agree(a: string, b: string): boolean {
  return a === b || Token.isUnresolved(a) || Token.isUnresolved(b);
}
