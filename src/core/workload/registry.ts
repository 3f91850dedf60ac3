import { Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { Construct, IConstruct } from 'constructs';
import { CalledService, CalledServiceCheck } from './called-service';
import { Workload } from './workload';
import { AlarmRecommendation, BackUpOptions } from '../parts/workload-parts-props';

/** Items that constructs declare and other constructs process, in either order of creation. */
export class Registry<T> {
  private readonly items: T[] = [];
  private readonly listeners: Array<(item: T) => void> = [];

  public add(item: T): void {
    this.items.push(item);
    this.listeners.forEach((listener) => listener(item));
  }

  /** Calls a listener for every item, including items that are added later. */
  public each(listener: (item: T) => void): void {
    this.items.forEach(listener);
    this.listeners.push(listener);
  }
}

/** Whether a construct that processes items is in the account and Region of the item. */
export function isSameEnvironment(one: IConstruct, other: IConstruct): boolean {
  const [a, b] = [Stack.of(one), Stack.of(other)];
  return a.region === b.region && a.account === b.account;
}

/** An alarm that a construct recommends. `WorkloadMonitoring` creates it. */
export interface RecommendedAlarm extends AlarmRecommendation {
  /** The construct that recommends it. The alarm is created below it as `Alarms/<id>`. */
  readonly construct: Construct;
  /** Whether activity outside the workload raises it: calls of anyone in the account. @default false */
  readonly isAccountWide?: boolean;
}

/** A resource for the backup plan of the workload. */
export interface BackedUpResource extends BackUpOptions {
  readonly construct: IConstruct;
  readonly resource: backup.BackupResource;
}

interface Registries {
  readonly alarms: Registry<RecommendedAlarm>;
  readonly backups: Registry<BackedUpResource>;
  readonly calls: Registry<CalledService>;
}

const REGISTRIES = new WeakMap<Workload, Registries>();

function registriesOf(construct: IConstruct): Registries {
  const workload = Workload.of(construct);
  const known = REGISTRIES.get(workload);
  if (known) return known;
  const registries: Registries = { alarms: new Registry(), backups: new Registry(), calls: new Registry() };
  REGISTRIES.set(workload, registries);
  const check = new CalledServiceCheck();
  registries.calls.each((call) => check.add(call));
  return registries;
}

/** Recommended alarms of the constructs of a workload. */
export function recommendedAlarms(construct: IConstruct): Registry<RecommendedAlarm> {
  return registriesOf(construct).alarms;
}

/** Resources for the backup plan of a workload. */
export function backedUpResources(construct: IConstruct): Registry<BackedUpResource> {
  return registriesOf(construct).backups;
}

/** AWS services that the constructs of a workload call from its VPCs. */
export function calledServices(construct: IConstruct): Registry<CalledService> {
  return registriesOf(construct).calls;
}
