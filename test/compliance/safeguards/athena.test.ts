import { ATHENA } from '../../../src/compliance/safeguards/athena';
import { exactly, it_, PARAMETER, PASSES, triples, undetermined } from '../triples';

const group = (WorkGroupConfiguration: unknown) => it_({ Name: 'g', WorkGroupConfiguration });
const encrypted = (EncryptionOption: unknown) => ({ ResultConfiguration: { EncryptionConfiguration: { EncryptionOption } } });
const UNSET = 'ResultConfiguration.EncryptionConfiguration.EncryptionOption is not set';
const ENFORCED = 'WorkGroupConfiguration.EnforceWorkGroupConfiguration';

describe('safeguards of Amazon Athena', () => triples(ATHENA, {
  'Athena.WorkGroupMeasured': exactly('WorkGroupConfiguration.PublishCloudWatchMetricsEnabled', true, false),
  'Athena.WorkGroupResultsEncrypted': {
    holds: [group(encrypted('SSE_KMS')), group({ ...encrypted('SSE_S3'), EnforceWorkGroupConfiguration: true }), group({ ManagedQueryResultsConfiguration: { Enabled: true } })],
    fails: [
      [group({}), UNSET],
      [group({ ManagedQueryResultsConfiguration: { Enabled: false } }), UNSET],
      [group({ ...encrypted('SSE_KMS'), EnforceWorkGroupConfiguration: false }), `${ENFORCED} is false, must be another value`],
    ],
    open: [
      [group(encrypted(PARAMETER)), PASSES],
      [group({ ...encrypted('SSE_KMS'), EnforceWorkGroupConfiguration: PARAMETER }), undetermined(ENFORCED)],
      [it_({ Name: 'g' }), UNSET],
    ],
  },
}));
