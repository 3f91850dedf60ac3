import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';

/** A role that only the ECS tasks of this account and Region take on (ECS Developer Guide, Amazon ECS task IAM role: confused deputy). */
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
}
