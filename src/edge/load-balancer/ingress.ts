import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { AlbExposure } from './alb-exposure';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';

/** Refuses an exposure that contradicts itself. */
export function requireExposure(scope: Construct, { internal, allowFrom, cloudFront }: AlbExposure, fallback: unknown): void {
  if (!cloudFront) return;
  if (internal !== undefined) refuse(scope, `exposure has internal ${internal} beside cloudFront, need one or the other: the way that CloudFront takes decides it`);
  if (allowFrom) refuse(scope, 'exposure has allowFrom beside cloudFront, need one or the other: only CloudFront may connect');
  if (cloudFront.secret && fallback) refuse(scope, 'fallback is given beside the secret of CloudFront, need none: what does not bring the secret gets a 403');
}

/** Whether it has private addresses only. */
export function isInternal({ internal, cloudFront }: AlbExposure): boolean {
  return internal ?? (cloudFront !== undefined && !cloudFront.secret);
}

/** Whether the internet at large may connect. */
export function isPublic(exposure: AlbExposure): boolean {
  return !isInternal(exposure) && exposure.allowFrom === undefined && !exposure.cloudFront;
}

/** Lets in whom the exposure names, and out to nobody until there is a target. */
export function securityGroupFor(scope: Construct, vpc: ec2.IVpc, exposure: AlbExposure): ec2.SecurityGroup {
  const { cloudFront } = exposure;
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    allowAllOutbound: false,
    description: cloudFront ? 'Load balancer: HTTPS in from CloudFront' : 'Load balancer: HTTPS in, and HTTP to redirect it',
  });
  if (cloudFront) {
    // The list counts as 55 of the 60 rules that a security group may have (CloudFront Developer Guide, Use the CloudFront managed prefix list).
    securityGroup.addIngressRule(cloudFront._peer(scope), ec2.Port.HTTPS, 'HTTPS from CloudFront');
    return securityGroup;
  }
  const peers = exposure.allowFrom ?? (exposure.internal ? [] : [ec2.Peer.anyIpv4()]);
  for (const peer of peers) {
    securityGroup.addIngressRule(peer, ec2.Port.HTTPS, 'HTTPS');
    securityGroup.addIngressRule(peer, ec2.Port.HTTP, 'HTTP, answered by a redirect to HTTPS');
  }
  if (isPublic(exposure)) {
    acknowledgeFindings(securityGroup.node.defaultChild!, 'A public load balancer serves anyone on the internet on ports 443 and 80, behind a firewall, and 80 redirects',
      'AwsSolutions-EC23');
  }
  return securityGroup;
}

/** Subnets of one load balancer (Elastic Load Balancing API, CreateLoadBalancer: two zones at least). */
export function subnetsFor(scope: Construct, vpc: ec2.IVpc, exposure: AlbExposure): ec2.SubnetSelection {
  const selection = exposure.vpcSubnets ?? (isInternal(exposure) ? {} : { subnetType: ec2.SubnetType.PUBLIC });
  const { subnets, isPendingLookup } = vpc.selectSubnets(selection);
  const zones = new Set(subnets.map(({ availabilityZone }) => availabilityZone)).size;
  if (!isPendingLookup && zones < 2) refuse(scope, `load balancer has subnets in ${zones} zone${zones === 1 ? '' : 's'}, need at least two zones`);
  return selection;
}
