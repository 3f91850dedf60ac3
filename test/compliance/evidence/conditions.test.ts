import { modelOf, rowsOf } from './support';

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

test('a template without conditions is read once', () => {
  expect(rowsOf(modelOf({ Stack: { Resources: { Q: { Type: 'AWS::SQS::Queue', Properties: { RedrivePolicy: { deadLetterTargetArn: { 'Fn::GetAtt': ['D', 'Arn'] } } } }, D: { Type: 'AWS::SQS::Queue', Properties: {} } } } })))
    .toEqual(['event: Q > D | not determined | not determined']);
});
