import { modelOfResources, rowsOf } from './support';

type Resources = Parameters<typeof modelOfResources>[0];

const GROUP = { 'Fn::GetAtt': ['Group', 'GroupId'] };
const SUBNET = { Ref: 'Subnet' };
/** A subnet whose default route leads to a gateway, and a group that admits SSH from everywhere. */
const network = (gateway: unknown = { Ref: 'Gateway' }): Resources => ({
  Vpc: ['AWS::EC2::VPC', { CidrBlock: '10.0.0.0/16' }],
  Gateway: ['AWS::EC2::InternetGateway', {}],
  Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
  Table: ['AWS::EC2::RouteTable', { VpcId: { Ref: 'Vpc' } }],
  Link: ['AWS::EC2::SubnetRouteTableAssociation', { SubnetId: SUBNET, RouteTableId: { Ref: 'Table' } }],
  Route: ['AWS::EC2::Route', { RouteTableId: { Ref: 'Table' }, DestinationCidrBlock: '0.0.0.0/0', GatewayId: gateway }],
  Group: ['AWS::EC2::SecurityGroup', {
    VpcId: { Ref: 'Vpc' },
    SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0' }],
    SecurityGroupEgress: [{ IpProtocol: 'icmp', CidrIp: '255.255.255.255/32' }],
  }],
});

/** Exposure of `It`, and the sources that reach it on port 22. */
function of(resources: Resources, gateway?: unknown): [string, string[]] {
  const { inventory, flows } = modelOfResources({ ...network(gateway), ...resources });
  return [inventory.components.find(({ id }) => id === 'It')!.exposure, flows.filter(({ to, ports }) => to.includes('It') && ports === '22').flatMap(({ from }) => from)];
}

