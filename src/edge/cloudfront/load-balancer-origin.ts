import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import { Construct } from 'constructs';
import { BoundOrigin } from './bucket-origin';
import { refuse, requireArgument } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { AlbWithWaf } from '../load-balancer/alb-with-waf';
import { uniqueName } from '../shared/names';

/** The only version that CloudFront and the load balancers of this library have in common. */
const TLS = [cloudfront.OriginSslPolicy.TLS_V1_2];

/** Refuses a load balancer that accepts other requests, and one whose certificate CloudFront cannot verify. */
export function requireLoadBalancerOrigin(scope: Construct, prop: string, edge: AlbWithWaf, hasDomain: boolean): void {
  requireArgument(scope, `${prop}.loadBalancer`, 'AlbWithWaf', edge);
  const { _cloudFront: access, node: { path } } = edge;
  if (!access) refuse(scope, `${prop} must be a load balancer with exposure.cloudFront, got '${path}'`);
  // CloudFront verifies the certificate for the domain name of the origin, or for the Host header if it is forwarded (CloudFront Developer Guide,
  // Requirements for using SSL/TLS certificates with CloudFront).
  if (!hasDomain && !edge.domainName) {
    refuse(scope, `specify domain for the distribution or for load balancer '${path}': CloudFront verifies the certificate of the load balancer for it`);
  }
  access.secret?._requireBeside(scope, 'CloudFrontAccess.secretHeader');
}

const BOUND = new WeakMap<Construct, Map<AlbWithWaf, BoundOrigin>>();

/**
 * A load balancer that accepts requests only from CloudFront, one origin for all routes of a distribution. Responses are not cached by default because
 * they can be for one user.
 */
export function loadBalancerOrigin(scope: Construct, edge: AlbWithWaf): BoundOrigin {
  const bound = BOUND.get(scope) ?? new Map<AlbWithWaf, BoundOrigin>();
  BOUND.set(scope, bound);
  const origin = bound.get(edge) ?? newOrigin(scope, edge);
  bound.set(edge, origin);
  return origin;
}

function newOrigin(scope: Construct, edge: AlbWithWaf): BoundOrigin {
  const secret = edge._cloudFront?.secret;
  const domainName = edge.domainName ?? edge.dnsName;
  return {
    origin: secret
      ? new origins.HttpOrigin(domainName, {
        protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY, originSslProtocols: TLS, customHeaders: secret._header,
      })
      : origins.VpcOrigin.withVpcOrigin(vpcOrigin(scope, edge), { domainName }),
    behavior: {
      cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
      originRequestPolicy: edge.domainName ? cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER : cloudfront.OriginRequestPolicy.ALL_VIEWER,
      allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    },
    admit: (distribution, webAclArn) => secret?._addDistribution(distribution, webAclArn),
  };
}

function vpcOrigin(scope: Construct, { loadBalancer, node }: AlbWithWaf): cloudfront.VpcOrigin {
  const id = `${node.id}Origin`;
  // Load balancers in different scopes can have the same id.
  const parent = new Construct(scope, scope.node.tryFindChild(id) ? `${id}${node.addr}` : id);
  return new cloudfront.VpcOrigin(parent, 'VpcOrigin', {
    endpoint: cloudfront.VpcOriginEndpoint.applicationLoadBalancer(loadBalancer),
    vpcOriginName: uniqueName(parent, NameLimit.CLOUDFRONT),
    protocolPolicy: cloudfront.OriginProtocolPolicy.HTTPS_ONLY,
    originSslProtocols: TLS,
  });
}
