import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as actions from 'aws-cdk-lib/aws-elasticloadbalancingv2-actions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { LINE, requireDuration, requireProps, requireSameRegion, requireString } from '../../core/validation';

/** NIST SP 800-63B, 4.2.3: a user authenticates again at least once in 12 hours. */
const SESSION = Duration.hours(12);
/** A full URL with the HTTPS protocol, as the Elastic Load Balancing API requires of issuers and endpoints (AuthenticateOidcActionConfig). */
const HTTPS_URL = /https:\/\/[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::\d{1,5})?(?:[/?][\x21-\x7e]*)?/;

/** Options that all sign-in methods have. */
export interface SignInOptions {
  /**
   * User claims that the load balancer requests.
   * @default 'openid'
   */
  readonly scope?: string;
  /**
   * Time after which a user authenticates again, 1 second to 7 days, after which the session cookie expires (Elastic Load Balancing, User Guide for
   * Application Load Balancers, Authenticate users).
   * @default Duration.hours(12)
   */
  readonly sessionTimeout?: Duration;
  /**
   * Response to a request without a session.
   * @default UnauthenticatedAction.AUTHENTICATE
   */
  readonly onUnauthenticatedRequest?: elbv2.UnauthenticatedAction;
}

/** An OpenID Connect (OIDC) identity provider. */
export interface OidcSignInOptions extends SignInOptions {
  /** Issuer, a full HTTPS URL. */
  readonly issuer: string;
  /** Authorization endpoint, a full HTTPS URL. */
  readonly authorizationEndpoint: string;
  /** Token endpoint, a full HTTPS URL. */
  readonly tokenEndpoint: string;
  /** User info endpoint, a full HTTPS URL. */
  readonly userInfoEndpoint: string;
  /** OAuth 2.0 client identifier. */
  readonly clientId: string;
  /** Secret that contains the OAuth 2.0 client secret. The template refers to it. */
  readonly clientSecret: secretsmanager.ISecret;
  /**
   * JSON field of the secret.
   * @default - the whole secret
   */
  readonly clientSecretField?: string;
}

/** An Amazon Cognito user pool. */
export interface CognitoSignInOptions extends SignInOptions {
  /** User pool. */
  readonly userPool: cognito.IUserPool;
  /** Client of the user pool, with a client secret. */
  readonly userPoolClient: cognito.IUserPoolClient;
  /** Domain of the user pool. */
  readonly userPoolDomain: cognito.IUserPoolDomain;
}

/** JSON Web Tokens (JWT) that clients send. */
export interface JwtOptions {
  /** Issuer, a full HTTPS URL. */
  readonly issuer: string;
  /** JSON Web Key Set (JWKS) endpoint, a full HTTPS URL. */
  readonly jwksEndpoint: string;
}

/**
 * How the load balancer authenticates a request before it forwards it (Elastic Load Balancing User Guide, Authenticate users using an Application
 * Load Balancer).
 *
 * @example
 * const authentication = ListenerAuthentication.jwt({ issuer: 'https://id.example.com', jwksEndpoint: 'https://id.example.com/keys' });
 * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
 * edge.routeTo(service, { authentication });
 */
export class ListenerAuthentication {
  /**
   * Signs users in at an OpenID Connect provider. The security group of the load balancer then allows outbound HTTPS to any address.
   * @example
   * const clientSecret = secretsmanager.Secret.fromSecretNameV2(this, 'ClientSecret', 'oidc/client');
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * edge.routeTo(service, {
   *   authentication: ListenerAuthentication.oidc({
   *     issuer: 'https://id.example.com',
   *     authorizationEndpoint: 'https://id.example.com/authorize',
   *     tokenEndpoint: 'https://id.example.com/token',
   *     userInfoEndpoint: 'https://id.example.com/userinfo',
   *     clientId: 'ledger',
   *     clientSecret,
   *   }),
   * });
   */
  public static oidc(options: OidcSignInOptions): ListenerAuthentication {
    return new ListenerAuthentication('OidcSignInOptions', options, (next) => {
      const { clientSecret, clientSecretField, ...rest } = options;
      return elbv2.ListenerAction.authenticateOidc({
        ...rest,
        clientSecret: clientSecretField === undefined ? clientSecret.secretValue : clientSecret.secretValueFromJson(clientSecretField),
        sessionTimeout: options.sessionTimeout ?? SESSION,
        next,
      });
    });
  }

  /**
   * Signs users in at an Amazon Cognito user pool. The security group of the load balancer then allows outbound HTTPS to any address.
   * @example
   * import * as cognito from 'aws-cdk-lib/aws-cognito';
   *
   * declare const userPool: cognito.UserPool;
   * declare const userPoolClient: cognito.UserPoolClient;
   * declare const userPoolDomain: cognito.UserPoolDomain;
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * edge.routeTo(service, { authentication: ListenerAuthentication.cognito({ userPool, userPoolClient, userPoolDomain }) });
   */
  public static cognito(options: CognitoSignInOptions): ListenerAuthentication {
    return new ListenerAuthentication('CognitoSignInOptions', options, (next) => new actions.AuthenticateCognitoAction({
      ...options, sessionTimeout: options.sessionTimeout ?? SESSION, next,
    }));
  }

  /** Verifies a JSON Web Token that the client sends; for services rather than users. */
  public static jwt(options: JwtOptions): ListenerAuthentication {
    return new ListenerAuthentication('JwtOptions', options, (next) => elbv2.ListenerAction.authenticateJwt({ ...options, next }));
  }

  private constructor(
    private readonly struct: string,
    private readonly options: Partial<OidcSignInOptions> & Partial<JwtOptions>,
    private readonly before: (next: elbv2.ListenerAction) => elbv2.ListenerAction,
  ) {}

  /** @internal */
  public _require(scope: Construct, prop: string): void {
    requireProps(scope, this.struct, this.options, prop);
    const { options } = this;
    for (const name of ['issuer', 'authorizationEndpoint', 'tokenEndpoint', 'userInfoEndpoint', 'jwksEndpoint'] as const) {
      requireString(scope, `${prop}.${name}`, options[name], { need: 'an HTTPS URL such as https://id.example.com/path', pattern: HTTPS_URL });
    }
    for (const name of ['clientId', 'clientSecretField', 'scope'] as const) {
      requireString(scope, `${prop}.${name}`, options[name], { need: 'a string of at least 1 character', pattern: LINE.pattern });
    }
    // CloudFormation resolves the reference to the secret in the Region of the stack.
    requireSameRegion(scope, `${prop}.clientSecret`, 'a secret', options.clientSecret);
    requireDuration(scope, `${prop}.sessionTimeout`, options.sessionTimeout, { unit: 'seconds', max: 604_800 });
  }

  /** @internal */
  public _before(next: elbv2.ListenerAction): elbv2.ListenerAction {
    return this.before(next);
  }
}
