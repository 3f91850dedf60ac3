import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { allowAlarms } from '../../core/parts/encrypted-topic';
import { keyOfAccount } from '../keys';
import { admitsOthers, deniesPlainHttp, foreignPolicies, isSet, referringTypes, statementsOf, statementsWith } from '../references';
import { hardened, HardenedClass } from '../step';

/** Resources that refer to a topic and do not publish to it, publish with permissions of a role, or publish as CloudWatch. */
const HARMLESS = new Set([
  'AWS::SNS::TopicPolicy', 'AWS::SNS::Subscription', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::IAM::Policy',
  'AWS::IAM::ManagedPolicy', 'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::SQS::QueuePolicy', 'AWS::ECS::TaskDefinition',
  'AWS::SSM::Parameter', 'AWS::StepFunctions::StateMachine',
]);
/** Services that publish as the policy of a topic permits, and their use of its key. */
const PUBLISHERS: Record<string, KeyUse> = {
  'cloudwatch.amazonaws.com': KeyUse.CLOUDWATCH_ALARMS,
  'events.amazonaws.com': KeyUse.EVENTBRIDGE,
  'backup.amazonaws.com': KeyUse.BACKUP_NOTIFICATIONS,
  'config.amazonaws.com': KeyUse.CONFIG,
};
/** Resources by which these services publish. */
const PUBLISHING = new Set([...HARMLESS, 'AWS::Events::Rule', 'AWS::Backup::BackupVault', 'AWS::Config::DeliveryChannel']);

/** Type of the policies of topics, and their property that names the topics. */
const POLICY = ['AWS::SNS::TopicPolicy', 'Topics'] as const;

/** Hardened defaults of queues, topics and streams. */
export const MESSAGING: HardenedClass[] = [
  hardened<sqs.QueueProps, sqs.Queue>(sqs.Queue, [
    { props: ['enforceSSL'], safeguards: ['SQS.QueueTlsOnly'], finish: requireTls },
  ]),
  hardened<sns.TopicProps, sns.Topic>(sns.Topic, [
    {
      props: ['masterKey'],
      safeguards: ['SNS.TopicEncrypted'],
      finish: (topic, context) => {
        const resource = topic.node.defaultChild as sns.CfnTopic;
        const uses = usesOf(topic);
        if (isSet(resource, 'KmsMasterKeyId') || uses === undefined || referringTypes(resource, PUBLISHING).length > 0) return;
        const key = keyOfAccount(context, DataClass.LOGS, 'sns');
        allowKeyUse(key, KeyUse.CLOUDWATCH_ALARMS, ...uses);
        resource.kmsMasterKeyId = key.keyArn;
      },
    },
    {
      props: ['enforceSSL'],
      safeguards: ['SNS.TopicTlsOnly'],
      finish: (topic) => {
        // A policy replaces the default policy, which permits all services of the account.
        const hasPolicy = topic.node.tryFindChild('Policy') !== undefined;
        const resource = topic.node.defaultChild as sns.CfnTopic;
        if (foreignPolicies(resource, ...POLICY).length > 0 || !hasPolicy && referringTypes(resource, HARMLESS).length > 0) return;
        if (statementsOf(topic, policyOf(topic)).some(deniesPlainHttp)) return;
        topic.addToResourcePolicy(new iam.PolicyStatement({
          sid: 'AllowPublishThroughSSLOnly',
          effect: iam.Effect.DENY,
          principals: [new iam.AnyPrincipal()],
          actions: ['sns:Publish'],
          resources: [topic.topicArn],
          conditions: { Bool: { 'aws:SecureTransport': 'false' } },
        }));
        if (!hasPolicy) allowAlarms(topic, topic);
      },
    },
  ]),
  hardened<kinesis.StreamProps, kinesis.Stream>(kinesis.Stream, [
    { props: ['retentionPeriod'], safeguards: ['Kinesis.StreamRetained'], fill: () => ({ retentionPeriod: Duration.days(7) }) },
  ]),
];

function policyOf(topic: sns.Topic): iam.PolicyDocument | undefined {
  return (topic.node.tryFindChild('Policy') as sns.TopicPolicy | undefined)?.document;
}

/** Adds the statement of `enforceSSL` to a queue. */
function requireTls(queue: sqs.Queue) {
  const policy = queue.node.tryFindChild('Policy') as sqs.QueuePolicy | undefined;
  if (foreignPolicies(queue.node.defaultChild as sqs.CfnQueue, 'AWS::SQS::QueuePolicy', 'Queues').length > 0) return;
  if (statementsOf(queue, policy?.document).some(deniesPlainHttp)) return;
  queue.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['sqs:*'],
    resources: [queue.queueArn],
    conditions: { Bool: { 'aws:SecureTransport': 'false' } },
  }));
}

/** Uses of the key by the services that the policy of a topic permits; undefined where it permits others. */
function usesOf(topic: sns.Topic): KeyUse[] | undefined {
  const foreign = foreignPolicies(topic.node.defaultChild as sns.CfnTopic, ...POLICY);
  const services = statementsWith(topic, policyOf(topic), foreign).filter((statement) => admitsOthers(topic, statement))
    .flatMap(({ Principal: principal }) => (principal?.Service === undefined ? [undefined] : [principal.Service].flat()));
  const uses = services.map((service) => PUBLISHERS[service]);
  return uses.every((use) => use !== undefined) ? uses : undefined;
}
