import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import type { BoundOrigin } from './bucket-origin';
import { CloudFrontDomain } from './cloudfront-domain';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import type { AlbWithWaf } from '../load-balancer/alb-with-waf';
import { uniqueName } from '../shared/unique-name';

/** Nothing older is spoken with load balancers of this library. */
const TLS = [cloudfront.OriginSslPolicy.TLS_V1_2];

/** A load balancer that lets nobody in but CloudFront. Nothing is cached unless the behavior says so: responses may be for one user. */
export function loadBalancerOrigin(scope: Construct, edge: AlbWithWaf, domain: CloudFrontDomain | undefined): BoundOrigin {
  const { cloudFront, loadBalancer } = edge;
  if (!cloudFront) refuse(scope, `load balancer '${edge.node.path}' is not for CloudFront alone, need exposure.cloudFront`);
  // CloudFront verifies the certificate for the origin's name, or for the Host header where that is forwarded (CloudFront Developer Guide,
  // Requirements for using SSL/TLS certificates with CloudFront).
  if (!domain && !edge.domainName) {
    refuse(scope, `neither the distribution nor load balancer '${edge.node.path}' has a domain, need one of them: CloudFront verifies the certificate of the load balancer`);
  }
  const domainName = edge.domainName ?? edge.dnsName;
  return {
    origin: cloudFront.secret
      ? new origins.HttpOrigin(domainName, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY, originSslProtocols: TLS, customHeaders: cloudFront.secret._header,
      })
      : origins.VpcOrigin.withVpcOrigin(vpcOrigin(new Construct(scope, `${edge.node.id}Origin`), loadBalancer), { domainName }),
    behavior: {
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: edge.domainName ? cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER : cloudfront.OriginRequestPolicy.ALL_VIEWER,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    },
    admit: (distribution, webAclArn) => cloudFront.secret?._sentBy(distribution, webAclArn),
  };
}

function vpcOrigin(scope: Construct, loadBalancer: elbv2.IApplicationLoadBalancer): cloudfront.VpcOrigin {
  return new cloudfront.VpcOrigin(scope, 'VpcOrigin', {
    endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(loadBalancer),
    vpcOriginName: uniqueName(scope, NameLimit.CLOUDFRONT),
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: TLS,
  });
}
