import { atLeast, both, except } from './service-cases';
import { OPENSEARCH } from '../../../src/compliance/safeguards/opensearch';
import { exactly, it_, never, NO_VALUE, NOT_JUDGED, oneOf, PARAMETER, present, Triple, triples, undetermined } from '../triples';

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
  'OpenSearch.DomainMultiAz': both(
    atLeast('ClusterConfig.InstanceCount', 3, 1, { ClusterConfig: { ZoneAwarenessEnabled: true } }),
    exactly('ClusterConfig.ZoneAwarenessEnabled', true, false, { with: { ClusterConfig: { InstanceCount: 3 } } }),
  ),
  'OpenSearch.DomainAccessFineGrained': both(
    exactly('AdvancedSecurityOptions.Enabled', true, false),
    never('AdvancedSecurityOptions.AnonymousAuthEnabled', false, [true], { with: { AdvancedSecurityOptions: { Enabled: true } } }),
  ),
  'OpenSearch.DomainTlsPolicyLatest': both(
    exactly('DomainEndpointOptions.EnforceHTTPS', true, false, { with: { DomainEndpointOptions: { TLSSecurityPolicy: 'Policy-Min-TLS-1-2-PFS-2023-10' } } }),
    oneOf('DomainEndpointOptions.TLSSecurityPolicy', ['Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08'], 'Policy-Min-TLS-1-2-2019-07', {
      with: { DomainEndpointOptions: { EnforceHTTPS: true } },
    }),
  ),
  'OpenSearch.DomainDedicatedMasters': both(
    atLeast('ClusterConfig.DedicatedMasterCount', 3, 0, { ClusterConfig: { DedicatedMasterEnabled: true } }),
    exactly('ClusterConfig.DedicatedMasterEnabled', true, false, { with: { ClusterConfig: { DedicatedMasterCount: 3 } } }),
  ),
  'OpenSearch.CollectionsNotPublic': (() => {
    const policy = (AllowFromPublic: boolean) => it_({ Name: 'n', Type: 'network', Policy: JSON.stringify([{ Rules: [], AllowFromPublic }], null, 1) });
    return except({
      holds: [
        policy(false), ...['${Name}', '${AWS::StackName}'].map((name) => (
          it_({ Name: 'n', Type: 'network', Policy: { 'Fn::Sub': `[{"Rules":[{"ResourceType":"collection","Resource":["collection/${name}"]}],"AllowFromPublic":false}]` } }))),
        it_({ Name: 'n', Type: 'network', Policy: '[{"SourceVPCEs":["vpce-1"]}]' }),
      ],
      fails: [
        [policy(true), 'Policy has AllowFromPublic true'],
        [it_({ Name: 'n', Type: 'network', Policy: { 'Fn::Sub': '[{"AllowFromPublic":false},{"Rules":[{"Resource":["${Name}"]}],"AllowFromPublic":true}]' } }), 'Policy has AllowFromPublic true'],
      ],
      open: [
        [it_({ Name: 'n', Type: 'network', Policy: PARAMETER }), undetermined('Policy')],
        [it_({ Name: 'n', Type: 'encryption', Policy: PARAMETER }), NOT_JUDGED],
        ...['"AllowFromPublic":${Parameter}', '"AllowFromPublic":"${Parameter}"', '"AllowFromPublic":false},{"AllowFromPublic":"${Parameter}"'].map((rule) => [
          it_({ Name: 'n', Type: 'network', Policy: { 'Fn::Sub': `[{${rule}}]` } }), undetermined('Policy', { 'Fn::Sub': `[{${rule}}]` }),
        ] as const),
      ],
    }, { Name: 'n', Type: 'encryption', Policy: '{}' });
  })(),
}));
