import { IConstruct } from 'constructs';
import { mustBe, requireKnown } from '../../core/validation';

/** Netmask lengths of the largest and of the smallest IPv4 block of a VPC or subnet (Amazon VPC User Guide, VPC CIDR blocks; Subnet CIDR blocks). */
const LARGEST_PREFIX = 16;
export const SMALLEST_PREFIX = 28;

const OCTET = '(?:0|[1-9]\\d{0,2})';
const BLOCK = new RegExp(`^(${OCTET}(?:\\.${OCTET}){3})/(\\d{2})$`);

/**
 * Blocks that are neither private nor publicly routable, as those of a VPC must be (Amazon VPC User Guide, VPC CIDR blocks): this network, loopback, link-local,
 * multicast and reserved addresses (IANA IPv4 Special-Purpose Address Registry; IPv4 Multicast Address Space Registry). By their first octets.
 */
const WITHOUT_HOSTS: ReadonlyArray<{ readonly from: number; readonly to: number; readonly block: string }> = [
  { from: addressOf(0), to: addressOf(1), block: '0.0.0.0/8' },
  { from: addressOf(127), to: addressOf(128), block: '127.0.0.0/8' },
  { from: addressOf(169, 254), to: addressOf(169, 255), block: '169.254.0.0/16' },
  { from: addressOf(224), to: addressOf(240), block: '224.0.0.0/4' },
  { from: addressOf(240), to: addressOf(256), block: '240.0.0.0/4' },
];

/** An IPv4 address block of a VPC or subnet. */
export class Cidr {
  /** Parses a block. Refuses host bits too: Amazon EC2 clears them without an error, and two blocks could then overlap. */
  public static parse(scope: IConstruct, prop: string, text: string): Cidr {
    requireKnown(scope, prop, text);
    const [, address, length] = BLOCK.exec(text) ?? [];
    const octets = (address ?? '').split('.').map(Number);
    const prefix = Number(length);
    if (!address || octets.some((octet) => octet > 255) || prefix < LARGEST_PREFIX || prefix > SMALLEST_PREFIX) {
      mustBe(scope, prop, `an IPv4 CIDR block from /${LARGEST_PREFIX} to /${SMALLEST_PREFIX} such as 10.0.0.0/16`, text);
    }
    const given = octets.reduce((number, octet) => number * 256 + octet, 0);
    const cidr = new Cidr(given - given % 2 ** (32 - prefix), prefix);
    if (cidr.first !== given) mustBe(scope, prop, `the CIDR block without host bits, ${cidr}`, text);
    const special = WITHOUT_HOSTS.find(({ from, to }) => cidr.first >= from && cidr.first < to);
    if (special) mustBe(scope, prop, `an IPv4 CIDR block of addresses that hosts can have, not within ${special.block}`, text);
    return cidr;
  }

  private constructor(private readonly first: number, public readonly prefix: number) {}

  /** The block of `prefix` at a position within this block. */
  public part(prefix: number, index: number): Cidr {
    return new Cidr(this.first + index * 2 ** (32 - prefix), prefix);
  }

  /** Whether the other block is within this block. */
  public contains(other: Cidr): boolean {
    return other.first >= this.first && other.end <= this.end;
  }

  /** Whether the blocks share an address. */
  public overlaps(other: Cidr): boolean {
    return this.first < other.end && other.first < this.end;
  }

  /** CIDR notation, for example `10.0.0.0/16`. */
  public toString(): string {
    return `${[24, 16, 8, 0].map((shift) => Math.floor(this.first / 2 ** shift) % 256).join('.')}/${this.prefix}`;
  }

  /** The first address after the block. */
  private get end(): number {
    return this.first + 2 ** (32 - this.prefix);
  }
}

/** The first address with these octets. */
function addressOf(first: number, second = 0): number {
  return first * 2 ** 24 + second * 2 ** 16;
}
