import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { ManagedRuleGroup } from './managed-rule-group';
import { Rule, WCU } from './rule';
import { RateLimitKey, WebAclScope } from './web-acl-enums';
import { WebAclLogs, WebAclProps } from './web-acl-props';
import { WebAclRule } from './web-acl-rule';
import { EncryptedLogGroupProps } from '../../core/parts/workload-parts-props';
import { isUnresolved, mustBe, refuse, requireAtMostOne, requireDuration, requireInteger, requireKnown, requireProps, requireString } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { uniqueName } from '../shared/names';

/** Checked props of WebAcl, with defaults. */
export interface ResolvedWebAcl {
  /** Physical name; undefined if CloudFormation generates it. */
  readonly webAclName?: string;
  /** Name of the metric. */
  readonly name: string;
  readonly scope: WebAclScope;
  readonly rules: WebAclRule[];
  readonly rateLimit?: Rule;
  /** Names of the rules that evaluate the address from which AWS WAF receives the request. */
  readonly rulesBySource: string[];
  readonly managedRuleGroups: ManagedRuleGroup[];
  /** Web ACL capacity units. */
  readonly capacity: number;
  readonly countOnly: boolean;
  readonly logs: EncryptedLogGroupProps;
  /** In lower case, each once. */
  readonly redactedHeaders: string[];
}

const BASELINE = [ManagedRuleGroup.IP_REPUTATION, ManagedRuleGroup.KNOWN_BAD_INPUTS, ManagedRuleGroup.COMMON, ManagedRuleGroup.SQL_INJECTION];

/** Requests and seconds (AWS WAF API, RateBasedStatement), and the capacity of the rule (AWS WAF Developer Guide, Rate-based rule statement). */
const RATE_LIMIT = { min: 10, max: 2_000_000_000, windows: [60, 120, 300, 600], wcu: 2 };

