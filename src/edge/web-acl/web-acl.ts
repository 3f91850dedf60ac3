import { Annotations, Duration, Lazy, ResourceEnvironment, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct, IConstruct } from 'constructs';
import { ImportedWebAcl } from './imported-web-acl';
import { requireRedactable, ResolvedWebAcl, resolveWebAclProps } from './resolve-web-acl-props';
import { visible, WCU } from './rule';
import { WebAclScope } from './web-acl-enums';
import { WebAclProps } from './web-acl-props';
import { encryptedLogGroup, plainArn } from '../../core/parts/log-group';
import { associateWebAcl } from '../../core/parts/web-acl-association';
import { requireArgument, requireArguments, requireString } from '../../core/validation';
import { recommendedAlarms } from '../../core/workload/registry';

/** Blocked requests per minute. To be adjusted per service: vulnerability scanners alone cause dozens. */
const BLOCKED_REQUESTS = 1000;
/** AWS WAF API, AssociateWebACL. */
const RESOURCE_ARN = { need: 'an ARN of at most 2048 characters', pattern: /arn:[a-z-]+:[a-z0-9-]+:\S+/, minLength: 20, maxLength: 2_048 };

/**
 * An AWS WAF web ACL: managed rule groups, a rate limit and rules of your own. All requests are logged, without credentials.
 *
 * @example
 * const webAcl = new WebAcl(this, 'WebAcl', {
 *   rateLimit: 500,
 *   rules: [WebAclRule.allowOnlyCountries('GB', 'IE')],
 * });
 * new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket, webAcl });
 */
export class WebAcl extends Construct implements wafv2.IWebACLRef {
  /**
   * An existing web ACL.
   * @param webAclArn ARN of the web ACL; one that only a deployment knows counts as regional for load balancers, and passes for distributions
   * @example
   * const webAcl = WebAcl.fromWebAclArn(this, 'Shared', 'arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/shared/0123abcd-12ab-34cd-56ef-1234567890ab');
   * new KinesisIngestApi(this, 'Ingest', { webAcl });
   */
  public static fromWebAclArn(scope: Construct, id: string, webAclArn: string): wafv2.IWebACLRef {
    requireArguments(scope, 'WebAcl.fromWebAclArn', { scope, id, webAclArn });
    return new ImportedWebAcl(scope, id, webAclArn);
  }

