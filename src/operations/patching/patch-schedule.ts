import { Duration, Names, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { recommendPatchAlarms } from './patch-alarms';
import { patchBaseline } from './patch-baselines';
import { patchRole } from './patch-role';
import { PatchScheduleProps } from './patch-schedule-props';
import { PATCH_GROUP_TAG, ResolvedPatchScheduleProps, resolvePatchScheduleProps } from './resolve-patch-schedule-props';
import { IManagedInstances } from '../../core/contracts/managed-instances';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { grantTo } from '../../core/parts/grant-to';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { requireArguments } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { Workload } from '../../core/workload/workload';

/**
 * Installs approved patches on tagged instances in a maintenance window, a part of them at a time, with alarms on missing patches and failed runs.
 *
 * @example
 * const patches = new PatchSchedule(this, 'Patching', {
 *   targetTags: { environment: 'production' },
 *   schedule: 'cron(0 3 ? * SAT *)',
 *   timeZone: 'Europe/London',
 * });
 * patches.include(web);
 */
export class PatchSchedule extends Construct {
  /** The maintenance window. */
  public readonly maintenanceWindow: ssm.CfnMaintenanceWindow;
  /** Patch baselines, one per operating system. */
  public readonly baselines: ssm.CfnPatchBaseline[];
  /** Value of the tag `PatchGroup` of instances in this schedule. */
  public readonly patchGroup: string;
  private readonly options: ResolvedPatchScheduleProps;

  /** @throws ValidationError when a prop is malformed or out of range */
  constructor(scope: Construct, id: string, props: PatchScheduleProps) {
    super(scope, id);
    this.options = resolvePatchScheduleProps(this, props);
    const { targetTags, operatingSystems, approveAfter, schedule, timeZone, duration, cutoff } = this.options;
    this.patchGroup = this.nameOf('group');
    this.baselines = operatingSystems.map((system) => (
      patchBaseline(this, system, this.nameOf(`baseline-${system.toLowerCase().replace(/_/g, '-')}`), this.patchGroup, approveAfter)));

    this.maintenanceWindow = new ssm.CfnMaintenanceWindow(this, 'Window', {
      name: this.nameOf('window'),
      description: 'Installs approved patches',
      schedule,
      scheduleTimezone: timeZone,
      duration: duration.toHours(),
      cutoff: cutoff.toHours(),
      allowUnassociatedTargets: false,
    });
    // Other schedules in the account may have the same target tags. The patch group is unique.
    const tags = { ...targetTags, [PATCH_GROUP_TAG]: this.patchGroup };
    const target = new ssm.CfnMaintenanceWindowTarget(this, 'Target', {
      windowId: this.maintenanceWindow.ref,
      resourceType: 'INSTANCE',
      targets: Object.entries(tags).map(([key, value]) => ({ key: `tag:${key}`, values: [value] })),
    });
    this.addTask(target, patchRole(this, tags));
    recommendPatchAlarms(this, this.maintenanceWindow.ref, this.baselines.map(({ ref }) => ref));
  }

  /**
   * Adds instances to this schedule and its baselines, and grants them permission to write the output of runs. They must also have the tags of
   * `targetTags`, for example by the workload's tags.
   */
  public include(instances: IManagedInstances): void {
    requireArguments(this, 'PatchSchedule.include', { instances });
    this.allowOutput(instances);
    Tags.of(instances).add(PATCH_GROUP_TAG, this.patchGroup, {
      includeResourceTypes: ['AWS::EC2::LaunchTemplate', 'AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup'],
    });
  }

  private allowOutput(instances: IManagedInstances) {
    const { output } = this.options;
    if (!output) return;
    // Systems Manager User Guide, Configuring an IAM service role and bucket for the output of Run Command: the agent reads the encryption of the bucket.
    const objects = output.bucket.arnForObjects(`${output.prefix}/*`);
    const { grantPrincipal } = instances;
    grantTo(this, instances, { actions: ['s3:GetEncryptionConfiguration'], resourceArns: [output.bucket.bucketArn] }, 'instances');
    const { policyDependable } = grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }));
    if (Construct.isConstruct(policyDependable)) {
      acknowledgeWildcards(policyDependable, 'Systems Manager names the objects for each run, instance and step below this prefix', objects);
    }
    output.bucket.encryptionKey?.grant(grantPrincipal, 'kms:GenerateDataKey');
  }

  private addTask(target: ssm.CfnMaintenanceWindowTarget, role: LeastPrivilegeRole) {
    const { maxConcurrency, maxErrors, reboot, output } = this.options;
    const task = new ssm.CfnMaintenanceWindowTask(this, 'Install', {
      windowId: this.maintenanceWindow.ref,
      description: 'AWS-RunPatchBaseline, Install',
      targets: [{ key: 'WindowTargetIds', values: [target.ref] }],
      taskType: 'RUN_COMMAND',
      taskArn: 'AWS-RunPatchBaseline',
      serviceRoleArn: role.roleArn,
      priority: 1,
      maxConcurrency,
      maxErrors,
      cutoffBehavior: 'CONTINUE_TASK',
      taskInvocationParameters: {
        maintenanceWindowRunCommandParameters: {
          parameters: { Operation: ['Install'], RebootOption: [reboot ? 'RebootIfNeeded' : 'NoReboot'] },
          timeoutSeconds: Duration.minutes(10).toSeconds(),
          outputS3BucketName: output?.bucket.bucketName,
          outputS3KeyPrefix: output?.prefix,
        },
      },
    });
    task.node.addDependency(...role.ownPolicies);
  }

  // CloudFormation requires these names, and a patch group has one baseline per operating system.
  private nameOf(type: string): string {
    const id = `${this.node.id.replace(/[^A-Za-z0-9]/g, '').replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}-${type}`;
    return Workload.of(this).name === undefined
      ? `${Names.uniqueResourceName(this, { maxLength: 60, separator: '-' })}-${type}`
      : Workload.of(this).physicalName(id, { limit: NameLimit.SYSTEMS_MANAGER });
  }
}
