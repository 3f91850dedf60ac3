import { ResourceSafeguard } from '../model/safeguard';
import { given, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeOneOf, mustBeSet, mustExist, mustHave, mustNotBe, Outcome } from '../predicates/outcome';
import { Json, pointers, RenderedResource } from '../rendered';

const ON_BALANCERS = ['AWS::ElasticLoadBalancingV2::LoadBalancer'];
const ON_LISTENERS = ['AWS::ElasticLoadBalancingV2::Listener'];
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const ON_TARGET_GROUPS = ['AWS::ElasticLoadBalancingV2::TargetGroup'];
// The parameter of ELB.17, as published in 2026.
const TLS_POLICIES = [
  'ELBSecurityPolicy-TLS13-1-3-2021-06', 'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04', 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09', 'ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09',
];

/** Safeguards of Elastic Load Balancing. */
export const ELASTIC_LOAD_BALANCING: ResourceSafeguard[] = [
  {
    id: 'ELB.HttpRedirected',
    on: ON_LISTENERS,
    statement: 'HTTP requests are redirected to HTTPS',
    rationale: 'Plain HTTP lets an attacker in the network read and change requests',
    remedy: 'redirect to port 443',
    sources: { securityHub: ['ELB.1'], cdkNag: ['ALBHttpToHttpsRedirection'] },
    always: true,
    judge: (listener) => {
      if (listener.properties.Protocol !== 'HTTP') return HOLDS;
      if (!redirect(listener.properties.DefaultActions)) return fails('DefaultActions of an HTTP listener do not redirect to HTTPS');
      const rules = rulesThatForward(listener);
      return rules.length ? fails(`rules of an HTTP listener do not redirect to HTTPS: ${rules.join(', ')}`) : HOLDS;
    },
  },
  {
    id: 'ELB.ListenerEncrypted',
    on: [...ON_LISTENERS, RULE],
    statement: 'the listener uses encryption in transit, and redirects to no HTTP address',
    rationale: 'Traffic in plain text lets an attacker in the network read and change requests',
    remedy: 'use the protocol `HTTPS` or `TLS`, also in redirects',
    sources: { securityHub: ['ELB.18'] },
    always: true,
    // A listener that only redirects to HTTPS carries no data.
    judge: (resource) => {
      const { Actions, DefaultActions, Protocol } = resource.properties;
      if (resource.type === RULE) {
        const outcomes = redirectsNotToHttp('Actions', Actions);
        return outcomes.length ? allOf(...outcomes) : undefined;
      }
      return redirect(DefaultActions) && rulesThatForward(resource).length === 0
        ? HOLDS
        : allOf(mustBeOneOf('Protocol', Protocol, ['HTTPS', 'TLS']), ...redirectsNotToHttp('DefaultActions', DefaultActions));
    },
  },
  {
    id: 'ELB.ListenerTlsPolicy',
    on: ON_LISTENERS,
    statement: 'the listener uses a recommended security policy',
    rationale: 'Older policies accept protocols and ciphers with known flaws',
    remedy: 'set `sslPolicy` to a policy in the list, for example `SslPolicy.TLS13_12_RES_PQ` (`SslPolicy.RECOMMENDED_TLS` is not in it)',
    sources: { securityHub: ['ELB.17'] },
    judge: ({ properties }) => isTls(properties) ? mustBeOneOf('SslPolicy', properties.SslPolicy, TLS_POLICIES) : undefined,
  },
  {
    id: 'ELB.ListenerCertificate',
    on: ON_LISTENERS,
    statement: 'the listener has a certificate',
    rationale: 'Without a certificate, clients cannot verify the server',
    remedy: 'set `certificates`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html',
    sources: { cdkNag: ['ELBv2ACMCertificateRequired'] },
    judge: ({ properties }) => isTls(properties) ? mustBeSet('Certificates', listOf(properties.Certificates)) : undefined,
  },
  {
    id: 'ELB.UnauthenticatedStopped',
    on: [...ON_LISTENERS, RULE],
    statement: 'requests without authentication do not reach the targets of an action that authenticates',
    rationale: 'With `allow`, the load balancer forwards requests of users who are not signed in, and only the application can tell them apart',
    remedy: 'set `onUnauthenticatedRequest` to `AUTHENTICATE` or `DENY`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/listener-authenticate-users.html',
    always: true,
    sources: {},
    // The default is authenticate (Elastic Load Balancing API Reference, AuthenticateOidcActionConfig and AuthenticateCognitoActionConfig).
    judge: ({ properties: { Actions, DefaultActions } }) => {
      const configs = [...listOf(Actions), ...listOf(DefaultActions)].flatMap((action) => ['AuthenticateOidcConfig', 'AuthenticateCognitoConfig']
        .filter((name) => given(action[name])).map((name) => mustNotBe(`OnUnauthenticatedRequest of ${name}`, action[name].OnUnauthenticatedRequest, 'allow')));
      return configs.length ? allOf(...configs) : undefined;
    },
  },
  {
    id: 'ELB.InvalidHeadersDropped',
    on: ON_BALANCERS,
    statement: 'invalid HTTP headers are dropped',
    rationale: 'Invalid headers are used to smuggle requests past filters',
    remedy: 'set `dropInvalidHeaderFields`',
    sources: { securityHub: ['ELB.4'], cdkNag: ['ALBHttpDropInvalidHeaderEnabled'] },
    judge: ({ properties }) => isApplication(properties) ? attributeIs(properties, 'routing.http.drop_invalid_header_fields.enabled', 'true') : undefined,
  },
  {
    id: 'ELB.DesyncMitigated',
    on: ON_BALANCERS,
    statement: 'desync mitigation mode is defensive or strictest',
    rationale: 'Ambiguous requests are used to poison the responses of other users',
    remedy: 'set `desyncMitigationMode` to `DEFENSIVE` or `STRICTEST`',
    sources: { securityHub: ['ELB.12'] },
    // The default of ELB is defensive.
    judge: ({ properties }) => isApplication(properties)
      ? mustNotBe('routing.http.desync_mitigation_mode', attribute(properties, 'routing.http.desync_mitigation_mode'), 'monitor')
      : undefined,
  },
  {
    id: 'ELB.AccessLogged',
    on: ON_BALANCERS,
    statement: 'access logging is enabled',
    rationale: 'Access logs show which clients sent which requests',
    remedy: 'call `logAccessLogs`',
    sources: { securityHub: ['ELB.5'], cdkNag: ['ELBLoggingEnabled'] },
    judge: ({ properties }) => isGateway(properties) ? undefined : attributeIs(properties, 'access_logs.s3.enabled', 'true'),
  },
  {
    id: 'ELB.DeletionProtected',
    on: ON_BALANCERS,
    statement: 'deletion protection is enabled',
    rationale: 'Deletion protection stops an accidental or malicious deletion of the entry point',
    remedy: 'set `deletionProtection`',
    sources: { securityHub: ['ELB.6'], cdkNag: ['ELBDeletionProtectionEnabled'] },
    judge: ({ properties }) => attributeIs(properties, 'deletion_protection.enabled', 'true'),
  },
  {
    id: 'ELB.MultiAz',
    on: ON_BALANCERS,
    statement: 'the load balancer covers more than one Availability Zone',
    rationale: 'A load balancer in one Availability Zone is unavailable when that zone fails',
    remedy: 'select subnets in at least two Availability Zones',
    sources: { securityHub: ['ELB.13'] },
    judge: ({ properties: { Subnets, SubnetMappings } }) => Subnets ? mustHave('Subnets', Subnets, 2) : mustHave('SubnetMappings', SubnetMappings, 2),
  },
  {
    id: 'ELB.WebAclAssociated',
    on: ON_BALANCERS,
    statement: 'the load balancer is associated with a web ACL',
    rationale: 'A web ACL blocks common attacks before they reach the application',
    remedy: 'associate a web ACL',
    sources: { securityHub: ['ELB.16'], cdkNag: ['ALBWAFEnabled'], prowler: ['elbv2_waf_acl_attached'] },
    judge: (balancer) => isApplication(balancer.properties)
      ? mustExist(pointers(balancer, 'AWS::WAFv2::WebACLAssociation', 'ResourceArn').length, 'no AWS::WAFv2::WebACLAssociation references it')
      : undefined,
  },
  {
    id: 'ELB.WafFailsClosed',
    on: ON_BALANCERS,
    statement: 'requests are refused while AWS WAF cannot inspect them',
    rationale: 'With fail open, the load balancer forwards requests that no web ACL has inspected',
    remedy: 'remove `wafFailOpen`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html#load-balancer-attributes',
    always: true,
    sources: {},
    // The default of ELB is false.
    judge: ({ properties }) => isApplication(properties) ? failsClosed(attribute(properties, 'waf.fail_open.enabled')) : undefined,
  },
  {
    id: 'ELB.TargetsEncrypted',
    on: ON_TARGET_GROUPS,
    statement: 'traffic to the targets is encrypted',
    rationale: 'Requests pass the network between load balancer and target in plain text',
    remedy: 'use the protocol `HTTPS` or `TLS`, which replaces the target group',
    sources: { securityHub: ['ELB.22'] },
    judge: ({ properties }) => carriesTraffic(properties) ? mustBeOneOf('Protocol', properties.Protocol, ['HTTPS', 'TLS', 'QUIC']) : undefined,
  },
  {
    id: 'ELB.HealthChecksEncrypted',
    on: ON_TARGET_GROUPS,
    statement: 'health checks are encrypted',
    rationale: 'A health check in plain text can be forged to take healthy targets out of service',
    remedy: 'use the health check protocol `HTTPS`',
    sources: { securityHub: ['ELB.21'] },
    judge: ({ properties }) => carriesTraffic(properties)
      ? mustBeOneOf('HealthCheckProtocol', properties.HealthCheckProtocol ?? properties.Protocol, ['HTTPS'])
      : undefined,
  },
];

