import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { keyOf, keyOfAccount } from '../keys';
import { admitsOthers, foreignPolicies, isSet, propertiesOf, statementsWith } from '../references';
import { hardened, HardenedClass } from '../step';

/** Hardened defaults of keys, secrets, log groups, trails, backup vaults and user pools. */
export const SECURITY: HardenedClass[] = [
  hardened<kms.KeyProps, kms.Key>(kms.Key, [
    {
      props: ['enableKeyRotation', 'rotationPeriod'],
      safeguards: ['KMS.KeyRotated'],
      // KMS rotates symmetric encryption keys with its own key material only (KMS Developer Guide, Rotate AWS KMS keys).
      fill: (_, { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage = kms.KeyUsage.ENCRYPT_DECRYPT }) => (
        keySpec === kms.KeySpec.SYMMETRIC_DEFAULT && keyUsage === kms.KeyUsage.ENCRYPT_DECRYPT ? { enableKeyRotation: true } : undefined),
      // The L2 has no prop for the origin of the key material.
      finish: (key) => {
        const resource = key.node.defaultChild as kms.CfnKey;
        if (!isOfKms(propertiesOf(resource))) resource.enableKeyRotation = undefined;
      },
      amend: (key) => {
        const resource = key.node.defaultChild as kms.CfnKey;
        const { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage = kms.KeyUsage.ENCRYPT_DECRYPT } = resource;
        if (!isOfKms(propertiesOf(resource))) return;
        if (keySpec === kms.KeySpec.SYMMETRIC_DEFAULT && keyUsage === kms.KeyUsage.ENCRYPT_DECRYPT) resource.enableKeyRotation ??= true;
      },
    },
  ]),
  hardened<logs.LogGroupProps, logs.LogGroup>(logs.LogGroup, [
    {
      props: ['encryptionKey'],
      safeguards: ['CloudWatch.LogGroupEncrypted'],
      // Log groups of the class DELIVERY and INFREQUENT_ACCESS support a key too (CloudWatch Logs API Reference, CreateLogGroup).
      finish: (group, context) => {
        const resource = group.node.defaultChild as logs.CfnLogGroup;
        if (!isSet(resource, 'KmsKeyId')) resource.kmsKeyId = keyOf(context, DataClass.LOGS, KeyUse.CLOUDWATCH_LOGS).keyArn;
      },
    },
    { props: ['retention'], safeguards: ['CloudWatch.LogGroupRetained'], fill: ({ workload }) => ({ retention: Math.max(workload.logRetention, logs.RetentionDays.TWO_YEARS) }) },
  ]),
  hardened<cognito.UserPoolProps, cognito.UserPool>(cognito.UserPool, [
    {
      props: ['deletionProtection'],
      safeguards: ['Cognito.PoolDeletionProtected'],
      fill: ({ workload }) => (workload.retainsData ? { deletionProtection: true } : undefined),
      amend: (pool, { workload }) => {
        if (workload.retainsData) (pool.node.defaultChild as cognito.CfnUserPool).deletionProtection ??= 'ACTIVE';
      },
    },
  ]),
  hardened<cognito.UserPoolClientProps, cognito.UserPoolClient>(cognito.UserPoolClient, [
    {
      props: ['preventUserExistenceErrors'],
      safeguards: ['Cognito.ClientHidesUsers'],
      newOnly: 'deployed clients can depend on the error for an unknown user',
      fill: () => ({ preventUserExistenceErrors: true }),
    },
  ]),
  hardened<secretsmanager.SecretProps, secretsmanager.Secret>(secretsmanager.Secret, [
    {
      props: ['encryptionKey', 'replicaRegions'],
      safeguards: ['SecretsManager.SecretEncryptedWithCustomerKey'],
      finish: (secret, context) => {
        const resource = secret.node.defaultChild as secretsmanager.CfnSecret;
        const policy = secret.node.tryFindChild('Policy') as secretsmanager.ResourcePolicy | undefined;
        const foreign = foreignPolicies(resource, 'AWS::SecretsManager::ResourcePolicy', 'SecretId');
        const statements = statementsWith(secret, policy?.document, foreign, 'ResourcePolicy');
        if (isSet(resource, 'KmsKeyId') || statements.some((statement) => admitsOthers(secret, statement))) return;
        resource.kmsKeyId = keyOfAccount(context, DataClass.DATA, 'secretsmanager').keyArn;
      },
    },
  ]),
  hardened<cloudtrail.TrailProps, cloudtrail.Trail>(cloudtrail.Trail, [
    {
      props: ['encryptionKey'],
      safeguards: ['CloudTrail.TrailEncrypted'],
      newOnly: 'readers of the log files need permissions for the key',
      fill: (context) => ({ encryptionKey: keyOf(context, DataClass.LOGS, KeyUse.CLOUDTRAIL) }),
    },
  ]),
  hardened<backup.BackupVaultProps, backup.BackupVault>(backup.BackupVault, [
    {
      props: ['encryptionKey'],
      safeguards: ['Backup.VaultEncrypted'],
      newOnly: 'CloudFormation replaces the vault',
      fill: (context) => ({ encryptionKey: keyOf(context, DataClass.DATA, KeyUse.BACKUP) }),
    },
  ]),
];

/** Whether KMS generates the key material of a key. */
function isOfKms({ Origin: origin = 'AWS_KMS' }: { readonly Origin?: unknown }): boolean {
  return origin === 'AWS_KMS';
}
