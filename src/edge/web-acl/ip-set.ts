import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebAclScope } from './web-acl-enums';
import { isUnresolved, mustBe, refuse, requireArgument, requireKnown, requireList } from '../../core/validation';
import { isAddressRange } from '../shared/validation';

/** Addresses of one IP set (AWS WAF Developer Guide, AWS WAF quotas). */
const MAX_ADDRESSES = 10_000;

/** Refuses ranges that AWS WAF does not accept. It accepts all CIDR ranges but /0 (AWS WAF API, CreateIPSet). */
export function requireAddresses(scope: Construct, prop: string, addresses: string[]): void {
  requireKnown(scope, prop, addresses);
  requireList(scope, prop, addresses);
  addresses.forEach((address, index) => {
    requireArgument(scope, `${prop}[${index}]`, 'string', address);
    if (!isAddressRange(address)) mustBe(scope, `${prop}[${index}]`, 'a range in CIDR notation such as 192.0.2.0/24, other than /0', address);
  });
  for (const [version, { length }] of Object.entries(byVersion(addresses))) {
    if (length > MAX_ADDRESSES) refuse(scope, `${prop} must have at most ${MAX_ADDRESSES} ${version} ranges, got ${length}`);
  }
}

/** IP sets that the addresses need: one per IP version. */
export function countIpSets(addresses: string[]): number {
  return Object.values(byVersion(addresses)).filter(({ length }) => length > 0).length;
}

/** Makes the IP sets and returns a statement for each. */
export function ipSetStatements(scope: Construct, id: string, webAclScope: WebAclScope, addresses: string[]): wafv2.CfnWebACL.StatementProperty[] {
  const { IPv4, IPv6 } = byVersion(addresses);
  const statement = (suffix: string, ipAddressVersion: string, ranges: string[]): wafv2.CfnWebACL.StatementProperty[] => {
    if (ranges.length === 0) return [];
    const ipSet = new wafv2.CfnIPSet(scope, `${id}${suffix}`, { ipAddressVersion, addresses: ranges, scope: webAclScope });
    return [{ ipSetReferenceStatement: { arn: ipSet.attrArn } }];
  };
  return [...statement('', 'IPV4', IPv4), ...statement('V6', 'IPV6', IPv6)];
}

// A range that only a deployment knows counts as IPv4.
function byVersion(addresses: string[]): { IPv4: string[]; IPv6: string[] } {
  const isVersion6 = (address: string) => !isUnresolved(address) && address.includes(':');
  return { IPv4: addresses.filter((address) => !isVersion6(address)), IPv6: addresses.filter(isVersion6) };
}
