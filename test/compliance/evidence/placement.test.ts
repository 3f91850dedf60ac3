import { placesOf } from './placement';
import { modelOfResources } from './support';

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

test('properties with content of their own name no network', () => {
  const opaque = ['PolicyDocument', 'Tags', 'UserData', 'EventPattern', 'Environment', 'DashboardBody', 'KeyPolicy', 'AssumeRolePolicyDocument'];
  const properties = (of: readonly string[]) => Object.fromEntries(of.map((name) => [name, { SubnetId: { Ref: 'Subnet' } }]));
  const subnetsOf = (of: readonly string[]) => modelOfResources({ Subnet: ['AWS::EC2::Subnet', {}], It: ['AWS::Lambda::Function', properties(of)] }).inventory.components.find(({ id }) => id === 'It')!.subnets;
  expect([subnetsOf(opaque), subnetsOf(['VpcConfig'])]).toEqual([undefined, ['Subnet']]);
});
