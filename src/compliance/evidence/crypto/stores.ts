import { isFips, literal, open, plain, tls, Transport, TransportRule } from './protection';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { allowances, deniesPlainHttp } from '../../predicates/policy';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { AWS_ENDPOINT } from '../flows/flow-book';
import { References } from '../inventory/references';

/** Types that accept connections whose protection no property of the template shows. */
const NOT_SHOWN = [
  'AWS::AppRunner::Service', 'AWS::DocDBElastic::Cluster', 'AWS::EC2::VerifiedAccessEndpoint', 'AWS::EKS::Cluster', 'AWS::ElasticBeanstalk::Environment', 'AWS::EMR::Cluster', 'AWS::FSx::FileSystem',
  'AWS::Lightsail::Database', 'AWS::MWAA::Environment', 'AWS::NeptuneGraph::Graph', 'AWS::OpenSearchServerless::Collection', 'AWS::SageMaker::NotebookInstance', 'AWS::Timestream::InfluxDBInstance',
];
/** Types that clients reach through endpoints of AWS APIs, which accept HTTPS only. */
const HTTPS_APIS = ['AWS::AppSync::Api', 'AWS::AppSync::GraphQLApi', 'AWS::Cognito::IdentityPool', 'AWS::Cognito::UserPool', 'AWS::EC2::InstanceConnectEndpoint', 'AWS::Kinesis::Stream', 'AWS::Timestream::Database'];

