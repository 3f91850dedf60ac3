import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { accept } from '../core/acknowledge';
import { LeastPrivilegeRole } from '../core/least-privilege-role';

/** Actions that know no resource (Service Authorization Reference), and why they are needed all the same. */
const WITHOUT_RESOURCE: Readonly<Record<string, string>> = {
  'ecr:GetAuthorizationToken': 'the sign-in to a registry knows no resource; pulling is limited to the repository',
  'ssmmessages:OpenDataChannel': 'the channels of ECS Exec know no resource; who may open one is decided by ecs:ExecuteCommand',
  'xray:PutTraceSegments': 'sending traces to AWS X-Ray knows no resource; it writes only',
};

/**
 * A role that only the ECS tasks of this account and Region take on (ECS Developer Guide, Amazon ECS task IAM role: confused deputy).
 * A statement without a resource is accepted on its policy where the action knows none.
 */
export class TaskRole extends LeastPrivilegeRole {
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

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    const added = super.addToPrincipalPolicy(statement);
    const reason = statement.actions.map((action) => WITHOUT_RESOURCE[action]).find((known) => known !== undefined);
    if (reason !== undefined) {
      const policy = (added.policyDependable as iam.ManagedPolicy).node.defaultChild!;
      accept(policy, reason, 'AwsSolutions-IAM5[Resource::*]');
    }
    return added;
  }
}
