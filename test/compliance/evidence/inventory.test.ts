import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { placesByGroup, placesOf } from './placement';
import { modelOfPlatform, modelOfResources } from './support';
import { componentType } from '../../../src/compliance/evidence/inventory/component-types';
import { SystemModel } from '../../../src/compliance/evidence/model';

/** A parameter without a default. */
const OPEN = { Ref: 'P' };
/** Encryption that only a deployment decides. */
const bySource = (property: string) => ['not determined', undefined, `${property} is set, which can decide the encryption`];
const nd = (property: string) => ['not determined', undefined, `${property} resolves only at deployment`];
const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };

/** Encryption at rest of a resource with the logical id `It`. */
function atRest(type: string, properties: object, beside: Parameters<typeof modelOfResources>[0] = {}) {
  const encryption = modelOfResources({ ...beside, It: [type, properties] }).inventory.components.find(({ id }) => id === 'It')?.encryption;
  return encryption && [encryption.by, encryption.key, encryption.shownBy];
}

const spec = loadAwsServiceSpecSync();

/** Whether a path of properties exists, through lists and maps too. */
function hasPath(type: string, path: string): boolean {
  const inType = (shape: any, rest: string[]): boolean => {
    if (rest.length === 0) return true;
    if (shape.type === 'ref') return inProperties(spec.get('typeDefinition', shape.reference.$ref).properties, rest);
    if (shape.type === 'array' || shape.type === 'map') return inType(shape.element, rest);
    if (shape.type === 'union') return shape.types.some((each: any) => inType(each, rest));
    return shape.type === 'json';
  };
  const inProperties = (properties: any, [name, ...rest]: string[]): boolean => properties[name] !== undefined && inType(properties[name].type, rest);
  return inProperties(spec.lookup('resource', 'cloudFormationType', 'equals', type).only().properties, path.split('.'));
}

describe('types of components', () => {
  const types = [...spec.all('resource')].filter(({ cloudFormationType }) => cloudFormationType.startsWith('AWS::'))
    .map(({ cloudFormationType: type, properties }) => ({ type, properties, component: componentType(type) }));

  test('have the name of a service', () => {
    const unnamed = types.filter(({ component }) => component && !/^(Amazon|AWS) [A-Z0-9]|^(Elastic Load Balancing|EC2 Image Builder)$/.test(component.service));
    expect(unnamed.map(({ type }) => type)).toEqual([]);
    expect(types.filter(({ component }) => component).length).toBeGreaterThan(1000);
  });

  test.each([
    ['AWS::Transfer::Connector', 'AWS Transfer Family'], ['AWS::FSx::Volume', 'Amazon FSx'], ['AWS::Cassandra::Table', 'Amazon Keyspaces'], ['AWS::EC2::Fleet', 'Amazon EC2'],
    ['AWS::DirectConnect::DirectConnectGateway', 'AWS Direct Connect'], ['AWS::AppConfig::Application', 'AWS AppConfig'], ['Vendor::Thing::Type', 'Vendor::Thing::Type'],
  ])('%s has the service %s', (type, service) => {
    expect(componentType(type)!.service).toBe(service);
  });

  test('that have network interfaces or a key are no configuration, except those that components read', () => {
    const owned = types.filter(({ component }) => component === undefined)
      .filter(({ properties }) => Object.keys(properties).some((name) => /^(vpc)?securityGroup(s|Ids?)$|kmsKey(Id|Arn|Identifier)?$|^(storage|atRest)Encrypt/i.test(name)));
    expect(owned.map(({ type }) => type.replace('AWS::', '')).sort()).toEqual([
      'AutoScaling::LaunchConfiguration', 'DMS::Endpoint', 'DMS::InstanceProfile', 'EFS::MountTarget', 'Events::Connection', 'Lambda::CapacityProvider', 'Lambda::EventSourceMapping',
      'Logs::LogAnomalyDetector', 'Redshift::Integration', 'Redshift::SnapshotCopyGrant', 'SSM::ResourceDataSync', 'SecurityHub::ConnectorV2',
    ]);
  });

  test('have the properties of their encryption at rest in the CloudFormation specification', () => {
    const ruled = types.flatMap(({ type, component }) => component?.atRest ? [{ type, rule: component.atRest }] : []);
    const paths = ruled.flatMap(({ type, rule: { on, key } }) => [on?.split('=')[0], key].filter((path) => path !== undefined).map((path) => (
      // A group reads the volumes of its launch template.
      { type: path.startsWith('LaunchTemplateData.') ? 'AWS::EC2::LaunchTemplate' : type, path })));
    expect(paths.filter(({ type, path }) => !hasPath(type, path)).map(({ type, path }) => `${type} ${path}`)).toEqual([]);
    expect(paths.length).toBeGreaterThan(50);
    // One list is for the instances and clusters of all database services.
    const inherited = new Map<string, string[]>();
    for (const { type, rule: { inherits = [], inheritsKey = [] } } of ruled) {
      for (const name of [...inherits, ...inheritsKey]) inherited.set(name, [...inherited.get(name) ?? [], type]);
    }
    expect([...inherited].filter(([name, of]) => !of.some((type) => hasPath(type, name))).map(([name]) => name)).toEqual([]);
  });

  test('have their physical name in a property of the CloudFormation specification', () => {
    const named = types.filter(({ component }) => component?.name !== undefined);
    expect(named.filter(({ properties, component }) => !(component!.name! in properties)).map(({ type, component }) => `${type} ${component!.name}`)).toEqual([]);
    expect(named.length).toBeGreaterThan(40);
  });
});

