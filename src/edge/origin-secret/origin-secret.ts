import { Duration, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct, IConstruct } from 'constructs';
import { OriginSecretRotation } from './origin-secret-rotation';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { requireDuration, requireProps, requireString } from '../../core/validation';
import { Workload } from '../../core/workload/workload';
import { requireInStack } from '../shared/validation';

/** Properties of OriginSecret. */
export interface OriginSecretProps {
  /**
   * Name of the header that contains the secret: at most 40 characters, and a header that CloudFront can add to origin requests.
   * @default 'X-Origin-Verify'
   */
  readonly headerName?: string;
  /**
   * Time between two rotations, 1 to 1000 days (AWS Secrets Manager API, RotationRulesType).
   * @default - the rotation interval that the frameworks of the workload require, else 30 days
   */
  readonly rotateAfter?: Duration;
  /**
   * Key that encrypts the secret.
   * @default - the key of the workload for data
   */
  readonly encryptionKey?: kms.IKey;
}

/** Load balancers compare at most 128 characters of a header, and `*` and `?` are wildcards (Elastic Load Balancing User Guide, HTTP header conditions). */
const SECRET_LENGTH = 64;

/** Headers that CloudFront cannot add to origin requests (CloudFront Developer Guide, Add custom headers to origin requests). */
const REFUSED_BY_CLOUDFRONT = [
  'Cache-Control', 'Connection', 'Content-Length', 'Cookie', 'Host', 'If-Match', 'If-Modified-Since', 'If-None-Match', 'If-Range', 'If-Unmodified-Since',
  'Max-Forwards', 'Pragma', 'Proxy-Authenticate', 'Proxy-Authorization', 'Proxy-Connection', 'Range', 'Request-Range', 'TE', 'Trailer',
  'Transfer-Encoding', 'Upgrade', 'Via', 'X-Amz-.*', 'X-Edge-.*', 'X-Real-Ip',
];
/** At most 40 characters (Elastic Load Balancing API, HttpHeaderConditionConfig). */
const HEADER_NAME = new RegExp(`(?!(?:${REFUSED_BY_CLOUDFRONT.join('|')})$)[A-Za-z0-9!#$%&'*+.^_\`|~-]{1,40}`, 'i');

/**
 * A secret that CloudFront sends in a header, so that a load balancer with public IP addresses can reject requests that do not come from the
 * distribution. Its value is generated at deployment and rotated without rejected requests. The template contains a dynamic reference.
 *
 * @example
 * const secret = new OriginSecret(this, 'OriginSecret', { rotateAfter: Duration.days(7) });
 * const edge = new AlbWithWaf(this, 'Edge', {
 *   vpc: network.vpc, certificate, accessLogs: bucket, exposure: { cloudFront: CloudFrontAccess.secretHeader(secret) },
 * });
 * const hostedZone = route53.HostedZone.fromHostedZoneAttributes(this, 'Zone', { hostedZoneId: 'Z0123456789', zoneName: 'example.com' });
 * new CloudFrontWithWaf(this, 'Cdn', {
 *   origin: CloudFrontOrigin.loadBalancer(edge),
 *   domain: { domainName: 'shop.example.com', hostedZone },
 * });
 */
export class OriginSecret extends Construct {
  /** The secret. */
  public readonly secret: secretsmanager.Secret;
  /** Name of the header that contains the secret. */
  public readonly headerName: string;
  /** Key that encrypts the secret. */
  public readonly encryptionKey: kms.IKey;
  private readonly rotation: OriginSecretRotation;

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: OriginSecretProps = {}) {
    super(scope, id);
    const { headerName, rotateAfter } = resolveProps(this, props);
    this.headerName = headerName;
    this.encryptionKey = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.SECRETS_MANAGER);
    this.secret = new secretsmanager.Secret(this, 'Secret', {
      description: 'Secret header by which a load balancer recognizes requests from CloudFront',
      // By reference, so that aws-cdk-lib adds nothing to the policy of the key.
      encryptionKey: kms.Key.fromKeyArn(this, 'KeyReference', this.encryptionKey.keyArn),
      generateSecretString: { passwordLength: SECRET_LENGTH, excludePunctuation: true },
      removalPolicy: Workload.of(this).removalPolicy,
    });
    this.rotation = new OriginSecretRotation(this, 'Rotation', { secret: this.secret, encryptionKey: this.encryptionKey, headerName, rotateAfter });
  }

  /** The function that rotates the secret. */
  public get rotationFunction(): lambda.Function {
    return this.rotation.function;
  }

  /** @internal */
  public get _condition(): elbv2.ListenerCondition {
    return elbv2.ListenerCondition.httpHeader(this.headerName, [this.reference]);
  }

  /** @internal */
  public get _header(): Record<string, string> {
    return { [this.headerName]: this.reference };
  }

  /**
   * Adds a rule that compares the secret.
   * @internal
   */
  public _addRule(rule: elbv2.ApplicationListenerRule): void {
    this.rotation.addRule(rule);
  }

  /**
   * Adds a distribution that sends the secret.
   * @internal
   */
  public _addDistribution(distribution: cloudfront.Distribution, webAclArn: string): void {
    this.rotation.addDistribution(distribution, webAclArn);
  }

  /**
   * Load balancers and distributions refer to the secret, and its rotation refers to them.
   * @internal
   */
  public _requireBeside(user: IConstruct, prop: string): void {
    requireInStack(user, prop, this, Stack.of(user));
  }

  private get reference(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}

function resolveProps(scope: Construct, props: OriginSecretProps): { headerName: string; rotateAfter: Duration } {
  requireProps(scope, 'OriginSecretProps', props);
  const { headerName = 'X-Origin-Verify', rotateAfter } = props;
  requireString(scope, 'headerName', headerName, { need: 'a header of at most 40 characters that CloudFront can add to origin requests', pattern: HEADER_NAME });
  requireDuration(scope, 'rotateAfter', rotateAfter, { unit: 'days', max: 1000 });
  return { headerName, rotateAfter: rotateAfter ?? Workload.of(scope).numbers.credentialRotation ?? Duration.days(30) };
}
