import { unknownClients } from './entrances';
import { awsService, End, INTERNET, isResource } from './flow-book';
import { Fronts } from './security-groups';
import { Sources } from './sources';
import { AWS_CALL, encryptionOf, portOf } from './wire';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { isOfAws, redirectOf, transportOf, transportOfListener, transportOfTargets } from '../crypto/transport';

/** A target group with the load balancers that forward to it and the components that it has as targets. */
interface Forwarding {
  readonly group: RenderedResource;
  readonly balancers: readonly RenderedResource[];
  readonly targets: readonly RenderedResource[];
  readonly openedBy: readonly RenderedResource[];
}

/** Listeners and target groups. */
export class LoadBalancing {
  private readonly listeners: RenderedResource[];
  private readonly forwardings: Forwarding[];

  constructor(private readonly sources: Sources) {
    const { references } = sources;
    this.listeners = references.all('AWS::ElasticLoadBalancingV2::Listener');
    const rules = references.all('AWS::ElasticLoadBalancingV2::ListenerRule');
    const targets = targetsOf(sources);
    this.forwardings = references.all('AWS::ElasticLoadBalancingV2::TargetGroup').map((group) => {
      const openedBy = [...this.listeners, ...rules]
        .filter((one) => references.in(one.properties.DefaultActions ?? one.properties.Actions, one).includes(group));
      return {
        group,
        openedBy: [...openedBy, group],
        targets: targets.get(group) ?? [],
        balancers: [...new Set(openedBy.flatMap((one) => references.componentOf(one) ?? []))],
      };
    });
  }

  /** What a listener or a target group says about connections that a security group admits. */
  public readonly fronts: Fronts = (from, to, port) => {
    const listener = this.listeners.find((one) => this.balancerOf(one) === to && Number(one.properties.Port) === port);
    if (listener) return { transport: transportOfListener(listener), openedBy: [listener], why: redirectWhy(listener) };
    const forwarding = this.forwardings.find(({ balancers, targets, group }) => targets.includes(to)
      && from.some((end) => isResource(end) && balancers.includes(end))
      && Number(group.properties.Port) === port);
    return forwarding && { transport: transportOfTargets(forwarding.group), openedBy: forwarding.openedBy };
  };

  /** Adds listeners and target groups that no rule of a security group in the templates concerns. */
  public addOthers(): void {
    const { book, placement } = this.sources;
    for (const listener of this.listeners) {
      const balancer = this.balancerOf(listener);
      if (!balancer || book.isOpenedBy(listener)) continue;
      const ports = portOf(listener.properties.Port);
      const listening = {
        kind: 'network' as const,
        to: [balancer],
        protocol: protocolOf(listener),
        ports,
        ...encryptionOf(transportOfListener(listener)),
        why: redirectWhy(listener) ?? 'Listener of the load balancer',
        openedBy: [listener],
      };
      // Rules for a range of ports, or for ports that the templates do not show.
      const admitting = book.admitting(balancer, listening.protocol, ports);
      for (const { from, blockedBy } of admitting) book.add({ ...listening, from, blockedBy });
      if (admitting.length > 0) continue;
      const hasGroups = placement.groupsOf(balancer).length + placement.otherGroupsOf(balancer).length > 0;
      book.add({ ...listening, from: [this.clientsOf(balancer)], blockedBy: hasGroups ? 'no rule of a security group in the templates admits the port' : undefined });
    }
    for (const { group, balancers, targets, openedBy } of this.forwardings) {
      const others = othersOf(group, this.sources);
      book.add({ ...forwarded(group), from: balancers, to: others, openedBy });
      if (!book.isOpenedBy(group)) book.add({ ...forwarded(group), from: balancers, to: targets, openedBy });
    }
  }

  private clientsOf(balancer: RenderedResource): End {
    const isPublic = this.sources.routes.isPublic(balancer);
    if (isPublic !== false) return isPublic ? INTERNET : unknownClients(balancer);
    return this.sources.placement.vpcOf(balancer) ?? { kind: 'address range', name: 'VPC', purpose: 'Network that is not in the templates' };
  }

  private balancerOf(listener: RenderedResource): RenderedResource | undefined {
    return this.sources.references.componentOf(listener);
  }
}

