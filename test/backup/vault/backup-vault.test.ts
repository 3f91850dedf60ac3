import { readFileSync } from 'fs';
import { App, CliCredentialsStackSynthesizer, DefaultStackSynthesizer, Duration, IStackSynthesizer, NestedStack, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { BackupVault, BackupVaultProps, Lifecycle, VaultLock, Workload, WorkloadMonitoring } from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const VAULT = 'AWS::Backup::BackupVault';

function vaultOf(lifecycle: Lifecycle, props: BackupVaultProps = {}) {
  const stack = testStack({ lifecycle });
  new BackupVault(stack, 'Vault', props);
  return Object.values(templateOf(stack).findResources(VAULT))[0];
}

test('recovery points are under the key for data, which AWS Backup alone may use for the account', () => {
  const stack = testStack();
  new BackupVault(stack, 'Vault');
  const template = templateOf(stack);
  template.hasResourceProperties(VAULT, { EncryptionKeyArn: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] } });
  template.hasResourceProperties('AWS::KMS::Key', {
    KeyPolicy: {
      Statement: Match.arrayWith([Match.objectLike({ Condition: { StringEquals: { 'kms:ViaService': 'backup.eu-west-2.amazonaws.com' } } })]),
    },
  });
});

test('in production no principal can delete recovery points, only CloudFormation changes the policy, the lock holds, and the vault is retained', () => {
  const vault = vaultOf(Lifecycle.PRODUCTION);
  expect(vault).toMatchObject({ DeletionPolicy: 'RetainExceptOnCreate', UpdateReplacePolicy: 'Retain' });
  expect(vault.Properties.LockConfiguration).toEqual({ MinRetentionDays: 7 });
  expect(vault.Properties.AccessPolicy.Statement).toEqual([{
    Sid: 'DenyDeletionOfRecoveryPoints',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: ['backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle'],
    Resource: '*',
  }, {
    Sid: 'DenyChangeOfPolicy',
    Effect: 'Deny',
    Principal: { AWS: '*' },
    Action: [
      'backup:DeleteRecoveryPoint', 'backup:UpdateRecoveryPointLifecycle', 'backup:PutBackupVaultAccessPolicy', 'backup:DeleteBackupVaultAccessPolicy',
    ],
    Resource: '*',
    Condition: {
      ArnNotLike: {
        'aws:PrincipalArn': [
          { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:role/cdk-*-cfn-exec-role-123456789012-eu-west-2']] },
        ],
      },
    },
  }]);
});

test('other roles can change the policy instead, not delete recovery points', () => {
  const stack = testStack({ lifecycle: Lifecycle.PRODUCTION });
  const arns = ['arn:aws:iam::123456789012:role/ci/deployer', 'arn:aws:iam::123456789012:role/backup-administrator'];
  new BackupVault(stack, 'Vault', { policyAdministrators: arns.map((arn, index) => iam.Role.fromRoleArn(stack, `Role${index}`, arn)) });
  const [deletion, policy] = Object.values(templateOf(stack).findResources(VAULT))[0].Properties.AccessPolicy.Statement;
  expect(deletion.Condition).toBeUndefined();
  expect(policy.Condition).toEqual({ ArnNotLike: { 'aws:PrincipalArn': arns } });
});

describe('a stack whose synthesizer', () => {
  const BOOTSTRAPPED = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':iam::123456789012:role/cdk-*-cfn-exec-role-123456789012-eu-west-2']] };
  const WARNING = 'only the roles of cdk bootstrap can change the policy of the vault, and the synthesizer of the stack names no role: specify policyAdministrators if '
    + 'CloudFormation deploys with another [ack: cdk-regulated:vaultPolicyAdministrators]';
  const stackWith = (synthesizer: IStackSynthesizer) => {
    const stack = new Stack(new App(), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' }, synthesizer });
    Workload.on(stack, { name: 'ledger', suffix: 'dev', lifecycle: Lifecycle.PRODUCTION });
    return stack;
  };
  const administratorsIn = (stack: Stack) => (
    Object.values(templateOf(stack).findResources(VAULT))[0].Properties.AccessPolicy.Statement[1].Condition.ArnNotLike['aws:PrincipalArn']);
  const warningsIn = (stack: Stack) => Annotations.fromStack(stack.nestedStackParent ?? stack).findWarning('*', Match.stringLikeRegexp('policy of the vault'))
    .map(({ entry }) => entry.data);

  test.each<[string, IStackSynthesizer, unknown[], string[]]>([
    ['has another qualifier', new DefaultStackSynthesizer({ qualifier: 'ledger' }), [BOOTSTRAPPED], []],
    ['names a role of the organization', new DefaultStackSynthesizer({ cloudFormationExecutionRole: 'arn:aws:iam::123456789012:role/org/deployer' }),
      [BOOTSTRAPPED, 'arn:aws:iam::123456789012:role/org/deployer'], []],
    ['names a role by placeholders', new DefaultStackSynthesizer({ cloudFormationExecutionRole: 'arn:${AWS::Partition}:iam::${AWS::AccountId}:role/deployer' }),
      [BOOTSTRAPPED, { 'Fn::Sub': 'arn:${AWS::Partition}:iam::123456789012:role/deployer' }], []],
    ['deploys with the credentials of the CLI', new CliCredentialsStackSynthesizer(), [BOOTSTRAPPED], [WARNING]],
  ])('%s has a vault that its deployments can change, or a warning', (_name, synthesizer, administrators, warnings) => {
    const stack = stackWith(synthesizer);
    new BackupVault(stack, 'Vault');
    expect(administratorsIn(stack)).toEqual(administrators);
    expect(warningsIn(stack)).toEqual(warnings);
  });

  test('names a role has a nested stack that is deployed with it', () => {
    const nested = new NestedStack(stackWith(new DefaultStackSynthesizer({ cloudFormationExecutionRole: 'arn:aws:iam::123456789012:role/deployer' })), 'Nested');
    new BackupVault(nested, 'Vault');
    expect(administratorsIn(nested)[1]).toBe('arn:aws:iam::123456789012:role/deployer');
    expect(warningsIn(nested)).toEqual([]);
  });
});

