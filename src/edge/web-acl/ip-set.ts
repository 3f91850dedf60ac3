import { isIPv4, isIPv6 } from 'net';
import { Token } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { WebAclScope } from './web-acl-scope';
import { refuse } from '../../core/validation';

/** Addresses that one IP set holds (AWS WAF Developer Guide, AWS WAF quotas). */
const MAX_ADDRESSES = 10_000;

/** One statement for each version of IP among the addresses, as an IP set holds only one. */
export function ipSetStatements(
  scope: Construct, rule: string, webAclScope: WebAclScope, addresses: string[],
): wafv2.CfnWebACL.StatementProperty[] {
  if (addresses.length === 0) refuse(scope, `rule '${rule}' has no address, need at least one`);
  addresses.forEach((address) => requireRange(scope, rule, address));
  const version6 = addresses.filter((address) => address.includes(':') && !Token.isUnresolved(address));
  const version4 = addresses.filter((address) => !version6.includes(address));

  const statement = (ipAddressVersion: 'IPV4' | 'IPV6', ranges: string[]): wafv2.CfnWebACL.StatementProperty => {
    if (ranges.length > MAX_ADDRESSES) refuse(scope, `rule '${rule}' has ${ranges.length} addresses, need at most ${MAX_ADDRESSES}`);
    const id = ipAddressVersion === 'IPV4' ? rule : `${rule}V6`;
    const ipSet = new wafv2.CfnIPSet(scope, id, { ipAddressVersion, addresses: ranges, scope: webAclScope });
    return { ipSetReferenceStatement: { arn: ipSet.attrArn } };
  };
  return [
    ...(version4.length > 0 ? [statement('IPV4', version4)] : []),
    ...(version6.length > 0 ? [statement('IPV6', version6)] : []),
  ];
}

/** AWS WAF takes all ranges but /0 (AWS WAF API, CreateIPSet). */
function requireRange(scope: Construct, rule: string, range: string) {
  if (Token.isUnresolved(range)) return;
  const [address, bits] = range.split('/');
  const longest = isIPv4(address) ? 32 : isIPv6(address) ? 128 : 0;
  if (!/^\d{1,3}$/.test(bits ?? '') || Number(bits) < 1 || Number(bits) > longest) {
    refuse(scope, `rule '${rule}' has address '${range}', need a range in CIDR notation, for example 192.0.2.0/24, and not all addresses`);
  }
}
