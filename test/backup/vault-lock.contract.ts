import { Duration, Stack } from 'aws-cdk-lib';
import { BackupVault, VaultLock } from '../../src';
import { contract } from '../contract/contract';

function use(stack: Stack, lock: VaultLock) {
  new BackupVault(stack, 'Vault', { lock });
}

export default contract(VaultLock, {
  statics: {
    governance: { variants: { everything: () => [{ minRetention: Duration.days(7), maxRetention: Duration.days(400) }] }, use },
    compliance: {
      variants: { everything: () => [{ minRetention: Duration.days(7), maxRetention: Duration.days(400), changeableFor: Duration.days(5) }] },
      use,
    },
  },
});
