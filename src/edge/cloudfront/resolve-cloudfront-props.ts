import { Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CfnWebACL, IWebACLRef } from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { namesOf } from './cloudfront-dns';
import { CloudFrontOrigin } from './cloudfront-origin';
import { CLOUDFRONT_REGION, isInCloudFrontRegion, requireCloudFrontPartition } from './cloudfront-region';
import { CloudFrontBehavior, CloudFrontDomain, CloudFrontViewers, CloudFrontWithWafProps, SecurityHeaders } from './cloudfront-with-waf-props';
import { requireSecurityHeaders } from './security-headers';
import {
  isUnresolved, mustBe, ownProps, refuse, requireArgument, requireDuration, requireKnown, requireList, requireLogPrefix, requireProps, requireString,
} from '../../core/validation';
import { requireCountryCodes, WAF_ONLY } from '../shared/country-codes';
import { requireCertificateIn, requireCommonName, requireDomainName, requirePublicZone } from '../shared/validation';
import { scopeOf } from '../web-acl/imported-web-acl';

/** Checked props of CloudFrontWithWaf, with defaults. */
export interface ResolvedCloudFront extends Pick<CloudFrontWithWafProps, 'origin' | 'domain' | 'certificate' | 'webAcl' | 'accessLogs'> {
  readonly accessLogsPrefix: string;
  readonly behavior: CloudFrontBehavior;
  readonly securityHeaders: SecurityHeaders;
  readonly viewers: CloudFrontViewers & Required<Pick<CloudFrontViewers, 'httpVersion'>>;
}

