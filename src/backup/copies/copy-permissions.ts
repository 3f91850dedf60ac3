import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { isUnresolved } from '../../core/validation';
import { BackupResourceType } from '../backup-resource-type';
import { keyPermissions } from '../key-permissions';
import { Permission, permissionsFor } from '../permissions';
import { regionOf, VAULT_FACTS } from '../vault/vault-facts';

const COPIED = 'AWS Backup or the service of the resource names the recovery points: only their prefix is known at synthesis';

/** Permissions to copy recovery points of a resource type to vaults. */
export function copyPermissions(stack: Stack, type: BackupResourceType, vaults: backup.IBackupVault[]): Permission[] {
  if (vaults.length === 0) return [];
  const { partition, region, account } = stack;
  const own = permissionsFor(type).recoveryPoints?.(stack);
  const recoveryPoints = [`arn:${partition}:backup:${region}:${account}:recovery-point:*`, ...own ? [own] : []];
  return [
    { actions: ['backup:CopyFromBackupVault'], resources: recoveryPoints, why: COPIED },
    ...vaults.flatMap((vault) => permissionsElsewhere(stack, type, vault)),
  ];
}

/**
 * Permissions in the other Region, including its vault's key: the service of a snapshot copies it and encrypts the copy with that key (AWS Backup
 * Developer Guide, Encryption for copies of a backup to a different account or AWS Region). In another account, a role of that account copies.
 */
function permissionsElsewhere(stack: Stack, type: BackupResourceType, vault: backup.IBackupVault): Permission[] {
  const { copy, service } = permissionsFor(type);
  const facts = VAULT_FACTS.get(vault);
  const to = { partition: stack.partition, region: regionOf(vault), account: facts ? stack.account : vault.env.account };
  if (!copy || to.region === stack.region || isAnother(to.account, stack.account)) return [];
  if (facts) allowKeyUse(facts.key, KeyUse.via(service));
  return [...copy(to), ...keyPermissions(to, type, facts?.keyArn)];
}

function isAnother(one: string, other: string): boolean {
  return one !== other && !isUnresolved(one) && !isUnresolved(other);
}
