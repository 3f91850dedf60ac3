import { End, INTERNET, isResource, OutsideParty } from './flow-book';
import { GroupRules, overlaps, portsOf, Rule, rulesOf } from './rules';
import { Sources } from './sources';
import { isOtherAccount } from './wire';
import { isPrivate, isWorld } from '../../predicates/cidr';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { Transport } from '../crypto/protection';
import { transportOf } from '../crypto/transport';

/** Protection of a connection between components, where the target does not show it. */
export type Fronts = (from: readonly End[], to: RenderedResource, protocol: string, port: number | undefined) => Front | undefined;

interface Front {
  readonly transport: Transport;
  readonly openedBy: readonly RenderedResource[];
  /** What the front does with the connection, besides the description of the rule. Omitted where it forwards. */
  readonly why?: string;
}

type Protection = Omit<Front, 'transport'> & { readonly transport: Pick<Transport, 'encryption' | 'by'> };

interface Network extends Sources {
  readonly fronts: Fronts;
  readonly rules: ReadonlyMap<RenderedResource, GroupRules>;
}

/** Connections that security groups let pass. */
export function securityGroupFlows(sources: Sources, fronts: Fronts): void {
  const network = { ...sources, fronts, rules: rulesOf(sources.references) };
  for (const [group, { ingress, egress, hasDefaultEgress }] of network.rules) {
    ingress.forEach((rule) => addIngress(network, rule));
    egress.forEach((rule) => addEgress(network, rule));
    if (hasDefaultEgress) addDefaultEgress(network, group);
  }
  addOtherGroups(network);
}

function addIngress(network: Network, rule: Rule) {
  const targets = endsOf(network, rule.group);
  if (rule.peer) {
    const answer = egressTo(network, rule.peer, rule);
    add(network, rule, endsOf(network, rule.peer), targets, answer ? { answers: answer } : { blockedBy: `${rule.peer.logicalId} has no egress rule for it` });
    return;
  }
  const other = otherEnd(network, rule, rule.properties.SourceSecurityGroupId, rule.properties.SourcePrefixListId);
  if (other !== INTERNET) {
    add(network, rule, [other], targets);
    return;
  }
  // Resources without a public address are reached from inside their VPC.
  for (const isPublic of [true, false]) {
    const reached = targets.filter((target) => (network.routes.isPublic(target) ?? true) === isPublic);
    for (const from of isPublic ? [INTERNET] : vpcsOf(network, reached)) {
      const acl = isPublic && reached.length === 1 ? network.routes.aclAgainstInternet(reached[0], false) : undefined;
      add(network, rule, [from], reached, { blockedBy: acl && `${acl.logicalId} has no entry that admits it` });
    }
  }
}

function addEgress(network: Network, rule: Rule) {
  const senders = endsOf(network, rule.group);
  const { peer } = rule;
  if (peer) {
    const answers = network.rules.get(peer)?.ingress.filter((ingress) => overlaps(ingress, rule)) ?? [];
    // The ingress rule of the other group adds the connection, with this rule.
    if (answers.some((ingress) => ingress.peer === rule.group)) return;
    const ranges = answers.filter((ingress) => coversVpc(network, ingress));
    add(network, rule, senders, endsOf(network, peer), ranges.length
      ? { answers: ranges.map(({ opening }) => opening) }
      : { blockedBy: `${peer.logicalId} has no ingress rule for it` });
    return;
  }
  const other = otherEnd(network, rule, rule.properties.DestinationSecurityGroupId, rule.properties.DestinationPrefixListId);
  if (other === INTERNET) {addToInternet(network, rule, senders);} else {
    const via = given(rule.properties.DestinationPrefixListId) ? senders.flatMap((sender) => network.routes.gatewayEndpoints(sender)) : [];
    add(network, rule, senders, [other], { via: [...new Set(via)] });
  }
}

