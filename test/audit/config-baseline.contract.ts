import { ConfigBaseline, ConfigRecording } from '../../src';
import { contract } from '../contract/contract';

export default contract(ConfigBaseline, {
  variants: {
    defaults: () => ({ recording: ConfigRecording.ofAccount() }),
    everything: () => ({
      recording: ConfigRecording.ofAccount(),
      rules: [{ identifier: 'ROOT_ACCOUNT_MFA_ENABLED', parameters: { maximum: '1' }, configRuleName: 'root-mfa' }],
      conformancePacks: { enabled: true, withoutRules: ['s3-bucket-logging-enabled'] },
    }),
  },
});
