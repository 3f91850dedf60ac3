import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';

/** A parameter that ECS reads when it starts a task. It requires `ssm:GetParameters` only (ECS Developer Guide, Amazon ECS task execution IAM role). */
export class ParameterReference extends ecs.Secret {
  /** Undefined, as for all parameters in aws-cdk-lib: only secrets of AWS Secrets Manager have fields. */
  public readonly hasField?: boolean;

  constructor(public readonly arn: string, private readonly grant: (grantee: iam.IGrantable) => iam.Grant) {
    super();
  }

  /** Grants permission to read the parameter. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return this.grant(grantee);
  }
}
