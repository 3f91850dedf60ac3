import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { Cidr, SMALLEST_PREFIX } from './cidr';
import { SubnetOptions } from './secure-vpc-options';
import { refuse } from '../../core/validation';

/** A tier of subnets, one in each zone. Its name is part of the subnets' logical ids. */
interface Tier {
  readonly name: string;
  readonly prop: string;
  readonly subnetType: ec2.SubnetType;
  /** One for each zone; none where the network does without the tier. */
  readonly blocks: Cidr[];
}

const TIERS = [
  { name: 'public', prop: 'publicCidrs', subnetType: ec2.SubnetType.PUBLIC },
  { name: 'private', prop: 'privateCidrs', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
  { name: 'isolated', prop: 'isolatedCidrs', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
] as const;

/**
 * Bits of the VPC's block that number the tiers. Each tier owns a quarter of the block and keeps it whatever becomes of the
 * others; the last quarter stays free.
 */
const TIER_BITS = 2;

/** The address plan of a network: the exact blocks that were asked for, computed ones for the rest. */
export class SubnetPlan implements ec2.IIpAddresses {
  private readonly vpc: Cidr;
  private readonly tiers: Tier[];

  constructor(scope: IConstruct, cidr: string, exact: SubnetOptions, zones: number) {
    this.vpc = Cidr.parse(scope, 'cidr', cidr);
    this.tiers = TIERS.map((tier, index) => ({
      ...tier,
      blocks: exact[tier.prop]?.map((text) => Cidr.parse(scope, tier.prop, text)) ?? this.quarter(scope, index, zones),
    }));
    if (this.subnetTypes.length === 0) refuse(scope, 'subnets leaves every tier out, need at least one');
    this.tiers.forEach((tier) => this.check(scope, tier, zones));
  }

  /** Kinds of subnets that the network has. */
  public get subnetTypes(): ec2.SubnetType[] {
    return this.tiers.filter(({ blocks }) => blocks.length > 0).map(({ subnetType }) => subnetType);
  }

  /**
   *
   */
  /** Whether the network has subnets of a kind. */
  public has(subnetType: ec2.SubnetType): boolean {
    return this.subnetTypes.includes(subnetType);
  }

  /** Subnet groups of the tiers that the network has. */
  public get subnetConfiguration(): ec2.SubnetConfiguration[] {
    return this.tiers.filter(({ subnetType }) => this.has(subnetType)).map(({ name, subnetType }) => ({
      name,
      subnetType,
      mapPublicIpOnLaunch: subnetType === ec2.SubnetType.PUBLIC ? false : undefined,
    }));
  }

  /**
   *
   */
  /** The VPC's own block, for `ec2.Vpc`. */
  public allocateVpcCidr(): ec2.VpcIpamOptions {
    return { cidrBlock: this.vpc.toString() };
  }

  /** The subnets' blocks, for `ec2.Vpc`: it asks for tier after tier, and in each for zone after zone. */
  /**
   *
   */
  public allocateSubnetsCidr(): ec2.SubnetIpamOptions {
    return { allocatedSubnets: this.tiers.flatMap(({ blocks }) => blocks.map((block) => ({ cidr: block.toString() }))) };
  }

  /** A tier's quarter, cut for four zones, or for eight where there are more: a zone that is added moves no subnet. */
  private quarter(scope: IConstruct, tier: number, zones: number): Cidr[] {
    const zoneBits = zones > 4 ? 3 : 2;
    const prefix = this.vpc.prefix + TIER_BITS + zoneBits;
    if (prefix > SMALLEST_PREFIX) {
      refuse(scope, `cidr is '${this.vpc}', too small for subnets of /${SMALLEST_PREFIX} in ${zones} availability zones, `
        + `need /${SMALLEST_PREFIX - TIER_BITS - zoneBits} or larger, or exact CIDRs for every tier`);
    }
    return Array.from({ length: zones }, (_, zone) => this.vpc.part(prefix, tier * 2 ** zoneBits + zone));
  }

  private check(scope: IConstruct, { prop, blocks }: Tier, zones: number) {
    if (blocks.length !== 0 && blocks.length !== zones) {
      refuse(scope, `${prop} has ${blocks.length} CIDRs for ${zones} availability zones, need one for each`);
    }
    for (const block of blocks) {
      if (!this.vpc.contains(block)) refuse(scope, `${prop} has ${block}, need a block within the VPC's ${this.vpc}`);
      const others = this.tiers.flatMap((tier) => tier.blocks.map((other) => ({ prop: tier.prop, other }))).filter(({ other }) => other !== block);
      const overlapping = others.find(({ other }) => other.overlaps(block));
      if (overlapping) {
        refuse(scope, `${prop} has ${block}, which overlaps ${overlapping.other} of ${overlapping.prop}, need blocks that do not overlap`);
      }
    }
  }
}
