import { INSIDE_AWS, awsService, End, isResource, OutsideParty } from './flow-book';
import { Sources } from './sources';
import { AWS_CALL, isOfOtherAccount, outsideHost, portOf, Wire, wireOfCall, wireOfUrl } from './wire';
import { isPrivate } from '../../predicates/cidr';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { parsed } from '../../predicates/policy';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { at } from '../inventory/at-rest';
import { FlowKind } from '../model';

const OPEN: Wire = { protocol: 'not determined', encryption: 'not determined', encryptedBy: INSIDE_AWS };
const PLAIN_DNS = { protocol: 'DNS', encryption: 'not encrypted', encryptedBy: 'DNS on port 53 is plain text (RFC 1035)' } as const;

/** A target that a property names: a resource, or a server by its URL or address. */
interface Target {
  readonly kind: FlowKind;
  readonly to: Json;
  readonly why: string;
  /** Name of the property with a URL. Omitted for a resource. */
  readonly url?: string;
  /** What is on the wire. @default - calls of the API of the target */
  readonly wire?: Wire;
  /** Where it comes from. @default - the resource, or the component that it configures */
  readonly from?: Json;
}

type Derivation = (properties: Json) => Target[];

const requests = (why: string, ...paths: readonly string[]): Derivation => (properties) => paths.flatMap((path) => at(properties, path))
  .map((to) => ({ kind: 'request', to, why }));
const servers = (why: string, ...paths: readonly string[]): Derivation => (properties) => paths.flatMap((path) => at(properties, path)
  .map((to) => ({ kind: 'request' as const, to, why, url: path.split('.').pop()! })));

/** Targets of resources that integrate others, by type. Properties are those of the CloudFormation template reference. */
const DERIVATIONS: Readonly<Record<string, readonly Derivation[]>> = {
  'AWS::AppSync::DataSource': [
    requests('Data source of the API', 'LambdaConfig.LambdaFunctionArn', 'DynamoDBConfig.TableName', 'RelationalDatabaseConfig.RdsHttpEndpointConfig.DbClusterIdentifier', 'EventBridgeConfig.EventBusArn'),
    servers('Data source of the API', 'HttpConfig.Endpoint', 'OpenSearchServiceConfig.Endpoint', 'ElasticsearchConfig.Endpoint'),
  ],
  'AWS::DynamoDB::Table': [({ KinesisStreamSpecification }) => at(KinesisStreamSpecification, 'StreamArn').map((to) => ({ kind: 'stream', to, why: 'Changes of the table', wire: OPEN }))],
  'AWS::Events::EventBus': [({ DeadLetterConfig }) => at(DeadLetterConfig, 'Arn').map((to) => ({ kind: 'event', to, why: 'Events that could not be delivered', wire: OPEN }))],
  'AWS::Glue::Connection': [({ ConnectionInput }) => {
    const { JDBC_CONNECTION_URL, JDBC_ENFORCE_SSL, KAFKA_BOOTSTRAP_SERVERS, CONNECTION_URL } = ConnectionInput?.ConnectionProperties ?? {};
    return [JDBC_CONNECTION_URL, KAFKA_BOOTSTRAP_SERVERS, CONNECTION_URL].filter(given).map((to) => ({ kind: 'request', to, why: 'Connection of AWS Glue', wire: ofJdbc(to, JDBC_ENFORCE_SSL) }));
  }],
  'AWS::RDS::Integration': [({ SourceArn: from, TargetArn: to }) => [{ kind: 'replication', from, to, why: 'Zero-ETL integration', wire: OPEN }]],
  'AWS::Redshift::Integration': [({ SourceArn: from, TargetArn: to }) => [{ kind: 'replication', from, to, why: 'Zero-ETL integration', wire: OPEN }]],
  'AWS::Route53Resolver::ResolverRule': [({ ResolverEndpointId, TargetIps }) => listOf(TargetIps).map((target) => ({
    kind: 'request', from: ResolverEndpointId, to: target?.Ip ?? target?.Ipv6, why: 'Resolver rule', wire: ofResolver(target ?? {}),
  }))],
  'AWS::StepFunctions::StateMachine': [({ Definition, DefinitionString }) => [...new Set(
    // The parameter of HTTP tasks. Source: AWS Step Functions Developer Guide, "Call HTTPS APIs in Step Functions workflows".
    [...(given(DefinitionString) ? textOf(DefinitionString) : JSON.stringify(Definition ?? {})).matchAll(/"ApiEndpoint"\s*:\s*"([^"]+)"/g)].map(([, url]) => url),
  )].map((to) => ({ kind: 'request', to, why: 'HTTP task', url: 'ApiEndpoint' }))],
  'AWS::Transfer::Connector': [servers('Server of a partner', 'Url')],
};