/** Transport of stores, brokers and other services with endpoints of their own, by type. Properties are those of the CloudFormation template reference. */
export const STORES: Readonly<Record<string, TransportRule>> = {
  ...Object.fromEntries(NOT_SHOWN.map((type): [string, TransportRule] => [type, () => open('no property of the template shows it')])),
  ...Object.fromEntries(HTTPS_APIS.map((type): [string, TransportRule] => [type, () => tls(AWS_ENDPOINT, 'TLS 1.2')])),
  'AWS::AmazonMQ::Broker': () => tls('Amazon MQ requires TLS (Amazon MQ Developer Guide, "Data protection in Amazon MQ")'),
  'AWS::Cassandra::Keyspace': () => tls(KEYSPACES),
  'AWS::Cassandra::Table': () => tls(KEYSPACES),
  'AWS::DAX::Cluster': ({ properties: { ClusterEndpointEncryptionType: type } }) => type === 'TLS' ? tls('ClusterEndpointEncryptionType is TLS')
    : type === 'NONE' ? plain('ClusterEndpointEncryptionType is NONE') : open(`ClusterEndpointEncryptionType ${unclear(type)}`),
  'AWS::DocDB::DBCluster': ofDocumentDb,
  'AWS::EFS::FileSystem': ofFileSystem,
  'AWS::ElastiCache::CacheCluster': ({ properties: { TransitEncryptionEnabled: flag } }) => ofFlag('TransitEncryptionEnabled', flag, false),
  'AWS::ElastiCache::ReplicationGroup': ({ properties: { TransitEncryptionMode: mode, TransitEncryptionEnabled, GlobalReplicationGroupId } }) => {
    // In the mode `preferred`, clients connect with or without TLS. Source: AWS::ElastiCache::ReplicationGroup, property TransitEncryptionMode.
    if (given(mode) && mode !== 'required') return open(`TransitEncryptionMode is ${textOf(mode)}`);
    return given(GlobalReplicationGroupId) && !given(TransitEncryptionEnabled) ? open('the primary of the global datastore decides') : ofFlag('TransitEncryptionEnabled', TransitEncryptionEnabled, false);
  },
  'AWS::ElastiCache::ServerlessCache': () => tls('all serverless caches have it enabled (Amazon ElastiCache User Guide, "ElastiCache in-transit encryption (TLS)")'),
  'AWS::MemoryDB::Cluster': ({ properties }) => ofFlag('TLSEnabled', properties.TLSEnabled, true),
  // Source: AWS::EC2::VPNConnection VpnTunnelOptionsSpecification. AWS accepts more than one algorithm by default.
  'AWS::EC2::VPNConnection': ({ properties: { VpnTunnelOptionsSpecifications: tunnels } }) => {
    const settings = ['IKEVersions', 'Phase1EncryptionAlgorithms', 'Phase2EncryptionAlgorithms'].flatMap((name) => {
      const values = listOf(tunnels).flatMap((tunnel) => listOf(tunnel[name]).map(({ Value }) => textOf(Value)));
      return values.length > 0 ? [`${name} ${[...new Set(values)].join(', ')}`] : [];
    });
    return tls(['IPsec tunnels of AWS Site-to-Site VPN', ...settings].join('; '));
  },
  // The default is Do53. Source: AWS::Route53Resolver::ResolverEndpoint, property Protocols.
  'AWS::Route53Resolver::ResolverEndpoint': ({ properties: { Direction, Protocols } }) => {
    if (Direction === 'OUTBOUND') return undefined;
    if (isUnresolved(Protocols)) return open('Protocols resolves only at deployment');
    const protocols = listOf(Protocols).map(textOf);
    if (protocols.length > 0 && protocols.every((protocol) => protocol.startsWith('DoH'))) return tls(`Protocols are ${protocols.join(', ')}`, 'not determined', protocols.every((protocol) => protocol === 'DoH-FIPS'));
    return protocols.some((protocol) => protocol !== 'Do53') ? open(`Protocols are ${protocols.join(', ')}`) : plain('Do53, DNS on port 53, which is plain text (RFC 1035)');
  },
  'AWS::MSK::Cluster': ({ properties: { EncryptionInfo } }) => {
    const mode = EncryptionInfo?.EncryptionInTransit?.ClientBroker;
    if (mode === 'TLS') return tls('EncryptionInTransit.ClientBroker is TLS');
    return mode === 'PLAINTEXT' ? plain('EncryptionInTransit.ClientBroker is PLAINTEXT') : open(`EncryptionInTransit.ClientBroker ${unclear(mode)}`);
  },
  // IAM access control is the only one that the property has, and clients of it use SASL_SSL. Source: Amazon MSK Developer Guide, "Configure clients for IAM access control".
  'AWS::MSK::ServerlessCluster': ({ properties: { ClientAuthentication } }) => isTrue(ClientAuthentication?.Sasl?.Iam?.Enabled) ? tls('IAM access control, whose clients use SASL_SSL') : open('no property of the template shows it'),
  'AWS::Neptune::DBCluster': ofNeptune,
  'AWS::OpenSearchService::Domain': ofDomain,
  'AWS::Elasticsearch::Domain': ofDomain,
  'AWS::Redshift::Cluster': ofRedshift,
  'AWS::Redshift::EndpointAccess': (access, references) => ofOwner(access, 'ClusterIdentifier', 'AWS::Redshift::Cluster', ofRedshift, references),
  'AWS::RDS::DBProxy': ofProxy,
  'AWS::RDS::DBProxyEndpoint': (access, references) => ofOwner(access, 'DBProxyName', 'AWS::RDS::DBProxy', ofProxy, references),
  'AWS::RedshiftServerless::Workgroup': ({ properties: { ConfigParameters } }) => ofRequireSsl(new Map(listOf(ConfigParameters).map((one) => [one?.ParameterKey, one?.ParameterValue]))),
  // Source: AWS::SES::ReceiptRule Rule, property TlsPolicy. The default is Optional.
  'AWS::SES::ReceiptRule': ({ properties: { Rule } }) => Rule?.TlsPolicy === 'Require' ? tls('TlsPolicy is Require') : open(`TlsPolicy ${unclear(Rule?.TlsPolicy)}`),
  'AWS::Transfer::Server': ofTransferServer,
};

