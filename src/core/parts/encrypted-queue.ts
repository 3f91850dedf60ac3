import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';

/** A dead-letter queue under the workload's key that takes messages over TLS only and keeps them for as long as SQS does. Every one of the library is made here. */
export function deadLetterQueue(scope: Construct, id: string): sqs.Queue {
  const queue = new sqs.Queue(scope, id, {
    encryption: sqs.QueueEncryption.KMS,
    encryptionMasterKey: keyFor(scope, undefined, DataClass.LOGS, KeyUse.via('sqs')),
    enforceSSL: true,
    retentionPeriod: Duration.days(14),
  });
  acknowledgeFindings(queue.node.defaultChild!, 'it is itself the dead-letter queue, where messages end that nobody else could work on', 'AwsSolutions-SQS3');
  return queue;
}

/** Lets a role send to a queue, by way of the queue's key. */
export function allowSending(queue: sqs.Queue, role: iam.IRole): void {
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: [queue.queueArn] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
    resources: [queue.encryptionMasterKey!.keyArn],
  }));
}
