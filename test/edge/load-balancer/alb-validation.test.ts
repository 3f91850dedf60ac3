import { App, CfnParameter, Duration, Fn, Stack, ValidationError } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import {
  AlbDomain, AlbExposure, AlbWithWaf, AlbWithWafProps, CloudFrontAccess, ListenerAuthentication, ListenerRoutes, LoadBalancerAttributes, OriginSecret,
  RouteOptions, RouteRule,
} from '../../../src';
import { templateOf, testStack } from '../../support';
import { imported, Target } from '../target';

const conditions = [elbv2.ListenerCondition.pathPatterns(['/api/*'])];
const seconds = (amount: number) => Duration.seconds(amount);

function messageOf(build: () => unknown): string | undefined {
  try {
    build();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message.replace('«InvalidProps» ', '').split('\n')[0];
  }
}

function make(props: Partial<AlbWithWafProps> = {}, stack = testStack()): AlbWithWaf {
  return new AlbWithWaf(stack, 'Edge', { ...imported(stack), ...props });
}

function withDomain(domain: Partial<AlbDomain>, props: Partial<AlbWithWafProps> = {}) {
  const stack = testStack();
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  return make({ domain: { domainName: 'app.example.com', hostedZone, ...domain }, ...props }, stack);
}

describe('props', () => {
  test.each<[Partial<AlbWithWafProps>, string]>([
    [{ vpc: null as any }, 'vpc must be an IVpc, got null'],
    [{ accessLogs: undefined as any }, 'accessLogs must be an IBucket, got undefined'],
    [{ fallback: elbv2.ListenerAction.fixedResponse(302) }, "status code of fallback must be a status of 2XX, 4XX or 5XX, got '302'"],
    [{ fallback: elbv2.ListenerAction.fixedResponse(404, { messageBody: 'a'.repeat(1025) }) }, `message body of fallback must be at most 1024 characters, got '${'a'.repeat(60)}…'`],
    [{ fallback: elbv2.ListenerAction.redirect({ host: 'a'.repeat(129) }) }, `host of fallback must be 1 to 128 characters, got '${'a'.repeat(60)}…'`],
    [{ fallback: elbv2.ListenerAction.redirect({ query: 'a'.repeat(129) }) }, `query of fallback must be at most 128 characters, got '${'a'.repeat(60)}…'`],
    [{ attributes: null as any }, 'attributes must be a LoadBalancerAttributes, got null'],
    [{ exposure: { allowFrom: [] } }, 'exposure.allowFrom must not be empty'],
    [{ exposure: { allowFrom: [undefined as any] } }, 'exposure.allowFrom[0] must be an IPeer, got undefined'],
    [{ exposure: { cloudFront: {} as any } }, 'exposure.cloudFront must be a CloudFrontAccess, got {}'],
    [{ tls: { additionalCertificates: [] } }, 'tls.additionalCertificates must not be empty'],
    [{ tls: { sslPolicy: 'ELBSecurityPolicy-2016' as any } }, "tls.sslPolicy must be a member of SslPolicy, got 'ELBSecurityPolicy-2016'"],
    [{ attributes: { desyncMitigationMode: 'strict' as any } },
      "attributes.desyncMitigationMode must be DesyncMitigationMode.MONITOR, DesyncMitigationMode.DEFENSIVE or DesyncMitigationMode.STRICTEST, got 'strict'"],
    [{ attributes: { tlsHeaders: 'yes' as any } }, "attributes.tlsHeaders must be true or false, got 'yes'"],
    [{ accessLogsPrefix: '' }, "accessLogsPrefix must be a prefix of at most 512 characters without a slash at either end and without AWSLogs, got ''"],
  ])('%#: a value of another type is refused', (props, message) => {
    expect(messageOf(() => make(props))).toBe(message);
  });

  const MODE = 'tls.mutualAuthentication.mutualAuthenticationMode must be MutualAuthenticationMode.VERIFY with';
  const store = elbv2.TrustStore.fromTrustStoreArn(testStack(), 'Clients', 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:truststore/clients/1');
  const { OFF, PASS_THROUGH, VERIFY } = elbv2.MutualAuthenticationMode;
  test.each<[string, unknown]>([
    ['tls.mutualAuthentication must be a MutualAuthentication, got null', null],
    ["tls.mutualAuthentication.mutualAuthenticationMode must be MutualAuthenticationMode.OFF, MutualAuthenticationMode.PASS_THROUGH or MutualAuthenticationMode.VERIFY, got 'on'",
      { mutualAuthenticationMode: 'on' }],
    ['tls.mutualAuthentication.trustStore must be an ITrustStoreRef, got {}', { mutualAuthenticationMode: VERIFY, trustStore: {} }],
    ["tls.mutualAuthentication.trustStore must be an ITrustStoreRef in eu-west-2, got 'Stack/Elsewhere' in us-east-1",
      { mutualAuthenticationMode: VERIFY, trustStore: elbv2.TrustStore.fromTrustStoreArn(testStack(), 'Elsewhere', 'arn:aws:elasticloadbalancing:us-east-1:123456789012:truststore/clients/1') }],
    ['specify tls.mutualAuthentication.trustStore with MutualAuthenticationMode.VERIFY', { mutualAuthenticationMode: VERIFY }],
    [`${MODE} trustStore, got undefined`, { trustStore: store }],
    [`${MODE} trustStore, got 'passthrough'`, { mutualAuthenticationMode: PASS_THROUGH, trustStore: store }],
    [`${MODE} ignoreClientCertificateExpiry, got 'off'`, { mutualAuthenticationMode: OFF, ignoreClientCertificateExpiry: false }],
    [`${MODE} advertiseTrustStoreCaNames, got 'passthrough'`, { mutualAuthenticationMode: PASS_THROUGH, advertiseTrustStoreCaNames: true }],
  ])('%s', (message, mutualAuthentication: any) => {
    expect(messageOf(() => make({ tls: { mutualAuthentication } }))).toBe(message);
  });

  test.each<[string, elbv2.MutualAuthentication]>([
    ['with a trust store', { mutualAuthenticationMode: VERIFY, trustStore: store, ignoreClientCertificateExpiry: true, advertiseTrustStoreCaNames: true }],
    ['without a trust store, which targets verify', { mutualAuthenticationMode: PASS_THROUGH }],
  ])('mutual authentication %s is accepted', (_, mutualAuthentication) => {
    expect(messageOf(() => make({ tls: { mutualAuthentication } }))).toBeUndefined();
  });

  test.each(['', 'max-age', 'max-age=x', 'includeSubDomains', 'max-age=1;preload; includeSubDomains', 'max-age=1\n'])('strictTransportSecurity %j is refused', (strictTransportSecurity) => {
    expect(messageOf(() => make({ tls: { strictTransportSecurity } })))
      .toBe(`tls.strictTransportSecurity must be a Strict-Transport-Security value such as max-age=31536000; includeSubDomains, got '${strictTransportSecurity.replace('\n', '\\n')}'`.split('\n')[0]);
  });

  test.each(['max-age=0', 'max-age=63072000; includeSubDomains', 'max-age=63072000;includeSubDomains;preload'])('strictTransportSecurity %j is accepted', (value) => {
    const stack = testStack();
    make({ tls: { strictTransportSecurity: value } }, stack);
    templateOf(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::Listener', {
      ListenerAttributes: [
        { Key: 'routing.http.response.server.enabled', Value: 'false' },
        { Key: 'routing.http.response.strict_transport_security.header_value', Value: value },
      ],
    });
  });
});

