import { isFips, literal, open, plain, tls, Transport } from './protection';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, pointers, RenderedResource } from '../../rendered';
import { AWS_ENDPOINT } from '../flows/flow-book';

/** Transport of a listener of a load balancer. */
export function transportOfListener(listener: RenderedResource): Transport {
  const { Protocol, SslPolicy } = listener.properties;
  if (isUnresolved(Protocol)) return open('Protocol of the listener resolves only at deployment');
  if (Protocol === 'HTTPS' || Protocol === 'TLS') {
    // Without a policy, the API of Elastic Load Balancing uses this one. Source: Security policies for your Application Load Balancer.
    const policy = given(SslPolicy) ? textOf(SslPolicy) : 'ELBSecurityPolicy-2016-08';
    return tls(`${Protocol} listener, ${policy}`, floorOfPolicy(given(SslPolicy) ? literal(SslPolicy) : policy), isFips(SslPolicy ?? policy));
  }
  if (Protocol === 'HTTP') {
    const redirect = redirectOf(listener);
    return plain(redirect ? `HTTP listener, which ${redirect}` : 'HTTP listener');
  }
  return open(`${textOf(Protocol)} listener, which passes on what clients send`);
}

/** Transport of a listener of a service of VPC Lattice. Source: Amazon VPC Lattice User Guide, "HTTPS listeners for VPC Lattice services" and "TLS listeners for VPC Lattice services". */
export function transportOfLattice({ properties: { Protocol } }: RenderedResource): Transport {
  if (isUnresolved(Protocol)) return open('Protocol of the listener resolves only at deployment');
  if (Protocol === 'HTTPS') return tls('HTTPS listener of VPC Lattice', 'TLS 1.2');
  if (Protocol === 'HTTP') return plain('HTTP listener of VPC Lattice');
  return Protocol === 'TLS_PASSTHROUGH' ? tls('TLS_PASSTHROUGH listener of VPC Lattice: targets end TLS') : open(`${textOf(Protocol)} listener`);
}

/** Port of a listener of a service of VPC Lattice. Source: AWS::VpcLattice::Listener, property Port. */
export function portOfLattice({ properties: { Port, Protocol } }: RenderedResource): string {
  if (given(Port)) return textOf(Port);
  return Protocol === 'HTTP' ? '80' : Protocol === 'HTTPS' ? '443' : 'not determined';
}

/** What a listener does instead of forwarding, in words; undefined if it does not redirect to HTTPS by default. */
export function redirectOf(listener: RenderedResource): string | undefined {
  const toHttps = (actions: Json) => listOf(actions).find((action) => action?.RedirectConfig?.Protocol === 'HTTPS')?.RedirectConfig;
  const redirect = toHttps(listener.properties.DefaultActions);
  if (!redirect) return undefined;
  // The default is the port of the request. Source: AWS::ElasticLoadBalancingV2::Listener RedirectConfig.
  const port = /^\d+$/.test(String(redirect.Port)) ? ` on port ${redirect.Port}` : '';
  const others = pointers(listener, 'AWS::ElasticLoadBalancingV2::ListenerRule', 'ListenerArn').filter(({ properties }) => !toHttps(properties.Actions));
  return `redirects to HTTPS${port}${others.length > 0 ? `, except where ${others.map(({ logicalId }) => logicalId).sort().join(', ')} applies` : ''}`;
}

/** Transport from a load balancer to its targets. */
export function transportOfTargets({ properties: { Protocol, TargetType } }: RenderedResource): Transport {
  if (TargetType === 'lambda') return tls(AWS_ENDPOINT, 'TLS 1.2');
  if (Protocol === 'HTTPS' || Protocol === 'TLS') return tls(`${Protocol} target group; the load balancer does not verify the certificate of a target`);
  if (Protocol === 'HTTP') return plain('HTTP target group');
  return open(`${given(Protocol) ? textOf(Protocol) : 'unknown'} target group`);
}

/** A listener of a Classic Load Balancer, which is a property of it. */
export interface ClassicListener {
  readonly port: Json;
  readonly transport: Transport;
  readonly certificate: Json;
  readonly targetPort: Json;
  readonly targetProtocol: string;
  readonly targetTransport: Transport;
}

/** Listeners of a Classic Load Balancer. */
export function classicListeners({ properties: { Listeners, Policies } }: RenderedResource): ClassicListener[] {
  return listOf(Listeners).map(({ LoadBalancerPort, Protocol, InstancePort, InstanceProtocol, PolicyNames, SSLCertificateId }) => {
    // The protocol of instances is TCP or HTTP, as that of the listener, by default. Source: AWS::ElasticLoadBalancing::LoadBalancer Listeners.
    const target = InstanceProtocol ?? (/^HTTPS?$/i.test(String(Protocol)) ? 'HTTP' : 'TCP');
    return {
      port: LoadBalancerPort,
      certificate: SSLCertificateId,
      transport: ofClassic(Protocol, 'listener', policyOf(PolicyNames, Policies)),
      targetPort: InstancePort,
      targetProtocol: isUnresolved(target) ? 'not determined' : textOf(target).toUpperCase(),
      targetTransport: ofClassic(target, 'instance protocol', undefined),
    };
  });
}

// Without a policy, the API of Elastic Load Balancing uses this one. Source: Elastic Load Balancing, Predefined SSL security policies for Classic Load Balancers.
function policyOf(names: Json, policies: Json): Json {
  const own = listOf(policies).find(({ PolicyName, PolicyType }) => PolicyType === 'SSLNegotiationPolicyType' && listOf(names).map(textOf).includes(textOf(PolicyName)));
  if (!own) return listOf(names).length > 0 ? undefined : 'ELBSecurityPolicy-2016-08';
  return listOf(own.Attributes).find(({ Name }) => Name === 'Reference-Security-Policy')?.Value;
}

function ofClassic(protocol: Json, what: string, policy: Json): Transport {
  if (isUnresolved(protocol)) return open(`${what === 'listener' ? 'Protocol of the listener' : 'InstanceProtocol'} resolves only at deployment`);
  const name = textOf(protocol).toUpperCase();
  if (name === 'HTTPS' || name === 'SSL') return tls([`${name} ${what}`, ...given(policy) ? [textOf(policy)] : []].join(', '), given(policy) ? floorOfPolicy(literal(policy)) : 'not determined');
  return name === 'HTTP' ? plain(`HTTP ${what}`) : open(`${name} ${what}, which passes on what clients send`);
}

// Names of policies carry their lowest version: TLS13-1-2, TLS-1-2, FS-1-2. Those without are of TLS 1.0.
// Source: Elastic Load Balancing, Security policies for your Application Load Balancer.
function floorOfPolicy(policy: string): string {
  const [, minor] = /-(?:TLS13|TLS|FS)-1-(\d)/.exec(policy) ?? [];
  if (minor) return `TLS 1.${minor}`;
  return /^ELBSecurityPolicy-(2016-08|2015-05|FS-2018-06|TLS-1-0-2015-04)$/.test(policy) ? 'TLS 1.0' : 'not determined';
}
