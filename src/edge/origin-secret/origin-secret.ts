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
import { refuse, requireDuration } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** A load balancer compares up to 128 characters of a header, of which `*` and `?` stand for others (Elastic Load Balancing User Guide, HTTP header conditions). */
const LENGTH = 64;

/** Properties of OriginSecret. */
export interface OriginSecretProps {
  /**
   * Header that carries it.
   * @default 'X-Origin-Verify'
   */
  readonly headerName?: string;
  /**
   * Days between two rotations, 1 to 1,000 (AWS Secrets Manager API, RotationRulesType).
   * @default - what the workload's frameworks ask for, 30 days where none does
   */
  readonly rotateAfter?: Duration;
  /**
   * Key of the secret.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * A secret that CloudFront adds to its requests as a header, so that a load balancer with public addresses can tell them from those of other
 * distributions. It is generated at deployment and rotated without a request refused; the template has a dynamic reference to it.
 */
export class OriginSecret extends Construct {
  /** The secret. */
  public readonly secret: secretsmanager.Secret;
  /** Header that carries it. */
  public readonly headerName: string;
  /** Key of the secret. */
  public readonly encryptionKey: kms.IKey;
  private readonly rotation: OriginSecretRotation;

  /** @throws ValidationError when a prop is malformed */
  constructor(scope: Construct, id: string, props: OriginSecretProps = {}) {
    super(scope, id);
    this.headerName = props.headerName ?? 'X-Origin-Verify';
    // Elastic Load Balancing User Guide, HTTP header conditions.
    if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,40}$/.test(this.headerName)) {
      refuse(this, `headerName is '${this.headerName}', need 1 to 40 characters that a header may have`);
    }
    const rotateAfter = props.rotateAfter ?? Workload.of(this).numbers.credentialRotation ?? Duration.days(30);
    requireDuration(this, 'rotateAfter', rotateAfter, { unit: 'days', min: 1, max: 1000 });
    this.encryptionKey = keyFor(this, props.encryptionKey, DataClass.DATA, KeyUse.SECRETS_MANAGER);
    this.secret = new secretsmanager.Secret(this, 'Secret', {
      description: 'Tells requests of CloudFront from others',
      // By reference, so that aws-cdk-lib adds nothing to its policy.
      encryptionKey: kms.Key.fromKeyArn(this, 'KeyReference', this.encryptionKey.keyArn),
      generateSecretString: { passwordLength: LENGTH, excludePunctuation: true },
      removalPolicy: Workload.of(this).removalPolicy,
    });
    this.rotation = new OriginSecretRotation(this, 'Rotation', {
      secret: this.secret, encryptionKey: this.encryptionKey, headerName: this.headerName, rotateAfter,
    });
  }

  /** The function that rotates it. */
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

  /** @internal */
  public _comparedBy(rule: elbv2.ApplicationListenerRule): void {
    this.requireBeside(rule, 'load balancer');
    this.rotation.addRule(rule);
  }

  /** @internal */
  public _sentBy(distribution: cloudfront.Distribution, webAclArn: string): void {
    this.requireBeside(distribution, 'distribution');
    this.rotation.addDistribution(distribution, webAclArn);
  }

  // Whoever has the secret refers to it, and its rotation refers to them.
  private requireBeside(party: IConstruct, name: string) {
    const { node } = Stack.of(party);
    if (node !== Stack.of(this).node) refuse(this, `origin secret is in stack '${Stack.of(this).node.path}', need it in '${node.path}', that of the ${name}`);
  }

  private get reference(): string {
    return this.secret.secretValue.unsafeUnwrap();
  }
}
