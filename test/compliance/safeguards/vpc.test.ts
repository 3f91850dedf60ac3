import { VPC } from '../../../src/compliance/safeguards/vpc';
import { exactly, it_, namedBy, never, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const GROUP = 'AWS::EC2::SecurityGroup';
const RULE = 'AWS::EC2::SecurityGroupIngress';
const tcp = (from: unknown, to: unknown = from, range: object = { CidrIp: '0.0.0.0/0' }) => ({ IpProtocol: 'tcp', FromPort: from, ToPort: to, ...range });
const group = (...SecurityGroupIngress: object[]) => it_({ GroupDescription: 'd', SecurityGroupIngress });
const closed = [
  it_({ GroupDescription: 'd' }),
  group(tcp(443)),
  group(tcp(22, 22, { CidrIp: '10.0.0.0/8' })),
  group(tcp(0, 65535, { SourceSecurityGroupId: 'sg-1' })),
  it_(tcp(443), {}, { type: RULE }),
];
const openTo = (port: number): Triple => ({
  holds: closed,
  fails: [
    [group(tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(443), tcp(port - 1, port + 1, { CidrIpv6: '::/0' })), `port ${port} is open to ::/0, must be restricted to a narrower range`],
    [group({ IpProtocol: '6', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [it_(tcp(port), {}, { type: RULE }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
  ],
  open: [
    [group(tcp(port, port, { CidrIp: PARAMETER })), undetermined('the range of a rule')],
    [group(tcp(port, port, { CidrIpv6: PARAMETER })), undetermined('the range of a rule')],
    [{ ...group(tcp(port, port, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })), beside: { Vpc: ['AWS::EC2::VPC', {}] } }, PASSES],
    [group(tcp(port, port, { CidrIp: { Ref: 'AWS::NoValue' }, SourceSecurityGroupId: 'sg-1' })), PASSES],
    [group(tcp(port, port, { CidrIp: PARAMETER }), tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(PARAMETER)), undetermined('a port open to the world')],
    [group(tcp(1, PARAMETER)), undetermined('a port open to the world')],
    [group(tcp(PARAMETER), tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group({ IpProtocol: 'udp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' }), PASSES],
  ],
});
const entry = (properties: object) => it_({ Egress: false, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Protocol: 6, PortRange: { From: 22, To: 22 }, ...properties });
const SUBNETS = { Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'It' } }], Elsewhere: ['AWS::EC2::Subnet', { VpcId: 'vpc-1' }] } as const;
type Resources = Record<string, readonly [string, object]>;

const endpoint = (service: string, asked: Resources, others: Resources[] = []): Triple => {
  const missing = `no AWS::EC2::VPCEndpoint of it is for ${service}`;
  const at = (ServiceName: unknown, VpcId: unknown = { Ref: 'It' }) => ({ ...asked, Endpoint: ['AWS::EC2::VPCEndpoint', { ServiceName, VpcId }] as const });
  return {
    holds: [it_({}, at(`com.amazonaws.eu-west-2.${service}`)), it_({}, at({ 'Fn::Join': ['', ['com.amazonaws.', { Ref: 'AWS::Region' }, `.${service}`]] }))],
    fails: [[it_({}, asked), missing], [it_({}, at('com.amazonaws.eu-west-2.logs')), missing], [it_({}, at(`com.amazonaws.eu-west-2.${service}`, 'vpc-1')), missing]],
    open: [[it_({}), NOT_JUDGED], ...others.map((other) => [it_({}, other), NOT_JUDGED] as const)],
  };
};
const runIn = (subnet: unknown) => ({ ...SUBNETS, Runs: ['AWS::ECS::Service', { TaskDefinition: { Ref: 'Task' }, NetworkConfiguration: { AwsvpcConfiguration: { Subnets: [subnet] } } }] as const });
const task = (Image: unknown) => ({ Task: ['AWS::ECS::TaskDefinition', { ContainerDefinitions: [{ Name: 'app', Image }] }] as const });
const bothTunnels = (finding: string) => [0, 1].map((tunnel) => `VpnTunnelOptionsSpecifications[${tunnel}].${finding}`).join('; ');
const tunnels = (one: object, two: object = one) => it_({ VpnTunnelOptionsSpecifications: [one, two] });
const logged = (LogEnabled: unknown) => ({ LogOptions: { CloudwatchLogOptions: { LogEnabled } } });
const LOG = 'LogOptions.CloudwatchLogOptions.LogEnabled';
const unusedAddress = 'no instance, NAT gateway, load balancer or association uses it';

describe('safeguards of Amazon VPC', () => triples(VPC, {
  'VPC.FlowLogged': namedBy('AWS::EC2::FlowLog', 'ResourceId', 'no AWS::EC2::FlowLog has this VPC as its ResourceId'),
  'VPC.DefaultSecurityGroupClosed': {
    holds: [it_({}, { Closed: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: { 'Fn::GetAtt': ['It', 'DefaultSecurityGroup'] } }] })],
    fails: [[it_({}), 'no Custom::VpcRestrictDefaultSG takes the rules out of its default security group']],
    open: [[
      it_({}, { Closed: ['Custom::VpcRestrictDefaultSG', { DefaultSecurityGroupId: PARAMETER }] }),
      'no Custom::VpcRestrictDefaultSG takes the rules out of its default security group',
    ]],
    differs: { holds: 'cdk-nag finds the custom resource only by its construct id' },
  },
  'VPC.NoInternetRoute': {
    holds: [
      it_({ NatGatewayId: 'nat-1', DestinationCidrBlock: '0.0.0.0/0' }),
      it_({ GatewayId: 'vgw-1', DestinationCidrBlock: '10.0.0.0/8' }),
    ],
    fails: [
      [it_({ GatewayId: 'igw-1', DestinationCidrBlock: '0.0.0.0/0' }), 'DestinationCidrBlock is "0.0.0.0/0", must be another value'],
      [it_({ GatewayId: { Ref: 'Gateway' }, DestinationIpv6CidrBlock: '::/0' }, { Gateway: ['AWS::EC2::InternetGateway', {}] }),
        'DestinationIpv6CidrBlock is "::/0", must be another value'],
    ],
    open: [[it_({ GatewayId: 'igw-1', DestinationCidrBlock: PARAMETER }), undetermined('DestinationCidrBlock')]],
  },
  'VPC.SubnetNoPublicIp': {
    holds: [it_({}), it_({ MapPublicIpOnLaunch: false, AssignIpv6AddressOnCreation: false })],
    fails: [
      [it_({ MapPublicIpOnLaunch: true }), 'MapPublicIpOnLaunch is true, must be another value'],
      [it_({ MapPublicIpOnLaunch: 'true' }), 'MapPublicIpOnLaunch is "true", must be another value'],
      [it_({ AssignIpv6AddressOnCreation: true }), 'AssignIpv6AddressOnCreation is true, must be another value'],
    ],
    open: [[it_({ MapPublicIpOnLaunch: PARAMETER }), undetermined('MapPublicIpOnLaunch')]],
  },
  'VPC.EcrApiEndpoint': endpoint('ecr.api', task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), [
    { ...task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), ...runIn({ Ref: 'Elsewhere' }) }, task('nginx'),
  ]),
  'VPC.EcrDockerEndpoint': endpoint('ecr.dkr', { ...task({ 'Fn::Sub': '1.dkr.ecr.eu-west-2.${AWS::URLSuffix}/app:1' }), ...runIn({ Ref: 'Subnet' }) }, [
    { ...task('1.dkr.ecr.eu-west-2.amazonaws.com/app:1'), ...runIn('subnet-1') },
  ]),
  'VPC.SsmEndpoint': endpoint('ssm', { ...SUBNETS, Server: ['AWS::EC2::Instance', { NetworkInterfaces: [{ SubnetId: { Ref: 'Elsewhere' } }, { SubnetId: { Ref: 'Subnet' } }] }] }, [
    { Server: ['AWS::EC2::Instance', {}] },
    { ...SUBNETS, Server: ['AWS::EC2::Instance', { SubnetId: { Ref: 'Elsewhere' } }] },
    { Group: ['AWS::AutoScaling::AutoScalingGroup', { VPCZoneIdentifier: ['subnet-1'] }] },
  ]),
  'VPC.InternetGatewaysBlocked': never('InternetGatewayBlockMode', 'block-ingress', ['off']),
  'EC2.NoOpenSsh': openTo(22),
  'EC2.NoOpenRdp': openTo(3389),
  'EC2.NoOpenHighRiskPorts': {
    holds: closed,
    fails: [
      ...[20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3309, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300]
        .map((port) => [group(tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`] as const),
      [group(tcp(21, 22)), 'port 21, 22 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [group({ IpProtocol: 'tcp', FromPort: -1, ToPort: -1, CidrIp: '0.0.0.0/0' }),
        'port 20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3309, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300'
        + ' is open to 0.0.0.0/0, must be restricted to a narrower range'],
    ],
    open: [[group(tcp(PARAMETER)), undetermined('a port open to the world')]],
    differs: { fails: 'cdk-nag checks six ports; EC2.19 lists 25' },
  },
  'EC2.OpenPortsAuthorized': {
    holds: [it_({ GroupDescription: 'd' }), group(tcp(80), tcp(443, 443, { CidrIpv6: '::/0' })), group(tcp(22, 22, { CidrIp: '10.0.0.0/8' }))],
    fails: [
      [group(tcp(8443)), 'tcp 8443 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [group(tcp(80, 443)), 'tcp 80–443 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [group({ IpProtocol: 'udp', FromPort: 443, ToPort: 443, CidrIp: '0.0.0.0/0' }), 'udp 443 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [group({ IpProtocol: -1, CidrIpv6: '::/0' }), 'every port is open to ::/0, must be restricted to a narrower range'],
      [group({ IpProtocol: 'tcp', CidrIp: '0.0.0.0/0' }), 'tcp 0–65535 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [group({ IpProtocol: 'tcp', FromPort: 81, CidrIp: '0.0.0.0/0' }), 'tcp 81 is open to 0.0.0.0/0, must be restricted to a narrower range'],
    ],
    open: [[group(tcp(PARAMETER)), undetermined('a port open to the world')]],
  },
  'EC2.NetworkAclNoOpenAdminPorts': {
    holds: [
      entry({ Egress: true }), entry({ RuleAction: 'deny' }), entry({ CidrBlock: '10.0.0.0/8' }), entry({ PortRange: { From: 443, To: 443 } }),
      entry({ Protocol: 17 }),
    ],
    fails: [
      [entry({}), 'port 22 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [entry({ Egress: undefined, Protocol: -1, PortRange: undefined }), 'port 22, 3389 is open to 0.0.0.0/0, must be restricted to a narrower range'],
      [entry({ CidrBlock: undefined, Ipv6CidrBlock: '::/0', PortRange: { From: 1024, To: 65535 } }), 'port 3389 is open to ::/0, must be restricted to a narrower range'],
    ],
    open: [[entry({ PortRange: { From: PARAMETER, To: 22 } }), undetermined('a port open to the world')]],
  },
  'EC2.NetworkAclUsed': namedBy('AWS::EC2::SubnetNetworkAclAssociation', 'NetworkAclId', 'no AWS::EC2::SubnetNetworkAclAssociation references it'),
  'EC2.ElasticIpUsed': {
    holds: [
      it_({ InstanceId: 'i-1' }),
      it_({}, { Nat: ['AWS::EC2::NatGateway', { AllocationId: { 'Fn::GetAtt': ['It', 'AllocationId'] } }] }),
      it_({}, { Association: ['AWS::EC2::EIPAssociation', { AllocationId: { 'Fn::GetAtt': 'It.AllocationId' } }] }),
      it_({}, { Association: ['AWS::EC2::EIPAssociation', { EIP: { Ref: 'It' } }] }),
      it_({}, { Balancer: ['AWS::ElasticLoadBalancingV2::LoadBalancer', { SubnetMappings: [{ AllocationId: { 'Fn::Sub': '${It.AllocationId}' } }] }] }),
    ],
    fails: [[it_({}), unusedAddress]],
    open: [[it_({}, { Nat: ['AWS::EC2::NatGateway', { AllocationId: PARAMETER }] }), unusedAddress]],
  },
  'EC2.NetworkInterfaceSourceChecked': never('SourceDestCheck', true, [false, 'false']),
  'EC2.TransitGatewayAttachmentsApproved': never('AutoAcceptSharedAttachments', 'disable', ['enable']),
  'EC2.ClientVpnLogged': exactly('ConnectionLogOptions.Enabled', true, false),
  'EC2.VpnLogged': {
    holds: [tunnels(logged(true))],
    fails: [
      [it_({}), bothTunnels(`${LOG} is not set, must be true`)],
      [tunnels(logged(true), logged(false)), `VpnTunnelOptionsSpecifications[1].${LOG} is false, must be true`],
      [tunnels(logged(true), {}), `VpnTunnelOptionsSpecifications[1].${LOG} is not set, must be true`],
    ],
    open: [[tunnels(logged(PARAMETER)), bothTunnels(undetermined(LOG))]],
  },
  'EC2.VpnIkev2': {
    holds: [tunnels({ IKEVersions: [{ Value: 'ikev2' }] })],
    fails: [
      [it_({}), bothTunnels('IKEVersions is not set, must be ikev2')],
      [tunnels({ IKEVersions: [{ Value: 'ikev2' }] }, { IKEVersions: [{ Value: 'ikev1' }, { Value: 'ikev2' }] }),
        'VpnTunnelOptionsSpecifications[1].IKEVersions is "ikev1,ikev2", must be ikev2'],
    ],
    open: [[tunnels({ IKEVersions: [] }), bothTunnels('IKEVersions is not set, must be ikev2')]],
  },
}));

test('security groups and their separate rules are both checked', () => {
  expect(VPC.filter(({ on }) => on.includes(GROUP)).map(({ on }) => on)).toEqual(Array(4).fill([GROUP, RULE]));
});
