import { ResourceSafeguard } from '../model/safeguard';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeOneOf, mustExist, mustHave, Outcome, unknown } from '../predicates/outcome';
import { Json, RenderedResource } from '../rendered';

const ON_BALANCERS = ['AWS::ElasticLoadBalancing::LoadBalancer'];
const POLICY = 'ELBSecurityPolicy-TLS-1-2-2017-01';

/** Safeguards of Classic Load Balancers. */
export const CLASSIC_LOAD_BALANCERS: ResourceSafeguard[] = [
  {
    id: 'ELB.ClassicCertificateManaged',
    on: ON_BALANCERS,
    statement: 'certificates of the Classic Load Balancer come from AWS Certificate Manager',
    rationale: 'AWS Certificate Manager renews certificates before they expire and never reveals private keys',
    remedy: 'set `sslCertificateId` to the ARN of an ACM certificate',
    sources: {
      securityHub: ['ELB.2'], cdkNag: ['ELBACMCertificateRequired'], prowler: ['elb_ssl_listeners_use_acm_certificate'],
    },
    judge: (balancer) => ofTls(balancer, ({ LoadBalancerPort, SSLCertificateId: certificate }) => (
      certificateIsManaged(`SSLCertificateId of port ${LoadBalancerPort}`, certificate, balancer))),
  },
  {
    id: 'ELB.ClassicListenersEncrypted',
    on: ON_BALANCERS,
    statement: 'listeners of the Classic Load Balancer use TLS',
    rationale: 'Plain HTTP and TCP let an attacker in the network read and change requests',
    remedy: 'use the protocol `https` or `ssl`',
    sources: { securityHub: ['ELB.3'], cdkNag: ['ELBTlsHttpsListenersOnly'], prowler: ['elb_ssl_listeners'] },
    judge: ({ properties }) => allOf(...listOf(properties.Listeners).map(({ LoadBalancerPort, Protocol }) => mustBeOneOf(
      `Protocol of port ${LoadBalancerPort}`, typeof Protocol === 'string' ? Protocol.toUpperCase() : Protocol, ['HTTPS', 'SSL']))),
  },
  {
    id: 'ELB.ClassicAccessLogged',
    on: ON_BALANCERS,
    statement: 'access logging is enabled on the Classic Load Balancer',
    rationale: 'Access logs show which clients sent which requests',
    remedy: 'set `accessLoggingPolicy`',
    sources: { securityHub: ['ELB.5'], cdkNag: ['ELBLoggingEnabled'], prowler: ['elb_logging_enabled'] },
    judge: ({ properties }) => mustBe('AccessLoggingPolicy.Enabled', properties.AccessLoggingPolicy?.Enabled, true),
  },
  {
    id: 'ELB.ClassicConnectionsDrained',
    on: ON_BALANCERS,
    statement: 'connection draining is enabled on the Classic Load Balancer',
    rationale: 'Without draining, requests in progress fail when an instance is removed',
    remedy: 'set `connectionDrainingPolicy`',
    sources: { securityHub: ['ELB.7'], cdkNag: ['CLBConnectionDraining'] },
    judge: ({ properties }) => mustBe('ConnectionDrainingPolicy.Enabled', properties.ConnectionDrainingPolicy?.Enabled, true),
  },
  {
    id: 'ELB.ClassicTlsPolicy',
    on: ON_BALANCERS,
    statement: 'TLS listeners of the Classic Load Balancer use the policy with TLS 1.2',
    rationale: 'Other predefined policies accept TLS 1.0 and weak ciphers',
    remedy: `set the policy \`${POLICY}\``,
    sources: { securityHub: ['ELB.8'] },
    judge: (balancer) => ofTls(balancer, ({ LoadBalancerPort, PolicyNames }) => mustExist(
      policiesOf(balancer.properties, PolicyNames).includes(POLICY), `PolicyNames of port ${LoadBalancerPort} has no ${POLICY}`)),
  },
  {
    id: 'ELB.ClassicCrossZone',
    on: ON_BALANCERS,
    statement: 'cross-zone load balancing is enabled on the Classic Load Balancer',
    rationale: 'Without it, zones with few instances are overloaded',
    remedy: 'set `crossZone`',
    sources: { securityHub: ['ELB.9'], cdkNag: ['ELBCrossZoneLoadBalancingEnabled'] },
    judge: ({ properties }) => mustBe('CrossZone', properties.CrossZone, true),
  },
  {
    id: 'ELB.ClassicMultiAz',
    on: ON_BALANCERS,
    statement: 'the Classic Load Balancer covers more than one Availability Zone',
    rationale: 'A load balancer in one Availability Zone is unavailable when that zone fails',
    remedy: 'select subnets in at least two Availability Zones',
    sources: { securityHub: ['ELB.10'] },
    judge: ({ properties: { Subnets, AvailabilityZones } }) => given(Subnets)
      ? mustHave('Subnets', Subnets, 2)
      : mustHave('AvailabilityZones', AvailabilityZones, 2),
  },
];

function ofTls({ properties }: RenderedResource, judge: (listener: Json) => Outcome): Outcome | undefined {
  const listeners = listOf(properties.Listeners).filter(({ Protocol }) => ['HTTPS', 'SSL'].includes(String(Protocol).toUpperCase()));
  return listeners.length === 0 ? undefined : allOf(...listeners.map(judge));
}

function certificateIsManaged(name: string, certificate: Json, { template }: RenderedResource): Outcome {
  if (!given(certificate)) return fails(`${name} is not set`);
  if (!isUnresolved(certificate)) return String(certificate).includes(':acm:') ? HOLDS : fails(`${name} is no certificate of AWS Certificate Manager`);
  const resource = template.referenced(certificate);
  if (!resource) return JSON.stringify(certificate).includes(':acm:') ? HOLDS : unknown(name, certificate);
  return mustExist(resource.type === 'AWS::CertificateManager::Certificate', `${name} is no certificate of AWS Certificate Manager`);
}

function policiesOf({ Policies }: Json, names: Json): string[] {
  return listOf(Policies)
    .filter(({ PolicyName, PolicyType }) => PolicyType === 'SSLNegotiationPolicyType' && listOf(names).includes(PolicyName))
    .flatMap(({ Attributes }) => listOf(Attributes).filter(({ Name }) => Name === 'Reference-Security-Policy').map(({ Value }) => Value));
}
