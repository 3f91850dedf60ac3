import { authorityCurrent } from './service-cases';
import { RDS } from '../../../src/compliance/safeguards/rds';
import { exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const subscription = (properties: object) => ({ Subscription: ['AWS::RDS::EventSubscription', { SnsTopicArn: 'a', ...properties }] as const });
const NO_SUBSCRIPTION = 'no AWS::RDS::EventSubscription is for db-parameter-group';
const events = (SourceType: string, categories: string[]): Triple => ({
  holds: [it_({ SourceType }), it_({ SourceType, Enabled: true, EventCategories: [...categories, 'backup'] })],
  fails: [
    [it_({ SourceType, Enabled: false }), 'Enabled is false, must be true'],
    [it_({ SourceType, EventCategories: categories.slice(1) }), `EventCategories is ${JSON.stringify(categories.slice(1))}, must include ${categories[0]}`],
  ],
  open: [[it_({ SourceType, EventCategories: PARAMETER }), undetermined('EventCategories')], [it_({ SourceType: 'db-snapshot' }), NOT_JUDGED], [it_({}), NOT_JUDGED]],
});

describe('safeguards of Amazon RDS proxies and event subscriptions', () => triples(RDS, {
  'RDS.ProxyTlsForced': exactly('RequireTLS', true, false),
  'RDS.ParameterGroupEventsNotified': {
    holds: [
      it_({}, subscription({})),
      it_({}, subscription({ SourceType: 'db-parameter-group', Enabled: true, EventCategories: ['configuration change'] })),
    ],
    fails: [
      [it_({}), NO_SUBSCRIPTION],
      [it_({}, subscription({ SourceType: 'db-instance' })), NO_SUBSCRIPTION],
      [it_({}, subscription({ Enabled: false })), NO_SUBSCRIPTION],
      [it_({}, subscription({ EventCategories: ['deletion'] })), NO_SUBSCRIPTION],
    ],
    open: [[it_({}, subscription({ SourceType: PARAMETER })), NO_SUBSCRIPTION]],
  },
  'RDS.ClusterEventsNotified': events('db-cluster', ['maintenance', 'failure']),
  'RDS.InstanceEventsNotified': events('db-instance', ['maintenance', 'configuration change', 'failure']),
  'RDS.SecurityGroupEventsNotified': (() => {
    const missing = 'no AWS::RDS::EventSubscription is for db-security-group';
    const both = { SourceType: 'db-security-group', EventCategories: ['configuration change', 'failure'] };
    return {
      holds: [it_({}, subscription(both)), it_({}, subscription({})), it_({}, subscription({ SourceType: 'db-security-group' }))],
      fails: [
        [it_({}), missing],
        [it_({}, subscription({ ...both, SourceType: 'db-instance' })), missing],
        [it_({}, subscription({ ...both, EventCategories: ['failure'] })), missing],
        [it_({}, subscription({ ...both, Enabled: false })), missing],
      ],
      open: [[it_({}, subscription({ ...both, EventCategories: PARAMETER })), missing]],
    };
  })(),
  'RDS.GlobalClusterVersionSupported': (() => {
    const version = (EngineVersion?: unknown, Engine = 'aurora-mysql') => it_({ Engine, EngineVersion });
    const old = (got: string) => `EngineVersion is "${got}", must be 8.0.mysql_aurora.3.08.0 or later`;
    return {
      holds: ['8.0.mysql_aurora.3.08.0', '8.0.mysql_aurora.3.10.1', '8.0.mysql_aurora.3.04.3', '8.0.mysql_aurora.4.01.0', '8.0.mysql_aurora.10.01.0'].map((one) => version(one)),
      fails: ['8.0.mysql_aurora.3.07.1', '8.0.mysql_aurora.3.05.2', '8.0.mysql_aurora.2.08.0', '18.0.mysql_aurora.3.08.0', '5.7.mysql_aurora.2.11.1'].map((one) => [version(one), old(one)] as const),
      open: [[version(PARAMETER), undetermined('EngineVersion')], [version(), undefined], [version('16.1', 'aurora-postgresql'), undefined]],
    };
  })(),
  'RDS.CertificateAuthorityCurrent': authorityCurrent,
  'RDS.MajorVersionNotRetired': (() => {
    const version = (Engine: string, EngineVersion?: unknown, type = 'AWS::RDS::DBInstance') => it_({ Engine, EngineVersion }, {}, { type });
    const CLUSTER = 'AWS::RDS::DBCluster';
    const old = (got: string, need: string) => `EngineVersion is "${got}", must be ${need} or later`;
    return {
      holds: [
        version('postgres', '14.1'), version('postgres', '16'), version('mysql', '8.4.6'), version('mysql', '9.1.0'), version('aurora-postgresql', '17.4', CLUSTER),
        version('aurora-mysql', '8.0.mysql_aurora.3.08.0', CLUSTER),
      ],
      fails: [
        [version('postgres', '13.23'), old('13.23', '14.0')], [version('postgres', '9.6.24'), old('9.6.24', '14.0')], [version('mysql', '5.7.44'), old('5.7.44', '8.4')],
        [version('mysql', '8.0.42'), old('8.0.42', '8.4')], [version('mysql', '8'), old('8', '8.4')],
        [version('aurora-postgresql', '11.9', CLUSTER), old('11.9', '14.0')],
        [version('aurora-mysql', '5.7.mysql_aurora.2.11.1', CLUSTER), old('5.7.mysql_aurora.2.11.1', '8.0')],
        [version('aurora', undefined, CLUSTER), 'Engine is "aurora", Aurora MySQL 1, must be "aurora-mysql"'],
      ],
      open: [
        [version('postgres', PARAMETER), undetermined('EngineVersion')], [version('postgres'), NOT_JUDGED], [version('oracle-ee', '19'), NOT_JUDGED], [version('neptune', '1.3'), NOT_JUDGED],
      ],
    };
  })(),
  'RDS.GlobalClusterEncrypted': (() => {
    const encrypted = exactly('StorageEncrypted', true, false, { with: { Engine: 'aurora-mysql' } });
    return { ...encrypted, open: [...encrypted.open, [it_({ SourceDBClusterIdentifier: 'c' }), undefined]] };
  })(),
  'RDS.ParametersTlsCurrent': {
    holds: [
      it_({ Parameters: { tls_version: 'TLSv1.2,TLSv1.3' } }), it_({ Parameters: { tls_version: 'TLSv1.3' } }), it_({ Parameters: { ssl_min_protocol_version: 'TLSv1.2' } }),
    ],
    fails: [
      [it_({ Parameters: { tls_version: 'TLSv1,TLSv1.1,TLSv1.2' } }), 'tls_version accepts TLSv1, TLSv1.1, must accept TLSv1.2 and TLSv1.3 only'],
      [it_({ Parameters: { ssl_min_protocol_version: 'TLSv1.1' } }), 'ssl_min_protocol_version accepts TLSv1.1, must accept TLSv1.2 and TLSv1.3 only'],
    ],
    open: [
      ...['TLSv1.2x', 'xTLSv1.2'].map((version) => [it_({ Parameters: { tls_version: version } }), `tls_version accepts ${version}, must accept TLSv1.2 and TLSv1.3 only`] as const),
      [it_({ Parameters: { tls_version: ' TLSv1.2, tlsv1.3 ' } }), PASSES],
      [it_({ Parameters: { tls_version: PARAMETER } }), undetermined('tls_version')], [it_({ Parameters: { max_connections: '1' } }), NOT_JUDGED], [it_({}), NOT_JUDGED],
    ],
  },
  'RDS.ProxyContentNotLogged': never('DebugLogging', false, [true]),
}));