test('the bootstrap template of the CDK CLI names its role for CloudFormation as the policy expects', () => {
  const template = readFileSync(require.resolve('aws-cdk/lib/api/bootstrap/bootstrap-template.yaml'), 'utf-8');
  expect(template).toContain('Fn::Sub: cdk-${Qualifier}-cfn-exec-role-${AWS::AccountId}-${AWS::Region}\n');
});

test('in ephemeral the vault goes with its stack and can be emptied', () => {
  const vault = vaultOf(Lifecycle.EPHEMERAL);
  expect(vault).toMatchObject({ DeletionPolicy: 'Delete', UpdateReplacePolicy: 'Delete' });
  expect(vault.Properties.LockConfiguration).toBeUndefined();
  expect(vault.Properties.AccessPolicy).toBeUndefined();
});

test('denial of deletion and lock are chosen apart from the lifecycle', () => {
  const open = vaultOf(Lifecycle.PRODUCTION, { denyDeletion: false, lock: VaultLock.NONE }).Properties;
  expect([open.AccessPolicy, open.LockConfiguration]).toEqual([undefined, undefined]);
  const closed = vaultOf(Lifecycle.EPHEMERAL, { denyDeletion: true, lock: VaultLock.governance() }).Properties;
  expect([closed.AccessPolicy.Statement.length, closed.LockConfiguration]).toEqual([2, { MinRetentionDays: 7 }]);
});

test('a governance lock can be taken off, a compliance lock cannot', () => {
  const minRetention = Duration.days(30);
  const maxRetention = Duration.days(400);
  expect(vaultOf(Lifecycle.PRODUCTION, { lock: VaultLock.governance({ minRetention, maxRetention }) }).Properties.LockConfiguration)
    .toEqual({ MinRetentionDays: 30, MaxRetentionDays: 400 });
  expect(vaultOf(Lifecycle.PRODUCTION, { lock: VaultLock.compliance({ minRetention }) }).Properties.LockConfiguration)
    .toEqual({ MinRetentionDays: 30, ChangeableForDays: 3 });
  expect(vaultOf(Lifecycle.PRODUCTION, { lock: VaultLock.compliance({ changeableFor: Duration.days(10) }) }).Properties.LockConfiguration)
    .toEqual({ MinRetentionDays: 7, ChangeableForDays: 10 });
});

test('name and key are taken, in a region-agnostic stack under no workload', () => {
  const stack = new Stack(new App(), 'Agnostic');
  const encryptionKey = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1');
  new BackupVault(stack, 'Vault', { backupVaultName: 'ledger-vault-dev', encryptionKey });
  const template = templateOf(stack);
  template.hasResourceProperties(VAULT, { BackupVaultName: 'ledger-vault-dev', EncryptionKeyArn: encryptionKey.keyArn });
  template.hasResource(VAULT, { DeletionPolicy: 'RetainExceptOnCreate' });
});

test('an alarm is recommended for each job that can fail', () => {
  const stack = testStack();
  new BackupVault(stack, 'Vault');
  new WorkloadMonitoring(stack, 'Monitoring');
  const alarms = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
  expect(alarms.map(({ MetricName }) => MetricName)).toEqual([
    'NumberOfBackupJobsFailed', 'NumberOfBackupJobsAborted', 'NumberOfBackupJobsExpired', 'NumberOfCopyJobsFailed', 'NumberOfRestoreJobsFailed',
  ]);
  for (const alarm of alarms) {
    expect(alarm).toMatchObject({ Namespace: 'AWS/Backup', Threshold: 1, EvaluationPeriods: 1, Dimensions: [{ Name: 'BackupVaultName' }] });
  }
});

test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => new BackupVault(stack, 'Vault'))).toEqual([]);
});
