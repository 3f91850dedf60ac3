import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { requireSubnets } from '../../core/validation';

/** Subnets for tasks or instances without public addresses: those selected, else the private ones, else the isolated ones. */
export function privateSubnets(scope: IConstruct, vpc: ec2.IVpc, given: ec2.SubnetSelection | undefined): ec2.SubnetSelection {
  const subnetType = vpc.privateSubnets.length > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED;
  return requireSubnets(scope, 'network.vpcSubnets', vpc, given, { kind: 'private', fallback: { subnetType } });
}
