import { casesOf } from './cases';
import { modelOfResources, rowsOf } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

const OPEN = { Ref: 'P' };
const GROUP = { Ref: 'Group' };

/** Encryption, floor, FIPS and proof of connections to `It`. */
function transportOf(type: string, properties: object, beside: Resources = {}): unknown[] {
  const { crypto } = modelOfResources({ It: [type, properties], ...beside });
  const [row, ...more] = crypto.inTransit.filter(({ component, endpoint }) => component === 'It' && !endpoint.startsWith('between the nodes'));
  expect(more).toEqual([]);
  return row && [row.floor, row.fips, row.shownBy];
}

const UNKNOWN = 'not determined';
const parameters = (type: string, Parameters: unknown): Resources => ({ Group: [type, { Parameters }] });
const docdb = (value: unknown): [string, object, unknown, Resources] => (
  ['AWS::DocDB::DBCluster', { DBClusterParameterGroupName: GROUP }, undefined, parameters('AWS::DocDB::DBClusterParameterGroup', { tls: value })]);
const redshift = (...pairs: Array<readonly [string, unknown]>): [string, object, unknown, Resources] => ['AWS::Redshift::Cluster', { ClusterParameterGroupName: GROUP }, undefined,
  parameters('AWS::Redshift::ClusterParameterGroup', pairs.map(([ParameterName, ParameterValue]) => ({ ParameterName, ParameterValue })))];
const efs = (...Statement: object[]) => ({ FileSystemPolicy: { Statement } });
const mount = (effect: string, secure: string, more: object = {}) => (
  { Effect: effect, Principal: '*', Action: 'elasticfilesystem:ClientMount', Condition: { Bool: { 'aws:SecureTransport': secure } }, ...more });

