import * as iam from 'aws-cdk-lib/aws-iam';
import { accept } from '../core/acknowledge';
import { LeastPrivilegeRole } from '../core/least-privilege-role';

/** Actions that are asked for without a resource, for they know none (Service Authorization Reference). */
const WITHOUT_RESOURCE = new Set([
  'cloudwatch:PutMetricData',
  'ec2:DescribeTags',
  'ec2messages:AcknowledgeMessage', 'ec2messages:DeleteMessage', 'ec2messages:FailMessage', 'ec2messages:GetEndpoint', 'ec2messages:GetMessages',
  'ec2messages:SendReply',
  'ecr:GetAuthorizationToken',
  'logs:DescribeLogGroups',
  'ssm:GetDeployablePatchSnapshotForInstance', 'ssm:GetManifest', 'ssm:ListAssociations', 'ssm:PutConfigurePackageResult', 'ssm:PutInventory',
  'ssmmessages:CreateControlChannel', 'ssmmessages:CreateDataChannel', 'ssmmessages:OpenControlChannel', 'ssmmessages:OpenDataChannel',
  'xray:PutTraceSegments', 'xray:PutTelemetryRecords',
  'xray:GetSamplingRules', 'xray:GetSamplingTargets', 'xray:GetSamplingStatisticSummaries',
]);

/** A role whose statements that cannot name a resource are in a policy of their own, so that what is accepted there says nothing of the others. */
export class SplitPolicyRole extends LeastPrivilegeRole {
  private withoutResource?: iam.ManagedPolicy;

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
