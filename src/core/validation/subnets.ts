import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { mustBe, refuse } from './refuse';

/**
 * Refuses a selection that matches subnets in fewer Availability Zones than needed; `ec2.IVpc.selectSubnets` returns no subnets without an error. A VPC
 * that the CDK CLI has not looked up yet passes.
 * @param zones at least; with 0 the selection may match nothing, but has to be one that the VPC supports
 */
export function requireSubnets(scope: IConstruct, prop: string, vpc: ec2.IVpc, selection: ec2.SubnetSelection = {}, zones = 1): void {
  const { subnets } = selection;
  if (subnets !== undefined && (!Array.isArray(subnets) || subnets.some((subnet) => !subnet))) mustBe(scope, `${prop}.subnets`, 'a list of ISubnet', subnets);
  const selected = select(vpc, selection);
  if (!selected && zones === 0) mustBe(scope, prop, 'a selection of subnets that the VPC has', selection);
  if (selected?.isPendingLookup) return;
  const got = new Set(selected?.subnets.map(zoneOf)).size;
  if (got < zones) refuse(scope, `${prop} must select subnets in at least ${zones} Availability Zone${zones === 1 ? '' : 's'}, got ${got}`);
}

/** What the VPC selects; undefined where it has no subnets of the type or group. */
function select(vpc: ec2.IVpc, selection: ec2.SubnetSelection): ec2.SelectedSubnets | undefined {
  try {
    const selected = vpc.selectSubnets(selection);
    return Array.isArray(selected.subnets) && selected.subnets.every(Boolean) ? selected : undefined;
  } catch {
    return undefined;
  }
}

/** The Availability Zone of a subnet. A subnet that was imported by its id alone has none and counts as a zone of its own. */
function zoneOf(subnet: ec2.ISubnet): string {
  try {
    return subnet.availabilityZone;
  } catch {
    return subnet.subnetId;
  }
}
