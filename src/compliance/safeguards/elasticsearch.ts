import { ResourceSafeguard } from '../model/safeguard';
import { isTrue } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeAtLeast, mustBeSet, mustExist, Outcome } from '../predicates/outcome';
import { Json } from '../rendered';

const ON_DOMAINS = ['AWS::Elasticsearch::Domain'];

/** Safeguards of legacy Elasticsearch domains, which Amazon OpenSearch Service manages. */
export const ELASTICSEARCH: ResourceSafeguard[] = [
  {
    id: 'Elasticsearch.DomainEncrypted',
    on: ON_DOMAINS,
    statement: 'the Elasticsearch domain is encrypted at rest',
    rationale: 'Encryption protects indexes, logs and snapshots if the storage is accessed outside the service',
    remedy: 'set `encryptionAtRestOptions.enabled`',
    sources: { securityHub: ['ES.1'], cdkNag: ['OpenSearchEncryptedAtRest'] },
    judge: ({ properties }) => mustBe('EncryptionAtRestOptions.Enabled', properties.EncryptionAtRestOptions?.Enabled, true),
  },
  {
    id: 'Elasticsearch.DomainInVpc',
    on: ON_DOMAINS,
    statement: 'the Elasticsearch domain is in a VPC',
    rationale: 'A domain outside a VPC has a public endpoint that only its access policy protects',
    remedy: 'set `vpcOptions`',
    sources: { securityHub: ['ES.2'], cdkNag: ['OpenSearchInVPCOnly'] },
    judge: ({ properties }) => mustBeSet('VPCOptions', properties.VPCOptions),
  },
  {
    id: 'Elasticsearch.DomainNodeToNodeEncrypted',
    on: ON_DOMAINS,
    statement: 'node-to-node encryption is enabled on the Elasticsearch domain',
    rationale: 'Replication in plain text lets an attacker in the network read indexes',
    remedy: 'set `nodeToNodeEncryptionOptions.enabled`',
    sources: { securityHub: ['ES.3'], cdkNag: ['OpenSearchNodeToNodeEncryption'] },
    judge: ({ properties }) => mustBe('NodeToNodeEncryptionOptions.Enabled', properties.NodeToNodeEncryptionOptions?.Enabled, true),
  },
  {
    id: 'Elasticsearch.DomainErrorsLogged',
    on: ON_DOMAINS,
    statement: 'error logs of the Elasticsearch domain go to CloudWatch Logs',
    rationale: 'Error logs show failed requests and invalid queries',
    remedy: 'enable `ES_APPLICATION_LOGS` in `logPublishingOptions`',
    sources: { securityHub: ['ES.4'], cdkNag: ['OpenSearchErrorLogsToCloudWatch'] },
    judge: ({ properties }) => publishes(properties, 'ES_APPLICATION_LOGS'),
  },
  {
    id: 'Elasticsearch.DomainAudited',
    on: ON_DOMAINS,
    statement: 'audit logs of the Elasticsearch domain go to CloudWatch Logs',
    rationale: 'Audit logs show authentication attempts and searches',
    remedy: 'enable `AUDIT_LOGS` in `logPublishingOptions`',
    sources: { securityHub: ['ES.5'] },
    judge: ({ properties }) => publishes(properties, 'AUDIT_LOGS'),
  },
  {
    id: 'Elasticsearch.DomainMultiAz',
    on: ON_DOMAINS,
    statement: 'the Elasticsearch domain has at least three data nodes and zone awareness',
    rationale: 'Fewer nodes lose data or availability when a node or an Availability Zone fails',
    remedy: 'set `instanceCount` to at least 3 and `zoneAwarenessEnabled`',
    sources: { securityHub: ['ES.6'] },
    judge: ({ properties: { ElasticsearchClusterConfig: cluster } }) => allOf(
      mustBeAtLeast('ElasticsearchClusterConfig.InstanceCount', cluster?.InstanceCount, 3, 1),
      mustBe('ElasticsearchClusterConfig.ZoneAwarenessEnabled', cluster?.ZoneAwarenessEnabled, true),
    ),
  },
  {
    id: 'Elasticsearch.DomainDedicatedMasters',
    on: ON_DOMAINS,
    statement: 'the Elasticsearch domain has at least three dedicated master nodes',
    rationale: 'Fewer master nodes cannot elect a leader when one fails',
    remedy: 'set `dedicatedMasterEnabled` and `dedicatedMasterCount` to at least 3',
    sources: { securityHub: ['ES.7'] },
    judge: ({ properties: { ElasticsearchClusterConfig: cluster } }) => allOf(
      mustBe('ElasticsearchClusterConfig.DedicatedMasterEnabled', cluster?.DedicatedMasterEnabled, true),
      mustBeAtLeast('ElasticsearchClusterConfig.DedicatedMasterCount', cluster?.DedicatedMasterCount, 3, 0),
    ),
  },
  {
    id: 'Elasticsearch.DomainHttpsOnly',
    on: ON_DOMAINS,
    statement: 'the Elasticsearch domain requires HTTPS with the latest TLS policy',
    rationale: 'Plain HTTP and older TLS versions let an attacker in the network read data and credentials',
    remedy: 'set `enforceHttps` and the TLS policy `Policy-Min-TLS-1-2-PFS-2023-10`',
    sources: { securityHub: ['ES.8'] },
    judge: ({ properties: { DomainEndpointOptions: endpoint } }) => allOf(
      mustBe('DomainEndpointOptions.EnforceHTTPS', endpoint?.EnforceHTTPS, true),
      mustBe('DomainEndpointOptions.TLSSecurityPolicy', endpoint?.TLSSecurityPolicy, 'Policy-Min-TLS-1-2-PFS-2023-10'),
    ),
  },
];

function publishes({ LogPublishingOptions: options }: Json, log: string): Outcome {
  return mustExist(isTrue(options?.[log]?.Enabled), `LogPublishingOptions has no ${log} that is enabled`);
}
