import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AlbExposure } from './alb-exposure';
import { accept } from '../core/acknowledge';
import { refuse } from '../core/errors';

/** Whether the internet at large may connect. */
export function isPublic({ internal, allowFrom }: AlbExposure): boolean {
  return !internal && allowFrom === undefined;
}

/** Lets in whom the exposure names, and out to nobody until there is a target. */
export function securityGroupFor(scope: Construct, vpc: ec2.IVpc, exposure: AlbExposure): ec2.SecurityGroup {
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc, allowAllOutbound: false, description: 'Load balancer: HTTPS in, and HTTP to redirect it',
  });
  const peers = exposure.allowFrom ?? (exposure.internal ? [] : [ec2.Peer.anyIpv4()]);
  for (const peer of peers) {
    securityGroup.addIngressRule(peer, ec2.Port.HTTPS, 'HTTPS');
    securityGroup.addIngressRule(peer, ec2.Port.HTTP, 'HTTP, answered by a redirect to HTTPS');
  }
  if (isPublic(exposure)) {
    accept(securityGroup.node.defaultChild!, 'A public load balancer serves anyone on the internet on ports 443 and 80, behind a firewall, and 80 redirects',
      'AwsSolutions-EC23');
  }
  return securityGroup;
}

/** Subnets of one load balancer (Elastic Load Balancing API, CreateLoadBalancer: two zones at least). */
export function subnetsFor(scope: Construct, vpc: ec2.IVpc, exposure: AlbExposure): ec2.SubnetSelection {
  const selection = exposure.vpcSubnets ?? (exposure.internal ? {} : { subnetType: ec2.SubnetType.PUBLIC });
  const { subnets, isPendingLookup } = vpc.selectSubnets(selection);
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone)).size;
  if (!isPendingLookup && zones < 2) refuse(scope, `load balancer has subnets in ${zones} zone${zones === 1 ? '' : 's'}, need at least two zones`);
  return selection;
}