describe('encryption at rest', () => {
  test.each<[string, object, unknown]>([
    ['AWS::S3::Bucket', {}, ['aws owned key', undefined, expect.stringContaining('SSE-S3 by default')]],
    ['AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } },
      ['aws managed key', undefined, 'SSEAlgorithm is aws:kms, without a key']],
    ['AWS::KinesisFirehose::DeliveryStream', {}, ['not encrypted', undefined, 'DeliveryStreamEncryptionConfigurationInput.KeyType is not set']],
    // The data stays in the stream that is the source.
    ['AWS::KinesisFirehose::DeliveryStream', { KinesisStreamSourceConfiguration: { KinesisStreamARN: 'arn' } }, bySource('KinesisStreamSourceConfiguration')],
    ...['AWS::RDS::GlobalCluster', 'AWS::DocDB::GlobalCluster', 'AWS::Neptune::GlobalCluster'].flatMap((type): [string, object, unknown][] => [
      [type, {}, ['not encrypted', undefined, 'StorageEncrypted is not set']],
      [type, { StorageEncrypted: true }, ['not determined', undefined, 'StorageEncrypted is true; its clusters have the keys']],
      [type, { SourceDBClusterIdentifier: 'cluster' }, bySource('SourceDBClusterIdentifier')],
    ]),
    ['AWS::SQS::Queue', { SqsManagedSseEnabled: false }, ['not encrypted', undefined, 'SqsManagedSseEnabled is false']],
    ['AWS::SQS::Queue', { KmsMasterKeyId: 'alias/aws/sqs' }, ['aws managed key', undefined, 'KmsMasterKeyId is alias/aws/sqs']],
    ['AWS::SQS::Queue', { KmsMasterKeyId: KEY }, ['customer managed key', 'Key', 'KmsMasterKeyId']],
    ['AWS::SNS::Topic', {}, ['not determined', undefined, 'KmsMasterKeyId is not set']],
    ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: true } }, ['aws managed key', undefined, 'SSEEnabled is true, without a key']],
    ['AWS::RDS::DBCluster', {}, ['not encrypted', undefined, 'StorageEncrypted is not set']],
    ['AWS::RDS::DBCluster', { StorageEncrypted: 'false' }, ['not encrypted', undefined, 'StorageEncrypted is false']],
    ['AWS::RDS::DBCluster', { StorageEncrypted: { Ref: 'Parameter' } }, ['not determined', undefined, 'StorageEncrypted resolves only at deployment']],
    ['AWS::RDS::DBCluster', { StorageEncrypted: true, KmsKeyId: 'arn:aws:kms:eu-west-2:111122223333:key/1' },
      ['customer managed key', 'arn:aws:kms:eu-west-2:111122223333:key/1', 'KmsKeyId']],
    ['AWS::RDS::DBInstance', { DBClusterIdentifier: 'cluster' }, undefined],
    ['AWS::EC2::Volume', {}, ['not determined', undefined, 'Encrypted is not set']],
    ['AWS::Kinesis::Stream', { StreamEncryption: { EncryptionType: 'KMS', KeyId: 'alias/aws/kinesis' } }, ['aws managed key', undefined, 'StreamEncryption.KeyId is alias/aws/kinesis']],
    ['AWS::Kinesis::Stream', {}, ['not encrypted', undefined, 'StreamEncryption.EncryptionType is not set']],
    ['AWS::EC2::Subnet', {}, undefined],
    // What a parameter, an import or a snapshot decides.
    ['AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: OPEN } }] } },
      nd('BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.SSEAlgorithm')],
    ['AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: OPEN } }] } },
      nd('BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.KMSMasterKeyID')],
    ['AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }] } }, ['aws owned key', undefined, 'SSEAlgorithm is AES256']],
    ['AWS::DynamoDB::Table', { SSESpecification: { SSEEnabled: OPEN } }, nd('SSESpecification.SSEEnabled')],
    ['AWS::DynamoDB::Table', { SSESpecification: OPEN }, nd('SSESpecification.KMSMasterKeyId')],
    ['AWS::DynamoDB::GlobalTable', { SSESpecification: { SSEEnabled: true } }, ['aws managed key', undefined, 'SSEEnabled is true, without a key']],
    ['AWS::ECR::Repository', { EncryptionConfiguration: { EncryptionType: OPEN } }, nd('EncryptionConfiguration.EncryptionType')],
    ['AWS::SQS::Queue', { SqsManagedSseEnabled: OPEN }, nd('SqsManagedSseEnabled')],
    ['AWS::SQS::Queue', { KmsMasterKeyId: OPEN }, nd('KmsMasterKeyId')],
    ['AWS::SQS::Queue', { KmsMasterKeyId: { 'Fn::ImportValue': 'Key' } }, nd('KmsMasterKeyId')],
    ['AWS::SQS::Queue', { KmsMasterKeyId: '{{resolve:ssm:/key}}' }, nd('KmsMasterKeyId')],
    ['AWS::SQS::Queue', { KmsMasterKeyId: { 'Fn::Sub': 'arn:aws:kms:${AWS::Region}:${AWS::AccountId}:alias/aws/sqs' } },
      ['aws managed key', undefined, 'KmsMasterKeyId is arn:aws:kms:${AWS-Region}:${AWS-AccountId}:alias/aws/sqs']],
    ['AWS::SQS::Queue', { KmsMasterKeyId: 'alias/house' }, ['customer managed key', 'alias/house', 'KmsMasterKeyId']],
    ['AWS::RDS::DBInstance', { DBSnapshotIdentifier: 'snapshot' }, ['not determined', undefined, 'DBSnapshotIdentifier is set, which can decide the encryption']],
    ['AWS::RDS::DBInstance', { DBSnapshotIdentifier: 'snapshot', StorageEncrypted: true, KmsKeyId: KEY }, ['not determined', undefined, 'DBSnapshotIdentifier is set, which can decide the encryption']],
    ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'source', StorageEncrypted: true, KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::RDS::DBCluster', { SnapshotIdentifier: OPEN, StorageEncrypted: true }, ['not determined', undefined, 'SnapshotIdentifier is set, which can decide the encryption']],
    ['AWS::RDS::DBCluster', { SnapshotIdentifier: 'snapshot', StorageEncrypted: true, KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::RDS::DBInstance', { DBClusterSnapshotIdentifier: 'snapshot', KmsKeyId: KEY }, bySource('DBClusterSnapshotIdentifier')],
    ['AWS::RDS::DBInstance', { SourceDBInstanceIdentifier: 'source', KmsKeyId: KEY }, bySource('SourceDBInstanceIdentifier')],
    ['AWS::RDS::DBInstance', { SourceDbiResourceId: 'source', StorageEncrypted: true, KmsKeyId: KEY }, bySource('SourceDbiResourceId')],
    ['AWS::RDS::DBInstance', { SourceDBInstanceAutomatedBackupsArn: 'backup', StorageEncrypted: true, KmsKeyId: KEY }, bySource('SourceDBInstanceAutomatedBackupsArn')],
    ['AWS::RDS::DBCluster', { SnapshotIdentifier: 'snapshot', KmsKeyId: KEY }, bySource('SnapshotIdentifier')],
    ['AWS::RDS::DBCluster', { SnapshotIdentifier: 'snapshot', StorageEncrypted: false, KmsKeyId: KEY }, ['not encrypted', undefined, 'StorageEncrypted is false']],
    ['AWS::RDS::DBCluster', { SourceDBClusterIdentifier: 'source', KmsKeyId: KEY }, bySource('SourceDBClusterIdentifier')],
    ['AWS::Neptune::DBCluster', { SnapshotIdentifier: 'snapshot', KmsKeyId: KEY }, bySource('SnapshotIdentifier')],
    ['AWS::Neptune::DBCluster', { SnapshotIdentifier: 'snapshot', StorageEncrypted: true, KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::Neptune::DBCluster', { KmsKeyId: KEY }, ['not encrypted', undefined, 'StorageEncrypted is not set']],
    ['AWS::DocDB::DBCluster', { SnapshotIdentifier: 'snapshot' }, bySource('SnapshotIdentifier')],
    ['AWS::DocDB::DBCluster', { SnapshotIdentifier: 'snapshot', KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::DocDB::DBCluster', { SnapshotIdentifier: 'snapshot', StorageEncrypted: OPEN, KmsKeyId: KEY }, nd('StorageEncrypted')],
    ['AWS::DocDB::DBCluster', { KmsKeyId: KEY }, ['not encrypted', undefined, 'StorageEncrypted is not set']],
    ['AWS::Redshift::Cluster', {}, ['not determined', undefined, 'Encrypted is not set']],
    ['AWS::Redshift::Cluster', { SnapshotIdentifier: 'snapshot', Encrypted: true }, bySource('SnapshotIdentifier')],
    ['AWS::Redshift::Cluster', { SnapshotIdentifier: 'snapshot', KmsKeyId: KEY }, bySource('SnapshotIdentifier')],
    ['AWS::Redshift::Cluster', { SnapshotIdentifier: 'snapshot', Encrypted: true, KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::EC2::Volume', { SnapshotId: 'snap-1', KmsKeyId: KEY }, ['not determined', undefined, 'Encrypted is not set']],
    ['AWS::EC2::Volume', { SnapshotId: 'snap-1', Encrypted: true, KmsKeyId: KEY }, ['customer managed key', 'Key', 'KmsKeyId']],
    ['AWS::EC2::Volume', { SourceVolumeId: 'vol-1', Encrypted: true, KmsKeyId: KEY }, bySource('SourceVolumeId')],
    ['AWS::EFS::FileSystem', { KmsKeyId: KEY }, ['not encrypted', undefined, 'Encrypted is not set']],
    ['AWS::FSx::FileSystem', { BackupId: 'backup-1' }, ['not determined', undefined, 'BackupId is set, which can decide the encryption']],
  ])('of %s with %j', (type, properties, expected) => {
    expect(atRest(type, properties, { Key: ['AWS::KMS::Key'] })).toEqual(expected);
  });

  test('of a group of instances is that of every volume of its launch template', () => {
    const template = (...encrypted: unknown[]) => ({
      Template: ['AWS::EC2::LaunchTemplate', { LaunchTemplateData: { BlockDeviceMappings: encrypted.map((Encrypted) => ({ Ebs: { Encrypted, KmsKeyId: KEY } })) } }],
      Key: ['AWS::KMS::Key'],
    }) as const;
    const group = { LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' } } };
    expect(atRest('AWS::AutoScaling::AutoScalingGroup', group, template(true, true))?.slice(0, 2)).toEqual(['customer managed key', 'Key']);
    expect(atRest('AWS::AutoScaling::AutoScalingGroup', group, template(true, false))?.[0]).toBe('not encrypted');
    expect(atRest('AWS::AutoScaling::AutoScalingGroup', group, template(true, undefined))?.[0]).toBe('not determined');
  });
});

test('a component has name, purpose, network, tags and data class; what only configures is counted', () => {
  const { components, configuration, parties } = modelOfResources({
    Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
    Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
    Function: ['AWS::Lambda::Function', {
      FunctionName: 'ledger',
      Description: 'Posts entries',
      VpcConfig: { SubnetIds: [{ Ref: 'Subnet' }] },
      Layers: ['arn:aws:lambda:eu-west-2:580247275435:layer:LambdaInsightsExtension:38'],
    }, { Condition: 'IsOn' }],
    Table: ['AWS::DynamoDB::Table', { Tags: [{ Key: 'data-class', Value: 'cardholder' }, { Key: 'CostCenter', Value: { Ref: 'Center' } }] }],
    Route: ['AWS::EC2::Route'],
    Topic: ['AWS::SNS::TopicPolicy'],
    Robot: ['AWS::RoboMaker::Robot'],
  }).inventory;
  const byId = Object.fromEntries(components.map((component) => [component.id, component]));
  expect(byId.Function).toEqual({
    id: 'Function',
    name: 'ledger',
    type: 'AWS::Lambda::Function',
    service: 'AWS Lambda',
    tier: 'compute',
    purpose: 'Posts entries',
    account: 'not determined',
    region: 'eu-west-2',
    logicalId: 'Function',
    template: 'Stack.template.json',
    source: 'Stack.ts:1:1',
    condition: 'IsOn',
    vpc: 'Vpc',
    subnets: ['Subnet'],
    exposure: 'vpc',
    encryption: { by: 'aws managed key', shownBy: expect.stringContaining('aws/lambda') },
    tags: {},
  });
  expect([byId.Table.dataClass, byId.Table.tags, byId.Table.exposure]).toEqual(['cardholder', { 'CostCenter': '${Center}', 'data-class': 'cardholder' }, 'account']);
  expect([byId.Robot.service, byId.Robot.tier]).toEqual(['AWS RoboMaker', 'other']);
  expect(configuration).toEqual({ 'AWS::EC2::Route': 1, 'AWS::SNS::TopicPolicy': 1 });
  expect(parties).toEqual([{
    id: 'account:580247275435', kind: 'account', name: '580247275435', isThirdParty: true, purpose: 'Layer LambdaInsightsExtension of functions', usedBy: ['Function'],
  }]);
});

describe('exposure', () => {
  const exposureOf = (resources: Parameters<typeof modelOfResources>[0]) => modelOfResources(resources).inventory.components.find(({ id }) => id === 'It')?.exposure;

  test.each<[string, object, string]>([
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: OPEN, Subnets: ['subnet-1'] }, 'not determined'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internal', Subnets: ['subnet-1'], SecurityGroups: ['sg-1'] }, 'vpc'],
    ['AWS::ElasticLoadBalancingV2::LoadBalancer', { SecurityGroups: ['sg-1'] }, 'not determined'],
    ['AWS::RDS::DBInstance', { PubliclyAccessible: OPEN }, 'not determined'],
    ['AWS::RDS::DBInstance', { PubliclyAccessible: false, VPCSecurityGroups: ['sg-1'] }, 'vpc'],
    ['AWS::RDS::DBInstance', { VPCSecurityGroups: ['sg-1'] }, 'not determined'],
    ['AWS::Redshift::Cluster', { PubliclyAccessible: OPEN }, 'not determined'],
    ['AWS::DMS::ReplicationInstance', { PubliclyAccessible: OPEN }, 'not determined'],
    ['AWS::ApiGateway::RestApi', { EndpointConfiguration: { Types: [OPEN] } }, 'not determined'],
    ['AWS::ApiGateway::RestApi', { EndpointConfiguration: OPEN }, 'not determined'],
    ['AWS::ApiGateway::RestApi', {}, 'internet'],
    ['AWS::EKS::Cluster', { ResourcesVpcConfig: { EndpointPublicAccess: OPEN } }, 'not determined'],
    ['AWS::Lambda::Function', { VpcConfig: { SecurityGroupIds: ['sg-1'] } }, 'vpc'],
  ])('of %s with %j is %p', (type, properties, expected) => {
    expect(exposureOf({ It: [type, properties] })).toBe(expected);
  });

  test.each<[object, string]>([
    [{ CidrIp: OPEN }, 'not determined'],
    [{ CidrIp: '192.0.2.0/24' }, 'vpc'],
    [{ SourcePrefixListId: 'pl-1' }, 'not determined'],
    [{ SourcePrefixListId: { Ref: 'Narrow' } }, 'vpc'],
    [{ SourcePrefixListId: { 'Fn::GetAtt': ['Wide', 'PrefixListId'] } }, 'internet'],
  ])('of a public load balancer whose group admits %j is %p', (source, expected) => {
    expect(exposureOf({
      Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, ...source }] }],
      Wide: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '192.0.2.0/24' }, { Cidr: '0.0.0.0/0' }] }],
      Narrow: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '192.0.2.0/24' }] }],
      It: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { Scheme: 'internet-facing', SecurityGroups: [{ Ref: 'Group' }] }],
    })).toBe(expected);
  });
});

