import { RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as iam from 'aws-cdk-lib/aws-iam';
import { Construct, IConstruct } from 'constructs';
import { acknowledgeFindings } from '../core/parts/acknowledge-findings';
import { acknowledgeWildcards } from '../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../core/parts/least-privilege-role';

const ID = 'ApiGatewayAccount';

/**
 * The role with which API Gateway writes the logs of all REST APIs of an account and Region. The account has one such setting per Region, and the stack
 * that is deployed last overrides it: set it in one stack per account and Region. Setting and role are retained in every lifecycle, also when a creation
 * fails, because other APIs of the account and Region log with them.
 *
 * @example
 * // One stack of each account and Region sets the role.
 * new ApiGatewayAccount(this, 'ApiLogs');
 */
export class ApiGatewayAccount extends Construct {
  /** The setting in the stack of a construct. The first call creates it. */
  public static of(scope: IConstruct): ApiGatewayAccount {
    const stack = Stack.of(scope);
    return (stack.node.tryFindChild(ID) as ApiGatewayAccount | undefined) ?? new ApiGatewayAccount(stack, ID);
  }

  /** The role. */
  public readonly role: iam.Role;
  /** The setting, for properties that this construct does not offer. */
  public readonly account: apigateway.CfnAccount;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const { partition, region, account } = Stack.of(this);
    const logGroups = `arn:${partition}:logs:${region}:${account}:log-group:*`;
    const role = new LeastPrivilegeRole(this, 'Role', { assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') });
    this.role = role;
    // API Gateway Developer Guide, Permissions for CloudWatch logging. API Gateway tests them in its own log group.
    const { policyDependable } = this.role.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: [
        'logs:CreateLogGroup', 'logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents', 'logs:GetLogEvents', 'logs:FilterLogEvents',
      ],
      resources: [logGroups],
    }));
    this.role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['logs:DescribeLogGroups'], resources: ['*'] }));
    acknowledgeWildcards(policyDependable as Construct, 'The role covers the log groups of all REST APIs of the account and Region, including those created later',
      logGroups);
    acknowledgeFindings((policyDependable as Construct).node.defaultChild!, 'API Gateway tests all of these permissions before it accepts the role, which it uses for its own log groups',
      'IAM.NoDataAccessToEveryResource');
    this.account = new apigateway.CfnAccount(this, 'Account', { cloudWatchRoleArn: this.role.roleArn });
    this.account.node.addDependency(...role.ownPolicies);
    // Not RETAIN_ON_UPDATE_OR_DELETE: the setting of another stack is overridden already when a creation fails.
    for (const resource of [this.account, role, ...role.ownPolicies]) resource.applyRemovalPolicy(RemovalPolicy.RETAIN);
  }
}
