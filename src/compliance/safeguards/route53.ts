import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { mustBeSet, mustExist } from '../predicates/outcome';
import { pointers } from '../rendered';

/** Safeguards of Amazon Route 53. */
export const ROUTE53: ResourceSafeguard[] = [
  {
    id: 'Route53.ZoneLogged',
    on: ['AWS::Route53::HostedZone'],
    statement: 'DNS queries of the public hosted zone are logged',
    rationale: 'Query logs show which names are looked up, by attackers as well',
    remedy: 'set `queryLogsLogGroupArn`',
    sources: { securityHub: ['Route53.2'], prowler: ['route53_public_hosted_zones_cloudwatch_logging_enabled'] },
    // A zone of a VPC is private.
    judge: ({ properties: { VPCs, QueryLoggingConfig } }) => listOf(VPCs).length > 0
      ? undefined
      : mustBeSet('QueryLoggingConfig.CloudWatchLogsLogGroupArn', QueryLoggingConfig?.CloudWatchLogsLogGroupArn),
  },
  {
    id: 'Route53.ZoneSigned',
    on: ['AWS::Route53::HostedZone'],
    statement: 'the public hosted zone is signed with DNSSEC',
    rationale: 'Without signatures, forged answers can send users to the server of an attacker',
    remedy: 'add a key-signing key and enable DNSSEC signing',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/dns-configuring-dnssec.html',
    always: true,
    sources: {},
    judge: (zone) => listOf(zone.properties.VPCs).length > 0
      ? undefined
      : mustExist(pointers(zone, 'AWS::Route53::DNSSEC', 'HostedZoneId').length, 'no AWS::Route53::DNSSEC references it'),
  },
];
