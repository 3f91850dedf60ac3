import * as backup from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { LeastPrivilegeRole } from './least-privilege-role';
import { encryptedLogGroup } from './log-group';
import { AlarmRecommendation, BackUpOptions, EncryptedLogGroupProps, LeastPrivilegeRoleProps, ServiceCalls } from './workload-parts-props';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { refuse, requireAlarmMetric, requireArguments, requireDatapoints, requireInteger, requireString, requireSubnets } from '../validation';
import { backedUpResources, calledServices, recommendedAlarms } from '../workload/registry';

const ALARM_ID = { need: '1 to 64 letters and digits, the first an upper-case letter, such as CpuHigh', pattern: /[A-Z][A-Za-z0-9]*/, maxLength: 64 };
/** IAM API, CreateRole. */
const ROLE_DESCRIPTION = { need: 'a string of at most 1000 Latin-1 characters', minLength: 0, maxLength: 1000, pattern: /[\t\n\r\u0020-\u007e\u00a1-\u00ff]*/ };
const DESCRIPTION = { need: 'a string of 1 to 1024 characters', maxLength: 1024 };
const ALARMS = new WeakMap<Construct, Set<string>>();

/**
 * The parts of a workload for constructs of your own, in the library or in another package: what the constructs of this library share. Keys, log groups and roles
 * are made as the workload requires. Alarms, backups and called services reach `WorkloadMonitoring`, `BackupPlan` and `InterfaceEndpoints`, in any order
 * of creation.
 *
 * @example
 * // In the constructor of a construct of your own.
 * const parts = WorkloadParts.of(this);
 * const role = parts.role('Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') });
 * parts.logGroup('Logs').grantWrite(role);
 * parts.key(DataClass.DATA, KeyUse.via('dynamodb')).grantEncryptDecrypt(role);
 * parts.callServices({ vpc: network.vpc, services: [ec2.InterfaceVpcEndpointAwsService.KMS] });
 */
export class WorkloadParts {
  /**
   * The parts for a construct.
   * @param construct construct that uses them, and the scope of what they create
   */
  public static of(construct: Construct): WorkloadParts {
    requireArguments(construct, 'WorkloadParts.of', { construct });
    return new WorkloadParts(construct);
  }

  private constructor(private readonly construct: Construct) {}

  /**
   * The encryption key of the stack for a class of data, created on first use. Its policy permits the uses.
   * @param dataClass class of the data
   * @param uses uses that the key policy permits, for example `KeyUse.via('es')`
   */
  public key(dataClass: DataClass, ...uses: KeyUse[]): kms.IKey {
    requireArguments(this.construct, 'WorkloadParts.key', { dataClass, uses });
    return keyFor(this.construct, undefined, dataClass, ...uses);
  }

  /** A log group with the key, the retention and the removal policy of the workload. */
  public logGroup(id: string, props: EncryptedLogGroupProps = {}): logs.LogGroup {
    requireArguments(this.construct, 'WorkloadParts.logGroup', { id, props });
    return encryptedLogGroup(this.construct, id, props);
  }

  /**
   * A role whose permissions, including those of grant methods, are in customer managed policies of its own, not in inline policies or policies that AWS manages.
   */
  public role(id: string, props: LeastPrivilegeRoleProps): iam.Role {
    requireArguments(this.construct, 'WorkloadParts.role', { id, props });
    requireString(this.construct, 'description', props.description, ROLE_DESCRIPTION);
    return new LeastPrivilegeRole(this.construct, id, props);
  }

  /**
   * Recommends an alarm. `WorkloadMonitoring` creates it, and its prop `alarms` can change it.
   * @throws ValidationError if a prop is invalid, or the construct has an alarm with the id
   * @example
   * WorkloadParts.of(this).recommendAlarm({
   *   id: 'ExportsFailed',
   *   description: 'Exports to the data warehouse fail.',
   *   metric: new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'ExportsFailed', statistic: 'sum' }),
   *   threshold: 1,
   *   evaluationPeriods: 1,
   * });
   */
  public recommendAlarm(props: AlarmRecommendation): void {
    requireArguments(this.construct, 'WorkloadParts.recommendAlarm', { props });
    const { id, description, metric, evaluationPeriods, datapointsToAlarm } = props;
    requireString(this.construct, 'id', id, ALARM_ID);
    requireString(this.construct, 'description', description, DESCRIPTION);
    requireAlarmMetric(this.construct, 'metric', metric);
    requireInteger(this.construct, 'evaluationPeriods', evaluationPeriods, { min: 1 });
    requireDatapoints(this.construct, 'datapointsToAlarm', datapointsToAlarm, evaluationPeriods ?? 3);
    const ids = ALARMS.get(this.construct) ?? new Set();
    if (ids.has(id)) refuse(this.construct, `alarm '${id}' already exists in this construct`);
    ALARMS.set(this.construct, ids.add(id));
    recommendedAlarms(this.construct).add({ construct: this.construct, ...props });
  }

  /**
   * Registers a resource for `BackupPlan`.
   * @param resource resource that AWS Backup supports
   * @example
   * const documents = new SecureBucket(this, 'Documents');
   * WorkloadParts.of(this).backUp(backup.BackupResource.fromArn(documents.bucket.bucketArn), { encryptionKey: documents.encryptionKey });
   */
  public backUp(resource: backup.BackupResource, options: BackUpOptions = {}): void {
    requireArguments(this.construct, 'WorkloadParts.backUp', { resource, options });
    backedUpResources(this.construct).add({ ...options, construct: this.construct, resource });
  }

  /**
   * Declares AWS services that the construct calls from a VPC at run time. `InterfaceEndpoints` creates endpoints for them, and a synthesis warns of services
   * that the subnets cannot reach.
   */
  public callServices(props: ServiceCalls): void {
    requireArguments(this.construct, 'WorkloadParts.callServices', { props });
    const { services, ...caller } = props;
    if (caller.subnets) requireSubnets(this.construct, 'subnets', caller.vpc, caller.subnets);
    services.forEach((service) => calledServices(this.construct).add({ ...caller, service }));
  }
}