const instance = (more: object): Resources => ({ It: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', GroupSet: [GROUP], SubnetId: SUBNET, ...more }] }] });
const INTERNET: [string, string[]] = ['internet', ['internet:']];
const PRIVATE: [string, string[]] = ['vpc', ['Vpc']];

test.each<[string, Resources, [string, string[]]]>([
  ['an interface of an instance with a public address', instance({ AssociatePublicIpAddress: true }), INTERNET],
  ['an interface without a public address', instance({ AssociatePublicIpAddress: false }), PRIVATE],
  ['an interface whose public address the subnet decides', instance({}), INTERNET],
  ['an interface whose public address a deployment decides', instance({ AssociatePublicIpAddress: { Ref: 'P' } }), ['not determined', ['internet:']]],
  ['an instance with an Elastic IP address', { ...instance({ AssociatePublicIpAddress: false }), Address: ['AWS::EC2::EIP', { InstanceId: { Ref: 'It' } }] }, INTERNET],
  ['an interface with an address of IPv6', instance({ AssociatePublicIpAddress: false, Ipv6AddressCount: 1 }), INTERNET],
  ['an interface that is a resource', {
    It: ['AWS::EC2::Instance', { NetworkInterfaces: [{ DeviceIndex: '0', NetworkInterfaceId: { Ref: 'Interface' } }] }],
    Interface: ['AWS::EC2::NetworkInterface', { SubnetId: SUBNET, GroupSet: [GROUP] }],
  }, INTERNET],
  ['an interface that an attachment adds', {
    It: ['AWS::EC2::Instance', { SubnetId: SUBNET }],
    Interface: ['AWS::EC2::NetworkInterface', { SubnetId: SUBNET, GroupSet: [GROUP] }],
    Attachment: ['AWS::EC2::NetworkInterfaceAttachment', { InstanceId: { Ref: 'It' }, NetworkInterfaceId: { Ref: 'Interface' }, DeviceIndex: '1' }],
  }, INTERNET],
  ['interfaces of a launch template', {
    It: ['AWS::AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: [SUBNET], LaunchTemplate: { LaunchTemplateId: { Ref: 'Template' } } }],
    Template: ['AWS::EC2::LaunchTemplate', { LaunchTemplateData: { NetworkInterfaces: [{ DeviceIndex: 0, AssociatePublicIpAddress: true, Groups: [GROUP] }] } }],
  }, INTERNET],
  ['a launch configuration without public addresses', {
    It: ['AWS::AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: [SUBNET], LaunchConfigurationName: { Ref: 'Configuration' } }],
    Configuration: ['AWS::AutoScaling::LaunchConfiguration', { SecurityGroups: [GROUP], AssociatePublicIpAddress: false }],
  }, PRIVATE],
  ['a cluster of Amazon EMR', { It: ['AWS::EMR::Cluster', { Instances: { Ec2SubnetId: SUBNET, EmrManagedMasterSecurityGroup: { Ref: 'Group' } } }] }, INTERNET],
  ['a connection of AWS Glue', { It: ['AWS::Glue::Connection', { ConnectionInput: { PhysicalConnectionRequirements: { SubnetId: SUBNET, SecurityGroupIdList: [GROUP] } } }] }, PRIVATE],
  ['an endpoint of a proxy', { It: ['AWS::RDS::DBProxyEndpoint', { VpcSubnetIds: [SUBNET], VpcSecurityGroupIds: [GROUP] }] }, PRIVATE],
  ['a VPC link', { It: ['AWS::ApiGatewayV2::VpcLink', { SubnetIds: [SUBNET], SecurityGroupIds: [GROUP] }] }, PRIVATE],
  ['brokers', { It: ['AWS::MSK::Cluster', { BrokerNodeGroupInfo: { ClientSubnets: [SUBNET], SecurityGroups: [GROUP] } }] }, PRIVATE],
  ['a project of AWS CodeBuild', { It: ['AWS::CodeBuild::Project', { VpcConfig: { VpcId: { Ref: 'Vpc' }, Subnets: [SUBNET], SecurityGroupIds: [GROUP] } }] }, PRIVATE],
  ['a Client VPN endpoint, whose group is that of its network', { It: ['AWS::EC2::ClientVpnEndpoint', { VpcId: { Ref: 'Vpc' }, SecurityGroupIds: [GROUP] }] }, ['not determined', ['Vpc']]],
])('rules reach %s', (_, resources, expected) => {
  expect(of(resources)).toEqual(expected);
});

test.each<[string, unknown]>([['a parameter', { Ref: 'P' }], ['an id', 'igw-0123456789abcdef0']])('a default route to a gateway that is %s is no proof of a private subnet', (_, gateway) => {
  expect(of(instance({ AssociatePublicIpAddress: true }), gateway)).toEqual(INTERNET);
});

test('volumes of a launch configuration are those of its instances', () => {
  const { crypto: { atRest } } = modelOfResources({
    Group: ['AWS::AutoScaling::AutoScalingGroup', { LaunchConfigurationName: { Ref: 'Configuration' } }],
    Configuration: ['AWS::AutoScaling::LaunchConfiguration', { BlockDeviceMappings: [{ Ebs: { Encrypted: false } }] }],
  });
  expect(atRest.map(({ component, by }) => [component, by])).toEqual([['Group', 'not encrypted']]);
});

describe('what is switched off', () => {
  const lambda: Resources[string] = ['AWS::Lambda::Function', {}];
  const queue: Resources[string] = ['AWS::SQS::Queue', {}];
  const arn = (id: string) => ({ 'Fn::GetAtt': [id, 'Arn'] });

  test.each<[string, object, string]>([
    ['AWS::Events::Rule', { State: 'DISABLED', Targets: [{ Arn: arn('Target') }] }, 'State is DISABLED'],
    ['AWS::Scheduler::Schedule', { State: 'DISABLED', Target: { Arn: arn('Target') } }, 'State is DISABLED'],
    ['AWS::Pipes::Pipe', { DesiredState: 'STOPPED', Source: arn('Source'), Target: arn('Target') }, 'DesiredState is STOPPED'],
    ['AWS::Lambda::EventSourceMapping', { Enabled: false, EventSourceArn: arn('Source'), FunctionName: { Ref: 'Target' } }, 'Enabled is false'],
    ['AWS::CloudWatch::Alarm', { ActionsEnabled: false, AlarmActions: [arn('Target')] }, 'ActionsEnabled is false'],
    ['AWS::RDS::EventSubscription', { Enabled: false, SnsTopicArn: arn('Target') }, 'Enabled is false'],
    ['AWS::CloudTrail::Trail', { IsLogging: false, CloudWatchLogsLogGroupArn: arn('Target') }, 'IsLogging is false'],
  ])('of the type %s with %j is blocked', (type, properties, blockedBy) => {
    expect(modelOfResources({ It: [type, properties], Source: queue, Target: lambda }).flows.map((flow) => flow.blockedBy)).toEqual([blockedBy]);
  });

  test('does not block what another resource permits', () => {
    const mapping = (Enabled: boolean): Resources[string] => ['AWS::Lambda::EventSourceMapping', { Enabled, EventSourceArn: arn('Source'), FunctionName: { Ref: 'Target' } }];
    expect(rowsOf(modelOfResources({ Source: queue, Target: lambda, Off: mapping(false), On: mapping(true) }))).toEqual(['event: Source > Target | not determined | not determined']);
  });

  test('of the rules of a replication is blocked', () => {
    const rule = (Status: string, id: string) => ({ Status, Destination: { Bucket: arn(id) } });
    expect(rowsOf(modelOfResources({
      It: ['AWS::S3::Bucket', { ReplicationConfiguration: { Rules: [rule('Disabled', 'A'), rule('Enabled', 'B')] } }], A: ['AWS::S3::Bucket', {}], B: ['AWS::S3::Bucket', {}],
    }))).toEqual([
      'replication: It > A | not determined | not determined | blocked: Status of the rule is Disabled',
      'replication: It > B | not determined | not determined',
    ]);
  });
});

test('the replica of a global table in the Region of its stack is no copy', () => {
  expect(rowsOf(modelOfResources({ Table: ['AWS::DynamoDB::GlobalTable', { Replicas: [{ Region: 'eu-west-2' }, { Region: { Ref: 'AWS::Region' } }, { Region: 'eu-west-1' }] }] })))
    .toEqual(['replication: Table > resource:Table in eu-west-1 | not determined | not determined']);
});
