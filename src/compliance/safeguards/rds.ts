import { ResourceSafeguard } from '../model/safeguard';
import { authorityCurrent } from '../predicates/certificates';
import { given, isTrue, isUnresolved } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustExist, mustNotBe, Outcome, unknown } from '../predicates/outcome';
import { byEngine, coversEvents, someSubscriptionFor } from '../predicates/rds';
import { Json } from '../rendered';

/** Parameters with the accepted versions of TLS: of MySQL and MariaDB, and of PostgreSQL. */
const TLS_PARAMETERS = ['tls_version', 'ssl_min_protocol_version'];

/**
 * Standard support ended on October 31, 2024 for Aurora MySQL 2, which is compatible with MySQL 5.7 (Amazon Aurora User Guide, Amazon Aurora versions), on July 31, 2026 for
 * MySQL 8.0 (Amazon RDS User Guide, MySQL on Amazon RDS versions), and on February 28, 2026 for PostgreSQL 13 (Release Notes for Aurora PostgreSQL, Release calendars;
 * Release notes for Amazon RDS for PostgreSQL, Release calendars).
 */
const OLDEST = [
  { engines: ['mysql'], major: 8, minor: 4 }, { engines: ['aurora-mysql'], major: 8, minor: 0 }, { engines: ['postgres', 'aurora-postgresql'], major: 14, minor: 0 },
];

