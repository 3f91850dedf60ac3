import { modelOf, rowsOf } from './support';
import { Evidence } from '../../../src/compliance/evidence/collect';
import { cryptographyDocument } from '../../../src/compliance/evidence/crypto/document';
import { architectureOf, dataFlowOf } from '../../../src/compliance/evidence/diagrams/drawings';
import { documentsOf } from '../../../src/compliance/evidence/documents';
import { informationFlows, informationResources } from '../../../src/compliance/evidence/fedramp/information';
import { Flow } from '../../../src/compliance/evidence/model';
import { EvidenceFile } from '../../../src/compliance/model/evidence-options';

const IF = (yes: unknown, no: unknown) => ({ 'Fn::If': ['IsProd', yes, no] });
const template = (Resources: object) => ({ Stack: { Parameters: { Env: { Type: 'String', Default: 'dev' } }, Conditions: { IsProd: { 'Fn::Equals': [{ Ref: 'Env' }, 'prod'] } }, Resources } });

test('a connection that one value of a condition opens is listed, with the value', () => {
  const model = modelOf(template({
    Vpc: { Type: 'AWS::EC2::VPC', Properties: {} },
    Gateway: { Type: 'AWS::EC2::InternetGateway', Properties: {} },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { VpcId: { Ref: 'Vpc' }, SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: IF('10.0.0.0/8', '0.0.0.0/0') }] } },
    It: { Type: 'AWS::EC2::Instance', Properties: { NetworkInterfaces: [{ DeviceIndex: '0', GroupSet: [{ Ref: 'Group' }], AssociatePublicIpAddress: true }] } },
  }), 'eu-west-2');
  const to = model.flows.filter((flow) => flow.to.includes('It'));
  expect(to.map(({ from, why }) => [from, why])).toEqual([[['address range:10.0.0.0/8'], ''], [['internet:'], expect.stringMatching(/^if .*(IsProd is false|Env is)/)]]);
  expect(model.inventory.components.find(({ id }) => id === 'It')!.exposure).toBe('internet');
});

test('protection that one value of a condition takes away is not determined', () => {
  const model = modelOf(template({
    Lb: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Scheme: 'internal' } },
    Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Lb' }, Port: 443, Protocol: 'HTTPS', SslPolicy: IF('ELBSecurityPolicy-TLS13-1-2-2021-06', 'ELBSecurityPolicy-2016-08') } },
    Store: { Type: 'AWS::Kinesis::Stream', Properties: { StreamEncryption: IF({ EncryptionType: 'KMS', KeyId: { Ref: 'Key' } }, { Ref: 'AWS::NoValue' }) } },
    Key: { Type: 'AWS::KMS::Key', Properties: {} },
    Cache: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { TransitEncryptionEnabled: IF(true, false) } },
  }), 'eu-west-2');
  const floorOf = (id: string) => model.crypto.inTransit.find(({ component }) => component === id)!.floor;
  expect([floorOf('Lb'), floorOf('Cache')]).toEqual(['not determined', 'not determined']);
  expect(model.crypto.atRest.find(({ component }) => component === 'Store')).toMatchObject({ by: 'not determined', shownBy: 'it depends on conditions or parameters' });
  expect(model.crypto.keys[0].encrypts).toEqual([]);
});

test('settings of a key that one value of a condition changes are not determined', () => {
  const model = modelOf(template({
    Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: IF(true, false), KeySpec: IF('SYMMETRIC_DEFAULT', 'RSA_2048'), MultiRegion: IF(true, false) } },
    Same: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: IF(true, 'true') } },
    Database: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', EngineVersion: IF('17.9', '16.8') } },
  }), 'eu-west-2');
  expect(model.inventory.components.find(({ id }) => id === 'Database')!.version).toBe('not determined');
  expect(model.crypto.keys.map(({ component, algorithm, rotation, multiRegion }) => [component, algorithm, rotation, multiRegion])).toEqual([
    ['Key', 'not determined', 'not determined', 'not determined'], ['Same', 'SYMMETRIC_DEFAULT', 'every 365 days', false],
  ]);
});

test('settings of a component that one value of a condition changes are not determined', () => {
  const none = { Ref: 'AWS::NoValue' };
  const { inventory: { components } } = modelOf(template({
    Database: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', Iops: 1000, StorageType: IF('io1', 'gp3'), BackupRetentionPeriod: IF(35, none) } },
    Cluster: { Type: 'AWS::RDS::DBCluster', Properties: { Engine: 'aurora-postgresql', BackupRetentionPeriod: IF(none, 7) } },
  }), 'eu-west-2');
  expect(components.map(({ id, settings }) => [id, settings])).toEqual([
    ['Cluster', { BackupRetentionPeriod: 'not determined' }],
    ['Database', { BackupRetentionPeriod: 'not determined', Iops: '1000', StorageType: 'not determined' }],
  ]);
});

