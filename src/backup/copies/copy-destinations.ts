import { Names, ReferenceStrength, Stack, Token } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct } from 'constructs';
import { BackupCopy } from './backup-copy';
import { BackupRule } from '../plan/backup-rule';
import { BackupVault } from '../vault/backup-vault';
import { regionOf, VAULT_FACTS } from '../vault/vault-facts';
import { supportStack } from '../../core/parts/support-stack';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** Id of the vault in the workload's stack of another Region. */
const VAULT_ID = 'BackupVault';

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
  public of(rule: BackupRule, copy: BackupCopy): backup.IBackupVault {
    this.requireRegion(rule, copy.region ?? regionOf(copy.vault!));
    const vault = copy.vault ?? this.vaultIn(rule, copy.region!, copy.options.backupVaultName);
    const referable = this.known.get(vault) ?? this.referable(vault);
    this.known.set(vault, referable);
    return referable;
  }

  private vaultIn(rule: BackupRule, region: string, backupVaultName: string | undefined): backup.BackupVault {
    if (region === Stack.of(this.scope).region) {
      refuse(this.scope, `copies of rule '${rule.name}' go to ${region} like their originals, need another Region, or BackupCopy.toVault`);
    }
    const stack = supportStack(this.scope, region);
    const existing = stack.node.tryFindChild(VAULT_ID) as BackupVault | undefined;
    // What is copied is counted where it comes from; a vault that only takes copies has no job of its own.
    const { vault } = existing ?? new BackupVault(stack, VAULT_ID, { backupVaultName, jobAlarms: false });
    const { backupVaultName: name } = vault.node.defaultChild as backup.CfnBackupVault;
    if (backupVaultName !== undefined && backupVaultName !== name) {
      refuse(this.scope, `copies of rule '${rule.name}' go to a vault named '${backupVaultName}' in ${region}, where the workload has '${name}', need one name`);
    }
    this.made[region] = vault;
    return vault;
  }

  // A strong reference to another Region would bring a function to each of the two stacks to hand over the ARN.
  private referable(vault: backup.IBackupVault): backup.IBackupVault {
    if (!(vault instanceof backup.BackupVault) || Stack.of(vault).region === Stack.of(this.scope).region) return vault;
    const weak = (value: string) => Token.isUnresolved(value) ? Stack.consumeReference(value, ReferenceStrength.WEAK) : value;
    const imported = backup.BackupVault.fromBackupVaultArn(this.scope, `Copies-${Names.nodeUniqueId(vault.node)}`, weak(vault.backupVaultArn));
    const facts = VAULT_FACTS.get(vault);
    if (facts) VAULT_FACTS.set(imported, { ...facts, keyArn: weak(facts.keyArn) });
    return imported;
  }

  private requireRegion(rule: BackupRule, region: string) {
    const { name, regions } = Workload.of(this.scope);
    if (regions && !Token.isUnresolved(region) && !regions.includes(region)) {
      refuse(this.scope, `copies of rule '${rule.name}' go to ${region}, need one of ${regions.join(', ')}: workload '${name}' keeps its data there`);
    }
  }
}
