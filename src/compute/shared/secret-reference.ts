import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { allowReadingSecret } from '../../core/parts/secret-reading';

/** A secret that a task is handed at its start, by its execution role (ECS Developer Guide, Amazon ECS task execution IAM role). */
export class SecretReference extends ecs.Secret {
  /** ARN of the secret, with the field if there is one. */
  public readonly arn: string;
  /** Whether one field of a JSON document is meant. */
  public readonly hasField: boolean;

  constructor(private readonly secret: secretsmanager.ISecret, field?: string) {
    super();
    this.arn = ecs.Secret.fromSecretsManager(secret, field).arn;
    this.hasField = field !== undefined;
  }

  /** Lets a role read the secret. */
  public grantRead(grantee: iam.IGrantable): iam.Grant {
    return allowReadingSecret(grantee, this.secret);
  }
}
