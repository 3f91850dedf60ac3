import { Names } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { BackupPlanProps, RecoveryObjectives } from './backup-plan-props';
import { BackupRule } from './backup-rule';
import { placeOf, ResolvedRule, resolvePlanRule } from './plan-rule';
import { requireObjectives } from './recovery-objectives';
import { requireStandardTopic } from '../../core/parts/standard-topic';
import { refuse, requireAtMostOne, ownProps, requireSameRegion } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { Workload } from '../../core/workload/workload';
import { ResolvedSelection, resolveSelection } from '../selection/resolve-selection';
import { resolveVaultLock } from '../vault/resolve-vault-props';
import { VAULT_FACTS } from '../vault/vault-facts';

export interface ResolvedBackupPlanProps {
  readonly backupPlanName: string;
  readonly rules: ResolvedRule[];
  readonly objectives: RecoveryObjectives;
  readonly selection: ResolvedSelection;
}

export function resolveBackupPlanProps(scope: IConstruct, given: BackupPlanProps): ResolvedBackupPlanProps {
  const props = ownProps(scope, 'BackupPlanProps', given);
  requireSameRegion(scope, 'vault', 'a vault', props.vault);
  requireStandardTopic(scope, 'topic', props.topic);
  requireSameRegion(scope, 'topic', 'a topic', props.topic);
  const { vault, backupVaultName, objectives = {}, restoreTesting } = props;
  requireAtMostOne(scope, { vault, backupVaultName });
  const lock = vault ? VAULT_FACTS.get(vault)?.lock : resolveVaultLock(scope);
  const rules = (props.rules ?? [BackupRule.daily()]).map((rule, index) => resolvePlanRule(scope, `rules[${index}]`, rule, lock, vault && placeOf(vault)));
  const twice = rules.find(({ name }, index) => rules.findIndex((rule) => rule.name === name) !== index);
  if (twice) refuse(scope, `rules must have at most one rule of each kind, got two of kind '${twice.name}'`);
  requireObjectives(scope, objectives, rules, restoreTesting !== undefined);
  return {
    backupPlanName: planName(scope),
    rules,
    objectives,
    selection: resolveSelection(scope, props.selection, restoreTesting),
  };
}

function planName(scope: IConstruct): string {
  const workload = Workload.of(scope);
  return workload.name === undefined
    ? Names.uniqueResourceName(scope, { maxLength: NameLimit.BACKUP_VAULT.maxLength, separator: '-' })
    : workload.physicalName('backup-plan', { limit: NameLimit.BACKUP_VAULT });
}
