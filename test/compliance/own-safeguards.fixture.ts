import { App, Stack } from 'aws-cdk-lib';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { ISafeguard, JudgedResource, SafeguardOutcome, SafeguardSeverity } from '../../src';
import { RenderedTemplate } from '../../src/compliance/rendered';
import { StackTemplate } from '../../src/compliance/template-source';

/** A safeguard of an app. */
export class QueueNamed implements ISafeguard {
  public readonly id: string = 'House.QueueNamed';
  public readonly statement: string = 'the queue has a name of the house';
  public readonly rationale: string = 'The name shows the team on call which application uses the queue';
  public readonly remedy: string = 'set `queueName` to a name that begins with acme-';
  public readonly severity: SafeguardSeverity = SafeguardSeverity.HIGH;
  public readonly resourceTypes: string[] = ['AWS::SQS::Queue'];

  public judge(queue: JudgedResource): SafeguardOutcome {
    return queue.mustMatch('QueueName', 'acme-.+');
  }
}

/** A queue as a safeguard judges it. */
export function judgedQueue(): JudgedResource {
  const stack = new Stack(new App(), 'Stack');
  const { logicalId } = new sqs.CfnQueue(stack, 'Queue');
  const Properties = { QueueName: 'orders', DelaySeconds: 30, Tags: [{ Key: 'Owner', Value: 'web' }], RedriveAllowPolicy: { sourceQueueArns: ['a'] } };
  const template = new RenderedTemplate(new StackTemplate(stack, undefined, { Resources: { [stack.resolve(logicalId)]: { Type: 'AWS::SQS::Queue', Properties } } }));
  return JudgedResource._of(template.resources[0], { numbers: {}, tags: [] });
}
