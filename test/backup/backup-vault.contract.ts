import * as iam from 'aws-cdk-lib/aws-iam';
import { BackupVault, VaultLock } from '../../src';
import { contract } from '../contract/contract';
import { key } from '../contract/surroundings';

export default contract(BackupVault, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      backupVaultName: 'ledger-vault',
      encryptionKey: key(stack),
      denyDeletion: true,
      policyAdministrators: [iam.Role.fromRoleArn(stack, 'Deployer', 'arn:aws:iam::123456789012:role/deployer')],
      lock: VaultLock.governance(),
      jobAlarms: true,
    }),
  },
});
