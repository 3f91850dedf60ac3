import { Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import { RecoveryObjectives } from './backup-plan-options';
import { BackupResourceType } from '../backup-resource-type';
import { BackupRule } from './backup-rule';
import { regionOf } from '../vault/vault-facts';
import { refuse } from '../../core/validation';

/** Kinds that AWS Backup backs up continuously; of others it makes a snapshot instead (AWS Backup Developer Guide, Feature availability by resource). */
const POINT_IN_TIME = [BackupResourceType.AURORA, BackupResourceType.RDS, BackupResourceType.S3];

/** Refuses what no resource could meet. */
export function requireObjectives(scope: Construct, objectives: RecoveryObjectives, rules: BackupRule[], restoresAreTested: boolean): void {
  const { recoveryPoint, recoveryPointElsewhere, recoveryTime } = objectives;
  const shortest = shortestOf(rules.map(({ interval }) => interval))!;
  if (recoveryPoint && recoveryPoint.toMinutes() < shortest.toMinutes()) {
    refuse(scope, `recoveryPoint objective is ${recoveryPoint.toHumanString()}, the rules make a recovery point every ${shortest.toHumanString()}, `
      + 'need a rule that runs as often');
  }
  if (recoveryPointElsewhere) requireCopies(scope, recoveryPointElsewhere, rules);
  if (recoveryTime && !restoresAreTested) {
    refuse(scope, `recoveryTime objective is ${recoveryTime.toHumanString()} and nothing measures it, need restoreTesting`);
  }
}

/** What falls short for kinds of resources that are not backed up continuously. */
export function shortfallsOf({ recoveryPoint }: RecoveryObjectives, rules: BackupRule[], types: Iterable<BackupResourceType>): string[] {
  if (!recoveryPoint) return [];
  const shortest = shortestOf(rules.map(snapshotInterval))!;
  if (recoveryPoint.toMinutes() >= shortest.toMinutes()) return [];
  return [...types].filter((type) => !POINT_IN_TIME.includes(type)).map(({ name }) =>
    `recoveryPoint objective is ${recoveryPoint.toHumanString()}, the rules make a recovery point of ${name} every ${shortest.toHumanString()}, `
    + 'need a rule that runs as often: continuous backup does not cover it');
}

function requireCopies(scope: Construct, objective: Duration, rules: BackupRule[]) {
  const { region } = Stack.of(scope);
  const shortest = shortestOf(rules
    .filter(({ options }) => options.copies?.some((copy) => (copy.region ?? regionOf(copy.vault!)) !== region))
    .map(snapshotInterval));
  if (!shortest) refuse(scope, `recoveryPointElsewhere objective is ${objective.toHumanString()} and no rule copies to another Region, need copies in one`);
  if (objective.toMinutes() < shortest.toMinutes()) {
    refuse(scope, `recoveryPointElsewhere objective is ${objective.toHumanString()}, the rules copy a recovery point to another Region every `
      + `${shortest.toHumanString()}, need a rule with copies that runs as often`);
  }
}

/** Time between two snapshots; a continuous backup is copied as the snapshot that its schedule makes. */
function snapshotInterval({ interval, pointInTime }: BackupRule): Duration {
  return pointInTime ? Duration.days(1) : interval;
}

function shortestOf(durations: Duration[]): Duration | undefined {
  return durations.length === 0 ? undefined : durations.reduce((a, b) => a.toMinutes() <= b.toMinutes() ? a : b);
}
