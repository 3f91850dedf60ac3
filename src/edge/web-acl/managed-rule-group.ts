import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Rule } from './rule';
import { RuleAction } from './rule-action';

/** A managed rule group that `ManagedRuleGroup` does not name, for example of an AWS Marketplace seller. */
export interface CustomManagedRuleGroup {
  /** Who publishes it. */
  readonly vendorName: string;
  /** Its name. */
  readonly name: string;
  /** Web ACL capacity units that it takes, as `aws wafv2 describe-managed-rule-group` says. */
  readonly wcu: number;
  /**
   * Settings that the group asks for.
   * @default - none
   */
  readonly configs?: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty[];
}

/** How a web ACL uses a managed rule group. */
export interface ManagedRuleGroupOptions {
  /**
   * Actions in place of those that the group's own rules have, by the rule's name, for example `SizeRestrictions_BODY`.
   * @default - none
   */
  readonly overrides?: { [rule: string]: RuleAction };
  /**
   * Only counts what the group would block, to see what it does before it does it.
   * @default false
   */
  readonly countOnly?: boolean;
  /**
   * Version to stay on, for example `Version_1.0`.
   * @default - the vendor's default version, which moves on
   */
  readonly version?: string;
  /**
   * Asks the group only about requests that match this statement. It takes capacity of its own: say how much in `scopeDownWcu`.
   * @default - all requests
   */
  readonly scopeDown?: wafv2.CfnWebACL.StatementProperty;
  /**
   * Web ACL capacity units of `scopeDown`.
   * @default 0
   */
  readonly scopeDownWcu?: number;
}

/** How deep AWS WAF Bot Control looks. */
export enum BotControlLevel {
  /** Bots that name themselves, and common frameworks. */
  COMMON = 'COMMON',
  /** Also bots that hide, by browser interrogation, fingerprints and behaviour. */
  TARGETED = 'TARGETED',
}

/**
 * A managed rule group of AWS WAF. Names and capacities are those of the AWS WAF Developer Guide, AWS Managed Rules rule groups list:
 * the capacity of a group never changes.
 */
export class ManagedRuleGroup {
  /** Core rule set: what any web application should be asked to withstand, cross-site scripting included. 700 WCU. */
  public static readonly COMMON = ManagedRuleGroup.aws('AWSManagedRulesCommonRuleSet', 700);
  /** Paths of administration pages. 100 WCU. */
  public static readonly ADMIN_PROTECTION = ManagedRuleGroup.aws('AWSManagedRulesAdminProtectionRuleSet', 100);
  /** Request patterns known to be invalid, Log4j's among them. 200 WCU. */
  public static readonly KNOWN_BAD_INPUTS = ManagedRuleGroup.aws('AWSManagedRulesKnownBadInputsRuleSet', 200);
  /** SQL injection. 200 WCU. */
  public static readonly SQL_INJECTION = ManagedRuleGroup.aws('AWSManagedRulesSQLiRuleSet', 200);
  /** Linux, local file inclusion for one; use with `POSIX`. 200 WCU. */
  public static readonly LINUX = ManagedRuleGroup.aws('AWSManagedRulesLinuxRuleSet', 200);
  /** POSIX systems. 100 WCU. */
  public static readonly POSIX = ManagedRuleGroup.aws('AWSManagedRulesUnixRuleSet', 100);
  /** Windows, remote PowerShell for one. 200 WCU. */
  public static readonly WINDOWS = ManagedRuleGroup.aws('AWSManagedRulesWindowsRuleSet', 200);
  /** PHP functions. 100 WCU. */
  public static readonly PHP = ManagedRuleGroup.aws('AWSManagedRulesPHPRuleSet', 100);
  /** WordPress sites; use with `SQL_INJECTION` and `PHP`. 100 WCU. */
  public static readonly WORDPRESS = ManagedRuleGroup.aws('AWSManagedRulesWordPressRuleSet', 100);
  /** Addresses that Amazon's threat intelligence knows for bots and reconnaissance. 25 WCU. */
  public static readonly IP_REPUTATION = ManagedRuleGroup.aws('AWSManagedRulesAmazonIpReputationList', 25);
  /** VPNs, proxies, Tor nodes and hosting providers; it blocks callers that run in a cloud, too. 50 WCU. */
  public static readonly ANONYMOUS_IP = ManagedRuleGroup.aws('AWSManagedRulesAnonymousIpList', 50);

  /** Bots. 50 WCU, and a charge of its own. */
  public static botControl(level: BotControlLevel): ManagedRuleGroup {
    return ManagedRuleGroup.aws('AWSManagedRulesBotControlRuleSet', 50, [{ awsManagedRulesBotControlRuleSet: { inspectionLevel: level } }]);
  }

  /**
   * Stolen credentials at a sign-in page. 50 WCU, and a charge of its own.
   * @param loginPath of the sign-in endpoint, for example `/web/login`
   */
  public static accountTakeoverPrevention(loginPath: string): ManagedRuleGroup {
    return ManagedRuleGroup.aws('AWSManagedRulesATPRuleSet', 50, [{ awsManagedRulesAtpRuleSet: { loginPath } }]);
  }

  /** Any other managed rule group. */
  public static custom(group: CustomManagedRuleGroup): ManagedRuleGroup {
    return new ManagedRuleGroup(group.vendorName, group.name, group.wcu, group.configs ?? [], {});
  }

  private static aws(name: string, wcu: number, configs: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty[] = []): ManagedRuleGroup {
    return new ManagedRuleGroup('AWS', name, wcu, configs, {});
  }

  /** Web ACL capacity units that it takes. */
  public readonly wcu: number;

  private constructor(
    /** Who publishes it. */
    public readonly vendorName: string,
    /** Its name. */
    public readonly name: string,
    private readonly groupWcu: number,
    private readonly configs: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty[],
    private readonly options: ManagedRuleGroupOptions,
  ) {
    this.wcu = groupWcu + (options.scopeDownWcu ?? 0);
  }

  /** The same group, used in another way. */
  public with(options: ManagedRuleGroupOptions): ManagedRuleGroup {
    return new ManagedRuleGroup(this.vendorName, this.name, this.groupWcu, this.configs, { ...this.options, ...options });
  }

  /** @internal */
  public _rule(countOnly: boolean): Rule {
    const { overrides = {}, version, scopeDown } = this.options;
    const ruleActionOverrides = Object.entries(overrides).map(([name, action]) => ({ name, actionToUse: { [action]: {} } }));
    return {
      name: this.vendorName === 'AWS' ? this.name : `${this.vendorName}-${this.name}`,
      wcu: this.wcu,
      overrideAction: countOnly || this.options.countOnly ? { count: {} } : { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: this.vendorName,
          name: this.name,
          version,
          scopeDownStatement: scopeDown,
          managedRuleGroupConfigs: this.configs.length > 0 ? this.configs : undefined,
          ruleActionOverrides: ruleActionOverrides.length > 0 ? ruleActionOverrides : undefined,
        },
      },
    };
  }
}