describe('attributes', () => {
  const limits: Array<[keyof LoadBalancerAttributes, number, number]> = [['idleTimeout', 1, 4000], ['clientKeepAlive', 60, 604_800]];

  test.each(limits)('%s accepts both ends of its range and tokens, and nothing beyond', (name, min, max) => {
    const need = `attributes.${name} must be a whole number of seconds from ${min} to ${max}, got`;
    for (const accepted of [min, max]) expect(messageOf(() => make({ attributes: { [name]: seconds(accepted) } }))).toBeUndefined();
    for (const refused of [min - 1, max + 1, min + 0.5]) {
      expect(messageOf(() => make({ attributes: { [name]: Duration.millis(refused * 1000) } }))).toBe(`${need} ${Duration.millis(refused * 1000).toHumanString()}`);
    }
    const stack = testStack();
    const token = seconds(new CfnParameter(stack, 'Value', { type: 'Number' }).valueAsNumber);
    expect(messageOf(() => make({ attributes: { [name]: token } }, stack))).toBeUndefined();
  });
});

describe('exposure', () => {
  test('an internet-facing load balancer in private subnets is refused', () => {
    const exposure = { vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS } };
    expect(messageOf(() => make({ exposure }))).toBe("exposure.vpcSubnets must select public subnets, got private or isolated subnet 'subnet-private-a'");
    expect(messageOf(() => make({ exposure: { ...exposure, internal: true } }))).toBeUndefined();
  });

  test('private subnets of a new VPC are named by their path', () => {
    const stack = testStack();
    const vpc = new ec2.Vpc(stack, 'Network', { maxAzs: 2 });
    expect(messageOf(() => make({ vpc, exposure: { vpcSubnets: { subnets: vpc.privateSubnets } } }, stack)))
      .toBe("exposure.vpcSubnets must select public subnets, got private or isolated subnet 'Stack/Network/PrivateSubnet1'");
  });

  test('subnets that a look-up has not returned yet are accepted', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromLookup(stack, 'LookedUp', { vpcId: 'vpc-1' });
    expect(messageOf(() => make({ vpc }, stack))).toBeUndefined();
  });

  test.each<[(stack: Stack) => AlbExposure, string]>([
    [() => ({ cloudFront: CloudFrontAccess.vpcOrigin({ prefixListId: 'pl-XYZ' }) }),
      "exposure.cloudFront.prefixListId must be the id of a prefix list such as pl-3b927c52, got 'pl-XYZ'"],
    [() => ({ cloudFront: CloudFrontAccess.vpcOrigin(null as any) }), 'exposure.cloudFront must be a CloudFrontAccessOptions, got null'],
    [() => ({ cloudFront: CloudFrontAccess.secretHeader(undefined as any) }), 'exposure.cloudFront.secret must be an OriginSecret, got undefined'],
  ])('%#: access of CloudFront is checked', (exposure, message) => {
    const stack = testStack();
    expect(messageOf(() => make({ exposure: exposure(stack) }, stack))).toBe(message);
  });
});

