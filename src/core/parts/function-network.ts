import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { acknowledgeWildcards } from './acknowledge-wildcards';

/** Where a function reaches private things from. */
export interface FunctionNetwork {
  readonly vpc: ec2.IVpc;
  /** @default - the private subnets, the isolated ones where there are none */
  readonly subnets?: ec2.SubnetSelection;
  readonly securityGroups: ec2.ISecurityGroup[];
}

const MANAGE = [
  'ec2:CreateNetworkInterface', 'ec2:DeleteNetworkInterface', 'ec2:AssignPrivateIpAddresses', 'ec2:UnassignPrivateIpAddresses',
];
const DESCRIBE = ['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets'];

/**
 * Lets the service attach a function to its subnets, and the function's own code do none of it
 * (Lambda Developer Guide, Giving Lambda functions access to resources in an Amazon VPC, Required IAM permissions and Security best practices).
 */
export function allowNetworkInterfaces(role: iam.Role): void {
  const { partition, region, account } = Stack.of(role);
  // Lambda asks whether it could delete an interface that has no id yet; a policy that names ids answers no.
  const interfaces = `arn:${partition}:ec2:${region}:${account}:*/*`;
  const { policyDependable } = role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: MANAGE, resources: [interfaces] }));
  acknowledgeWildcards((policyDependable as Construct).node.defaultChild!,
    'Lambda makes and deletes the network interfaces, whose ids nobody knows before; its code may not', interfaces);
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: DESCRIBE, resources: ['*'] }));
  role.addToPrincipalPolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    actions: [...MANAGE, ...DESCRIBE],
    resources: ['*'],
    conditions: { ArnLike: { 'lambda:SourceFunctionArn': `arn:${partition}:lambda:${region}:${account}:function:*` } },
  }));
}
