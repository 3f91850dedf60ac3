import { SslPolicy } from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { ELASTIC_LOAD_BALANCING } from '../../../src/compliance/safeguards/elastic-load-balancing';
import { Beside, Case, it_, namedBy, NOT_JUDGED, oneOf, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const POLICIES = [
  'ELBSecurityPolicy-TLS13-1-3-2021-06', 'ELBSecurityPolicy-TLS13-1-3-FIPS-2023-04', 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-2023-04', 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', 'ELBSecurityPolicy-TLS13-1-3-PQ-2025-09',
  'ELBSecurityPolicy-TLS13-1-2-Res-FIPS-PQ-2025-09', 'ELBSecurityPolicy-TLS13-1-3-FIPS-PQ-2025-09',
];
const ON = { LoadBalancerArn: 'a' };
const FORWARD = { DefaultActions: [{ Type: 'forward', TargetGroupArn: 't' }] };
const redirect = (Protocol: string) => ({ DefaultActions: [{ Type: 'redirect', RedirectConfig: { Protocol, StatusCode: 'HTTP_301' } }] });
const HTTP = { ...ON, Protocol: 'HTTP' };
const HTTPS = { ...ON, ...FORWARD, Protocol: 'HTTPS' };
const balancer = (Key: string, Value: unknown, more: object = {}): Case => it_({ ...more, LoadBalancerAttributes: [{ Key: 'other', Value: 'x' }, { Key, Value }] });
const attribute = (name: string, more: readonly (readonly [Case, string | undefined | typeof PASSES])[] = []): Triple => ({
  holds: [balancer(name, 'true'), balancer(name, true), balancer(name, 'true', { Type: 'application' })],
  fails: [[it_({}), `${name} is not set, must be true`], [balancer(name, 'false'), `${name} is "false", must be true`]],
  open: [[balancer(name, PARAMETER), undetermined(name)], ...more],
});
const passedBy = [
  [it_({ TargetType: 'lambda' }), NOT_JUDGED], [it_({ TargetType: 'alb', Protocol: 'TCP' }), NOT_JUDGED], [it_({ Protocol: 'GENEVE' }), NOT_JUDGED],
] as const;
const NETWORK = [it_({ Type: 'network' }), NOT_JUDGED] as const;
const RULE = 'AWS::ElasticLoadBalancingV2::ListenerRule';
const ruleOf = (protocol: string) => it_({ ListenerArn: 'arn', Actions: redirect(protocol).DefaultActions }, {}, { type: RULE });
const rule = (...Actions: object[]): Beside => ({ Rule: ['AWS::ElasticLoadBalancingV2::ListenerRule', { ListenerArn: { Ref: 'It' }, Priority: 1, Actions }] });
const RULE_FORWARDS = rule({ Type: 'forward', TargetGroupArn: 't' });
const NOT_REDIRECTED = 'DefaultActions of an HTTP listener do not redirect to HTTPS';
const DESYNC = 'routing.http.desync_mitigation_mode';
const FAIL_OPEN = 'waf.fail_open.enabled';

describe('safeguards of Elastic Load Balancing', () => triples(ELASTIC_LOAD_BALANCING, {
  'ELB.HttpRedirected': {
    holds: [
      it_({ ...HTTP, ...redirect('HTTPS') }), it_(HTTPS),
      it_({ ...HTTP, ...redirect('HTTPS') }, rule(...redirect('HTTPS').DefaultActions)),
      it_({ ...HTTP, ...redirect('HTTPS') }, rule({ Type: 'fixed-response', FixedResponseConfig: { StatusCode: '404' } })),
    ],
    fails: [
      [it_({ ...HTTP, ...FORWARD }), NOT_REDIRECTED],
      [it_({ ...HTTP, ...redirect('HTTP') }), NOT_REDIRECTED],
      [it_({ ...HTTP, ...redirect('HTTPS') }, RULE_FORWARDS), 'rules of an HTTP listener do not redirect to HTTPS: Rule'],
      [it_({ ...HTTP, ...redirect('HTTPS') }, { ...RULE_FORWARDS, Second: RULE_FORWARDS.Rule }), 'rules of an HTTP listener do not redirect to HTTPS: Rule, Second'],
      [it_({ ...HTTP, DefaultActions: [{ ...FORWARD.DefaultActions[0], RedirectConfig: { Protocol: 'HTTPS' } }] }), NOT_REDIRECTED],
      [it_({ ...HTTP, ...redirect('HTTPS') }, rule({ Type: 'fixed-response' }, ...FORWARD.DefaultActions)), 'rules of an HTTP listener do not redirect to HTTPS: Rule'],
    ],
    open: [[it_({ ...HTTP, ...redirect(PARAMETER as never) }), NOT_REDIRECTED], [it_(HTTP), NOT_REDIRECTED]],
  },
  'ELB.ListenerEncrypted': (() => {
    const protocol = oneOf('Protocol', ['HTTPS', 'TLS'], 'HTTP', { with: { ...ON, ...FORWARD } });
    return {
      ...protocol,
      fails: [
        ...protocol.fails, [it_({ ...HTTP, ...redirect('HTTPS') }, RULE_FORWARDS), 'Protocol is "HTTP", must be one of HTTPS, TLS'],
        [it_({ ...HTTPS, ...redirect('HTTP') }), 'RedirectConfig.Protocol in DefaultActions is "HTTP", must be another value'],
        [ruleOf('HTTP'), 'RedirectConfig.Protocol in Actions is "HTTP", must be another value'],
      ],
      open: [
        ...protocol.open, [it_({ ...HTTP, ...redirect('HTTPS') }), PASSES], [ruleOf('#{protocol}'), PASSES],
        [it_({ Actions: FORWARD.DefaultActions }, {}, { type: RULE }), NOT_JUDGED],
      ],
    };
  })(),
  'ELB.ListenerTlsPolicy': (() => {
    const policy = oneOf('SslPolicy', POLICIES, 'ELBSecurityPolicy-2016-08', { with: HTTPS });
    return {
      ...policy,
      holds: [...policy.holds, it_({ ...HTTPS, Protocol: 'TLS', SslPolicy: POLICIES[0] })],
      open: [...policy.open, [it_(HTTP), NOT_JUDGED]],
    };
  })(),
  'ELB.ListenerCertificate': {
    ...present('Certificates', [{ CertificateArn: 'c' }], { with: HTTPS }),
    open: [[it_({ ...HTTPS, Certificates: [] }), 'Certificates is not set'], [it_(HTTP), NOT_JUDGED]],
  },
  'ELB.UnauthenticatedStopped': (() => {
    const action = (config: string, OnUnauthenticatedRequest?: unknown) => ({ Type: 'authenticate-oidc', Order: 1, [config]: { Issuer: 'https://login.acme.example', OnUnauthenticatedRequest } });
    const ruleWith = (...Actions: object[]) => it_({ Actions: [...Actions, { Type: 'forward', Order: 2 }] }, {}, { type: 'AWS::ElasticLoadBalancingV2::ListenerRule' });
    const listener = (...DefaultActions: object[]) => it_({ DefaultActions });
    const allowed = (name: string) => `OnUnauthenticatedRequest of ${name} is "allow", must be another value`;
    return {
      holds: [
        ...[undefined, 'authenticate', 'deny'].flatMap((value) => [listener(action('AuthenticateOidcConfig', value)), ruleWith(action('AuthenticateCognitoConfig', value))]),
      ],
      fails: ['AuthenticateOidcConfig', 'AuthenticateCognitoConfig'].flatMap((name) => [[listener(action(name, 'allow')), allowed(name)] as const, [ruleWith(action(name, 'allow')), allowed(name)] as const]),
      open: [
        [listener({ Type: 'forward' }), NOT_JUDGED], [ruleWith(), NOT_JUDGED],
        [ruleWith(action('AuthenticateOidcConfig', PARAMETER)), undetermined('OnUnauthenticatedRequest of AuthenticateOidcConfig')],
      ],
    };
  })(),
  'ELB.InvalidHeadersDropped': attribute('routing.http.drop_invalid_header_fields.enabled', [NETWORK]),
  'ELB.DesyncMitigated': {
    holds: [it_({}), balancer(DESYNC, 'defensive'), balancer(DESYNC, 'strictest')],
    fails: [[balancer(DESYNC, 'monitor'), `${DESYNC} is "monitor", must be another value`]],
    open: [[balancer(DESYNC, PARAMETER), undetermined(DESYNC)], NETWORK],
  },
  'ELB.WafFailsClosed': {
    holds: [it_({}), balancer(FAIL_OPEN, 'false'), balancer(FAIL_OPEN, false)],
    fails: [
      ...['true', 'True'].map((value) => [balancer(FAIL_OPEN, value), `${FAIL_OPEN} is "${value}", must be another value`] as const),
      [balancer(FAIL_OPEN, true), `${FAIL_OPEN} is "true", must be another value`],
    ],
    open: [[balancer(FAIL_OPEN, PARAMETER), undetermined(FAIL_OPEN)], NETWORK],
  },
  'ELB.AccessLogged': attribute('access_logs.s3.enabled', [[it_({ Type: 'gateway' }), NOT_JUDGED], [it_({ Type: 'network' }), 'access_logs.s3.enabled is not set, must be true']]),
  'ELB.DeletionProtected': attribute('deletion_protection.enabled'),
  'ELB.MultiAz': {
    holds: [it_({ Subnets: ['a', 'b'] }), it_({ SubnetMappings: [{ SubnetId: 'a' }, { SubnetId: 'b' }] })],
    fails: [[it_({ Subnets: ['a'] }), 'Subnets has 1 item, must have at least 2'], [it_({}), 'SubnetMappings has 0 items, must have at least 2']],
    open: [[it_({ Subnets: PARAMETER }), undetermined('Subnets')]],
  },
  'ELB.WebAclAssociated': (() => {
    const association = namedBy('AWS::WAFv2::WebACLAssociation', 'ResourceArn', 'no AWS::WAFv2::WebACLAssociation references it');
    return { ...association, open: [...association.open, NETWORK] };
  })(),
  'ELB.TargetsEncrypted': (() => {
    const protocol = oneOf('Protocol', ['HTTPS', 'TLS', 'QUIC'], 'HTTP');
    return { ...protocol, open: [...protocol.open, ...passedBy] };
  })(),
  'ELB.HealthChecksEncrypted': (() => {
    const protocol = oneOf('HealthCheckProtocol', ['HTTPS'], 'HTTP');
    return { ...protocol, open: [...protocol.open, ...passedBy, [it_({ Protocol: 'HTTPS' }), PASSES]] };
  })(),
}));

test('the remedy for policies of listeners names one in the list, and says that RECOMMENDED_TLS of aws-cdk-lib is not', () => {
  const { remedy } = ELASTIC_LOAD_BALANCING.find(({ id }) => id === 'ELB.ListenerTlsPolicy')!;
  expect(remedy).toBe('set `sslPolicy` to a policy in the list, for example `SslPolicy.TLS13_12_RES_PQ` (`SslPolicy.RECOMMENDED_TLS` is not in it)');
  expect(POLICIES.includes(SslPolicy.TLS13_12_RES_PQ)).toBe(true);
  expect(POLICIES.includes(SslPolicy.RECOMMENDED_TLS)).toBe(false);
});
