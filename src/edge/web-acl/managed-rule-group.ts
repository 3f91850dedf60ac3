import { Annotations, Stack } from 'aws-cdk-lib';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { MANAGED_RULES } from './managed-rules';
import { Rule, RULE_NAME, WCU } from './rule';
import { BotControlLevel, RuleAction } from './web-acl-enums';
import { requireStatement, requireStatementValues } from './web-acl-statement';
import { copyOf, mustBe, refuse, requireArgument, requireInteger, requireKnown, requireProps, requireString } from '../../core/validation';
import { cut } from '../../core/workload/naming';
import { partitionOf } from '../../core/workload/partition';

/** A managed rule group that `ManagedRuleGroup` does not list, for example of an AWS Marketplace seller. */
export interface CustomManagedRuleGroup {
  /** Vendor name, 1 to 128 characters. */
  readonly vendorName: string;
  /** Name of the rule group: 1 to 128 letters, digits, hyphens and underscores. */
  readonly name: string;
  /** Web ACL capacity units (WCU) of the rule group, 1 to 5000, as `aws wafv2 describe-managed-rule-group` returns them. */
  readonly wcu: number;
  /**
   * Configuration that the rule group requires.
   * @default - none
   */
  readonly configs?: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty[];
}

/** How a web ACL uses a managed rule group. */
export interface ManagedRuleGroupOptions {
  /**
   * Actions that replace those of rules in the group, by rule name, for example `SizeRestrictions_BODY`. At most 100. AWS WAF ignores a name that the group does not have
   * (AWS WAF API, RuleActionOverride). Synthesis refuses a name of a group of AWS that differs from a rule in case only, and warns about other unknown names.
   * @default - none
   */
  readonly overrides?: { [rule: string]: RuleAction };
  /**
   * Whether the group only counts the requests that it would block.
   * @default false
   */
  readonly countOnly?: boolean;
  /**
   * Version of the rule group, for example `Version_1.0`.
   * @default - the default version of the vendor, which changes over time
   */
  readonly version?: string;
  /**
   * Statement that a request matches before the group evaluates it. Specify its capacity in `scopeDownWcu`.
   * @default - the group evaluates all requests
   * @example
   * const withoutUploads = ManagedRuleGroup.COMMON.withOptions({
   *   scopeDown: {
   *     notStatement: {
   *       statement: {
   *         byteMatchStatement: {
   *           fieldToMatch: { uriPath: {} },
   *           positionalConstraint: 'STARTS_WITH',
   *           searchString: '/uploads/',
   *           textTransformations: [{ priority: 0, type: 'NORMALIZE_PATH' }],
   *         },
   *       },
   *     },
   *   },
   *   scopeDownWcu: 12,
   * });
   * new WebAcl(this, 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.KNOWN_BAD_INPUTS, withoutUploads] });
   */
  readonly scopeDown?: wafv2.CfnWebACL.StatementProperty;
  /**
   * Web ACL capacity units (WCU) of `scopeDown`, 0 to 5000.
   * @default 0
   */
  readonly scopeDownWcu?: number;
}

type Requirement = (scope: Construct, prop: string) => void;

