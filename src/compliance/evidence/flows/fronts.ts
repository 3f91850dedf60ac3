import { unknownClients } from './entrances';
import { awsService, End, INTERNET, isResource } from './flow-book';
import { Fronts } from './security-groups';
import { Sources } from './sources';
import { encryptionOf, portOf } from './wire';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { allowances, isAnyone, parsed } from '../../predicates/policy';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { ClassicListener, classicListeners, redirectOf, transportOfListener, transportOfTargets } from '../crypto/listeners';
import { Transport } from '../crypto/protection';
import { FUNCTION_URL, isOfAws, transportOf } from '../crypto/transport';
import { References } from '../inventory/references';

/** A target group with the load balancers that forward to it and the components that it has as targets. */
interface Forwarding {
  readonly group: RenderedResource;
  readonly balancers: readonly RenderedResource[];
  readonly targets: readonly Target[];
  readonly openedBy: readonly RenderedResource[];
}

/** A target of a target group, with the port that it is registered with. */
interface Target {
  readonly end: End;
  /** Omitted for a function. */
  readonly port?: string;
}

/** A listener of a load balancer. */
interface Listening {
  readonly balancer: RenderedResource;
  readonly opening: RenderedResource;
  readonly protocol: string;
  readonly port: Json;
  readonly transport: Transport;
  /** What it does instead of forwarding. */
  readonly why?: string;
}

const OTHER_NETWORK: End = { kind: 'address range', name: 'VPC', purpose: 'Network that is not in the templates' };

/** Listeners and target groups. */
export class LoadBalancing {
  private readonly listenings: Listening[];
  private readonly classic: ReadonlyArray<readonly [RenderedResource, ClassicListener]>;
  private readonly forwardings: Forwarding[];

  constructor(private readonly sources: Sources) {
    const { references } = sources;
    const listeners = references.all('AWS::ElasticLoadBalancingV2::Listener');
    this.classic = references.all('AWS::ElasticLoadBalancing::LoadBalancer')
      .flatMap((balancer) => classicListeners(balancer).map((listener) => [balancer, listener] as const));
    this.listenings = [
      ...listeners.flatMap((listener): Listening[] => {
        const balancer = references.componentOf(listener);
        const { Port: port } = listener.properties;
        const transport = transportOfListener(listener);
        return balancer ? [{ balancer, opening: listener, protocol: protocolOf(listener), port, transport, why: redirectWhy(listener) }] : [];
      }),
      ...this.classic.map(([balancer, { port, transport }]) => ({ balancer, opening: balancer, protocol: 'TCP', port, transport })),
    ];
    const rules = references.all('AWS::ElasticLoadBalancingV2::ListenerRule');
    const targets = targetsOf(sources);
    this.forwardings = references.all('AWS::ElasticLoadBalancingV2::TargetGroup').map((group) => {
      const openedBy = [...listeners, ...rules]
        .filter((one) => references.in(one.properties.DefaultActions ?? one.properties.Actions, one).includes(group));
      return {
        group,
        openedBy: [...openedBy, group],
        targets: [...targets.get(group) ?? [], ...listedIn(group, sources)],
        balancers: [...new Set(openedBy.flatMap((one) => references.componentOf(one) ?? []))],
      };
    });
  }

  /** What a listener or a target group says about connections that a security group admits. */
  public readonly fronts: Fronts = (from, to, protocol, port) => {
    const isOn = (protocols: string) => protocol === 'all' || protocols === 'not determined' || protocols.split(', ').includes(protocol);
    const listening = this.listenings.find((one) => one.balancer === to && Number(one.port) === port && isOn(one.protocol));
    if (listening) return { transport: listening.transport, openedBy: [listening.opening], why: listening.why };
    const forwarding = this.forwardings.find(({ balancers, targets }) => targets.some(({ end, port: own }) => end === to && Number(own) === port)
      && from.some((end) => isResource(end) && balancers.includes(end)));
    return forwarding && { transport: transportOfTargets(forwarding.group), openedBy: forwarding.openedBy };
  };

