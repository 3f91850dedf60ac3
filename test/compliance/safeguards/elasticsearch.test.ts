import { atLeast, both } from './service-cases';
import { ELASTICSEARCH } from '../../../src/compliance/safeguards/elasticsearch';
import { exactly, it_, PARAMETER, present, Triple, triples } from '../triples';

const publishing = (log: string): Triple => {
  const missing = `LogPublishingOptions has no ${log} that is enabled`;
  return {
    holds: [it_({ LogPublishingOptions: { [log]: { Enabled: true, CloudWatchLogsLogGroupArn: 'a' } } })],
    fails: [[it_({}), missing], [it_({ LogPublishingOptions: { [log]: { Enabled: false } } }), missing]],
    open: [[it_({ LogPublishingOptions: { [log]: { Enabled: PARAMETER } } }), missing]],
  };
};

describe('safeguards of Elasticsearch domains', () => triples(ELASTICSEARCH, {
  'Elasticsearch.DomainEncrypted': exactly('EncryptionAtRestOptions.Enabled', true, false),
  'Elasticsearch.DomainInVpc': present('VPCOptions', { SubnetIds: ['s'] }),
  'Elasticsearch.DomainNodeToNodeEncrypted': exactly('NodeToNodeEncryptionOptions.Enabled', true, false),
  'Elasticsearch.DomainErrorsLogged': { ...publishing('ES_APPLICATION_LOGS'), differs: { fails: 'cdk-nag accepts a disabled log' } },
  'Elasticsearch.DomainAudited': publishing('AUDIT_LOGS'),
  'Elasticsearch.DomainMultiAz': both(
    atLeast('ElasticsearchClusterConfig.InstanceCount', 3, 1, { ElasticsearchClusterConfig: { ZoneAwarenessEnabled: true } }),
    exactly('ElasticsearchClusterConfig.ZoneAwarenessEnabled', true, false, { with: { ElasticsearchClusterConfig: { InstanceCount: 3 } } }),
  ),
  'Elasticsearch.DomainDedicatedMasters': both(
    atLeast('ElasticsearchClusterConfig.DedicatedMasterCount', 3, 0, { ElasticsearchClusterConfig: { DedicatedMasterEnabled: true } }),
    exactly('ElasticsearchClusterConfig.DedicatedMasterEnabled', true, false, { with: { ElasticsearchClusterConfig: { DedicatedMasterCount: 3 } } }),
  ),
  'Elasticsearch.DomainHttpsOnly': both(
    exactly('DomainEndpointOptions.EnforceHTTPS', true, false, { with: { DomainEndpointOptions: { TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' } } }),
    exactly('DomainEndpointOptions.TLSSecurityPolicy', 'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-0-2019-07', {
      with: { DomainEndpointOptions: { EnforceHTTPS: true } },
    }),
  ),
}));
