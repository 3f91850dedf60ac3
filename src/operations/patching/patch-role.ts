import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';

/**
 * The role with which a maintenance window runs a document on instances with the tags (Systems Manager User Guide, Setting up Maintenance Windows, and
 * Cross-service confused deputy prevention).
 */
export function patchRole(scope: Construct, targetTags: { [key: string]: string }): LeastPrivilegeRole {
  const { partition, region, account } = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'Role', {
    description: 'Patches instances in a maintenance window',
    assumedBy: new iam.ServicePrincipal('ssm.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLikeIfExists: { 'aws:SourceArn': `arn:${partition}:ssm:${region}:${account}:*` },
      },
    }),
  });
  const instances = `arn:${partition}:ec2:${region}:${account}:instance/*`;
  const { policyDependable } = role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['ssm:SendCommand'],
    resources: [instances],
    conditions: { StringEquals: Object.fromEntries(Object.entries(targetTags).map(([key, value]) => [`ssm:resourceTag/${key}`, value])) },
  }));
  acknowledgeWildcards(policyDependable as Construct, 'instances come and go, and a condition limits the statement to instances with the tags', instances);
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['ssm:SendCommand'], resources: [`arn:${partition}:ssm:${region}::document/AWS-RunPatchBaseline`],
  }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    actions: ['ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:ListCommandInvocations', 'ssm:ListCommands'], resources: ['*'],
  }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['tag:GetResources'], resources: ['*'] }));
  acknowledgeWildcards(policyDependable as Construct, 'tag:GetResources does not support resource-level permissions', '*');
  return role;
}