  /** Adds listeners and target groups that no rule of a security group in the templates concerns. */
  public addOthers(): void {
    const { book, placement } = this.sources;
    for (const { balancer, opening, protocol, port, transport, why = 'Listener of the load balancer' } of this.listenings) {
      const ports = portOf(port);
      if (book.reaches(balancer, opening, ports)) continue;
      const listening = { kind: 'network' as const, to: [balancer], protocol, ports, ...encryptionOf(transport), why, openedBy: [opening] };
      // Rules for a range of ports, or for ports that the templates do not show.
      const admitting = book.admitting(balancer, protocol, ports);
      for (const { from, blockedBy } of admitting) book.add({ ...listening, from, blockedBy });
      if (admitting.length > 0) continue;
      const hasGroups = placement.groupsOf(balancer).length + placement.otherGroupsOf(balancer).length > 0;
      book.add({ ...listening, from: [this.clientsOf(balancer)], blockedBy: hasGroups ? 'no rule of a security group in the templates admits the port' : undefined });
    }
    for (const [balancer, { targetPort, targetProtocol: protocol, targetTransport }] of this.classic) {
      const forward = { kind: 'request' as const, from: [balancer], protocol, ports: portOf(targetPort), ...encryptionOf(targetTransport), why: 'Load balancer to target' };
      for (const target of classicTargets(balancer, this.sources)) book.add({ ...forward, to: [target], openedBy: [balancer] });
    }
    for (const { group, balancers, targets, openedBy } of this.forwardings) {
      const others = targets.filter(({ end, port }) => !isResource(end) || port === undefined || !book.reaches(end, group, port));
      for (const isInTemplates of [true, false]) {
        for (const port of new Set(others.map((target) => target.port))) {
          const to = others.filter((target) => target.port === port && isResource(target.end) === isInTemplates).map(({ end }) => end);
          book.add({ ...forwarded(group), ...(port !== undefined && { ports: port }), from: balancers, to, openedBy });
        }
      }
    }
  }

  private clientsOf(balancer: RenderedResource): End {
    const isPublic = this.sources.routes.isPublic(balancer);
    if (isPublic !== false) return isPublic ? INTERNET : unknownClients(balancer);
    return this.sources.placement.vpcOf(balancer) ?? OTHER_NETWORK;
  }
}

/** Connections to function URLs, and to services through VPC endpoints. */
export function frontFlows({ references, book, components, routes, placement }: Sources): void {
  for (const url of references.all('AWS::Lambda::Url')) {
    const [target] = references.components(url.properties.TargetFunctionArn, url);
    if (target) book.add({ kind: 'request', from: [INTERNET], to: [target], protocol: 'HTTP, HTTPS', ports: '80, 443', ...encryptionOf(FUNCTION_URL), why: `Function URL, authorization ${textOf(url.properties.AuthType)}`, openedBy: [url] });
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
      from: !isGateway ? [endpoint] : subnets.length ? subnets : [vpc ?? OTHER_NETWORK],
      to: [isAws ? awsService(service) : own ?? { kind: 'endpoint', name: service, purpose: 'Endpoint service of others', isThirdParty: true }],
      protocol: 'TCP',
      ports: isGateway ? '80, 443' : isAws ? '443' : 'not determined',
      ...encryptionOf(transportOf(endpoint, references)),
      why: `${isUnresolved(type) ? 'VPC' : textOf(type)} endpoint${isAws ? `, ${endpointPolicy(endpoint)}` : ''}`,
      openedBy: [endpoint],
      via: isGateway ? [endpoint] : [],
    });
  }
}

function forwarded(group: RenderedResource) {
  const { Protocol, TargetType } = group.properties;
  return {
    kind: 'request' as const,
    // A target group of a function has no protocol.
    protocol: isUnresolved(Protocol) ? 'not determined' : textOf(Protocol ?? (TargetType === 'lambda' ? 'HTTPS' : 'not determined')).replace('_', ', '),
    ...encryptionOf(transportOfTargets(group)),
    why: 'Load balancer to target',
  };
}