/** Transport between the nodes of a component, by type. Properties are those of the CloudFormation template reference. */
const NODES: Readonly<Record<string, (properties: Json) => Transport>> = {
  'AWS::Elasticsearch::Domain': ({ NodeToNodeEncryptionOptions }) => ofFlag('NodeToNodeEncryptionOptions.Enabled', NodeToNodeEncryptionOptions?.Enabled, false),
  // The default is true. Source: AWS::MSK::Cluster EncryptionInTransit, property InCluster.
  'AWS::MSK::Cluster': ({ EncryptionInfo }) => ofFlag('EncryptionInTransit.InCluster', EncryptionInfo?.EncryptionInTransit?.InCluster, true),
  'AWS::OpenSearchService::Domain': ({ NodeToNodeEncryptionOptions }) => ofFlag('NodeToNodeEncryptionOptions.Enabled', NodeToNodeEncryptionOptions?.Enabled, false),
};

/** Transport between the nodes of a component; undefined if no property of its type shows it. */
export function transportOfNodes({ type, properties }: RenderedResource): Transport | undefined {
  return NODES[type]?.(properties);
}

const KEYSPACES = 'Amazon Keyspaces accepts TLS only (Amazon Keyspaces Developer Guide, "Encryption in transit in Amazon Keyspaces")';

function unclear(value: Json): string {
  return !given(value) ? 'is not set' : isUnresolved(value) ? 'resolves only at deployment' : `is ${textOf(value)}`;
}

// A property that would require TLS.
function notForced(name: string, value: Json): string {
  return given(value) && isUnresolved(value) ? `${name} resolves only at deployment` : `${name} is not true: clients decide`;
}

function ofFlag(name: string, value: Json, byDefault: boolean): Transport {
  if (given(value) && isUnresolved(value)) return open(`${name} resolves only at deployment`);
  return (given(value) ? isTrue(value) : byDefault) ? tls(`${name} is ${given(value) ? value : 'true by default'}`) : plain(`${name} is not true`);
}

function ofOwner(resource: RenderedResource, property: string, type: string, rule: TransportRule, references: References): Transport | undefined {
  const owner = references.in(resource.properties[property], resource).find((one) => one.type === type);
  return owner ? rule(owner, references) : open(`${property} is not in the templates`);
}

function ofProxy({ properties: { RequireTLS } }: RenderedResource): Transport {
  return isTrue(RequireTLS) ? tls('RequireTLS is true') : open(notForced('RequireTLS', RequireTLS));
}

function ofDomain({ properties: { DomainEndpointOptions } }: RenderedResource): Transport {
  if (!isTrue(DomainEndpointOptions?.EnforceHTTPS)) return open(notForced('EnforceHTTPS', DomainEndpointOptions?.EnforceHTTPS));
  const policy = DomainEndpointOptions.TLSSecurityPolicy;
  const [, major, minor] = /TLS-(\d)-(\d)/.exec(literal(policy)) ?? [];
  const fips = given(policy) ? isFips(policy) : 'not determined';
  return tls(['EnforceHTTPS is true', ...given(policy) ? [textOf(policy)] : []].join(', '), major ? `TLS ${major}.${minor}` : 'not determined', fips);
}

// Values of `tls` and their versions. Source: Amazon DocumentDB Developer Guide, "Parameter".
const VERSIONS_OF_DOCUMENTDB: Readonly<Record<string, string>> = { 'enabled': 'TLS 1.0', 'tls1.2+': 'TLS 1.2', 'tls1.3+': 'TLS 1.3', 'fips-140-3': 'not determined' };

// New clusters require TLS by default. Source: Amazon DocumentDB Developer Guide, "Encrypting data in transit".
function ofDocumentDb(cluster: RenderedResource, references: References): Transport {
  const { DBClusterParameterGroupName: named, SnapshotIdentifier, SourceDBClusterIdentifier } = cluster.properties;
  const group = references.one(named, cluster);
  const isDefault = literal(named).startsWith('default.') || (!given(named) && !given(SnapshotIdentifier) && !given(SourceDBClusterIdentifier));
  if (!group && !isDefault) return open(given(named) ? 'DBClusterParameterGroupName is not in the templates' : 'DBClusterParameterGroupName is not set on a restored cluster');
  const value = group?.properties.Parameters?.tls;
  if (!given(value)) return tls('tls is enabled by default', VERSIONS_OF_DOCUMENTDB.enabled);
  if (value === 'disabled') return plain('tls is disabled');
  const floor = VERSIONS_OF_DOCUMENTDB[literal(value)];
  return floor === undefined ? open(`tls ${unclear(value)}`) : tls(`tls is ${textOf(value)}`, floor, value === 'fips-140-3' ? true : 'not determined');
}

