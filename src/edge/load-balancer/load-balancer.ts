import { CfnResource, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LoadBalancerAttributes } from './load-balancer-attributes';
import { requireSeconds } from './target-group';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

type Placement = Pick<elbv2.ApplicationLoadBalancerProps, 'vpc' | 'vpcSubnets' | 'internetFacing' | 'securityGroup' | 'loadBalancerName'>;

/** A load balancer that is strict about what it passes on. */
export function loadBalancerFor(scope: Construct, placement: Placement, attributes: LoadBalancerAttributes): elbv2.ApplicationLoadBalancer {
  const { retainsData } = Workload.of(scope);
  const { tlsHeaders, ...rest } = attributes;
  requireLoadBalancerName(scope, placement.loadBalancerName);
  requireSeconds(scope, 'idleTimeout', attributes.idleTimeout, 1, 4000);
  requireSeconds(scope, 'clientKeepAlive', attributes.clientKeepAlive, 60, 604_800);
  const loadBalancer = new elbv2.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    ...placement,
    ...rest,
    xAmznTlsVersionAndCipherSuiteHeaders: tlsHeaders,
    dropInvalidHeaderFields: attributes.dropInvalidHeaderFields ?? true,
    desyncMitigationMode: attributes.desyncMitigationMode ?? elbv2.DesyncMitigationMode.STRICTEST,
    http2Enabled: true,
    deletionProtection: retainsData,
  });
  if (!retainsData) {
    acknowledgeFindings(loadBalancer.node.defaultChild!, 'The workload is ephemeral, so the load balancer has to go with its stack',
      'ELB.DeletionProtected', 'NIST.800.53.R5-ELBDeletionProtectionEnabled', 'HIPAA.Security-ELBDeletionProtectionEnabled');
  }
  return loadBalancer;
}

/** Switched on by attribute, as `logAccessLogs` asks for a Region that it knows and grants to a list of accounts. */
export function deliverLogs(loadBalancer: elbv2.ApplicationLoadBalancer, bucket: s3.IBucket, prefix: string): void {
  LogDelivery.LOAD_BALANCER._allow(bucket, prefix);
  for (const kind of ['access_logs', 'connection_logs']) {
    loadBalancer.setAttribute(`${kind}.s3.enabled`, 'true');
    loadBalancer.setAttribute(`${kind}.s3.bucket`, bucket.bucketName);
    loadBalancer.setAttribute(`${kind}.s3.prefix`, prefix);
  }
  // Elastic Load Balancing writes a test file before it accepts the attribute.
  const policy = bucket.policy?.node.defaultChild;
  if (policy) (loadBalancer.node.defaultChild as CfnResource).addResourceDependency(policy as CfnResource);
}

/** Alarms on the load balancer itself; those on its targets belong to the target groups. */
export function recommendLoadBalancerAlarms(scope: Construct, { metrics }: elbv2.ApplicationLoadBalancer): void {
  const minute: cloudwatch.MetricOptions = { period: Duration.minutes(1) };
  const alarms = recommendedAlarms(scope);
  alarms.add({
    construct: scope,
    id: 'Elb5xxHigh',
    description: 'The load balancer answers with server errors of its own: no target is healthy, or none answers in time',
    metric: metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, minute),
    threshold: 5,
  });
  alarms.add({
    construct: scope,
    id: 'RejectedConnections',
    description: 'The load balancer has reached its maximum of connections and rejects new ones',
    metric: metrics.rejectedConnectionCount(minute),
    threshold: 1,
  });
}

function requireLoadBalancerName(scope: Construct, name: string | undefined) {
  requireName(scope, 'loadBalancerName', name, NameLimit.LOAD_BALANCER);
  // Elastic Load Balancing API, CreateLoadBalancer.
  if (name?.startsWith('internal-')) refuse(scope, `loadBalancerName is '${name}', need one that does not begin with internal-`);
}
