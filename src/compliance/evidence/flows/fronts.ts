import { AWS_ENDPOINT, awsService, End, INTERNET, isResource, OutsideParty } from './flow-book';
import { Fronts } from './security-groups';
import { Sources } from './sources';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { redirectOf, Transport, transportOf, transportOfListener, transportOfTargets } from '../crypto/transport';

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
    const { book, placement, routes } = this.sources;
    for (const listener of this.listeners) {
      const balancer = this.balancerOf(listener);
      if (!balancer || book.isOpenedBy(listener)) continue;
      const transport = transportOfListener(listener);
      const hasGroups = placement.groupsOf(balancer).length + placement.otherGroupsOf(balancer).length > 0;
      const vpc = placement.vpcOf(balancer);
      book.add({
        kind: 'network',
        from: routes.isPublic(balancer) === false && vpc ? [vpc] : [INTERNET],
        to: [balancer],
        protocol: isUnresolved(listener.properties.Protocol) ? 'not determined' : listener.properties.Protocol === 'UDP' ? 'UDP' : 'TCP',
        ports: portOf(listener.properties.Port),
        ...encryptionOf(transport),
        why: redirectWhy(listener) ?? 'Listener of the load balancer',
        openedBy: [listener],
        blockedBy: hasGroups ? 'no rule of a security group in the templates admits the port' : undefined,
      });
    }
    for (const { group, balancers, targets, openedBy } of this.forwardings) {
      if (book.isOpenedBy(group)) continue;
      book.add({
        kind: 'request',
        from: balancers,
        to: targets,
        protocol: isUnresolved(group.properties.Protocol) ? 'not determined' : textOf(group.properties.Protocol ?? 'HTTPS'),
        ...(given(group.properties.Port) && { ports: portOf(group.properties.Port) }),
        ...encryptionOf(transportOfTargets(group)),
        why: 'Load balancer to target',
        openedBy,
      });
    }
  }

  private balancerOf(listener: RenderedResource): RenderedResource | undefined {
    return this.sources.references.componentOf(listener);
  }
}

