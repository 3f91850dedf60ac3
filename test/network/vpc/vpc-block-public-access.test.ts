import { aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import { InternetGatewayBlock, InternetGatewayExclusion, Lifecycle, VpcBlockPublicAccess } from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

function imported(stack: Stack) {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    publicSubnetIds: ['subnet-1', 'subnet-2'],
    publicSubnetRouteTableIds: ['rtb-1', 'rtb-2'],
  });
}

describe('VpcBlockPublicAccess', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no findings in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new VpcBlockPublicAccess(stack, 'Block'))).toEqual([]);
  });

  test('blocks both directions by default', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block');
    templateOf(stack).hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' });
  });

  test('is retained when the stack is deleted, and deleted again when its creation fails', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block');
    templateOf(stack).hasResource('AWS::EC2::VPCBlockPublicAccessOptions', { DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  });

  test('is not made in an ephemeral workload, but its exclusions are', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    const block = new VpcBlockPublicAccess(stack, 'Block');
    block.excludeVpc(imported(stack), InternetGatewayExclusion.EGRESS);
    expect(block.options).toBeUndefined();
    expect(Annotations.fromStack(stack).findInfo('/Stack/Block', Match.anyValue()).map(({ entry }) => entry.data)).toEqual([
      'An ephemeral workload does not make VPC Block Public Access options, because the account has it once per Region: it would be deleted with the stack.',
    ]);
    const template = templateOf(stack);
    template.resourceCountIs('AWS::EC2::VPCBlockPublicAccessOptions', 0);
    template.resourceCountIs('AWS::EC2::VPCBlockPublicAccessExclusion', 1);
  });

  test('blocks inbound traffic only with InternetGatewayBlock.INGRESS', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block', { block: InternetGatewayBlock.INGRESS });
    templateOf(stack).hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' });
  });

  test('excludes a VPC before the block applies', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block').excludeVpc(imported(stack), InternetGatewayExclusion.EGRESS);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::VPCBlockPublicAccessExclusion', { VpcId: 'vpc-1', InternetGatewayExclusionMode: 'allow-egress' });
    template.hasResource('AWS::EC2::VPCBlockPublicAccessOptions', { DependsOn: [Match.stringLikeRegexp('BlockVpc')] });
  });

  test('excludes subnets', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block').excludeSubnets(imported(stack).publicSubnets, InternetGatewayExclusion.BIDIRECTIONAL);
    const template = templateOf(stack);
    // Another logical id would replace the exclusion.
    for (const id of Object.keys(template.findResources('AWS::EC2::VPCBlockPublicAccessExclusion'))) expect(id).toMatch(/^BlockSubnetc8[0-9a-f]{40}/);
    for (const SubnetId of ['subnet-1', 'subnet-2']) {
      template.hasResourceProperties('AWS::EC2::VPCBlockPublicAccessExclusion', { SubnetId, InternetGatewayExclusionMode: 'allow-bidirectional' });
    }
  });

  const bidirectional = 'exclusion must be InternetGatewayExclusion.BIDIRECTIONAL because block-ingress does not block outbound traffic, got \'allow-egress\'';
  const members = 'InternetGatewayExclusion.BIDIRECTIONAL or InternetGatewayExclusion.EGRESS';
  test.each<[string, (block: VpcBlockPublicAccess, vpc: ec2.IVpc) => void]>([
    ['vpc must be an IVpc, got null', (block) => block.excludeVpc(null as never, InternetGatewayExclusion.EGRESS)],
    [`exclusion must be ${members}, got undefined`, (block, vpc) => block.excludeVpc(vpc, undefined as never)],
    [`exclusion must be ${members}, got 'allow'`, (block, vpc) => block.excludeSubnets(vpc.publicSubnets, 'allow' as never)],
    ['subnets must not be empty', (block) => block.excludeSubnets([], InternetGatewayExclusion.EGRESS)],
    ['subnets[0] must be an ISubnet, got undefined', (block) => block.excludeSubnets([undefined as never], InternetGatewayExclusion.EGRESS)],
    ['subnets must be a list, got null', (block) => block.excludeSubnets(null as never, InternetGatewayExclusion.EGRESS)],
    ['exclusion of \'Stack/Vpc\' already exists in this VpcBlockPublicAccess', (block, vpc) => {
      block.excludeVpc(vpc, InternetGatewayExclusion.EGRESS);
      block.excludeVpc(vpc, InternetGatewayExclusion.BIDIRECTIONAL);
    }],
  ])('refuses: %s', (message, exclude) => {
    const stack = testStack();
    expect(() => exclude(new VpcBlockPublicAccess(stack, 'Block'), imported(stack))).toThrow(new Error(message));
  });

  test('refuses to exclude outbound traffic that is not blocked', () => {
    const stack = testStack();
    const block = new VpcBlockPublicAccess(stack, 'Block', { block: InternetGatewayBlock.INGRESS });
    const vpc = imported(stack);
    expect(() => block.excludeVpc(vpc, InternetGatewayExclusion.EGRESS)).toThrow(new Error(bidirectional));
    expect(() => block.excludeSubnets(vpc.publicSubnets, InternetGatewayExclusion.EGRESS)).toThrow(new Error(bidirectional));
    block.excludeVpc(vpc, InternetGatewayExclusion.BIDIRECTIONAL);
    templateOf(stack).resourceCountIs('AWS::EC2::VPCBlockPublicAccessExclusion', 1);
  });

  test('refuses an unknown block, and a second construct in the stack', () => {
    const stack = testStack();
    expect(() => new VpcBlockPublicAccess(stack, 'Block', { block: 'block' as never }))
      .toThrow(new Error('block must be InternetGatewayBlock.BIDIRECTIONAL or InternetGatewayBlock.INGRESS, got \'block\''));
    new VpcBlockPublicAccess(stack, 'First');
    expect(() => new VpcBlockPublicAccess(stack, 'Second')).toThrow(new Error('VpcBlockPublicAccess \'First\' already exists in this Stack'));
  });
});
