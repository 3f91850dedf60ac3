import { isWorld } from './cidr';
import { given, isUnresolved, listOf } from './intrinsics';
import { fails, HOLDS, Outcome, unknown } from './outcome';
import { Json } from '../rendered';

/** Fails if an egress rule allows every protocol, or every port of TCP or UDP, to the internet. */
export function reachesWorld(rules: readonly Json[]): Outcome {
  return eachOpenRuleOf(rules, ({ protocol, from, to }) => protocol === '-1' || (from === 0 || from === 1) && to === 65535 ? 'every port' : undefined);
}

/** Fails if a security group rule opens one of the TCP ports to the internet. */
export function openPorts(properties: Json, ports: readonly number[]): Outcome {
  return eachOpenRule(properties, ({ from, to }) => {
    const open = ports.filter((port) => from <= port && port <= to);
    return open.length ? `port ${open.join(', ')}` : undefined;
  }, ['tcp', '6', '-1']);
}

/** Fails if a security group rule opens anything other than these TCP ports to the internet. */
export function opensToWorld(properties: Json, authorized: readonly number[]): Outcome {
  return eachOpenRule(properties, ({ protocol, from, to }) => {
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

function eachOpenRule(properties: Json, excess: (rule: OpenRule) => string | undefined, protocols?: readonly string[]): Outcome {
  // An ingress rule resource has the properties that a security group has in a list.
  return eachOpenRuleOf(given(properties.IpProtocol) ? [properties] : listOf(properties.SecurityGroupIngress), excess, protocols);
}

function eachOpenRuleOf(rules: readonly Json[], excess: (rule: OpenRule) => string | undefined, protocols?: readonly string[]): Outcome {
  let left: Outcome | undefined;
  for (const { CidrIp, CidrIpv6, IpProtocol, FromPort, ToPort } of rules) {
    if (protocols && !isUnresolved(IpProtocol) && !protocols.includes(String(IpProtocol).toLowerCase())) continue;
    const world = [CidrIp, CidrIpv6].find(isWorld);
    // An attribute of another resource, for example the CIDR of a VPC, is never the whole internet.
    const anywhere = [CidrIp, CidrIpv6].find((cidr) => given(cidr) && isUnresolved(cidr) && !given(cidr['Fn::GetAtt']));
    const port = [FromPort, ToPort].find((number) => isUnresolved(number));
    if (anywhere) left ??= unknown('the range of a rule', anywhere);
    if (world && port) left ??= unknown('a port open to the world', port);
    if (!world || port) continue;
    const open = excess({ protocol: String(IpProtocol), ...range(String(IpProtocol), FromPort, ToPort) });
    if (open) return fails(`${open} is open to ${world}, must be restricted to a narrower range`);
  }
  return left ?? HOLDS;
}

function range(protocol: string, from: Json, to: Json): { from: number; to: number } {
  return protocol === '-1' || Number(from) === -1
    ? { from: 0, to: 65535 }
    : { from: Number(from ?? 0), to: Number(to ?? from ?? 65535) };
}
