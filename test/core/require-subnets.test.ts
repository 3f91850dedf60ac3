import { App, aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { requireSubnets } from '../../src/core/validation';

const imported = (stack: Stack) => ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
  vpcId: 'vpc-1',
  availabilityZones: ['eu-west-2a', 'eu-west-2b'],
  privateSubnetIds: ['subnet-1', 'subnet-2'],
});

function check(selection: ec2.SubnetSelection | undefined, zones?: number) {
  const stack = new Stack(new App(), 'Stack');
  return () => requireSubnets(stack, 'network.subnets', imported(stack), selection, zones);
}

describe('requireSubnets', () => {
  test.each<[string, ec2.SubnetSelection, number | undefined]>([
    ['network.subnets must select subnets in at least 1 Availability Zone, got 0', { availabilityZones: ['eu-west-2z'] }, undefined],
    ['network.subnets must select subnets in at least 1 Availability Zone, got 0', { subnets: [] }, undefined],
    ['network.subnets must select subnets in at least 1 Availability Zone, got 0', { subnetType: ec2.SubnetType.PUBLIC }, undefined],
    ['network.subnets must select subnets in at least 1 Availability Zone, got 0', { subnetGroupName: 'database' }, undefined],
    ['network.subnets must select subnets in at least 2 Availability Zones, got 1', { availabilityZones: ['eu-west-2a'] }, 2],
    ['network.subnets must select subnets in at least 3 Availability Zones, got 2', {}, 3],
    ['network.subnets.subnets must be a list of ISubnet, got [null]', { subnets: [null as never] }, undefined],
    ['network.subnets.subnets must be a list of ISubnet, got 1', { subnets: 1 as never }, undefined],
  ])('%s', (message, selection, zones) => {
    expect(check(selection, zones)).toThrow(new Error(message));
  });

  test('accepts as many zones as needed', () => {
    expect(check(undefined)()).toBeUndefined();
    expect(check({ availabilityZones: ['eu-west-2b'] }, 1)()).toBeUndefined();
    expect(check({}, 2)()).toBeUndefined();
  });

  test('with no zone needed, accepts what matches nothing, but no selection that the VPC does not support', () => {
    expect(check({ availabilityZones: ['eu-west-2z'] }, 0)()).toBeUndefined();
    expect(check({ subnetGroupName: 'database' }, 0))
      .toThrow(new Error('network.subnets must be a selection of subnets that the VPC has, got { subnetGroupName }'));
  });

  test('counts two subnets in one zone once, and each imported subnet as a zone', () => {
    const stack = new Stack(new App(), 'Stack');
    const one = (id: string, availabilityZone?: string) => ec2.Subnet.fromSubnetAttributes(stack, id, { subnetId: id, availabilityZone });
    const vpc = imported(stack);
    expect(() => requireSubnets(stack, 'subnets', vpc, { subnets: [one('A', 'eu-west-2a'), one('B', 'eu-west-2a')] }, 2))
      .toThrow(new Error('subnets must select subnets in at least 2 Availability Zones, got 1'));
    expect(requireSubnets(stack, 'subnets', vpc, { subnets: [one('C'), one('D')] }, 2)).toBeUndefined();
  });

  test('accepts a VPC before its lookup', () => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
    const vpc = ec2.Vpc.fromLookup(stack, 'Vpc', { vpcId: 'vpc-1' });
    expect(requireSubnets(stack, 'subnets', vpc, { subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, 9)).toBeUndefined();
  });
});
