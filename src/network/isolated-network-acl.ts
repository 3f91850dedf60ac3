import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';

/**
 * A network ACL that lets the isolated subnets speak with the network alone. It leaves ports to the security groups: it keeps no
 * state, so answers come from ephemeral ports, and none of those leads out of the network.
 */
export function isolatedNetworkAcl(scope: Construct, id: string, vpc: ec2.IVpc, cidr: string): ec2.NetworkAcl {
  const acl = new ec2.NetworkAcl(scope, id, { vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  const entries = [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS].map((direction) =>
    acl.addEntry(direction === ec2.TrafficDirection.INGRESS ? 'FromVpc' : 'ToVpc', {
      direction,
      ruleNumber: 100,
      cidr: ec2.AclCidr.ipv4(cidr),
      traffic: ec2.AclTraffic.allTraffic(),
    }));
  for (const resource of [acl, ...entries]) {
    acknowledgeFindings(resource.node.defaultChild!, 'two rules that name the network itself: nothing to keep in step with the security groups', 'AwsSolutions-VPC3');
  }
  return acl;
}
