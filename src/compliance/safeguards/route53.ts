import { ResourceSafeguard } from '../model/safeguard';
import { listOf } from '../predicates/intrinsics';
import { mustBeSet } from '../predicates/outcome';

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
];
