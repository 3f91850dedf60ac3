import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { Json, RenderedResource } from '../../rendered';
import { References } from '../inventory/references';

/** A rule of a security group. */
export interface Rule {
  readonly group: RenderedResource;
  /** Resource of the rule: the group itself for a rule in its list. */
  readonly opening: RenderedResource;
  readonly properties: Json;
  readonly protocol: string;
  readonly from: number | undefined;
  readonly to: number | undefined;
  readonly description: string;
  /** Security group at the other end, if it is in the templates. */
  readonly peer?: RenderedResource;
}

export interface GroupRules {
  readonly ingress: readonly Rule[];
  readonly egress: readonly Rule[];
  /** Whether the group has the rule that Amazon EC2 creates: egress to everywhere. */
  readonly hasDefaultEgress: boolean;
}

const PROTOCOLS: Readonly<Record<string, string>> = { '-1': 'all', '6': 'TCP', '17': 'UDP', '1': 'ICMP', '58': 'ICMPv6', 'icmpv6': 'ICMPv6' };
// Rules that match nothing: CDK writes the first to remove the default egress rule, the AWS documentation the second.
const NOWHERE = ['255.255.255.255/32', '127.0.0.1/32'];

/** Rules of all security groups: those in their lists, and those that are resources. */
export function rulesOf(references: References): ReadonlyMap<RenderedResource, GroupRules> {
  const rules = new Map(references.all('AWS::EC2::SecurityGroup').map((group) => [group, {
    ingress: listOf(group.properties.SecurityGroupIngress).map((rule) => ruleOf(group, group, rule, rule.SourceSecurityGroupId, references)),
    egress: listOf(group.properties.SecurityGroupEgress).map((rule) => ruleOf(group, group, rule, rule.DestinationSecurityGroupId, references)),
  }]));
  for (const rule of references.all('AWS::EC2::SecurityGroupIngress')) {
    const group = references.one(rule.properties.GroupId, rule);
    if (group) rules.get(group)?.ingress.push(ruleOf(group, rule, rule.properties, rule.properties.SourceSecurityGroupId, references));
  }
  for (const rule of references.all('AWS::EC2::SecurityGroupEgress')) {
    const group = references.one(rule.properties.GroupId, rule);
    if (group) rules.get(group)?.egress.push(ruleOf(group, rule, rule.properties, rule.properties.DestinationSecurityGroupId, references));
  }
  // "The default rule is removed only when you specify one or more egress rules." Source: AWS::EC2::SecurityGroup, example "Remove the default rule".
  return new Map([...rules].map(([group, { ingress, egress }]) => [group, {
    ingress: ingress.filter(leadsSomewhere), egress: egress.filter(leadsSomewhere), hasDefaultEgress: egress.length === 0,
  }]));
}

/** Whether an egress rule covers the protocol and a port of an ingress rule. */
export function overlaps(a: Pick<Rule, 'protocol' | 'from' | 'to'>, b: Pick<Rule, 'protocol' | 'from' | 'to'>): boolean {
  if (a.protocol === 'all' || b.protocol === 'all') return true;
  if (a.protocol !== b.protocol) return false;
  if (a.from === undefined || a.to === undefined || b.from === undefined || b.to === undefined) return true;
  return a.from <= b.to && b.from <= a.to;
}

/** Ports of a rule: `443`, `1024-65535`, `all`; `not determined` where a deployment decides. */
export function portsOf({ protocol, from, to, properties }: Rule): string {
  if ([[properties.FromPort, from], [properties.ToPort, to]].some(([port, known]) => known === undefined && given(port))) return 'not determined';
  if (protocol === 'all' || from === undefined || from === -1 || (from === 0 && to === 65535)) return 'all';
  return to === undefined || from === to ? String(from) : `${from}-${to}`;
}

function leadsSomewhere({ properties: { CidrIp } }: Rule): boolean {
  return !NOWHERE.includes(CidrIp);
}

// A rule that names the port of the endpoint of a database or a cache has the port that the template gives it. Without one, the engine decides.
function portOf(value: Json, opening: RenderedResource, references: References): Json {
  const attribute = isUnresolved(value) ? listOf(value?.['Fn::GetAtt']).join('.') : '';
  return /Endpoint\.Port$/i.test(attribute) ? references.one(value, opening)?.properties.Port : value;
}

function ruleOf(group: RenderedResource, opening: RenderedResource, properties: Json, peer: Json, references: References): Rule {
  const protocol = String(properties.IpProtocol);
  const number = (value: Json) => {
    const port = portOf(value, opening, references);
    return given(port) && !isUnresolved(port) ? Number(port) : undefined;
  };
  return {
    group,
    opening,
    properties,
    protocol: isUnresolved(properties.IpProtocol) ? 'not determined' : PROTOCOLS[protocol] ?? protocol.toUpperCase(),
    from: number(properties.FromPort),
    to: number(properties.ToPort),
    description: typeof properties.Description === 'string' ? properties.Description : '',
    peer: given(peer) ? references.in(peer, opening).find(({ type }) => type === 'AWS::EC2::SecurityGroup') : undefined,
  };
}