/** Safeguards of Amazon RDS proxies, parameters and event subscriptions. */
export const RDS: ResourceSafeguard[] = [
  {
    id: 'RDS.ProxyTlsForced',
    on: ['AWS::RDS::DBProxy'],
    statement: 'the proxy requires TLS',
    rationale: 'Without TLS, queries, results and passwords cross the network in plain text',
    remedy: 'set `requireTLS`',
    sources: { securityHub: ['RDS.43'] },
    judge: ({ properties }) => mustBe('RequireTLS', properties.RequireTLS, true),
  },
  {
    id: 'RDS.ParameterGroupEventsNotified',
    on: ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'],
    statement: 'an event subscription covers configuration changes of parameter groups',
    rationale: 'A changed parameter can switch off auditing or TLS',
    remedy: 'add an event subscription for the source type `db-parameter-group`',
    sources: { securityHub: ['RDS.21'] },
    judge: ({ template }) => mustExist(
      someSubscriptionFor('db-parameter-group', template, ({ properties: { SourceType, Enabled, EventCategories } }) => (
        (SourceType === undefined || SourceType === 'db-parameter-group') && (Enabled === undefined || isTrue(Enabled))
        && (EventCategories === undefined || EventCategories.includes('configuration change')))),
      'no AWS::RDS::EventSubscription is for db-parameter-group',
    ),
  },
  {
    id: 'RDS.ClusterEventsNotified',
    on: ['AWS::RDS::EventSubscription'],
    statement: 'an event subscription covers maintenance and failure events of DB clusters',
    rationale: 'Notifications report failures and maintenance in time',
    remedy: 'add the categories `maintenance` and `failure`',
    sources: { securityHub: ['RDS.19'] },
    judge: ({ properties }) => properties.SourceType === 'db-cluster' ? coversEvents(properties, ['maintenance', 'failure']) : undefined,
  },
  {
    id: 'RDS.InstanceEventsNotified',
    on: ['AWS::RDS::EventSubscription'],
    statement: 'an event subscription covers maintenance, configuration change and failure events of DB instances',
    rationale: 'Notifications report failures, maintenance and changes in time',
    remedy: 'add the categories `maintenance`, `configuration change` and `failure`',
    sources: { securityHub: ['RDS.20'] },
    judge: ({ properties }) => properties.SourceType === 'db-instance'
      ? coversEvents(properties, ['maintenance', 'configuration change', 'failure'])
      : undefined,
  },
  {
    id: 'RDS.SecurityGroupEventsNotified',
    on: ['AWS::RDS::DBSecurityGroup'],
    statement: 'an event subscription covers changes of DB security groups',
    rationale: 'A changed group can open the database to other networks',
    remedy: 'add an event subscription for the source type `db-security-group`',
    sources: { securityHub: ['RDS.22'], prowler: ['rds_instance_event_subscription_security_groups'] },
    judge: ({ template }) => mustExist(
      someSubscriptionFor('db-security-group', template, ({ properties }) => (
        (properties.SourceType === undefined || properties.SourceType === 'db-security-group')
        && coversEvents(properties, ['configuration change', 'failure']).result === 'holds')),
      'no AWS::RDS::EventSubscription is for db-security-group',
    ),
  },
  {
    id: 'RDS.GlobalClusterVersionSupported',
    on: ['AWS::RDS::GlobalCluster'],
    statement: 'the global cluster runs a supported version of Aurora MySQL',
    rationale: 'Versions without support get no security patches',
    remedy: 'upgrade `engineVersion`',
    sources: { securityHub: ['RDS.51'] },
    // Omitted, the version is the default of the service, or that of the source cluster.
    judge: ({ properties: { Engine, EngineVersion } }) => Engine === 'aurora-mysql' && given(EngineVersion) ? auroraMysqlSupported(EngineVersion) : undefined,
  },
  {
    id: 'RDS.MajorVersionNotRetired',
    on: ['AWS::RDS::DBCluster', 'AWS::RDS::DBInstance'],
    statement: 'the database runs PostgreSQL 14, MySQL 8.4 or Aurora MySQL 3 or later, where it runs one of these engines',
    rationale: 'Amazon RDS supports earlier major versions only at extra cost for some years, and the communities release no security patches for them',
    remedy: 'upgrade `engine` to a later major version',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support.html',
    always: true,
    sources: {},
    judge: (database) => byEngine(database, (engine) => {
      const { EngineVersion } = database.properties;
      if (engine === 'aurora') return fails('Engine is "aurora", Aurora MySQL 1, must be "aurora-mysql"');
      const oldest = OLDEST.find(({ engines }) => engines.includes(engine));
      // Omitted, the version is the default of the service, or that of the cluster or snapshot.
      if (oldest === undefined || !given(EngineVersion)) return undefined;
      if (isUnresolved(EngineVersion)) return unknown('EngineVersion', EngineVersion);
      const [major, minor] = String(EngineVersion).split('.').map((part) => parseInt(part));
      const isSupported = major > oldest.major || major === oldest.major && (minor || 0) >= oldest.minor;
      return isSupported ? HOLDS : fails(`EngineVersion is ${JSON.stringify(EngineVersion)}, must be ${oldest.major}.${oldest.minor} or later`);
    }),
  },
  {
    id: 'RDS.CertificateAuthorityCurrent',
    on: ['AWS::RDS::DBInstance'],
    statement: 'the certificate authority of the DB instance has not expired',
    rationale: 'Clients that verify the server refuse an expired certificate, and clients that do not verify it can be redirected to another server',
    remedy: 'set `caCertificate` to `CaCertificate.RDS_CA_RSA2048_G1` or a later one, or omit it',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL-certificate-rotation.html',
    always: true,
    sources: {},
    judge: authorityCurrent,
  },
  {
    id: 'RDS.GlobalClusterEncrypted',
    on: ['AWS::RDS::GlobalCluster'],
    statement: 'storage of the global cluster is encrypted',
    rationale: 'Encryption protects data and snapshots if the storage is accessed outside the service',
    remedy: 'set `storageEncrypted`, which replaces the global cluster',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Overview.Encryption.html',
    always: true,
    sources: {},
    // A global cluster of an existing cluster has the encryption of that cluster.
    judge: ({ properties: { SourceDBClusterIdentifier, StorageEncrypted } }) => given(SourceDBClusterIdentifier)
      ? undefined
      : mustBe('StorageEncrypted', StorageEncrypted, true),
  },
  {
    id: 'RDS.ParametersTlsCurrent',
    on: ['AWS::RDS::DBParameterGroup', 'AWS::RDS::DBClusterParameterGroup'],
    statement: 'parameters accept TLS 1.2 or later only',
    rationale: 'TLS 1.0 and 1.1 have known flaws that reveal data in transit',
    remedy: 'remove older versions from `tls_version` or `ssl_min_protocol_version`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html',
    always: true,
    sources: {},
    // Without the parameter, the engine decides.
    judge: ({ properties: { Parameters } }) => {
      const versions = TLS_PARAMETERS.filter((name) => given(Parameters?.[name])).map((name) => acceptsCurrentTls(name, Parameters[name]));
      return versions.length ? allOf(...versions) : undefined;
    },
  },
  {
    id: 'RDS.ProxyContentNotLogged',
    on: ['AWS::RDS::DBProxy'],
    statement: 'logs of the proxy hold no SQL statements',
    rationale: 'Debug logs copy SQL statements, with the data in them, into CloudWatch Logs',
    remedy: 'omit `debugLogging`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy-managing.html',
    always: true,
    sources: {},
    judge: ({ properties }) => mustNotBe('DebugLogging', properties.DebugLogging, true),
  },
];

// The parameters of RDS.51, as published in 2026: 3.08.0 and later, and the long-term support version 3.04.
function auroraMysqlSupported(version: Json): Outcome {
  if (isUnresolved(version)) return unknown('EngineVersion', version);
  const [, major, minor] = /^8\.0\.mysql_aurora\.(\d+)\.(\d+)\./.exec(String(version)) ?? [];
  const supported = Number(major) > 3 || (Number(major) === 3 && (Number(minor) >= 8 || Number(minor) === 4));
  return supported ? HOLDS : fails(`EngineVersion is ${JSON.stringify(version)}, must be 8.0.mysql_aurora.3.08.0 or later`);
}

function acceptsCurrentTls(name: string, value: Json): Outcome {
  if (isUnresolved(value)) return unknown(name, value);
  const old = String(value).split(',').map((version) => version.trim()).filter((version) => !/^TLSv1\.[23]$/i.test(version));
  return old.length ? fails(`${name} accepts ${old.join(', ')}, must accept TLSv1.2 and TLSv1.3 only`) : HOLDS;
}
