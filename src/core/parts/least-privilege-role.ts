import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { IConstruct } from 'constructs';
import { acknowledgeFindings } from './acknowledge-findings';
import { estimatedSize, MANAGED_POLICY_SIZE } from '../workload/size-limits';

/**
 * Actions that do not support resource-level permissions (Service Authorization Reference). The resource of PutMetricData, a dataset, is optional, and
 * "Amazon CloudWatch permissions reference" (CloudWatch User Guide) requires the wildcard.
 */
const WITHOUT_RESOURCE = new Set([
  'cloudwatch:PutMetricData',
  'ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets', 'ec2:DescribeTags',
  'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint', 'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ecr:GetAuthorizationToken',
  'elasticloadbalancing:DescribeRules',
  'logs:DescribeLogGroups',
  'ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:ListCommandInvocations', 'ssm:ListCommands',
  'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
  'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
  'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
  'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
]);

/** A policy, with the statements that it got. */
interface FilledPolicy {
  readonly policy: iam.ManagedPolicy;
  readonly statements: iam.PolicyStatement[];
  /** Bytes of the statements, each in a document of its own. */
  size: number;
}

/**
 * A role whose permissions, including grants of aws-cdk-lib, are in its own customer managed policies, not in inline policies or AWS managed
 * policies. Statements that one policy cannot hold are in further policies. Statements without resource-level permissions are in a separate policy, so
 * that an acknowledgement there does not apply to others.
 */
export class LeastPrivilegeRole extends iam.Role {
  private readonly filled: FilledPolicy[] = [];
  private withoutResource?: iam.ManagedPolicy;

  /** The policies, for resources that depend on the permissions. */
  public get ownPolicies(): iam.ManagedPolicy[] {
    return this.node.children.filter((child): child is iam.ManagedPolicy => child instanceof iam.ManagedPolicy);
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const { effect, actions } = statement;
    const policy = effect === iam.Effect.ALLOW && actions.length > 0 && actions.every((action) => WITHOUT_RESOURCE.has(action))
      ? this.withoutResource ??= this.policyWithoutResource()
      : this.policyWithRoomFor(statement);
    policy.addStatements(statement);
    return { statementAdded: true, policyDependable: policy };
  }

  // aws-cdk-lib splits only the inline policy of a role that exceeds the limit of IAM.
  private policyWithRoomFor(statement: iam.PolicyStatement): iam.ManagedPolicy {
    const size = sizeOf(this, documentOf([statement]));
    const last = this.filled.at(-1);
    // Merged statements are shorter.
    if (last && (last.size + size <= MANAGED_POLICY_SIZE || sizeOf(this, documentOf([...last.statements, statement])) <= MANAGED_POLICY_SIZE)) {
      last.statements.push(statement);
      last.size += size;
      return last.policy;
    }
    const policy = new iam.ManagedPolicy(this, `Policy${this.filled.length > 0 ? this.filled.length + 1 : ''}`, { roles: [this] });
    this.filled.push({ policy, statements: [statement], size });
    return policy;
  }

  private policyWithoutResource(): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, 'PolicyWithoutResource', { roles: [this] });
    acknowledgeFindings(policy.node.defaultChild!, 'The policy contains only actions that do not support resource-level permissions.', 'AwsSolutions-IAM5[Resource::*]');
    return policy;
  }
}

// A token that only the end of synthesis resolves can throw before. The validation of the workload then measures the policy.
function sizeOf(scope: IConstruct, value: unknown): number {
  try {
    return estimatedSize(value, Stack.of(scope));
  } catch {
    return 0;
  }
}

// Copies, because a document freezes its statements when it is resolved.
function documentOf(statements: readonly iam.PolicyStatement[]): iam.PolicyDocument {
  return new iam.PolicyDocument({ statements: statements.map((each) => each.copy()) });
}
