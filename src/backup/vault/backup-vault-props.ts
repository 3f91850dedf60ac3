import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { VaultLock } from './vault-lock';

/** Properties of BackupVault. */
export interface BackupVaultProps {
  /**
   * Name of the vault, unique in the account and Region.
   * Changing it replaces the vault.
   * @default - derived from the path of the construct
   */
  readonly backupVaultName?: string;
  /**
   * Key for the recovery points that AWS Backup encrypts itself: those of S3, EFS and DynamoDB. Other recovery points keep the key of their
   * resource.
   * Changing it replaces the vault, which needs another `backupVaultName` then.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether the vault's policy denies all principals to delete recovery points and to change their lifecycle, and all but `policyAdministrators` to
   * replace and delete the policy.
   * @default - true in `production`; false in `ephemeral`, where the vault is emptied before its stack is deleted
   */
  readonly denyDeletion?: boolean;
  /**
   * Roles that can replace and delete the vault's policy. They must include the role that CloudFormation deploys with, because no other principal can
   * update the policy. Not allowed with `denyDeletion: false`.
   * @default - the roles that `cdk bootstrap` creates for CloudFormation in the account and Region, `cdk-*-cfn-exec-role-*`, with any qualifier, and the
   * role that the synthesizer of the stack names; synthesis warns if it names none
   */
  readonly policyAdministrators?: iam.IRole[];
  /**
   * Lock on the vault.
   * @default - VaultLock.governance() in `production`, VaultLock.NONE in `ephemeral`
   */
  readonly lock?: VaultLock;
  /**
   * Whether alarms on the vault's jobs are recommended. AWS Backup counts a copy job in its source vault, so that a vault for copies needs none.
   * @default true
   */
  readonly jobAlarms?: boolean;
}
