import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { AWS_ENDPOINT } from '../flows/flow-book';
import { References } from '../inventory/references';
import { Flow, NotDetermined } from '../model';

/** What protects connections to an endpoint. */
export interface Transport {
  readonly encryption: Flow['encryption'];
  /** What encrypts, or why it is not encrypted or not determined. */
  readonly by: string;
  /** Lowest version of TLS. */
  readonly floor: string | NotDetermined;
  readonly fips: boolean | NotDetermined;
}

const plain = (by: string): Transport => ({ encryption: 'not encrypted', by, floor: 'none', fips: false });
const open = (by: string): Transport => ({ encryption: 'not determined', by, floor: 'not determined', fips: 'not determined' });
const tls = (by: string, floor: string = 'not determined', fips: Transport['fips'] = 'not determined'): Transport => ({ encryption: 'encrypted', by, floor, fips });

/** Transport of a listener of a load balancer. */
export function transportOfListener({ properties: { Protocol, SslPolicy, DefaultActions } }: RenderedResource): Transport {
  if (isUnresolved(Protocol)) return open('Protocol of the listener resolves only at deployment');
  if (Protocol === 'HTTPS' || Protocol === 'TLS') {
    // Without a policy, the API of Elastic Load Balancing uses this one. Source: Security policies for your Application Load Balancer.
    const policy = given(SslPolicy) ? textOf(SslPolicy) : 'ELBSecurityPolicy-2016-08';
    return tls(`${Protocol} listener, ${policy}`, floorOfPolicy(policy), /FIPS/.test(policy));
  }
  if (Protocol === 'HTTP') {
    const redirects = listOf(DefaultActions).some((action) => action?.RedirectConfig?.Protocol === 'HTTPS');
    return plain(redirects ? 'HTTP listener, which redirects to HTTPS' : 'HTTP listener');
  }
  return open(`${textOf(Protocol)} listener, which passes on what clients send`);
}

/** Transport from a load balancer to its targets. */
export function transportOfTargets({ properties: { Protocol, TargetType } }: RenderedResource): Transport {
  if (TargetType === 'lambda') return tls(AWS_ENDPOINT, 'TLS 1.2');
  if (Protocol === 'HTTPS' || Protocol === 'TLS') return tls(`${Protocol} target group; the load balancer does not verify the certificate of a target`);
  if (Protocol === 'HTTP') return plain('HTTP target group');
  return open(`${given(Protocol) ? textOf(Protocol) : 'unknown'} target group`);
}

type Judge = (resource: RenderedResource, references: References) => Transport | undefined;

/** Transport that the properties of a component show, by type. Properties are those of the CloudFormation template reference. */
const COMPONENTS: Readonly<Record<string, Judge>> = {
  'AWS::RDS::DBCluster': (cluster, references) => ofDatabase(cluster, 'DBClusterParameterGroupName', references),
  'AWS::RDS::DBInstance': (instance, references) => given(instance.properties.DBClusterIdentifier) ? undefined : ofDatabase(instance, 'DBParameterGroupName', references),
  'AWS::RDS::DBProxy': ({ properties: { RequireTLS } }) => isTrue(RequireTLS) ? tls('RequireTLS is true') : open('RequireTLS is not true: clients decide'),
  'AWS::ElastiCache::ReplicationGroup': ({ properties }) => ofFlag('TransitEncryptionEnabled', properties.TransitEncryptionEnabled, false),
  'AWS::MemoryDB::Cluster': ({ properties }) => ofFlag('TLSEnabled', properties.TLSEnabled, true),
  'AWS::MSK::Cluster': ({ properties: { EncryptionInfo } }) => {
    const mode = EncryptionInfo?.EncryptionInTransit?.ClientBroker;
    if (mode === 'TLS') return tls('EncryptionInTransit.ClientBroker is TLS');
    return mode === 'PLAINTEXT' ? plain('EncryptionInTransit.ClientBroker is PLAINTEXT') : open(`EncryptionInTransit.ClientBroker is ${given(mode) ? textOf(mode) : 'not set'}`);
  },
  'AWS::OpenSearchService::Domain': (domain) => ofDomain(domain),
  'AWS::Elasticsearch::Domain': (domain) => ofDomain(domain),
  'AWS::EC2::VPCEndpoint': ({ properties: { ServiceName } }) => {
    const service = textOf(ServiceName);
    return service.startsWith('com.amazonaws.') ? tls(AWS_ENDPOINT, 'TLS 1.2', /-fips\b/.test(service)) : open('endpoint of a service of others');
  },
  'AWS::CloudFront::Distribution': ({ properties: { DistributionConfig } }) => {
    const version = DistributionConfig?.ViewerCertificate?.MinimumProtocolVersion;
    // The certificate of cloudfront.net sets TLSv1, whatever the property says. Source: AWS::CloudFront::Distribution ViewerCertificate.
    if (!given(version)) return tls('default certificate of CloudFront', 'TLS 1.0');
    return tls(`MinimumProtocolVersion ${textOf(version)}`, floorOfVersion(textOf(version)));
  },
  'AWS::ApiGateway::RestApi': ({ properties: { SecurityPolicy } }) => {
    if (!given(SecurityPolicy)) return tls('API Gateway has HTTPS endpoints only (Amazon API Gateway FAQs)');
    const policy = textOf(SecurityPolicy);
    const [, major, minor] = /TLS(?:13)?_(\d)_(\d)/.exec(policy) ?? [];
    return tls(`SecurityPolicy ${policy}`, major ? `TLS ${major}.${minor}` : 'not determined', /FIPS/.test(policy));
  },
  'AWS::ApiGatewayV2::Api': () => tls('API Gateway has HTTPS endpoints only (Amazon API Gateway FAQs)'),
  'AWS::S3::Bucket': (bucket, references) => ofPolicies(bucket, references.all('AWS::S3::BucketPolicy'), 'Bucket', references),
  'AWS::SQS::Queue': (queue, references) => ofPolicies(queue, references.all('AWS::SQS::QueuePolicy'), 'Queues', references),
  'AWS::SNS::Topic': (topic, references) => ofPolicies(topic, references.all('AWS::SNS::TopicPolicy'), 'Topics', references),
};

