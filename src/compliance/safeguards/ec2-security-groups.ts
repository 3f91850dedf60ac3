import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isOneOf, isSet, isTrue, listOf } from '../predicates/intrinsics';
import { openPorts, opensToWorld, reachesWorld } from '../predicates/open-ports';
import { fails, HOLDS, mustBeSet } from '../predicates/outcome';
import { Json, pointers } from '../rendered';

const INGRESS = ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupIngress'];

/** Properties that name security groups, and those that replace or exclude them. Source: CloudFormation resource specification. */
const GROUPS_OF: Readonly<Record<string, { groups: string[]; unless?: string[]; only?: (properties: Json) => boolean }>> = {
  'AWS::EC2::Instance': { groups: ['SecurityGroupIds', 'SecurityGroups'], unless: ['NetworkInterfaces', 'LaunchTemplate'] },
  'AWS::EC2::NetworkInterface': { groups: ['GroupSet'] },
  'AWS::EC2::VPCEndpoint': { groups: ['SecurityGroupIds'], only: ({ VpcEndpointType }) => isOneOf(VpcEndpointType, 'Interface') },
  'AWS::ElasticLoadBalancingV2::LoadBalancer': { groups: ['SecurityGroups'], only: ({ Type }) => !isOneOf(Type, 'network', 'gateway') },
  'AWS::RDS::DBCluster': { groups: ['VpcSecurityGroupIds'] },
  'AWS::RDS::DBInstance': { groups: ['VPCSecurityGroups'], unless: ['DBClusterIdentifier', 'DBSecurityGroups'] },
  'AWS::RDS::DBProxy': { groups: ['VpcSecurityGroupIds'] },
  'AWS::ElastiCache::ReplicationGroup': { groups: ['SecurityGroupIds'], unless: ['GlobalReplicationGroupId'] },
  'AWS::EFS::MountTarget': { groups: ['SecurityGroups'] },
  'AWS::Redshift::Cluster': { groups: ['VpcSecurityGroupIds', 'ClusterSecurityGroups'] },
  'AWS::DocDB::DBCluster': { groups: ['VpcSecurityGroupIds'] },
  'AWS::Neptune::DBCluster': { groups: ['VpcSecurityGroupIds'] },
};

