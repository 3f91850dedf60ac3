import { Token } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { refuse } from '../../core/validation';

/** Largest and smallest IPv4 block of a VPC and of a subnet (Amazon VPC User Guide, VPC CIDR blocks and Subnet CIDR blocks). */
const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

/** An IPv4 address block that a VPC or a subnet may have. */
export class Cidr {
  /** Reads a block; refuses one that AWS would refuse, or would quietly turn into another. */
  public static parse(scope: IConstruct, prop: string, text: string): Cidr {
    if (Token.isUnresolved(text)) refuse(scope, `${prop} is a token, need a literal CIDR: overlaps are found at synth`);
    const [, address, prefix] = /^((?:\d{1,3}\.){3}\d{1,3})\/(\d{1,2})$/.exec(text) ?? [];
    const octets = (address ?? '').split('.').map(Number);
    if (!address || octets.some((octet) => octet > 255)) refuse(scope, `${prop} is '${text}', need an IPv4 CIDR such as 10.0.0.0/16`);
    if (Number(prefix) < LARGEST_PREFIX || Number(prefix) > SMALLEST_PREFIX) {
      refuse(scope, `${prop} is '${text}', need a prefix from /${LARGEST_PREFIX} to /${SMALLEST_PREFIX}`);
    }
    const given = octets.reduce((number, octet) => number * 256 + octet, 0);
    const cidr = new Cidr(given - given % 2 ** (32 - Number(prefix)), Number(prefix));
    if (cidr.first !== given) refuse(scope, `${prop} is '${text}', need the first address of its block: ${cidr}`);
    return cidr;
  }

  private constructor(private readonly first: number, public readonly prefix: number) {}

  /** The nth block of `prefix` within this one. */
  public part(prefix: number, index: number): Cidr {
    return new Cidr(this.first + index * 2 ** (32 - prefix), prefix);
  }

  /**
   *
   */
  /** Whether the whole of another block lies in this one. */
  public contains(other: Cidr): boolean {
    return other.first >= this.first && other.end <= this.end;
  }

  /**
   *
   */
  /** Whether they share an address. */
  public overlaps(other: Cidr): boolean {
    return this.first < other.end && other.first < this.end;
  }

  /**
   *
   */
  /** As AWS writes it. */
  public toString(): string {
    return `${[24, 16, 8, 0].map((shift) => Math.floor(this.first / 2 ** shift) % 256).join('.')}/${this.prefix}`;
  }

  private get end(): number {
    return this.first + 2 ** (32 - this.prefix);
  }
}
