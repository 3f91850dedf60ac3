import { ResourceSafeguard } from '../model/safeguard';
import { mustNotBe } from '../predicates/outcome';

/** Safeguards of Amazon QuickSight. */
export const QUICKSIGHT: ResourceSafeguard[] = [
  {
    id: 'QuickSight.DataSourceTls',
    on: ['AWS::QuickSight::DataSource'],
    statement: 'the data source is connected with TLS',
    rationale: 'Without TLS, query results and passwords cross the network in plain text',
    remedy: 'omit `sslProperties.disableSsl`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/quicksight/latest/APIReference/API_SslProperties.html',
    always: true,
    sources: { cdkNag: ['QuicksightSSLConnections'] },
    judge: ({ properties }) => mustNotBe('SslProperties.DisableSsl', properties.SslProperties?.DisableSsl, true),
  },
];
