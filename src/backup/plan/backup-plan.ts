import { Names, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { BackupSelectionOptions, RecoveryObjectives, RestoreTestingOptions } from './backup-plan-options';
import { BackupResourceType } from '../backup-resource-type';
import { BackupRule } from './backup-rule';
import { BackupVault } from '../vault/backup-vault';
import { CopyDestinations } from '../copies/copy-destinations';
import { tellOfFailures } from './failure-events';
import { planFor, registerPlan, sameEnvironment } from './plans-of-workload';
import { requireObjectives, shortfallsOf } from './recovery-objectives';
import { renderRule } from './plan-rule';
import { typeOf } from '../selection/resource-types';
import { RestoreTesting } from '../selection/restore-testing';
import { WorkloadSelection } from '../selection/workload-selection';
import { encryptedTopic } from '../../core/parts/encrypted-topic';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { BackedUpResource, backedUpResources } from '../../core/workload/registry';
import { Workload } from '../../core/workload/workload';

/** Properties of BackupPlan. */
export interface BackupPlanProps {
  /**
   * When to back up, and how long to keep it.
   * @default - every day, kept for 35 days in `production` and for the workload's backup retention in `ephemeral`
   */
  readonly rules?: BackupRule[];
  /**
   * What is protected.
   * @default - everything that the workload's constructs say belongs in a backup
   */
  readonly selection?: BackupSelectionOptions;
  /**
   * Vault that takes the recovery points.
   * @default - a `BackupVault` of its own
   */
  readonly vault?: backup.IBackupVault;
  /**
   * Name of the vault that it makes.
   * @default - derived from the path of the construct
   */
  readonly backupVaultName?: string;
  /**
   * Topic that hears of failed jobs. Its key then lets the account's principals publish.
   * @default - a topic of its own
   */
  readonly topic?: sns.ITopic;
  /**
   * What the owner of the workload promised for a disaster, held against the rules.
   * @default - none
   */
  readonly objectives?: RecoveryObjectives;
  /**
   * A regular test that the recovery points can be restored. The resources that it restores cost as much as their originals while it runs.
   * @default - none
   */
  readonly restoreTesting?: RestoreTestingOptions;
}

/**
 * Backs up a workload: what its constructs say belongs in a backup, those declared later included, into an encrypted vault that
 * nobody can delete from, by a role that may do that and no more.
 *
 * CloudFormation cannot delete a vault with recovery points in it. In `ephemeral` nothing forbids to delete those: empty the vault
 * before its stack, or wait until the last recovery point has expired.
 */
export class BackupPlan extends Construct {
  /** The plan, for everything this construct does not model. */
  public readonly plan: backup.BackupPlan;
  /** The vault that takes the recovery points. */
  public readonly vault: backup.IBackupVault;
  /** The vaults that it made for copies in other Regions, by Region. */
  public readonly copyVaults: { [region: string]: backup.BackupVault };
  /** The topic that hears of failed jobs. */
  public readonly topic: sns.ITopic;
  private readonly selected: WorkloadSelection;
  private readonly restoreTesting?: RestoreTesting;
  private readonly elsewhere: BackedUpResource[] = [];

  /** @throws ValidationError when rules, objectives, lock and Regions contradict each other, or a resource's kind is unknown */
  constructor(scope: Construct, id: string, props: BackupPlanProps = {}) {
    super(scope, id);
    const { rules = [BackupRule.daily()], objectives = {}, selection = {} } = props;
    this.requireRules(rules);
    requireObjectives(this, objectives, rules, props.restoreTesting !== undefined);
    this.vault = this.vaultOf(props);
    const destinations = new CopyDestinations(this);
    this.copyVaults = destinations.made;
    this.plan = new backup.BackupPlan(this, 'Plan', {
      backupPlanName: this.planName(),
      backupVault: this.vault,
      backupPlanRules: rules.map((rule) => renderRule(this, rule, this.vault, destinations)),
    });
    this.topic = props.topic ?? encryptedTopic(this, 'Topic');
    tellOfFailures(this, this.vault, this.topic);
    this.selected = new WorkloadSelection(this, this.plan, this.vault, destinations.vaults);
    if (props.restoreTesting) {
      this.restoreTesting = new RestoreTesting(this, props.restoreTesting, this.vault, rules.some(({ pointInTime }) => pointInTime));
    }
    this.select(selection);
    this.node.addValidation({ validate: () => [...shortfallsOf(objectives, rules, this.selected.resourceTypes), ...this.unprotected()] });
  }

  /** The selection; undefined while there is nothing to protect, which the compliance check reports. */
  public get selection(): backup.CfnBackupSelection | undefined {
    return this.selected.selection;
  }

  /** The role that backs up; undefined while there is nothing to protect. */
  public get role(): iam.IRole | undefined {
    return this.selected.role;
  }

  private select({ workload = true, resources = [], resourceTypes = [] }: BackupSelectionOptions) {
    resourceTypes.forEach((type) => {
      this.selected.allowAll(type);
      this.restoreTesting?.add(type);
    });
    resources.forEach((resource) => this.protect(resource, resourceTypes));
    if (!workload) return;
    registerPlan(this);
    backedUpResources(this).each((item) => {
      if (!sameEnvironment(Stack.of(item.construct), Stack.of(this))) this.elsewhere.push(item);
      else this.protect(item.resource, resourceTypes, item.encryptionKey);
    });
  }

  private protect(resource: backup.BackupResource, resourceTypes: BackupResourceType[], key?: kms.IKey) {
    const { resource: arn, tagCondition, construct } = resource;
    if (construct) refuse(this, `selection has the construct '${construct.node.path}', need its resources, by ARN or by tag`);
    const type = typeOf(this, resource);
    if (!type && resourceTypes.length === 0) {
      const what = tagCondition ? `the tag '${tagCondition.key}'` : `'${arn}'`;
      refuse(this, `selection has ${what}, which does not show what kind of resource it stands for, need selection.resourceTypes`);
    }
    if (tagCondition) this.selected.addTag(tagCondition);
    if (arn !== undefined) this.selected.addArn(arn, type, key);
    if (arn !== undefined && type) this.restoreTesting?.add(type, arn, key);
  }

  private vaultOf({ vault, backupVaultName }: BackupPlanProps): backup.IBackupVault {
    if (vault && backupVaultName !== undefined) refuse(this, `backupVaultName is '${backupVaultName}' beside a vault of yours, need one or the other`);
    return vault ?? new BackupVault(this, 'Vault', { backupVaultName }).vault;
  }

  private planName(): string {
    const workload = Workload.of(this);
    return workload.name === undefined
      ? Names.uniqueResourceName(this, { maxLength: NameLimit.BACKUP_VAULT.maxLength, separator: '-' })
      : workload.physicalName('backup-plan', NameLimit.BACKUP_VAULT);
  }

  private requireRules(rules: BackupRule[]) {
    if (rules.length === 0) refuse(this, 'rules is empty, need at least one');
    const twice = rules.find(({ name }, index) => rules.findIndex((rule) => rule.name === name) !== index);
    if (twice) refuse(this, `rules has '${twice.name}' twice, need one of a kind`);
  }

  private unprotected(): string[] {
    return this.elsewhere.map(({ construct }) => construct)
      .filter((construct) => !planFor(construct))
      .map((construct) => `'${construct.node.path}' is in ${Stack.of(construct).region}, which a plan in ${Stack.of(this).region} does not reach, `
        + 'need a BackupPlan there');
  }
}
