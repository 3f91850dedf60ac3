import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { allowReadingSecret } from '../../core/parts/secret-reading';

/** A secret that the execution role passes to a task at its start (ECS Developer Guide, Amazon ECS task execution IAM role). */
export class SecretReference extends ecs.Secret {
  /** ARN of the secret, followed by the field if one is set. */
  public readonly arn: string;
  /** Whether the value is one field of a JSON document. */
  public readonly hasField: boolean;

  constructor(private readonly secret: secretsmanager.ISecret, field?: string) {
    super();
    this.arn = ecs.Secret.fromSecretsManager(secret, field).arn;
    this.hasField = field !== undefined;
  }

  /** Grants a role read access to the secret. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return allowReadingSecret(grantee, this.secret);
  }
}
