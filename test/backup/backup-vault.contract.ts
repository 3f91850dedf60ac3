import { BackupVault, VaultLock } from '../../src';
import { contract } from '../contract/contract';
import { key } from '../contract/surroundings';

export default contract(BackupVault, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({ backupVaultName: 'ledger-vault', encryptionKey: key(stack), denyDeletion: true, lock: VaultLock.governance(), jobAlarms: true }),
  },
});