/** Safeguards of security groups and network ACLs. */
export const EC2_SECURITY_GROUPS: ResourceSafeguard[] = [
  {
    id: 'EC2.NoOpenSsh',
    on: INGRESS,
    statement: 'SSH is not open to the internet',
    rationale: 'An open port 22 is scanned and attacked within minutes',
    remedy: 'allow specific addresses or security groups, or use Session Manager',
    sources: {
      securityHub: ['EC2.13', 'EC2.53', 'EC2.54'], cdkNag: ['EC2RestrictedSSH'], prowler: ['ec2_securitygroup_allow_ingress_from_internet_to_tcp_port_22'],
    },
    judge: ({ template, properties }) => openPorts(template, properties, [22]),
  },
  {
    id: 'EC2.NoOpenRdp',
    on: INGRESS,
    statement: 'Remote Desktop is not open to the internet',
    rationale: 'An open port 3389 is scanned and attacked within minutes',
    remedy: 'allow specific addresses or security groups, or use Fleet Manager',
    sources: { securityHub: ['EC2.14', 'EC2.53', 'EC2.54'] },
    judge: ({ template, properties }) => openPorts(template, properties, [3389]),
  },
  {
    id: 'EC2.NoOpenHighRiskPorts',
    on: INGRESS,
    statement: 'high-risk ports are not open to the internet',
    rationale: 'Databases and administration services on these ports are frequent targets of attacks',
    remedy: 'allow specific addresses or security groups',
    sources: { securityHub: ['EC2.19'], cdkNag: ['EC2RestrictedCommonPorts'] },
    // The ports of EC2.19, and 3309, which cdk-nag adds.
    judge: ({ template, properties }) => openPorts(template, properties, [
      20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3309, 3389, 4333, 5000, 5432, 5500, 5601, 8080, 8088, 8888, 9200, 9300,
    ]),
  },
  {
    id: 'EC2.OpenPortsAuthorized',
    on: INGRESS,
    statement: 'only HTTP and HTTPS are open to the internet',
    rationale: 'Every other open port is a service that an attacker can try',
    remedy: 'allow specific addresses or security groups',
    sources: { securityHub: ['EC2.18'], prowler: ['ec2_securitygroup_allow_ingress_from_internet_to_any_port'] },
    judge: ({ template, properties }) => opensToWorld(template, properties, [80, 443]),
  },
  {
    id: 'EC2.EgressRestricted',
    on: ['AWS::EC2::SecurityGroup', 'AWS::EC2::SecurityGroupEgress'],
    statement: 'the security group does not allow all outbound traffic to the internet',
    rationale: 'A workload that is compromised can send data to any address, on any port',
    remedy: 'set `allowAllOutbound` to false, and allow the destinations and ports that are used',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/prescriptive-guidance/latest/aws-startup-security-baseline/wkld-10.html',
    sources: {},
    always: true,
    judge: (resource) => {
      const { type, properties, template } = resource;
      if (type === 'AWS::EC2::SecurityGroupEgress') return reachesWorld(template, [properties]);
      // Without egress rules, an empty list as well, the service adds rules that allow all traffic (AWS CloudFormation Template Reference, AWS::EC2::SecurityGroup). A
      // separate rule replaces them, too (AWS CDK issue 987).
      return isSet(properties.SecurityGroupEgress) || pointers(resource, 'AWS::EC2::SecurityGroupEgress', 'GroupId').length > 0
        ? reachesWorld(template, listOf(properties.SecurityGroupEgress))
        : fails('SecurityGroupEgress is not set, which allows all outbound traffic, must list the rules');
    },
  },
  {
    id: 'EC2.OwnVpc',
    on: ['AWS::EC2::SecurityGroup'],
    statement: 'the security group is not in the default VPC',
    rationale: 'The default subnets of a default VPC are public, and all workloads of the account share it',
    remedy: 'set `vpc`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html',
    sources: {},
    always: true,
    judge: ({ properties }) => mustBeSet('VpcId', properties.VpcId),
  },
  {
    id: 'EC2.NoDefaultSecurityGroup',
    on: Object.keys(GROUPS_OF),
    statement: 'the resource does not use the default security group',
    rationale: 'By default, resources in the default security group of a VPC can reach each other on every port',
    remedy: 'set `securityGroups`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/default-security-group.html',
    sources: {},
    always: true,
    judge: ({ type, properties }) => {
      const { groups, unless = [], only } = GROUPS_OF[type];
      if (only?.(properties) === false || unless.some((name) => given(properties[name]))) return undefined;
      return groups.some((name) => listOf(properties[name]).map(anyValue).length) ? HOLDS : fails(`${groups.join(' or ')} is not set, which means the default security group`);
    },
  },
  {
    id: 'EC2.NetworkAclNoOpenAdminPorts',
    on: ['AWS::EC2::NetworkAclEntry'],
    statement: 'the network ACL denies ingress from the internet to ports 22 and 3389',
    rationale: 'The network ACL is the second line if a security group is opened by mistake',
    remedy: 'restrict the address range or the ports of the entry',
    sources: { securityHub: ['EC2.21'], prowler: ['ec2_networkacl_allow_ingress_tcp_port_3389'] },
    judge: ({ template, properties: { Egress, RuleAction, CidrBlock, Ipv6CidrBlock, Protocol, PortRange } }) => isTrue(Egress) || RuleAction === 'deny'
      ? HOLDS
      : openPorts(template, {
        CidrIp: CidrBlock, CidrIpv6: Ipv6CidrBlock, IpProtocol: String(Protocol), FromPort: PortRange?.From, ToPort: PortRange?.To,
      }, [22, 3389]),
  },
  {
    id: 'EC2.NetworkAclEgressRestricted',
    on: ['AWS::EC2::NetworkAclEntry'],
    statement: 'the network ACL does not allow all outbound traffic to the internet',
    rationale: 'The network ACL is the second line if a security group is opened by mistake',
    remedy: 'restrict the address range, the protocol or the ports of the entry',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html',
    always: true,
    sources: {},
    judge: ({ template, properties: { Egress, RuleAction, CidrBlock, Ipv6CidrBlock, Protocol, PortRange } }) => isTrue(Egress) && RuleAction !== 'deny'
      ? reachesWorld(template, [{
        CidrIp: CidrBlock, CidrIpv6: Ipv6CidrBlock, IpProtocol: String(Protocol), FromPort: PortRange?.From, ToPort: PortRange?.To,
      }])
      : undefined,
  },
];
