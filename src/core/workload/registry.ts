import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct, IConstruct } from 'constructs';
import { Workload } from './workload';

/** What constructs declare about themselves for others to act on, whichever of the two comes first in the code. */
export class Registry<T> {
  private readonly items: T[] = [];
  private readonly listeners: Array<(item: T) => void> = [];

  public add(item: T): void {
    this.items.push(item);
    this.listeners.forEach((listener) => listener(item));
  }

  /** Calls back for every item, those that are yet to come included. */
  public each(listener: (item: T) => void): void {
    this.items.forEach(listener);
    this.listeners.push(listener);
  }
}

/** An alarm that a construct recommends for itself; `WorkloadMonitoring` makes it. */
export interface RecommendedAlarm {
  /** The construct that recommends it. The alarm is made below it, as `Alarms/<id>`. */
  readonly construct: Construct;
  /** Upper camel case, for example `CpuHigh`. */
  readonly id: string;
  /** What it means for the reader who is woken by it, in one sentence. */
  readonly description: string;
  readonly metric: cloudwatch.IMetric;
  readonly threshold: number;
  /** @default GREATER_THAN_OR_EQUAL_TO_THRESHOLD */
  readonly comparisonOperator?: cloudwatch.ComparisonOperator;
  /** @default 3 */
  readonly evaluationPeriods?: number;
  /** @default - as evaluationPeriods */
  readonly datapointsToAlarm?: number;
  /** @default NOT_BREACHING */
  readonly treatMissingData?: cloudwatch.TreatMissingData;
}

/** A resource that belongs in the workload's backup plan. */
export interface BackedUpResource {
  readonly construct: IConstruct;
  readonly resource: backup.BackupResource;
  /** Key that it is encrypted with, which the role of the backup plan may then use and no other. @default - any of the account */
  readonly encryptionKey?: kms.IKey;
}

/** An AWS service that something of the workload calls at run time, from within a network. */
export interface CalledService {
  /** Network that the calls come from. */
  readonly vpc: ec2.IVpc;
  readonly service: ec2.InterfaceVpcEndpointAwsService;
  /** Whether the caller takes the FIPS 140 validated endpoint where there is one: an SDK can be told to, agents of AWS cannot. @default false */
  readonly fips?: boolean;
}

interface Registries {
  readonly alarms: Registry<RecommendedAlarm>;
  readonly backups: Registry<BackedUpResource>;
  readonly calls: Registry<CalledService>;
}

const REGISTRIES = new WeakMap<Workload, Registries>();

function registriesOf(construct: IConstruct): Registries {
  const workload = Workload.of(construct);
  const registries = REGISTRIES.get(workload) ?? { alarms: new Registry(), backups: new Registry(), calls: new Registry() };
  REGISTRIES.set(workload, registries);
  return registries;
}

/** The alarms that the constructs of a workload recommend. */
export function recommendedAlarms(construct: IConstruct): Registry<RecommendedAlarm> {
  return registriesOf(construct).alarms;
}

/** The resources of a workload that belong in its backup plan. */
export function backedUpResources(construct: IConstruct): Registry<BackedUpResource> {
  return registriesOf(construct).backups;
}

/** The AWS services that the constructs of a workload call from within its networks. */
export function calledServices(construct: IConstruct): Registry<CalledService> {
  return registriesOf(construct).calls;
}
