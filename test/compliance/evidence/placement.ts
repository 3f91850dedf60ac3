import { modelOfResources } from './support';

/** Whether components with a property of each name are in the security group and in the subnet that the property names. */
export function placesOf(names: readonly string[]): Record<'group' | 'subnet', string[]> {
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

/** Whether a component with a property of the name is in the subnets of the group that it names. */
export function placesByGroup(name: string): boolean {
  const { inventory: { components } } = modelOfResources({
    Subnet: ['AWS::EC2::Subnet', {}],
    Subnets: ['AWS::RDS::DBSubnetGroup', { SubnetIds: [{ Ref: 'Subnet' }] }],
    It: ['AWS::Lambda::Function', { Config: { [name]: { Ref: 'Subnets' } } }],
  });
  return components.find(({ id }) => id === 'It')!.subnets?.includes('Subnet') ?? false;
}