test('a connection whose protection and block differ between the values of a condition is open, and its encryption is not determined', () => {
  const model = modelOf(template({
    Rule: { Type: 'AWS::Events::Rule', Properties: { State: IF('ENABLED', 'DISABLED'), Targets: [{ Arn: { 'Fn::GetAtt': ['Stream', 'Arn'] } }] } },
    Never: { Type: 'AWS::Events::Rule', Properties: { State: IF('DISABLED', 'DISABLED'), Targets: [{ Arn: { 'Fn::GetAtt': ['Stream', 'Arn'] } }] } },
    Stream: { Type: 'AWS::Kinesis::Stream', Properties: {} },
    Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 6379, ToPort: 6379, CidrIp: '10.0.0.0/8' }] } },
    Cache: { Type: 'AWS::ElastiCache::ReplicationGroup', Properties: { TransitEncryptionEnabled: IF(true, false), SecurityGroupIds: [{ Ref: 'Group' }] } },
  }), 'eu-west-2');
  const flowTo = (id: string, by: string) => model.flows.find(({ to, openedBy }) => to[0] === id && openedBy[0].id === by)!;
  expect(flowTo('Cache', 'Group')).toMatchObject({ encryption: 'not determined', encryptedBy: 'TransitEncryptionEnabled is true; TransitEncryptionEnabled is not true' });
  expect(flowTo('Stream', 'Never').blockedBy).toBe('State is DISABLED');
  expect(flowTo('Stream', 'Rule')).not.toHaveProperty('blockedBy');
});

test('a template without conditions is read once', () => {
  expect(rowsOf(modelOf({ Stack: { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['D', 'Arn'] } } } }, D: { Type: 'AWS::SQS::Queue', Properties: {} } } } })))
    .toEqual(['event: Q > D | not determined | not determined']);
});

test('values above 64 readings are listed, and all that follows from the readings says so', () => {
  const images = Array.from({ length: 66 }, (_, index) => `ami-${index}`);
  const model = modelOf({
    Stack: {
      Parameters: { Image: { Type: 'String', AllowedValues: images } },
      Resources: { It: { Type: 'AWS::EC2::Instance', Properties: { ImageId: { Ref: 'Image' } } }, Key: { Type: 'AWS::KMS::Key', Properties: {} } },
    },
  }, 'eu-west-2');
  expect(model.unread).toEqual(['Image is "ami-64"', 'Image is "ami-65"']);
  const text = 'not read with 2 other values of conditions and parameters, which can make other components, connections and encryption';
  const documents = documentsOf({ ...model, flows: [{} as Flow] }, { acknowledged: 0, byDesign: 0 }, new Set([EvidenceFile.DIAGRAMS]));
  for (const id of ['architecture', 'data flow', 'inventory', 'flows', 'cryptography'] as const) expect(documents(id)!.shows).toContain(`templates; ${text}`);
  const evidence = { ...model, systemName: 'Shop' } as unknown as Evidence;
  const files = [informationResources, informationFlows, cryptographyDocument];
  expect(files.map((file) => JSON.parse(file(evidence)).notReadWith)).toEqual(files.map(() => model.unread));
  for (const drawing of [architectureOf, dataFlowOf]) expect(drawing(evidence, 'construct').caption).toContain(`synthesized templates, ${text}.`);
});

test('with 64 values or fewer, nothing is left unread', () => {
  const model = modelOf({
    Stack: {
      Parameters: { Image: { Type: 'String', AllowedValues: ['ami-1', 'ami-2'] } }, Resources: { It: { Type: 'AWS::EC2::Instance', Properties: { ImageId: { Ref: 'Image' } } } },
    },
  }, 'eu-west-2');
  expect(model).not.toHaveProperty('unread');
});

test.each([
  ['an id', 'ami-1', 'ami-1', true],
  ['a dynamic reference to an image of AWS', '{{resolve:ssm:/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id}}', '/aws/service/ecs/optimized-ami/amazon-linux-2023/recommended/image_id', false],
  ['a parameter that reads an image of AWS', { Ref: 'Latest' }, '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64', false],
  ['a dynamic reference to an image of AWS Marketplace', '{{resolve:ssm:/aws/service/marketplace/prod-1/latest}}', '/aws/service/marketplace/prod-1/latest', true],
  ['a parameter of the deployment', { Ref: 'Own' }, '${Own}', true],
])('an image of an instance is a machine image, named by %s', (_case, ImageId, name, isThirdParty) => {
  const { inventory } = modelOf({
    Stack: {
      Parameters: {
        Latest: { Type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>', Default: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64' },
        Own: { Type: 'AWS::EC2::Image::Id' },
      },
      Resources: { It: { Type: 'AWS::EC2::Instance', Properties: { ImageId } } },
    },
  }, 'eu-west-2');
  expect(inventory.parties).toEqual([{ id: `machine image:${name}`, kind: 'machine image', name, isThirdParty, purpose: 'Image of instances', usedBy: ['It'] }]);
});
