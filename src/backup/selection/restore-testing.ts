import { Duration, Lazy, Names } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { RestoreTestingOptions } from '../plan/backup-plan-options';
import { BackupResourceType } from '../backup-resource-type';
import { BackupRole } from '../backup-role';
import { keyPermissions } from '../key-permissions';
import { permissionsFor } from '../permissions';
import { refuse } from '../../core/validation';

/** Resources in a selection at the most (CloudFormation Template Reference, AWS::Backup::RestoreTestingSelection). */
const SELECTION_MAX_RESOURCES = 30;

/** As AWSBackupServiceRolePolicyForRestores has them (AWS Managed Policy Reference). */
const RESTORE_KEY_ACTIONS = [
  'kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptFrom', 'kms:ReEncryptTo',
];

/** The restore-testing plan of a backup plan, with a selection for each kind of resource. */
export class RestoreTesting extends Construct {
  private readonly role: BackupRole;
  private readonly plan: backup.CfnRestoreTestingPlan;
  private readonly selections = new Map<BackupResourceType, string[] | undefined>();

  constructor(scope: Construct, private readonly options: RestoreTestingOptions, vault: backup.IBackupVault, pointInTime: boolean) {
    super(scope, 'RestoreTesting');
    this.role = new BackupRole(this, 'Role', 'Restores recovery points to test them');
    this.plan = new backup.CfnRestoreTestingPlan(this, 'Plan', {
      restoreTestingPlanName: Names.uniqueResourceName(this, { maxLength: 50, separator: '_', allowedSpecialCharacters: '_' }),
      scheduleExpression: (options.schedule ?? events.Schedule.cron({ weekDay: 'SUN', hour: '12', minute: '0' })).expressionString,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.backupVaultArn],
        recoveryPointTypes: pointInTime ? ['CONTINUOUS', 'SNAPSHOT'] : ['SNAPSHOT'],
        selectionWindowDays: this.within('selectionWindow', (options.selectionWindow ?? Duration.days(30)).toDays(), 365, 'days'),
      },
    });
    this.within('validationWindow', this.validationHours, 168, 'hours');
    this.node.addValidation({ validate: () => this.tooManyResources() });
  }

  /** Tests a resource as well; all resources of the kind in the vault where no ARN is given. */
  public add(type: BackupResourceType, arn?: string, key?: kms.IKey): void {
    if (!this.selections.has(type)) this.select(type);
    const arns = this.selections.get(type);
    this.selections.set(type, arn === undefined ? undefined : arns && [...arns, arn]);
    this.role.allow(keyPermissions(this.role.stack, type, key?.keyArn, RESTORE_KEY_ACTIONS));
  }

  private get validationHours(): number {
    return (this.options.validationWindow ?? Duration.hours(1)).toHours();
  }

  private select(type: BackupResourceType) {
    this.selections.set(type, []);
    this.role.allow(permissionsFor(type).restore(this.role.stack));
    new backup.CfnRestoreTestingSelection(this, type.name, {
      iamRoleArn: this.role.roleArn,
      protectedResourceType: type.name,
      protectedResourceArns: Lazy.list({ produce: () => this.selections.get(type) ?? ['*'] }),
      restoreTestingPlanName: this.plan.ref,
      restoreTestingSelectionName: type.name,
      restoreMetadataOverrides: this.options.metadata?.[type.name],
      validationWindowHours: this.validationHours,
    });
  }

  private within(prop: string, value: number, max: number, unit: string): number {
    if (value < 1 || value > max) refuse(this, `${prop} of restoreTesting is ${value} ${unit}, need 1 to ${max}`);
    return value;
  }

  private tooManyResources(): string[] {
    return [...this.selections].filter(([, arns]) => arns && arns.length > SELECTION_MAX_RESOURCES)
      .map(([{ name }, arns]) => `restoreTesting has ${arns!.length} resources of type ${name}, need at most ${SELECTION_MAX_RESOURCES}`);
  }
}
