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
  'AdditionalMasterSecurityGroups', 'AdditionalSlaveSecurityGroups', 'ClusterSecurityGroups', 'EmrManagedMasterSecurityGroup', 'EmrManagedSlaveSecurityGroup', 'EngineSecurityGroupId',
  'GroupSet', 'SecurityGroup', 'SecurityGroupId', 'SecurityGroupIdList', 'SecurityGroupIds', 'SecurityGroups', 'ServiceAccessSecurityGroup', 'ServiceAccessSecurityGroups',
  'VPCSecurityGroups', 'VpcSecurityGroupId', 'VpcSecurityGroupIds', 'VpcSecurityGroups', 'WorkspaceSecurityGroupId', 'security_groups',
];
const SUBNETS = [
  'ClientSubnets', 'Ec2SubnetId', 'Ec2SubnetIds', 'PreferredSubnetId', 'ServiceAccessSubnetId', 'Subnet', 'SubnetId', 'SubnetIdList', 'SubnetIds', 'SubnetMappings', 'Subnets',
  'VPCZoneIdentifier', 'VpcSubnetIds', 'VpcSubnets',
];
const OTHERS = [
  'SourceSecurityGroupId', 'DestinationSecurityGroupId', 'SecurityGroupIngress', 'SecurityGroupEgress', 'SubnetRouteTable', 'XSecurityGroups', 'SecurityGroupsX', 'XSubnets', 'SubnetsX', 'VPCZoneIdentifiers',
  'GroupSets', 'SubnetMapping', 'Security_GroupX', 'SecurityxGroups',
];

test('properties place a component in the security groups and the subnets that they name', () => {
  expect(placesOf([...GROUPS, ...SUBNETS, ...OTHERS])).toEqual({ group: GROUPS, subnet: SUBNETS });
});

test('properties with content of their own name no network', () => {
  const opaque = ['PolicyDocument', 'Tags', 'UserData', 'EventPattern', 'Environment', 'DashboardBody', 'KeyPolicy', 'AssumeRolePolicyDocument'];
  const properties = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, { SubnetId: { Ref: 'Subnet' } }]));
  const subnetsOf = (of: readonly string[]) => modelOfResources({ Subnet: ['AWS::EC2::Subnet', {}], It: ['AWS::Lambda::Function', properties(of)] }).inventory.components.find(({ id }) => id === 'It')!.subnets;
  expect([subnetsOf(opaque), subnetsOf(['VpcConfig'])]).toEqual([undefined, ['Subnet']]);
});
