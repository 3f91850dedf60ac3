import { ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { PostgresBackupReplicationOptions } from './postgres-options';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { DatabaseCredentials } from '../credentials/database-credentials';
import { administratorOf, generatedSecret } from '../credentials/generated-secret';

/** An instance and the secret of its administrator. */
export interface PostgresInstance {
  readonly instance: rds.DatabaseInstance | rds.DatabaseInstanceFromSnapshot;
  readonly secret: secretsmanager.ISecret;
}

/** Makes an instance, empty or from a snapshot, whose key, administrator and databases it then keeps. */
export function createPostgresInstance(
  scope: Construct,
  props: Omit<rds.DatabaseInstanceProps, 'credentials'>,
  credentials: DatabaseCredentials,
  key: kms.IKey,
  snapshotIdentifier: string | undefined,
): PostgresInstance {
  if (snapshotIdentifier === undefined) {
    const instance = new rds.DatabaseInstance(scope, 'Instance', { ...props, storageEncryptionKey: key, ...administratorOf(scope, credentials, key) });
    return { instance, secret: instance.secret! };
  }
  const { databaseName, ...restorable } = props;
  if (!credentials.isManaged) {
    const secret = generatedSecret(scope, credentials.username!, credentials.options, key);
    const instance = new rds.DatabaseInstanceFromSnapshot(scope, 'Instance', {
      ...restorable, snapshotIdentifier, credentials: rds.SnapshotCredentials.fromSecret(secret),
    });
    return { instance, secret: instance.secret! };
  }
  const instance = new rds.DatabaseInstanceFromSnapshot(scope, 'Instance', { ...restorable, snapshotIdentifier });
  // aws-cdk-lib has no property for a password that Amazon RDS manages on a restored instance.
  const resource = instance.node.defaultChild as rds.CfnDBInstance;
  resource.manageMasterUserPassword = true;
  resource.masterUserSecret = { kmsKeyId: key.keyArn };
  const secret = secretsmanager.Secret.fromSecretAttributes(scope, 'ManagedSecret', {
    secretCompleteArn: resource.attrMasterUserSecretSecretArn, encryptionKey: key,
  });
  return { instance, secret };
}

/** Replicates the automated backups of an instance to another Region. */
export function replicateBackups(instance: PostgresInstance['instance'], { region, encryptionKey, retention }: PostgresBackupReplicationOptions): void {
  const resource = instance.node.defaultChild as rds.CfnDBInstance;
  allowKeyUse(encryptionKey, KeyUse.RDS);
  resource.automaticBackupReplicationRegion = region;
  resource.automaticBackupReplicationRetentionPeriod = retention?.toDays();
  resource.automaticBackupReplicationKmsKeyId = Stack.of(encryptionKey) === Stack.of(instance)
    ? encryptionKey.keyArn
    // A strong reference would bring a function to each of the two stacks to hand over the ARN.
    : Stack.consumeReference(encryptionKey.keyArn, ReferenceStrength.WEAK);
}