const CASES: Array<[string, object, unknown, Resources?]> = [
  ['AWS::DocDB::DBCluster', {}, ['TLS 1.0', UNKNOWN, 'tls is enabled by default']],
  ['AWS::DocDB::DBCluster', { DBClusterParameterGroupName: 'default.docdb5.0' }, ['TLS 1.0', UNKNOWN, 'tls is enabled by default']],
  ['AWS::DocDB::DBCluster', { DBClusterParameterGroupName: 'theirs' }, [UNKNOWN, UNKNOWN, 'DBClusterParameterGroupName is not in the templates']],
  ['AWS::DocDB::DBCluster', { DBClusterParameterGroupName: OPEN }, [UNKNOWN, UNKNOWN, 'DBClusterParameterGroupName is not in the templates']],
  ['AWS::DocDB::DBCluster', { SnapshotIdentifier: 's' }, [UNKNOWN, UNKNOWN, 'DBClusterParameterGroupName is not set on a restored cluster']],
  ...([
    ['enabled', ['TLS 1.0', UNKNOWN, 'tls is enabled']], ['tls1.2+', ['TLS 1.2', UNKNOWN, 'tls is tls1.2+']], ['tls1.3+', ['TLS 1.3', UNKNOWN, 'tls is tls1.3+']],
    ['fips-140-3', [UNKNOWN, true, 'tls is fips-140-3']], ['disabled', ['none', false, 'tls is disabled']], [OPEN, [UNKNOWN, UNKNOWN, 'tls resolves only at deployment']],
  ] as const).map(([value, expected]): [string, object, unknown, Resources] => {
    const [type, properties, , beside] = docdb(value);
    return [type, properties, expected, beside];
  }),
  ['AWS::Neptune::DBCluster', {}, ['TLS 1.2', UNKNOWN, expect.stringContaining('accepts HTTPS only from engine version 1.0.4.0')]],
  ['AWS::Neptune::DBCluster', { EngineVersion: '1.4.5.1' }, ['TLS 1.2', UNKNOWN, expect.stringContaining('accepts HTTPS only')]],
  ['AWS::Neptune::DBCluster', { EngineVersion: '1.0.3.0' }, [UNKNOWN, UNKNOWN, 'EngineVersion is 1.0.3.0']],
  ['AWS::Neptune::DBCluster', { EngineVersion: OPEN }, [UNKNOWN, UNKNOWN, 'EngineVersion resolves only at deployment']],
  ['AWS::Redshift::Cluster', {}, [UNKNOWN, UNKNOWN, 'ClusterParameterGroupName is not set']],
  ...([
    [[], [UNKNOWN, UNKNOWN, 'require_ssl is not set']], [[['require_ssl', 'false']], [UNKNOWN, UNKNOWN, 'require_ssl is false: clients decide']],
    [[['require_ssl', OPEN]], [UNKNOWN, UNKNOWN, 'require_ssl resolves only at deployment']], [[['require_ssl', 'true']], [UNKNOWN, UNKNOWN, 'require_ssl is true']],
    [[['require_ssl', 'true'], ['use_fips_ssl', 'true']], [UNKNOWN, true, 'require_ssl is true']],
  ] as const).map(([pairs, expected]): [string, object, unknown, Resources] => {
    const [type, properties, , beside] = redshift(...pairs);
    return [type, properties, expected, beside];
  }),
  ['AWS::RedshiftServerless::Workgroup', {}, [UNKNOWN, UNKNOWN, 'require_ssl is not set']],
  ['AWS::RedshiftServerless::Workgroup', { ConfigParameters: [{ ParameterKey: 'require_ssl', ParameterValue: 'true' }] }, [UNKNOWN, UNKNOWN, 'require_ssl is true']],
  ['AWS::Redshift::EndpointAccess', { ClusterIdentifier: 'theirs' }, [UNKNOWN, UNKNOWN, 'ClusterIdentifier is not in the templates']],
  ['AWS::RDS::DBProxyEndpoint', { DBProxyName: { Ref: 'Proxy' } }, [UNKNOWN, UNKNOWN, 'RequireTLS is true'], { Proxy: ['AWS::RDS::DBProxy', { RequireTLS: true }] }],
  ['AWS::ElastiCache::CacheCluster', { TransitEncryptionEnabled: true }, [UNKNOWN, UNKNOWN, 'TransitEncryptionEnabled is true']],
  ['AWS::ElastiCache::CacheCluster', {}, ['none', false, 'TransitEncryptionEnabled is not true']],
  ['AWS::ElastiCache::ServerlessCache', {}, [UNKNOWN, UNKNOWN, expect.stringContaining('all serverless caches have it enabled')]],
  ['AWS::ElastiCache::ReplicationGroup', { GlobalReplicationGroupId: 'global' }, [UNKNOWN, UNKNOWN, 'the primary of the global datastore decides']],
  ['AWS::DAX::Cluster', { ClusterEndpointEncryptionType: 'TLS' }, [UNKNOWN, UNKNOWN, 'ClusterEndpointEncryptionType is TLS']],
  ['AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'PLAINTEXT' } } }, ['none', false, 'EncryptionInTransit.ClientBroker is PLAINTEXT']],
  ['AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS_PLAINTEXT' } } }, [UNKNOWN, UNKNOWN, 'EncryptionInTransit.ClientBroker is TLS_PLAINTEXT']],
  ['AWS::MSK::Cluster', {}, [UNKNOWN, UNKNOWN, 'EncryptionInTransit.ClientBroker is not set']],
  ['AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: { Ref: 'Protocol' } } } }, [UNKNOWN, UNKNOWN, 'EncryptionInTransit.ClientBroker resolves only at deployment']],
  ['AWS::DAX::Cluster', { ClusterEndpointEncryptionType: 'NONE' }, ['none', false, 'ClusterEndpointEncryptionType is NONE']],
  ['AWS::DAX::Cluster', {}, [UNKNOWN, UNKNOWN, 'ClusterEndpointEncryptionType is not set']],
  ['AWS::EFS::FileSystem', {}, [UNKNOWN, UNKNOWN, 'NFS, which clients mount with or without TLS']],
  ['AWS::EFS::FileSystem', efs(mount('Deny', 'false')), ['TLS 1.2', UNKNOWN, 'the file system policy denies mounts where aws:SecureTransport is false']],
  ['AWS::EFS::FileSystem', efs(mount('Deny', 'false', { Principal: { AWS: 'arn:aws:iam::111122223333:root' } })), [UNKNOWN, UNKNOWN, 'NFS, which clients mount with or without TLS']],
  ['AWS::EFS::FileSystem', efs(mount('Deny', 'false', { Action: 'elasticfilesystem:ClientWrite' })), [UNKNOWN, UNKNOWN, 'NFS, which clients mount with or without TLS']],
  ['AWS::EFS::FileSystem', efs(mount('Allow', 'true')), ['TLS 1.2', UNKNOWN, 'the file system policy allows mounts only where aws:SecureTransport is true']],
  ['AWS::EFS::FileSystem', efs(mount('Allow', 'true'), mount('Allow', 'true', { Condition: undefined })), [UNKNOWN, UNKNOWN, 'NFS, which clients mount with or without TLS']],
  ['AWS::AmazonMQ::Broker', { EngineType: 'RABBITMQ' }, [UNKNOWN, UNKNOWN, 'Amazon MQ requires TLS (Amazon MQ Developer Guide, "Data protection in Amazon MQ")']],
  ['AWS::MSK::ServerlessCluster', { ClientAuthentication: { Sasl: { Iam: { Enabled: true } } } }, [UNKNOWN, UNKNOWN, 'IAM access control, whose clients use SASL_SSL']],
  ['AWS::Cassandra::Keyspace', {}, [UNKNOWN, UNKNOWN, expect.stringContaining('accepts TLS only')]],
  ['AWS::DynamoDB::Table', {}, [UNKNOWN, UNKNOWN, expect.stringContaining('endpoints of Amazon DynamoDB accept HTTP and HTTPS')]],
  ['AWS::Kinesis::Stream', {}, ['TLS 1.2', UNKNOWN, expect.stringContaining('which all AWS API endpoints require')]],
  ['AWS::Transfer::Server', {}, [UNKNOWN, UNKNOWN, 'SFTP, which runs over SSH']],
  ['AWS::Transfer::Server', { Protocols: ['SFTP', 'FTPS'], SecurityPolicyName: 'TransferSecurityPolicy-FIPS-2024-01' }, [UNKNOWN, true, 'SFTP, which runs over SSH; FTPS']],
  ['AWS::Transfer::Server', { Protocols: ['FTP'] }, ['none', false, 'Protocols is FTP']],
  ['AWS::Transfer::Server', { Protocols: ['SFTP', 'FTP'] }, [UNKNOWN, UNKNOWN, 'Protocols are SFTP, FTP']],
  ['AWS::FSx::FileSystem', {}, [UNKNOWN, UNKNOWN, 'no property of the template shows it']],
  ['AWS::EKS::Cluster', {}, [UNKNOWN, UNKNOWN, 'no property of the template shows it']],
  ['AWS::Lambda::Function', {}, [UNKNOWN, UNKNOWN, expect.stringContaining('a function URL is an HTTP(S) endpoint')], { Url: ['AWS::Lambda::Url', { TargetFunctionArn: { 'Fn::GetAtt': ['It', 'Arn'] } }] }],
  // PostgreSQL accepts TLS with this parameter, and plain connections with it, too.
  ['AWS::RDS::DBInstance', { Engine: 'postgres', DBParameterGroupName: GROUP }, [UNKNOWN, UNKNOWN, 'Group has no parameter that requires TLS'], parameters('AWS::RDS::DBParameterGroup', { ssl: 1 })],
];

