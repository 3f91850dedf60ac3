import { Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { testStack } from '../../support';
import { aurora, postgres } from '../support';

const PRIVATE = { vpcId: 'vpc-2', availabilityZones: ['a', 'b'], privateSubnetIds: ['p-a', 'p-b'] };

function warnings(stack: Stack): unknown[] {
  return Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('has no isolated subnets'))
    .map(({ id, entry: { data } }) => `${id}: ${data}`);
}

describe.each<[string, (props: any, stack: Stack) => unknown]>([['CompliantAurora', aurora], ['CompliantPostgres', postgres]])('%s', (_, make) => {
  /** Warnings of a database in an imported VPC. */
  const warningsIn = (attributes: Partial<ec2.VpcAttributes>, props: object = {}) => {
    const stack = testStack();
    make({ vpc: ec2.Vpc.fromVpcAttributes(stack, 'Imported', { ...PRIVATE, ...attributes }), ...props }, stack);
    return warnings(stack);
  };

  test('warns of an imported VPC without isolated subnets', () => {
    expect(warningsIn({})).toEqual(["/Stack/Database: vpc 'Stack/Imported' has no isolated subnets: the database is in its private subnets, "
      + 'which can have a route to the internet. Set network.subnets to confirm them, or add isolated subnets [ack: cdk-regulated:noIsolatedSubnets]']);
  });

  test('does not warn of private subnets that are chosen, nor of isolated subnets', () => {
    expect(warningsIn({}, { network: { subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } } })).toEqual([]);
    expect(warningsIn({ isolatedSubnetIds: ['i-a', 'i-b'] })).toEqual([]);
  });

  test('does not warn of a VPC that the CDK CLI has not looked up yet', () => {
    const stack = testStack();
    make({ vpc: ec2.Vpc.fromLookup(stack, 'Looked', { vpcId: 'vpc-3' }) }, stack);
    expect(warnings(stack)).toEqual([]);
  });
});
