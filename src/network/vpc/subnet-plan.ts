import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { Cidr, SMALLEST_PREFIX } from './cidr';
import { SubnetOptions } from './secure-vpc-props';
import { MAX_ZONES } from './zones';
import { mustBe, refuse } from '../../core/validation';

/** A tier of subnets, one per Availability Zone. Its name is part of the logical ids of the subnets. */
interface Tier {
  readonly name: string;
  readonly prop: string;
  readonly subnetType: ec2.SubnetType;
  /** One per Availability Zone; none if the VPC does not have the tier. */
  readonly blocks: Cidr[];
}

const TIERS = [
  { name: 'public', prop: 'publicCidrs', subnetType: ec2.SubnetType.PUBLIC },
  { name: 'private', prop: 'privateCidrs', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
  { name: 'isolated', prop: 'isolatedCidrs', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
] as const;

/** Bits of the VPC's block that number the tiers. Each tier keeps its quarter of the block when another tier is added or removed. */
const TIER_BITS = 2;

/** The address plan of a VPC: the CIDR blocks that are given, and computed blocks for the other tiers. */
export class SubnetPlan implements ec2.IIpAddresses {
  private readonly vpc: Cidr;
  private readonly tiers: Tier[];

  constructor(scope: IConstruct, cidr: string, options: SubnetOptions, zones: number) {
    this.vpc = Cidr.parse(scope, 'cidr', cidr);
    this.tiers = TIERS.map((tier, index) => ({
      ...tier,
      prop: `subnets.${tier.prop}`,
      blocks: options[tier.prop]?.map((text, zone) => Cidr.parse(scope, `subnets.${tier.prop}[${zone}]`, text)) ?? this.quarter(scope, index, zones),
    }));
    if (this.subnetTypes.length === 0) mustBe(scope, 'subnets', 'a plan with at least one tier', options);
    this.tiers.forEach((tier) => this.check(scope, tier, zones));
  }

  /** Types of subnets in the VPC. */
  public get subnetTypes(): ec2.SubnetType[] {
    return this.tiers.filter(({ blocks }) => blocks.length > 0).map(({ subnetType }) => subnetType);
  }

  /** Subnet groups of the VPC, one per tier. */
  public get subnetConfiguration(): ec2.SubnetConfiguration[] {
    return this.tiers.filter(({ subnetType }) => this.has(subnetType)).map(({ name, subnetType }) => ({
      name,
      subnetType,
      mapPublicIpOnLaunch: subnetType === ec2.SubnetType.PUBLIC ? false : undefined,
    }));
  }

  /** Whether the VPC has subnets of a type. */
  public has(subnetType: ec2.SubnetType): boolean {
    return this.subnetTypes.includes(subnetType);
  }

  /** The block of the VPC, which `ec2.Vpc` asks for. */
  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return { cidrBlock: this.vpc.toString() };
  }

  /** The blocks of the subnets, which `ec2.Vpc` asks for in the order of tiers, then of zones. */
  public allocateSubnetsCidr(): ec2.SubnetIpamOptions {
    return { allocatedSubnets: this.tiers.flatMap(({ blocks }) => blocks.map((block) => ({ cidr: block.toString() }))) };
  }

  /** The quarter of a tier, divided into four blocks, or into eight for more than four zones, so that a further zone moves no subnet. */
  private quarter(scope: IConstruct, tier: number, zones: number): Cidr[] {
    const zoneBits = zones > MAX_ZONES / 2 ? 3 : 2;
    const prefix = this.vpc.prefix + TIER_BITS + zoneBits;
    if (prefix > SMALLEST_PREFIX) {
      mustBe(scope, 'cidr', `/${SMALLEST_PREFIX - TIER_BITS - zoneBits} or larger unless subnets has the CIDR blocks of every tier`, `${this.vpc}`);
    }
    return Array.from({ length: zones }, (_, zone) => this.vpc.part(prefix, tier * 2 ** zoneBits + zone));
  }

  private check(scope: IConstruct, { prop, blocks }: Tier, zones: number) {
    if (blocks.length !== 0 && blocks.length !== zones) {
      refuse(scope, `${prop} must be a list of ${zones} CIDR blocks, one per Availability Zone, got ${blocks.length}`);
    }
    blocks.forEach((block, zone) => {
      if (!this.vpc.contains(block)) mustBe(scope, `${prop}[${zone}]`, `a CIDR block within cidr ${this.vpc}`, `${block}`);
      const others = this.tiers.flatMap((tier) => tier.blocks.map((other, index) => ({ other, path: `${tier.prop}[${index}]` })));
      const overlapping = others.find(({ other }) => other !== block && other.overlaps(block));
      if (overlapping) mustBe(scope, `${prop}[${zone}]`, `a CIDR block that does not overlap ${overlapping.path}, ${overlapping.other}`, `${block}`);
    });
  }
}
