import { App, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { PERMISSIONS_BY_TYPE } from './permissions-by-type';
import { FOR_BACKUP, FOR_RESTORES, FOR_S3_BACKUP, FOR_S3_RESTORE, PublishedStatement } from './published-policies';
import { copyPermissions } from '../../src/backup/copies/copy-permissions';
import { keyPermissions } from '../../src/backup/key-permissions';
import { copyVaultPermissions, Permission, permissionsFor, RESOURCE_TYPES, restoreKeyActions, vaultPermissions } from '../../src/backup/permissions';

const ACCOUNT = '123456789012';
const AWAY = { partition: 'aws', region: 'eu-west-1', account: ACCOUNT };
const stack = new Stack(new App(), 'Stack', { env: { account: ACCOUNT, region: 'eu-west-2' } });
const away = backup.BackupVault.fromBackupVaultArn(stack, 'Away', `arn:aws:backup:eu-west-1:${ACCOUNT}:backup-vault:away`);

/** Published actions that the plan's role does not get, and why. */
const NOT_FOR_BACKUP = {
  'a plan does not share recovery points with other accounts': ['ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute'],
  'a plan does not make VSS backups of Windows instances': ['ssm:CancelCommand', 'ssm:GetCommandInvocation', 'ssm:SendCommand'],
};
/** Published actions that the role of restore tests does not get, and why. */
const NOT_FOR_RESTORES = {
  'the service-linked role of AWS Backup deletes what a restore test made': [
    'ec2:DeleteVolume', 'ec2:TerminateInstances', 'ec2:DeleteSnapshot', 'ec2:DeleteTags', 'rds:DeleteDBInstance', 'rds:DeleteDBCluster',
    'elasticfilesystem:DeleteFilesystem',
  ],
  'restore tests make no instance in a restored Aurora cluster, and no tenant database of Oracle': [
    'rds:CreateDBInstance', 'rds:CreateTenantDatabase', 'rds:DeleteTenantDatabase',
  ],
  'a plan does not archive snapshots': ['ec2:RestoreSnapshotTier', 'ec2:DescribeSnapshotTierStatus'],
  'for FSx and Storage Gateway': [
    'ec2:DescribeAddresses', 'ec2:DescribeInternetGateways', 'ec2:DescribeRouteTables', 'ebs:CompleteSnapshot', 'ebs:StartSnapshot', 'ebs:PutSnapshotBlock',
  ],
  'AWS Backup itself starts restore tests': [
    'backup:StartRestoreJob', 'backup:ListRestoreJobs', 'backup:ListRecoveryPointsByBackupVault', 'backup:DescribeRestoreJob',
  ],
};

const ofBackup = (): Permission[] => [
  ...RESOURCE_TYPES.flatMap((type) => [
    ...permissionsFor(type).each(permissionsFor(type).any(stack)), ...permissionsFor(type).shared(stack), ...keyPermissions(stack, type, undefined),
    ...copyPermissions(stack, type, [away]),
  ]),
  ...vaultPermissions(away),
  ...copyVaultPermissions(away),
];
const ofRestores = (): Permission[] => RESOURCE_TYPES.flatMap((type) => (
  [...permissionsFor(type).restore(stack), ...keyPermissions(stack, type, undefined, restoreKeyActions(type))]));

/** IAM does not distinguish upper and lower case in actions. */
const unique = (actions: string[]) => [...new Set(actions.map((action) => action.toLowerCase()))].sort();
const textOf = (resource: string) => scalar(stack.resolve(resource));
const scalar = (value: any) => typeof value === 'string' ? value : value['Fn::Join'][1].map((part: any) => part.Ref ? 'aws' : part).join('');
const matches = (pattern: string, value: string) => (
  new RegExp(`^${pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&')).join('.*')}$`).test(value));

/** Whether a condition of ours is at least as strict as a published one. */
function isWithin({ conditions = {} }: Permission, resource: string, published: PublishedStatement['conditions'] = {}): boolean {
  return Object.entries(published).every(([operator, keys]) => Object.entries(keys).every(([key, value]) => {
    if (key === 'aws:PrincipalAccount' && resource.includes(`:${ACCOUNT}:`)) return true;
    if (operator !== 'StringLike') return JSON.stringify(conditions[operator]?.[key]) === JSON.stringify(value);
    const own = conditions.StringEquals?.[key];
    return typeof own === 'string' && [value].flat().some((pattern) => matches(pattern, own));
  }));
}

/** Permissions of ours that no published statement gives. */
function beyond(permissions: Permission[], published: PublishedStatement[]): string[] {
  return permissions.flatMap((permission) => permission.actions.flatMap((action) => permission.resources.map(textOf).filter((resource) => (
    !published.some(({ actions, resources, conditions }) => actions.some((each) => each.toLowerCase() === action.toLowerCase())
      && resources.some((pattern) => matches(pattern, resource)) && isWithin(permission, resource, conditions))
  )).map((resource) => `${action} on ${resource} ${JSON.stringify(permission.conditions)}`)));
}

describe('the permissions of all resource types', () => {
  test.each<[string, () => Permission[], PublishedStatement[], Record<string, string[]>]>([
    ['to back up', ofBackup, [...FOR_BACKUP, ...FOR_S3_BACKUP], NOT_FOR_BACKUP],
    ['to restore', ofRestores, [...FOR_RESTORES, ...FOR_S3_RESTORE], NOT_FOR_RESTORES],
  ])('%s are the published ones, except for the listed differences', (_, permissions, published, leftOut) => {
    const expected = unique(published.flatMap(({ actions }) => actions)).filter((action) => !unique(Object.values(leftOut).flat()).includes(action));
    expect(unique(permissions().flatMap(({ actions }) => actions))).toEqual(expected);
    expect(unique(published.flatMap(({ actions }) => actions))).toEqual(expect.arrayContaining(unique(Object.values(leftOut).flat())));
  });

  test.each<[string, () => Permission[], PublishedStatement[]]>([
    ['to back up', ofBackup, [...FOR_BACKUP, ...FOR_S3_BACKUP]], ['to restore', ofRestores, [...FOR_RESTORES, ...FOR_S3_RESTORE]],
  ])('%s are on no more resources and under no weaker conditions than the published ones', (_, permissions, published) => {
    expect(beyond(permissions(), published)).toEqual([]);
  });
});

describe('the permissions of a resource type', () => {
  const byResource = (permissions: Permission[]) => {
    const actions: Record<string, string[]> = {};
    for (const permission of permissions) {
      for (const resource of permission.resources.map(textOf)) {
        const key = permission.conditions ? `${resource} if ${JSON.stringify(permission.conditions)}` : resource;
        actions[key] = [...actions[key] ?? [], ...permission.actions];
      }
    }
    return Object.fromEntries(Object.entries(actions).map(([key, names]) => [key, [...new Set(names)].join(' ')]));
  };

  test('are defined for each', () => expect(RESOURCE_TYPES.map(({ name }) => name)).toEqual(Object.keys(PERMISSIONS_BY_TYPE)));

  test.each(RESOURCE_TYPES.map((type) => [type.name, type] as const))('%s are on its resources and snapshots', (name, type) => {
    const { any, each, shared, copy, restore, recoveryPoints } = permissionsFor(type);
    expect({
      backup: byResource([...each(any(stack)), ...shared(stack), ...keyPermissions(stack, type, undefined)]),
      copy: byResource(copy?.(AWAY) ?? []),
      restore: byResource(restore(stack)),
      recoveryPoints: recoveryPoints && textOf(recoveryPoints(stack)),
    }).toEqual(PERMISSIONS_BY_TYPE[name]);
  });

  test.each(RESOURCE_TYPES.map((type) => [type.name, type] as const))('%s have a reason for each wildcard', (_, type) => {
    const permissions = [...permissionsFor(type).shared(stack), ...permissionsFor(type).copy?.(AWAY) ?? [], ...permissionsFor(type).restore(stack)];
    expect(permissions.filter(({ resources, why }) => !why && resources.some((resource) => resource.includes('*')))).toEqual([]);
  });
});

test('the key of a restored resource may be used as the published policies allow, by way of its service', () => {
  const [, keys] = FOR_RESTORES.filter(({ actions }) => actions.includes('kms:DescribeKey'));
  const [s3Keys] = FOR_S3_RESTORE.filter(({ actions }) => actions.includes('kms:DescribeKey'));
  for (const type of RESOURCE_TYPES) {
    // kms:DescribeKey is a permission of its own.
    const published = (type.name === 'S3' ? s3Keys : keys).actions.filter((action) => action !== 'kms:DescribeKey');
    expect([type.name, [...restoreKeyActions(type)].sort()]).toEqual([type.name, [...published].sort()]);
  }
});

test('the permissions on a vault are on the vault and on the keys of its account', () => {
  const grants = [
    { actions: ['kms:DescribeKey'], resources: [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`], conditions: undefined },
    { actions: ['kms:CreateGrant'], resources: [`arn:aws:kms:eu-west-1:${ACCOUNT}:key/*`], conditions: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } },
  ];
  const plain = (permissions: Permission[]) => permissions
    .map(({ actions, resources, conditions }) => ({ actions, resources: resources.map(textOf), conditions }));
  expect(plain(vaultPermissions(away))).toEqual([
    { actions: ['tag:GetResources'], resources: ['*'], conditions: undefined },
    { actions: ['backup:DescribeBackupVault'], resources: [away.backupVaultArn], conditions: undefined },
    ...grants,
  ]);
  expect(plain(copyVaultPermissions(away))).toEqual([
    { actions: ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'], resources: [away.backupVaultArn], conditions: undefined },
    ...grants,
  ]);
});
