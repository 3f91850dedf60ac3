import { both, except } from './service-cases';
import { GLUE } from '../../../src/compliance/safeguards/glue';
import { exactly, it_, oneOf, PARAMETER, present, triples, undetermined } from '../triples';

const SPARK = { Role: 'r', Command: { Name: 'glueetl' } };
const ALL = {
  EncryptionConfiguration: {
    CloudWatchEncryption: { CloudWatchEncryptionMode: 'SSE-KMS' },
    JobBookmarksEncryption: { JobBookmarksEncryptionMode: 'CSE-KMS' },
    S3Encryptions: [{ S3EncryptionMode: 'SSE-KMS' }],
  },
};
const encryption = (part: object) => ({ EncryptionConfiguration: { ...ALL.EncryptionConfiguration, ...part } });

describe('safeguards of AWS Glue', () => triples(GLUE, {
  'Glue.TransformEncrypted': exactly('TransformEncryption.MLUserDataEncryption.MLUserDataEncryptionMode', 'SSE-KMS', 'DISABLED', {
    as: 'MLUserDataEncryption.MLUserDataEncryptionMode',
  }),
  'Glue.JobVersionSupported': except({
    holds: [it_({ ...SPARK, GlueVersion: '3.0' }), it_({ ...SPARK, GlueVersion: '5.0' })],
    fails: [[it_({ ...SPARK, GlueVersion: '2.0' }), 'GlueVersion is "2.0", must be 3.0 or later'], [it_(SPARK), 'GlueVersion is not set']],
    open: [[it_({ ...SPARK, GlueVersion: PARAMETER }), undetermined('GlueVersion')]],
  }, { Command: { Name: 'pythonshell' } }),
  'Glue.WorkEncrypted': present('SecurityConfiguration', 'ours', { with: SPARK, differs: { holds: 'cdk-nag also reads the configuration, which another safeguard judges' } }),
  'Glue.CrawlerEncrypted': present('CrawlerSecurityConfiguration', 'ours'),
  'Glue.SecurityConfigurationEncrypts': both(
    exactly('EncryptionConfiguration.CloudWatchEncryption.CloudWatchEncryptionMode', 'SSE-KMS', 'DISABLED', {
      as: 'CloudWatchEncryption.CloudWatchEncryptionMode', with: encryption({ CloudWatchEncryption: {} }),
    }),
    exactly('EncryptionConfiguration.JobBookmarksEncryption.JobBookmarksEncryptionMode', 'CSE-KMS', 'DISABLED', {
      as: 'JobBookmarksEncryption.JobBookmarksEncryptionMode', with: encryption({ JobBookmarksEncryption: {} }),
    }),
    {
      holds: [it_(ALL)],
      fails: [
        [it_(encryption({ S3Encryptions: [{ S3EncryptionMode: 'DISABLED' }] })), 'S3Encryptions.S3EncryptionMode is "DISABLED", must be one of SSE-KMS, SSE-S3'],
        [it_(encryption({ S3Encryptions: [] })), 'S3Encryptions.S3EncryptionMode is not set, must be one of SSE-KMS, SSE-S3'],
      ],
      open: [[it_(encryption({ S3Encryptions: [{ S3EncryptionMode: PARAMETER }] })), undetermined('S3Encryptions.S3EncryptionMode')]],
    },
  ),
  'Glue.CatalogEncrypted': oneOf('DataCatalogEncryptionSettings.EncryptionAtRest.CatalogEncryptionMode', ['SSE-KMS', 'SSE-KMS-WITH-SERVICE-ROLE'], 'DISABLED', {
    as: 'EncryptionAtRest.CatalogEncryptionMode',
  }),
  'Glue.ConnectionPasswordsEncrypted': exactly(
    'DataCatalogEncryptionSettings.ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted', true, false,
    { as: 'ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted' }),
  'Glue.ConnectionTls': except(
    exactly('ConnectionInput.ConnectionProperties.JDBC_ENFORCE_SSL', 'true', 'false', {
      as: 'ConnectionProperties.JDBC_ENFORCE_SSL', with: { ConnectionInput: { ConnectionType: 'JDBC' } },
    }), { ConnectionInput: { ConnectionType: 'NETWORK' } }),
}));
