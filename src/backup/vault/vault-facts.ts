import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';
import { LockedRetention } from './resolve-vault-props';

/** What `IBackupVault` does not have of a vault of the library. */
export interface VaultFacts {
  readonly key: kms.IKey;
  /** ARN of the key, as the stack that uses the vault refers to it. */
  readonly keyArn: string;
  readonly region: string;
  readonly lock?: LockedRetention;
}

/** The vaults that the library made. */
export const VAULT_FACTS = new WeakMap<backup.IBackupVault, VaultFacts>();

/** The Region of a vault, also where its ARN is a token. */
export function regionOf(vault: backup.IBackupVault): string {
  return VAULT_FACTS.get(vault)?.region ?? vault.env.region;
}
