import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { mustBe, refuse, requireInteger, requireList, ownProps, requireString } from '../../core/validation';

/** Domains of one request (Amazon Route 53 API Reference, UpdateFirewallDomains). */
const MAX_DOMAINS = 1_000;
const DEFAULT_PRIORITY = 101;
const PRIORITIES = new WeakMap<ec2.IVpc, Set<number>>();

/** Properties of DnsFirewall. */
export interface DnsFirewallProps {
  /** VPC whose DNS queries are filtered. */
  readonly vpc: ec2.IVpc;
  /**
   * The only domains that resolve, at most 1,000. `*.example.com` stands for all subdomains. The list must include the domains of AWS endpoints
   * (`*.amazonaws.com`), databases, and services. Domains that they redirect to with CNAME records resolve too.
   * @default - all domains resolve
   */
  readonly allowedDomains?: string[];
  /**
   * Domains that do not resolve, at most 1,000. `*.example.com` stands for all subdomains.
   * @default - none
   */
  readonly blockedDomains?: string[];
  /**
   * Whether the rules only report matches in DNS query logs and metrics, to test them.
   * @default false
   */
  readonly alertOnly?: boolean;
  /**
   * Order of the rule group among the rule groups of the VPC, from 101 to 9899 (Amazon Route 53 API Reference, AssociateFirewallRuleGroup).
   * @default 101
   */
  readonly priority?: number;
}

/**
 * Route 53 Resolver DNS Firewall of a VPC: blocks DNS tunneling, generated domains (DGA), and listed domains. Route tables and security groups do not
 * block exfiltration through DNS queries.
 *
 * @example
 * new DnsFirewall(this, 'DnsFirewall', {
 *   vpc: network.vpc,
 *   allowedDomains: ['*.amazonaws.com', 'api.example.com'],
 * });
 */
export class DnsFirewall extends Construct {
  /** The rule group, for settings that this construct does not have. */
  public readonly ruleGroup: route53resolver.CfnFirewallRuleGroup;

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { vpc, allowedDomains, blockedDomains, alertOnly = false, priority = DEFAULT_PRIORITY } = resolve(this, props);

    const block = alertOnly ? { action: 'ALERT' } : { action: 'BLOCK', blockResponse: 'NXDOMAIN' };
    const advanced = { ...block, confidenceThreshold: 'HIGH' };
    const list = (listId: string, domains: string[]) => new route53resolver.CfnFirewallDomainList(this, listId, { domains }).attrId;
    this.ruleGroup = new route53resolver.CfnFirewallRuleGroup(this, 'RuleGroup', {
      firewallRules: [
        ...(blockedDomains ? [{ priority: 10, firewallDomainListId: list('BlockedDomains', blockedDomains), ...block }] : []),
        { priority: 20, dnsThreatProtection: 'DNS_TUNNELING', ...advanced },
        { priority: 30, dnsThreatProtection: 'DGA', ...advanced },
        ...(allowedDomains ? [
          {
            priority: 40,
            firewallDomainListId: list('AllowedDomains', allowedDomains),
            action: 'ALLOW',
            // By default, all domains of the chain must be listed (Amazon Route 53 API Reference, FirewallRule).
            firewallDomainRedirectionAction: 'TRUST_REDIRECTION_DOMAIN',
          },
          { priority: 50, firewallDomainListId: list('AllDomains', ['*']), ...block },
        ] : []),
      ],
    });
    new route53resolver.CfnFirewallRuleGroupAssociation(this, 'Association', { firewallRuleGroupId: this.ruleGroup.attrId, vpcId: vpc.vpcId, priority });
  }
}

function resolve(scope: Construct, given: DnsFirewallProps): DnsFirewallProps {
  const props = ownProps(scope, 'DnsFirewallProps', given);
  requireInteger(scope, 'priority', props.priority, { min: 101, max: 9_899 });
  requireOwnPriority(scope, props);
  requireDomains(scope, 'allowedDomains', props.allowedDomains);
  requireDomains(scope, 'blockedDomains', props.blockedDomains);
  return props;
}

// A VPC has one association per priority (Amazon Route 53 API Reference, AssociateFirewallRuleGroup).
function requireOwnPriority(scope: Construct, { vpc, priority = DEFAULT_PRIORITY }: DnsFirewallProps) {
  const taken = PRIORITIES.get(vpc) ?? new Set<number>();
  if (taken.has(priority)) refuse(scope, `DnsFirewall of priority ${priority} already exists in VPC '${vpc.node.path}'`);
  PRIORITIES.set(vpc, taken.add(priority));
}

// Domain names are the same in upper and lower case (RFC 4343), and with the final dot.
function requireDistinctDomains(scope: Construct, prop: string, domains: string[] = []) {
  const names = domains.map((domain) => domain.toLowerCase().replace(/\.$/, ''));
  if (new Set(names).size < names.length) mustBe(scope, prop, 'a list of domains that differ in more than case and a final dot', domains);
}

/** Letters, digits and hyphens between dots, after an optional asterisk (Amazon Route 53 API Reference, UpdateFirewallDomains). */
function requireDomains(scope: Construct, prop: string, domains: string[] | undefined) {
  requireList(scope, prop, domains, { max: MAX_DOMAINS });
  requireDistinctDomains(scope, prop, domains);
  const label = '[A-Za-z0-9-]{1,63}';
  const pattern = new RegExp(`\\*|(?:\\*\\.?)?${label}(?:\\.${label})*\\.?`);
  domains?.forEach((domain, index) => requireString(scope, `${prop}[${index}]`, domain, {
    need: 'a domain of at most 255 letters, digits, hyphens and dots, optionally after an asterisk', pattern, maxLength: 255,
  }));
}
