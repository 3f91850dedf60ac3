import { modelOfPlatform, modelOfResources } from './support';
import { SystemModel } from '../../../src/compliance/evidence/model';

const KEY = { 'Fn::GetAtt': ['Key', 'Arn'] };

/** Encryption at rest of a resource with the logical id `It`. */
function atRest(type: string, properties: object, beside: Parameters<typeof modelOfResources>[0] = {}) {
  const encryption = modelOfResources({ ...beside, It: [type, properties] }).inventory.components.find(({ id }) => id === 'It')?.encryption;
  return encryption && [encryption.by, encryption.key, encryption.shownBy];
}

describe('encryption at rest', () => {
  test.each<[string, object, unknown]>([
    ['AWS::S3::Bucket', {}, ['aws owned key', undefined, expect.stringContaining('SSE-S3 by default')]],
    ['AWS::S3::Bucket', { BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms' } }] } },
      ['aws managed key', undefined, 'SSEAlgorithm is aws:kms, without a key']],
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
      'NetworkDynamoDbEndpoint, calls of the service through the endpoint: TLS 1.2, FIPS false',
      'NetworkS3Endpoint, calls of the service through the endpoint: TLS 1.2, FIPS false',
    ]);
    expect(model.crypto.keys.map(({ algorithm, rotation, multiRegion }) => [algorithm, rotation, multiRegion])).toEqual([['SYMMETRIC_DEFAULT', 'every 365 days', false]]);
    expect(model.crypto.keys[0].encrypts).toEqual(expect.arrayContaining([expect.stringMatching(/^DatabaseCluster/), expect.stringMatching(/^BackupVault/)]));
    expect(model.crypto.atRest.filter(({ by }) => by === 'not encrypted')).toEqual([]);
    expect(model.crypto.modules.map(({ service }) => service)).toEqual(['AWS KMS']);
  });

  test('pipeline: endpoints and SDKs that are configured for FIPS', () => {
    expect(transit(modelOfPlatform('pipeline', 'us-east-1')).filter((row) => row.endsWith('FIPS true'))).toEqual([
      'IngestApi, endpoint of the component: TLS 1.3, FIPS true',
      'ProcessorService, calls of AWS APIs by SDKs: TLS 1.2, FIPS true',
    ]);
  });

  test('a workload in China has no module that AWS publishes', () => {
    expect(modelOfPlatform('loan', 'cn-north-1').crypto.modules).toEqual([]);
  });
});