  /** The web ACL, for everything this construct does not model. */
  public readonly cfnWebAcl: wafv2.CfnWebACL;
  /** Log group of the web ACL. */
  public readonly logGroup: logs.LogGroup;
  /** Web ACL capacity units (WCU) of the rules. */
  public readonly capacity: number;
  /** Blocked requests per minute. */
  public readonly metricBlockedRequests: cloudwatch.Metric;
  /** @internal */
  public readonly _rulesBySource: string[];
  private readonly redactedHeaders: string[];

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: WebAclProps = {}) {
    super(scope, id);
    const resolved = resolveWebAclProps(this, props);
    this.capacity = resolved.capacity;
    this._rulesBySource = resolved.rulesBySource;
    this.redactedHeaders = resolved.redactedHeaders;
    this.cfnWebAcl = new wafv2.CfnWebACL(this, 'WebAcl', {
      name: resolved.webAclName,
      scope: resolved.scope,
      defaultAction: { allow: {} },
      visibilityConfig: visible(resolved.name),
      rules: this.rulesOf(resolved),
      dataProtectionConfig: dataProtection(resolved),
    });
    this.logGroup = logWebAcl(this, this.cfnWebAcl, resolved);
    this.metricBlockedRequests = this.metricOf(resolved);
    recommendedAlarms(this).add({
      construct: this,
      id: 'BlockedRequestsHigh',
      description: 'The web ACL blocks an unusual number of requests: an attack, or a rule that blocks legitimate clients',
      metric: this.metricBlockedRequests,
      threshold: BLOCKED_REQUESTS,
      evaluationPeriods: 5,
    });
    this.warnOf(resolved);
  }

  /** A reference to the web ACL. */
  public get webAclRef(): wafv2.WebACLReference {
    return { ...this.cfnWebAcl.webAclRef, scope: this.cfnWebAcl.scope };
  }

  /** Account and Region of the web ACL. */
  public get env(): ResourceEnvironment {
    return this.cfnWebAcl.env;
  }

  /** ARN of the web ACL. */
  public get webAclArn(): string {
    return this.cfnWebAcl.attrArn;
  }

  /**
   * Protects a load balancer, the stage of a REST API or another regional resource. For a distribution, use `webAclArn`.
   * @param resource resource to protect; the association is created in its scope
   * @param resourceArn ARN of the resource
   * @throws ValidationError if the resource has a web ACL, or this one is of scope `CLOUDFRONT`
   * @example
   * const webAcl = new WebAcl(this, 'WebAcl');
   * const shared = elbv2.ApplicationLoadBalancer.fromApplicationLoadBalancerAttributes(this, 'Shared', {
   *   loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/shared/50dc6c495c0c9188',
   *   securityGroupId: 'sg-0123456789abcdef0',
   * });
   * webAcl.associate(shared, shared.loadBalancerArn);
   */
  public associate(resource: IConstruct, resourceArn: string): void {
    requireArgument(this, 'resource', 'IConstruct', resource);
    requireArgument(this, 'resourceArn', 'string', resourceArn);
    requireString(this, 'resourceArn', resourceArn, RESOURCE_ARN);
    associateWebAcl(resource, resourceArn, this);
  }

  /**
   * Redacts a header in logs and samples.
   * @internal
   */
  public _redact(header: string): void {
    const name = header.toLowerCase();
    if (this.redactedHeaders.includes(name)) return;
    requireRedactable(this, this.redactedHeaders.length + 1);
    this.redactedHeaders.push(name);
  }

  // The rule with the lowest priority is evaluated first.
  private rulesOf({ rules, rateLimit, managedRuleGroups, scope, countOnly }: ResolvedWebAcl): wafv2.CfnWebACL.RuleProperty[] {
    const ordered = [
      ...rules.map((rule) => rule._rule(this, scope, countOnly)),
      ...rateLimit ? [rateLimit] : [],
      ...managedRuleGroups.map((group) => group._rule(countOnly)),
    ];
    return ordered.map((rule, priority) => ({ ...rule, priority, visibilityConfig: visible(rule.name) }));
  }

  private metricOf({ name, scope }: ResolvedWebAcl): cloudwatch.Metric {
    return new cloudwatch.Metric({
      namespace: 'AWS/WAFV2',
      metricName: 'BlockedRequests',
      dimensionsMap: { WebACL: name, Rule: 'ALL', ...(scope === WebAclScope.REGIONAL && { Region: Stack.of(this).region }) },
      statistic: cloudwatch.Stats.SUM,
      period: Duration.minutes(1),
    });
  }

  private warnOf({ capacity, countOnly, managedRuleGroups }: ResolvedWebAcl) {
    const annotations = Annotations.of(this);
    managedRuleGroups.forEach((group) => group._warn(this));
    if (capacity > WCU.included) {
      annotations.addWarningV2('cdk-regulated:webAclSurcharge',
        `web ACL takes ${capacity} web ACL capacity units: AWS WAF charges extra per request above ${WCU.included}`);
    }
    if (countOnly) annotations.addWarningV2('cdk-regulated:webAclCountsOnly', 'web ACL only counts requests and blocks none: set countOnly to false');
  }
}

/** Redacts the headers in samples too, which the redacted fields of a logging configuration do not (AWS WAF API, DataProtectionConfig). */
function dataProtection({ redactedHeaders }: ResolvedWebAcl): wafv2.CfnWebACL.DataProtectionConfigProperty {
  // A listener that compares a secret header adds the header later.
  const fieldKeys = Lazy.list({ produce: () => redactedHeaders });
  return { dataProtections: [{ field: { fieldType: 'SINGLE_HEADER', fieldKeys }, action: 'SUBSTITUTION' }] };
}

/**
 * Sends the logs of a web ACL to an encrypted log group. AWS adds the resource policy for the delivery when logging is enabled. A second policy
 * would be refused, and an account can have at most ten (CloudWatch Logs User Guide, Logs sent to CloudWatch Logs).
 */
function logWebAcl(scope: Construct, webAcl: wafv2.CfnWebACL, { logs: options, redactedHeaders }: ResolvedWebAcl): logs.LogGroup {
  const logGroup = encryptedLogGroup(scope, 'LogGroup', options);
  new wafv2.CfnLoggingConfiguration(scope, 'Logging', {
    resourceArn: webAcl.attrArn,
    logDestinationConfigs: [plainArn(logGroup)],
    redactedFields: Lazy.any({ produce: () => redactedHeaders.map((header) => ({ singleHeader: { Name: header } })) }),
  });
  return logGroup;
}
