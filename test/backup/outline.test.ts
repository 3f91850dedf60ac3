import { Duration } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { BackupPlan, BackupResourceType } from '../../src';
import { topic } from '../contract/surroundings';
import { outlineOf } from '../outline';
import { testStack } from '../support';

// The constructs are built in the test: mutation tests then know that it covers them.
test('alarms, descriptions, logical ids, uses of keys and trust of roles', () => {
  const stack = testStack();
  new BackupPlan(stack, 'Backup', {
    selection: {
      workload: false,
      resources: [backup.BackupResource.fromArn('arn:aws:rds:eu-west-2:123456789012:cluster:ledger'), backup.BackupResource.fromTag('backup', 'daily')],
      resourceTypes: [BackupResourceType.AURORA],
    },
    topic: topic(stack),
    restoreTesting: { schedule: events.Schedule.cron({ minute: '0', hour: '12', weekDay: 'SUN' }), validationWindow: Duration.hours(1) },
  });
  expect(outlineOf(stack)).toEqual({
    constructs: ['BackupPlan', 'BackupVault', 'RestoreTesting', 'WorkloadKey'],
    alarms: [
      'BackupJobFailed: AWS/Backup NumberOfBackupJobsFailed BackupVaultName=<BackupVault368E0ECE.BackupVaultName> Sum per 300 s default 1, 1 periods, missing data notBreaching',
      'BackupJobAborted: AWS/Backup NumberOfBackupJobsAborted BackupVaultName=<BackupVault368E0ECE.BackupVaultName> Sum per 300 s default 1, 1 periods, missing data notBreaching',
      'BackupJobExpired: AWS/Backup NumberOfBackupJobsExpired BackupVaultName=<BackupVault368E0ECE.BackupVaultName> Sum per 300 s default 1, 1 periods, missing data notBreaching',
      'CopyJobFailed: AWS/Backup NumberOfCopyJobsFailed BackupVaultName=<BackupVault368E0ECE.BackupVaultName> Sum per 300 s default 1, 1 periods, missing data notBreaching',
      'RestoreJobFailed: AWS/Backup NumberOfRestoreJobsFailed BackupVaultName=<BackupVault368E0ECE.BackupVaultName> Sum per 300 s default 1, 1 periods, missing data notBreaching',
    ],
    descriptions: [
      'AWS::Events::Rule BackupFailureEvents',
      'AWS::IAM::Role BackupRestoreTestingRole',
      'AWS::IAM::Role BackupRole',
    ],
    logicalIds: [
      'BackupFailureEventsF5777629',
      'BackupPlan14914BEB',
      'BackupRestoreTestingAuroraF2CBB2D5',
      'BackupRestoreTestingPlan9FD46DD0',
      'BackupRestoreTestingRole1E3A9820',
      'BackupRestoreTestingRolePolicy9840EE66',
      'BackupRole4CD139C5',
      'BackupRolePolicy71C7420E',
      'BackupSelection815A0E0E',
      'BackupVault368E0ECE',
      'DataKey2A0DE9E6',
      'DataKeyAliasBD63605D',
    ],
    keyUses: {
      DataKey2A0DE9E6: ['AllowViabackup', 'AllowViabackupGrants'],
    },
    trust: {
      BackupRestoreTestingRole1E3A9820: ['backup.amazonaws.com'],
      BackupRole4CD139C5: ['backup.amazonaws.com'],
    },
  });
});