// Components of a group can have different routes.
function addToInternet(network: Network, rule: Rule, senders: readonly RenderedResource[]) {
  const byRoute = new Map<string, { gateways: RenderedResource[] | undefined; senders: RenderedResource[] }>();
  for (const sender of senders) {
    const gateways = network.routes.toInternet(sender);
    const key = gateways?.map(({ logicalId }) => logicalId).join() ?? '?';
    byRoute.set(key, { gateways, senders: [...byRoute.get(key)?.senders ?? [], sender] });
  }
  for (const { gateways, senders: alike } of byRoute.values()) {
    if (gateways?.length === 0) {
      for (const vpc of vpcsOf(network, alike)) add(network, rule, alike, [vpc]);
      continue;
    }
    const acl = network.routes.aclAgainstInternet(alike[0], true);
    add(network, rule, alike, [INTERNET], { blockedBy: acl && `${acl.logicalId} has no entry that admits it`, via: gateways });
  }
}

function addDefaultEgress(network: Network, group: RenderedResource) {
  const rule: Rule = { group, opening: group, properties: {}, protocol: 'all', from: undefined, to: undefined, description: 'Egress rule that Amazon EC2 creates by default' };
  // A group that no component uses sends nothing.
  if (network.placement.membersOf(group, network.components.resources).length > 0) addToInternet(network, rule, endsOf(network, group));
}

// Rules of groups outside the templates are not known.
function addOtherGroups({ book, components, placement }: Network) {
  for (const component of components.resources) {
    for (const name of placement.otherGroupsOf(component)) {
      const party: OutsideParty = { kind: 'security group', name, purpose: 'Security group whose rules are not in the templates', isUnknown: true };
      book.add({
        kind: 'network',
        from: [party],
        to: [component],
        protocol: 'not determined',
        ports: 'not determined',
        encryption: 'not determined',
        encryptedBy: 'the rules of the security group are not in the templates',
        why: 'not determined',
        openedBy: [component],
      });
    }
  }
}

interface Extra {
  /** Rules at the other end. */
  readonly answers?: readonly RenderedResource[];
  readonly blockedBy?: string;
  readonly via?: readonly RenderedResource[];
}

function add(network: Network, rule: Rule, from: readonly End[], to: readonly End[], { answers = [], blockedBy, via = [] }: Extra = {}) {
  if (from.length === 0 || to.length === 0) return;
  const ports = portsOf(rule);
  const found = to.map((end) => isResource(end) ? protectionOf(network, from, end, rule) : outside(rule));
  const encryptions = new Set(found.map(({ transport }) => transport.encryption));
  const [first] = found;
  network.book.add({
    kind: 'network',
    from,
    to,
    protocol: rule.protocol,
    ports,
    encryption: encryptions.size === 1 ? first.transport.encryption : 'not determined',
    encryptedBy: [...new Set(found.map(({ transport }) => transport.by))].join('; '),
    why: [...new Set([rule.description, ...found.flatMap(({ why }) => why ?? [])])].filter(Boolean).join('; '),
    openedBy: [rule.opening, ...answers, ...found.flatMap(({ openedBy }) => openedBy)],
    via,
    blockedBy,
  });
}

function protectionOf(network: Network, from: readonly End[], to: RenderedResource, rule: Rule): Protection {
  const front = network.fronts(from, to, rule.protocol, rule.from === rule.to ? rule.from : undefined);
  if (front) return front;
  const transport = (brokersOnly(to, rule) ? transportOf(to, network.references) : OTHER_PORTS) ?? { encryption: 'not determined' as const, by: 'the protocol on the port is that of the application' };
  return { transport, openedBy: [] };
}

const OTHER_PORTS = { encryption: 'not determined', by: 'Apache ZooKeeper and monitoring have ports and protocols of their own' } as const;

// Ports of brokers. Source: Amazon MSK Developer Guide, "Port information".
function brokersOnly({ type }: RenderedResource, { from, to }: Rule): boolean {
  return type !== 'AWS::MSK::Cluster' || (Number(from) >= 9092 && Number(to) <= 9198);
}

