import { Duration, Stack, TimeZone } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupCopy, BackupPlan, BackupResourceType, BackupRule, BackupRuleOptions, BackupDayOfWeek } from '../../src';
import { contract } from '../contract/contract';

function use(stack: Stack, rule: BackupRule) {
  new BackupPlan(stack, 'Plan', {
    rules: [rule],
    selection: { workload: false, resources: [backup.BackupResource.fromArn('arn:aws:rds:eu-west-2:123456789012:cluster:ledger')], resourceTypes: [BackupResourceType.AURORA] },
  });
}

function vaultThere(stack: Stack): backup.IBackupVault {
  return stack.node.tryFindChild('There') as backup.IBackupVault | undefined
    ?? backup.BackupVault.fromBackupVaultArn(stack, 'There', 'arn:aws:backup:eu-west-1:123456789012:backup-vault:there');
}

function options(stack: Stack): BackupRuleOptions {
  return {
    hour: 3,
    timeZone: TimeZone.EUROPE_LONDON,
    startWindow: Duration.hours(2),
    completionWindow: Duration.hours(10),
    deleteAfter: Duration.days(400),
    moveToColdStorageAfter: Duration.days(60),
    copies: [BackupCopy.toVault(vaultThere(stack))],
  };
}

export default contract(BackupRule, {
  statics: {
    hourly: { variants: { everything: (stack) => [Duration.hours(6), { ...options(stack), hour: undefined, timeZone: undefined }] }, refuses: ['options.hour', 'options.timeZone'], use },
    daily: { variants: { everything: (stack) => [options(stack)] }, use },
    weekly: { variants: { everything: (stack) => [{ ...options(stack), weekDay: BackupDayOfWeek.MONDAY }] }, use },
    monthly: { variants: { everything: (stack) => [{ ...options(stack), day: 2 }] }, use },
    continuous: { variants: { everything: (stack) => [{ ...options(stack), deleteAfter: Duration.days(14), moveToColdStorageAfter: undefined }] }, refuses: ['options.moveToColdStorageAfter'], use },
  },
});