describe('encryption in transit', () => {
  const transitOf = (type: string, properties: object, beside: Parameters<typeof modelOfResources>[0] = {}) => (
    modelOfResources({ ...beside, It: [type, properties] }).crypto.inTransit)
    .filter(({ component, endpoint }) => component === 'It' && !endpoint.startsWith('between the nodes')).map(({ floor, fips, shownBy }) => [floor, fips, shownBy])[0];
  const distribution = (certificate: unknown) => ({ DistributionConfig: { ViewerCertificate: certificate } });

  test.each<[string, object, unknown]>([
    ['AWS::CloudFront::Distribution', distribution({ MinimumProtocolVersion: OPEN }), ['not determined', 'not determined', 'HTTPS, MinimumProtocolVersion resolves only at deployment']],
    ['AWS::CloudFront::Distribution', distribution(OPEN), ['not determined', 'not determined', 'HTTPS, ViewerCertificate resolves only at deployment']],
    ['AWS::CloudFront::Distribution', distribution({ MinimumProtocolVersion: 'TLSv1.2_2021', CloudFrontDefaultCertificate: true }), ['TLS 1.0', 'not determined', 'default certificate of CloudFront']],
    ['AWS::CloudFront::Distribution', distribution({ MinimumProtocolVersion: 'TLSv1.2_2021' }), ['TLS 1.2', 'not determined', 'MinimumProtocolVersion TLSv1.2_2021']],
    ['AWS::ApiGateway::RestApi', { SecurityPolicy: { Ref: 'TLS_1_2' } }, ['not determined', 'not determined', 'SecurityPolicy ${TLS_1_2}']],
    ...[
      [{ EngineVersion: '16.4' }, 'rds.force_ssl is 1 by default in this version of the engine'],
      [{ EngineVersion: '16', DBParameterGroupName: 'default.postgres16' }, 'rds.force_ssl is 1 by default in this version of the engine'],
      [{ EngineVersion: '14.12' }, 'DBParameterGroupName is not in the templates'],
      [{ EngineVersion: '16', DBParameterGroupName: 'theirs' }, 'DBParameterGroupName is not in the templates'],
      [{ EngineVersion: '16', DBSnapshotIdentifier: 's' }, 'DBParameterGroupName is not in the templates'],
      [{ EngineVersion: OPEN }, 'DBParameterGroupName is not in the templates'],
    ].map(([properties, by]): [string, object, unknown] => ['AWS::RDS::DBInstance', { Engine: 'postgres', ...properties as object }, ['not determined', 'not determined', by]]),
    ['AWS::RDS::DBProxy', { RequireTLS: OPEN }, ['not determined', 'not determined', 'RequireTLS resolves only at deployment']],
    ['AWS::OpenSearchService::Domain', { DomainEndpointOptions: { EnforceHTTPS: OPEN } }, ['not determined', 'not determined', 'EnforceHTTPS resolves only at deployment']],
    ['AWS::OpenSearchService::Domain', { DomainEndpointOptions: { EnforceHTTPS: true, TLSSecurityPolicy: OPEN } }, ['not determined', 'not determined', 'EnforceHTTPS is true, ${P}']],
    ['AWS::ElastiCache::ReplicationGroup', { TransitEncryptionEnabled: true, TransitEncryptionMode: 'preferred' }, ['not determined', 'not determined', 'TransitEncryptionMode is preferred']],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: { 'Fn::Sub': 'com.amazonaws.${AWS::Region}.${Service}' } }, ['TLS 1.2', 'not determined', expect.stringContaining('TLS 1.2 or later')]],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: 'cn.com.amazonaws.cn-north-1.sts' }, ['TLS 1.2', false, expect.stringContaining('TLS 1.2 or later')]],
    // The name of an endpoint service of another account starts as that of a service of AWS.
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Interface', ServiceName: 'com.amazonaws.vpce.eu-west-2.vpce-svc-0123456789abcdef0' }, ['not determined', 'not determined', 'endpoint of a service of others']],
    ['AWS::EC2::VPCEndpoint', { ServiceName: 'com.amazonaws.eu-west-2.s3' }, ['not determined', 'not determined', 'clients decide: endpoints of Amazon S3 accept HTTP and HTTPS (AWS General Reference, "Service endpoints and quotas")']],
    ['AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway', ServiceName: 'com.amazonaws.eu-west-2.dynamodb' }, ['not determined', 'not determined', 'clients decide: endpoints of Amazon DynamoDB accept HTTP and HTTPS (AWS General Reference, "Service endpoints and quotas")']],
  ])('of %s with %j', (type, properties, expected) => {
    expect(transitOf(type, properties)).toEqual(expected);
  });

  test('the lowest version of a list is the floor, and a listener has no FIPS policy because its parameter has such a name', () => {
    const group = ['AWS::RDS::DBParameterGroup', { Parameters: { require_secure_transport: 1, tls_version: 'TLSv1.3,TLSv1.2' } }] as const;
    expect(transitOf('AWS::RDS::DBInstance', { DBParameterGroupName: { Ref: 'Group' } }, { Group: group })?.[0]).toBe('TLS 1.2');
    const [listener] = modelOfResources({
      It: ['AWS::ElasticLoadBalancingV2::LoadBalancer'],
      Listener: ['AWS::ElasticLoadBalancingV2::Listener', { LoadBalancerArn: { Ref: 'It' }, Port: 443, Protocol: 'HTTPS', SslPolicy: { Ref: 'FIPS' } }],
    }).crypto.inTransit;
    expect([listener.floor, listener.fips]).toEqual(['not determined', 'not determined']);
  });

  const WHOLE = [{ 'Fn::GetAtt': ['It', 'Arn'] }, { 'Fn::Sub': '${It.Arn}/*' }];
  const LOGS = [{ 'Fn::Sub': '${It.Arn}/logs-*' }];
  const deny = (Resource: unknown, more: object = {}) => ({ Effect: 'Deny', Principal: '*', Action: 's3:*', Resource, Condition: { Bool: { 'aws:SecureTransport': 'false' } }, ...more });
  const below = (version: unknown) => ({ Condition: { NumericLessThan: { 's3:TlsVersion': version } } });
  test.each<[string, object[], string]>([
    ['of all objects', [deny(WHOLE)], 'TLS 1.2'],
    ['of a prefix', [deny(LOGS)], 'not determined'],
    ['of one action', [deny(WHOLE, { Action: 's3:PutObject' })], 'not determined'],
    ['of one principal', [deny(WHOLE, { Principal: { AWS: 'arn:aws:iam::111122223333:role/one' } })], 'not determined'],
    ['of all objects, and below TLS 1.3', [deny(WHOLE), deny(WHOLE, below('1.3'))], 'TLS 1.3'],
    ['of all objects, and below TLS 1.3 of a prefix', [deny(WHOLE), deny(LOGS, below(1.3))], 'TLS 1.2'],
    ['of all objects, and below a parameter', [deny(WHOLE), deny(WHOLE, below(OPEN))], 'TLS 1.2'],
  ])('of a bucket with a denial %s has the floor that it shows', (_, statements, floor) => {
    expect(transitOf('AWS::S3::Bucket', {}, { Policy: ['AWS::S3::BucketPolicy', { Bucket: { Ref: 'It' }, PolicyDocument: { Statement: statements } }] })?.[0]).toBe(floor);
  });

  test('of a queue and a topic is not determined with a denial of one principal', () => {
    const one = (Action: string) => ({ PolicyDocument: { Statement: [{ ...deny('*', { Action }), Principal: { AWS: 'arn:aws:iam::111122223333:role/one' } }] } });
    expect(transitOf('AWS::SQS::Queue', {}, { Policy: ['AWS::SQS::QueuePolicy', { Queues: [{ Ref: 'It' }], ...one('sqs:*') }] })?.[0]).toBe('not determined');
    expect(transitOf('AWS::SNS::Topic', {}, { Policy: ['AWS::SNS::TopicPolicy', { Topics: [{ Ref: 'It' }], ...one('sns:Publish') }] })?.[0]).toBe('not determined');
  });
});

