import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards';

/** Network of a function that connects to private resources. */
export interface FunctionNetwork {
  readonly vpc: ec2.IVpc;
  /** @default - the private subnets, or the isolated subnets where there are none */
  readonly subnets?: ec2.SubnetSelection;
  readonly securityGroups: ec2.ISecurityGroup[];
}

const MANAGE = [
  'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
];
const DESCRIBE = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/**
 * Permits Lambda to attach a function to its subnets, and denies the same actions to the code of the function
 * (Lambda Developer Guide, Giving Lambda functions access to resources in an Amazon VPC, Required IAM permissions and Security best practices).
 */
export function allowNetworkInterfaces(role: iam.Role): void {
  const { partition, region, account } = Stack.of(role);
  // Lambda checks the permission to delete an interface before the interface has an id.
  const interfaces = `arn:${partition}:ec2:${region}:${account}:*/*`;
  const { policyDependable } = role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: MANAGE, resources: [interfaces] }));
  acknowledgeWildcards((policyDependable as Construct).node.defaultChild!,
    'Lambda creates and deletes network interfaces whose ids are not known in advance. The code of the function is denied these actions.', interfaces);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: DESCRIBE, resources: ['*'] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...MANAGE, ...DESCRIBE],
    resources: ['*'],
    conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:*` } },
  }));
}
