import { Duration, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as events from 'aws-cdk-lib/aws-events';
import { BackupCopy, BackupPlan, BackupResourceType, BackupRule } from '../../src';
import { contract } from '../contract/contract';
import { topic } from '../contract/surroundings';

function vault(stack: Stack): backup.IBackupVault {
  return stack.node.tryFindChild('Vault') as backup.IBackupVault | undefined ?? backup.BackupVault.fromBackupVaultName(stack, 'Vault', 'elsewhere');
}

const selection = () => ({
  workload: false,
  resources: [backup.BackupResource.fromArn('arn:aws:rds:eu-west-2:123456789012:cluster:ledger'), backup.BackupResource.fromTag('backup', 'daily')],
  resourceTypes: [BackupResourceType.AURORA],
});

export default contract(BackupPlan, {
  variants: {
    'defaults': () => ({ selection: selection() }),
    'everything': (stack) => ({
      rules: [BackupRule.daily(), BackupRule.continuous()],
      selection: selection(),
      backupVaultName: 'ledger-vault',
      topic: topic(stack),
      objectives: { recoveryPoint: Duration.days(1), recoveryTime: Duration.hours(4) },
      restoreTesting: {
        schedule: events.Schedule.cron({ minute: '0', hour: '12', weekDay: 'SUN' }),
        selectionWindow: Duration.days(30),
        validationWindow: Duration.hours(1),
        metadata: { Aurora: { dbSubnetGroupName: 'test' } },
      },
    }),
    'a vault elsewhere': (stack) => ({ selection: selection(), vault: vault(stack) }),
    'an objective elsewhere': () => ({
      selection: selection(),
      rules: [BackupRule.daily({ copies: [BackupCopy.toRegion('eu-west-1')] })],
      objectives: { recoveryPointElsewhere: Duration.days(1) },
    }),
  },
  methods: {
    copyVault: {
      on: (stack) => new BackupPlan(stack, 'Made', { selection: selection(), rules: [BackupRule.daily({ copies: [BackupCopy.toRegion('eu-west-1')] })] }),
      variants: { region: () => ['eu-west-1'] },
    },
  },
});