// From version 1.0.4.0, clusters accept HTTPS only. Source: Amazon Neptune User Guide, "Encryption in Transit: Connecting to Neptune Using SSL/HTTPS".
function ofNeptune({ properties: { EngineVersion } }: RenderedResource): Transport {
  const [, minor, patch] = /^1\.(\d+)\.(\d+)/.exec(literal(EngineVersion)) ?? [];
  const isEarlier = Number(minor) === 0 && Number(patch) < 4;
  const isKnown = !given(EngineVersion) || minor !== undefined;
  return isKnown && !isEarlier
    ? tls('Amazon Neptune accepts HTTPS only from engine version 1.0.4.0 (Amazon Neptune User Guide, "Connecting to Neptune Using SSL/HTTPS")', 'TLS 1.2')
    : open(`EngineVersion ${unclear(EngineVersion)}`);
}

// The default differs by parameter group. Source: Amazon Redshift Management Guide, "Configuring security options for connections".
function ofRedshift(cluster: RenderedResource, references: References): Transport {
  const named = cluster.properties.ClusterParameterGroupName;
  const group = references.one(named, cluster);
  return group ? ofRequireSsl(new Map(listOf(group.properties.Parameters).map((one) => [one?.ParameterName, one?.ParameterValue])))
    : open(given(named) ? 'ClusterParameterGroupName is not in the templates' : 'ClusterParameterGroupName is not set');
}

function ofRequireSsl(parameters: ReadonlyMap<string, Json>): Transport {
  const value = parameters.get('require_ssl');
  if (!isTrue(value)) return open(given(value) && !isUnresolved(value) ? `require_ssl is ${textOf(value)}: clients decide` : `require_ssl ${unclear(value)}`);
  const fips = parameters.get('use_fips_ssl');
  return tls('require_ssl is true', 'not determined', given(fips) && !isUnresolved(fips) ? isTrue(fips) : 'not determined');
}

// A policy replaces the default one, which admits every client of the network. Mounts with IAM authorization use TLS.
// Source: Amazon EFS User Guide, "Using IAM to control access to file systems"; AWS whitepaper "Encrypting File Data with Amazon Elastic File System".
function ofFileSystem({ properties: { FileSystemPolicy: policy } }: RenderedResource): Transport {
  if (deniesPlainHttp(policy, 'elasticfilesystem', 'clientmount')) return tls('the file system policy denies mounts where aws:SecureTransport is false', 'TLS 1.2');
  const admitted = allowances(policy);
  const isTlsOnly = admitted.length > 0 && admitted.every(({ Condition }) => String(listOf(Condition?.Bool?.['aws:SecureTransport'])[0]) === 'true');
  return isTlsOnly ? tls('the file system policy allows mounts only where aws:SecureTransport is true', 'TLS 1.2')
    : open('NFS, which clients mount with or without TLS');
}

// The default is SFTP. Source: AWS::Transfer::Server, property Protocols.
function ofTransferServer({ properties: { Protocols, SecurityPolicyName } }: RenderedResource): Transport {
  if (isUnresolved(Protocols)) return open('Protocols resolves only at deployment');
  const protocols = given(Protocols) ? listOf(Protocols).map(textOf) : ['SFTP'];
  const encrypted = protocols.filter((protocol) => protocol === 'SFTP' || protocol === 'FTPS');
  if (encrypted.length < protocols.length) return protocols.join() === 'FTP' ? plain('Protocols is FTP') : open(`Protocols are ${protocols.join(', ')}`);
  return tls(protocols.map((protocol) => protocol === 'SFTP' ? 'SFTP, which runs over SSH' : 'FTPS').join('; '), 'not determined', given(SecurityPolicyName) ? isFips(SecurityPolicyName) : 'not determined');
}
