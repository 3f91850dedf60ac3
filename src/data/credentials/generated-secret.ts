import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { ResolvedCredentials } from './resolve-credentials';
import { Workload } from '../../core/workload/workload';

/** Characters that aws-cdk-lib excludes from generated database passwords because they break connection strings. */
export const EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/** Administrator of a new database, as props of aws-cdk-lib. */
export function administratorOf(
  scope: Construct, { username, password, secret }: ResolvedCredentials, key: kms.IKey,
): { readonly credentials: rds.Credentials; readonly manageMasterUserPassword?: boolean } {
  // Not fromSecret, which attaches the secret: an attachment changes the secret, and makes its stack depend on the stack of the database.
  if (secret) return { credentials: rds.Credentials.fromPassword(username!, secret.secretValueFromJson('password')) };
  return password
    ? { credentials: rds.Credentials.fromSecret(generatedSecret(scope, username!, password.secretName, key), username) }
    : { manageMasterUserPassword: true, credentials: rds.Credentials.fromUsername(username!, { encryptionKey: key }) };
}

/**
 * Secret of a database user.
 * @param key by reference, so that aws-cdk-lib adds nothing to its policy
 * @param administrator secret of the administrator that creates the second of two alternating users
 */
export function generatedSecret(
  scope: Construct, username: string, secretName: string | undefined, key: kms.IKey, administrator?: secretsmanager.ISecret,
): rds.DatabaseSecret {
  const secret = new rds.DatabaseSecret(scope, 'Secret', { username, secretName, encryptionKey: key, excludeCharacters: EXCLUDED_CHARACTERS });
  const generated = secret.node.defaultChild as secretsmanager.CfnSecret;
  // As long as the passwords that the rotation function of the library generates.
  generated.addPropertyOverride('GenerateSecretString.PasswordLength', 32);
  // Without `ssl`, the hosted function falls back to plain text when TLS fails (Secrets Manager User Guide, JSON structure of database secrets).
  generated.addPropertyOverride(
    'GenerateSecretString.SecretStringTemplate', Stack.of(scope).toJsonString({ username, ssl: true, masterarn: administrator?.secretArn }));
  secret.applyRemovalPolicy(Workload.of(scope).removalPolicy);
  return secret;
}