test.each(CASES.map(([type, properties, expected, beside = {}]) => [type, properties, expected, beside] as const))('crypto.json has the transport of %s with %j', (type, properties, expected, beside) => {
  expect(transportOf(type, properties, beside)).toEqual(expected);
});

test.each(casesOf('transport.txt').map(({ title, ...more }) => [title, more] as const))('endpoints of %s', (_, { resources, expected }) => {
  const { crypto } = modelOfResources(resources);
  expect(crypto.inTransit.filter(({ component }) => component === 'It').map(({ endpoint, floor, fips, shownBy }) => `${endpoint} | ${floor} | FIPS ${fips} | ${shownBy}`)).toEqual(expected);
});

test('listeners of VPC Lattice have a row on their service, with its certificate', () => {
  const listener = (more: object): Resources[string] => (
    ['AWS::VpcLattice::Listener', { ServiceIdentifier: { Ref: 'It' }, ...more }]);
  const { crypto } = modelOfResources({
    It: ['AWS::VpcLattice::Service', { CertificateArn: { Ref: 'Certificate' } }],
    Certificate: ['AWS::CertificateManager::Certificate', { DomainName: 'example.com' }],
    Secure: listener({ Protocol: 'HTTPS' }),
    Plain: listener({ Protocol: 'HTTP' }),
    Through: listener({ Protocol: 'TLS_PASSTHROUGH', Port: 8443 }),
    Open: listener({ Protocol: OPEN, Port: 90 }),
    Other: listener({ Protocol: 'QUIC' }),
    Alone: ['AWS::VpcLattice::Listener', { ServiceIdentifier: 'svc-1', Protocol: 'HTTPS', Port: 444 }],
  });
  const rows = crypto.inTransit.map(({ component, endpoint, floor, shownBy, certificates }) => [component, endpoint, floor, shownBy, certificates]);
  expect(rows).toEqual([
    ['Alone', 'listener on port 444', 'TLS 1.2', 'HTTPS listener of VPC Lattice', undefined],
    ['It', 'listener on port 443', 'TLS 1.2', 'HTTPS listener of VPC Lattice', ['Certificate']],
    ['It', 'listener on port 80', 'none', 'HTTP listener of VPC Lattice', undefined],
    ['It', 'listener on port 8443', UNKNOWN, 'TLS_PASSTHROUGH listener of VPC Lattice: targets end TLS', undefined],
    ['It', 'listener on port 90', UNKNOWN, 'Protocol of the listener resolves only at deployment', undefined],
    ['It', 'listener on port not determined', UNKNOWN, 'QUIC listener', undefined],
  ]);
});

