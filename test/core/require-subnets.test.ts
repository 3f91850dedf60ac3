import { App, aws_ec2 as ec2, Fn, Lazy, Stack } from 'aws-cdk-lib';
import { requireSubnets, SubnetNeeds } from '../../src/core/validation';
import { refusal } from '../refusal';

const PUBLIC: ec2.SubnetSelection = { subnetType: ec2.SubnetType.PUBLIC };

const imported = (stack: Stack, attributes: Partial<ec2.VpcAttributes> = {}) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-1',
  availabilityZones: ['eu-west-2a', 'eu-west-2b'],
  privateSubnetIds: ['subnet-1', 'subnet-2'],
  publicSubnetIds: ['subnet-3', 'subnet-4'],
  ...attributes,
});

function messageOf(selection: ec2.SubnetSelection | undefined, needs?: SubnetNeeds): string | undefined {
  const stack = new Stack(new App(), 'Stack');
  return refusal(() => requireSubnets(stack, 'network.subnets', imported(stack), selection, needs));
}

describe('requireSubnets', () => {
  const one = ec2.Subnet.fromSubnetId(new Stack(new App(), 'Stack'), 'One', 'subnet-1');
  const none = (kind = 'subnets') => `network.subnets must select ${kind} in at least 1 Availability Zone, got 0`;

  const refused: Array<[string, ec2.SubnetSelection | undefined, SubnetNeeds?]> = [
    [none(), { availabilityZones: ['eu-west-2z'] }],
    [none(), { subnets: [] }],
    [none(), { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
    [none(), { subnetGroupName: 'database' }],
    [none('private or isolated subnets'), { subnetGroupName: 'database' }, { kind: 'private' }],
    ['network.subnets must select subnets in at least 2 Availability Zones, got 1', { availabilityZones: ['eu-west-2a'] }, { zones: 2 }],
    ['network.subnets must select subnets in at least 3 Availability Zones, got 2', {}, { zones: 3 }],
    ["network.subnets must select private or isolated subnets, got public subnet 'subnet-3'", PUBLIC, { kind: 'private' }],
    ["network.subnets must select public subnets, got private or isolated subnet 'subnet-1'", {}, { kind: 'public' }],
    ["network.subnets must select public subnets, got private or isolated subnet 'subnet-1'", { subnets: [one] }, { kind: 'public' }],
    ['vpc must have subnets in at least 3 Availability Zones, got 2', undefined, { zones: 3 }],
    ['vpc must have private or isolated subnets in at least 1 Availability Zone, got 0', undefined, { kind: 'private', fallback: { subnets: [] } }],
    ['specify either network.subnets.subnets or network.subnets.subnetType, not both', { subnets: [one], ...PUBLIC }],
    ['specify either network.subnets.subnetType or network.subnets.subnetGroupName, not both', { subnetGroupName: 'a', ...PUBLIC }],
    ["network.subnets.subnets must be a list without duplicates, got ['subnet-1', 'subnet-1']", { subnets: [one, one] }],
    ['network.subnets.subnetGroupName must be known at synthesis, got a token', { subnetGroupName: Lazy.string({ produce: () => 'a' }) }],
    ['network.subnets.subnetType must be known at synthesis, got a token', { subnetType: Lazy.string({ produce: () => 'Public' }) as ec2.SubnetType }],
    ['network.subnets.onePerAz must be known at synthesis, got a token', { onePerAz: Lazy.any({ produce: () => true }) as unknown as boolean }],
  ];
  test.each(refused.map(([message, selection, needs]) => ({ message, selection, needs })))('$message', ({ message, selection, needs }) => {
    expect(messageOf(selection, needs)).toBe(message);
  });

  test.each<[string, ec2.SubnetSelection | undefined, SubnetNeeds | undefined]>([
    ['no selection', undefined, undefined],
    ['as many zones as needed', {}, { zones: 2 }],
    ['one of the zones', { availabilityZones: ['eu-west-2b'] }, undefined],
    ['private subnets', {}, { kind: 'private' }],
    ['public subnets', PUBLIC, { kind: 'public' }],
  ])('accepts %s', (_, selection, needs) => {
    expect(messageOf(selection, needs)).toBeUndefined();
  });

  test('returns the selection, or the fallback', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = imported(stack);
    expect(requireSubnets(stack, 'subnets', vpc, { onePerAz: true }, { fallback: PUBLIC })).toEqual({ onePerAz: true });
    expect(requireSubnets(stack, 'subnets', vpc, undefined, { fallback: PUBLIC })).toEqual(PUBLIC);
    expect(requireSubnets(stack, 'subnets', vpc, undefined)).toEqual({});
  });

  test('counts two subnets in one zone once, and each subnet without a known zone as a zone', () => {
    const stack = new Stack(new App(), 'Stack');
    const subnet = (id: string, availabilityZone?: string) => ec2.Subnet.fromSubnetAttributes(stack, id, { subnetId: id, availabilityZone });
    const vpc = imported(stack);
    expect(refusal(() => requireSubnets(stack, 'subnets', vpc, { subnets: [subnet('A', 'eu-west-2a'), subnet('B', 'eu-west-2a')] }, { zones: 2 })))
      .toBe('subnets must select subnets in at least 2 Availability Zones, got 1');
    expect(refusal(() => requireSubnets(stack, 'subnets', vpc, { subnets: [subnet('C'), subnet('D')] }, { zones: 2 }))).toBeUndefined();
    const [zones] = Fn.split(',', Fn.importValue('zones'));
    expect(refusal(() => requireSubnets(stack, 'subnets', vpc, { subnets: [subnet('E', zones), subnet('F', zones)] }, { zones: 2 }))).toBeUndefined();
  });

  test('names a subnet of a new VPC by its path', () => {
    const stack = new Stack(new App(), 'Stack');
    const vpc = new ec2.Vpc(stack, 'Network', { maxAzs: 2 });
    expect(refusal(() => requireSubnets(stack, 'subnets', vpc, { subnets: vpc.privateSubnets }, { kind: 'public' })))
      .toBe("subnets must select public subnets, got private or isolated subnet 'Stack/Network/PrivateSubnet1'");
  });

  test('accepts a VPC before its lookup', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' });
    expect(refusal(() => requireSubnets(stack, 'subnets', vpc, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { zones: 9, kind: 'public' }))).toBeUndefined();
  });
});