/** Maximum of alternative names of a certificate (AWS Certificate Manager API, RequestCertificate). */
const MAX_ALTERNATIVE_NAMES = 100;
/** CloudFront API, DistributionConfig. */
const ROOT_OBJECT = { need: 'an object such as index.html, without a leading slash, of at most 255 characters', pattern: /[^/\s]\S*/, maxLength: 255 };
/** Statuses that can have a response of their own (CloudFront API, CustomErrorResponse). */
const ERROR_STATUSES = [400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504];
/** Characters and wildcards: CloudFront Developer Guide, Cache behavior settings, Path pattern. `*` alone is the default behavior. */
const PATH_PATTERN = {
  need: "a path pattern such as /static/*, other than * and /*, of at most 255 characters A-Z a-z 0-9 _ - . * $ / ~ \" ' @ : + & ?",
  pattern: /(?!\/?\*$)[\w.*$/~"'@:+&?-]+/,
  maxLength: 255,
};

function requireGlobalWebAcl(scope: Construct, webAcl: IWebACLRef) {
  if (scopeOf(webAcl) === 'REGIONAL') refuse(scope, `webAcl must be of scope CLOUDFRONT, got '${webAcl.node.path}' of scope REGIONAL`);
  const { region } = webAcl.env;
  // AWS WAF API, CreateWebACL, Scope. A WebAcl checks its own Region.
  if (webAcl instanceof CfnWebACL && !isUnresolved(region) && region !== CLOUDFRONT_REGION) {
    refuse(scope, `Region of web ACL '${webAcl.node.path}' must be ${CLOUDFRONT_REGION}, got ${region}`);
  }
}

/** Checks the props and fills in the defaults. */
export function resolveCloudFrontProps(scope: Construct, props: CloudFrontWithWafProps): ResolvedCloudFront {
  requireProps(scope, 'CloudFrontWithWafProps', props);
  requireCloudFrontPartition(scope);
  const { origin, domain, certificate, webAcl, accessLogs, behavior = {}, securityHeaders = {}, viewers = {} } = props;
  if (domain) requireDomain(scope, domain, certificate === undefined);
  if (certificate && !domain) refuse(scope, 'specify domain with certificate');
  if (certificate) requireCertificateIn(scope, 'certificate', certificate, CLOUDFRONT_REGION);
  if (props.accessLogsPrefix !== undefined && !accessLogs) refuse(scope, 'specify accessLogs with accessLogsPrefix');
  requireLogPrefix(scope, 'accessLogsPrefix', props.accessLogsPrefix);
  if (webAcl) requireGlobalWebAcl(scope, webAcl);
  requireFunctions(scope, behavior);
  requireSecurityHeaders(scope, 'securityHeaders', securityHeaders);
  requireViewers(scope, viewers);
  // CloudFront's own certificate has a fixed security policy.
  if (viewers.minimumProtocolVersion !== undefined && !domain) refuse(scope, 'specify domain with viewers.minimumProtocolVersion');
  origin._require(scope, 'origin', domain !== undefined);
  return {
    origin,
    domain,
    certificate,
    webAcl,
    accessLogs,
    accessLogsPrefix: props.accessLogsPrefix ?? 'cloudfront',
    behavior,
    securityHeaders,
    viewers: {
      ...viewers,
      minimumProtocolVersion: domain && (viewers.minimumProtocolVersion ?? cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025),
      httpVersion: viewers.httpVersion ?? cloudfront.HttpVersion.HTTP2_AND_3,
      defaultRootObject: viewers.defaultRootObject ?? (origin._isBucket ? 'index.html' : undefined),
    },
  };
}

/** Checks the arguments of a route, and returns its behavior. A pattern means the same with and without a leading slash (CloudFront API, CacheBehavior). */
export function resolveBehavior(
  scope: Construct, pathPattern: string, origin: CloudFrontOrigin, given: CloudFrontBehavior, hasDomain: boolean, routes: ReadonlySet<string>,
): CloudFrontBehavior {
  requireArgument(scope, 'pathPattern', 'string', pathPattern);
  requireString(scope, 'pathPattern', pathPattern, PATH_PATTERN);
  if (routes.has(routeKey(pathPattern))) refuse(scope, `route '${pathPattern}' already exists in this distribution`);
  requireArgument(scope, 'origin', 'CloudFrontOrigin', origin);
  const behavior = ownProps(scope, 'CloudFrontBehavior', given, 'behavior');
  requireFunctions(scope, behavior);
  origin._require(scope, 'origin', hasDomain);
  return behavior;
}

/** Path pattern without a leading slash. */
export function routeKey(pathPattern: string): string {
  return pathPattern.replace(/^\//, '');
}

function requireFunctions(scope: Construct, { functionAssociations = [] }: CloudFrontBehavior) {
  functionAssociations.forEach(({ eventType }, index) => {
    const prop = 'behavior.functionAssociations';
    const other = functionAssociations.findIndex((each) => each.eventType === eventType);
    // One function per event (CloudFront Developer Guide, Restrictions on edge functions).
    if (other < index) mustBe(scope, `${prop}[${index}].eventType`, `an event that ${prop}[${other}] does not have`, eventType);
  });
}

function requireDomain(scope: Construct, domain: CloudFrontDomain, isIssued: boolean) {
  const { domainName, alternativeNames, hostedZone } = domain;
  // A stack in us-east-1 that contains the certificate cannot refer to a value of the stack of the distribution.
  if (isIssued && !isInCloudFrontRegion(scope)) requireKnown(scope, 'domain.domainName', domainName);
  requireKnown(scope, 'domain.alternativeNames', alternativeNames);
  requireDomainName(scope, 'domain.domainName', domainName, hostedZone, true);
  alternativeNames?.forEach((name, index) => requireDomainName(scope, `domain.alternativeNames[${index}]`, name, hostedZone, true));
  // Domain names are the same in upper and lower case (RFC 4343).
  requireList(scope, 'domain.domainName and domain.alternativeNames', namesOf(domain).map((name) => name.toLowerCase()));
  if (!isIssued) return;
  requireCommonName(scope, 'domain.domainName', domainName);
  requirePublicZone(scope, 'domain.hostedZone', hostedZone);
  requireList(scope, 'domain.alternativeNames', alternativeNames, { max: MAX_ALTERNATIVE_NAMES });
  if (!hostedZone) refuse(scope, 'specify certificate or domain.hostedZone: a certificate is validated by a record in the hosted zone');
  // The certificate is validated in the hosted zone before the stack of the distribution is deployed.
  const stack = Stack.of(hostedZone);
  if (!hostedZone.node.defaultChild || (stack === Stack.of(scope) && isInCloudFrontRegion(scope))) return;
  refuse(scope, `domain.hostedZone must exist before the stack of the distribution, got '${hostedZone.node.path}' of stack '${stack.node.path}'`);
}

function requireViewers(scope: Construct, { defaultRootObject, errorResponses = [], geoRestriction }: CloudFrontViewers) {
  requireString(scope, 'viewers.defaultRootObject', defaultRootObject, ROOT_OBJECT);
  if (geoRestriction) requireCountryCodes(scope, 'viewers.geoRestriction', geoRestriction.locations, WAF_ONLY);
  errorResponses.forEach(({ httpStatus, responseHttpStatus, responsePagePath, ttl }, index) => {
    const prop = `viewers.errorResponses[${index}]`;
    requireOneOf(scope, `${prop}.httpStatus`, httpStatus, ERROR_STATUSES);
    requireOneOf(scope, `${prop}.responseHttpStatus`, responseHttpStatus, [200, ...ERROR_STATUSES]);
    if (responseHttpStatus !== undefined && responsePagePath === undefined) refuse(scope, `specify ${prop}.responsePagePath with ${prop}.responseHttpStatus`);
    if (responsePagePath === undefined && ttl === undefined) refuse(scope, `specify ${prop}.responsePagePath or ${prop}.ttl`);
    requireString(scope, `${prop}.responsePagePath`, responsePagePath, { need: 'a path such as /missing.html', pattern: /\/\S+/ });
    requireDuration(scope, `${prop}.ttl`, ttl, { unit: 'seconds', min: 0 });
    const other = errorResponses.findIndex((each) => each.httpStatus === httpStatus);
    if (other < index) mustBe(scope, `${prop}.httpStatus`, `a status that viewers.errorResponses[${other}] does not have`, httpStatus);
  });
}

function requireOneOf(scope: Construct, prop: string, value: number | undefined, values: number[]) {
  if (value !== undefined && !isUnresolved(value) && !values.includes(value)) mustBe(scope, prop, `one of ${values.join(', ')}`, value);
}