test('certificates of instances of Amazon DocumentDB are keys', () => {
  const { crypto } = modelOfResources({ Set: ['AWS::DocDB::DBInstance', { CACertificateIdentifier: 'rds-ca-ecc384-g1' }], Unset: ['AWS::DocDB::DBInstance', {}] });
  expect(crypto.keys.map(({ component, type, algorithm, rotation }) => [component, type, algorithm, rotation])).toEqual([
    ['Set', 'server certificate', 'EC_secp384r1', 'of the authority rds-ca-ecc384-g1'],
    ['Unset', 'server certificate', UNKNOWN, 'not determined: CACertificateIdentifier is not set'],
  ]);
});

const CERTIFICATE = 'arn:aws:acm:eu-west-2:111122223333:certificate/1';
test.each<[string, object, Resources?]>([
  ['AWS::CloudFront::Distribution', { DistributionConfig: { ViewerCertificate: { AcmCertificateArn: CERTIFICATE, MinimumProtocolVersion: 'TLSv1.2_2021' } } }],
  ['AWS::EC2::ClientVpnEndpoint', { ServerCertificateArn: CERTIFICATE }],
  ['AWS::EC2::VerifiedAccessEndpoint', { DomainCertificateArn: CERTIFICATE }],
  ['AWS::ElasticLoadBalancing::LoadBalancer', { Listeners: [{ LoadBalancerPort: 443, Protocol: 'HTTPS', SSLCertificateId: CERTIFICATE }] }],
  ['AWS::OpenSearchService::Domain', { DomainEndpointOptions: { CustomEndpointCertificateArn: CERTIFICATE } }],
  ['AWS::Transfer::Server', { Protocols: ['FTPS'], Certificate: CERTIFICATE }],
  ['AWS::ElasticLoadBalancingV2::LoadBalancer', {}, {
    Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'It' }, Port: 443, Protocol: 'HTTPS' }],
    More: ['AWS::ElasticLoadBalancingV2::ListenerCertificate', { ListenerArn: { Ref: 'Listener' }, Certificates: [{ CertificateArn: CERTIFICATE }] }],
  }],
])('an endpoint of %s has the certificate that the template names', (type, properties, beside = {}) => {
  const { crypto } = modelOfResources({ It: [type, properties], ...beside });
  expect(crypto.inTransit.flatMap(({ component, certificates = [] }) => component === 'It' ? certificates : [])).toEqual([CERTIFICATE]);
});