function outside({ to }: Rule): Protection {
  const by = to === 443 ? 'the client decides; port 443 is registered for HTTPS' : 'the client decides';
  return { transport: { encryption: 'not determined', by }, openedBy: [] };
}

/** Egress rules of a group for an ingress rule; those that name its group, if there are any. Undefined without a rule. */
function egressTo(network: Network, peer: RenderedResource, ingress: Rule): RenderedResource[] | undefined {
  const { rules } = network;
  const { egress = [], hasDefaultEgress = false } = rules.get(peer) ?? {};
  const able = egress.filter((rule) => overlaps(rule, ingress));
  const named = able.filter((rule) => rule.peer === ingress.group);
  if (named.length > 0) return named.map(({ opening }) => opening);
  const ranges = able.filter((rule) => coversVpc(network, rule));
  if (ranges.length > 0) return ranges.map(({ opening }) => opening);
  return hasDefaultEgress || !rules.has(peer) ? [] : undefined;
}

// A rule for all addresses or for those of the VPC. Whether a narrower range has the addresses of a group is not known before a deployment.
function coversVpc(network: Network, rule: Rule): boolean {
  const range = rule.properties.CidrIp ?? rule.properties.CidrIpv6;
  if (rule.peer || !given(range)) return false;
  const end = otherEnd(network, rule, undefined, undefined);
  return end === INTERNET || isResource(end);
}

function endsOf({ placement, components }: Network, group: RenderedResource): RenderedResource[] {
  const members = placement.membersOf(group, components.resources);
  return members.length > 0 ? members : [group];
}

function vpcsOf({ placement }: Network, components: readonly RenderedResource[]): End[] {
  if (components.length === 0) return [];
  const vpcs = [...new Set(components.flatMap((component) => placement.vpcOf(component) ?? []))];
  return vpcs.length > 0 ? vpcs : [{ kind: 'address range', name: 'VPC', purpose: 'Network that is not in the templates' }];
}

function otherEnd(network: Network, { properties, group, opening }: Rule, otherGroup: Json, prefixList: Json): End {
  if (given(otherGroup)) {
    const isThirdParty = isOtherAccount(properties.SourceSecurityGroupOwnerId, opening);
    return { kind: 'security group', name: textOf(otherGroup), purpose: `Security group ${isThirdParty ? 'of another account' : 'that is not in the templates'}`, isThirdParty };
  }
  if (given(prefixList)) return prefixListOf(network, prefixList, opening);
  const range = properties.CidrIp ?? properties.CidrIpv6;
  if (isWorld(range)) return INTERNET;
  const [vpc] = network.references.in(range, opening).filter(({ type }) => type === 'AWS::EC2::VPC');
  const own = network.placement.vpcOf(group);
  if (vpc) return vpc;
  if (own && !isUnresolved(range) && own.properties.CidrBlock === range) return own;
  return given(range)
    ? { kind: 'address range', name: textOf(range), purpose: 'Addresses that a rule of a security group names', isThirdParty: !isUnresolved(range) && !isPrivate(range), isUnknown: isUnresolved(range) }
    : { kind: 'unknown', name: `${opening.logicalId}`, purpose: 'A rule without a source or target that the templates show' };
}

// A list of the templates shows its ranges. One that AWS or the account maintains does not.
function prefixListOf({ references }: Network, list: Json, from: RenderedResource): OutsideParty {
  const [own] = references.in(list, from).filter(({ type }) => type === 'AWS::EC2::PrefixList');
  const ranges = listOf(own?.properties.Entries).map((entry) => entry?.Cidr);
  if (ranges.some(isWorld)) return INTERNET;
  return {
    kind: 'prefix list',
    name: textOf(list),
    purpose: own ? `Address ranges ${ranges.map(textOf).join(', ')}` : 'Address ranges that AWS or the account maintains',
    isUnknown: !own || ranges.length === 0 || ranges.some(isUnresolved),
  };
}
