import { Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';
import { Workload } from '../core/workload/workload';

const ID = 'ApiGatewayAccount';

/**
 * The role by which API Gateway writes the logs of all REST APIs of an account and Region. There is one setting for them all: the last stack that sets
 * it wins, so one stack of an account and Region should.
 */
export class ApiGatewayAccount extends Construct {
  /** The setting of a construct's stack, made on first use. */
  public static of(scope: IConstruct): ApiGatewayAccount {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as ApiGatewayAccount | undefined) ?? new ApiGatewayAccount(stack, ID);
  }

  /** The role. */
  public readonly role: iam.Role;
  /** The setting, for everything this construct does not model. */
  public readonly account: apigateway.CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { removalPolicy } = Workload.of(this);
    const { partition, region, account } = Stack.of(this);
    const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:*`;
    this.role = new LeastPrivilegeRole(this, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    // API Gateway Developer Guide, Permissions for CloudWatch logging; it tries them out in a group of its own.
    const { policyDependable } = this.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams',
        'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents',
      ],
      resources: [logGroups],
    }));
    acknowledgeWildcards(policyDependable as Construct, 'The account and Region have one role for the log groups of all REST APIs, those yet to be made included',
      logGroups);
    this.account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: this.role.roleArn });
    this.account.node.addDependency(policyDependable!);
    this.account.applyRemovalPolicy(removalPolicy);
    this.role.applyRemovalPolicy(removalPolicy);
    (policyDependable as iam.ManagedPolicy).applyRemovalPolicy(removalPolicy);
  }
}