/** Connections to function URLs, and to services through VPC endpoints. */
export function frontFlows({ references, book, components, routes, placement }: Sources): void {
  for (const url of references.all('AWS::Lambda::Url')) {
    const [target] = references.components(url.properties.TargetFunctionArn, url);
    if (target) book.add({ kind: 'request', from: [INTERNET], to: [target], ...AWS_CALL, why: `Function URL, authorization ${textOf(url.properties.AuthType)}`, openedBy: [url] });
  }
  for (const endpoint of references.all('AWS::EC2::VPCEndpoint')) {
    const { VpcEndpointType: type = 'Gateway', ServiceName, ResourceConfigurationArn, ServiceNetworkArn } = endpoint.properties;
    const name = ServiceName ?? ResourceConfigurationArn ?? ServiceNetworkArn;
    const service = references.text(name, endpoint);
    const isAws = isOfAws(service);
    const isGateway = type === 'Gateway';
    const [own] = isAws ? [] : references.components(name, endpoint).filter((one) => one !== endpoint);
    const subnets = isGateway ? routes.subnetsOfEndpoint(endpoint).filter((subnet) => components.has(subnet)) : [];
    const vpc = placement.vpcOf(endpoint);
    book.add({
      kind: 'network',
      from: !isGateway ? [endpoint] : subnets.length || !vpc ? subnets : [vpc],
      to: [isAws ? awsService(service) : own ?? { kind: 'endpoint', name: service, purpose: 'Endpoint service of others', isThirdParty: true }],
      protocol: 'TCP',
      ports: isGateway ? '80, 443' : isAws ? '443' : 'not determined',
      ...encryptionOf(transportOf(endpoint, references)),
      why: `${isUnresolved(type) ? 'VPC' : textOf(type)} endpoint`,
      openedBy: [endpoint],
      via: isGateway ? [endpoint] : [],
    });
  }
}

function forwarded(group: RenderedResource) {
  const { Protocol, Port, TargetType } = group.properties;
  return {
    kind: 'request' as const,
    // A target group of a function has no protocol.
    protocol: isUnresolved(Protocol) ? 'not determined' : textOf(Protocol ?? (TargetType === 'lambda' ? 'HTTPS' : 'not determined')).replace('_', ', '),
    ...(given(Port) && { ports: portOf(Port) }),
    ...encryptionOf(transportOfTargets(group)),
    why: 'Load balancer to target',
  };
}

/** Targets of a group that are not in the templates. */
function othersOf(group: RenderedResource, { references }: Sources): End[] {
  return listOf(group.properties.Targets).map((target) => target?.Id).filter((id) => given(id) && references.in(id, group).length === 0)
    .map((id): End => ({ kind: 'resource', name: references.text(id, group), purpose: 'Target of a load balancer that is not in the templates' }));
}

// TCP_UDP listens with both. Source: AWS::ElasticLoadBalancingV2::Listener, property Protocol.
function protocolOf({ properties: { Protocol } }: RenderedResource): string {
  if (isUnresolved(Protocol)) return 'not determined';
  return given(Protocol) && !/^(HTTPS?|TLS)$/.test(Protocol) ? textOf(Protocol).replace('_', ', ') : 'TCP';
}

function redirectWhy(listener: RenderedResource): string | undefined {
  const redirect = redirectOf(listener);
  return redirect && `Listener of the load balancer, which ${redirect}`;
}

/** Targets of target groups: services, groups of instances, and what the target group lists. */
function targetsOf({ references }: Sources): Map<RenderedResource, RenderedResource[]> {
  const targets = new Map<RenderedResource, RenderedResource[]>();
  const add = (group: Json, from: RenderedResource, found: readonly RenderedResource[]) => {
    for (const one of references.in(group, from)) targets.set(one, [...targets.get(one) ?? [], ...found]);
  };
  for (const service of references.all('AWS::ECS::Service')) add(listOf(service.properties.LoadBalancers).map(({ TargetGroupArn }) => TargetGroupArn), service, [service]);
  for (const group of references.all('AWS::AutoScaling::AutoScalingGroup')) add(group.properties.TargetGroupARNs, group, [group]);
  for (const group of references.all('AWS::ElasticLoadBalancingV2::TargetGroup')) {
    const listed = listOf(group.properties.Targets).flatMap(({ Id }) => references.components(Id, group));
    if (listed.length > 0) targets.set(group, [...targets.get(group) ?? [], ...listed]);
  }
  return targets;
}
