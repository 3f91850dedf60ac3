import { Lazy, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as kms from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { BackupResourceType } from '../backup-resource-type';
import { BackupRole } from '../backup-role';
import { copyPermissions } from '../copies/copy-permissions';
import { keyPermissions } from '../key-permissions';
import { copyVaultPermissions, permissionsFor, vaultPermissions } from '../permissions';

const BY_TAG = 'AWS Backup looks up the resources with the tag when a backup starts';

/** The selection of a plan and its role. Both are made with the first resource, because AWS Backup refuses a selection without resources. */
export class WorkloadSelection {
  private readonly arns: string[] = [];
  private readonly tags: backup.CfnBackupSelection.ConditionResourceTypeProperty[] = [];
  private readonly types = new Set<BackupResourceType>();
  private made?: backup.CfnBackupSelection;
  private madeRole?: BackupRole;

  constructor(
    private readonly scope: Construct,
    private readonly plan: backup.BackupPlan,
    private readonly vault: backup.IBackupVault,
    private readonly copies: backup.IBackupVault[],
  ) {}

  public get selection(): backup.CfnBackupSelection | undefined {
    return this.made;
  }

  public get role(): BackupRole | undefined {
    return this.madeRole;
  }

  public get resourceTypes(): ReadonlySet<BackupResourceType> {
    return this.types;
  }

  public addArn(arn: string, type: BackupResourceType | undefined, key: kms.IKey | undefined): void {
    const role = this.make();
    this.arns.push(arn);
    if (!type) return;
    this.addType(type);
    role.allow(permissionsFor(type).each(arn));
    role.allow(keyPermissions(role.stack, type, key?.keyArn));
  }

  public addTag({ key, operation, value }: backup.TagCondition): void {
    this.make();
    this.tags.push({ conditionKey: key, conditionType: operation ?? backup.TagOperation.STRING_EQUALS, conditionValue: value });
  }

  /** Allows the role to back up all resources of a type. */
  public allowAll(type: BackupResourceType): void {
    const role = this.make();
    this.addType(type);
    role.allow(permissionsFor(type).each(permissionsFor(type).any(role.stack)).map((permission) => ({ why: BY_TAG, ...permission })));
    role.allow(keyPermissions(role.stack, type, undefined));
  }

  private addType(type: BackupResourceType) {
    if (this.types.has(type)) return;
    this.types.add(type);
    const stack = Stack.of(this.scope);
    this.madeRole!.allow(permissionsFor(type).shared(stack));
    this.madeRole!.allowCopies(copyPermissions(stack, type, this.copies));
  }

  private make(): BackupRole {
    if (this.madeRole) return this.madeRole;
    const role = new BackupRole(this.scope, 'Role', 'Backs up the resources of a backup plan');
    role.allow(vaultPermissions(this.vault));
    this.copies.forEach((copy) => role.allowCopies(copyVaultPermissions(copy)));
    this.madeRole = role;
    this.made = new backup.CfnBackupSelection(this.scope, 'Selection', {
      backupPlanId: this.plan.backupPlanId,
      backupSelection: {
        selectionName: 'Workload',
        iamRoleArn: role.roleArn,
        resources: Lazy.list({ produce: () => this.arns }, { omitEmpty: true }),
        listOfTags: Lazy.any({ produce: () => this.tags }, { omitEmptyArray: true }) as any,
      },
    });
    return role;
  }
}
