import { aws_ec2 as ec2, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
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
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('has no finding in the %s lifecycle', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new VpcBlockPublicAccess(stack, 'Block'))).toEqual([]);
  });

  test('shuts internet gateways in both directions', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block');
    templateOf(stack).hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-bidirectional' });
  });

  test('shuts them for inbound traffic only where it is told to', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block', { block: InternetGatewayBlock.INGRESS });
    templateOf(stack).hasResourceProperties('AWS::EC2::VPCBlockPublicAccessOptions', { InternetGatewayBlockMode: 'block-ingress' });
  });

  test('excludes a network, and does so before it shuts the others', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block').excludeVpc(imported(stack), InternetGatewayExclusion.EGRESS);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::EC2::VPCBlockPublicAccessExclusion', { VpcId: 'vpc-1', InternetGatewayExclusionMode: 'allow-egress' });
    template.hasResource('AWS::EC2::VPCBlockPublicAccessOptions', { DependsOn: [Match.stringLikeRegexp('BlockVpc')] });
  });

  test('excludes the subnets of a public load balancer', () => {
    const stack = testStack();
    new VpcBlockPublicAccess(stack, 'Block').excludeSubnets(imported(stack).publicSubnets, InternetGatewayExclusion.BIDIRECTIONAL);
    const template = templateOf(stack);
    for (const SubnetId of ['subnet-1', 'subnet-2']) {
      template.hasResourceProperties('AWS::EC2::VPCBlockPublicAccessExclusion', { SubnetId, InternetGatewayExclusionMode: 'allow-bidirectional' });
    }
  });

  test('refuses to exclude outbound traffic that it does not block', () => {
    const stack = testStack();
    expect(() => new VpcBlockPublicAccess(stack, 'Block', { block: InternetGatewayBlock.INGRESS }).excludeVpc(imported(stack), InternetGatewayExclusion.EGRESS))
      .toThrow('exclusion is allow-egress with block-ingress, need block-bidirectional or allow-bidirectional');
  });
});
