import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { LeastPrivilegeRole } from './least-privilege-role';

/** The role of flow logs. Only those of this account can use it (Amazon VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs). */
export function flowLogRole(scope: Construct, id: string): iam.Role {
  const stack = Stack.of(scope);
  return new LeastPrivilegeRole(scope, id, {
    assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': stack.account },
        ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }) },
      },
    }),
  });
}
