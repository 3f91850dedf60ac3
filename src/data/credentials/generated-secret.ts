import { Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DatabaseCredentials, GeneratedPasswordOptions } from './database-credentials';
import { Workload } from '../../core/workload/workload';

/** The administrator where no name is given. */
export const DEFAULT_USERNAME = 'dbadmin';

/** What aws-cdk-lib leaves out of the passwords that it generates for databases: characters that break connection strings. */
export const EXCLUDED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\";

/** How a new database signs its administrator in, in the words of aws-cdk-lib. */
export function administratorOf(
  scope: Construct, credentials: DatabaseCredentials, key: kms.IKey,
): { readonly credentials: rds.Credentials; readonly manageMasterUserPassword?: boolean } {
  const username = credentials.username ?? DEFAULT_USERNAME;
  return credentials.isManaged
    ? { manageMasterUserPassword: true, credentials: rds.Credentials.fromUsername(username, { encryptionKey: key }) }
    : { credentials: rds.Credentials.fromSecret(generatedSecret(scope, username, credentials.options, key), username) };
}

/**
 * The secret of a database user. The key comes by reference, so that aws-cdk-lib adds nothing to its policy.
 * @param administrator secret of the administrator, where the user takes turns with another one that the administrator makes
 */
export function generatedSecret(
  scope: Construct, username: string, options: GeneratedPasswordOptions, key: kms.IKey, administrator?: secretsmanager.ISecret,
): rds.DatabaseSecret {
  const secret = new rds.DatabaseSecret(scope, 'Secret', {
    username,
    secretName: options.secretName,
    encryptionKey: key,
    excludeCharacters: EXCLUDED_CHARACTERS,
  });
  // Without it the function that Secrets Manager publishes goes on in plain text where TLS fails (Secrets Manager User Guide, JSON structure of database secrets).
  (secret.node.defaultChild as secretsmanager.CfnSecret).addPropertyOverride(
    'GenerateSecretString.SecretStringTemplate', Stack.of(scope).toJsonString({ username, ssl: true, masterarn: administrator?.secretArn }));
  secret.applyRemovalPolicy(Workload.of(scope).removalPolicy);
  return secret;
}
