import { Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { recommendQueueAlarms } from './queue-alarms';
import { resolveQueueProps } from './resolve-queue-props';
import { SecureQueueProps } from './secure-queue-props';
import { keyFor } from '../core/keys/key-for';
import { KeyUse } from '../core/keys/key-use';
import { DataClass } from '../core/keys/workload-key';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { grantTo } from '../core/parts/grant-to';
import { requireArguments } from '../core/validation';
import { NameLimit } from '../core/workload/name-limit';
import { viaService } from '../core/workload/partition';
import { Workload } from '../core/workload/workload';

/** The longest poll of ReceiveMessage: fewer requests, and no empty response while a message is in the queue. */
const LONG_POLL = Duration.seconds(20);

/**
 * An SQS queue with a dead-letter queue, both encrypted with a customer managed key, that accepts requests by TLS only.
 *
 * @example
 * const orders = new SecureQueue(this, 'Orders', { visibilityTimeout: Duration.minutes(5), maxReceiveCount: 3 });
 * orders.grantConsume(service);
 */
export class SecureQueue extends Construct {
  /**
   * Names that SQS accepts for a standard queue (SQS API, CreateQueue).
   * @example
   * const queueName = Workload.of(this).physicalName('refunds', { limit: SecureQueue.NAME_LIMIT });
   * new SecureQueue(this, 'Refunds', { queueName });
   */
  public static readonly NAME_LIMIT = NameLimit._of('queue', 80, 'A-Z a-z 0-9 - _', '[A-Za-z0-9_-]+');

  /** The queue, for settings that this construct does not have. */
  public readonly queue: sqs.Queue;
  /** Queue of the messages that consumers could not process. */
  public readonly deadLetterQueue: sqs.Queue;
  /** KMS key of both queues. */
  public readonly encryptionKey: kms.IKey;

  /** @throws ValidationError when a prop is out of the range of SQS */
  constructor(scope: Construct, id: string, props: SecureQueueProps = {}) {
    super(scope, id);
    const { maxReceiveCount, deadLetterRetentionPeriod, ...resolved } = resolveQueueProps(this, props, SecureQueue.NAME_LIMIT);

    this.encryptionKey = keyFor(this, resolved.encryptionKey, DataClass.DATA, KeyUse.via('sqs'));
    const both: sqs.QueueProps = {
      encryption: sqs.QueueEncryption.KMS,
      encryptionMasterKey: this.encryptionKey,
      enforceSSL: true,
      removalPolicy: Workload.of(this).removalPolicy,
    };
    this.deadLetterQueue = new sqs.Queue(this, 'DeadLetterQueue', { ...both, retentionPeriod: deadLetterRetentionPeriod });
    acknowledgeFindings(this.deadLetterQueue.node.defaultChild!, 'The queue is itself a dead-letter queue.', 'AwsSolutions-SQS3');
    this.queue = new sqs.Queue(this, 'Queue', {
      ...both,
      queueName: resolved.queueName,
      visibilityTimeout: resolved.visibilityTimeout,
      retentionPeriod: resolved.retentionPeriod,
      deliveryDelay: resolved.deliveryDelay,
      receiveMessageWaitTime: LONG_POLL,
      deadLetterQueue: { queue: this.deadLetterQueue, maxReceiveCount },
    });
    recommendQueueAlarms(this, this.queue, this.deadLetterQueue);
  }

  /**
   * Permits a principal to send messages.
   * @throws ValidationError when the principal has no identity-based policy or is in another account
   * @example
   * const orders = new SecureQueue(this, 'Orders');
   * orders.grantSend(service);
   * service.addEnvironment('QUEUE_URL', orders.queue.queueUrl);
   */
  public grantSend(grantee: iam.IGrantable): iam.Grant {
    requireArguments(this, 'SecureQueue.grantSend', { grantee });
    return this.grant(grantee, ['sqs:SendMessage', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], ['kms:GenerateDataKey', 'kms:Decrypt']);
  }

  /**
   * Permits a principal to receive, hide and delete messages of the queue, not of the dead-letter queue.
   * @throws ValidationError when the principal has no identity-based policy or is in another account
   */
  public grantConsume(grantee: iam.IGrantable): iam.Grant {
    requireArguments(this, 'SecureQueue.grantConsume', { grantee });
    return this.grant(grantee,
      ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:ChangeMessageVisibility', 'sqs:GetQueueAttributes', 'sqs:GetQueueUrl'], ['kms:Decrypt']);
  }

  /** Actions on the key: SQS Developer Guide, Key management. */
  private grant(grantee: iam.IGrantable, actions: string[], keyActions: string[]): iam.Grant {
    const onKey = grantTo(this, grantee, {
      actions: keyActions,
      resourceArns: [this.encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': viaService('sqs', Stack.of(this).region) } },
    });
    return onKey.combine(grantTo(this, grantee, { actions, resourceArns: [this.queue.queueArn] }));
  }
}
