import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accept } from '../core/acknowledge';
import { LeastPrivilegeRole } from '../core/least-privilege-role';

/** Actions that are asked for without a resource, for they know none (Service Authorization Reference). */
const WITHOUT_RESOURCE = new Set([
  'ecr:GetAuthorizationToken',
  'logs:DescribeLogGroups',
  'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
  'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
  'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
]);

/**
 * A role that only the ECS tasks of this account and Region take on (ECS Developer Guide, Amazon ECS task IAM role: confused deputy).
 * Statements that cannot name a resource go to a policy of their own, so that what is accepted there says nothing of the others.
 */
export class TaskRole extends LeastPrivilegeRole {
  private withoutResource?: iam.ManagedPolicy;

  constructor(scope: Construct, id: string) {
    const { partition, region, account } = Stack.of(scope);
    super(scope, id, {
      assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': account },
          ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
        },
      }),
    });
  }

  /** Adds a statement to one of its policies. */
  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    if (!statement.actions.every((action) => WITHOUT_RESOURCE.has(action))) return super.addToPrincipalPolicy(statement);
    const policy = this.withoutResource ??= this.policyWithoutResource();
    policy.addStatements(statement);
    return { statementAdded: true, policyDependable: policy };
  }

  private policyWithoutResource(): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, 'PolicyWithoutResource', { roles: [this] });
    accept(policy.node.defaultChild!, 'holds nothing but actions that know no resource, so that none can be named', 'AwsSolutions-IAM5[Resource::*]');
    return policy;
  }
}
