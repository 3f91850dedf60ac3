import { Annotations, Duration, Fn, Stack } from 'aws-cdk-lib';
import * as kms from 'aws-cdk-lib/aws-kms';
import { IConstruct } from 'constructs';
import { BackupVaultProps } from './backup-vault-props';
import { VaultLock } from './vault-lock';
import { daysOf, mustBe, requireDuration, requireList, requireProps } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { Workload } from '../../core/workload/workload';

/** Limits of a vault lock, in days (AWS Backup API, PutBackupVaultLockConfiguration). */
const RETENTION = { unit: 'days', min: 1, max: 36_500 } as const;
const COOLING_OFF = { unit: 'days', min: 3, max: 36_500 } as const;

/** Retention that a vault enforces. */
export interface LockedRetention {
  readonly minRetention: Duration;
  readonly maxRetention?: Duration;
  /** Undefined in governance mode. */
  readonly changeableFor?: Duration;
}

export interface ResolvedVaultProps {
  readonly backupVaultName?: string;
  readonly encryptionKey?: kms.IKey;
  /** ARNs of the roles that can change the policy, with wildcards. Undefined if the vault has no policy. */
  readonly policyAdministrators?: string[];
  readonly lock?: LockedRetention;
  readonly jobAlarms: boolean;
}

export function resolveVaultProps(scope: IConstruct, props: BackupVaultProps): ResolvedVaultProps {
  requireProps(scope, 'BackupVaultProps', props);
  requireName(scope, 'backupVaultName', props.backupVaultName, NameLimit.BACKUP_VAULT);
  return {
    backupVaultName: props.backupVaultName,
    encryptionKey: props.encryptionKey,
    policyAdministrators: resolveAdministrators(scope, props),
    lock: resolveVaultLock(scope, props.lock),
    jobAlarms: props.jobAlarms ?? true,
  };
}

/**
 * The default for AWS CDK: the name of its role is in the bootstrap template, `CloudFormationExecutionRole`. The qualifier can change later. A synthesizer
 * can name another role, or none.
 */
function resolveAdministrators(scope: IConstruct, { denyDeletion = Workload.of(scope).retainsData, policyAdministrators }: BackupVaultProps) {
  requireList(scope, 'policyAdministrators', policyAdministrators);
  if (policyAdministrators && !denyDeletion) mustBe(scope, 'denyDeletion', 'true with policyAdministrators', denyDeletion);
  if (!denyDeletion) return undefined;
  if (policyAdministrators) return policyAdministrators.map(({ roleArn }) => roleArn);
  const { partition, account, region } = Stack.of(scope);
  const bootstrapped = `arn:${partition}:iam::${account}:role/cdk-*-cfn-exec-role-${account}-${region}`;
  const role = deploymentRoleOf(Stack.of(scope));
  if (role === undefined) {
    Annotations.of(scope).addWarningV2('cdk-regulated:vaultPolicyAdministrators',
      'only the roles of cdk bootstrap can change the policy of the vault, and the synthesizer of the stack names no role: specify policyAdministrators if CloudFormation deploys with another');
  }
  return role === undefined || /:role\/cdk-[^/]*-cfn-exec-role-[^/]*$/.test(role) ? [bootstrapped] : [bootstrapped, role.includes('${') ? Fn.sub(role) : role];
}

/** Role that CloudFormation deploys a stack with, as the synthesizers of aws-cdk-lib name it. */
function deploymentRoleOf(stack: Stack): string | undefined {
  if (stack.nestedStackParent) return deploymentRoleOf(stack.nestedStackParent);
  return (stack.synthesizer as { cloudFormationExecutionRoleArn?: string }).cloudFormationExecutionRoleArn;
}

/** The lock of a vault, by default that of a `BackupVault` without props. Undefined for a vault without a lock. */
export function resolveVaultLock(scope: IConstruct, given?: VaultLock): LockedRetention | undefined {
  const { retainsData, backupRetention } = Workload.of(scope);
  const lock = given ?? (retainsData ? VaultLock.governance() : VaultLock.NONE);
  if (!lock._locked) return undefined;
  requireProps(scope, lock._struct, lock._options, 'lock');
  const { minRetention = backupRetention, maxRetention, changeableFor } = lock._options;
  requireDuration(scope, 'lock.minRetention', minRetention, RETENTION);
  requireDuration(scope, 'lock.maxRetention', maxRetention, RETENTION);
  requireDuration(scope, 'lock.changeableFor', changeableFor, COOLING_OFF);
  const [min, max] = [daysOf(minRetention), daysOf(maxRetention)];
  if (min !== undefined && max !== undefined && max <= min) {
    mustBe(scope, 'lock.maxRetention', `longer than lock.minRetention (${minRetention.toHumanString()})`, maxRetention);
  }
  const isCompliance = lock._struct === 'ComplianceLockOptions';
  return { minRetention, maxRetention, changeableFor: isCompliance ? changeableFor ?? Duration.days(COOLING_OFF.min) : undefined };
}
