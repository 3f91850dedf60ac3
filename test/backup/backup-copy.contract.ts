import { Duration, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import { BackupCopy, BackupPlan, BackupResourceType, BackupRule } from '../../src';
import { contract } from '../contract/contract';

function use(stack: Stack, copy: BackupCopy) {
  new BackupPlan(stack, 'Plan', {
    rules: [BackupRule.daily({ copies: [copy] })],
    selection: { workload: false, resources: [backup.BackupResource.fromArn('arn:aws:rds:eu-west-2:123456789012:cluster:ledger')], resourceTypes: [BackupResourceType.AURORA] },
  });
}

function vaultThere(stack: Stack): backup.IBackupVault {
  return stack.node.tryFindChild('There') as backup.IBackupVault | undefined
    ?? backup.BackupVault.fromBackupVaultArn(stack, 'There', 'arn:aws:backup:eu-west-1:123456789012:backup-vault:there');
}

export default contract(BackupCopy, {
  statics: {
    toRegion: {
      variants: { everything: () => ['eu-west-1', { deleteAfter: Duration.days(400), moveToColdStorageAfter: Duration.days(60), backupVaultName: 'ledger-there' }] },
      use,
    },
    toVault: {
      variants: { everything: (stack) => [vaultThere(stack), { deleteAfter: Duration.days(400), moveToColdStorageAfter: Duration.days(60) }] },
      use,
    },
  },
});
