import { Duration, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BundledLambda } from '../../core/parts/bundled-lambda';

/** What a rotation concerns, filled by whoever compares the secret or sends it. */
interface Parties {
  readonly rules: elbv2.ApplicationListenerRule[];
  readonly distributions: cloudfront.Distribution[];
}

interface RotationOptions {
  readonly secret: secretsmanager.Secret;
  readonly encryptionKey: kms.IKey;
  readonly headerName: string;
  readonly rotateAfter: Duration;
}

/**
 * Rotates the secret in four steps that can each be repeated: rules take both values, then CloudFront is told the new one, and when all its servers send
 * it, the rules take it alone.
 */
export class OriginSecretRotation extends Construct {
  public readonly function: lambda.Function;
  private readonly role: iam.Role;
  private readonly schedule: secretsmanager.CfnRotationSchedule;
  private readonly parties: Parties = { rules: [], distributions: [] };

  constructor(scope: Construct, id: string, { secret, encryptionKey, headerName, rotateAfter }: RotationOptions) {
    super(scope, id);
    const rotator = new BundledLambda(this, 'Function', {
      name: 'origin-secret',
      description: 'Rotates the secret by which a load balancer knows CloudFront',
      failure: 'The secret by which the load balancer knows CloudFront was not rotated; the one before it serves on',
      // CloudFront takes minutes to tell all its servers (CloudFront Developer Guide, Update a distribution); Lambda runs for 15 at the most.
      timeout: Duration.minutes(15),
    });
    this.function = rotator.function;
    this.role = rotator.role;
    this.function.addEnvironment('HEADER_NAME', headerName);
    this.tell('RULES', () => this.parties.rules.map(({ listenerRuleArn }) => listenerRuleArn));
    this.tell('DISTRIBUTIONS', () => this.parties.distributions.map(({ distributionId }) => distributionId));
    this.allow(['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
      secret.secretArn);
    this.allow(['kms:Decrypt', 'kms:GenerateDataKey'], encryptionKey.keyArn);
    this.function.addPermission('SecretsManager', {
      principal: new iam.ServicePrincipal('secretsmanager.amazonaws.com'), sourceAccount: Stack.of(this).account,
    });
    this.schedule = new secretsmanager.CfnRotationSchedule(this, 'Schedule', {
      secretId: secret.secretArn,
      rotationLambdaArn: this.function.functionArn,
      rotationRules: { automaticallyAfterDays: rotateAfter.toDays() },
      rotateImmediatelyOnUpdate: false,
    });
    this.schedule.node.addDependency(this.function.node.findChild('SecretsManager'), rotator.role);
  }

  /** Has it tell a rule of a listener which values to take. */
  public addRule(rule: elbv2.ApplicationListenerRule): void {
    this.parties.rules.push(rule);
    if (this.parties.rules.length === 1) this.allow(['elasticloadbalancing:DescribeRules'], '*');
    this.allow(['elasticloadbalancing:ModifyRule'], rule.listenerRuleArn);
  }

  /** Has it tell a distribution which value to send. CloudFront asks whether whoever updates a distribution may read its web ACL. */
  public addDistribution(distribution: cloudfront.Distribution, webAclArn: string): void {
    if (this.parties.distributions.includes(distribution)) return;
    this.parties.distributions.push(distribution);
    this.allow(['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'], distribution.distributionArn);
    this.allow(['wafv2:GetWebACL'], webAclArn);
  }

  private allow(actions: string[], resource: string) {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
  }

  private tell(variable: string, produce: () => string[]) {
    this.function.addEnvironment(variable, Lazy.string({ produce: () => produce().join(',') }));
  }
}
