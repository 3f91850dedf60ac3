import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { requireCountryCodes } from './country-codes';
import { ipSetStatements } from './ip-set';
import { Rule } from './rule';
import { RuleAction } from './rule-action';
import { WebAclScope } from './web-acl-scope';

/** A rule in the words of AWS WAF. */
export interface CustomWebAclRule {
  /** Name, unique in the web ACL. */
  readonly name: string;
  /** What matches. */
  readonly statement: wafv2.CfnWebACL.StatementProperty;
  /** Web ACL capacity units that the statement takes (AWS WAF Developer Guide, Using rule statements in AWS WAF). */
  readonly wcu: number;
  /**
   * What is done with a request that matches.
   * @default RuleAction.BLOCK
   */
  readonly action?: RuleAction;
}

/**
 * A rule of your own in a web ACL. Rules of your own are asked before the rate limit and the managed rule groups, in the order given.
 * A country or an IP set takes 1 WCU (AWS WAF Developer Guide, Geographic match and IP set match rule statement).
 */
export class WebAclRule {
  /**
   * Blocks requests from these countries.
   * @param countryCodes ISO 3166-1 alpha-2 codes, for example `KP`
   */
  public static blockCountries(...countryCodes: string[]): WebAclRule {
    return WebAclRule.countries('BlockedCountries', countryCodes, (statement) => statement);
  }

  /**
   * Blocks requests from all other countries.
   * @param countryCodes ISO 3166-1 alpha-2 codes, for example `GB`
   */
  public static allowOnlyCountries(...countryCodes: string[]): WebAclRule {
    return WebAclRule.countries('OtherCountries', countryCodes, (statement) => ({ notStatement: { statement } }));
  }

  /**
   * Blocks requests from these addresses.
   * @param addresses IPv4 and IPv6 ranges in CIDR notation
   */
  public static blockAddresses(...addresses: string[]): WebAclRule {
    return WebAclRule.addresses('BlockedAddresses', addresses, RuleAction.BLOCK, false);
  }

  /**
   * Blocks requests from all other addresses.
   * @param addresses IPv4 and IPv6 ranges in CIDR notation
   */
  public static allowOnlyAddresses(...addresses: string[]): WebAclRule {
    return WebAclRule.addresses('OtherAddresses', addresses, RuleAction.BLOCK, true);
  }

  /**
   * Lets requests from these addresses through without asking the rules that come after, the managed rule groups among them.
   * @param addresses IPv4 and IPv6 ranges in CIDR notation
   */
  public static trustAddresses(...addresses: string[]): WebAclRule {
    return WebAclRule.addresses('TrustedAddresses', addresses, RuleAction.ALLOW, false);
  }

  /** Any other rule. */
  public static custom(rule: CustomWebAclRule): WebAclRule {
    return new WebAclRule(() => ({ ...rule, action: rule.action ?? RuleAction.BLOCK }));
  }

  private static countries(
    name: string, codes: string[], sense: (statement: wafv2.CfnWebACL.StatementProperty) => wafv2.CfnWebACL.StatementProperty,
  ): WebAclRule {
    return new WebAclRule((scope) => {
      requireCountryCodes(scope, name, codes);
      return { name, action: RuleAction.BLOCK, wcu: 1, statement: sense({ geoMatchStatement: { countryCodes: codes } }) };
    });
  }

  private static addresses(name: string, addresses: string[], action: RuleAction, others: boolean): WebAclRule {
    return new WebAclRule((scope, webAclScope) => {
      const statements = ipSetStatements(scope, name, webAclScope, addresses);
      const statement = statements.length === 1 ? statements[0] : { orStatement: { statements } };
      return { name, action, wcu: statements.length, statement: others ? { notStatement: { statement } } : statement };
    });
  }

  private constructor(private readonly bind: (scope: Construct, webAclScope: WebAclScope) => Required<CustomWebAclRule>) {}

  /** @internal */
  public _rule(scope: Construct, webAclScope: WebAclScope, countOnly: boolean): Rule {
    const { name, statement, wcu, action } = this.bind(scope, webAclScope);
    return { name, statement, wcu, action: { [countOnly ? RuleAction.COUNT : action]: {} } };
  }
}
