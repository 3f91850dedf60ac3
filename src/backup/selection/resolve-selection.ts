import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { IConstruct } from 'constructs';
import { typeOf } from './resource-types';
import { isUnresolved, mustBe, refuse, requireDuration, requireSchedule, requireString } from '../../core/validation';
import { BackupResourceType } from '../backup-resource-type';
import { RESOURCE_TYPES } from '../permissions';
import { BackupPlanSelection, RestoreTestingOptions } from '../plan/backup-plan-props';

/** SelectionWindowDays and ValidationWindowHours (AWS Backup API, RestoreTestingPlanForCreate and RestoreTestingSelectionForCreate). */
const SELECTION_WINDOW = { unit: 'days', min: 1, max: 365 } as const;
const VALIDATION_WINDOW = { unit: 'hours', min: 0, max: 168 } as const;

/** Resources of a selection (AWS Backup API, BackupSelection). */
const MAX_ARNS = 500;
const MAX_WILDCARDS = 30;

export interface ResolvedRestoreTesting {
  readonly schedule: events.Schedule;
  readonly selectionWindow: Duration;
  readonly validationWindow: Duration;
  readonly metadata: { [resourceType: string]: { [key: string]: string } };
}

export interface ResolvedSelection {
  readonly workload: boolean;
  readonly resources: backup.BackupResource[];
  readonly resourceTypes: BackupResourceType[];
  readonly restoreTesting?: ResolvedRestoreTesting;
}

export function resolveSelection(scope: IConstruct, selection: BackupPlanSelection = {}, restoreTesting?: RestoreTestingOptions): ResolvedSelection {
  const { workload = true, resources = [], resourceTypes = [] } = selection;
  requireCount(scope, resources);
  resources.forEach((resource, index) => requireResource(scope, `selection.resources[${index}]`, resource, resourceTypes));
  return { workload, resources, resourceTypes, restoreTesting: restoreTesting && resolveRestoreTesting(scope, restoreTesting) };
}

function requireCount(scope: IConstruct, resources: readonly backup.BackupResource[]): void {
  const arns = resources.flatMap(({ resource }) => resource === undefined || isUnresolved(resource) ? [] : [resource]);
  const wildcards = arns.filter((arn) => /[*?]/.test(arn));
  for (const [list, max, what] of [[arns, MAX_ARNS, 'ARNs'], [wildcards, MAX_WILDCARDS, 'ARNs with wildcards']] as const) {
    if (list.length > max) refuse(scope, `selection.resources must have at most ${max} ${what}, got ${list.length}`);
  }
}

/** Refuses a resource that is neither an ARN nor a tag, or whose type is unknown. */
export function requireResource(scope: IConstruct, prop: string, resource: backup.BackupResource, resourceTypes: BackupResourceType[]): void {
  const { resource: arn, tagCondition, construct } = resource;
  if (construct) mustBe(scope, prop, 'an ARN or a tag', construct);
  if (arn === undefined && tagCondition === undefined) mustBe(scope, prop, 'an ARN or a tag', resource);
  requireString(scope, prop, arn, { need: 'an ARN or a tag', pattern: /arn:[\w-]+:[\w-]+:.+|\*/ });
  if (resourceTypes.length > 0 || typeOf(scope, resource)) return;
  const what = tagCondition ? `tag '${tagCondition.key}'` : `'${arn}'`;
  refuse(scope, `specify selection.resourceTypes: ${what} does not show its resource type`);
}

function resolveRestoreTesting(scope: IConstruct, options: RestoreTestingOptions): ResolvedRestoreTesting {
  const {
    schedule = events.Schedule.cron({ weekDay: 'SUN', hour: '12', minute: '0' }),
    selectionWindow = Duration.days(30), validationWindow = Duration.hours(1), metadata = {},
  } = options;
  // AWS Backup API, RestoreTestingPlanForCreate: a cron expression.
  requireSchedule(scope, 'restoreTesting.schedule', schedule.expressionString, { need: 'a cron schedule with 6 fields', fields: [6], oneDayField: true });
  requireDuration(scope, 'restoreTesting.selectionWindow', selectionWindow, SELECTION_WINDOW);
  requireDuration(scope, 'restoreTesting.validationWindow', validationWindow, VALIDATION_WINDOW);
  const names = RESOURCE_TYPES.map(({ name }) => name);
  const unknown = Object.keys(metadata).find((name) => !names.includes(name));
  if (unknown !== undefined) mustBe(scope, 'restoreTesting.metadata', `a map by resource type (${names.join(', ')})`, metadata);
  for (const [name, overrides] of Object.entries(metadata)) {
    if ('' in overrides) mustBe(scope, `restoreTesting.metadata.${name}`, 'a map with keys that are not empty', overrides);
  }
  return { schedule, selectionWindow, validationWindow, metadata };
}
