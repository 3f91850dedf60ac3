import { OPENSEARCH } from '../../../src/compliance/safeguards/opensearch';
import { exactly, it_, NO_VALUE, oneOf, present, Triple, triples } from '../triples';

const publishing = (log: string): Triple => {
  const missing = `LogPublishingOptions has no ${log} that is enabled`;
  return {
    holds: [it_({ LogPublishingOptions: { [log]: { Enabled: true, CloudWatchLogsLogGroupArn: 'a' } } })],
    fails: [
      [it_({}), missing],
      [it_({ LogPublishingOptions: { [log]: { Enabled: false } } }), missing],
      [it_({ LogPublishingOptions: { SEARCH_SLOW_LOGS: { Enabled: true } } }), missing],
    ],
    open: [[it_({ LogPublishingOptions: { [log]: NO_VALUE } }), missing]],
  };
};

describe('safeguards of Amazon OpenSearch Service', () => triples(OPENSEARCH, {
  'OpenSearch.DomainEncrypted': exactly('EncryptionAtRestOptions.Enabled', true, false),
  'OpenSearch.DomainNodeToNodeEncrypted': exactly('NodeToNodeEncryptionOptions.Enabled', true, false),
  'OpenSearch.DomainHttpsOnly': (() => {
    const policies = ['Policy-Min-TLS-1-2-2019-07', 'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08'];
    const https = { DomainEndpointOptions: { EnforceHTTPS: true } };
    const tls = oneOf('DomainEndpointOptions.TLSSecurityPolicy', policies, 'Policy-Min-TLS-1-0-2019-07', { with: https });
    const forced = exactly('DomainEndpointOptions.EnforceHTTPS', true, false, { with: { DomainEndpointOptions: { TLSSecurityPolicy: policies[0] } } });
    return { holds: [...tls.holds, ...forced.holds], fails: [...tls.fails, ...forced.fails], open: [...tls.open, ...forced.open] };
  })(),
  'OpenSearch.DomainInVpc': present('VPCOptions', { SubnetIds: ['s'] }),
  'OpenSearch.DomainErrorsLogged': { ...publishing('ES_APPLICATION_LOGS'), differs: { fails: 'cdk-nag accepts a disabled log' } },
  'OpenSearch.DomainAudited': publishing('AUDIT_LOGS'),
}));