describe('domain', () => {
  test('a certificate is issued in a public hosted zone', () => {
    const privately = (props: Partial<AlbWithWafProps> = {}) => {
      const stack = testStack();
      const hostedZone = new route53.PrivateHostedZone(stack, 'Zone', { zoneName: 'example.com', vpc: ec2.Vpc.fromVpcAttributes(stack, 'Other', { vpcId: 'vpc-1', availabilityZones: ['eu-west-2a'] }) });
      return messageOf(() => make({ certificate: undefined, domain: { domainName: 'app.example.com', hostedZone }, ...props }, stack));
    };
    expect(privately()).toBe("domain.hostedZone must be a public hosted zone where a certificate is issued, got private hosted zone 'Stack/Zone'");
    expect(privately({ certificate: acm.Certificate.fromCertificateArn(testStack(), 'Given', 'arn:aws:acm:eu-west-2:123456789012:certificate/a') })).toBeUndefined();
    const stack = testStack();
    expect(messageOf(() => make({ certificate: undefined, domain: { domainName: 'app.example.com', hostedZone: new route53.PublicHostedZone(stack, 'Zone', { zoneName: 'example.com' }) } }, stack)))
      .toBeUndefined();
  });

  test('access logs go to a bucket in the Region', () => {
    const stack = testStack();
    const accessLogs = s3.Bucket.fromBucketAttributes(stack, 'Elsewhere', { bucketName: 'elsewhere', region: 'us-east-1' });
    expect(messageOf(() => make({ accessLogs }, stack))).toBe("accessLogs must be a bucket in eu-west-2, got 'Stack/Elsewhere' in us-east-1");
  });

  const NEED = 'domain.domainName must be a domain name such as app.example.com, got';

  test.each(['', 'app', 'app_1.example.com', '-app.example.com', 'app-.example.com', '*.example.com', 'app..example.com', 'https://app.example.com', `${'a'.repeat(64)}.example.com`])(
    'domain name %j is refused', (domainName) => {
      expect(messageOf(() => withDomain({ domainName }))).toBe(`${NEED} '${domainName.length > 60 ? `${domainName.slice(0, 60)}…` : domainName}'`);
    });

  test('a domain name has at most 253 characters, a trailing dot not counted', () => {
    const long = `${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.${'d'.repeat(49)}.example.com`;
    expect(long).toHaveLength(253);
    for (const domainName of [long, `${long}.`, 'example.com', `${'a'.repeat(63)}.example.com`]) expect(messageOf(() => withDomain({ domainName }))).toBeUndefined();
    for (const domainName of [`x${long}`, `x${long}.`]) {
      expect(messageOf(() => withDomain({ domainName: domainName.replace('xa', 'a').replace('.example', 'd.example') }))).toMatch(NEED);
    }
  });

  test('a certificate is issued for at most 64 characters', () => {
    const name = (length: number) => `${'a'.repeat(length - '.example.com'.length)}.example.com`;
    expect(messageOf(() => withDomain({ domainName: `${name(64)}.` }, { certificate: undefined }))).toBeUndefined();
    expect(messageOf(() => withDomain({ domainName: name(65) }, { certificate: undefined })))
      .toBe(`domain.domainName must be at most 64 characters where a certificate is issued for it, got '${'a'.repeat(53)}.exampl…'`);
    expect(messageOf(() => withDomain({ domainName: name(65) }))).toBeUndefined();
  });

  test.each(['', 'health', '/a b', `/${'a'.repeat(255)}`])('health check path %j is refused', (healthCheckPath) => {
    expect(messageOf(() => withDomain({ healthCheckPath }))).toMatch(/^domain\.healthCheckPath must be a path such as \/health of at most 255 characters, got '/);
  });

  test.each(['/', `/${'a'.repeat(254)}`, '/health?full=1'])('health check path %j is accepted', (healthCheckPath) => {
    expect(withDomain({ healthCheckPath }).healthCheck).toBeInstanceOf(route53.HealthCheck);
  });

  test('a certificate of a stack without a Region is accepted in any Region', () => {
    const stack = new Stack(new App(), 'Stack', { env: { region: 'eu-west-2' } });
    const other = new Stack(stack.node.root, 'Other');
    const certificate = new acm.Certificate(other, 'Certificate', { domainName: 'app.example.com' });
    expect(make({ certificate }, stack).certificate).toBe(certificate);
  });
});

describe('routes', () => {
  const limits: Array<[keyof RouteOptions, number, number]> = [
    ['healthCheckInterval', 5, 300], ['deregistrationDelay', 0, 3600], ['stickiness', 1, 604_800], ['slowStart', 30, 900],
  ];

  test.each(limits)('%s accepts both ends of its range, and nothing beyond', (name, min, max) => {
    const route = (value: Duration) => {
      const edge = make();
      return messageOf(() => edge.routeTo(new Target(edge, 'Target', edge.loadBalancer.vpc!), { [name]: value }));
    };
    for (const accepted of [min, max]) expect(route(seconds(accepted))).toBeUndefined();
    for (const refused of [max + 1, min + 0.5, ...(min > 0 ? [min - 1] : [])]) {
      expect(route(Duration.millis(refused * 1000)))
        .toBe(`options.${name} must be a whole number of seconds from ${min} to ${max}, got ${Duration.millis(refused * 1000).toHumanString()}`);
    }
  });

  test('durations can be tokens, except for the interval from which the timeout is derived', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const token = seconds(new CfnParameter(stack, 'Value', { type: 'Number' }).valueAsNumber);
    const target = new Target(stack, 'Target', edge.loadBalancer.vpc!);
    expect(messageOf(() => edge.routeTo(target, { healthCheckInterval: token }))).toBe('options.healthCheckInterval must be known at synthesis, got a token');
    edge.routeTo(target, { deregistrationDelay: token, stickiness: token, slowStart: token });
    templateOf(stack).hasResourceProperties('AWS::ElasticLoadBalancingV2::TargetGroup', {
      HealthCheckIntervalSeconds: 30,
      TargetGroupAttributes: [
        { Key: 'deregistration_delay.timeout_seconds', Value: { Ref: 'Value' } },
        { Key: 'load_balancing.cross_zone.enabled', Value: 'true' },
        { Key: 'stickiness.enabled', Value: 'true' },
        { Key: 'stickiness.type', Value: 'lb_cookie' },
        { Key: 'stickiness.lb_cookie.duration_seconds', Value: { Ref: 'Value' } },
        { Key: 'slow_start.duration_seconds', Value: { Ref: 'Value' } },
      ],
    });
  });

  test('arguments of another type are refused', () => {
    const edge = make();
    const target = new Target(edge, 'Target', edge.loadBalancer.vpc!);
    const rule: RouteRule = { priority: 1, conditions };
    expect([
      messageOf(() => edge.routeTo(null as any)),
      messageOf(() => edge.routeTo(target, null as any)),
      messageOf(() => edge.routeTo(target, { protocol: 'TCP' as any })),
      messageOf(() => edge.routeWhen(undefined as any, target, rule)),
      messageOf(() => edge.routeWhen('', target, rule)),
      messageOf(() => edge.routeWhen(new CfnParameter(edge, 'Id').valueAsString, target, rule)),
      messageOf(() => edge.routeWhen('Api', undefined as any, rule)),
      messageOf(() => edge.routeWhen('Api', target, {} as any)),
      messageOf(() => edge.routeWhen('Api', target, { ...rule, priority: NaN })),
      messageOf(() => edge.routeWhen('Api', target, { ...rule, conditions: [conditions[0], conditions[0]] })),
    ]).toEqual([
      'target must be an IHttpTarget, got null',
      'options must be a RouteOptions, got null',
      "options.protocol must be ApplicationProtocol.HTTP or ApplicationProtocol.HTTPS, got 'TCP'",
      'id must be a string, got undefined',
      "id must be a route id such as Api, got ''",
      'id must be known at synthesis, got a token',
      'target must be an IHttpTarget, got undefined',
      'rule.conditions must be a list, got undefined',
      'rule.priority must be a finite number, got NaN',
      'rule.conditions must be a list without duplicates, got [a HttpHeaderListenerCondition, a HttpHeaderListenerCondition]'.replace(/HttpHeader/g, 'PathPattern'),
    ]);
    expect(edge.targetGroups).toEqual([]);
  });

  test('a refused default route can be replaced by a valid one', () => {
    const edge = make();
    const target = new Target(edge, 'Target', edge.loadBalancer.vpc!);
    expect(messageOf(() => edge.routeTo(target, { slowStart: seconds(1) }))).toBe('options.slowStart must be a whole number of seconds from 30 to 900, got 1 second');
    expect(edge.routeTo(target)).toBe(edge.targetGroups[0]);
  });

  test.each<[elbv2.ListenerCondition[], string | undefined]>([
    [[elbv2.ListenerCondition.pathPatterns([`/${'a'.repeat(127)}`, '/a?*&/~"\'@:+$.-_'])], undefined],
    [[elbv2.ListenerCondition.hostHeaders(['*.example.com']), elbv2.ListenerCondition.httpHeader('X-Tenant', ['a b']), elbv2.ListenerCondition.httpHeader('X-Other', ['c'])], undefined],
    [[elbv2.ListenerCondition.sourceIps(['0.0.0.0/0', '2001:db8::/32']), elbv2.ListenerCondition.httpRequestMethods(['GET', 'M-SEARCH'])], undefined],
    [[elbv2.ListenerCondition.queryStrings([{ key: 'a', value: 'b' }, { value: 'c' }])], undefined],
    [[elbv2.ListenerCondition.pathPatterns([Fn.ref('Path')])], undefined],
    [[elbv2.ListenerCondition.pathPatterns([`/${'a'.repeat(128)}`])], `rule.conditions[0].values[0] must be a path pattern of at most 128 characters A-Z a-z 0-9 _ - . $ / ~ " ' @ : + & * ?, got '/${'a'.repeat(59)}…'`],
    [[elbv2.ListenerCondition.pathPatterns(['/a']), elbv2.ListenerCondition.pathPatterns(['/b'])], "rule.conditions[1] must be a condition other than rule.conditions[0], of the same type, got 'path-pattern'"],
    [[elbv2.ListenerCondition.hostHeaders(['a_b.example.com'])], "rule.conditions[0].values[0] must be a host name of at most 128 letters, digits, hyphens, dots, * and ?, got 'a_b.example.com'"],
    [[elbv2.ListenerCondition.httpHeader('X Tenant', ['a'])], "rule.conditions[0].httpHeaderName must be the name of a header, at most 40 characters, got 'X Tenant'"],
    [[elbv2.ListenerCondition.httpHeader('X-Tenant', ['a'.repeat(129)])], `rule.conditions[0].values[0] must be a value of 1 to 128 characters, got '${'a'.repeat(60)}…'`],
    [[elbv2.ListenerCondition.httpRequestMethods(['get'])], "rule.conditions[0].values[0] must be a method of at most 40 upper-case letters, hyphens and underscores, got 'get'"],
    [[elbv2.ListenerCondition.queryStrings([{ key: '', value: 'b' }])], "rule.conditions[0].values[0].key must be a value of 1 to 128 characters, got ''"],
    [[elbv2.ListenerCondition.sourceIps(['10.0.0.1'])], "rule.conditions[0].values[0] must be a range in CIDR notation such as 192.0.2.0/24, got '10.0.0.1'"],
  ])('conditions are those of Elastic Load Balancing: %#', (given, message) => {
    const edge = make();
    expect(messageOf(() => edge.routeWhen('Api', new Target(edge, 'Target', edge.loadBalancer.vpc!), { priority: 1, conditions: given }))).toBe(message);
  });

  test('a rule has at most 5 condition values', () => {
    const edge = make();
    const target = (id: string) => new Target(edge, id, edge.loadBalancer.vpc!);
    const paths = (count: number) => elbv2.ListenerCondition.pathPatterns(Array.from({ length: count }, (_, index) => `/${index}`));
    const methods = elbv2.ListenerCondition.httpRequestMethods(['GET', 'HEAD']);
    expect(messageOf(() => edge.routeWhen('Six', target('Six'), { priority: 1, conditions: [paths(4), methods] })))
      .toBe('rule.conditions must be conditions with at most 5 values in total, got 6');
    expect(messageOf(() => edge.routeWhen('Five', target('Five'), { priority: 1, conditions: [paths(3), methods] }))).toBeUndefined();
  });

  test.each([1, 50_000])('priority %d is accepted', (priority) => {
    const edge = make();
    expect(messageOf(() => edge.routeWhen('Api', new Target(edge, 'Target', edge.loadBalancer.vpc!), { priority, conditions }))).toBeUndefined();
  });

  test('a priority and an id are unique in a listener, whichever construct adds the route', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const vpc = edge.loadBalancer.vpc!;
    const target = (id: string) => new Target(stack, id, vpc);
    edge.routeWhen('Api', target('Api'), { priority: 10, conditions });
    const routes = new ListenerRoutes(stack, 'Routes', { vpc, listener: edge.listener });
    expect([
      messageOf(() => edge.routeWhen('Other', target('Other'), { priority: 10, conditions })),
      messageOf(() => routes.routeWhen('Third', target('Third'), { priority: 10, conditions })),
      messageOf(() => edge.routeWhen('Api', target('Again'), { priority: 11, conditions })),
      messageOf(() => routes.routeWhen('Api', target('Fourth'), { priority: 11, conditions })),
      messageOf(() => edge.routeWhen('Fifth', target('Fifth'), { priority: 11, conditions })),
      messageOf(() => make().routeWhen('Elsewhere', target('Elsewhere'), { priority: 10, conditions })),
    ]).toEqual([
      "rule.priority must be a priority that route 'Api' does not have, got 10",
      "rule.priority must be a priority that route 'Api' does not have, got 10",
      "route 'Api' already exists in this listener",
      undefined,
      "rule.priority must be a priority that route 'Api' does not have, got 11",
      undefined,
    ]);
  });

  test('a priority that only a deployment knows is accepted', () => {
    const stack = testStack();
    const edge = make({}, stack);
    const priority = new CfnParameter(stack, 'Priority', { type: 'Number' }).valueAsNumber;
    for (const id of ['One', 'Two']) edge.routeWhen(id, new Target(stack, id, edge.loadBalancer.vpc!), { priority, conditions });
    templateOf(stack).resourcePropertiesCountIs('AWS::ElasticLoadBalancingV2::ListenerRule', { Priority: { Ref: 'Priority' } }, 2);
  });

  test('the second-to-last priority is free with a secret header', () => {
    const stack = testStack();
    const edge = make({ exposure: { cloudFront: CloudFrontAccess.secretHeader(new OriginSecret(stack, 'Secret')) } }, stack);
    expect(messageOf(() => edge.routeWhen('Api', new Target(stack, 'Target', edge.loadBalancer.vpc!), { priority: 49_999, conditions }))).toBeUndefined();
  });

  test('props of ListenerRoutes are checked', () => {
    expect(messageOf(() => new ListenerRoutes(testStack(), 'Routes', { vpc: undefined, listener: undefined } as any)))
      .toBe('listener must be an IApplicationListener, got undefined');
  });
});

