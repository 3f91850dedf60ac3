import { App, CfnParameter, Duration, Stack, ValidationError } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { CloudFrontDomain, CloudFrontOrigin, CloudFrontViewers, CloudFrontWithWaf, CloudFrontWithWafProps, SecurityHeaders, WebAcl } from '../../../src';
import { templateOf } from '../../support';
import { certificateIn } from '../target';

function stackIn(region?: string): Stack {
  return new Stack(new App(), 'Stack', { env: { region, account: '123456789012' } });
}

function messageOf(build: () => unknown): string | undefined {
  try {
    build();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(ValidationError);
    return (error as Error).message.replace('«InvalidProps» ', '').split('\n')[0];
  }
}

const bucketIn = (stack: Stack) => CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(stack, 'Site', 'ledger-site'));

function refusal(props: unknown, stack = stackIn('us-east-1')): string | undefined {
  return messageOf(() => new CloudFrontWithWaf(stack, 'Cdn', { origin: bucketIn(stack), ...props as Partial<CloudFrontWithWafProps> }));
}

function distribution(): CloudFrontWithWaf {
  const stack = stackIn('us-east-1');
  return new CloudFrontWithWaf(stack, 'Cdn', { origin: bucketIn(stack) });
}

describe('Region', () => {
  test.each([
    ['us-gov-west-1', 'aws-us-gov'], ['us-gov-east-1', 'aws-us-gov'], ['cn-north-1', 'aws-cn'], ['cn-northwest-1', 'aws-cn'],
  ])('%s is refused: its partition has no us-east-1', (region, partition) => {
    const stack = stackIn(region);
    expect(refusal({}, stack)).toBe(`the stack must be in partition aws, got ${region} in partition ${partition}: certificate and web ACL are in us-east-1`);
    expect(stack.node.root.node.findAll().filter(Stack.isStack)).toEqual([stack]);
  });

  test.each([['eu-west-2'], ['us-east-1'], [undefined]])('%s is accepted', (region) => {
    expect(refusal({}, stackIn(region))).toBeUndefined();
  });
});

