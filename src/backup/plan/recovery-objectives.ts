import { Duration, Stack } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { RecoveryObjectives } from './backup-plan-props';
import { ResolvedRule } from './plan-rule';
import { mustBe, refuse, requireDuration, requireKnown } from '../../core/validation';
import { BackupResourceType } from '../backup-resource-type';

/** Resource types with continuous backup. AWS Backup takes snapshots of others (AWS Backup Developer Guide, Feature availability by resource). */
const POINT_IN_TIME = [BackupResourceType.AURORA, BackupResourceType.RDS, BackupResourceType.S3];

/** Refuses objectives that the plan's rules do not meet for any resource type. */
export function requireObjectives(scope: IConstruct, objectives: RecoveryObjectives, rules: ResolvedRule[], restoresAreTested: boolean): void {
  const { recoveryPoint, recoveryPointElsewhere, recoveryTime } = objectives;
  for (const [name, value] of Object.entries({ recoveryPoint, recoveryPointElsewhere, recoveryTime })) {
    requireKnown(scope, `objectives.${name}`, value);
    requireDuration(scope, `objectives.${name}`, value, { unit: 'minutes' });
  }
  if (recoveryPoint) requireAtLeast(scope, 'recoveryPoint', recoveryPoint, shortestOf(rules.map(({ interval }) => interval)));
  if (recoveryPointElsewhere) requireCopies(scope, recoveryPointElsewhere, rules);
  if (recoveryTime && !restoresAreTested) refuse(scope, 'specify restoreTesting with objectives.recoveryTime: restore jobs measure the recovery time');
}

/** The objectives that the rules do not meet for resource types without continuous backup. */
export function shortfallsOf({ recoveryPoint }: RecoveryObjectives, rules: ResolvedRule[], types: Iterable<BackupResourceType>): string[] {
  if (!recoveryPoint) return [];
  const shortest = shortestOf(rules.map(snapshotInterval));
  if (recoveryPoint.toMinutes() >= shortest.toMinutes()) return [];
  return [...types].filter((type) => !POINT_IN_TIME.includes(type)).map(({ name }) => 'objectives.recoveryPoint must be at least '
    + `${shortest.toHumanString()}, the shortest interval of the rules for ${name}, which has no continuous backup, got ${recoveryPoint.toHumanString()}`);
}

function requireCopies(scope: IConstruct, objective: Duration, rules: ResolvedRule[]) {
  const { region } = Stack.of(scope);
  const copying = rules.filter(({ copies }) => copies.some(({ destination }) => destination.region !== region));
  if (copying.length === 0) refuse(scope, 'specify a rule with copies in another Region with objectives.recoveryPointElsewhere');
  requireAtLeast(scope, 'recoveryPointElsewhere', objective, shortestOf(copying.map(snapshotInterval)), ' with copies in another Region');
}

function requireAtLeast(scope: IConstruct, name: string, objective: Duration, interval: Duration, which = '') {
  if (objective.toMinutes() >= interval.toMinutes()) return;
  mustBe(scope, `objectives.${name}`, `at least ${interval.toHumanString()}, the shortest interval of the rules${which}`, objective);
}

/** Time between two snapshots. A continuous backup is copied once a day, as its schedule says. */
function snapshotInterval({ interval, pointInTime }: ResolvedRule): Duration {
  return pointInTime ? Duration.days(1) : interval;
}

function shortestOf(durations: Duration[]): Duration {
  return durations.reduce((a, b) => a.toMinutes() <= b.toMinutes() ? a : b);
}
