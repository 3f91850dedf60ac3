import { loadAwsServiceSpecSync } from '@aws-cdk/aws-service-spec';
import { modelOfResources } from './support';

/** Whether components with a property of each name are in the security group and in the subnet that the property names. */
function placesOf(names: readonly string[]): Record<'group' | 'subnet', string[]> {
  const idOf = (name: string) => `It${names.indexOf(name)}`;
  const { flows, inventory: { components } } = modelOfResources({
    Vpc: ['AWS::EC2::VPC', {}],
    Subnet: ['AWS::EC2::Subnet', { VpcId: { Ref: 'Vpc' } }],
    Group: ['AWS::EC2::SecurityGroup', { SecurityGroupIngress: [{ IpProtocol: 'tcp', FromPort: 443, ToPort: 443, CidrIp: '10.0.0.0/8' }], SecurityGroupEgress: [] }],
    ...Object.fromEntries(names.map((name) => [idOf(name), ['AWS::Lambda::Function', { Config: { [name]: [{ Ref: 'Group' }, { Ref: 'Subnet' }] } }] as const])),
  });
  const inGroup = new Set(flows.filter(({ from }) => from.includes('address range:10.0.0.0/8')).flatMap(({ to }) => to));
  const inSubnet = new Set(components.filter(({ subnets }) => subnets?.includes('Subnet')).map(({ id }) => id));
  return { group: names.filter((name) => inGroup.has(idOf(name))), subnet: names.filter((name) => inSubnet.has(idOf(name))) };
}

// Names in the CloudFormation template reference.
const GROUPS = [
  'AdditionalMasterSecurityGroups', 'AdditionalSlaveSecurityGroups', 'ClusterSecurityGroups', 'CustomSecurityGroupIds', 'Ec2SecurityGroupIds', 'EmrManagedMasterSecurityGroup', 'EmrManagedSlaveSecurityGroup', 'EngineSecurityGroupId',
  'GroupSet', 'ReplicationServersSecurityGroupsIDs', 'SecurityGroup', 'SecurityGroupArns', 'SecurityGroupId', 'SecurityGroupIdList', 'SecurityGroupIds', 'SecurityGroups', 'ServiceAccessSecurityGroup', 'ServiceAccessSecurityGroups',
  'VPCSecurityGroups', 'VpcSecurityGroupId', 'VpcSecurityGroupIds', 'VpcSecurityGroups', 'WorkspaceSecurityGroupId', 'security_groups',
];
const SUBNETS = [
  'AddSubnetIds', 'ClientSubnets', 'DefaultSubnetId', 'Ec2SubnetId', 'Ec2SubnetIds', 'PreferredSubnetId', 'ServiceAccessSubnetId', 'StagingAreaSubnetId', 'Subnet', 'SubnetArn', 'SubnetArns', 'SubnetId', 'SubnetIdList', 'SubnetIds', 'SubnetMapping',
  'SubnetMappings', 'Subnets',
  'VPCZoneIdentifier', 'VpcSubnetIds', 'VpcSubnets',
];
const OTHERS = [
  'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SecurityGroupIngress', 'SecurityGroupEgress', 'SubnetRouteTable', 'XSecurityGroups', 'SecurityGroupsX', 'XSubnets', 'SubnetsX', 'VPCZoneIdentifiers',
  'GroupSets', 'Security_GroupX', 'SecurityxGroups',
];

test('properties place a component in the security groups and the subnets that they name', () => {
  expect(placesOf([...GROUPS, ...SUBNETS, ...OTHERS])).toEqual({ group: GROUPS, subnet: SUBNETS });
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
  const spec = loadAwsServiceSpecSync();
  const names = new Set([...spec.all('resource'), ...spec.all('typeDefinition')].flatMap(({ properties }) => Object.keys(properties)).filter((name) => /security_?group|subnet/i.test(name)));
  const others = Object.values(NO_PLACE).flat();
  const ofSubnetGroups = [...names].filter((name) => /SubnetGroup/.test(name) && !others.includes(name));
  expect(ofSubnetGroups.filter((name) => !placesByGroup(name))).toEqual([]);
  const direct = [...names].filter((name) => !others.includes(name) && !ofSubnetGroups.includes(name));
  const { group, subnet } = placesOf(direct);
  expect(direct.filter((name) => !group.includes(name) && !subnet.includes(name))).toEqual([]);
  expect(others.filter((name) => !names.has(name))).toEqual([]);
});

/** Whether a component with a property of the name is in the subnets of the group that it names. */
function placesByGroup(name: string): boolean {
  const { inventory: { components } } = modelOfResources({
    Subnet: ['AWS::EC2::Subnet', {}],
    Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Subnet' }] }],
    It: ['AWS::Lambda::Function', { Config: { [name]: { Ref: 'Subnets' } } }],
  });
  return components.find(({ id }) => id === 'It')!.subnets?.includes('Subnet') ?? false;
}

test('properties with content of their own name no network', () => {
  const opaque = ['PolicyDocument', 'Tags', 'UserData', 'EventPattern', 'Environment', 'DashboardBody', 'KeyPolicy', 'AssumeRolePolicyDocument'];
  const properties = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, { SubnetId: { Ref: 'Subnet' } }]));
  const subnetsOf = (of: readonly string[]) => modelOfResources({ Subnet: ['AWS::EC2::Subnet', {}], It: ['AWS::Lambda::Function', properties(of)] }).inventory.components.find(({ id }) => id === 'It')!.subnets;
  expect([subnetsOf(opaque), subnetsOf(['VpcConfig'])]).toEqual([undefined, ['Subnet']]);
});
