import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { SecurityHeaders } from './cloudfront-with-waf-props';
import { requireDuration, requireString } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { uniqueName } from '../shared/names';

const CONTENT_SECURITY_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";
const PERMISSIONS_POLICY = 'camera=(), geolocation=(), microphone=()';

/** A header value in one line. */
const VALUE = { need: 'a header value of visible ASCII characters and spaces', pattern: /[\x20-\x7e]*[\x21-\x7e][\x20-\x7e]*/ };
/** A 32-bit integer (CloudFront API, ResponseHeadersPolicyStrictTransportSecurity). */
const MAX_AGE = 2_147_483_647;

/** Refuses values that no header can have. */
export function requireSecurityHeaders(scope: Construct, prop: string, headers: SecurityHeaders): void {
  requireString(scope, `${prop}.contentSecurityPolicy`, headers.contentSecurityPolicy, VALUE);
  requireString(scope, `${prop}.permissionsPolicy`, headers.permissionsPolicy, VALUE);
  requireDuration(scope, `${prop}.strictTransportSecurityMaxAge`, headers.strictTransportSecurityMaxAge, { unit: 'seconds', min: 0, max: MAX_AGE });
}

/** A policy that adds the security headers, and removes headers that identify the software of the origin. */
export function headersPolicy(scope: Construct, headers: SecurityHeaders): cloudfront.ResponseHeadersPolicy {
  return new cloudfront.ResponseHeadersPolicy(scope, 'SecurityHeaders', {
    responseHeadersPolicyName: uniqueName(scope, NameLimit.CLOUDFRONT),
    securityHeadersBehavior: {
      contentSecurityPolicy: { contentSecurityPolicy: headers.contentSecurityPolicy ?? CONTENT_SECURITY_POLICY, override: false },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: headers.frameOption ?? cloudfront.HeadersFrameOption.DENY, override: true },
      referrerPolicy: { referrerPolicy: headers.referrerPolicy ?? cloudfront.HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN, override: true },
      strictTransportSecurity: {
        accessControlMaxAge: headers.strictTransportSecurityMaxAge ?? Duration.days(365), includeSubdomains: true, override: true,
      },
    },
    customHeadersBehavior: { customHeaders: [{ header: 'Permissions-Policy', value: headers.permissionsPolicy ?? PERMISSIONS_POLICY, override: false }] },
    removeHeaders: ['Server', 'X-Powered-By'],
  });
}
