import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { NameLimit } from '../workload/name-limit';
import { requireName } from '../workload/naming';

export interface EncryptedTopicOptions {
  readonly topicName?: string;
  readonly encryptionKey?: kms.IKey;
}

/** A topic with the key of the workload that requires TLS. All topics of the library are created here. */
export function encryptedTopic(scope: Construct, id: string, options: EncryptedTopicOptions = {}): sns.Topic {
  requireName(scope, 'topicName', options.topicName, NameLimit.TOPIC);
  return new sns.Topic(scope, id, {
    topicName: options.topicName,
    masterKey: keyFor(scope, options.encryptionKey, DataClass.LOGS),
    enforceSSL: true,
  });
}

/** Permits the CloudWatch alarms of the account of a topic to publish to it. Adds the statement once. */
export function allowAlarms(scope: Construct, topic: sns.ITopic): void {
  if (ALARMS_ALLOWED.has(topic)) return;
  ALARMS_ALLOWED.add(topic);
  const { partition, region, account } = Stack.of(topic);
  topic.addToResourcePolicy(new iam.PolicyStatement({
    sid: 'AllowCloudWatchAlarms',
    principals: [new iam.ServicePrincipal('cloudwatch.amazonaws.com')],
    actions: ['sns:Publish'],
    resources: [topic.topicArn],
    conditions: {
      StringEquals: { 'aws:SourceAccount': account },
      ArnLike: { 'aws:SourceArn': `arn:${partition}:cloudwatch:${region}:${account}:alarm:*` },
    },
  }));
  if (topic.masterKey) keyFor(scope, topic.masterKey, DataClass.LOGS, KeyUse.CLOUDWATCH_ALARMS);
}

const ALARMS_ALLOWED = new WeakSet<sns.ITopic>();
