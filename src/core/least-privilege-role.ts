import * as iam from 'aws-cdk-lib/aws-iam';

/**
 * A role whose permissions, those that aws-cdk-lib grants included, go to a customer managed policy of its own:
 * neither an inline policy nor an AWS managed one.
 */
export class LeastPrivilegeRole extends iam.Role {
  private policy?: iam.ManagedPolicy;

  public override addToPrincipalPolicy(statement: iam.PolicyStatement): iam.AddToPrincipalPolicyResult {
    this.policy ??= new iam.ManagedPolicy(this, 'Policy', { roles: [this] });
    this.policy.addStatements(statement);
    return { statementAdded: true, policyDependable: this.policy };
  }
}