/** Connections of integrations: data sources, connectors, rules of resolvers, and tasks of migrations. */
export function integrationFlows(sources: Sources): void {
  const { references, components, book } = sources;
  for (const [type, derivations] of Object.entries(DERIVATIONS)) {
    for (const resource of references.all(type)) {
      for (const target of derivations.flatMap((derive) => derive(resource.properties))) add(resource, target);
    }
  }
  for (const policy of references.all('AWS::Logs::AccountPolicy')) {
    const { PolicyDocument: document } = policy.properties;
    const named = parsed(document)?.DestinationArn;
    if (!given(named)) continue;
    // The JSON text has references as placeholders. Besides the destination, it can name the role of the delivery.
    const [destination = named] = references.components(document, policy).filter(({ type }) => type !== 'AWS::IAM::Role');
    const logs: OutsideParty = { kind: 'aws service', name: 'logs.amazonaws.com (log groups of the account)', purpose: 'Log groups that a policy of the account selects' };
    book.add({ kind: 'log delivery', from: [logs], to: [destination === named ? endOf(sources, named, policy) : destination], ...OPEN, why: 'Subscription of the account', openedBy: [policy] });
  }
  for (const connection of references.all('AWS::Events::Connection')) {
    for (const endpoint of at(connection.properties, 'AuthParameters.OAuthParameters.AuthorizationEndpoint')) {
      const url = references.text(endpoint, connection);
      book.add({ kind: 'request', from: [awsService('events.amazonaws.com')], to: [outsideHost(url, 'Authorization server of a connection')], ...wireOfUrl(url, 'AuthorizationEndpoint'), why: 'Authorization of the connection', openedBy: [connection] });
    }
  }

  function add(resource: RenderedResource, { kind, from, to, why, url, wire }: Target) {
    if (!given(to)) return;
    const source: End | undefined = given(from) ? endOf(sources, from, resource) : references.componentOf(resource);
    if (!source || (isResource(source) && !components.has(source))) return;
    const target = endOf(sources, to, resource, url !== undefined || wire !== OPEN);
    const text = references.text(to, resource);
    const shown = wire ?? (url !== undefined ? wireOfUrl(text, url) : isResource(target) ? wireOfCall(target, references) : AWS_CALL);
    book.add({ kind, from: [source], to: [target], ...shown, why, openedBy: [resource] });
  }
}

/** The resource or the server that an expression names. */
export function endOf({ references }: Sources, value: Json, from: RenderedResource, isServer = false): End {
  const [found] = references.components(value, from);
  if (found) return found;
  const name = references.text(value, from);
  if (/^[\d.]+$|^[\da-f]*:[\da-f:]+$/i.test(name)) return { kind: 'address range', name, purpose: 'Servers that a rule or an endpoint names', isThirdParty: !isPrivate(name) };
  if (isServer && !/^arn:/.test(name)) return outsideHost(name, 'Server that an integration connects to');
  return { kind: 'resource', name, purpose: 'Resource that is not in the templates', isThirdParty: isOfOtherAccount(name, from) };
}

function ofJdbc(url: Json, enforced: Json): Wire {
  const [, port = 'not determined'] = /:(\d+)(?:[/;?,]|$)/.exec(textOf(url)) ?? [];
  const encryption = isTrue(enforced) ? 'encrypted' : 'not determined';
  return { protocol: 'TCP', ports: port, encryption, encryptedBy: isTrue(enforced) ? 'JDBC_ENFORCE_SSL is true' : 'JDBC_ENFORCE_SSL is not true: the server decides' };
}

// The default is Do53 on port 53. Source: AWS::Route53Resolver::ResolverRule TargetAddress, properties Port and Protocol.
function ofResolver({ Port, Protocol }: Json): Wire {
  if (isUnresolved(Protocol)) return { protocol: 'DNS', ports: portOf(Port ?? 53), encryption: 'not determined', encryptedBy: 'Protocol resolves only at deployment' };
  return String(Protocol).startsWith('DoH')
    ? { protocol: 'HTTPS', ports: portOf(Port ?? 443), encryption: 'encrypted', encryptedBy: `Protocol ${Protocol}` }
    : { ...PLAIN_DNS, ports: portOf(Port ?? 53) };
}
