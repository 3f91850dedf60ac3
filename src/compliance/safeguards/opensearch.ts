import { ResourceSafeguard } from '../model/safeguard';
import { anyValue, given, isSame, isTrue } from '../predicates/intrinsics';
import { allOf, fails, HOLDS, mustBe, mustBeAtLeast, mustBeOneOf, mustBeSet, mustExist, mustNotBe, unknown } from '../predicates/outcome';
import { parsed } from '../predicates/policy';
import { Json } from '../rendered';

const DOMAINS = ['AWS::OpenSearchService::Domain'];

/** Safeguards of Amazon OpenSearch Service. */
export const OPENSEARCH: ResourceSafeguard[] = [
  {
    id: 'OpenSearch.DomainEncrypted',
    on: DOMAINS,
    statement: 'the domain is encrypted at rest',
    rationale: 'Encryption protects indexes, logs and snapshots if the storage is accessed outside the service',
    remedy: 'set `encryptionAtRest`',
    sources: { securityHub: ['Opensearch.1'], cdkNag: ['OpenSearchEncryptedAtRest'], prowler: ['opensearch_service_domains_encryption_at_rest_enabled'] },
    judge: ({ properties: { EncryptionAtRestOptions } }) => mustBe('EncryptionAtRestOptions.Enabled', EncryptionAtRestOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainNodeToNodeEncrypted',
    on: DOMAINS,
    statement: 'node-to-node encryption is enabled',
    rationale: 'Replication in plain text lets an attacker in the network read indexes',
    remedy: 'set `nodeToNodeEncryption`',
    sources: { securityHub: ['Opensearch.3'], cdkNag: ['OpenSearchNodeToNodeEncryption'], prowler: ['opensearch_service_domains_node_to_node_encryption_enabled'] },
    judge: ({ properties: { NodeToNodeEncryptionOptions } }) => mustBe('NodeToNodeEncryptionOptions.Enabled', NodeToNodeEncryptionOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainHttpsOnly',
    on: DOMAINS,
    statement: 'the domain requires HTTPS and TLS 1.2 or later',
    rationale: 'Plain HTTP and older TLS versions let an attacker in the network read data and credentials',
    remedy: 'set `enforceHttps` and `tlsSecurityPolicy`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/infrastructure-security.html',
    sources: { prowler: ['opensearch_service_domains_https_communications_enforced'] },
    judge: ({ properties: { DomainEndpointOptions } }) => allOf(
      mustBe('DomainEndpointOptions.EnforceHTTPS', DomainEndpointOptions?.EnforceHTTPS, true),
      mustBeOneOf('DomainEndpointOptions.TLSSecurityPolicy', DomainEndpointOptions?.TLSSecurityPolicy, [
        'Policy-Min-TLS-1-2-2019-07', 'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08',
      ]),
    ),
  },
  {
    id: 'OpenSearch.DomainInVpc',
    on: DOMAINS,
    statement: 'the domain is in a VPC',
    rationale: 'A domain outside a VPC has a public endpoint that only its access policy protects',
    remedy: 'set `vpc`',
    sources: { securityHub: ['Opensearch.2'], cdkNag: ['OpenSearchInVPCOnly'], prowler: ['opensearch_service_domains_not_publicly_accessible'] },
    judge: ({ properties }) => mustBeSet('VPCOptions', properties.VPCOptions),
  },
  {
    id: 'OpenSearch.DomainErrorsLogged',
    on: DOMAINS,
    statement: 'error logs go to CloudWatch Logs',
    rationale: 'Error logs show failed requests and invalid queries',
    remedy: 'set `logging.appLogEnabled`',
    sources: { securityHub: ['Opensearch.4'], cdkNag: ['OpenSearchErrorLogsToCloudWatch'], prowler: ['opensearch_service_domains_cloudwatch_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'ES_APPLICATION_LOGS'), 'LogPublishingOptions has no ES_APPLICATION_LOGS that is enabled'),
  },
  {
    id: 'OpenSearch.DomainAudited',
    on: DOMAINS,
    statement: 'audit logs go to CloudWatch Logs',
    rationale: 'Audit logs show authentication attempts and searches',
    remedy: 'set `logging.auditLogEnabled`',
    sources: { securityHub: ['Opensearch.5'], prowler: ['opensearch_service_domains_audit_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'AUDIT_LOGS'), 'LogPublishingOptions has no AUDIT_LOGS that is enabled'),
  },
  {
    id: 'OpenSearch.DomainMultiAz',
    on: DOMAINS,
    statement: 'the domain has at least three data nodes and zone awareness',
    rationale: 'Fewer nodes lose data or availability when a node or an Availability Zone fails',
    remedy: 'set `capacity.dataNodes` to at least 3 and `zoneAwareness`',
    sources: { securityHub: ['Opensearch.6'] },
    judge: ({ properties: { ClusterConfig } }) => allOf(
      mustBeAtLeast('ClusterConfig.InstanceCount', ClusterConfig?.InstanceCount, 3, 1),
      mustBe('ClusterConfig.ZoneAwarenessEnabled', ClusterConfig?.ZoneAwarenessEnabled, true),
    ),
  },
  {
    id: 'OpenSearch.DomainAccessFineGrained',
    on: DOMAINS,
    statement: 'fine-grained access control is enabled',
    rationale: 'Without it, everyone who reaches the domain reads all indexes',
    remedy: 'set `fineGrainedAccessControl`',
    sources: { securityHub: ['Opensearch.7'], prowler: ['opensearch_service_domains_access_control_enabled'] },
    judge: ({ properties: { AdvancedSecurityOptions } }) => allOf(
      mustBe('AdvancedSecurityOptions.Enabled', AdvancedSecurityOptions?.Enabled, true),
      mustNotBe('AdvancedSecurityOptions.AnonymousAuthEnabled', AdvancedSecurityOptions?.AnonymousAuthEnabled, true),
    ),
  },
  {
    id: 'OpenSearch.DomainTlsPolicyLatest',
    on: DOMAINS,
    statement: 'the domain requires HTTPS with the latest TLS policy',
    rationale: 'Policies without forward secrecy let an attacker decrypt recorded traffic with a stolen key',
    remedy: 'set `enforceHttps`, and `tlsSecurityPolicy` to `TLS_1_2_PFS`',
    sources: { securityHub: ['Opensearch.8'] },
    judge: ({ properties: { DomainEndpointOptions } }) => allOf(
      mustBe('DomainEndpointOptions.EnforceHTTPS', DomainEndpointOptions?.EnforceHTTPS, true),
      mustBeOneOf('DomainEndpointOptions.TLSSecurityPolicy', DomainEndpointOptions?.TLSSecurityPolicy, [
        'Policy-Min-TLS-1-2-PFS-2023-10', 'Policy-Min-TLS-1-2-RFC9151-FIPS-2024-08',
      ]),
    ),
  },
  {
    id: 'OpenSearch.DomainDedicatedMasters',
    on: DOMAINS,
    statement: 'the domain has at least three dedicated master nodes',
    rationale: 'Fewer master nodes cannot elect a leader when one fails',
    remedy: 'set `capacity.masterNodes` to at least 3',
    sources: { securityHub: ['Opensearch.11'] },
    judge: ({ properties: { ClusterConfig } }) => allOf(
      mustBe('ClusterConfig.DedicatedMasterEnabled', ClusterConfig?.DedicatedMasterEnabled, true),
      mustBeAtLeast('ClusterConfig.DedicatedMasterCount', ClusterConfig?.DedicatedMasterCount, 3, 0),
    ),
  },
  {
    id: 'OpenSearch.CollectionsNotPublic',
    on: ['AWS::OpenSearchServerless::SecurityPolicy'],
    statement: 'the network policy allows no public access to collections',
    rationale: 'A public collection is reachable from the internet with any leaked credentials',
    remedy: 'set `AllowFromPublic` to false, and list VPC endpoints in `SourceVPCEs`',
    severity: 'high',
    link: 'https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html',
    always: true,
    sources: {},
    judge: ({ properties }) => {
      if (properties.Type !== 'network') return undefined;
      const { Policy } = properties;
      const rules = parsed(Policy);
      if (!Array.isArray(rules)) return unknown('Policy', Policy);
      if (rules.some(({ AllowFromPublic }) => isTrue(AllowFromPublic))) return fails('Policy has AllowFromPublic true');
      // The names of collections and endpoints make no difference.
      return rules.every(({ AllowFromPublic = false }) => isSame(AllowFromPublic, false)) ? (anyValue(Policy), HOLDS) : unknown('Policy', Policy);
    },
  },
];

function publishes(options: Json, log: string): boolean {
  return given(options?.[log]) && isTrue(options[log].Enabled);
}
