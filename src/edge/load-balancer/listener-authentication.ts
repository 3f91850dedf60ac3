import { Duration } from 'aws-cdk-lib';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as actions from 'aws-cdk-lib/aws-elasticloadbalancingv2-actions';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/** NIST SP 800-63B, 4.2.3: a user signs in again at least once in 12 hours. */
const SESSION = Duration.hours(12);

/** What every way to sign users in has in common. */
export interface SignInOptions {
  /**
   * Claims that are asked for.
   * @default 'openid'
   */
  readonly scope?: string;
  /**
   * How long a user stays signed in.
   * @default Duration.hours(12)
   */
  readonly sessionTimeout?: Duration;
  /**
   * What a request without a session gets.
   * @default UnauthenticatedAction.AUTHENTICATE
   */
  readonly onUnauthenticatedRequest?: elbv2.UnauthenticatedAction;
}

/** An identity provider that speaks OpenID Connect. */
export interface OidcOptions extends SignInOptions {
  /** Issuer, a full https URL. */
  readonly issuer: string;
  /** Authorization endpoint, a full https URL. */
  readonly authorizationEndpoint: string;
  /** Token endpoint, a full https URL. */
  readonly tokenEndpoint: string;
  /** User info endpoint, a full https URL. */
  readonly userInfoEndpoint: string;
  /** Client identifier. */
  readonly clientId: string;
  /** Client secret, by reference. */
  readonly clientSecret: secretsmanager.ISecret;
  /**
   * Field of the secret's JSON document.
   * @default - the whole secret
   */
  readonly clientSecretField?: string;
}

/** A user pool of Amazon Cognito. */
export interface CognitoOptions extends SignInOptions {
  /** User pool. */
  readonly userPool: cognito.IUserPool;
  /** Client of the user pool, with a secret. */
  readonly userPoolClient: cognito.IUserPoolClient;
  /** Domain of the user pool. */
  readonly userPoolDomain: cognito.IUserPoolDomain;
}

/** Signed tokens that clients bring along. */
export interface JwtOptions {
  /** Issuer, a full https URL. */
  readonly issuer: string;
  /** Where its public keys are, a full https URL. */
  readonly jwksEndpoint: string;
}

/**
 * How the load balancer finds out who asks, before it forwards the request (Elastic Load Balancing User Guide, Authenticate users using an
 * Application Load Balancer).
 */
export class ListenerAuthentication {
  /** Signs users in at a provider that speaks OpenID Connect; the load balancer may then open HTTPS connections to anywhere. */
  public static oidc(options: OidcOptions): ListenerAuthentication {
    const { clientSecret, clientSecretField, ...rest } = options;
    return new ListenerAuthentication((next) => elbv2.ListenerAction.authenticateOidc({
      ...rest,
      clientSecret: clientSecretField === undefined ? clientSecret.secretValue : clientSecret.secretValueFromJson(clientSecretField),
      sessionTimeout: options.sessionTimeout ?? SESSION,
      next,
    }));
  }

  /** Signs users in at a user pool of Amazon Cognito; the load balancer may then open HTTPS connections to anywhere. */
  public static cognito(options: CognitoOptions): ListenerAuthentication {
    return new ListenerAuthentication((next) => new actions.AuthenticateCognitoAction({
      ...options, sessionTimeout: options.sessionTimeout ?? SESSION, next,
    }));
  }

  /** Verifies the signed token that the client sends; for services rather than users. */
  public static jwt(options: JwtOptions): ListenerAuthentication {
    return new ListenerAuthentication((next) => elbv2.ListenerAction.authenticateJwt({ ...options, next }));
  }

  private constructor(private readonly before: (next: elbv2.ListenerAction) => elbv2.ListenerAction) {}

  /** @internal */
  public _before(next: elbv2.ListenerAction): elbv2.ListenerAction {
    return this.before(next);
  }
}
