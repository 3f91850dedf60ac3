import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { CloudFrontOrigin, CloudFrontWithWaf, SecureBucket, WebAcl } from '../../src';
import { contract } from '../contract/contract';
import { bucket, certificate, hostedZone } from '../contract/surroundings';

function origin(stack: Stack): CloudFrontOrigin {
  return CloudFrontOrigin.bucket((stack.node.tryFindChild('Site') as SecureBucket | undefined ?? new SecureBucket(stack, 'Site')).bucket);
}

function child<T>(stack: Stack, id: string, make: () => T): T {
  return stack.node.tryFindChild(id) as T | undefined ?? make();
}

function behavior(stack: Stack) {
  return {
    cachePolicy: cloudfront.CachePolicy.CACHING_DISABLED,
    originRequestPolicy: cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
    allowedMethods: cloudfront.AllowedMethods.ALLOW_ALL,
    responseHeadersPolicy: cloudfront.ResponseHeadersPolicy.SECURITY_HEADERS,
    functionAssociations: [{
      function: child(stack, 'Function', () => cloudfront.Function.fromFunctionAttributes(stack, 'Function', {
        functionName: 'rewrite', functionArn: 'arn:aws:cloudfront::123456789012:function/rewrite',
      })),
      eventType: cloudfront.FunctionEventType.VIEWER_REQUEST,
    }],
    trustedKeyGroups: [child(stack, 'Keys', () => cloudfront.KeyGroup.fromKeyGroupId(stack, 'Keys', '01234567-89ab-cdef-0123-456789abcdef'))],
  };
}

export default contract(CloudFrontWithWaf, {
  refusedIn: {
    'us-gov-west-1': 'the stack must be in partition aws, got us-gov-west-1 in partition aws-us-gov: certificate and web ACL are in us-east-1',
    'cn-north-1': 'the stack must be in partition aws, got cn-north-1 in partition aws-cn: certificate and web ACL are in us-east-1',
  },
  variants: {
    defaults: (stack) => ({ origin: origin(stack), domain: { domainName: 'www.example.com', hostedZone: hostedZone(stack) } }),
    everything: (stack) => ({
      origin: origin(stack),
      behavior: behavior(stack),
      domain: { domainName: 'www.example.com', alternativeNames: ['example.com'], hostedZone: hostedZone(stack) },
      certificate: certificate(stack, 'us-east-1'),
      webAcl: child(stack, 'GlobalAcl', () => WebAcl.fromWebAclArn(stack, 'GlobalAcl',
        'arn:aws:wafv2:us-east-1:123456789012:global/webacl/elsewhere/01234567-89ab-cdef-0123-456789abcdef')),
      accessLogs: bucket(stack, 'Logs'),
      accessLogsPrefix: 'cdn',
      securityHeaders: {
        contentSecurityPolicy: "default-src 'self'",
        frameOption: cloudfront.HeadersFrameOption.SAMEORIGIN,
        strictTransportSecurityMaxAge: Duration.days(365),
        referrerPolicy: cloudfront.HeadersReferrerPolicy.NO_REFERRER,
        permissionsPolicy: 'camera=()',
      },
      viewers: {
        minimumProtocolVersion: cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
        httpVersion: cloudfront.HttpVersion.HTTP2,
        geoRestriction: cloudfront.GeoRestriction.allowlist('GB'),
        priceClass: cloudfront.PriceClass.PRICE_CLASS_100,
        defaultRootObject: 'index.html',
        errorResponses: [{ httpStatus: 404, responseHttpStatus: 404, responsePagePath: '/404.html', ttl: Duration.minutes(1) }],
      },
    }),
  },
  methods: {
    routeWhen: { variants: { everything: (stack) => ['/static/*', origin(stack), behavior(stack)] } },
  },
});
