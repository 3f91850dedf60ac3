import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { hardened, HardenedClass } from '../step';

/** Hardened defaults of keys, log groups and user pools. */
export const SECURITY: HardenedClass[] = [
  hardened<kms.KeyProps, kms.Key>(kms.Key, [
    {
      props: ['enableKeyRotation', 'rotationPeriod'],
      safeguards: ['KMS.KeyRotated'],
      // KMS rotates symmetric encryption keys only (KMS Developer Guide, Rotate AWS KMS keys).
      fill: (_, { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage = kms.KeyUsage.ENCRYPT_DECRYPT }) => (
        keySpec === kms.KeySpec.SYMMETRIC_DEFAULT && keyUsage === kms.KeyUsage.ENCRYPT_DECRYPT ? { enableKeyRotation: true } : undefined),
      amend: (key) => {
        const resource = key.node.defaultChild as kms.CfnKey;
        const { keySpec = kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage = kms.KeyUsage.ENCRYPT_DECRYPT } = resource;
        if (keySpec === kms.KeySpec.SYMMETRIC_DEFAULT && keyUsage === kms.KeyUsage.ENCRYPT_DECRYPT) resource.enableKeyRotation ??= true;
      },
    },
  ]),
  hardened<logs.LogGroupProps, logs.LogGroup>(logs.LogGroup, [
    {
      props: ['encryptionKey'],
      safeguards: ['CloudWatch.LogGroupEncrypted'],
      // Log groups of the class DELIVERY and INFREQUENT_ACCESS support a key too (CloudWatch Logs API Reference, CreateLogGroup).
      finish: (group, { scope }) => {
        const resource = group.node.defaultChild as logs.CfnLogGroup;
        resource.kmsKeyId ??= keyFor(scope, undefined, DataClass.LOGS, KeyUse.CLOUDWATCH_LOGS).keyArn;
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
];
