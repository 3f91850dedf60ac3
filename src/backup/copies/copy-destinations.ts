import { Names, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { supportStack } from '../../core/parts/support-stack';
import { weakReference } from '../../core/parts/weak-reference';
import { mustBe } from '../../core/validation';
import { BackupVault } from '../vault/backup-vault';
import { VAULT_FACTS } from '../vault/vault-facts';

/** Id of the vault in the workload's stack of another Region. */
const VAULT_ID = 'BackupVault';

/** Where a copy goes: a vault that the plan makes in a Region, or an existing one. */
export interface CopyDestination {
  /** Path of the prop, for error messages. */
  readonly prop: string;
  readonly region: string;
  readonly backupVaultName?: string;
  /** Undefined where the plan makes the vault. */
  readonly vault?: backup.IBackupVault;
}

/** The vaults that the copies of a plan go to, as the stack of the plan refers to them. */
export class CopyDestinations {
  /** The vaults that were made in other Regions, by Region. */
  public readonly made: { [region: string]: backup.BackupVault } = {};
  private readonly known = new Map<backup.IBackupVault, backup.IBackupVault>();

  constructor(private readonly scope: Construct) {}

  /** All vaults so far. */
  public get vaults(): backup.IBackupVault[] {
    return [...this.known.values()];
  }

  /** The vault of a copy. */
  public of(destination: CopyDestination): backup.IBackupVault {
    const vault = destination.vault ?? this.vaultIn(destination);
    const referable = this.known.get(vault) ?? this.referable(vault);
    this.known.set(vault, referable);
    return referable;
  }

  private vaultIn({ prop, region, backupVaultName }: CopyDestination): backup.BackupVault {
    const stack = supportStack(this.scope, region);
    const existing = stack.node.tryFindChild(VAULT_ID) as BackupVault | undefined;
    // AWS Backup counts copy jobs in their source vault: a vault for copies has no jobs of its own.
    const { vault } = existing ?? new BackupVault(stack, VAULT_ID, { backupVaultName, jobAlarms: false });
    const { backupVaultName: name } = vault.node.defaultChild as backup.CfnBackupVault;
    if (backupVaultName !== undefined && backupVaultName !== name) {
      mustBe(this.scope, `${prop}.backupVaultName`, `'${name}', the name of the workload's vault in ${region}`, backupVaultName);
    }
    this.made[region] = vault;
    return vault;
  }

  // A strong reference to another Region would add a function to each of the two stacks that hands over the ARN.
  private referable(vault: backup.IBackupVault): backup.IBackupVault {
    if (Stack.of(vault).region === Stack.of(this.scope).region) return vault;
    const imported = backup.BackupVault.fromBackupVaultArn(this.scope, `Copies-${Names.nodeUniqueId(vault.node)}`, weakReference(vault.backupVaultArn));
    const facts = VAULT_FACTS.get(vault);
    if (facts) VAULT_FACTS.set(imported, { ...facts, keyArn: weakReference(facts.keyArn) });
    return imported;
  }
}
