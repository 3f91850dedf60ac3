import * as backup from 'aws-cdk-lib/aws-backup';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { BackupPlanProps } from './backup-plan-props';
import { failureTopic } from './failure-events';
import { planRule } from './plan-rule';
import { shortfallsOf } from './recovery-objectives';
import { resolveBackupPlanProps } from './resolve-backup-plan-props';
import { requireArguments, requireEntry } from '../../core/validation';
import { CopyDestinations } from '../copies/copy-destinations';
import { ProtectedResources } from '../selection/protected-resources';
import { RestoreTesting } from '../selection/restore-testing';
import { WorkloadSelection } from '../selection/workload-selection';
import { BackupVault } from '../vault/backup-vault';

/**
 * Backs up a workload: the resources that its constructs register, including those declared later, in an encrypted vault. The lifecycle decides whether
 * the vault denies deletion. The plan's role is limited to these resources.
 *
 * CloudFormation cannot delete a vault that contains recovery points. In `ephemeral`, empty the vault before you delete its stack, or wait until the
 * last recovery point expires.
 *
 * @example
 * new BackupPlan(this, 'Backup', {
 *   rules: [BackupRule.hourly(Duration.hours(4)), BackupRule.daily()],
 *   objectives: { recoveryPoint: Duration.hours(4) },
 * });
 */
export class BackupPlan extends Construct {
  /** The plan, for settings that this construct does not have. */
  public readonly plan: backup.BackupPlan;
  /** The vault for the recovery points. */
  public readonly vault: backup.IBackupVault;
  /** The vaults that the plan made for copies in other Regions, by Region. */
  public readonly copyVaults: { [region: string]: backup.BackupVault };
  /** The topic for notifications about failed jobs. */
  public readonly topic: sns.ITopic;
  private readonly selected: WorkloadSelection;

  /** @throws ValidationError when rules, objectives, vault lock and Regions contradict each other, or a resource type is unknown */
  constructor(scope: Construct, id: string, props: BackupPlanProps = {}) {
    super(scope, id);
    const { backupPlanName, rules, objectives, selection } = resolveBackupPlanProps(this, props);
    this.vault = props.vault ?? new BackupVault(this, 'Vault', { backupVaultName: props.backupVaultName }).vault;
    const destinations = new CopyDestinations(this);
    this.copyVaults = destinations.made;
    this.plan = new backup.BackupPlan(this, 'Plan', {
      backupPlanName,
      backupVault: this.vault,
      backupPlanRules: rules.map((rule) => planRule(rule, destinations)),
    });
    this.topic = failureTopic(this, this.vault, props.topic);
    this.selected = new WorkloadSelection(this, this.plan, this.vault, destinations.vaults);
    const restoreTesting = selection.restoreTesting
      && new RestoreTesting(this, selection.restoreTesting, this.vault, rules.some(({ pointInTime }) => pointInTime));
    const resources = new ProtectedResources(this, selection, this.selected, restoreTesting);
    this.node.addValidation({ validate: () => [...shortfallsOf(objectives, rules, this.selected.resourceTypes), ...resources.unprotected()] });
  }

  /**
   * The vault that the plan made for copies in a Region.
   * @param region of a copy, for example `eu-west-1`
   * @throws ValidationError when the plan made no vault in that Region, because it copies nothing there or into an existing vault
   */
  public copyVault(region: string): backup.BackupVault {
    requireArguments(this, 'BackupPlan.copyVault', { region });
    return requireEntry(this, 'region', 'a Region of copies for which the plan made a vault', this.copyVaults, region);
  }

  /** The selection. Undefined while the plan protects no resource, which the compliance check reports. */
  public get selection(): backup.CfnBackupSelection | undefined {
    return this.selected.selection;
  }

  /** The role that AWS Backup assumes. Undefined while the plan protects no resource. */
  public get role(): iam.IRole | undefined {
    return this.selected.role;
  }
}
