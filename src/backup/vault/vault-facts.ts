import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';

/** What a vault of the library does not tell through `IBackupVault`. */
export interface VaultFacts {
  readonly key: kms.IKey;
  /** ARN of the key, as whoever holds the vault refers to it. */
  readonly keyArn: string;
  readonly region: string;
  /** Retention that its lock takes: a job with any other fails, every time. */
  readonly locked?: { readonly min: Duration; readonly max?: Duration };
}

/** What is known of the vaults that the library made. */
export const VAULT_FACTS = new WeakMap<backup.IBackupVault, VaultFacts>();

/** The Region of a vault, also where its ARN does not tell. */
export function regionOf(vault: backup.IBackupVault): string {
  return VAULT_FACTS.get(vault)?.region ?? vault.env.region;
}
