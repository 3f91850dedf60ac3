import { Annotations, CfnResource, Duration } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { deployedPrefixListId } from './cloudfront-prefix-list';
import { ResolvedAlb } from './resolve-alb-props';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { associateWebAcl } from '../../core/parts/web-acl-association';
import { recommendedAlarms } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';
import { WebAcl } from '../web-acl/web-acl';
import { RateLimitKey } from '../web-acl/web-acl-enums';

/** A security group that accepts the clients of the load balancer. It allows no outbound traffic until a route adds a target. */
export function albSecurityGroup(scope: Construct, { vpc, clients, cloudFront, isPublic }: ResolvedAlb): ec2.SecurityGroup {
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', {
    vpc,
    allowAllOutbound: false,
    description: cloudFront ? 'Load balancer: HTTPS in from CloudFront' : 'Load balancer: HTTPS in, and HTTP to redirect it',
  });
  if (cloudFront) {
    // The list counts as 55 of the 60 rules that a security group can have (CloudFront Developer Guide, Use the CloudFront managed prefix list).
    const servers = ec2.Peer.prefixList(cloudFront.prefixListId ?? deployedPrefixListId(scope));
    securityGroup.addIngressRule(servers, ec2.Port.HTTPS, 'HTTPS from CloudFront');
  }
  for (const client of clients) {
    securityGroup.addIngressRule(client, ec2.Port.HTTPS, 'HTTPS');
    securityGroup.addIngressRule(client, ec2.Port.HTTP, 'HTTP, answered by a redirect to HTTPS');
  }
  if (isPublic) {
    acknowledgeFindings(securityGroup.node.defaultChild!,
      'The load balancer is public: ports 443 and 80 accept any client, behind a web ACL, and port 80 only redirects to HTTPS', 'AwsSolutions-EC23');
  }
  return securityGroup;
}

/** The load balancer, with access and connection logs. */
export function albOf(scope: Construct, props: ResolvedAlb, securityGroup: ec2.SecurityGroup): elbv2.ApplicationLoadBalancer {
  const { retainsData } = Workload.of(scope);
  const { tlsHeaders, clientKeepAlive, ...attributes } = props.attributes;
  const loadBalancer = new elbv2.ApplicationLoadBalancer(scope, 'LoadBalancer', {
    vpc: props.vpc,
    vpcSubnets: props.subnets,
    internetFacing: !props.isInternal,
    securityGroup,
    loadBalancerName: props.loadBalancerName,
    ...attributes,
    xAmznTlsVersionAndCipherSuiteHeaders: tlsHeaders,
    http2Enabled: true,
    deletionProtection: retainsData,
  });
  // By attribute: the prop of the L2 refuses tokens.
  if (clientKeepAlive) loadBalancer.setAttribute('client_keep_alive.seconds', clientKeepAlive.toSeconds().toString());
  if (!retainsData) {
    acknowledgeFindings(loadBalancer.node.defaultChild!, 'Deletion protection is disabled because ephemeral workloads are deleted with their stack',
      'ELB.DeletionProtected', 'NIST.800.53.R5-ELBDeletionProtectionEnabled', 'HIPAA.Security-ELBDeletionProtectionEnabled');
  }
  deliverLogs(loadBalancer, props.accessLogs, props.accessLogsPrefix);
  return loadBalancer;
}

// By attribute: `logAccessLogs` requires a known Region and grants access to a list of accounts.
function deliverLogs(loadBalancer: elbv2.ApplicationLoadBalancer, bucket: s3.IBucket, prefix: string): void {
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

/** The web ACL of the load balancer, associated with it. */
export function webAclFor(
  scope: Construct, loadBalancer: elbv2.ApplicationLoadBalancer, { webAcl: given, cloudFront }: ResolvedAlb,
): wafv2.IWebACLRef {
  // Behind CloudFront, AWS WAF knows the address of the client only from a header that the client can write. The web ACL of the distribution limits the rate.
  const webAcl = given ?? new WebAcl(scope, 'WebAcl', cloudFront && { rateLimitKey: RateLimitKey.NONE });
  if (cloudFront?.secret) redactHeader(scope, webAcl, cloudFront.secret.headerName);
  associateWebAcl(loadBalancer, loadBalancer.loadBalancerArn, webAcl);
  return webAcl;
}

function redactHeader(scope: Construct, webAcl: wafv2.IWebACLRef, header: string) {
  if (webAcl instanceof WebAcl) return webAcl._redact(header);
  Annotations.of(scope).addWarningV2('cdk-regulated:secretHeaderInLogs',
    `redact the header ${header} in the logging and data protection configuration of the web ACL '${webAcl.node.path}': its logs and samples contain the secret`);
}

/** Alarms on the load balancer itself. Target groups have their own. */
export function recommendLoadBalancerAlarms(scope: Construct, { metrics }: elbv2.ApplicationLoadBalancer): void {
  const minute: cloudwatch.MetricOptions = { period: Duration.minutes(1) };
  const alarms = recommendedAlarms(scope);
  alarms.add({
    construct: scope,
    id: 'Elb5xxHigh',
    description: 'The load balancer returns its own 5xx errors: no target is healthy, or targets time out',
    metric: metrics.httpCodeElb(elbv2.HttpCodeElb.ELB_5XX_COUNT, minute),
    threshold: 5,
  });
  alarms.add({
    construct: scope,
    id: 'RejectedConnections',
    description: 'The load balancer rejects connections because it has reached its connection limit',
    metric: metrics.rejectedConnectionCount(minute),
    threshold: 1,
  });
}
