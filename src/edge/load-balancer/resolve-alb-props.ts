import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { IWebACLRef } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { AlbDomain, AlbExposure, AlbWithWafProps, LoadBalancerAttributes } from './alb-with-waf-props';
import { requireAction } from './listener-limits';
import { lacksInternetGateway } from '../../core/parts/reach';
import { requireRegionalWebAcl } from '../../core/parts/web-acl-association';
import {
  mustBe, refuse, requireAtMostOne, requireDuration, requireKnown, requireLogPrefix, requireProps, requireSameRegion, requireString, requireSubnets,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';
import { OriginSecret } from '../origin-secret/origin-secret';
import { requireCertificateIn, requireCommonName, requireDomainName, requirePublicZone } from '../shared/validation';
import { WebAcl } from '../web-acl/web-acl';

/** Checked props of AlbWithWaf, with defaults. */
export interface ResolvedAlb extends Pick<AlbWithWafProps, 'vpc' | 'loadBalancerName' | 'accessLogs' | 'webAcl' | 'domain'> {
  readonly accessLogsPrefix: string;
  readonly subnets: ec2.SubnetSelection;
  readonly isInternal: boolean;
  /** Whether any client on the internet can connect. */
  readonly isPublic: boolean;
  /** Clients that can connect directly, none behind CloudFront. */
  readonly clients: ec2.IPeer[];
  readonly cloudFront?: ResolvedCloudFrontAccess;
  /** Undefined if one is issued for the domain. */
  readonly certificate?: acm.ICertificate;
  readonly additionalCertificates: acm.ICertificate[];
  readonly sslPolicy: elbv2.SslPolicy;
  readonly mutualAuthentication?: elbv2.MutualAuthentication;
  readonly strictTransportSecurity: string;
  readonly fallback: elbv2.ListenerAction;
  readonly attributes: LoadBalancerAttributes;
}

interface ResolvedCloudFrontAccess {
  readonly secret?: OriginSecret;
  /** Undefined if only a deployment knows the Region. */
  readonly prefixListId?: string;
}

/** RFC 6797, 6.1. */
const STRICT_TRANSPORT_SECURITY = /max-age=\d+(?:; ?includeSubDomains)?(?:; ?preload)?/i;

/** Checks the props and fills in the defaults. */
export function resolveAlbProps(scope: Construct, props: AlbWithWafProps): ResolvedAlb {
  requireProps(scope, 'AlbWithWafProps', props);
  const { exposure = {}, tls = {}, attributes = {}, domain, certificate } = props;
  requireName(scope, 'loadBalancerName', props.loadBalancerName, NameLimit.LOAD_BALANCER);
  // Elastic Load Balancing User Guide, Access logs for your Application Load Balancer.
  requireSameRegion(scope, 'accessLogs', 'a bucket', props.accessLogs);
  requireLogPrefix(scope, 'accessLogsPrefix', props.accessLogsPrefix);
  requireDuration(scope, 'attributes.idleTimeout', attributes.idleTimeout, { unit: 'seconds', max: 4000 });
  requireDuration(scope, 'attributes.clientKeepAlive', attributes.clientKeepAlive, { unit: 'seconds', min: 60, max: 604_800 });
  requireString(scope, 'tls.strictTransportSecurity', tls.strictTransportSecurity, {
    need: 'a Strict-Transport-Security value such as max-age=31536000; includeSubDomains', pattern: STRICT_TRANSPORT_SECURITY,
  });
  if (tls.mutualAuthentication) requireMutualAuthentication(scope, 'tls.mutualAuthentication', tls.mutualAuthentication);
  if (props.webAcl) requireRegionalWebAcl(scope, props.webAcl);
  requireAction(scope, 'fallback', props.fallback);
  requireCertificates(scope, props);
  if (domain) requireDomain(scope, domain, certificate === undefined);

  requireExposure(scope, exposure);
  const cloudFront = exposure.cloudFront && {
    secret: exposure.cloudFront._secret, prefixListId: exposure.cloudFront._resolve(scope, 'exposure.cloudFront'),
  };
  if (cloudFront) requireNoSourceRules(scope, props.webAcl);
  if (cloudFront && !cloudFront.secret) requireInternetGateway(scope, props.vpc);
  requireAtMostOne(scope, { 'fallback': props.fallback, 'CloudFrontAccess.secretHeader': cloudFront?.secret });
  const isInternal = exposure.internal ?? (cloudFront !== undefined && !cloudFront.secret);
  const { FIPS_TLS13_12_RES_PQ: validated, TLS13_12_RES_PQ: usual } = elbv2.SslPolicy;
  return {
    ...props,
    certificate,
    accessLogsPrefix: props.accessLogsPrefix ?? 'alb',
    subnets: subnetsOf(scope, props.vpc, exposure.vpcSubnets, isInternal),
    isInternal,
    isPublic: !isInternal && !cloudFront && (exposure.allowFrom?.some(isAnyone) ?? true),
    clients: cloudFront ? [] : exposure.allowFrom ?? (isInternal ? [] : [ec2.Peer.anyIpv4()]),
    cloudFront,
    additionalCertificates: tls.additionalCertificates ?? [],
    sslPolicy: tls.sslPolicy ?? (Workload.of(scope).validatedCryptography ? validated : usual),
    mutualAuthentication: tls.mutualAuthentication,
    strictTransportSecurity: tls.strictTransportSecurity ?? 'max-age=31536000',
    fallback: props.fallback ?? (cloudFront?.secret
      ? elbv2.ListenerAction.fixedResponse(403, { contentType: 'text/plain', messageBody: 'Forbidden' })
      : elbv2.ListenerAction.fixedResponse(404, { contentType: 'text/plain', messageBody: 'Not found' })),
    attributes: {
      ...attributes,
      dropInvalidHeaderFields: attributes.dropInvalidHeaderFields ?? true,
      desyncMitigationMode: attributes.desyncMitigationMode ?? elbv2.DesyncMitigationMode.STRICTEST,
    },
  };
}

// A peer that is given explicitly opens the same ports as the default.
function isAnyone({ uniqueId }: ec2.IPeer): boolean {
  return [ec2.Peer.anyIpv4().uniqueId, ec2.Peer.anyIpv6().uniqueId].includes(uniqueId);
}

// CloudFront Developer Guide, Restrict access with VPC origins, Prerequisites. An internet gateway can be attached after the load balancer is created.
function requireInternetGateway(scope: Construct, vpc: ec2.IVpc) {
  scope.node.addValidation({
    validate: () => lacksInternetGateway(vpc)
      ? [`vpc must have an internet gateway with CloudFrontAccess.vpcOrigin, got '${vpc.node.path}' without one: add a tier of public subnets, which needs no NAT gateway`]
      : [],
  });
}

// Behind CloudFront, AWS WAF receives all requests from addresses of CloudFront.
function requireNoSourceRules(scope: Construct, webAcl: IWebACLRef | undefined) {
  if (!(webAcl instanceof WebAcl) || webAcl._rulesBySource.length === 0) return;
  const rules = webAcl._rulesBySource.map((name) => `'${name}'`).join(', ');
  refuse(scope, `webAcl must have no rule for the client address with exposure.cloudFront, got ${rules}: use the web ACL of the distribution, and RateLimitKey.NONE here`);
}

/** A trust store is what certificates are verified with; the other options belong to it (Elastic Load Balancing API, MutualAuthenticationAttributes). */
function requireMutualAuthentication(
  scope: Construct, prop: string, { mutualAuthenticationMode: mode, trustStore, ...options }: elbv2.MutualAuthentication,
): void {
  requireKnown(scope, `${prop}.mutualAuthenticationMode`, mode);
  const { VERIFY } = elbv2.MutualAuthenticationMode;
  if (mode === VERIFY && !trustStore) refuse(scope, `specify ${prop}.trustStore with MutualAuthenticationMode.VERIFY`);
  if (mode === VERIFY) return;
  for (const [name, value] of Object.entries({ trustStore, ...options })) {
    if (value !== undefined) mustBe(scope, `${prop}.mutualAuthenticationMode`, `MutualAuthenticationMode.VERIFY with ${name}`, mode);
  }
}

// A listener accepts only certificates of its own Region (Elastic Load Balancing User Guide, SSL certificates).
function requireCertificates(scope: Construct, { certificate, domain, tls }: AlbWithWafProps) {
  const { region } = Stack.of(scope);
  if (!certificate && !domain) refuse(scope, 'specify certificate or domain: without a certificate, one is issued for the domain');
  if (certificate) requireCertificateIn(scope, 'certificate', certificate, region);
  tls?.additionalCertificates?.forEach((each, index) => requireCertificateIn(scope, `tls.additionalCertificates[${index}]`, each, region));
}

function requireDomain(scope: Construct, { domainName, hostedZone, healthCheckPath }: AlbDomain, isIssued: boolean) {
  requireDomainName(scope, 'domain.domainName', domainName, hostedZone, false);
  if (isIssued) requireCommonName(scope, 'domain.domainName', domainName);
  if (isIssued) requirePublicZone(scope, 'domain.hostedZone', hostedZone);
  // Route 53 API, HealthCheckConfig.
  requireString(scope, 'domain.healthCheckPath', healthCheckPath, { need: 'a path such as /health of at most 255 characters', pattern: /\/\S*/, maxLength: 255 });
}

function requireExposure(scope: Construct, { internal, allowFrom, cloudFront }: AlbExposure) {
  requireAtMostOne(scope, { 'exposure.internal': internal, 'exposure.cloudFront': cloudFront });
  requireAtMostOne(scope, { 'exposure.allowFrom': allowFrom, 'exposure.cloudFront': cloudFront });
}

/** Subnets of one load balancer (Elastic Load Balancing API, CreateLoadBalancer: at least two Availability Zones). */
function subnetsOf(scope: Construct, vpc: ec2.IVpc, given: ec2.SubnetSelection | undefined, isInternal: boolean): ec2.SubnetSelection {
  return requireSubnets(scope, 'exposure.vpcSubnets', vpc, given, isInternal
    ? { zones: 2 }
    : { zones: 2, kind: 'public', fallback: { subnetType: ec2.SubnetType.PUBLIC } });
}