/** Targets that a group lists. A target can have a port of its own. Source: AWS::ElasticLoadBalancingV2::TargetGroup TargetDescription, property Port. */
function listedIn(group: RenderedResource, { references }: Sources): Target[] {
  return listOf(group.properties.Targets).filter((target) => given(target?.Id)).flatMap(({ Id, Port }) => {
    const named = references.in(Id, group);
    const ends: End[] = named.length > 0 ? references.components(Id, group)
      : [{ kind: 'resource', name: references.text(Id, group), purpose: 'Target of a load balancer that is not in the templates' }];
    return ends.map((end) => ({ end, ...portOfGroup(group, Port) }));
  });
}

function portOfGroup({ properties }: RenderedResource, own?: Json): Pick<Target, 'port'> {
  const port: Json = own ?? properties.Port;
  return given(port) && properties.TargetType !== 'lambda' ? { port: portOf(port) } : {};
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

/** Instances of a Classic Load Balancer, and groups that register theirs with it. */
function classicTargets(balancer: RenderedResource, { references }: Sources): RenderedResource[] {
  const groups = references.all('AWS::AutoScaling::AutoScalingGroup').filter((group) => references.in(group.properties.LoadBalancerNames, group).includes(balancer));
  return [...references.components(balancer.properties.Instances, balancer), ...groups];
}

/** Services and groups of instances by the target groups that they register with. */
function targetsOf({ references }: Sources): Map<RenderedResource, Target[]> {
  const targets = new Map<RenderedResource, Target[]>();
  const add = (group: Json, from: RenderedResource, targetOf: (group: RenderedResource) => Target) => {
    for (const one of references.in(group, from)) targets.set(one, [...targets.get(one) ?? [], targetOf(one)]);
  };
  for (const service of references.all('AWS::ECS::Service')) {
    for (const entry of listOf(service.properties.LoadBalancers)) {
      add(entry.TargetGroupArn, service, (group) => (
        { end: service, ...given(entry.ContainerPort) ? { port: portOfTask(entry, service, group, references) } : portOfGroup(group) }));
    }
  }
  for (const instances of references.all('AWS::AutoScaling::AutoScalingGroup')) add(instances.properties.TargetGroupARNs, instances, (group) => ({ end: instances, ...portOfGroup(group) }));
  return targets;
}

// Amazon ECS registers tasks with the port of the container, or with that of the host in the network mode `bridge`, which is the default. Without a port of the host, it
// is any free port. Source: Amazon ECS API Reference, PortMapping, property hostPort.
function portOfTask({ ContainerName, ContainerPort }: Json, service: RenderedResource, group: RenderedResource, references: References): string {
  const task = references.in(service.properties.TaskDefinition, service).find(({ type }) => type === 'AWS::ECS::TaskDefinition');
  const { NetworkMode, ContainerDefinitions } = task?.properties ?? {};
  if (group.properties.TargetType === 'ip' || NetworkMode === 'awsvpc' || NetworkMode === 'host') return portOf(ContainerPort);
  const container = listOf(ContainerDefinitions).find(({ Name }) => textOf(Name) === textOf(ContainerName));
  const { HostPort } = listOf(container?.PortMappings).find((mapping) => String(mapping.ContainerPort) === String(ContainerPort)) ?? {};
  return given(HostPort) && String(HostPort) !== '0' ? portOf(HostPort) : 'not determined';
}

// Without a policy, and with the default one, an endpoint allows full access (AWS PrivateLink Guide, Control access to VPC endpoints using endpoint policies).
function endpointPolicy({ properties: { PolicyDocument } }: RenderedResource): string {
  if (!given(PolicyDocument)) return 'default policy, full access';
  if (parsed(PolicyDocument) === undefined || isUnresolved(PolicyDocument)) return 'policy not determined';
  const isFull = (statement: Json) => !given(statement.Condition) && isAnyone(statement) && [statement.Action, statement.Resource].every((value) => listOf(value).includes('*'));
  return allowances(PolicyDocument).some(isFull) ? 'policy with full access' : 'policy of its own';
}