test('members of a cluster have the transport of the cluster, without a row', () => {
  const { crypto } = modelOfResources({
    Cluster: ['AWS::DocDB::DBCluster', {}],
    Member: ['AWS::DocDB::DBInstance', { DBClusterIdentifier: { Ref: 'Cluster' } }],
    Graph: ['AWS::Neptune::DBCluster', {}],
    Node: ['AWS::Neptune::DBInstance', { DBClusterIdentifier: { Ref: 'Graph' } }],
  });
  expect(crypto.inTransit.map(({ component }) => component)).toEqual(['Cluster', 'Graph']);
});

describe('connections have the protection that crypto.json has', () => {
  const network: Resources = {
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
    Clients: ['AWS::EC2::SecurityGroup', { VpcId: { Ref: 'Vpc' }, SecurityGroupEgress: [] }],
  };
  const admits = (...ports: number[]): Resources[string] => ['AWS::EC2::SecurityGroup', {
    VpcId: { Ref: 'Vpc' },
    SecurityGroupIngress: ports.map((port) => ({ IpProtocol: 'tcp', FromPort: port, ToPort: port, CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })),
  }];
  const toIt = (resources: Resources) => rowsOf(modelOfResources({ ...network, ...resources })).filter((row) => row.startsWith('network: Vpc > It '));

  test('of a mounted file system', () => {
    expect(toIt({
      Group: admits(2049),
      It: ['AWS::EFS::FileSystem', efs(mount('Deny', 'false'))],
      Target: ['AWS::EFS::MountTarget', { FileSystemId: { Ref: 'It' }, SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }], SubnetId: 'subnet-1' }],
    })).toEqual(['network: Vpc > It | TCP 2049 | encrypted']);
  });

  test('of brokers, but not of ZooKeeper and monitoring beside them', () => {
    expect(toIt({
      Group: admits(9094, 9098, 2181, 11001),
      It: ['AWS::MSK::Cluster', { EncryptionInfo: { EncryptionInTransit: { ClientBroker: 'TLS' } }, BrokerNodeGroupInfo: { SecurityGroups: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } }],
    })).toEqual([
      'network: Vpc > It | TCP 11001 | not determined',
      'network: Vpc > It | TCP 2181 | not determined',
      'network: Vpc > It | TCP 9094 | encrypted',
      'network: Vpc > It | TCP 9098 | encrypted',
    ]);
  });
});

test('the proof of a database has all parameters of its parameter group about TLS', () => {
  const settings = [
    'tls_version', 'ssl_min_protocol_version', 'ssl_max_protocol_version', 'ssl_cipher', 'ssl_ciphers', 'tls_ciphersuites',
    'rds.tls10', 'rds.tls11', 'rds.tls12', 'rds.rc4', 'rds.diffie-hellman', 'rds.curve25519', 'rds.3des168', 'rds.fips',
  ];
  const group = parameters('AWS::RDS::DBParameterGroup', Object.fromEntries(['rds.force_ssl', ...settings, 'other'].map((name) => [name, '1'])));
  const [, , shownBy] = transportOf('AWS::RDS::DBInstance', { Engine: 'postgres', DBParameterGroupName: GROUP }, group);
  expect(shownBy).toBe(['rds.force_ssl is 1', ...settings.map((name) => `${name} is 1`)].join(', '));
});
