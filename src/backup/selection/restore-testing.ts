import { Annotations, Lazy, Names, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { ResolvedRestoreTesting } from './resolve-selection';
import { BackupResourceType } from '../backup-resource-type';
import { BackupRole } from '../backup-role';
import { keyPermissions } from '../key-permissions';
import { permissionsFor, restoreKeyActions } from '../permissions';

/** Maximum number of resources in a selection (CloudFormation Template Reference, AWS::Backup::RestoreTestingSelection). */
const SELECTION_MAX_RESOURCES = 30;

/** Regions whose CloudFormation registry has no `AWS::Backup::RestoreTestingPlan` (cfn-lint 1.58.0, which has the registry of each Region). */
const REGIONS_WITHOUT = new Set(['ap-southeast-5', 'ap-southeast-7', 'cn-north-1', 'cn-northwest-1', 'us-gov-east-1', 'us-gov-west-1']);

/** The restore testing plan of a backup plan, with a selection for each resource type. */
export class RestoreTesting extends Construct {
  private readonly role: BackupRole;
  private readonly plan: backup.CfnRestoreTestingPlan;
  private readonly selections = new Map<BackupResourceType, string[] | undefined>();

  /** @param pointInTime whether the plan has a continuous rule */
  constructor(scope: Construct, private readonly options: ResolvedRestoreTesting, vault: backup.IBackupVault, pointInTime: boolean) {
    super(scope, 'RestoreTesting');
    this.role = new BackupRole(this, 'Role', 'Restores recovery points to test them');
    this.plan = new backup.CfnRestoreTestingPlan(this, 'Plan', {
      restoreTestingPlanName: Names.uniqueResourceName(this, { maxLength: 50, separator: '_', allowedSpecialCharacters: '_' }),
      scheduleExpression: options.schedule.expressionString,
      recoveryPointSelection: {
        algorithm: 'LATEST_WITHIN_WINDOW',
        includeVaults: [vault.backupVaultArn],
        recoveryPointTypes: pointInTime ? ['CONTINUOUS', 'SNAPSHOT'] : ['SNAPSHOT'],
        selectionWindowDays: options.selectionWindow.toDays(),
      },
    });
    this.node.addValidation({ validate: () => this.tooManyResources() });
    const { region } = Stack.of(this);
    if (REGIONS_WITHOUT.has(region)) {
      Annotations.of(this).addWarningV2('cdk-regulated:noRestoreTesting',
        `restoreTesting cannot be deployed in ${region}: CloudFormation had no AWS::Backup::RestoreTestingPlan there when this version was released`);
    }
  }

  /** Tests a resource as well, or all resources of the type in the vault when no ARN is given. */
  public add(type: BackupResourceType, arn?: string, key?: kms.IKey): void {
    if (!this.selections.has(type)) this.select(type);
    const arns = this.selections.get(type);
    this.selections.set(type, arn === undefined ? undefined : arns && [...arns, arn]);
    this.role.allow(keyPermissions(this.role.stack, type, key?.keyArn, restoreKeyActions(type)));
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
      restoreMetadataOverrides: this.options.metadata[type.name],
      validationWindowHours: this.options.validationWindow.toHours(),
    });
  }

  private tooManyResources(): string[] {
    return [...this.selections].filter(([, arns]) => arns && arns.length > SELECTION_MAX_RESOURCES)
      .map(([{ name }, arns]) => `restoreTesting must have at most ${SELECTION_MAX_RESOURCES} resources of type ${name}, got ${arns!.length}`);
  }
}