describe('props', () => {
  test.each<[object, string]>([
    [{ origin: undefined }, 'origin must be a CloudFrontOrigin, got undefined'],
    [{ behavior: null }, 'behavior must be a CloudFrontBehavior, got null'],
    [{ domain: {} }, 'domain.domainName must be a string, got undefined'],
    [{ accessLogsPrefix: 'cdn' }, 'specify accessLogs with accessLogsPrefix'],
    [{ viewers: { httpVersion: 'http3' as any, priceClass: 'ALL' } }, "viewers.priceClass must be PriceClass.PRICE_CLASS_100, PriceClass.PRICE_CLASS_200 or PriceClass.PRICE_CLASS_ALL, got 'ALL'"],
    [{ viewers: { errorResponses: [] } }, 'viewers.errorResponses must not be empty'],
    [{ behavior: { functionAssociations: [{ eventType: 'viewer-request' }] } }, 'behavior.functionAssociations[0].function must be an IFunctionRef, got undefined'],
  ])('%#: a value of another type is refused', (props, message) => {
    expect(refusal(props)).toBe(message);
  });

  test('a prefix of access logs has no slash at either end', () => {
    const stack = stackIn('us-east-1');
    expect(refusal({ accessLogs: s3.Bucket.fromBucketName(stack, 'Logs', 'logs'), accessLogsPrefix: 'cdn/' }, stack))
      .toBe("accessLogsPrefix must be a prefix of at most 512 characters without a slash at either end and without AWSLogs, got 'cdn/'");
  });

  test('an event of a function is a member of its enumeration', () => {
    const stack = stackIn('us-east-1');
    const fn = cloudfront.Function.fromFunctionAttributes(stack, 'Function', { functionArn: 'arn:aws:cloudfront::123456789012:function/f', functionName: 'f' });
    const associations = (eventType: string) => ({ behavior: { functionAssociations: [{ function: fn, eventType }] } });
    expect(refusal(associations('request'), stack)).toBe('behavior.functionAssociations[0].eventType must be FunctionEventType.VIEWER_REQUEST or '
      + "FunctionEventType.VIEWER_RESPONSE, got 'request'");
    expect(refusal(associations('viewer-request'), stackIn('us-east-1'))).toBeUndefined();
  });

  test('an event has one function', () => {
    const stack = stackIn('us-east-1');
    const fn = cloudfront.Function.fromFunctionAttributes(stack, 'Function', { functionArn: 'arn:aws:cloudfront::123456789012:function/f', functionName: 'f' });
    const associations = (...eventTypes: cloudfront.FunctionEventType[]) => ({
      behavior: { functionAssociations: eventTypes.map((eventType) => ({ function: fn, eventType })) },
    });
    const { VIEWER_REQUEST, VIEWER_RESPONSE } = cloudfront.FunctionEventType;
    expect(refusal(associations(VIEWER_RESPONSE, VIEWER_REQUEST, VIEWER_RESPONSE), stack))
      .toBe("behavior.functionAssociations[2].eventType must be an event that behavior.functionAssociations[0] does not have, got 'viewer-response'");
    expect(refusal(associations(VIEWER_RESPONSE, VIEWER_REQUEST), stackIn('us-east-1'))).toBeUndefined();
  });

  test('a certificate is in us-east-1', () => {
    const stack = stackIn('eu-west-2');
    const domain = { domainName: 'app.example.com' };
    expect(refusal({ domain, certificate: certificateIn(stack, 'eu-west-2') }, stack)).toBe("certificate must be in us-east-1, got 'Stack/Certificate-eu-west-2' in eu-west-2");
    const other = stackIn('eu-west-2');
    expect(refusal({ domain, certificate: certificateIn(other, 'us-east-1') }, other)).toBeUndefined();
  });

  test('a web ACL is of scope CLOUDFRONT, an L1 too; an ARN that only a deployment knows is accepted', () => {
    const stack = stackIn('us-east-1');
    const l1 = (id: string, scope: string) => new wafv2.CfnWebACL(stack, id, {
      scope, defaultAction: { allow: {} }, visibilityConfig: { metricName: 'l1', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    const origin = bucketIn(stack);
    const message = (id: string, webAcl: wafv2.IWebACLRef) => messageOf(() => new CloudFrontWithWaf(stack, id, { origin, webAcl }));
    const arn = (scope: string) => `arn:aws:wafv2:us-east-1:123456789012:${scope}/webacl/acl/1`;
    expect([
      message('A', l1('RegionalL1', 'REGIONAL')),
      message('B', WebAcl.fromWebAclArn(stack, 'RegionalArn', arn('regional'))),
      message('C', l1('GlobalL1', 'CLOUDFRONT')),
      message('D', WebAcl.fromWebAclArn(stack, 'GlobalArn', arn('global'))),
      message('E', WebAcl.fromWebAclArn(stack, 'Later', new CfnParameter(stack, 'Arn').valueAsString)),
    ]).toEqual([
      "webAcl must be of scope CLOUDFRONT, got 'Stack/RegionalL1' of scope REGIONAL",
      "webAcl must be of scope CLOUDFRONT, got 'Stack/RegionalArn' of scope REGIONAL",
      undefined, undefined, undefined,
    ]);
    const elsewhere = stackIn('eu-west-2');
    const misplaced = new wafv2.CfnWebACL(elsewhere, 'GlobalL1', {
      scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'l1', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    const originElsewhere = bucketIn(elsewhere);
    expect(messageOf(() => new CloudFrontWithWaf(elsewhere, 'F', { origin: originElsewhere, webAcl: misplaced })))
      .toBe("Region of web ACL 'Stack/GlobalL1' must be us-east-1, got eu-west-2");
    // An imported web ACL has the Region of the stack that imports it, and a stack can have no Region.
    const imported = WebAcl.fromWebAclArn(elsewhere, 'GlobalArn', arn('global'));
    expect(messageOf(() => new CloudFrontWithWaf(elsewhere, 'G', { origin: originElsewhere, webAcl: imported }))).toBeUndefined();
    const anywhere = stackIn();
    const somewhere = new wafv2.CfnWebACL(anywhere, 'GlobalL1', {
      scope: 'CLOUDFRONT', defaultAction: { allow: {} }, visibilityConfig: { metricName: 'l1', cloudWatchMetricsEnabled: true, sampledRequestsEnabled: true },
    });
    expect(messageOf(() => new CloudFrontWithWaf(anywhere, 'H', { origin: bucketIn(anywhere), webAcl: somewhere }))).toBeUndefined();
  });
});

describe('domain', () => {
  const withDomain = (domain: Partial<CloudFrontDomain>) => {
    const stack = stackIn('us-east-1');
    const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
    return refusal({ domain: { domainName: 'app.example.com', hostedZone, ...domain } }, stack);
  };
  const name = (length: number) => `${'a'.repeat(length - '.example.com'.length)}.example.com`;

  test.each<[Partial<CloudFrontDomain>, string]>([
    [{ domainName: 'app' }, "domain.domainName must be a domain name such as app.example.com or *.example.com, got 'app'"],
    [{ domainName: 'a.*.example.com' }, "domain.domainName must be a domain name such as app.example.com or *.example.com, got 'a.*.example.com'"],
    [{ alternativeNames: [] }, 'domain.alternativeNames must not be empty'],
    [{ alternativeNames: ['a.example.com', 'b_c.example.com'] },
      "domain.alternativeNames[1] must be a domain name such as app.example.com or *.example.com, got 'b_c.example.com'"],
    [{ alternativeNames: ['a.example.com', 'a.example.com'] }, "domain.alternativeNames must be a list without duplicates, got ['a.example.com', 'a.example.com']"],
    [{ alternativeNames: ['App.Example.com'] },
      "domain.domainName and domain.alternativeNames must be a list without duplicates, got ['app.example.com', 'app.example.com']"],
    [{ alternativeNames: ['app.example.com'] },
      "domain.domainName and domain.alternativeNames must be a list without duplicates, got ['app.example.com', 'app.example.com']"],
    [{ domainName: name(65) }, `domain.domainName must be at most 64 characters where a certificate is issued for it, got '${'a'.repeat(53)}.exampl…'`],
  ])('%#: names that are not valid are refused', (domain, message) => {
    expect(withDomain(domain)).toBe(message);
  });

  test('at most 100 further names are in a certificate that is issued', () => {
    const names = (count: number) => Array.from({ length: count }, (_, index) => `n${index}.example.com`);
    expect(withDomain({ alternativeNames: names(100) })).toBeUndefined();
    expect(withDomain({ alternativeNames: names(101) })).toMatch(/^domain\.alternativeNames must be a list of 1 to 100, got \['n0\.example\.com'/);
    const stack = stackIn('us-east-1');
    expect(refusal({ certificate: certificateIn(stack, 'us-east-1'), domain: { domainName: name(65), alternativeNames: names(101) } }, stack)).toBeUndefined();
  });

  test.each<[Partial<CloudFrontDomain>]>([
    [{ domainName: name(64) }], [{ domainName: '*.example.com' }], [{ alternativeNames: ['*.example.com', 'example.com.'] }],
  ])('%#: names at their limits are accepted', (domain) => {
    expect(withDomain(domain)).toBeUndefined();
  });
});

describe('viewers', () => {
  const ERRORS = '400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504';
  const OBJECT = 'viewers.defaultRootObject must be an object such as index.html, without a leading slash, of at most 255 characters, got';

  test.each<[CloudFrontViewers, string]>([
    [{ defaultRootObject: '/index.html' }, `${OBJECT} '/index.html'`],
    [{ defaultRootObject: '' }, `${OBJECT} ''`],
    [{ defaultRootObject: 'a b.html' }, `${OBJECT} 'a b.html'`],
    [{ defaultRootObject: 'a'.repeat(256) }, `${OBJECT} '${'a'.repeat(60)}…'`],
    [{ errorResponses: [{ httpStatus: 401, ttl: Duration.minutes(1) }] }, `viewers.errorResponses[0].httpStatus must be one of ${ERRORS}, got 401`],
    [{ errorResponses: [{ httpStatus: 599, ttl: Duration.minutes(1) }] }, `viewers.errorResponses[0].httpStatus must be one of ${ERRORS}, got 599`],
    [{ errorResponses: [null as any] }, 'viewers.errorResponses[0] must be an ErrorResponse, got null'],
    [{ errorResponses: [{ httpStatus: 404 }] }, 'specify viewers.errorResponses[0].responsePagePath or viewers.errorResponses[0].ttl'],
    [{ errorResponses: [{ httpStatus: 404, responseHttpStatus: 200 }] }, 'specify viewers.errorResponses[0].responsePagePath with viewers.errorResponses[0].responseHttpStatus'],
    [{ geoRestriction: cloudfront.GeoRestriction.allowlist('GB', 'ZZ') }, "viewers.geoRestriction[1] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got 'ZZ'"],
    [{ geoRestriction: cloudfront.GeoRestriction.denylist('XK') }, "viewers.geoRestriction[0] must be an ISO 3166-1 alpha-2 code in upper case such as GB, got 'XK'"],
    [{ geoRestriction: cloudfront.GeoRestriction.denylist('GB', 'GB') }, "viewers.geoRestriction must be a list without duplicates, got ['GB', 'GB']"],
    [{ errorResponses: [{ ttl: Duration.minutes(1) } as any] }, 'viewers.errorResponses[0].httpStatus must be a finite number, got undefined'],
    [{ errorResponses: [{ httpStatus: 404, responseHttpStatus: 199, responsePagePath: '/a' }] },
      `viewers.errorResponses[0].responseHttpStatus must be one of 200, ${ERRORS}, got 199`],
    [{ errorResponses: [{ httpStatus: 404, responseHttpStatus: 301, responsePagePath: '/a' }] },
      `viewers.errorResponses[0].responseHttpStatus must be one of 200, ${ERRORS}, got 301`],
    [{ errorResponses: [{ httpStatus: 404, responsePagePath: 'missing.html' }] }, "viewers.errorResponses[0].responsePagePath must be a path such as /missing.html, got 'missing.html'"],
    [{ errorResponses: [{ httpStatus: 404, ttl: Duration.millis(1500) }] }, 'viewers.errorResponses[0].ttl must be a whole number of seconds of at least 0, got 1 second 500 millis'],
    [{ errorResponses: [{ httpStatus: 403, ttl: Duration.minutes(1) }, { httpStatus: 403, ttl: Duration.minutes(2) }] },
      'viewers.errorResponses[1].httpStatus must be a status that viewers.errorResponses[0] does not have, got 403'],
  ])('%#: a value that is not valid is refused', (viewers, message) => {
    expect(refusal({ viewers })).toBe(message);
  });

  test.each<[CloudFrontViewers]>([
    [{ defaultRootObject: 'a'.repeat(255) }],
    [{ defaultRootObject: 'site/index.html' }],
    [{ errorResponses: [{ httpStatus: 400, ttl: Duration.seconds(0) }, { httpStatus: 504, responseHttpStatus: 200, responsePagePath: '/a' }] }],
    [{ errorResponses: [{ httpStatus: 404, responseHttpStatus: 504, responsePagePath: '/a' }] }],
    [{ geoRestriction: cloudfront.GeoRestriction.allowlist('AD', 'ZW') }],
  ])('%#: a value at its limit is accepted', (viewers) => {
    expect(refusal({ viewers })).toBeUndefined();
  });
});

describe('securityHeaders', () => {
  const VALUE = 'a header value of visible ASCII characters and spaces';
  const AGE = 'securityHeaders.strictTransportSecurityMaxAge must be a whole number of seconds from 0 to 2147483647, got';

  test.each<[SecurityHeaders, string]>([
    [{ contentSecurityPolicy: '' }, `securityHeaders.contentSecurityPolicy must be ${VALUE}, got ''`],
    [{ contentSecurityPolicy: ' ' }, `securityHeaders.contentSecurityPolicy must be ${VALUE}, got ' '`],
    [{ permissionsPolicy: 'caméra=()' }, `securityHeaders.permissionsPolicy must be ${VALUE}, got 'caméra=()'`],
    [{ strictTransportSecurityMaxAge: Duration.seconds(2_147_483_648) }, `${AGE} ${Duration.seconds(2_147_483_648).toHumanString()}`],
    [{ strictTransportSecurityMaxAge: Duration.millis(500) }, `${AGE} 500 millis`],
  ])('%#: a value that is not valid is refused', (securityHeaders, message) => {
    expect(refusal({ securityHeaders })).toBe(message);
  });

  test.each<[SecurityHeaders]>([
    [{ strictTransportSecurityMaxAge: Duration.seconds(0) }], [{ strictTransportSecurityMaxAge: Duration.seconds(2_147_483_647) }],
    [{ contentSecurityPolicy: "default-src 'none'", permissionsPolicy: 'x' }],
  ])('%#: a value at its limit is accepted', (securityHeaders) => {
    expect(refusal({ securityHeaders })).toBeUndefined();
  });
});

describe('origins', () => {
  test.each(['site', '/', '/site/', '', '/a b', `/${'a'.repeat(255)}`])('path %j of a bucket is refused', (originPath) => {
    const stack = stackIn('us-east-1');
    const origin = CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'ledger-b'), { originPath });
    expect(messageOf(() => new CloudFrontWithWaf(stack, 'Cdn', { origin })))
      .toBe(`origin.originPath must be a path such as /site of at most 255 characters, without a slash at its end, got '${originPath.length > 60 ? `${originPath.slice(0, 60)}…` : originPath}'`);
  });

  test.each(['/site', '/a/b', `/${'a'.repeat(254)}`])('path %j of a bucket is accepted', (originPath) => {
    const stack = stackIn('us-east-1');
    new CloudFrontWithWaf(stack, 'Cdn', { origin: CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'ledger-b'), { originPath }) });
    const [{ Properties }] = Object.values(templateOf(stack).findResources('AWS::CloudFront::Distribution')) as any[];
    expect(Properties.DistributionConfig.Origins[0].OriginPath).toBe(originPath);
  });

  test.each<[CloudFrontOrigin, string]>([
    [CloudFrontOrigin.bucket(undefined as any), 'origin.bucket must be an IBucket, got undefined'],
    [CloudFrontOrigin.loadBalancer(null as any), 'origin.loadBalancer must be an AlbWithWaf, got null'],
  ])('%#: an origin without its resource is refused', (origin, message) => {
    expect(refusal({ origin })).toBe(message);
  });

  test('options of a bucket are an object', () => {
    const stack = stackIn('us-east-1');
    expect(refusal({ origin: CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(stack, 'Bucket', 'ledger-b'), null as any) }, stack))
      .toBe('origin must be a BucketOriginOptions, got null');
  });
});

describe('routeWhen', () => {
  const NEED = "pathPattern must be a path pattern such as /static/*, other than * and /*, of at most 255 characters A-Z a-z 0-9 _ - . * $ / ~ \" ' @ : + & ?, got";

  test.each(['', '*', '/*', '/a b', '/ü', `/${'a'.repeat(255)}`])('path pattern %j is refused', (pathPattern) => {
    const cdn = distribution();
    expect(messageOf(() => cdn.routeWhen(pathPattern, bucketIn(new Stack(cdn, 'Other'))))).toBe(`${NEED} '${pathPattern.length > 60 ? `${pathPattern.slice(0, 60)}…` : pathPattern}'`);
  });

  test.each(['/static/*', 'static/*', '*.jpg', '/**', `/${'a'.repeat(254)}`, "/~$\"'@:+&?-_."])('path pattern %j is accepted', (pathPattern) => {
    const cdn = distribution();
    expect(messageOf(() => cdn.routeWhen(pathPattern, CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(cdn, 'Bucket', 'ledger-b'))))).toBeUndefined();
  });

  test('a path pattern has one route, with or without a leading slash', () => {
    const cdn = distribution();
    const origin = CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(cdn, 'Bucket', 'ledger-b'));
    expect([
      messageOf(() => cdn.routeWhen('/static/*', origin)),
      messageOf(() => cdn.routeWhen('/static/*', origin)),
      messageOf(() => cdn.routeWhen('static/*', origin)),
      messageOf(() => cdn.routeWhen('/static/*/', origin)),
    ]).toEqual([
      undefined, "route '/static/*' already exists in this distribution", "route 'static/*' already exists in this distribution", undefined,
    ]);
  });

  test('arguments of another type are refused', () => {
    const cdn = distribution();
    const origin = CloudFrontOrigin.bucket(s3.Bucket.fromBucketName(cdn, 'Bucket', 'ledger-b'));
    expect([
      messageOf(() => cdn.routeWhen(undefined as any, origin)),
      messageOf(() => cdn.routeWhen('/a', undefined as any)),
      messageOf(() => cdn.routeWhen('/a', origin, null as any)),
      messageOf(() => cdn.routeWhen('/a', origin, { functionAssociations: [{ eventType: cloudfront.FunctionEventType.VIEWER_REQUEST } as any] })),
      messageOf(() => cdn.routeWhen('/a', CloudFrontOrigin.bucket(null as any))),
    ]).toEqual([
      'pathPattern must be a string, got undefined', 'origin must be a CloudFrontOrigin, got undefined', 'behavior must be a CloudFrontBehavior, got null',
      'behavior.functionAssociations[0].function must be an IFunctionRef, got undefined', 'origin.bucket must be an IBucket, got null',
    ]);
  });
});
