import { Duration, Names, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import { recommendPatchAlarms } from './patch-alarms';
import { patchBaseline } from './patch-baselines';
import { PatchOperatingSystem } from './patch-operating-system';
import { patchRole } from './patch-role';
import { requirePatchProps } from './resolve-patch-schedule-props';
import { PatchScheduleProps } from './patch-schedule-props';
import { IManagedInstances } from '../../core/contracts/managed-instances';
import { acknowledgeWildcards } from '../../core/parts/acknowledge-wildcards';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { NameLimit } from '../../core/workload/name-limit';
import { Workload } from '../../core/workload/workload';

/** What Patch Manager finds an instance's baseline by (Systems Manager User Guide, Patch groups). */
const PATCH_GROUP_TAG = 'PatchGroup';

/** Installs approved patches on its instances that have a tag, in a maintenance window, a part of them at a time, and tells what is left out. */
export class PatchSchedule extends Construct {
  /** The window. */
  public readonly maintenanceWindow: ssm.CfnMaintenanceWindow;
  /** Patch baselines, one for each operating system. */
  public readonly baselines: ssm.CfnPatchBaseline[];
  /** What the tag `PatchGroup` of an instance says, so that this schedule and its baselines count for it. */
  public readonly patchGroup: string;
  private readonly outputBucket?: s3.IBucket;
  private readonly outputPrefix: string;

  /** @throws ValidationError for what Systems Manager refuses at deployment */
  constructor(scope: Construct, id: string, props: PatchScheduleProps) {
    super(scope, id);
    requirePatchProps(this, props);
    const { targetTags, outputBucket, approveAfter = Duration.days(7), operatingSystems = [PatchOperatingSystem.AMAZON_LINUX_2023] } = props;
    this.outputBucket = outputBucket;
    this.outputPrefix = props.outputPrefix ?? 'patching';
    this.patchGroup = this.nameOf('group');
    this.baselines = operatingSystems.map((system) => (
      patchBaseline(this, system, this.nameOf(`baseline-${system.toLowerCase().replace(/_/g, '-')}`), this.patchGroup, approveAfter)));

    this.maintenanceWindow = new ssm.CfnMaintenanceWindow(this, 'Window', {
      name: this.nameOf('window'),
      description: 'Installs approved patches',
      schedule: props.schedule ?? 'cron(0 2 ? * SUN *)',
      scheduleTimezone: props.timeZone ?? 'Etc/UTC',
      duration: (props.duration ?? Duration.hours(4)).toHours(),
      cutoff: (props.cutoff ?? Duration.hours(1)).toHours(),
      allowUnassociatedTargets: false,
    });
    // Another schedule in the account may look for the same tags: the group, which is this one's alone, keeps the two apart.
    const tags = { ...targetTags, [PATCH_GROUP_TAG]: this.patchGroup };
    const target = new ssm.CfnMaintenanceWindowTarget(this, 'Target', {
      windowId: this.maintenanceWindow.ref,
      resourceType: 'INSTANCE',
      targets: Object.entries(tags).map(([key, value]) => ({ key: `tag:${key}`, values: [value] })),
    });
    this.addTask(target, patchRole(this, tags), props);
    recommendPatchAlarms(this, this.maintenanceWindow.ref, this.baselines.map(({ ref }) => ref));
  }

  /**
   * Makes instances belong to this schedule, with its baselines, and lets them write the output of its runs. They need the tags of `targetTags` too,
   * which a workload's tags bring.
   */
  public include(instances: IManagedInstances): void {
    Tags.of(instances).add(PATCH_GROUP_TAG, this.patchGroup, {
      includeResourceTypes: ['AWS::EC2::LaunchTemplate', 'AWS::EC2::Instance', 'AWS::AutoScaling::AutoScalingGroup'],
    });
    if (!this.outputBucket) return;
    // Systems Manager User Guide, Configuring an IAM service role and bucket for the output of Run Command: the agent asks how the bucket is encrypted.
    const { bucketArn } = this.outputBucket;
    const objects = this.outputBucket.arnForObjects(`${this.outputPrefix}/*`);
    const { grantPrincipal } = instances;
    grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:GetEncryptionConfiguration'], resources: [bucketArn] }));
    const { policyDependable } = grantPrincipal.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['s3:PutObject'], resources: [objects] }));
    if (Construct.isConstruct(policyDependable)) {
      acknowledgeWildcards(policyDependable, 'Systems Manager names an object for each run, instance and step below this prefix', objects);
    }
    this.outputBucket.encryptionKey?.grant(grantPrincipal, 'kms:GenerateDataKey');
  }

  private addTask(target: ssm.CfnMaintenanceWindowTarget, role: LeastPrivilegeRole, props: PatchScheduleProps) {
    const task = new ssm.CfnMaintenanceWindowTask(this, 'Install', {
      windowId: this.maintenanceWindow.ref,
      description: 'AWS-RunPatchBaseline, Install',
      targets: [{ key: 'WindowTargetIds', values: [target.ref] }],
      taskType: 'RUN_COMMAND',
      taskArn: 'AWS-RunPatchBaseline',
      serviceRoleArn: role.roleArn,
      priority: 1,
      maxConcurrency: props.maxConcurrency ?? '50%',
      maxErrors: props.maxErrors ?? '0',
      cutoffBehavior: 'CONTINUE_TASK',
      taskInvocationParameters: {
        maintenanceWindowRunCommandParameters: {
          parameters: { Operation: ['Install'], RebootOption: [props.reboot === false ? 'NoReboot' : 'RebootIfNeeded'] },
          timeoutSeconds: Duration.minutes(10).toSeconds(),
          outputS3BucketName: this.outputBucket?.bucketName,
          outputS3KeyPrefix: this.outputBucket && this.outputPrefix,
        },
      },
    });
    task.node.addDependency(...role.ownPolicies);
  }

  // CloudFormation asks for these names, and a patch group has one baseline of an operating system only.
  private nameOf(type: string): string {
    const id = `${this.node.id.replace(/[^A-Za-z0-9]/g, '').replace(/(?<=[a-z0-9])(?=[A-Z])/g, '-').toLowerCase()}-${type}`;
    return Workload.of(this).name === undefined
      ? `${Names.uniqueResourceName(this, { maxLength: 60, separator: '-' })}-${type}`
      : Workload.of(this).physicalName(id, NameLimit.SYSTEMS_MANAGER);
  }
}
