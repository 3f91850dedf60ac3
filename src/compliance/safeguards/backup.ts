import { ResourceSafeguard } from '../model/safeguard';
import { given, isSet, listOf } from '../predicates/intrinsics';
import { allOf, anyOf, called, fails, HOLDS, mustBeAtLeast, mustBeCustomerKey, undecided } from '../predicates/outcome';
import { actionsOf, isAnyone, statementsOf } from '../predicates/policy';
import { Json, pointers } from '../rendered';

/** Safeguards of AWS Backup. */
export const BACKUP: ResourceSafeguard[] = [
  {
    id: 'Backup.VaultEncrypted',
    on: ['AWS::Backup::BackupVault', 'AWS::Backup::LogicallyAirGappedBackupVault'],
    statement: 'recovery points are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads and restores backups',
    remedy: 'set `encryptionKey`, which replaces the vault',
    sources: { securityHub: ['Backup.1'], prowler: ['backup_recovery_point_encrypted'] },
    judge: ({ properties }) => mustBeCustomerKey('EncryptionKeyArn', properties.EncryptionKeyArn),
  },
  {
    id: 'Backup.PlanSelectsResources',
    on: ['AWS::Backup::BackupPlan'],
    statement: 'the backup plan selects resources',
    rationale: 'A plan without a selection backs up nothing',
    remedy: 'add a backup selection with resources, tags or conditions',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    sources: {},
    always: true,
    judge: (plan) => {
      const selections = pointers(plan, 'AWS::Backup::BackupSelection', 'BackupPlanId');
      if (selections.length === 0) return fails('no AWS::Backup::BackupSelection belongs to it');
      return anyOf(...selections.map(({ logicalId, properties: { BackupSelection: selection } }) => selectsByName(selection) ? HOLDS : undecided(
        `${logicalId} has no Resources, ListOfTags or Conditions, and the settings that decide what it selects are not in the templates`)));
    },
  },
  {
    id: 'Backup.VaultProtected',
    on: ['AWS::Backup::BackupVault'],
    statement: 'recovery points cannot be deleted early',
    rationale: 'An attacker who can delete backups leaves no way back after encrypting the data',
    remedy: 'set `lockConfiguration` with a minimum retention, or deny `backup:DeleteRecoveryPoint` in the access policy',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html',
    always: true,
    sources: {},
    judge: ({ properties: { LockConfiguration, AccessPolicy } }) => deniesDeletion(AccessPolicy)
      ? HOLDS
      : mustBeAtLeast('LockConfiguration.MinRetentionDays', LockConfiguration?.MinRetentionDays, 1, 0),
  },
  {
    id: 'Backup.PlanRetained',
    on: ['AWS::Backup::BackupPlan'],
    statement: 'backups of the plan are retained for the required period',
    rationale: 'Damage that is found late can be undone only with older backups',
    remedy: 'set `deleteAfter` of the rules',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html',
    always: true,
    sources: {},
    // Without a number, backups are kept forever (AWS Backup Developer Guide, Backup plan options and configuration).
    judge: ({ properties }, { numbers: { backupRetention } }) => allOf(...listOf(properties.BackupPlan?.BackupPlanRule)
      .map((rule) => given(rule.Lifecycle?.DeleteAfterDays)
        ? mustBeAtLeast(`DeleteAfterDays of rule ${called(rule.RuleName)}`, rule.Lifecycle.DeleteAfterDays, backupRetention?.toDays(), 0)
        : HOLDS)),
  },
];

// A selection without them selects all supported resources of services that the Region is opted in to (AWS Backup Developer Guide, API BackupSelection).
function selectsByName(selection: Json): boolean {
  return [selection?.Resources, selection?.ListOfTags, ...Object.values<Json>(selection?.Conditions ?? {})].some((list) => isSet(list));
}

function deniesDeletion(policy: Json): boolean {
  return statementsOf(policy).some((statement) => statement.Effect === 'Deny' && isAnyone(statement) && !given(statement.Condition)
    && actionsOf(statement).some((action) => ['*', 'backup:*', 'backup:deleterecoverypoint'].includes(action.toLowerCase())));
}
