import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { mustBe, refuse } from '../../core/validation';

/**
 * Subnets for tasks or instances without public addresses: those selected, else the private ones, else the isolated ones.
 * @param what runs in them, for error messages
 */
export function privateSubnets(scope: IConstruct, vpc: ec2.IVpc, selection: ec2.SubnetSelection | undefined, what: string): ec2.SubnetSelection {
  if (!selection) {
    if (vpc.privateSubnets.length + vpc.isolatedSubnets.length === 0) {
      refuse(scope, `vpc must have private or isolated subnets, got public subnets only: ${what} have no public address`);
    }
    return { subnetType: vpc.privateSubnets.length > 0 ? ec2.SubnetType.PRIVATE_WITH_EGRESS : ec2.SubnetType.PRIVATE_ISOLATED };
  }
  const types = Object.values(ec2.SubnetType);
  if (selection.subnetType !== undefined && !types.includes(selection.subnetType)) {
    mustBe(scope, 'network.vpcSubnets.subnetType', 'a member of SubnetType', selection.subnetType);
  }
  if (selection.subnets !== undefined && !(Array.isArray(selection.subnets) && selection.subnets.every(Boolean))) {
    mustBe(scope, 'network.vpcSubnets.subnets', 'a list of subnets', selection.subnets);
  }
  const selected = selectSubnets(vpc, selection);
  if (!selected || (selected.subnets.length === 0 && !selected.isPendingLookup)) {
    refuse(scope, 'network.vpcSubnets must match at least one subnet of the VPC, got none');
  }
  if (selected.hasPublic) refuse(scope, `network.vpcSubnets must be private or isolated subnets, got a public subnet: ${what} have no public address`);
  return selection;
}

/** The selected subnets; undefined for a group or type that the VPC does not have. */
function selectSubnets(vpc: ec2.IVpc, selection: ec2.SubnetSelection): ec2.SelectedSubnets | undefined {
  try {
    return vpc.selectSubnets(selection);
  } catch {
    return undefined;
  }
}
