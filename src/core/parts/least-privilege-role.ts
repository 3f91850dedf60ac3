import * as iam from 'aws-cdk-lib/aws-iam';
import { acknowledgeFindings } from './acknowledge-findings';

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

/**
 * A role whose permissions, including grants of aws-cdk-lib, are in its own customer managed policies, not in inline policies or AWS managed
 * policies. Statements without resource-level permissions are in a separate policy, so that an acknowledgement there does not apply to others.
 */
export class LeastPrivilegeRole extends iam.Role {
  private policy?: iam.ManagedPolicy;
  private withoutResource?: iam.ManagedPolicy;

  /** The policies, for resources that depend on the permissions. */
  public get ownPolicies(): iam.ManagedPolicy[] {
    return this.node.children.filter((child): child is iam.ManagedPolicy => child instanceof iam.ManagedPolicy);
  }

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const { effect, actions } = statement;
    const policy = effect === iam.Effect.ALLOW && actions.length > 0 && actions.every((action) => WITHOUT_RESOURCE.has(action))
      ? this.withoutResource ??= this.policyWithoutResource()
      : this.policy ??= new iam.ManagedPolicy(this, 'Policy', { roles: [this] });
    policy.addStatements(statement);
    return { statementAdded: true, policyDependable: policy };
  }

  private policyWithoutResource(): iam.ManagedPolicy {
    const policy = new iam.ManagedPolicy(this, 'PolicyWithoutResource', { roles: [this] });
    acknowledgeFindings(policy.node.defaultChild!, 'The policy contains only actions that do not support resource-level permissions.', 'AwsSolutions-IAM5[Resource::*]');
    return policy;
  }
}