/** Transport of connections to a component; undefined if its type accepts none or the template has no property of it. */
export function transportOf(resource: RenderedResource, references: References): Transport | undefined {
  return COMPONENTS[resource.type]?.(resource, references);
}

// MySQL and MariaDB require TLS with require_secure_transport, PostgreSQL and SQL Server with rds.force_ssl.
// Source: Amazon RDS User Guide, "Using SSL/TLS to encrypt a connection to a DB instance or cluster".
function ofDatabase(database: RenderedResource, property: string, references: References): Transport {
  const group = references.one(database.properties[property], database);
  const parameters: Json = group?.properties.Parameters;
  if (!group) return open(`${property} is not in the templates`);
  const [name, value] = ['require_secure_transport', 'rds.force_ssl', 'ssl'].map((key) => [key, parameters?.[key]] as const).find(([, setting]) => given(setting)) ?? [];
  if (name === undefined) return open(`${group.logicalId} has no parameter that requires TLS`);
  if (isUnresolved(value)) return open(`${name} resolves only at deployment`);
  if (!/^(1|on|true)$/i.test(String(value))) return open(`${name} is ${value}: clients decide`);
  const versions = textOf(parameters.tls_version ?? parameters.ssl_min_protocol_version ?? '');
  const floor = /(?:TLSv)(1\.\d|1)\b/.exec(versions)?.[1];
  return tls([`${name} is ${value}`, versions && `TLS versions ${versions}`].filter(Boolean).join(', '), floor ? `TLS ${floor}` : 'not determined');
}

function ofDomain({ properties: { DomainEndpointOptions } }: RenderedResource): Transport {
  if (!isTrue(DomainEndpointOptions?.EnforceHTTPS)) return open('EnforceHTTPS is not true: clients decide');
  const policy = textOf(DomainEndpointOptions.TLSSecurityPolicy ?? '');
  const [, major, minor] = /TLS-(\d)-(\d)/.exec(policy) ?? [];
  return tls(['EnforceHTTPS is true', policy].filter(Boolean).join(', '), major ? `TLS ${major}.${minor}` : 'not determined', policy ? /FIPS/i.test(policy) : 'not determined');
}

function ofFlag(name: string, value: Json, byDefault: boolean): Transport {
  if (given(value) && isUnresolved(value)) return open(`${name} resolves only at deployment`);
  return (given(value) ? isTrue(value) : byDefault) ? tls(`${name} is ${given(value) ? value : 'true by default'}`) : plain(`${name} is not true`);
}

// A policy that denies requests without TLS. S3 has a key for the version as well.
function ofPolicies(resource: RenderedResource, policies: readonly RenderedResource[], property: string, references: References): Transport {
  const statements = policies.filter((policy) => references.in(policy.properties[property], policy).includes(resource))
    .flatMap(({ properties }) => listOf(properties.PolicyDocument?.Statement)).filter((statement) => statement?.Effect === 'Deny');
  const denies = statements.some(({ Condition }) => String(listOf(Condition?.Bool?.['aws:SecureTransport'])[0]) === 'false');
  const version = statements.flatMap(({ Condition }) => listOf(Condition?.NumericLessThan?.['s3:TlsVersion']))[0];
  if (!denies) return { ...open('no policy denies requests without TLS: clients decide'), fips: 'not determined' };
  const by = ['a policy denies requests where aws:SecureTransport is false', given(version) && `s3:TlsVersion is less than ${textOf(version)}`].filter(Boolean).join(' or ');
  return tls(by, given(version) ? `TLS ${textOf(version)}` : 'TLS 1.2');
}

// Names of policies carry their lowest version: TLS13-1-2, TLS-1-2, FS-1-2. Those without are of TLS 1.0.
// Source: Elastic Load Balancing, Security policies for your Application Load Balancer.
function floorOfPolicy(policy: string): string {
  const [, minor] = /-(?:TLS13|TLS|FS)-1-(\d)/.exec(policy) ?? [];
  if (minor) return `TLS 1.${minor}`;
  return /^ELBSecurityPolicy-(2016-08|2015-05|FS-2018-06|TLS-1-0-2015-04)$/.test(policy) ? 'TLS 1.0' : 'not determined';
}

function floorOfVersion(version: string): string {
  const [, minor] = /^TLSv1(?:\.(\d))?/.exec(version) ?? [];
  return version.startsWith('TLSv1') ? `TLS 1.${minor ?? 0}` : version.startsWith('SSLv3') ? 'SSL 3.0' : 'not determined';
}
