import { Token } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { refuse } from '../../core/validation';

/** Properties of DnsFirewall. */
export interface DnsFirewallProps {
  /** The network. */
  readonly vpc: ec2.IVpc;
  /**
   * The only names that may be asked for, an asterisk first for all below: those of AWS endpoints (`*.amazonaws.com`) and of
   * databases and services included.
   * @default - any
   */
  readonly allowedDomains?: string[];
  /**
   * Names that are answered as if they did not exist.
   * @default - none
   */
  readonly blockedDomains?: string[];
  /**
   * Whether matches are only recorded, in the DNS query logs and metrics, to try the rules out.
   * @default false
   */
  readonly alertOnly?: boolean;
  /**
   * Order among the rule groups of the network, from 101 to 9899 (Route 53 API Reference, AssociateFirewallRuleGroup).
   * @default 101
   */
  readonly priority?: number;
}

/**
 * Keeps a network from resolving the names of tunnels, of generated domains and of what is listed: DNS is a way out of the network
 * that neither route tables nor security groups close.
 */
export class DnsFirewall extends Construct {
  /** The rules, for everything this construct does not model. */
  public readonly ruleGroup: route53resolver.CfnFirewallRuleGroup;

  constructor(scope: Construct, id: string, props: DnsFirewallProps) {
    super(scope, id);
    const { allowedDomains, blockedDomains, priority = 101 } = props;
    if (!Token.isUnresolved(priority) && !(Number.isInteger(priority) && priority >= 101 && priority <= 9899)) {
      refuse(this, `priority is ${priority}, need a whole number from 101 to 9899`);
    }
    const block = props.alertOnly ? { action: 'ALERT' } : { action: 'BLOCK', blockResponse: 'NXDOMAIN' };
    const advanced = { ...block, confidenceThreshold: 'HIGH' };
    this.ruleGroup = new route53resolver.CfnFirewallRuleGroup(this, 'RuleGroup', {
      firewallRules: [
        ...(blockedDomains ? [{ priority: 10, firewallDomainListId: this.domains('BlockedDomains', 'blockedDomains', blockedDomains), ...block }] : []),
        { priority: 20, dnsThreatProtection: 'DNS_TUNNELING', ...advanced },
        { priority: 30, dnsThreatProtection: 'DGA', ...advanced },
        ...(allowedDomains ? [
          { priority: 40, firewallDomainListId: this.domains('AllowedDomains', 'allowedDomains', allowedDomains), action: 'ALLOW' },
          { priority: 50, firewallDomainListId: this.domains('AllDomains', 'allowedDomains', ['*']), ...block },
        ] : []),
      ],
    });
    new route53resolver.CfnFirewallRuleGroupAssociation(this, 'Association', {
      firewallRuleGroupId: this.ruleGroup.attrId,
      vpcId: props.vpc.vpcId,
      priority,
    });
  }

  /** A list of names (Route 53 Developer Guide, Managing your own domain lists). */
  private domains(id: string, prop: string, domains: string[]): string {
    if (domains.length === 0) refuse(this, `${prop} is empty, need at least one domain`);
    const wrong = domains.find((domain) => !Token.isUnresolved(domain) && !/^(?=.{1,255}$)(\*|\*?[A-Za-z0-9.-]+)$/.test(domain));
    if (wrong !== undefined) refuse(this, `${prop} has '${wrong}', need letters, digits, hyphens and dots, an asterisk at the start only`);
    return new route53resolver.CfnFirewallDomainList(this, id, { domains }).attrId;
  }
}