/** Limits: AWS WAF API, ManagedRuleGroupStatement and ManagedRuleGroupConfig. */
const MAX_OVERRIDES = 100;
const VENDOR = { need: '1 to 128 characters that are not all spaces', pattern: /.*\S.*/, maxLength: 128 };
const VERSION = { need: 'a version such as Version_1.0', pattern: /[\w#:./-]+/, maxLength: 64 };
const LOGIN_PATH = { need: 'a path such as /login of at most 256 characters', pattern: /\/\S*/, maxLength: 256 };

/**
 * A managed rule group of AWS WAF. Names and capacities: AWS WAF Developer Guide, AWS Managed Rules rule groups list. The capacity of a group
 * does not change between versions.
 *
 * @example
 * new WebAcl(this, 'WebAcl', {
 *   managedRuleGroups: [
 *     ManagedRuleGroup.COMMON,
 *     ManagedRuleGroup.KNOWN_BAD_INPUTS,
 *     ManagedRuleGroup.botControl(BotControlLevel.COMMON),
 *     ManagedRuleGroup.accountTakeoverPrevention('/login'),
 *   ],
 * });
 */
export class ManagedRuleGroup {
  /** Core rule set: protection for any web application, including cross-site scripting. 700 WCU. */
  public static readonly COMMON = ManagedRuleGroup.aws('AWSManagedRulesCommonRuleSet', 700);
  /** External access to administration pages. 100 WCU. */
  public static readonly ADMIN_PROTECTION = ManagedRuleGroup.aws('AWSManagedRulesAdminProtectionRuleSet', 100);
  /** Request patterns that are known to be invalid, including Log4j exploits. 200 WCU. */
  public static readonly KNOWN_BAD_INPUTS = ManagedRuleGroup.aws('AWSManagedRulesKnownBadInputsRuleSet', 200);
  /** SQL injection. 200 WCU. */
  public static readonly SQL_INJECTION = ManagedRuleGroup.aws('AWSManagedRulesSQLiRuleSet', 200);
  /** Linux vulnerabilities such as local file inclusion; use with `POSIX`. 200 WCU. */
  public static readonly LINUX = ManagedRuleGroup.aws('AWSManagedRulesLinuxRuleSet', 200);
  /** POSIX vulnerabilities. 100 WCU. */
  public static readonly POSIX = ManagedRuleGroup.aws('AWSManagedRulesUnixRuleSet', 100);
  /** Windows vulnerabilities such as remote PowerShell commands. 200 WCU. */
  public static readonly WINDOWS = ManagedRuleGroup.aws('AWSManagedRulesWindowsRuleSet', 200);
  /** PHP vulnerabilities. 100 WCU. */
  public static readonly PHP = ManagedRuleGroup.aws('AWSManagedRulesPHPRuleSet', 100);
  /** WordPress vulnerabilities; use with `SQL_INJECTION` and `PHP`. 100 WCU. */
  public static readonly WORDPRESS = ManagedRuleGroup.aws('AWSManagedRulesWordPressRuleSet', 100);
  /** Addresses that Amazon threat intelligence associates with bots and reconnaissance. 25 WCU. */
  public static readonly IP_REPUTATION = ManagedRuleGroup.aws('AWSManagedRulesAmazonIpReputationList', 25);
  /** VPNs, proxies, Tor nodes and hosting providers. Also blocks clients that run in a cloud. 50 WCU. */
  public static readonly ANONYMOUS_IP = ManagedRuleGroup.aws('AWSManagedRulesAnonymousIpList', 50);

  /** Bot Control. 50 WCU, and an additional charge. China Regions have level `COMMON` only. */
  public static botControl(level: BotControlLevel): ManagedRuleGroup {
    return ManagedRuleGroup.aws('AWSManagedRulesBotControlRuleSet', 50, [{ awsManagedRulesBotControlRuleSet: { inspectionLevel: level } }], (scope, prop) => {
      if (!Object.values(BotControlLevel).includes(level)) mustBe(scope, `${prop}.level`, 'BotControlLevel.COMMON or BotControlLevel.TARGETED', level);
      const { region } = Stack.of(scope);
      // Getting Started with Amazon Web Services in China, Amazon WAF.
      if (level === BotControlLevel.TARGETED && partitionOf(region) === 'aws-cn') mustBe(scope, `${prop}.level`, `BotControlLevel.COMMON in ${region}`, level);
    });
  }

  /**
   * Account takeover prevention: stolen credentials at a sign-in page. 50 WCU, and an additional charge.
   * @param loginPath path of the sign-in endpoint, for example `/web/login`
   */
  public static accountTakeoverPrevention(loginPath: string): ManagedRuleGroup {
    return ManagedRuleGroup.aws('AWSManagedRulesATPRuleSet', 50, [{ awsManagedRulesAtpRuleSet: { loginPath } }], (scope, prop) => {
      requireArgument(scope, `${prop}.loginPath`, 'string', loginPath);
      requireString(scope, `${prop}.loginPath`, loginPath, LOGIN_PATH);
    });
  }

  /**
   * Any other managed rule group.
   * @example
   * const partner = ManagedRuleGroup.custom({ vendorName: 'ExampleVendor', name: 'ApiSecurity', wcu: 300 });
   * new WebAcl(this, 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.COMMON, ManagedRuleGroup.KNOWN_BAD_INPUTS, partner] });
   */
  public static custom(group: CustomManagedRuleGroup): ManagedRuleGroup {
    return new ManagedRuleGroup(copyOf('CustomManagedRuleGroup', group), {}, () => undefined);
  }

  private static aws(
    name: string, wcu: number, configs?: wafv2.CfnWebACL.ManagedRuleGroupConfigProperty[], requireConfig: Requirement = () => undefined,
  ): ManagedRuleGroup {
    return new ManagedRuleGroup({ vendorName: 'AWS', name, wcu, configs }, {}, requireConfig);
  }

  private constructor(
    private readonly group: CustomManagedRuleGroup,
    private readonly options: ManagedRuleGroupOptions,
    private readonly requireConfig: Requirement,
  ) {}

  /** Vendor name. */
  public get vendorName(): string {
    return this.group.vendorName;
  }

  /** Name of the rule group. */
  public get name(): string {
    return this.group.name;
  }

  /** Web ACL capacity units (WCU) of the rule group and its `scopeDown`. */
  public get wcu(): number {
    return this.group.wcu + (this.options.scopeDownWcu ?? 0);
  }

  /**
   * The same rule group with options. Options that are left out keep their values.
   * @example
   * const anonymous = ManagedRuleGroup.ANONYMOUS_IP.withOptions({ overrides: { HostingProviderIPList: RuleAction.CHALLENGE } });
   * new WebAcl(this, 'WebAcl', { managedRuleGroups: [ManagedRuleGroup.COMMON, ManagedRuleGroup.KNOWN_BAD_INPUTS, anonymous] });
   */
  public withOptions(options: ManagedRuleGroupOptions): ManagedRuleGroup {
    // The web ACL checks the options in it.
    requireArgument(undefined, 'options', 'object', options);
    requireKnown(undefined, 'options', options);
    return new ManagedRuleGroup(this.group, { ...this.options, ...copyOf('ManagedRuleGroupOptions', options) }, this.requireConfig);
  }

  /**
   * Checks the rule group and its options.
   * @returns its name and capacity
   * @internal
   */
  public _resolve(scope: Construct, prop: string): { name: string; wcu: number } {
    // Before the group, whose configuration is made from it.
    this.requireConfig(scope, prop);
    requireProps(scope, 'CustomManagedRuleGroup', this.group, prop);
    requireProps(scope, 'ManagedRuleGroupOptions', this.options, prop);
    const { vendorName, name, wcu } = this.group;
    const { overrides, version, scopeDown, scopeDownWcu } = this.options;
    requireString(scope, `${prop}.vendorName`, vendorName, VENDOR);
    requireString(scope, `${prop}.name`, name, RULE_NAME);
    requireString(scope, `${prop}.version`, version, VERSION);
    for (const [field, value, min] of [['wcu', wcu, 1], ['scopeDownWcu', scopeDownWcu, 0]] as const) {
      // The capacity of the web ACL is their sum.
      requireKnown(scope, `${prop}.${field}`, value);
      requireInteger(scope, `${prop}.${field}`, value, { min, max: WCU.max });
    }
    if (scopeDownWcu !== undefined && !scopeDown) refuse(scope, `specify ${prop}.scopeDown with ${prop}.scopeDownWcu`);
    if (scopeDown) requireStatement(scope, `${prop}.scopeDown`, scopeDown);
    this.group.configs?.forEach((config, index) => requireStatementValues(scope, `${prop}.configs[${index}]`, config));
    requireOverrides(scope, `${prop}.overrides`, Object.keys(overrides ?? {}), this.knownRules);
    return { name: this.ruleName, wcu: this.wcu };
  }

  /** @internal */
  public _rule(countOnly: boolean): Rule {
    const { overrides = {}, version, scopeDown } = this.options;
    const ruleActionOverrides = Object.entries(overrides).map(([name, action]) => ({ name, actionToUse: { [action]: {} } }));
    return {
      name: this.ruleName,
      overrideAction: countOnly || this.options.countOnly ? { count: {} } : { none: {} },
      statement: {
        managedRuleGroupStatement: {
          vendorName: this.vendorName,
          name: this.name,
          version,
          scopeDownStatement: scopeDown,
          managedRuleGroupConfigs: this.group.configs,
          ruleActionOverrides: ruleActionOverrides.length > 0 ? ruleActionOverrides : undefined,
        },
      },
    };
  }

  /**
   * Warns about overrides of rules that the group is not known to have.
   * @internal
   */
  public _warn(scope: Construct): void {
    const { knownRules } = this;
    const unknown = Object.keys(this.options.overrides ?? {}).filter((rule) => !knownRules?.includes(rule));
    if (!knownRules || unknown.length === 0) return;
    Annotations.of(scope).addWarningV2(`cdk-regulated:unknownManagedRule:${this.name}`,
      `AWS WAF ignores overrides of rules that ${this.name} does not have: check ${unknown.join(', ')}; known rules are ${knownRules.join(', ')}`);
  }

  /** Undefined for a group of another vendor, or one that the library does not list. */
  private get knownRules(): readonly string[] | undefined {
    return this.vendorName === 'AWS' ? MANAGED_RULES[this.name] : undefined;
  }

  // Vendor names have spaces and dots, which rule names must not have.
  private get ruleName(): string {
    const name = this.vendorName === 'AWS' ? this.name : `${this.vendorName}-${this.name}`;
    return cut(name.replace(/[^\w-]+/g, '-'), RULE_NAME.maxLength);
  }
}

function requireOverrides(scope: Construct, prop: string, rules: string[], known: readonly string[] = []) {
  if (rules.length > MAX_OVERRIDES) refuse(scope, `${prop} must have at most ${MAX_OVERRIDES} rules, got ${rules.length}`);
  for (const rule of rules) {
    requireString(scope, `a rule name in ${prop}`, rule, RULE_NAME);
    const meant = known.find((name) => name !== rule && name.toLowerCase() === rule.toLowerCase());
    if (meant && !known.includes(rule)) mustBe(scope, `a rule name in ${prop}`, `'${meant}'`, rule);
  }
}