function isApplication({ Type = 'application' }: Json): boolean {
  return Type === 'application';
}

function isGateway({ Type }: Json): boolean {
  return Type === 'gateway';
}

function isTls({ Protocol }: Json): boolean {
  return Protocol === 'HTTPS' || Protocol === 'TLS';
}

function carriesTraffic({ TargetType, Protocol }: Json): boolean {
  return TargetType !== 'lambda' && TargetType !== 'alb' && Protocol !== 'GENEVE';
}

function redirect(actions: Json): boolean {
  return listOf(actions).some(({ Type, RedirectConfig }) => Type === 'redirect' && RedirectConfig?.Protocol === 'HTTPS');
}

function redirectsNotToHttp(property: string, actions: Json): Outcome[] {
  return listOf(actions).filter(({ Type }) => Type === 'redirect')
    .map(({ RedirectConfig }) => mustNotBe(`RedirectConfig.Protocol in ${property}`, RedirectConfig?.Protocol, 'HTTP'));
}

// Rules of a listener come before its default action.
function rulesThatForward(listener: RenderedResource): string[] {
  return pointers(listener, RULE, 'ListenerArn')
    .filter(({ properties }) => !redirect(properties.Actions) && !listOf(properties.Actions).every(({ Type }) => Type === 'fixed-response'))
    .map(({ logicalId }) => logicalId);
}

function attribute({ LoadBalancerAttributes }: Json, name: string): Json {
  return listOf(LoadBalancerAttributes).find(({ Key }) => Key === name)?.Value;
}

function failsClosed(value: Json): Outcome {
  return mustNotBe('waf.fail_open.enabled', value === true ? 'true' : value, true);
}

function attributeIs(properties: Json, name: string, need: string): Outcome {
  return mustBe(name, attribute(properties, name), need);
}
