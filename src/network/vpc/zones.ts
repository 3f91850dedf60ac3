import { Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { isUnresolved, mustBe, requireKnown, requireList, requireString } from '../../core/validation';

/** Availability Zones that the address plan of a VPC has room for. */
export const MAX_ZONES = 8;

/** Availability Zones of every account in a Region: "Each Region has at least three" (AWS Regions and Availability Zones, AWS Availability Zones). */
const LEAST_ZONES = 3;
/**
 * Regions in which the number differs, from the table of the same page. Accounts can lack a constrained zone: newer accounts have two in us-west-1, and
 * one of the four in ap-northeast-1 and in eu-west-2 is not counted here.
 */
const ZONES: { readonly [region: string]: number } = { 'us-east-1': 6, 'us-west-1': 2, 'us-west-2': 4, 'ap-northeast-2': 4 };

/** An id such as `use1-az1`; Local Zones have a location between Region and number. */
const ID = /[a-z]+\d-(?:[a-z]+\d-)?az\d+/;

/** Availability Zones of a VPC, by name or by id. */
export interface Zones {
  readonly zones: string[];
  readonly areIds: boolean;
}

/**
 * The zones that are given, otherwise those in the context of the Region, otherwise as many of the Region's zones as every account has, which
 * CloudFormation selects. Nothing is looked up.
 */
export function resolveZones(scope: Construct, given: string[] | undefined, count: number): Zones {
  if (given) return requireZones(scope, 'availabilityZones', given);
  const { region } = Stack.of(scope);
  if (isUnresolved(region)) return { zones: selected(count), areIds: false };
  const key = `cdk-regulated:zones:${region}`;
  const context: unknown = scope.node.tryGetContext(key);
  if (context === undefined) return { zones: selected(Math.min(count, ZONES[region] ?? LEAST_ZONES)), areIds: false };
  const list = typeof context === 'string' ? context.split(',').map((zone) => zone.trim()) : context;
  if (!Array.isArray(list)) mustBe(scope, `context ${key}`, 'a list of Availability Zones, or a text with commas between them', list);
  const { zones, areIds } = requireZones(scope, `context ${key}`, list);
  return { zones: zones.slice(0, count), areIds };
}

function selected(count: number): string[] {
  return Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
}

function requireZones(scope: Construct, prop: string, zones: string[]): Zones {
  requireKnown(scope, prop, zones);
  requireList(scope, prop, zones, { max: MAX_ZONES });
  zones.forEach((zone, index) => requireZone(scope, `${prop}[${index}]`, zone));
  // Names end with a letter.
  const ids = zones.filter((zone) => /\d$/.test(zone));
  if (ids.length > 0 && ids.length < zones.length) mustBe(scope, prop, 'names only or ids only', zones);
  return { zones, areIds: ids.length > 0 };
}

/** An Availability Zone, or a Local Zone of the Region (AWS Regions and Availability Zones, AZ IDs and Local Zones). */
function requireZone(scope: Construct, prop: string, zone: string) {
  const { region } = Stack.of(scope);
  requireString(scope, prop, zone, isUnresolved(region)
    ? { need: 'an Availability Zone such as eu-west-2a or euw2-az1', pattern: new RegExp(`[a-z]{2}(?:-[a-z]+)+-\\d+(?:-[a-z]+-\\d+)?[a-z]|${ID.source}`) }
    : { need: `an Availability Zone of ${region}`, pattern: new RegExp(`${region}(?:-[a-z]+-\\d+)?[a-z]|(?=${idPrefix(region)}-)${ID.source}`) });
}

/** What ids of a Region begin with, for example `apne1` and `usgw1`; anything for a Region that is not named like these. */
function idPrefix(region: string): string {
  const [, country, gov = '', direction, number] = /^([a-z]{2})-(gov-)?((?:north|south|east|west|central)+)-(\d)/.exec(region) ?? [];
  return country ? `${country}${gov[0] ?? ''}${direction.replace(/north|south|east|west|central/g, ([initial]) => initial)}${number}` : '[a-z]+\\d';
}

/** Builds a VPC in zones. Zones by id have the name that the subnets have at deployment. */
export function vpcIn(scope: Construct, { zones, areIds }: Zones, build: (zones: string[]) => ec2.Vpc): ec2.Vpc {
  if (!areIds) return withoutLookup(scope, zones, () => build(zones));
  const names = zones.map((_, zone) => Lazy.string({ produce: () => tiersOf(vpc)[0][zone].subnetAvailabilityZone }));
  const vpc: ec2.Vpc = withoutLookup(scope, names, () => build(names));
  for (const tier of tiersOf(vpc)) {
    tier.forEach(({ node }, zone) => {
      const subnet = node.defaultChild as ec2.CfnSubnet;
      subnet.availabilityZone = undefined;
      subnet.availabilityZoneId = zones[zone];
    });
  }
  return vpc;
}

function tiersOf({ publicSubnets, privateSubnets, isolatedSubnets }: ec2.Vpc): ec2.Subnet[][] {
  return [publicSubnets, privateSubnets, isolatedSubnets].filter(({ length }) => length > 0) as ec2.Subnet[][];
}

/**
 * `ec2.Vpc` reads the zones of its stack even if it is given zones, and has no other source. In a stack with account and Region this requests a look-up, so
 * that synthesis would need credentials (decision 0030).
 */
function withoutLookup<T>(scope: Construct, zones: string[], build: () => T): T {
  const stack = Stack.of(scope);
  if (isUnresolved(stack.account) || isUnresolved(stack.region)) return build();
  const own = Object.getOwnPropertyDescriptor(stack, 'availabilityZones');
  Object.defineProperty(stack, 'availabilityZones', { value: zones, configurable: true });
  try {
    return build();
  } finally {
    Reflect.deleteProperty(stack, 'availabilityZones');
    if (own) Object.defineProperty(stack, 'availabilityZones', own);
  }
}
