import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { countIpSets, ipSetStatements, requireAddresses } from './ip-set';
import { Rule, RULE_NAME, WCU } from './rule';
import { RuleAction, WebAclScope } from './web-acl-enums';
import { requireStatement } from './web-acl-statement';
import { copyOf, requireInteger, requireKnown, requireProps, requireString } from '../../core/validation';
import { requireCountryCodes } from '../shared/country-codes';

/** A rule with a statement of AWS WAF. */
export interface CustomWebAclRule {
  /** Name: 1 to 128 letters, digits, hyphens and underscores, unique in the web ACL. */
  readonly name: string;
  /** Statement that a request matches. */
  readonly statement: wafv2.CfnWebACL.StatementProperty;
  /** Web ACL capacity units (WCU) of the statement, 1 to 5000 (AWS WAF Developer Guide, Using rule statements in AWS WAF). */
  readonly wcu: number;
  /**
   * Action for a request that matches.
   * @default RuleAction.BLOCK
   */
  readonly action?: RuleAction;
}

/** How a kind of rule is checked and made. */
interface RuleKind {
  readonly name: () => string;
  readonly wcu: () => number;
  readonly action: () => RuleAction;
  /** Whether it evaluates the address of the client. */
  readonly isBySource: boolean;
  readonly require: (scope: Construct, prop: string) => void;
  readonly statement: (scope: Construct, webAclScope: WebAclScope) => wafv2.CfnWebACL.StatementProperty;
}

/**
 * A rule of your own in a web ACL. Rules of your own are evaluated in the order given, before the rate limit and the managed rule groups.
 * A country rule takes 1 WCU, an address rule 1 WCU per IP version (AWS WAF Developer Guide, Geographic match and IP set match rule statement).
 *
 * @example
 * new WebAcl(this, 'WebAcl', {
 *   rules: [
 *     WebAclRule.trustAddresses('192.0.2.0/24'),
 *     WebAclRule.blockAddresses('198.51.100.0/24', '2001:db8::/32'),
 *     WebAclRule.allowOnlyCountries('GB', 'IE'),
 *   ],
 * });
 */
export class WebAclRule {
  /**
   * Blocks requests from these countries.
   * @param countryCodes ISO 3166-1 alpha-2 codes, for example `KP`
   */
  public static blockCountries(...countryCodes: string[]): WebAclRule {
    return WebAclRule.countries('BlockedCountries', countryCodes, false);
  }

  /**
   * Blocks requests from all other countries.
   * @param countryCodes ISO 3166-1 alpha-2 codes, for example `GB`
   */
  public static allowOnlyCountries(...countryCodes: string[]): WebAclRule {
    return WebAclRule.countries('OtherCountries', countryCodes, true);
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
   * Allows requests from these addresses. Later rules, including the managed rule groups, do not evaluate them.
   * @param addresses IPv4 and IPv6 ranges in CIDR notation
   */
  public static trustAddresses(...addresses: string[]): WebAclRule {
    return WebAclRule.addresses('TrustedAddresses', addresses, RuleAction.ALLOW, false);
  }

  /**
   * A rule with any statement.
   * @example
   * const internal = WebAclRule.custom({
   *   name: 'Internal',
   *   // 2 WCU for the comparison, 10 WCU for the transformation.
   *   wcu: 12,
   *   statement: {
   *     byteMatchStatement: {
   *       fieldToMatch: { uriPath: {} },
   *       positionalConstraint: 'STARTS_WITH',
   *       searchString: '/internal/',
   *       textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
   *     },
   *   },
   * });
   * new WebAcl(this, 'WebAcl', { rules: [internal] });
   */
  public static custom(rule: CustomWebAclRule): WebAclRule {
    const own = copyOf('CustomWebAclRule', rule);
    return new WebAclRule({
      name: () => own.name,
      wcu: () => own.wcu,
      action: () => own.action ?? RuleAction.BLOCK,
      isBySource: false,
      require: (scope, prop) => requireCustom(scope, prop, own),
      statement: () => own.statement,
    });
  }

  private static countries(name: string, codes: string[], isOthers: boolean): WebAclRule {
    const statement = { geoMatchStatement: { countryCodes: codes } };
    return new WebAclRule({
      name: () => name,
      wcu: () => 1,
      action: () => RuleAction.BLOCK,
      isBySource: true,
      require: (scope, prop) => requireCountryCodes(scope, `${prop}.countryCodes`, codes),
      statement: () => isOthers ? { notStatement: { statement } } : statement,
    });
  }

  private static addresses(name: string, addresses: string[], action: RuleAction, isOthers: boolean): WebAclRule {
    return new WebAclRule({
      name: () => name,
      wcu: () => countIpSets(addresses),
      action: () => action,
      isBySource: true,
      require: (scope, prop) => requireAddresses(scope, `${prop}.addresses`, addresses),
      statement: (scope, webAclScope) => {
        const statements = ipSetStatements(scope, name, webAclScope, addresses);
        const statement = statements.length === 1 ? statements[0] : { orStatement: { statements } };
        return isOthers ? { notStatement: { statement } } : statement;
      },
    });
  }

  private constructor(private readonly kind: RuleKind) {}

  /**
   * Checks the rule.
   * @returns its name and capacity, and whether it evaluates the address from which AWS WAF receives the request: behind a proxy, the address of the proxy
   * @internal
   */
  public _resolve(scope: Construct, prop: string): { name: string; wcu: number; isBySource: boolean } {
    this.kind.require(scope, prop);
    return { name: this.kind.name(), wcu: this.kind.wcu(), isBySource: this.kind.isBySource };
  }

  /** @internal */
  public _rule(scope: Construct, webAclScope: WebAclScope, countOnly: boolean): Rule {
    const { name, action, statement } = this.kind;
    return { name: name(), statement: statement(scope, webAclScope), action: { [countOnly ? RuleAction.COUNT : action()]: {} } };
  }
}

function requireCustom(scope: Construct, prop: string, rule: CustomWebAclRule) {
  requireProps(scope, 'CustomWebAclRule', rule, prop);
  const { name, statement, wcu } = rule;
  requireString(scope, `${prop}.name`, name, RULE_NAME);
  // The capacity of the web ACL is their sum.
  requireKnown(scope, `${prop}.wcu`, wcu);
  requireInteger(scope, `${prop}.wcu`, wcu, { min: 1, max: WCU.max });
  requireStatement(scope, `${prop}.statement`, statement, ['rateBasedStatement']);
}
