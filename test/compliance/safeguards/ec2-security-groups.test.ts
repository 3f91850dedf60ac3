import { EC2_SECURITY_GROUPS } from '../../../src/compliance/safeguards/ec2-security-groups';
import { Case, it_, NO_VALUE, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

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
const ATTRIBUTE = { 'Fn::GetAtt': ['Kept', 'IpAddress'] };
const listed = (port: number, Cidr: string): Case => ({
  ...group(tcp(port, port, { SourcePrefixListId: { Ref: 'List' } })), beside: { List: ['AWS::EC2::PrefixList', { Entries: [{ Cidr: '10.0.0.0/16' }, { Cidr }] }] },
});
const stored = (port: number, Value: string): Case => ({
  ...group(tcp(port, port, { CidrIp: { 'Fn::GetAtt': ['Kept', 'Value'] } })), beside: { Kept: ['AWS::SSM::Parameter', { Type: 'String', Value }] },
});
const openTo = (port: number): Triple => ({
  holds: [...closed, listed(port, '10.1.0.0/16'), stored(port, '10.1.0.0/16')],
  fails: [
    [group(tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(port, port, { CidrIp: '10.0.0.0/0' })), `port ${port} is open to 10.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(port, port, { CidrIp: '128.0.0.0/1' })), `port ${port} is open to 128.0.0.0/1, must be restricted to a narrower range`],
    [group(tcp(port, port, { CidrIpv6: '0:0:0:0:0:0:0:0/0' })), `port ${port} is open to 0:0:0:0:0:0:0:0/0, must be restricted to a narrower range`],
    [group({ ...tcp(port), IpProtocol: 'TCP' }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(443), tcp(port - 1, port + 1, { CidrIpv6: '::/0' })), `port ${port} is open to ::/0, must be restricted to a narrower range`],
    [group({ IpProtocol: '6', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group({ IpProtocol: '-1', CidrIp: '0.0.0.0/0' }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [it_(tcp(port), {}, { type: RULE }), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [listed(port, '0.0.0.0/0'), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [stored(port, '0.0.0.0/0'), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
  ],
  open: [
    [group(tcp(port, port, { CidrIp: PARAMETER })), undetermined('the range of a rule')],
    [group(tcp(port, port, { SourcePrefixListId: 'pl-1' })), `port ${port} is open to prefix list "pl-1", whose entries are not in the templates`],
    [group(tcp(443, 443, { SourcePrefixListId: PARAMETER })), PASSES],
    [{ ...group(tcp(port, port, { CidrIp: ATTRIBUTE })), beside: { Kept: ['AWS::Lightsail::StaticIp', {}] } }, undetermined('the range of a rule', ATTRIBUTE)],
    [group(tcp(port, port, { CidrIpv6: PARAMETER })), undetermined('the range of a rule')],
    [{ ...group(tcp(port, port, { CidrIp: { 'Fn::GetAtt': ['Vpc', 'CidrBlock'] } })), beside: { Vpc: ['AWS::EC2::VPC', {}] } }, PASSES],
    [group(tcp(port, port, { CidrIp: { Ref: 'AWS::NoValue' }, SourceSecurityGroupId: 'sg-1' })), PASSES],
    [group(tcp(port, port, { CidrIp: PARAMETER }), tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group(tcp(PARAMETER)), undetermined('a port open to the world')],
    [group(tcp(1, PARAMETER)), undetermined('a port open to the world')],
    [group(tcp(PARAMETER), tcp(port)), `port ${port} is open to 0.0.0.0/0, must be restricted to a narrower range`],
    [group({ IpProtocol: 'udp', FromPort: port, ToPort: port, CidrIp: '0.0.0.0/0' }), PASSES],
    // Another port or protocol, whatever the range; a narrow range, whatever the port and protocol.
    [group(tcp(443, 443, { CidrIp: PARAMETER })), PASSES], [group({ IpProtocol: 'udp', FromPort: PARAMETER, ToPort: PARAMETER, CidrIp: PARAMETER }), PASSES],
    [group({ IpProtocol: PARAMETER, FromPort: PARAMETER, ToPort: PARAMETER, CidrIp: '10.0.0.0/16' }), PASSES],
    [group(tcp(PARAMETER, PARAMETER, { SourceSecurityGroupId: PARAMETER })), PASSES],
    [group({ IpProtocol: PARAMETER, FromPort: port, ToPort: port, CidrIp: PARAMETER }), undetermined('the range of a rule')],
  ],
});
const entry = (properties: object) => it_({ Egress: false, RuleAction: 'allow', CidrBlock: '0.0.0.0/0', Protocol: 6, PortRange: { From: 22, To: 22 }, ...properties });
const egress = (...SecurityGroupEgress: object[]) => it_({ GroupDescription: 'd', VpcId: 'vpc-1', SecurityGroupEgress });
const EGRESS = { type: 'AWS::EC2::SecurityGroupEgress' };
const ALL = { IpProtocol: '-1', CidrIp: '0.0.0.0/0' };
const OPEN_EGRESS = 'every port is open to 0.0.0.0/0, must be restricted to a narrower range';
const of = (type: string, properties: object) => it_(properties, {}, { type });
const DEFAULT = (names: string) => `${names} is not set, which means the default security group`;
const GROUPS: ReadonlyArray<readonly [type: string, names: string, around?: object]> = [
  ['AWS::EC2::Instance', 'SecurityGroupIds or SecurityGroups'], ['AWS::EC2::NetworkInterface', 'GroupSet'],
  ['AWS::EC2::VPCEndpoint', 'SecurityGroupIds', { VpcEndpointType: 'Interface' }], ['AWS::ElasticLoadBalancingV2::LoadBalancer', 'SecurityGroups'],
  ['AWS::RDS::DBCluster', 'VpcSecurityGroupIds'], ['AWS::RDS::DBInstance', 'VPCSecurityGroups'], ['AWS::RDS::DBProxy', 'VpcSecurityGroupIds'],
  ['AWS::ElastiCache::ReplicationGroup', 'SecurityGroupIds'], ['AWS::EFS::MountTarget', 'SecurityGroups'],
  ['AWS::Redshift::Cluster', 'VpcSecurityGroupIds or ClusterSecurityGroups'], ['AWS::DocDB::DBCluster', 'VpcSecurityGroupIds'], ['AWS::Neptune::DBCluster', 'VpcSecurityGroupIds'],
];

describe('safeguards of security groups and network ACLs', () => triples(EC2_SECURITY_GROUPS, {
  'EC2.EgressRestricted': {
    holds: [
      egress(tcp(443)), egress({ IpProtocol: 'icmp', FromPort: 252, ToPort: 86, CidrIp: '255.255.255.255/32' }), egress({ ...ALL, CidrIp: '10.0.0.0/16' }),
      it_({ GroupDescription: 'd' }, { Rule: ['AWS::EC2::SecurityGroupEgress', { ...tcp(443), GroupId: { 'Fn::GetAtt': ['It', 'GroupId'] } }] }),
      it_(tcp(443), {}, EGRESS), egress({ IpProtocol: '-1', DestinationSecurityGroupId: 'sg-1' }),
    ],
    fails: [
      // CloudFormation removes the default rule only where there is another one (AWS::EC2::SecurityGroup).
      [egress(), 'SecurityGroupEgress is not set, which allows all outbound traffic, must list the rules'],
      [it_({ GroupDescription: 'd' }), 'SecurityGroupEgress is not set, which allows all outbound traffic, must list the rules'],
      [egress(tcp(443), ALL), OPEN_EGRESS],
      [egress(tcp(0, 65535)), OPEN_EGRESS],
      [egress(tcp(1, 65535)), OPEN_EGRESS],
      [it_(ALL, {}, EGRESS), OPEN_EGRESS],
      [egress({ IpProtocol: '-1', CidrIpv6: '::/0' }), 'every port is open to ::/0, must be restricted to a narrower range'],
    ],
    open: [[egress({ ...ALL, CidrIp: PARAMETER }), undetermined('the range of a rule')], [egress({ IpProtocol: '-1', DestinationPrefixListId: 'pl-1' }), 'every port is open to prefix list "pl-1", whose entries are not in the templates'],
      [egress(tcp(443, 443, { CidrIp: undefined, DestinationPrefixListId: 'pl-1' })), PASSES]],
  },
  'EC2.OwnVpc': {
    holds: [it_({ VpcId: 'vpc-1' }), it_({ VpcId: { Ref: 'Vpc' } }, { Vpc: ['AWS::EC2::VPC', {}] })],
    fails: [[it_({ GroupDescription: 'd' }), 'VpcId is not set']],
    open: [[it_({ VpcId: NO_VALUE }), 'VpcId is not set'], [it_({ VpcId: PARAMETER }), PASSES]],
  },
  'EC2.NoDefaultSecurityGroup': {
    holds: GROUPS.flatMap(([type, names, around]) => names.split(' or ').map((name) => of(type, { ...around, [name]: ['sg-1'] }))),
    fails: GROUPS.map(([type, names, around]) => [of(type, { ...around }), DEFAULT(names)] as const),
    open: [
      [of('AWS::EC2::VPCEndpoint', {}), NOT_JUDGED], [of('AWS::EC2::VPCEndpoint', { VpcEndpointType: 'Gateway' }), NOT_JUDGED],
      ...['network', 'gateway'].map((Type) => [of('AWS::ElasticLoadBalancingV2::LoadBalancer', { Type }), NOT_JUDGED] as const), [of('AWS::RDS::DBInstance', { DBClusterIdentifier: 'c' }), NOT_JUDGED],
      [of('AWS::EC2::Instance', { SecurityGroupIds: [PARAMETER] }), PASSES],
      [of('AWS::EC2::Instance', { LaunchTemplate: {} }), NOT_JUDGED], [of('AWS::EC2::Instance', { SecurityGroupIds: [] }), DEFAULT('SecurityGroupIds or SecurityGroups')],
    ],
  },
  'EC2.NoOpenSsh': { ...openTo(22), differs: { fails: 'cdk-nag knows two notations of the whole internet' } },
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
  'EC2.NetworkAclEgressRestricted': {
    holds: [entry({ Egress: true }), entry({ Egress: true, Protocol: -1, PortRange: undefined, CidrBlock: '10.0.0.0/16' })],
    fails: [
      [entry({ Egress: true, Protocol: -1, PortRange: undefined }), OPEN_EGRESS],
      [entry({ Egress: true, PortRange: { From: 0, To: 65535 } }), OPEN_EGRESS],
    ],
    open: [
      [entry({ Protocol: -1, PortRange: undefined }), NOT_JUDGED], [entry({ Egress: true, RuleAction: 'deny', Protocol: -1 }), NOT_JUDGED],
      [entry({ Egress: true, Protocol: -1, CidrBlock: PARAMETER }), undetermined('the range of a rule')],
    ],
  },
}));

test('security groups and their separate rules are both checked', () => {
  expect(EC2_SECURITY_GROUPS.filter(({ id }) => /Open/.test(id) && !/Acl/.test(id)).map(({ on }) => on)).toEqual(Array(4).fill([GROUP, RULE]));
});
