import { Duration, Fn, Lazy, Stack } from 'aws-cdk-lib';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BundledLambda } from '../../core/parts/bundled-lambda';

/** Rules that compare the secret and distributions that send it. */
interface Users {
  readonly rules: elbv2.ApplicationListenerRule[];
  readonly distributions: cloudfront.Distribution[];
}

/** Position of the id in the ARN of a rule, …:listener-rule/app/name/id of the load balancer/id of the listener/id of the rule. */
const RULE_ID = 5;

interface RotationOptions {
  readonly secret: secretsmanager.Secret;
  readonly encryptionKey: kms.IKey;
  readonly headerName: string;
  readonly rotateAfter: Duration;
}

/**
 * Rotates the secret in four steps, each of which can be repeated. The rules accept both values, CloudFront is updated to send the new value, and
 * when all edge servers send it, the rules accept the new value only.
 */
export class OriginSecretRotation extends Construct {
  public readonly function: lambda.Function;
  private readonly role: iam.Role;
  private readonly schedule: secretsmanager.CfnRotationSchedule;
  private readonly users: Users = { rules: [], distributions: [] };

  constructor(scope: Construct, id: string, { secret, encryptionKey, headerName, rotateAfter }: RotationOptions) {
    super(scope, id);
    const rotator = new BundledLambda(this, 'Function', {
      name: 'origin-secret',
      description: 'Rotates the secret header by which a load balancer recognizes requests from CloudFront',
      failure: 'The secret header of CloudFront was not rotated; its previous value stays valid',
      // CloudFront takes minutes to update all edge servers (CloudFront Developer Guide, Update a distribution). Lambda allows at most 15.
      timeout: Duration.minutes(15),
    });
    this.function = rotator.function;
    this.role = rotator.role;
    this.function.addEnvironment('HEADER_NAME', headerName);
    this.setList('RULES', () => this.rulesByListener());
    this.setList('DISTRIBUTIONS', () => this.users.distributions.map(({ distributionId }) => distributionId));
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

  /** Adds a listener rule that compares the secret. */
  public addRule(rule: elbv2.ApplicationListenerRule): void {
    this.users.rules.push(rule);
    if (this.users.rules.length === 1) this.allow(['elasticloadbalancing:DescribeRules'], '*');
    this.allow(['elasticloadbalancing:ModifyRule'], rule.listenerRuleArn);
  }

  /** Adds a distribution that sends the secret. CloudFront requires permission to read the web ACL of a distribution for updating it. */
  public addDistribution(distribution: cloudfront.Distribution, webAclArn: string): void {
    if (this.users.distributions.includes(distribution)) return;
    this.users.distributions.push(distribution);
    this.allow(['cloudfront:GetDistribution', 'cloudfront:GetDistributionConfig', 'cloudfront:UpdateDistribution'], distribution.distributionArn);
    this.allow(['wafv2:GetWebACL'], webAclArn);
  }

  private allow(actions: string[], resource: string) {
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions, resources: [resource] }));
  }

  // 100 ARNs would exceed the 4 KB of environment variables (Lambda Developer Guide, Lambda quotas).
  private rulesByListener(): string[] {
    const listeners = [...new Set(this.users.rules.map(({ node }) => node.scope!))];
    return listeners.map((listener) => {
      const [first, ...others] = this.users.rules.filter(({ node }) => node.scope === listener).map(({ listenerRuleArn }) => listenerRuleArn);
      return [first, ...others.map((arn) => Fn.select(RULE_ID, Fn.split('/', arn)))].join(' ');
    });
  }

  private setList(variable: string, produce: () => string[]) {
    this.function.addEnvironment(variable, Lazy.string({ produce: () => produce().join(',') }));
  }
}
