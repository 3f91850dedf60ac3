import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { allOf, anyOf, HOLDS, mustBe, mustBeSet, mustExist, mustNotBe } from '../predicates/outcome';
import { isNotPublic, attachedPolicies, isDeniedPlainHttp } from '../predicates/policy';

/** Safeguards of Amazon SNS and Amazon SQS. */
export const SNS_SQS: ResourceSafeguard[] = [
  {
    id: 'SNS.TopicEncrypted',
    on: ['AWS::SNS::Topic'],
    statement: 'messages are encrypted with AWS KMS',
    rationale: 'Encryption protects messages if the storage is accessed outside the service',
    remedy: 'set `masterKey`',
    sources: { securityHub: ['SNS.1'], cdkNag: ['SNSEncryptedKMS'], prowler: ['sns_topics_kms_encryption_at_rest_enabled'] },
    judge: ({ properties }) => mustBeSet('KmsMasterKeyId', properties.KmsMasterKeyId),
  },
  {
    id: 'SNS.TopicNotPublic',
    on: ['AWS::SNS::Topic'],
    statement: 'the topic policy does not allow public access',
    rationale: 'Everyone with an AWS account could read or send messages',
    remedy: 'specify principals in the topic policy, or add a condition',
    always: true,
    sources: { securityHub: ['SNS.4'] },
    judge: (topic) => isNotPublic(attachedPolicies(topic, 'AWS::SNS::TopicPolicy', 'Topics'), 'a topic policy'),
  },
  {
    id: 'SNS.TopicTlsOnly',
    on: ['AWS::SNS::Topic'],
    statement: 'the topic policy denies publishing without TLS',
    rationale: 'Without TLS, messages cross the network in plain text',
    remedy: 'set `enforceSSL`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    sources: { cdkNag: ['SNSTopicSSLPublishOnly'] },
    always: true,
    judge: (topic) => mustExist(
      isDeniedPlainHttp(topic, 'AWS::SNS::TopicPolicy', 'Topics', 'sns', 'publish'),
      'no topic policy denies sns:Publish to all principals where aws:SecureTransport is false',
    ),
  },
  {
    id: 'SQS.QueueEncrypted',
    on: ['AWS::SQS::Queue'],
    statement: 'messages are encrypted',
    rationale: 'Encryption protects messages if the storage is accessed outside the service',
    remedy: 'set `encryption`',
    sources: { securityHub: ['SQS.1'], cdkNag: ['SQSQueueSSE'] },
    judge: ({ properties }) => anyOf(
      mustBeSet('KmsMasterKeyId', properties.KmsMasterKeyId),
      // By default, SQS encrypts with an SQS managed key.
      properties.SqsManagedSseEnabled === undefined ? HOLDS : mustBe('SqsManagedSseEnabled', properties.SqsManagedSseEnabled, true),
    ),
  },
  {
    id: 'SQS.QueueNotPublic',
    on: ['AWS::SQS::Queue'],
    statement: 'the queue policy does not allow public access',
    rationale: 'Everyone with an AWS account could read or send messages',
    remedy: 'specify principals in the queue policy, or add a condition',
    always: true,
    sources: { securityHub: ['SQS.3'] },
    judge: (queue) => isNotPublic(attachedPolicies(queue, 'AWS::SQS::QueuePolicy', 'Queues'), 'a queue policy'),
  },
  {
    id: 'SQS.QueueTlsOnly',
    on: ['AWS::SQS::Queue'],
    statement: 'the queue policy denies requests without TLS',
    rationale: 'Without TLS, messages cross the network in plain text',
    remedy: 'set `enforceSSL`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html',
    sources: { cdkNag: ['SQSQueueSSLRequestsOnly'] },
    always: true,
    judge: (queue) => mustExist(
      isDeniedPlainHttp(queue, 'AWS::SQS::QueuePolicy', 'Queues', 'sqs'),
      'no queue policy denies sqs:* to all principals where aws:SecureTransport is false',
    ),
  },
  {
    id: 'SNS.SubscriptionEncrypted',
    on: ['AWS::SNS::Subscription', 'AWS::SNS::Topic'],
    statement: 'messages to web subscribers are sent over HTTPS',
    rationale: 'Over HTTP, messages cross the internet in plain text',
    remedy: 'use a subscription with the protocol `HTTPS`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/sns/latest/dg/sns-security-best-practices.html',
    always: true,
    sources: {},
    judge: ({ type, properties }) => {
      if (type === 'AWS::SNS::Subscription') return mustNotBe('Protocol', properties.Protocol, 'http');
      const ofTopic = listOf(properties.Subscription);
      return ofTopic.length ? allOf(...ofTopic.map((subscription, index) => mustNotBe(`Subscription[${index}].Protocol`, subscription?.Protocol, 'http'))) : undefined;
    },
  },
];
