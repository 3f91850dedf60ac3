import { Duration, ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { BoundOrigin } from './bucket-origin';
import { CloudFrontDomain } from './cloudfront-domain';
import { logDistribution } from './cloudfront-logs';
import { certificateOf, namesOf, recordsFor } from './cloudfront-names';
import { CloudFrontBehavior } from './cloudfront-options';
import { CloudFrontOrigin } from './cloudfront-origin';
import { inHomeOfCloudFront } from './cloudfront-region';
import { CloudFrontWithWafProps } from './cloudfront-with-waf-props';
import { headersPolicy } from './security-headers';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { refuse } from '../../core/validation';
import { recommendedAlarms } from '../../core/workload/registry';
import { WebAcl } from '../web-acl/web-acl';
import { WebAclScope } from '../web-acl/web-acl-scope';

/**
 * A CloudFront distribution that speaks HTTPS only, behind a web application firewall, with access logs, in front of origins that answer nobody else.
 *
 * Certificate, firewall, access logs and alarms of CloudFront are in us-east-1: in stacks of the workload there when its own is elsewhere.
 */
export class CloudFrontWithWaf extends Construct {
  /** The distribution, for everything this construct does not model. */
  public readonly distribution: cloudfront.Distribution;
  /** The firewall. */
  public readonly webAcl: wafv2.IWebACLRef;
  /** Certificate that it presents, where there is a domain. */
  public readonly certificate?: acm.ICertificate;
  /** Headers that its responses get. */
  public readonly securityHeaders: cloudfront.ResponseHeadersPolicy;
  /** Where its access logs go, unless that is a bucket. */
  public readonly logGroup?: logs.LogGroup;
  private readonly domain?: CloudFrontDomain;

  /** @throws ValidationError when an origin answers others, too, or a prop is malformed */
  constructor(scope: Construct, id: string, props: CloudFrontWithWafProps) {
    super(scope, id);
    const { origin, domain, viewers = {} } = props;
    this.domain = domain;
    this.certificate = certificateOf(this, props.certificate, domain);
    this.webAcl = props.webAcl ?? new WebAcl(inHomeOfCloudFront(this, 'edge'), 'WebAcl', { scope: WebAclScope.CLOUDFRONT });
    this.securityHeaders = headersPolicy(this, props.securityHeaders ?? {});
    const bound = origin._bind(this, domain);
    this.distribution = new cloudfront.Distribution(this, 'Distribution', {
      defaultBehavior: this.behaviorOf(bound, props.behavior ?? {}),
      domainNames: domain && namesOf(domain),
      certificate: this.certificate,
      minimumProtocolVersion: viewers.minimumProtocolVersion ?? cloudfront.SecurityPolicyProtocol.TLS_V1_2_2025,
      httpVersion: viewers.httpVersion ?? cloudfront.HttpVersion.HTTP2_AND_3,
      geoRestriction: viewers.geoRestriction,
      priceClass: viewers.priceClass,
      defaultRootObject: viewers.defaultRootObject ?? (origin.servesFiles ? 'index.html' : undefined),
      errorResponses: viewers.errorResponses,
      webAclId: this.webAclArn(),
    });
    bound.admit(this.distribution, this.webAclArn());
    if (domain) recordsFor(this, this.distribution, domain);
    this.logGroup = logDistribution(this, this.distribution, props.accessLogs, props.accessLogsPrefix ?? 'cloudfront');
    this.recommendAlarms();
    this.acceptFindings(props);
  }

  /** Name in DNS that AWS gave it. */
  public get dnsName(): string {
    return this.distribution.distributionDomainName;
  }

  /**
   * Sends requests for a path to an origin.
   * @param pathPattern for example `/static/*`
   * @param origin that answers them
   * @param behavior how they are handed to it
   * @throws ValidationError when the origin answers others, too
   */
  public routeWhen(pathPattern: string, origin: CloudFrontOrigin, behavior: CloudFrontBehavior = {}): void {
    const bound = origin._bind(this, this.domain);
    this.distribution.addBehavior(pathPattern, bound.origin, this.behaviorOf(bound, behavior));
    bound.admit(this.distribution, this.webAclArn());
  }

  private behaviorOf({ origin, behavior }: BoundOrigin, given: CloudFrontBehavior): cloudfront.BehaviorOptions {
    return {
      origin,
      compress: true,
      responseHeadersPolicy: this.securityHeaders,
      viewerProtocolPolicy: cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS,
      ...behavior,
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
    };
  }

  private webAclArn(): string {
    const { webAclArn, scope } = this.webAcl.webAclRef;
    if (scope === WebAclScope.REGIONAL) refuse(this, `web ACL '${this.webAcl.node.path}' has scope REGIONAL, need CLOUDFRONT`);
    return Stack.of(this.webAcl) === Stack.of(this) ? webAclArn : Stack.consumeReference(webAclArn, ReferenceStrength.WEAK);
  }

  private recommendAlarms() {
    recommendedAlarms(this).add({
      construct: inHomeOfCloudFront(this, 'edge-logs'),
      id: 'Error5xxRateHigh',
      description: 'One request in twenty is answered by a server error: the origin fails, or CloudFront cannot reach it',
      // Metrics of CloudFront are in us-east-1 (CloudFront Developer Guide, Get metrics using the API).
      metric: new cloudwatch.Metric({
        namespace: 'AWS/CloudFront',
        metricName: '5xxErrorRate',
        dimensionsMap: { DistributionId: this.distribution.distributionId, Region: 'Global' },
        statistic: cloudwatch.Stats.AVERAGE,
        period: Duration.minutes(1),
      }),
      threshold: 5,
      evaluationPeriods: 5,
    });
  }

  private acceptFindings({ origin, viewers }: CloudFrontWithWafProps) {
    const resource = this.distribution.node.defaultChild!;
    acknowledgeFindings(resource, 'Requests are logged by standard logging (v2), which needs no bucket with ACLs and is no property of the distribution', 'AwsSolutions-CFR3');
    acknowledgeFindings(resource, 'Its origin, a bucket or a load balancer, spans several zones by itself; a second one is for what has to survive the loss of a Region',
      'CloudFront.OriginFailover');
    if (!viewers?.geoRestriction) {
      acknowledgeFindings(resource, 'Whom a service is for is a decision of its owner, by viewers.geoRestriction or a rule of the web ACL', 'AwsSolutions-CFR1');
    }
    if (!origin.servesFiles && viewers?.defaultRootObject === undefined) {
      acknowledgeFindings(resource, 'An application answers for its root itself; there is no bucket behind it whose objects could be listed', 'CloudFront.DefaultRootObject');
    }
  }
}
