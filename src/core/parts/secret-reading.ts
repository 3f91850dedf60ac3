import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/**
 * Permits a principal to read a secret and to decrypt with its key through Secrets Manager. Unlike `grantRead` of aws-cdk-lib, it does not change
 * the key policy.
 */
export function allowReadingSecret(grantee: iam.IGrantable, secret: secretsmanager.ISecret): iam.Grant {
  const { encryptionKey, secretArn, secretFullArn } = secret;
  if (encryptionKey) {
    grantee.grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({
      actions: ['kms:Decrypt'],
      resources: [encryptionKey.keyArn],
      conditions: { StringEquals: { 'kms:ViaService': `secretsmanager.${Stack.of(secret).region}.amazonaws.com` } },
    }));
  }
  return iam.Grant.addToPrincipal({
    grantee,
    actions: ['secretsmanager:GetSecretValue'],
    // The ARN of a secret that is imported by name has six unknown characters at its end.
    resourceArns: [secretFullArn ?? `${secretArn}-??????`],
  });
}
