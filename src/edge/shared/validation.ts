import { isIPv4, isIPv6 } from 'net';
import { Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { IConstruct } from 'constructs';
import { isUnresolved, mustBe, refuse, requireString } from '../../core/validation';

/** Labels of letters, digits and inner hyphens, at least two; a trailing dot is allowed (AWS Certificate Manager API, RequestCertificate). */
const NAME = /(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])\.?/;
const WILDCARD = new RegExp(`(?:\\*\\.)?${NAME.source}`);
const MAX_LENGTH = 253;
/** The common name of a certificate (AWS Certificate Manager API, RequestCertificate). */
const MAX_COMMON_NAME = 64;

/** Refuses what is not a domain name, and a name outside the hosted zone, where there is one. */
export function requireDomainName(
  scope: IConstruct, prop: string, name: string, zone: route53.IHostedZone | undefined, isWildcardAllowed: boolean,
): void {
  requireString(scope, prop, name, {
    need: isWildcardAllowed ? 'a domain name such as app.example.com or *.example.com' : 'a domain name such as app.example.com',
    pattern: isWildcardAllowed ? WILDCARD : NAME,
    maxLength: name.endsWith('.') ? MAX_LENGTH + 1 : MAX_LENGTH,
  });
  if (!zone || isUnresolved(name) || isUnresolved(zone.zoneName)) return;
  // Domain names are the same in upper and lower case (RFC 4343).
  if (!`.${undotted(name)}`.toLowerCase().endsWith(`.${undotted(zone.zoneName)}`.toLowerCase())) mustBe(scope, prop, `a name in hosted zone '${zone.zoneName}'`, name);
}

/** Refuses a name for which no certificate is issued. */
export function requireCommonName(scope: IConstruct, prop: string, name: string): void {
  if (isUnresolved(name) || undotted(name).length <= MAX_COMMON_NAME) return;
  mustBe(scope, prop, `at most ${MAX_COMMON_NAME} characters where a certificate is issued for it`, name);
}

/** Refuses a private hosted zone, in which no certificate is validated (AWS Certificate Manager User Guide, DNS validation). An imported one is not known. */
export function requirePublicZone(scope: IConstruct, prop: string, zone: route53.IHostedZone | undefined): void {
  const resource = zone?.node.defaultChild;
  if (!route53.CfnHostedZone.isCfnHostedZone(resource) || !Stack.of(resource).resolve(resource.vpcs)?.length) return;
  refuse(scope, `${prop} must be a public hosted zone where a certificate is issued, got private hosted zone '${zone!.node.path}'`);
}

/** Refuses a certificate of another Region. IAM server certificates have no Region. */
export function requireCertificateIn(scope: IConstruct, prop: string, certificate: acm.ICertificate, region: string): void {
  const { certificateArn } = certificate;
  const [, , service, literal] = isUnresolved(certificateArn) ? [] : certificateArn.split(':');
  const actual = service === 'iam' ? undefined : literal || certificate.env.region;
  if (actual === undefined || isUnresolved(actual) || isUnresolved(region) || actual === region) return;
  refuse(scope, `${prop} must be in ${region}, got '${certificate.node.path}' in ${actual}`);
}

/** The name without its trailing dot, which only DNS accepts. */
export function undotted(name: string): string {
  return isUnresolved(name) ? name : name.replace(/\.$/, '');
}

/** Refuses a secret, bucket or other construct outside a stack. */
export function requireInStack(scope: IConstruct, prop: string, construct: IConstruct, stack: Stack): void {
  const own = Stack.of(construct);
  if (own.node !== stack.node) refuse(scope, `${prop} must be in stack '${stack.node.path}', got '${construct.node.path}' in stack '${own.node.path}'`);
}

/** Whether a text is a range in CIDR notation other than /0. Tokens are. */
export function isAddressRange(range: string): boolean {
  if (isUnresolved(range)) return true;
  const [, address, bits] = /^([0-9A-Fa-f.:]+)\/([1-9]\d{0,2})$/.exec(range) ?? [];
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  return Number(bits) <= longest;
}
