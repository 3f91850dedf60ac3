import { SNS_SQS } from '../../../src/compliance/safeguards/sns-sqs';
import { it_, never, NOT_JUDGED, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const OPEN = { Effect: 'Allow', Principal: '*', Action: 'x:Publish', Resource: '*' };
const policy = (type: string, property: string, ...Statement: object[]) => ({ Policy: [type, { [property]: [{ Ref: 'It' }], PolicyDocument: { Statement } }] as const });
const notPublic = (type: string, property: string, kind: string): Triple => ({
  holds: [
    it_({}),
    it_({}, policy(type, property, { ...OPEN, Condition: { StringEquals: { 'aws:SourceAccount': '1' } } }, { ...OPEN, Effect: 'Deny' })),
    it_({}, { Policy: [type, { [property]: ['another'], PolicyDocument: { Statement: [OPEN] } }] }),
  ],
  fails: [[it_({}, policy(type, property, OPEN)), `a ${kind} policy allows x:Publish to all principals, must name principals or have a condition`]],
  open: [[it_({}, policy(type, property, { ...OPEN, Principal: { AWS: PARAMETER } })), undetermined('PolicyDocument.Statement[0].Principal.AWS of Policy')]],
});
const tlsOnly = (type: string, property: string, actions: string[], message: string): Triple => {
  const denied = (more: object = {}) => it_({}, policy(type, property, {
    Action: actions[0], Condition: { Bool: { 'aws:SecureTransport': 'false' } }, Effect: 'Deny', Principal: '*', Resource: { Ref: 'It' }, ...more,
  }));
  const named = (Resource: string) => ({ ...denied({ Resource }), properties: { TopicName: 'orders', QueueName: 'orders' } });
  return {
    holds: [...actions.map((Action) => denied({ Action })), denied({ Resource: '*' }), named('arn:aws:x:eu-west-2:123456789012:orders'), named('arn:aws:x:*:*:ord*')],
    fails: [
      [it_({}), message],
      [it_({}, { Policy: [type, { [property]: ['another'], PolicyDocument: {} }] }), message],
      [denied({ Action: 'x:Other' }), message],
      [denied({ Effect: 'Allow' }), message],
      [named('arn:aws:x:eu-west-2:123456789012:another'), message],
      [{ ...denied({ Resource: { Ref: 'Other' } }), beside: { ...denied({ Resource: { Ref: 'Other' } }).beside, Other: ['AWS::SNS::Topic', {}] } }, message],
    ],
    open: [[denied({ Principal: PARAMETER }), message]],
    differs: { fails: 'cdk-nag ignores the resource of the statement' },
  };
};

describe('safeguards of Amazon SNS and Amazon SQS', () => triples(SNS_SQS, {
  'SNS.TopicEncrypted': present('KmsMasterKeyId', 'alias/key'),
  'SNS.TopicNotPublic': notPublic('AWS::SNS::TopicPolicy', 'Topics', 'topic'),
  'SNS.TopicTlsOnly': {
    ...tlsOnly('AWS::SNS::TopicPolicy', 'Topics', ['sns:Publish', 'SNS:Publish', 'sns:*', '*'],
      'no topic policy denies sns:Publish to all principals where aws:SecureTransport is false'),
    differs: { holds: 'cdk-nag requires sns:Publish and ignores wildcard actions', fails: 'cdk-nag ignores the resource of the statement' },
  },
  'SQS.QueueEncrypted': {
    holds: [it_({}), it_({ KmsMasterKeyId: 'k' }), it_({ SqsManagedSseEnabled: true })],
    fails: [[it_({ SqsManagedSseEnabled: false }), 'KmsMasterKeyId is not set']],
    open: [[it_({ SqsManagedSseEnabled: PARAMETER }), undetermined('SqsManagedSseEnabled')], [it_({ KmsMasterKeyId: 'k', SqsManagedSseEnabled: false }), PASSES]],
  },
  'SQS.QueueNotPublic': notPublic('AWS::SQS::QueuePolicy', 'Queues', 'queue'),
  'SQS.QueueTlsOnly': tlsOnly('AWS::SQS::QueuePolicy', 'Queues', ['sqs:*', 'SQS:*', '*'],
    'no queue policy denies sqs:* to all principals where aws:SecureTransport is false'),
  'SNS.SubscriptionEncrypted': (() => {
    const alone = never('Protocol', 'https', ['http']);
    const ofTopic = (...protocols: unknown[]) => it_({ Subscription: protocols.map((Protocol) => ({ Protocol, Endpoint: 'e' })) }, {}, { type: 'AWS::SNS::Topic' });
    return {
      ...alone,
      holds: [...alone.holds, ofTopic('https', 'sqs')],
      fails: [...alone.fails, [ofTopic('sqs', 'http'), 'Subscription[1].Protocol is "http", must be another value']],
      open: [...alone.open, [ofTopic(), NOT_JUDGED], [ofTopic(PARAMETER), undetermined('Subscription[0].Protocol')]],
    };
  })(),
}));