/** Connections to and from fronts that have no security group: distributions, APIs, function URLs and VPC endpoints. */
export function frontFlows({ references, book, components, routes, placement }: Sources): void {
  const toInternet = (component: RenderedResource, why: string, openedBy: RenderedResource, protocol = 'HTTPS', ports = '443', transport?: Transport) => book.add({
    kind: 'request', from: [INTERNET], to: [component], protocol, ports, ...encryptionOf(transport ?? transportOf(component, references)), why, openedBy: [openedBy],
  });
  for (const distribution of references.all('AWS::CloudFront::Distribution')) {
    const config = distribution.properties.DistributionConfig ?? {};
    toInternet(distribution, 'Viewers of the distribution', distribution);
    const behaviors = [config.DefaultCacheBehavior, ...listOf(config.CacheBehaviors)];
    const http = httpOfViewers(behaviors.map((behavior) => behavior?.ViewerProtocolPolicy));
    if (http) toInternet(distribution, 'Viewers of the distribution', distribution, 'HTTP', '80', http);
    for (const origin of listOf(config.Origins)) addOrigin(origin, distribution);
  }
  for (const api of references.all('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')) {
    const isPrivate = listOf(api.properties.EndpointConfiguration?.Types).includes('PRIVATE');
    if (isPrivate) {
      const endpoints = references.components(api.properties.EndpointConfiguration?.VpcEndpointIds, api);
      book.add({ kind: 'request', from: endpoints, to: [api], protocol: 'HTTPS', ports: '443', ...encryptionOf(transportOf(api, references)), why: 'Callers of the private API', openedBy: [api] });
    } else {
      toInternet(api, 'Callers of the API', api);
    }
  }
  for (const method of references.all('AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration')) addIntegration(method);
  for (const url of references.all('AWS::Lambda::Url')) {
    const [target] = references.components(url.properties.TargetFunctionArn, url);
    if (target) toInternet(target, `Function URL, authorization ${textOf(url.properties.AuthType)}`, url, 'HTTPS', '443', { encryption: 'encrypted', by: AWS_ENDPOINT, floor: 'TLS 1.2', fips: 'not determined' });
  }
  for (const endpoint of references.all('AWS::EC2::VPCEndpoint')) {
    const { VpcEndpointType: type, ServiceName } = endpoint.properties;
    const service = references.text(ServiceName, endpoint);
    const isAws = service.startsWith('com.amazonaws.');
    const subnets = type === 'Interface' ? [] : routes.subnetsOfEndpoint(endpoint).filter((subnet) => components.has(subnet));
    const vpc = placement.vpcOf(endpoint);
    book.add({
      kind: 'network',
      from: type === 'Interface' ? [endpoint] : subnets.length || !vpc ? subnets : [vpc],
      to: [isAws ? awsService(service) : { kind: 'endpoint', name: service, purpose: 'Endpoint service of others', isThirdParty: true }],
      protocol: 'TCP',
      ports: isAws ? '443' : 'not determined',
      ...encryptionOf(transportOf(endpoint, references)),
      why: `${type === 'Interface' ? 'Interface' : 'Gateway'} endpoint`,
      openedBy: [endpoint],
      via: type === 'Interface' ? [] : [endpoint],
    });
  }

  function addOrigin(origin: Json, distribution: RenderedResource) {
    const [target] = references.components(origin.DomainName, distribution);
    const custom = origin.CustomOriginConfig;
    const policy = custom && textOf(custom.OriginProtocolPolicy ?? '');
    const end: End = target ?? outsideHost(references.text(origin.DomainName, distribution));
    // CloudFront uses the protocol of the viewer for S3 origins, so that a viewer of HTTP reaches the bucket with HTTP. Source: Requiring HTTPS for communication
    // between CloudFront and your Amazon S3 origin.
    const { DefaultCacheBehavior, CacheBehaviors } = distribution.properties.DistributionConfig;
    const viewersRedirected = [DefaultCacheBehavior, ...listOf(CacheBehaviors)]
      .every((behavior) => ['https-only', 'redirect-to-https'].includes(behavior?.ViewerProtocolPolicy));
    const s3: Transport = viewersRedirected
      ? { encryption: 'encrypted', by: 'CloudFront uses the protocol of the viewer, and every behavior requires HTTPS', floor: 'not determined', fips: 'not determined' }
      : { encryption: 'not determined', by: 'CloudFront uses the protocol of the viewer', floor: 'not determined', fips: 'not determined' };
    const isHttp = custom && policy === 'http-only';
    const transport: Transport = !custom ? s3 : {
      encryption: policy === 'https-only' ? 'encrypted' : isHttp ? 'not encrypted' : 'not determined',
      by: [`OriginProtocolPolicy ${policy}`, ...policy === 'https-only' ? listOf(custom.OriginSSLProtocols).map(textOf) : []].join(', '),
      floor: 'not determined',
      fips: 'not determined',
    };
    book.add({
      kind: 'request',
      from: [distribution],
      to: [end],
      protocol: isHttp ? 'HTTP' : 'HTTPS',
      ports: custom ? textOf(isHttp ? custom.HTTPPort ?? 80 : custom.HTTPSPort ?? 443) : '443',
      ...encryptionOf(transport),
      why: `Origin ${references.text(origin.DomainName, distribution)}`,
      openedBy: [distribution],
    });
  }

  function addIntegration(method: RenderedResource) {
    const api = references.componentOf(method);
    const integration = method.type === 'AWS::ApiGateway::Method' ? method.properties.Integration : method.properties;
    if (!api || !integration || integration.Type === 'MOCK' || integration.IntegrationType === 'MOCK') return;
    const uri = integration.Uri ?? integration.IntegrationUri;
    const isHttp = /^HTTP/.test(textOf(integration.Type ?? integration.IntegrationType));
    const named = references.components(uri, method);
    const targets = named.length ? named : references.components([integration.RequestTemplates, integration.RequestParameters], method);
    const text = references.text(uri, method);
    const service = /^arn:[^:]*:apigateway:[^:]*:([^:]+):/.exec(text)?.[1];
    book.add({
      kind: 'request',
      from: [api],
      to: targets.length ? targets : [service ? awsService(service) : outsideHost(text)],
      protocol: isHttp && text.startsWith('http:') ? 'HTTP' : 'HTTPS',
      ports: isHttp && text.startsWith('http:') ? '80' : '443',
      ...encryptionOf(isHttp
        ? { encryption: text.startsWith('https:') ? 'encrypted' : text.startsWith('http:') ? 'not encrypted' : 'not determined', by: `integration URI ${text}`, floor: 'not determined', fips: 'not determined' }
        : { encryption: 'encrypted', by: AWS_ENDPOINT, floor: 'TLS 1.2', fips: 'not determined' }),
      why: `Integration of ${textOf(method.properties.HttpMethod ?? integration.IntegrationType)}`,
      openedBy: [method],
    });
  }
}

function redirectWhy(listener: RenderedResource): string | undefined {
  const redirect = redirectOf(listener);
  return redirect && `Listener of the load balancer, which ${redirect}`;
}

/** Transport of viewers on port 80; undefined where every behavior refuses HTTP. */
function httpOfViewers(policies: readonly Json[]): Transport | undefined {
  const others = [...new Set(policies.filter((policy) => policy !== 'https-only'))];
  if (others.length === 0) return undefined;
  const admits = others.some((policy) => !isUnresolved(policy) && policy !== 'redirect-to-https');
  if (!admits && others.some(isUnresolved)) return { encryption: 'not determined', by: 'ViewerProtocolPolicy resolves only at deployment', floor: 'not determined', fips: 'not determined' };
  const texts = [...new Set(policies.map((policy) => textOf(policy ?? '')))].join(', ');
  return { encryption: 'not encrypted', by: admits ? `ViewerProtocolPolicy ${texts}` : 'CloudFront redirects HTTP to HTTPS', floor: 'none', fips: false };
}

function portOf(port: Json): string {
  return isUnresolved(port) ? 'not determined' : textOf(port);
}

function outsideHost(name: string): OutsideParty {
  return { kind: 'endpoint', name: name === '' ? 'not determined' : name, purpose: 'Server that a front forwards requests to', isThirdParty: true };
}

function encryptionOf(transport: Transport | undefined) {
  return transport ? { encryption: transport.encryption, encryptedBy: transport.by } : { encryption: 'not determined' as const, encryptedBy: 'no property of the template shows it' };
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
