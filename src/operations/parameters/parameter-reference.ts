import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';

/** A parameter that a task reads at its start, and no other. ECS asks for `ssm:GetParameters` alone (ECS Developer Guide, Amazon ECS task execution IAM role). */
export class ParameterReference extends ecs.Secret {
  /** Undefined, as aws-cdk-lib has it of parameters: only a secret of AWS Secrets Manager has fields. */
  public readonly hasField?: boolean;

  constructor(public readonly arn: string, private readonly grant?: (grantee: iam.IGrantable) => iam.Grant) {
    super();
  }

  /** Lets a role read the parameter. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grant?.(grantee) ?? iam.Grant.addToPrincipal({ grantee, actions: ['ssm:GetParameters'], resourceArns: [this.arn] });
  }
}
