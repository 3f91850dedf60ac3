import { ResourceSafeguard } from '../model/safeguard';
import { given, isUnresolved, listOf } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeOneOf, mustBeSet, unknown } from '../predicates/outcome';

// `minimumSupportedGlueVersion` of Glue.4, as published in 2026.
const OLDEST_VERSION = 3;

/** Safeguards of AWS Glue. */
export const GLUE: ResourceSafeguard[] = [
  {
    id: 'Glue.TransformEncrypted',
    on: ['AWS::Glue::MLTransform'],
    statement: 'user data of the machine learning transform is encrypted',
    rationale: 'The transform stores copies of records as training data',
    remedy: 'set `transformEncryption.mlUserDataEncryption` to `SSE-KMS`, which replaces the transform',
    always: true,
    sources: { securityHub: ['Glue.3'] },
    judge: ({ properties: { TransformEncryption } }) => mustBe(
      'MLUserDataEncryption.MLUserDataEncryptionMode', TransformEncryption?.MLUserDataEncryption?.MLUserDataEncryptionMode, 'SSE-KMS'),
  },
  {
    id: 'Glue.JobVersionSupported',
    on: ['AWS::Glue::Job'],
    statement: 'the Spark job runs on a supported version of AWS Glue',
    rationale: 'Versions without support get no security patches',
    remedy: 'set `glueVersion` to 3.0 or later',
    sources: { securityHub: ['Glue.4'] },
    judge: ({ properties: { Command, GlueVersion } }) => {
      if (Command?.Name !== 'glueetl') return undefined;
      if (given(GlueVersion) && isUnresolved(GlueVersion)) return unknown('GlueVersion', GlueVersion);
      if (!given(GlueVersion)) return fails('GlueVersion is not set');
      return Number(GlueVersion) >= OLDEST_VERSION ? HOLDS : fails(`GlueVersion is ${JSON.stringify(GlueVersion)}, must be ${OLDEST_VERSION}.0 or later`);
    },
  },
  {
    id: 'Glue.WorkEncrypted',
    on: ['AWS::Glue::Job', 'AWS::Glue::DevEndpoint'],
    statement: 'the job has a security configuration',
    rationale: 'Without it, results, logs and bookmarks of the job are not encrypted with a key of the workload',
    remedy: 'set `securityConfiguration`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/console-security-configurations.html',
    always: true,
    sources: { cdkNag: ['GlueEncryptedCloudWatchLogs', 'GlueJobBookmarkEncrypted'] },
    judge: ({ properties }) => mustBeSet('SecurityConfiguration', properties.SecurityConfiguration),
  },
  {
    id: 'Glue.CrawlerEncrypted',
    on: ['AWS::Glue::Crawler'],
    statement: 'the crawler has a security configuration',
    rationale: 'Without it, logs of the crawler are not encrypted with a key of the workload',
    remedy: 'set `crawlerSecurityConfiguration`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/console-security-configurations.html',
    always: true,
    sources: { cdkNag: ['GlueEncryptedCloudWatchLogs'] },
    judge: ({ properties }) => mustBeSet('CrawlerSecurityConfiguration', properties.CrawlerSecurityConfiguration),
  },
  {
    id: 'Glue.SecurityConfigurationEncrypts',
    on: ['AWS::Glue::SecurityConfiguration'],
    statement: 'the security configuration encrypts data, logs and bookmarks',
    rationale: 'A security configuration with a mode DISABLED leaves that data unencrypted',
    remedy: 'set the encryption modes to `SSE-KMS`, and `CSE-KMS` for bookmarks',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html',
    always: true,
    sources: {},
    judge: ({ properties: { EncryptionConfiguration: encryption } }) => allOf(
      mustBe('CloudWatchEncryption.CloudWatchEncryptionMode', encryption?.CloudWatchEncryption?.CloudWatchEncryptionMode, 'SSE-KMS'),
      mustBe('JobBookmarksEncryption.JobBookmarksEncryptionMode', encryption?.JobBookmarksEncryption?.JobBookmarksEncryptionMode, 'CSE-KMS'),
      mustBeOneOf('S3Encryptions.S3EncryptionMode', listOf(encryption?.S3Encryptions)[0]?.S3EncryptionMode, ['SSE-KMS', 'SSE-S3']),
    ),
  },
  {
    id: 'Glue.CatalogEncrypted',
    on: ['AWS::Glue::DataCatalogEncryptionSettings'],
    statement: 'the Data Catalog is encrypted',
    rationale: 'Table definitions and statistics reveal the structure and samples of the data',
    remedy: 'set `catalogEncryptionMode` to `SSE-KMS`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/encrypt-glue-data-catalog.html',
    always: true,
    sources: {},
    judge: ({ properties: { DataCatalogEncryptionSettings: settings } }) => mustBeOneOf(
      'EncryptionAtRest.CatalogEncryptionMode', settings?.EncryptionAtRest?.CatalogEncryptionMode, ['SSE-KMS', 'SSE-KMS-WITH-SERVICE-ROLE']),
  },
  {
    id: 'Glue.ConnectionPasswordsEncrypted',
    on: ['AWS::Glue::DataCatalogEncryptionSettings'],
    statement: 'connection passwords in the Data Catalog are encrypted',
    rationale: 'Otherwise everyone who can read a connection gets its password in plain text',
    remedy: 'set `connectionPasswordEncryption.returnConnectionPasswordEncrypted`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/encrypt-connection-passwords.html',
    always: true,
    sources: {},
    judge: ({ properties: { DataCatalogEncryptionSettings: settings } }) => mustBe(
      'ConnectionPasswordEncryption.ReturnConnectionPasswordEncrypted', settings?.ConnectionPasswordEncryption?.ReturnConnectionPasswordEncrypted, true),
  },
  {
    id: 'Glue.ConnectionTls',
    on: ['AWS::Glue::Connection'],
    statement: 'the JDBC connection requires TLS',
    rationale: 'Without TLS, data and passwords cross the network in plain text',
    remedy: 'set `JDBC_ENFORCE_SSL` to `true`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/glue/latest/dg/connection-properties.html',
    always: true,
    sources: {},
    judge: ({ properties: { ConnectionInput } }) => ConnectionInput?.ConnectionType === 'JDBC'
      ? mustBe('ConnectionProperties.JDBC_ENFORCE_SSL', ConnectionInput.ConnectionProperties?.JDBC_ENFORCE_SSL, true)
      : undefined,
  },
];
