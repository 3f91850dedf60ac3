import { Duration } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import { Construct } from 'constructs';
import { NameLimit } from '../../core/workload/name-limit';
import { uniqueName } from '../shared/unique-name';

/** What browsers are told with every response (OWASP Secure Headers Project, Best practices). */
export interface SecurityHeaders {
  /**
   * Value of `Content-Security-Policy` for responses that have none of their own.
   * @default "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
   */
  readonly contentSecurityPolicy?: string;
  /**
   * Who may show a page in a frame.
   * @default HeadersFrameOption.DENY
   */
  readonly frameOption?: cloudfront.HeadersFrameOption;
  /**
   * How long a browser stays with HTTPS.
   * @default Duration.days(365)
   */
  readonly strictTransportSecurityMaxAge?: Duration;
  /**
   * What other sites learn of where a visitor comes from.
   * @default HeadersReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN
   */
  readonly referrerPolicy?: cloudfront.HeadersReferrerPolicy;
  /**
   * Value of `Permissions-Policy` for responses that have none of their own.
   * @default 'camera=(), geolocation=(), microphone=()'
   */
  readonly permissionsPolicy?: string;
}

const CONTENT_SECURITY_POLICY = "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'";

/** A policy that adds the headers, and takes away those that tell what the origin runs. */
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
    customHeadersBehavior: {
      customHeaders: [{ header: 'Permissions-Policy', value: headers.permissionsPolicy ?? 'camera=(), geolocation=(), microphone=()', override: false }],
    },
    removeHeaders: ['Server', 'X-Powered-By'],
  });
}
