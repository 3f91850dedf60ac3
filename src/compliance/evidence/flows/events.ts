import { delivery } from './delivery';
import { awsService, End, isResource, OutsideParty } from './flow-book';
import { partiesOfPermission } from './principals';
import { Sources } from './sources';
import { AWS_CALL, isOfOtherAccount, outsideHost, Wire, wireOfUrl } from './wire';
import { given, isTrue, listOf } from '../../predicates/intrinsics';
import { jsonOf, textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';
import { FlowKind } from '../model';

interface Route {
  readonly kind: FlowKind;
  /** Where it comes from: an expression, or a service. Omitted for the resource itself. */
  readonly from?: Json;
  readonly service?: string;
  readonly to: Json;
  readonly why: string;
  readonly protocol?: string;
}

type Derivation = (properties: Json, resource: RenderedResource) => Route[];

const NOTIFICATION: Derivation = ({ NotificationConfiguration: configuration }) => [
  ...listOf(configuration?.TopicConfigurations).map(({ Topic, TopicArn }) => ({ kind: 'event' as const, to: Topic ?? TopicArn, why: 'Notifications of the bucket' })),
  ...listOf(configuration?.QueueConfigurations).map(({ Queue, QueueArn }) => ({ kind: 'event' as const, to: Queue ?? QueueArn, why: 'Notifications of the bucket' })),
  ...listOf(configuration?.LambdaConfigurations ?? configuration?.LambdaFunctionConfigurations)
    .map(({ Function: name, LambdaFunctionArn }) => ({ kind: 'event' as const, to: name ?? LambdaFunctionArn, why: 'Notifications of the bucket' })),
];

const EVENT = 'event' as const;
const STREAMS = ['AWS::Kinesis::Stream', 'AWS::DynamoDB::Table', 'AWS::DynamoDB::GlobalTable', 'AWS::MSK::Cluster'];

/** Events that resources send, by type. Properties are those of the CloudFormation template reference. */
const DERIVATIONS: Readonly<Record<string, Derivation>> = {
  'AWS::SNS::Subscription': ({ TopicArn, Endpoint, Protocol, RedrivePolicy }) => [
    { kind: EVENT, from: TopicArn, to: Endpoint, why: `Subscription, protocol ${textOf(Protocol)}`, protocol: protocolOf(textOf(Protocol)) },
    { kind: EVENT, from: TopicArn, to: parsedTarget(RedrivePolicy), why: 'Messages that could not be delivered' },
  ],
  'AWS::SNS::Topic': ({ Subscription }) => listOf(Subscription)
    .map(({ Endpoint, Protocol }) => ({ kind: EVENT, to: Endpoint, why: `Subscription, protocol ${textOf(Protocol)}`, protocol: protocolOf(textOf(Protocol)) })),
  'AWS::SQS::Queue': ({ RedrivePolicy }) => [{ kind: EVENT, to: parsedTarget(RedrivePolicy), why: 'Messages that consumers could not process' }],
  'AWS::Lambda::Function': ({ DeadLetterConfig }) => [{ kind: EVENT, to: DeadLetterConfig?.TargetArn, why: 'Events that the function could not process' }],
  'AWS::Lambda::EventInvokeConfig': ({ FunctionName, DestinationConfig }) => at(DestinationConfig, 'OnFailure.Destination').concat(at(DestinationConfig, 'OnSuccess.Destination'))
    .map((to) => ({ kind: EVENT, from: FunctionName, to, why: 'Results of asynchronous invocations' })),
  'AWS::Lambda::EventSourceMapping': ({ FunctionName, EventSourceArn, SelfManagedEventSource, DestinationConfig }) => [
    { kind: EVENT, from: EventSourceArn ?? SelfManagedEventSource?.Endpoints?.KafkaBootstrapServers, to: FunctionName, why: 'Event source mapping' },
    { kind: EVENT, from: FunctionName, to: DestinationConfig?.OnFailure?.Destination, why: 'Records that the function could not process' },
  ],
  'AWS::Events::Rule': ({ Targets }) => listOf(Targets).flatMap(({ Arn, DeadLetterConfig }) => [
    { kind: EVENT, to: Arn, why: 'Target of the rule' },
    { kind: EVENT, to: DeadLetterConfig?.Arn, why: 'Events that could not be delivered' },
  ]),
  'AWS::Scheduler::Schedule': ({ Target }) => [
    { kind: EVENT, to: Target?.Arn, why: 'Target of the schedule' }, { kind: EVENT, to: Target?.DeadLetterConfig?.Arn, why: 'Events that could not be delivered' },
  ],
  'AWS::Pipes::Pipe': ({ Source, SourceParameters, Target, Enrichment }) => [
    { kind: 'stream', from: [Source, ...listOf(SourceParameters?.SelfManagedKafkaParameters?.AdditionalBootstrapServers)], to: Target, why: 'Pipe' }, { kind: EVENT, to: Enrichment, why: 'Enrichment of the pipe' },
  ],
  'AWS::S3::Bucket': (properties, bucket) => [
    ...NOTIFICATION(properties, bucket),
    ...given(properties.NotificationConfiguration?.EventBridgeConfiguration)
      ? [{ kind: EVENT, to: { party: awsService('events.amazonaws.com') }, why: 'Events of the bucket on the default event bus' }]
      : [],
  ],
  'Custom::S3BucketNotifications': (properties, resource) => NOTIFICATION(properties, resource).map((route) => ({ ...route, from: properties.BucketName })),
  'AWS::SecretsManager::RotationSchedule': ({ SecretId, RotationLambdaARN }) => [{ kind: EVENT, from: SecretId, to: RotationLambdaARN, why: 'Rotation of the secret' }],
  'AWS::CloudWatch::Alarm': ({ AlarmActions, OKActions, InsufficientDataActions }) => alarms([AlarmActions, OKActions, InsufficientDataActions]),
  'AWS::CloudWatch::CompositeAlarm': ({ AlarmActions, OKActions, InsufficientDataActions }) => alarms([AlarmActions, OKActions, InsufficientDataActions]),
  'AWS::Backup::BackupVault': ({ Notifications }) => [{ kind: EVENT, to: Notifications?.SNSTopicArn, why: 'Notifications of the vault' }],
  'AWS::RDS::EventSubscription': ({ SnsTopicArn }) => [{ kind: EVENT, service: 'rds.amazonaws.com', to: SnsTopicArn, why: 'Events of databases' }],
  'AWS::AutoScaling::LifecycleHook': ({ AutoScalingGroupName, NotificationTargetARN }) => [{ kind: EVENT, from: AutoScalingGroupName, to: NotificationTargetARN, why: 'Lifecycle hook' }],
  'AWS::AutoScaling::AutoScalingGroup': ({ NotificationConfigurations }) => listOf(NotificationConfigurations).map(({ TopicARN }) => ({ kind: EVENT, to: TopicARN, why: 'Notifications of the group' })),
  'AWS::CloudTrail::Trail': ({ SnsTopicName }) => [{ kind: EVENT, to: SnsTopicName, why: 'Notifications of log files' }],
  'AWS::Config::DeliveryChannel': ({ SnsTopicARN }) => [{ kind: EVENT, to: SnsTopicARN, why: 'Notifications of configuration changes' }],
};

/** Properties that switch resources off, by type, with the value. Source: CloudFormation template reference. */
const SWITCHES: Readonly<Record<string, readonly [property: string, off: string]>> = {
  'AWS::CloudWatch::Alarm': ['ActionsEnabled', 'false'],
  'AWS::CloudWatch::CompositeAlarm': ['ActionsEnabled', 'false'],
  'AWS::Events::Rule': ['State', 'DISABLED'],
  'AWS::Lambda::EventSourceMapping': ['Enabled', 'false'],
  'AWS::Pipes::Pipe': ['DesiredState', 'STOPPED'],
  'AWS::RDS::EventSubscription': ['Enabled', 'false'],
  'AWS::Scheduler::Schedule': ['State', 'DISABLED'],
};

/** Why a resource sends nothing; undefined for one that is not switched off. */
function whyOff({ type, properties }: RenderedResource): string | undefined {
  const [property, off] = SWITCHES[type] ?? [];
  return property !== undefined && String(properties[property]) === off ? `${property} is ${off}` : undefined;
}

/** Events, messages and invocations between components. */
export function eventFlows(sources: Sources): void {
  const { references, book, components } = sources;
  for (const [type, derive] of Object.entries(DERIVATIONS)) {
    for (const resource of references.all(type)) {
      for (const route of derive(resource.properties, resource)) add(route, resource);
    }
  }
  for (const permission of references.all('AWS::Lambda::Permission')) {
    const { FunctionName, Principal, SourceArn, Action, FunctionUrlAuthType, InvokedViaFunctionUrl } = permission.properties;
    const service = textOf(Principal);
    const [target] = references.components(FunctionName, permission);
    const isUrl = given(FunctionUrlAuthType) || isTrue(InvokedViaFunctionUrl) || textOf(Action) === 'lambda:InvokeFunctionUrl';
    // The connection to a function URL has its permissions.
    if (isUrl && target && book.extendTo(target, [permission], ({ kind, why }) => kind === 'request' && why.startsWith('Function URL'))) continue;
    const callers = partiesOfPermission(permission, references);
    for (const caller of callers ?? []) {
      book.add({ kind: 'api call', from: [caller], to: targetsOf(FunctionName, permission), ...AWS_CALL, why: textOf(Action), openedBy: [permission] });
    }
    if (callers) continue;
    // Secrets Manager rotates the secrets whose schedules name the function.
    const isRotation = service === 'secretsmanager.amazonaws.com' && target !== undefined
      && references.all('AWS::SecretsManager::Secret').filter((secret) => book.extend(secret, target, [permission], ({ kind }) => kind === 'event')).length > 0;
    if (isRotation) continue;
    // Every principal, for one source.
    const by = service === '*' ? { why: 'Invocations for the source of the permission' } : { service, why: `Invocations by ${service}` };
    add({ kind: EVENT, from: SourceArn, to: FunctionName, ...by }, permission);
  }
  references.all('AWS::Events::Rule').filter(({ properties }) => given(properties.EventPattern)).forEach(addBus);
  // Custom resources, which CloudFormation invokes during a deployment.
  for (const resource of [...new Set(references.all('*'))].filter(({ properties }) => given(properties.ServiceToken))) {
    add({ kind: EVENT, service: 'cloudformation.amazonaws.com', to: resource.properties.ServiceToken, why: 'Custom resources during a deployment' }, resource);
  }

  // Without a name, the rule is one of the default event bus. Source: AWS::Events::Rule, property EventBusName.
  function addBus(rule: RenderedResource) {
    const { EventBusName: name } = rule.properties;
    const bus: End = !given(name) || /^(.*\/)?default$/.test(textOf(name)) ? awsService('events.amazonaws.com') : references.components(name, rule)[0] ?? outside(name, rule);
    book.add({ kind: EVENT, from: [bus], to: [rule], ...delivery(rule, references), why: 'Events that match the rule', openedBy: [rule], blockedBy: whyOff(rule) });
  }

  function add({ kind, from, service, to, why, protocol }: Route, resource: RenderedResource) {
    if (!given(to)) return;
    const destination = references.in(to, resource).find(({ type }) => type === 'AWS::Events::ApiDestination');
    const targets = to.party ? [to.party as OutsideParty] : ends(to, resource, protocol);
    const named: End[] = given(from) ? references.components(from, resource) : [];
    const own = components.has(resource) ? [resource] : [];
    const others = listOf(from).map((one) => outside(one, resource));
    const sourcesOf: End[] = named.length ? named : service ? [awsService(service)] : others.length ? others : own;
    const isStream = sourcesOf.some((source) => isResource(source) ? STREAMS.includes(source.type) : /^arn:[^:]*:(kinesis|dynamodb|kafka):/.test(source.name));
    if (destination) {
      const url = references.text(destination.properties.InvocationEndpoint, destination);
      const server = outsideHost(url, 'Server that an API destination calls');
      book.add({ kind, from: sourcesOf, to: [server], ...wireOfUrl(url, 'InvocationEndpoint'), why, openedBy: [resource, destination], blockedBy: whyOff(resource) });
      return;
    }
    for (const target of targets) {
      book.add({ kind: isStream && resource.type === 'AWS::Lambda::EventSourceMapping' ? 'stream' : kind, from: sourcesOf, to: [target], ...wireOfKafka(sourcesOf) ?? delivery(target, references, protocol), why, openedBy: [resource], blockedBy: whyOff(resource) });
    }
  }

  function outside(value: Json, resource: RenderedResource, kind: OutsideParty['kind'] = 'resource'): OutsideParty {
    const text = references.text(value, resource);
    // A target of any API. Source: Amazon EventBridge Scheduler User Guide, "Using universal targets in EventBridge Scheduler".
    const [, service, action] = /^arn:[^:]*:scheduler:::aws-sdk:([^:]+):(.+)$/.exec(text) ?? [];
    if (service) return awsService(`${service}.amazonaws.com (${action})`);
    if (BROKER.test(text)) return { kind: 'endpoint', name: text, purpose: 'Broker of Apache Kafka that is not in the templates', isThirdParty: true };
    const isArn = /^arn:/.test(text);
    return { kind: isArn ? 'resource' : kind, name: text, purpose: 'Resource that is not in the templates', isThirdParty: isArn ? isOfOtherAccount(text, resource) : !text.startsWith('${') };
  }

  function targetsOf(name: Json, resource: RenderedResource): End[] {
    const [found] = references.components(name, resource);
    return [found ?? outside(name, resource)];
  }

  function ends(to: Json, resource: RenderedResource, protocol?: string): End[] {
    const found = references.components(to, resource);
    return found.length > 0 ? found : listOf(to).map((one) => outside(one, resource, protocol ? 'endpoint' : 'resource'));
  }
}

/** Brokers of a self-managed cluster. Pipes name them with the scheme `smk`. */
const BROKER = /^(?:smk:\/\/)?[\w.-]+:(\d+)$/;

function wireOfKafka(sources: readonly End[]): Wire | undefined {
  const brokers = sources.flatMap((source) => isResource(source) || source.kind !== 'endpoint' ? [] : BROKER.exec(source.name)?.slice(1) ?? []);
  if (brokers.length === 0) return undefined;
  const ports = new Set(brokers).size === 1 ? brokers[0] : 'not determined';
  return { protocol: 'TCP', ports, encryption: 'not determined', encryptedBy: 'the brokers decide, and no property of the template shows it' };
}

function alarms(actions: Json): Route[] {
  return listOf(actions).map((to) => ({ kind: EVENT, service: 'cloudwatch.amazonaws.com', to, why: 'Actions of alarms' }));
}

// Subscriptions of topics have protocols of their own.
function protocolOf(protocol: string): string | undefined {
  if (protocol === 'http' || protocol === 'https') return protocol.toUpperCase();
  return /^(email|email-json|sms|application)$/.test(protocol) ? protocol : undefined;
}

// A redrive policy is an object or JSON text.
function parsedTarget(policy: Json): Json {
  return jsonOf(policy)?.deadLetterTargetArn;
}
