import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { IConstruct } from 'constructs';
import { SecretVariableOptions } from '../contracts/database-client';
import { requireString } from '../validation';
import { viaService } from '../workload/partition';

/** Refuses an empty key of the JSON document in a secret. */
export function requireSecretField(scope: IConstruct, { field }: SecretVariableOptions): void {
  requireString(scope, 'options.field', field, { need: 'a key of the secret\'s JSON document' });
}

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
      conditions: { StringEquals: { 'kms:ViaService': viaService('secretsmanager', Stack.of(secret).region) } },
    }));
  }
  return iam.Grant.addToPrincipal({
    grantee,
    actions: ['secretsmanager:GetSecretValue'],
    // The ARN of a secret that is imported by name has six unknown characters at its end.
    resourceArns: [secretFullArn ?? `${secretArn}-??????`],
  });
}
