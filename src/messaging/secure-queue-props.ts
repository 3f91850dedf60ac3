import { Duration } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';

/** Properties of SecureQueue. The limits are those of the SQS API, CreateQueue. */
export interface SecureQueueProps {
  /**
   * Name of the queue, at most 80 letters, digits, hyphens and underscores.
   * Changing it replaces the queue.
   * @default - CloudFormation generates a name
   */
  readonly queueName?: string;
  /**
   * KMS key of both queues.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Time that a received message is hidden from other consumers, in whole seconds, 0 to 43,200 (12 hours). Longer than a consumer takes for a message.
   * @default Duration.seconds(30)
   */
  readonly visibilityTimeout?: Duration;
  /**
   * Retention of messages that are not deleted, in whole seconds, 60 to 1,209,600 (14 days).
   * @default Duration.days(4)
   */
  readonly retentionPeriod?: Duration;
  /**
   * Time before a new message can be received, in whole seconds, 0 to 900.
   * @default - no delay
   */
  readonly deliveryDelay?: Duration;
  /**
   * Number of times that a message is received before it moves to the dead-letter queue, 1 to 1,000.
   * @default 5
   */
  readonly maxReceiveCount?: number;
  /**
   * Retention of the dead-letter queue, in whole seconds, at least `retentionPeriod`: a moved message keeps the time at which it was sent
   * (SQS Developer Guide, Using dead-letter queues in Amazon SQS).
   * @default Duration.days(14)
   */
  readonly deadLetterRetentionPeriod?: Duration;
}
