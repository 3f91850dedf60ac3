import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';

/**
 * Lets a principal read a secret and decrypt with its key by way of Secrets Manager. The key's policy is left alone, which aws-cdk-lib
 * would change, or where it cannot, would allow nothing.
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
    // A secret known by its name alone has six characters at the end of its ARN that only the service knows.
    resourceArns: [secretFullArn ?? `${secretArn}-??????`],
  });
}
