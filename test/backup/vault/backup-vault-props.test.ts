import { Duration, Fn, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import { BackupVault, BackupVaultProps, Framework, Lifecycle, VaultLock } from '../../../src';
import { refusal } from '../../refusal';
import { acknowledgedBelow, templateOf, testStack } from '../../support';

const TOKEN = Token.asNumber(Fn.ref('Days'));
const days = Duration.days;
const RETENTION = 'must be a whole number of days from 1 to 36500';
const COOLING_OFF = 'must be a whole number of days from 3 to 36500';

const made = (props: BackupVaultProps) => refusal(() => new BackupVault(testStack({ frameworks: [Framework.AWS_FSBP] }), 'Vault', props));
const locked = (lock: VaultLock) => made({ lock });

test.each([VaultLock.governance, VaultLock.compliance])('a lock has retention from 1 to 36,500 days, and its maximum above its minimum', (lock) => {
  for (const minRetention of [days(1), days(36_500), days(TOKEN)]) expect(locked(lock({ minRetention }))).toBeUndefined();
  expect(locked(lock({ minRetention: days(0) }))).toBe(`lock.minRetention ${RETENTION}, got 0 days`);
  expect(locked(lock({ minRetention: days(36_501) }))).toBe(`lock.minRetention ${RETENTION}, got 36501 days`);
  expect(locked(lock({ minRetention: Duration.hours(36) }))).toBe(`lock.minRetention ${RETENTION}, got 1 day 12 hours`);
  for (const maxRetention of [days(8), days(36_500), days(TOKEN)]) expect(locked(lock({ maxRetention }))).toBeUndefined();
  expect(locked(lock({ maxRetention: days(7) }))).toBe('lock.maxRetention must be longer than lock.minRetention (7 days), got 7 days');
  expect(locked(lock({ maxRetention: days(36_501) }))).toBe(`lock.maxRetention ${RETENTION}, got 36501 days`);
  expect(locked(lock({ minRetention: days(30), maxRetention: days(31) }))).toBeUndefined();
  expect(locked(lock({ minRetention: days(30), maxRetention: days(30) }))).toBe('lock.maxRetention must be longer than lock.minRetention (30 days), got 30 days');
  expect(locked(lock({ minRetention: days(TOKEN), maxRetention: days(1) }))).toBeUndefined();
});

test('a compliance lock is changeable for 3 to 36,500 days', () => {
  for (const changeableFor of [days(3), days(36_500), days(TOKEN)]) expect(locked(VaultLock.compliance({ changeableFor }))).toBeUndefined();
  expect(locked(VaultLock.compliance({ changeableFor: Duration.hours(71) }))).toBe(`lock.changeableFor ${COOLING_OFF}, got 2 days 23 hours`);
  expect(locked(VaultLock.compliance({ changeableFor: days(2) }))).toBe(`lock.changeableFor ${COOLING_OFF}, got 2 days`);
  expect(locked(VaultLock.compliance({ changeableFor: days(36_501) }))).toBe(`lock.changeableFor ${COOLING_OFF}, got 36501 days`);
});

test('a vault has a name from 2 to 50 characters', () => {
  for (const backupVaultName of ['ab', 'a'.repeat(50)]) expect(made({ backupVaultName })).toBeUndefined();
  expect(made({ backupVaultName: 'a b' })).toBe("backupVaultName must be a backup vault name of at least 2 characters A-Z a-z 0-9 - _, got 'a b'");
  expect(made({ backupVaultName: 'a'.repeat(51) })).toBe('backupVaultName must be at most 50 characters for a backup vault, got 51');
});

test('administrators of the policy are roles, and need the policy', () => {
  const role = (stack: Stack) => iam.Role.fromRoleArn(stack, 'Role', 'arn:aws:iam::123456789012:role/deployer');
  const withRole = (denyDeletion?: boolean, lifecycle = Lifecycle.PRODUCTION) => refusal(() => {
    const stack = testStack({ lifecycle });
    new BackupVault(stack, 'Vault', { denyDeletion, policyAdministrators: [role(stack)] });
  });
  expect(withRole()).toBeUndefined();
  expect(withRole(true, Lifecycle.EPHEMERAL)).toBeUndefined();
  expect(withRole(false)).toBe('denyDeletion must be true with policyAdministrators, got false');
  expect(withRole(undefined, Lifecycle.EPHEMERAL)).toBe('denyDeletion must be true with policyAdministrators, got false');
  expect(made({ policyAdministrators: [] })).toBe('policyAdministrators must not be empty');
});

test.each<[Lifecycle, BackupVaultProps, boolean]>([
  [Lifecycle.EPHEMERAL, {}, true],
  [Lifecycle.EPHEMERAL, { lock: VaultLock.governance() }, false],
  [Lifecycle.EPHEMERAL, { denyDeletion: true }, false],
  [Lifecycle.EPHEMERAL, { lock: VaultLock.governance(), denyDeletion: true }, false],
  [Lifecycle.PRODUCTION, {}, false],
  [Lifecycle.PRODUCTION, { denyDeletion: false }, false],
])('in %s with %j, a vault without protection is acknowledged: %p', (lifecycle, props, expected) => {
  const vault = new BackupVault(testStack({ lifecycle }), 'Vault', props);
  expect(acknowledgedBelow(vault)['Vault/Resource']?.includes('Backup.VaultProtected') ?? false).toBe(expected);
});

test.each<[string, unknown, string]>([
  ['lock', 'governance', "lock must be a VaultLock, got 'governance'"],
  ['lock', VaultLock.governance(null as any), 'lock must be a VaultLockOptions, got null'],
  ['lock', VaultLock.compliance(null as any), 'lock must be a ComplianceLockOptions, got null'],
  ['lock', VaultLock.governance({ minRetention: 7 as any }), 'lock.minRetention must be a Duration, got 7'],
  ['denyDeletion', 'yes', "denyDeletion must be true or false, got 'yes'"],
  ['policyAdministrators', ['deployer'], "policyAdministrators[0] must be an IRole, got 'deployer'"],
  ['jobAlarms', null, 'jobAlarms must be true or false, got null'],
  ['encryptionKey', 'alias/key', "encryptionKey must be an IKey, got 'alias/key'"],
])('%s of another type is refused', (prop, value, message) => {
  expect(made({ [prop]: value })).toBe(message);
});

test('the minimum retention of a lock is the backup retention of the frameworks', () => {
  const numbers = { backupRetention: days(35) };
  const framework = new Framework({ id: 'INHOUSE', title: 'In-house', source: 'https://example.com', numbers, controls: [] });
  const stack = testStack({ lifecycle: Lifecycle.PRODUCTION, frameworks: [framework] });
  new BackupVault(stack, 'Vault');
  templateOf(stack).hasResourceProperties('AWS::Backup::BackupVault', { LockConfiguration: { MinRetentionDays: 35 } });
});
