import { isWorld } from './cidr';
import { anyValue, given, isUnresolved, listOf, shown } from './intrinsics';
import { fails, HOLDS, Outcome, undecided, unknown } from './outcome';
import { Json, RenderedTemplate } from '../rendered';

/** Fails if an egress rule allows every protocol, or every port of TCP or UDP, to the internet. */
export function reachesWorld(template: RenderedTemplate, rules: readonly Json[]): Outcome {
  return eachOpenRuleOf(template, rules, ({ protocol, from, to }) => protocol === '-1' || (from === 0 || from === 1) && to === 65535 ? 'every port' : undefined);
}

/** Fails if a security group rule opens one of the TCP ports to the internet. */
export function openPorts(template: RenderedTemplate, properties: Json, ports: readonly number[]): Outcome {
  return eachOpenRule(template, properties, ({ from, to }) => {
    const open = ports.filter((port) => from <= port && port <= to);
    return open.length ? `port ${open.join(', ')}` : undefined;
  }, ['tcp', '6', '-1']);
}

/** Fails if a security group rule opens anything other than these TCP ports to the internet. */
export function opensToWorld(template: RenderedTemplate, properties: Json, authorized: readonly number[]): Outcome {
  return eachOpenRule(template, properties, ({ protocol, from, to }) => {
    const isAuthorized = (protocol === 'tcp' || protocol === '6') && from === to && authorized.includes(from);
    if (isAuthorized) return undefined;
    if (protocol === '-1') return 'every port';
    return `${protocol} ${from === to ? from : `${from}–${to}`}`;
  });
}

interface OpenRule {
  readonly protocol: string;
  readonly from: number;
  readonly to: number;
}

function eachOpenRule(
  template: RenderedTemplate, properties: Json, excess: (rule: OpenRule) => string | undefined, protocols?: readonly string[],
): Outcome {
  // An ingress rule resource has the properties that a security group has in a list.
  const rules = given(properties.IpProtocol) ? [properties] : listOf(properties.SecurityGroupIngress);
  return eachOpenRuleOf(template, rules, excess, protocols);
}

function eachOpenRuleOf(
  template: RenderedTemplate, rules: readonly Json[], excess: (rule: OpenRule) => string | undefined, protocols?: readonly string[],
): Outcome {
  let left: Outcome | undefined;
  for (const { CidrIp, CidrIpv6, SourcePrefixListId, DestinationPrefixListId, IpProtocol, FromPort, ToPort } of rules) {
    const ignore = (...values: Json[]) => values.forEach(anyValue);
    const isKnown = ![IpProtocol, FromPort, ToPort].some(isUnresolved);
    const isOther = protocols && !isUnresolved(IpProtocol) && !protocols.includes(String(IpProtocol).toLowerCase());
    const odd = [FromPort, ToPort].find((number) => given(number) && !isUnresolved(number) && Number.isNaN(Number(number)));
    if (!isOther && odd !== undefined) {
      left ??= undecided(`a port of a rule is ${shown(odd)}, must be a number`);
      continue;
    }
    // A rule for other protocols or ports, whatever its range.
    if (isOther || isKnown && !excess({ protocol: String(IpProtocol), ...range(String(IpProtocol), FromPort, ToPort) })) {
      ignore(CidrIp, CidrIpv6, SourcePrefixListId, DestinationPrefixListId, FromPort, ToPort);
      continue;
    }
    const [list] = [SourcePrefixListId, DestinationPrefixListId].map(anyValue).filter(given);
    const entries = given(list) ? entriesOf(template, list) : [];
    const ranges = [CidrIp, CidrIpv6, ...entries ?? []];
    const world = ranges.find(isWorld);
    const anywhere = ranges.find((cidr) => given(cidr) && isUnresolved(cidr) && !isOfNetwork(template, cidr));
    const port = [FromPort, ToPort].find((number) => isUnresolved(number));
    if (anywhere) left ??= unknown('the range of a rule', anywhere);
    if (world && port) left ??= unknown('a port open to the world', port);
    // A narrow range, whatever its protocol and ports.
    if (!world && !anywhere && entries) ignore(IpProtocol, FromPort, ToPort);
    if (!world && entries || port) continue;
    const open = excess({ protocol: String(IpProtocol), ...range(String(IpProtocol), FromPort, ToPort) });
    if (open && !world) left ??= undecided(`${open} is open to prefix list ${shown(list)}, whose entries are not in the templates`);
    if (open && world) return fails(`${open} is open to ${world}, must be restricted to a narrower range`);
  }
  return left ?? HOLDS;
}

// The ranges of a prefix list, where a template has it.
function entriesOf(template: RenderedTemplate, list: Json): Json[] | undefined {
  const found = template.referenced(list);
  return found?.type === 'AWS::EC2::PrefixList' ? listOf(found.properties.Entries).map((entry) => entry.Cidr) : undefined;
}

// An attribute of a resource of Amazon EC2, for example the CIDR of a VPC or the address of an instance, is never the whole internet.
function isOfNetwork(template: RenderedTemplate, cidr: Json): boolean {
  return given(cidr['Fn::GetAtt']) && template.referenced(cidr)?.type.startsWith('AWS::EC2::') === true || isBlockOfNetwork(template, cidr);
}

// Amazon EC2 refuses blocks of a VPC or a subnet that are larger than /16 (Amazon EC2 API Reference, CreateVpc).
function isBlockOfNetwork(template: RenderedTemplate, cidr: Json): boolean {
  const isBlock = ['AWS::EC2::VPC', 'AWS::EC2::Subnet', 'AWS::EC2::VPCCidrBlock'].flatMap((type) => template.ofType(type))
    .some((network) => JSON.stringify(template.asWritten(network).CidrBlock) === JSON.stringify(cidr));
  if (isBlock) anyValue(cidr);
  return isBlock;
}

function range(protocol: string, from: Json, to: Json): { from: number; to: number } {
  return protocol === '-1' || Number(from) === -1
    ? { from: 0, to: 65535 }
    : { from: Number(from ?? 0), to: Number(to ?? from ?? 65535) };
}