describe('authentication', () => {
  const issuer = 'https://id.example.com';
  const oidc = { issuer, authorizationEndpoint: `${issuer}/a`, tokenEndpoint: `${issuer}/t`, userInfoEndpoint: `${issuer}/u`, clientId: 'ledger' };
  const jwt = { issuer, jwksEndpoint: `${issuer}/keys` };
  const withOidc = (options: object) => (stack: Stack) => ListenerAuthentication.oidc({
    ...oidc, clientSecret: secretsmanager.Secret.fromSecretNameV2(stack, 'Client', 'oidc'), ...options,
  });
  const withCognito = (options: object) => (stack: Stack) => ListenerAuthentication.cognito({
    userPool: cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-2_a1'),
    userPoolClient: cognito.UserPoolClient.fromUserPoolClientId(stack, 'Client', 'c1'),
    userPoolDomain: cognito.UserPoolDomain.fromDomainName(stack, 'Domain', 'ledger'),
    ...options,
  });
  const routed = (authentication: (stack: Stack) => ListenerAuthentication) => {
    const stack = testStack();
    const edge = make({}, stack);
    return messageOf(() => edge.routeTo(new Target(stack, 'Target', edge.loadBalancer.vpc!), { authentication: authentication(stack) }));
  };

  test.each(['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint'])('%s of OIDC is an HTTPS URL', (name) => {
    for (const value of ['http://id.example.com', 'id.example.com', 'https://', 'https://id .example.com', '']) {
      expect(routed(withOidc({ [name]: value }))).toBe(`options.authentication.${name} must be an HTTPS URL such as https://id.example.com/path, got '${value}'`);
    }
    for (const value of ['https://id.example.com', 'https://id.example.com:8443/realms/a?b=c']) expect(routed(withOidc({ [name]: value }))).toBeUndefined();
  });

  test('the client secret of OIDC is in the Region of the listener', () => {
    const elsewhere = (stack: Stack) => secretsmanager.Secret.fromSecretCompleteArn(stack, 'Elsewhere', 'arn:aws:secretsmanager:us-east-1:123456789012:secret:a-abcdef');
    expect(routed((stack) => withOidc({ clientSecret: elsewhere(stack) })(stack)))
      .toBe("options.authentication.clientSecret must be a secret in eu-west-2, got 'Stack/Elsewhere' in us-east-1");
  });

  test.each(['issuer', 'jwksEndpoint'])('%s of JWT is an HTTPS URL', (name) => {
    expect(routed(() => ListenerAuthentication.jwt({ ...jwt, [name]: 'http://id.example.com' })))
      .toBe(`options.authentication.${name} must be an HTTPS URL such as https://id.example.com/path, got 'http://id.example.com'`);
    expect(routed(() => ListenerAuthentication.jwt({ ...jwt, [name]: 'https://id.example.com' }))).toBeUndefined();
  });

  test.each<[string, (options: object) => (stack: Stack) => ListenerAuthentication]>([['OIDC', withOidc], ['Cognito', withCognito]])(
    'a session of %s lasts from 1 second to 7 days', (_, authentication) => {
      for (const sessionTimeout of [seconds(1), Duration.days(7)]) expect(routed(authentication({ sessionTimeout }))).toBeUndefined();
      const need = 'options.authentication.sessionTimeout must be a whole number of seconds from 1 to 604800, got';
      expect(routed(authentication({ sessionTimeout: seconds(0) }))).toBe(`${need} 0 seconds`);
      expect(routed(authentication({ sessionTimeout: seconds(604_801) }))).toBe(`${need} 7 days 1 second`);
      expect(routed((stack) => authentication({ sessionTimeout: seconds(new CfnParameter(stack, 'Value', { type: 'Number' }).valueAsNumber) })(stack))).toBeUndefined();
    });

  test.each<[object, string]>([
    [{ clientId: 'ledger\t' }, "options.authentication.clientId must be a string of at least 1 character, got 'ledger\\t'"],
    [{ clientId: '' }, "options.authentication.clientId must be a string of at least 1 character, got ''"],
    [{ clientSecretField: '' }, "options.authentication.clientSecretField must be a string of at least 1 character, got ''"],
    [{ scope: '' }, "options.authentication.scope must be a string of at least 1 character, got ''"],
    [{ clientSecret: 'secret' }, "options.authentication.clientSecret must be an ISecret, got 'secret'"],
    [{ onUnauthenticatedRequest: 'refuse' },
      "options.authentication.onUnauthenticatedRequest must be UnauthenticatedAction.DENY, UnauthenticatedAction.ALLOW or UnauthenticatedAction.AUTHENTICATE, got 'refuse'"],
  ])('%#: options of OIDC are checked', (options, message) => {
    expect(routed(withOidc(options))).toBe(message);
  });

  test('missing options are refused', () => {
    expect(routed(() => ListenerAuthentication.jwt(null as any))).toBe('options.authentication must be a JwtOptions, got null');
    expect(routed(withCognito({ userPool: undefined }))).toBe('options.authentication.userPool must be an IUserPool, got undefined');
  });
});