/** AWS WAF delivers only to log groups with this prefix (AWS WAF Developer Guide, Sending web ACL traffic logs to CloudWatch Logs). */
const LOG_GROUP = { need: 'a log group name that begins with aws-waf-logs-', pattern: /aws-waf-logs-[.\w/#-]+/, maxLength: NameLimit.LOG_GROUP.maxLength };

/** Headers that contain credentials. */
const CREDENTIALS = ['authorization', 'cookie'];
/** Redacted fields of a logging configuration, and their length (AWS WAF API, LoggingConfiguration and SingleHeader). */
const MAX_REDACTED = 100;
const HEADER = { need: 'a header name of 1 to 64 characters', pattern: /[\w!#$%&'*+.^`|~-]+/, maxLength: 64 };

/** Checks the props and fills in the defaults. */
export function resolveWebAclProps(scope: Construct, props: WebAclProps): ResolvedWebAcl {
  requireProps(scope, 'WebAclProps', props);
  const { webAclName, scope: webAclScope = WebAclScope.REGIONAL, rules = [], managedRuleGroups = BASELINE, countOnly = false } = props;
  requireName(scope, 'webAclName', webAclName, NameLimit.WEB_ACL);
  requireRegion(scope, webAclScope);
  const rateLimit = resolveRateLimit(scope, props, countOnly);
  const name = webAclName ?? uniqueName(scope, NameLimit.WEB_ACL);
  const own = rules.map((rule, index) => rule._resolve(scope, `rules[${index}]`));
  const parts = [
    ...own,
    ...rateLimit ? [{ name: rateLimit.name, wcu: RATE_LIMIT.wcu }] : [],
    ...managedRuleGroups.map((group, index) => group._resolve(scope, `managedRuleGroups[${index}]`)),
  ];
  return {
    webAclName,
    name,
    scope: webAclScope,
    rules,
    rateLimit,
    rulesBySource: [
      ...own.filter(({ isBySource }) => isBySource).map((rule) => rule.name),
      ...rateLimit && props.rateLimitKey !== RateLimitKey.FORWARDED_ADDRESS ? [rateLimit.name] : [],
    ],
    managedRuleGroups,
    capacity: resolveCapacity(scope, parts),
    countOnly,
    ...resolveLogs(scope, name, props.logs ?? {}),
  };
}

// Web ACLs of CloudFront are made in us-east-1 (AWS WAF API, CreateWebACL).
function requireRegion(scope: Construct, webAclScope: WebAclScope) {
  const { region } = Stack.of(scope);
  if (webAclScope === WebAclScope.CLOUDFRONT && !isUnresolved(region) && region !== 'us-east-1') {
    refuse(scope, `the stack of a web ACL of scope CLOUDFRONT must be in us-east-1, got ${region}`);
  }
}

function resolveRateLimit(scope: Construct, props: WebAclProps, countOnly: boolean): Rule | undefined {
  const { rateLimit: limit = 2000, rateLimitWindow = Duration.minutes(5), rateLimitKey: aggregateKeyType = RateLimitKey.CLIENT_ADDRESS } = props;
  requireInteger(scope, 'rateLimit', limit, RATE_LIMIT);
  requireDuration(scope, 'rateLimitWindow', rateLimitWindow, { unit: 'seconds' });
  if (!rateLimitWindow.isUnresolved() && !RATE_LIMIT.windows.includes(rateLimitWindow.toSeconds({ integral: false }))) {
    mustBe(scope, 'rateLimitWindow', '1, 2, 5 or 10 minutes', rateLimitWindow);
  }
  if (aggregateKeyType === RateLimitKey.NONE) {
    const none = { 'rateLimitKey RateLimitKey.NONE': aggregateKeyType };
    requireAtMostOne(scope, { rateLimit: props.rateLimit, ...none });
    requireAtMostOne(scope, { rateLimitWindow: props.rateLimitWindow, ...none });
    return undefined;
  }
  return {
    name: 'RateLimit',
    statement: {
      rateBasedStatement: {
        aggregateKeyType,
        limit,
        evaluationWindowSec: rateLimitWindow.toSeconds(),
        // A request without a valid address in the header matches.
        ...(aggregateKeyType === RateLimitKey.FORWARDED_ADDRESS && { forwardedIpConfig: { headerName: 'X-Forwarded-For', fallbackBehavior: 'MATCH' } }),
      },
    },
    action: countOnly ? { count: {} } : { block: {} },
  };
}

function resolveCapacity(scope: Construct, rules: Array<{ name: string; wcu: number }>): number {
  const names = rules.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) refuse(scope, `rule '${twice}' already exists in this web ACL`);
  const capacity = rules.reduce((sum, { wcu }) => sum + wcu, 0);
  if (capacity > WCU.max) {
    refuse(scope, `rules must take at most ${WCU.max} web ACL capacity units, got ${capacity} (${rules.map(({ name, wcu }) => `${name} ${wcu}`).join(', ')})`);
  }
  return capacity;
}

function resolveLogs(scope: Construct, name: string, options: WebAclLogs): Pick<ResolvedWebAcl, 'logs' | 'redactedHeaders'> {
  const { logGroupName = `aws-waf-logs-${name}`, retention, encryptionKey, redactedHeaders: given = [] } = options;
  requireString(scope, 'logs.logGroupName', logGroupName, LOG_GROUP);
  // Headers are added to the list, which a list parameter does not allow.
  requireKnown(scope, 'logs.redactedHeaders', given);
  given.forEach((header, index) => requireString(scope, `logs.redactedHeaders[${index}]`, header, HEADER));
  const redactedHeaders = [...new Set([...CREDENTIALS, ...given.map((header) => isUnresolved(header) ? header : header.toLowerCase())])];
  requireRedactable(scope, redactedHeaders.length);
  return { logs: { logGroupName, retention, encryptionKey }, redactedHeaders };
}

/** Requires the number of redacted headers to be one that AWS WAF accepts. */
export function requireRedactable(scope: Construct, count: number): void {
  if (count <= MAX_REDACTED) return;
  const most = MAX_REDACTED - CREDENTIALS.length;
  refuse(scope, `logs.redactedHeaders must have at most ${most} headers other than ${CREDENTIALS.join(' and ')}, got ${count - CREDENTIALS.length}`);
}
