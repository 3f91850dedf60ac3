import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { requireList } from '../../validation/lists';
import { isUnresolved, refuse, requireAtMostOne, requireKnown } from '../../validation/refuse';

/** What subnets must be for what is placed in them. */
export interface SubnetNeeds {
  /** Availability Zones at least. @default 1 */
  readonly zones?: number;
  /** `private` refuses public subnets, `public` refuses private and isolated ones. @default - subnets of any kind */
  readonly kind?: keyof typeof KINDS;
  /** Selection if none is given. @default - the selection that the VPC makes */
  readonly fallback?: ec2.SubnetSelection;
}

const KINDS = {
  private: { name: 'private or isolated subnets', refused: (vpc: ec2.IVpc) => vpc.publicSubnets, refusedName: 'public subnet' },
  public: { name: 'public subnets', refused: (vpc: ec2.IVpc) => [...vpc.privateSubnets, ...vpc.isolatedSubnets], refusedName: 'private or isolated subnet' },
};

/**
 * Refuses a selection that does not match the subnets that are needed; `ec2.IVpc.selectSubnets` returns no subnets without an error. A VPC that the CDK CLI
 * has not looked up yet passes.
 * @returns the selection, or the fallback if none is given
 */
export function requireSubnets(
  scope: IConstruct, prop: string, vpc: ec2.IVpc, given: ec2.SubnetSelection | undefined, { zones = 1, kind, fallback = {} }: SubnetNeeds = {},
): ec2.SubnetSelection {
  if (given) requireSelection(scope, prop, given);
  const selection = given ?? fallback;
  const selected = select(vpc, selection);
  if (selected?.isPendingLookup) return selection;
  const refused = kind && KINDS[kind].refused(vpc).map(({ subnetId }) => subnetId);
  const intruder = given && selected?.subnets.find(({ subnetId }) => refused?.includes(subnetId));
  if (intruder) refuse(scope, `${prop} must select ${KINDS[kind!].name}, got ${KINDS[kind!].refusedName} '${nameOf(intruder)}'`);
  const got = new Set(selected?.subnets.map(zoneOf)).size;
  if (got < zones) {
    const what = `${kind ? KINDS[kind].name : 'subnets'} in at least ${zones} Availability Zone${zones === 1 ? '' : 's'}`;
    refuse(scope, `${given ? `${prop} must select` : 'vpc must have'} ${what}, got ${got}`);
  }
  return selection;
}

function requireSelection(scope: IConstruct, prop: string, { subnets, subnetType, subnetGroupName, onePerAz }: ec2.SubnetSelection): void {
  requireAtMostOne(scope, { [`${prop}.subnets`]: subnets, [`${prop}.subnetType`]: subnetType, [`${prop}.subnetGroupName`]: subnetGroupName });
  for (const [name, value] of Object.entries({ subnetType, subnetGroupName, onePerAz })) requireKnown(scope, `${prop}.${name}`, value);
  requireList(scope, `${prop}.subnets`, subnets?.map(({ subnetId }) => subnetId), { min: 0 });
}

/** What the VPC selects; undefined where it has no subnets of the type or group. */
function select(vpc: ec2.IVpc, selection: ec2.SubnetSelection): ec2.SelectedSubnets | undefined {
  try {
    return vpc.selectSubnets(selection);
  } catch {
    return undefined;
  }
}

/**
 * The Availability Zone of a subnet. A subnet that was imported by its id alone has none, and one that was imported with a list token has the whole list;
 * they count as a zone of their own.
 */
function zoneOf(subnet: ec2.ISubnet): string {
  try {
    const { availabilityZone } = subnet;
    // An element of a list token is the whole list; other tokens are one zone.
    // eslint-disable-next-line no-restricted-syntax
    return isUnresolved(availabilityZone) && !Token.isUnresolved(availabilityZone) ? subnet.subnetId : availabilityZone;
  } catch {
    return subnet.subnetId;
  }
}

function nameOf({ subnetId, node }: ec2.ISubnet): string {
  return isUnresolved(subnetId) ? node.path : subnetId;
}
