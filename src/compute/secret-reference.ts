import { Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/**
 * A secret that a task reads at its start. The role is allowed to read this secret and to decrypt with its key by way of Secrets
 * Manager; the key's policy is left alone, which aws-cdk-lib would change, or where it cannot, would allow nothing
 * (ECS Developer Guide, Amazon ECS task execution IAM role).
 */
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
    const { encryptionKey, secretArn, secretFullArn } = this.secret;
    if (encryptionKey) {
      grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
        actions: ['kms:Decrypt'],
        resources: [encryptionKey.keyArn],
        conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(this.secret).region}.amazonaws.com` } },
      }));
    }
    return iam.Grant.addToPrincipal({
      grantee,
      actions: ['secretsmanager:GetSecretValue'],
      // A secret known by its name alone has six characters at the end of its ARN that only the service knows.
      resourceArns: [secretFullArn ?? `${secretArn}-??????`],
    });
  }
}
