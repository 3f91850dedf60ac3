import { Annotations, Duration, ResourceEnvironment, Stack, Token } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { ImportedWebAcl } from './imported-web-acl';
import { ManagedRuleGroup } from './managed-rule-group';
import { RateLimitKey } from './rate-limit-key';
import { Rule, rendered, visible } from './rule';
import { requireCapacity } from './web-acl-capacity';
import { dataProtection, logWebAcl, redactedHeaders } from './web-acl-logging';
import { WebAclLogs } from './web-acl-logs';
import { rateLimitRule } from './web-acl-rate-limit';
import { WebAclRule } from './web-acl-rule';
import { WebAclScope } from './web-acl-scope';
import { associateWebAcl } from '../../core/parts/web-acl-association';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { recommendedAlarms } from '../../core/workload/registry';
import { uniqueName } from '../shared/unique-name';

const BASELINE = [ManagedRuleGroup.IP_REPUTATION, ManagedRuleGroup.KNOWN_BAD_INPUTS, ManagedRuleGroup.COMMON, ManagedRuleGroup.SQL_INJECTION];

/** A starting point to be tuned: scanners alone make dozens of blocked requests a minute. */
const BLOCKED_REQUESTS_A_MINUTE = 1000;

/** Properties of WebAcl. */
export interface WebAclProps {
  /**
   * Name of the web ACL.
   * @default - made by CloudFormation
   */
  readonly webAclName?: string;
  /**
   * Where it is used.
   * @default WebAclScope.REGIONAL
   */
  readonly scope?: WebAclScope;
  /**
   * Managed rule groups, asked in this order.
   * @default - `IP_REPUTATION`, `KNOWN_BAD_INPUTS`, `COMMON` and `SQL_INJECTION`
   */
  readonly managedRuleGroups?: ManagedRuleGroup[];
  /**
   * Rules of your own, asked before everything else in this order.
   * @default - none
   */
  readonly rules?: WebAclRule[];
  /**
   * Requests that one address may make within `rateLimitWindow`, 10 to 2,000,000,000.
   * @default 2000
   */
  readonly rateLimit?: number;
  /**
   * How far back requests are counted: 1, 2, 5 or 10 minutes.
   * @default Duration.minutes(5)
   */
  readonly rateLimitWindow?: Duration;
  /**
   * Whose requests are counted together.
   * @default RateLimitKey.CLIENT_ADDRESS
   */
  readonly rateLimitKey?: RateLimitKey;
  /**
   * Only counts what every rule would block or let through. The first stage of a roll-out; it protects nothing.
   * @default false
   */
  readonly countOnly?: boolean;
  /**
   * Logs: name, retention, key and further headers to redact. They are always on.
   * @default - an encrypted log group kept as long as the workload's frameworks ask
   */
  readonly logs?: WebAclLogs;
}

/**
 * A web application firewall: managed rule groups, a rate limit and rules of your own, every request logged without its credentials.
 */
export class WebAcl extends Construct implements wafv2.IWebACLRef {
  /** A web ACL that is there already. */
  public static fromWebAclArn(scope: Construct, id: string, webAclArn: string): wafv2.IWebACLRef {
    return new ImportedWebAcl(scope, id, webAclArn);
  }

  /** The web ACL, for everything this construct does not model. */
  public readonly cfnWebAcl: wafv2.CfnWebACL;
  /** Where its logs go. */
  public readonly logGroup: logs.LogGroup;
  /** Web ACL capacity units (WCU) that its rules take. */
  public readonly capacity: number;
  /** Requests that it blocks, each minute. */
  public readonly metricBlockedRequests: cloudwatch.Metric;

  constructor(scope: Construct, id: string, props: WebAclProps = {}) {
    super(scope, id);
    const webAclScope = props.scope ?? WebAclScope.REGIONAL;
    const countOnly = props.countOnly ?? false;
    requireName(this, 'webAclName', props.webAclName, NameLimit.WEB_ACL);
    this.requireRegion(webAclScope);

    const rules = [
      ...(props.rules ?? []).map((rule) => rule._rule(this, webAclScope, countOnly)),
      rateLimitRule(this, props, countOnly),
      ...(props.managedRuleGroups ?? BASELINE).map((group) => group._rule(countOnly)),
    ];
    this.requireDistinctNames(rules);
    this.capacity = requireCapacity(this, rules);

    const name = props.webAclName ?? uniqueName(this, NameLimit.WEB_ACL);
    this.cfnWebAcl = new wafv2.CfnWebACL(this, 'WebAcl', {
      name: props.webAclName,
      scope: webAclScope,
      defaultAction: { allow: {} },
      visibilityConfig: visible(name),
      rules: rules.map(rendered),
      dataProtectionConfig: dataProtection(redactedHeaders(props.logs ?? {})),
    });
    this.logGroup = logWebAcl(this, this.cfnWebAcl, name, props.logs ?? {});
    this.metricBlockedRequests = new cloudwatch.Metric({
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensionsMap: { WebACL: name, Rule: 'ALL', ...(webAclScope === WebAclScope.REGIONAL && { Region: Stack.of(this).region }) },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(1),
    });
    recommendedAlarms(this).add({
      construct: this,
      id: 'BlockedRequestsHigh',
      description: 'The web ACL blocks many requests: an attack is under way, or a rule blocks users who mean well',
      metric: this.metricBlockedRequests,
      threshold: BLOCKED_REQUESTS_A_MINUTE,
      evaluationPeriods: 5,
    });
    if (countOnly) Annotations.of(this).addWarningV2('cdk-regulated:webAclCountsOnly', 'web ACL only counts, it blocks nothing: set countOnly to false');
  }

  /** A reference to the web ACL. */
  public get webAclRef(): wafv2.WebACLReference {
    return { ...this.cfnWebAcl.webAclRef, scope: this.cfnWebAcl.scope };
  }

  /** Account and Region that it is in. */
  public get env(): ResourceEnvironment {
    return this.cfnWebAcl.env;
  }

  /** ARN of the web ACL. */
  public get webAclArn(): string {
    return this.cfnWebAcl.attrArn;
  }

  /**
   * Protects a load balancer, the stage of a REST API or another regional resource. A distribution takes `webAclArn` instead.
   * @param resource that is protected; the association is made below it
   * @param resourceArn its ARN
   * @throws ValidationError when the resource has a web ACL, or this one is for CloudFront
   */
  public associate(resource: IConstruct, resourceArn: string): void {
    associateWebAcl(resource, resourceArn, this);
  }

  // CloudFront's web ACLs are made by way of us-east-1 (AWS WAF API, CreateWebACL).
  private requireRegion(webAclScope: WebAclScope) {
    const { region } = Stack.of(this);
    if (webAclScope === WebAclScope.CLOUDFRONT && !Token.isUnresolved(region) && region !== 'us-east-1') {
      refuse(this, `web ACL of scope CLOUDFRONT is in a stack in ${region}, need us-east-1`);
    }
  }

  private requireDistinctNames(rules: Rule[]) {
    const names = rules.map(({ name }) => name);
    const twice = names.find((name, index) => names.indexOf(name) !== index);
    if (twice !== undefined) refuse(this, `web ACL has two rules of the name '${twice}', need names that differ`);
    const long = names.find((name) => name.length > NameLimit.WEB_ACL.maxLength);
    if (long !== undefined) refuse(this, `rule '${long}' has ${long.length} characters, need at most ${NameLimit.WEB_ACL.maxLength}`);
  }
}