describe('cryptography of the platforms', () => {
  const transit = ({ crypto }: SystemModel) => crypto.inTransit.map(({ component, endpoint, floor, fips }) => `${component.replace(/[0-9A-F]{8}$/, '')}, ${endpoint}: ${floor}, FIPS ${fips}`);

  test('loan: the floors of listeners, databases and policies, and keys with what they encrypt', () => {
    const model = modelOfPlatform('loan', 'eu-west-2');
    expect(transit(model)).toEqual([
      'DatabaseCluster, endpoint of the component: TLS 1.2, FIPS not determined',
      'EdgeLoadBalancer, listener on port 443: TLS 1.2, FIPS false',
      'EdgeLoadBalancer, listener on port 80: none, FIPS false',
      'LogBucket, requests to the bucket: TLS 1.2, FIPS not determined',
      'MonitoringTopic, requests to the topic: TLS 1.2, FIPS not determined',
      'NetworkDynamoDbEndpoint, calls of the service through the endpoint: not determined, FIPS not determined',
      'NetworkS3Endpoint, calls of the service through the endpoint: not determined, FIPS not determined',
    ]);
    const keys = model.crypto.keys.filter(({ type }) => type === 'AWS::KMS::Key');
    expect(keys.map(({ algorithm, rotation, multiRegion }) => [algorithm, rotation, multiRegion])).toEqual([['SYMMETRIC_DEFAULT', 'every 365 days', false]]);
    const certificates = model.crypto.keys.filter(({ type }) => type === 'server certificate').map(({ component, algorithm, rotation }) => [component.replace(/[0-9A-F]{8}$/, ''), algorithm, rotation]);
    expect(certificates.length).toBe(model.inventory.components.filter(({ type }) => type === 'AWS::RDS::DBInstance').length);
    expect(certificates[0]).toEqual([expect.stringMatching(/^DatabaseCluster/), 'RSA_2048', 'of the authority rds-ca-rsa2048-g1, renewed by Amazon RDS']);
    expect(keys[0].encrypts).toEqual(expect.arrayContaining([expect.stringMatching(/^DatabaseCluster/), expect.stringMatching(/^BackupVault/)]));
    expect(model.crypto.atRest.filter(({ by }) => by === 'not encrypted')).toEqual([]);
    expect(model.crypto.modules.map(({ service }) => service)).toEqual(['AWS KMS']);
  });

  test('pipeline: endpoints and SDKs that are configured for FIPS', () => {
    expect(transit(modelOfPlatform('pipeline', 'us-east-1')).filter((row) => row.endsWith('FIPS true'))).toEqual([
      'IngestApi, endpoint of the component: TLS 1.3, FIPS true',
      'ProcessorService, calls of AWS APIs by SDKs: TLS 1.2, FIPS true',
    ]);
  });

  test.each<[string, object, string | undefined]>([
    ['AWS::RDS::DBCluster', { Engine: 'aurora-postgresql', EngineVersion: '17.9' }, 'aurora-postgresql 17.9'],
    ['AWS::RDS::DBInstance', { Engine: 'postgres', EngineVersion: OPEN }, 'postgres ${P}'],
    ['AWS::Lambda::Function', { Runtime: 'nodejs24.x' }, 'nodejs24.x'],
    ['AWS::AmazonMQ::Broker', { EngineType: 'RABBITMQ', EngineVersion: '4.2' }, 'RABBITMQ 4.2'],
    ['AWS::MSK::Cluster', { KafkaVersion: '3.9.x' }, '3.9.x'],
    ['AWS::EKS::Cluster', { Version: '1.34' }, '1.34'],
    ['AWS::Elasticsearch::Domain', { ElasticsearchVersion: '7.10' }, '7.10'],
    ['AWS::MWAA::Environment', { AirflowVersion: '3.0.6' }, '3.0.6'],
    ['AWS::EMR::Cluster', { ReleaseLabel: 'emr-7.10.0' }, 'emr-7.10.0'],
    ['AWS::Synthetics::Canary', { RuntimeVersion: 'syn-nodejs-puppeteer-10.0' }, 'syn-nodejs-puppeteer-10.0'],
    ['AWS::Redshift::Cluster', { ClusterVersion: '1.0' }, '1.0'],
    ['AWS::ECS::Service', { PlatformVersion: '1.4.0' }, '1.4.0'],
    ['AWS::S3::Bucket', { Version: '1' }, undefined],
  ])('a component of type %s with %j has the version', (type, properties, version) => {
    expect(modelOfResources({ It: [type, properties] }).inventory.components.find(({ id }) => id === 'It')!.version).toBe(version);
  });

  test.each([
    [{ CACertificateIdentifier: 'rds-ca-ecc384-g1' }, 'EC_secp384r1', 'of the authority rds-ca-ecc384-g1, renewed by Amazon RDS'],
    [{ CACertificateIdentifier: 'rds-ca-rsa4096-g1' }, 'RSA_4096', 'of the authority rds-ca-rsa4096-g1, renewed by Amazon RDS'],
    [{ CACertificateIdentifier: 'rds-ca-2019' }, 'not determined', 'of the authority rds-ca-2019'],
    [{ CACertificateIdentifier: OPEN }, 'not determined', 'of the authority ${P}'],
    [{}, 'not determined', 'of the default authority of the account'],
  ])('the certificate of a database with %j is listed', (properties, algorithm, rotation) => {
    const { crypto: { keys } } = modelOfResources({ It: ['AWS::RDS::DBInstance', properties] });
    expect(keys).toEqual([{ component: 'It', type: 'server certificate', algorithm, rotation, multiRegion: false, encrypts: [] }]);
  });

  test('a key whose kind a deployment decides has an unknown kind', () => {
    const { crypto: { keys: [key] } } = modelOfResources({ It: ['AWS::KMS::Key', { MultiRegion: OPEN }] });
    expect(key.multiRegion).toBe('not determined');
  });

  test('a workload in China has no module that AWS publishes', () => {
    expect(modelOfPlatform('loan', 'cn-north-1').crypto.modules).toEqual([]);
  });
});

