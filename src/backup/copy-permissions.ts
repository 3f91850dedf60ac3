import { Stack, Token } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupResourceType } from './backup-resource-type';
import { keyPermissions } from './key-permissions';
import { Permission, permissionsFor } from './permissions';
import { regionOf, VAULT_FACTS } from './vault-facts';
import { allowKeyUse } from '../core/allow-key-use';
import { KeyUse } from '../core/key-use';

/**
 * What a role needs in another Region to copy recovery points of a kind to a vault there, the key of the vault included: a snapshot is copied by
 * its own service, which encrypts the copy under that key (AWS Backup Developer Guide, Encryption for copies of a backup to a different account or
 * AWS Region). In another account a role of that account copies.
 */
export function copyPermissions(stack: Stack, type: BackupResourceType, vault: backup.IBackupVault): Permission[] {
  const { copy, service } = permissionsFor(type);
  const facts = VAULT_FACTS.get(vault);
  const to = { partition: stack.partition, region: regionOf(vault), account: facts ? stack.account : vault.env.account };
  if (!copy || to.region === stack.region || isAnother(to.account, stack.account)) return [];
  if (facts) allowKeyUse(facts.key, KeyUse.via(service));
  return [...copy(to), ...keyPermissions(to, type, facts?.keyArn)];
}

function isAnother(one: string, other: string): boolean {
  return one !== other && !Token.isUnresolved(one) && !Token.isUnresolved(other);
}