/** Names of the CloudFormation schemas that place no component, by what they are instead. */
const NO_PLACE: Record<string, readonly string[]> = {
  'the source or the destination of a rule': ['SourceSecurityGroupId', 'SourceSecurityGroupName', 'SourceSecurityGroupOwnerId', 'SourceSecurityGroups', 'DestinationSecurityGroupId'],
  'rules of the group itself': ['SecurityGroupIngress', 'SecurityGroupEgress'],
  'groups of EC2-Classic, and of services before they had a VPC': [
    'CacheSecurityGroupName', 'CacheSecurityGroupNames', 'ClassicLinkVPCSecurityGroups', 'ClusterSecurityGroupName', 'DBSecurityGroupIngress', 'DBSecurityGroupMemberships', 'DBSecurityGroupName',
    'DBSecurityGroups', 'EC2SecurityGroupId', 'EC2SecurityGroupName', 'EC2SecurityGroupOwnerId',
  ],
  'groups of AWS Elemental MediaLive, which are lists of ranges': ['ChannelSecurityGroups', 'InputSecurityGroups'],
  'groups of an option, which DB instances have in VPCSecurityGroups too': ['VpcSecurityGroupMemberships'],
  'descriptions and ranges': ['DBSubnetGroupDescription', 'ReplicationSubnetGroupDescription', 'BackupSubnetCidr', 'ClientSubnetCidr', 'EdnsClientSubnet'],
  'switches': [
    'AppSecurityGroupManagement', 'AssociateDefaultSecurityGroup', 'EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic', 'SecurityGroupReferencingSupport', 'SubnetChangeProtection',
    'UseOpsworksSecurityGroups',
  ],
  'filters of findings': ['Ec2InstanceSubnetId', 'ResourceAwsEc2InstanceSubnetId'],
  'what a service reports': ['SecurityGroupRule', 'SubnetRouteTable', 'ServiceSecurityGroups', 'LoadBalancerSecurityGroups'],
  'subnets that a resource leaves, or that a route leads to': ['RemoveSubnetIds', 'TargetVpcSubnetId'],
};

test('every property of the CloudFormation schemas that names security groups or subnets places its component, or is known as another', () => {
  const names = new Set([...spec.all('resource'), ...spec.all('typeDefinition')].flatMap(({ properties }) => Object.keys(properties)).filter((name) => /security_?group|subnet/i.test(name)));
  const others = Object.values(NO_PLACE).flat();
  const ofSubnetGroups = [...names].filter((name) => /SubnetGroup/.test(name) && !others.includes(name));
  expect(ofSubnetGroups.filter((name) => !placesByGroup(name))).toEqual([]);
  const direct = [...names].filter((name) => !others.includes(name) && !ofSubnetGroups.includes(name));
  const { group, subnet } = placesOf(direct);
  expect(direct.filter((name) => !group.includes(name) && !subnet.includes(name))).toEqual([]);
  expect(others.filter((name) => !names.has(name))).toEqual([]);
});
