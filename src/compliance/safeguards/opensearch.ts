import { ResourceSafeguard } from '../model/safeguard';
import { given, isTrue } from '../predicates/intrinsics';
import { allOf, mustBe, mustBeOneOf, mustBeSet, mustExist } from '../predicates/outcome';
import { Json } from '../rendered';

const DOMAINS = ['AWS::OpenSearchService::Domain'];

/** Safeguards of Amazon OpenSearch Service. */
export const OPENSEARCH: ResourceSafeguard[] = [
  {
    id: 'OpenSearch.DomainEncrypted',
    on: DOMAINS,
    statement: 'the domain is encrypted at rest',
    remedy: 'set `encryptionAtRest`',
    sources: { securityHub: ['Opensearch.1'], cdkNag: ['OpenSearchEncryptedAtRest'], prowler: ['opensearch_service_domains_encryption_at_rest_enabled'] },
    judge: ({ properties: { EncryptionAtRestOptions } }) => mustBe('EncryptionAtRestOptions.Enabled', EncryptionAtRestOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainNodeToNodeEncrypted',
    on: DOMAINS,
    statement: 'node-to-node encryption is enabled',
    remedy: 'set `nodeToNodeEncryption`',
    sources: { securityHub: ['Opensearch.3'], cdkNag: ['OpenSearchNodeToNodeEncryption'], prowler: ['opensearch_service_domains_node_to_node_encryption_enabled'] },
    judge: ({ properties: { NodeToNodeEncryptionOptions } }) => mustBe('NodeToNodeEncryptionOptions.Enabled', NodeToNodeEncryptionOptions?.Enabled, true),
  },
  {
    id: 'OpenSearch.DomainHttpsOnly',
    on: DOMAINS,
    statement: 'the domain requires HTTPS and TLS 1.2 or later',
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
    remedy: 'set `vpc`',
    sources: { securityHub: ['Opensearch.2'], cdkNag: ['OpenSearchInVPCOnly'], prowler: ['opensearch_service_domains_not_publicly_accessible'] },
    judge: ({ properties }) => mustBeSet('VPCOptions', properties.VPCOptions),
  },
  {
    id: 'OpenSearch.DomainErrorsLogged',
    on: DOMAINS,
    statement: 'error logs go to CloudWatch Logs',
    remedy: 'set `logging.appLogEnabled`',
    sources: { securityHub: ['Opensearch.4'], cdkNag: ['OpenSearchErrorLogsToCloudWatch'], prowler: ['opensearch_service_domains_cloudwatch_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'ES_APPLICATION_LOGS'), 'LogPublishingOptions has no ES_APPLICATION_LOGS that is enabled'),
  },
  {
    id: 'OpenSearch.DomainAudited',
    on: DOMAINS,
    statement: 'audit logs go to CloudWatch Logs',
    remedy: 'set `logging.auditLogEnabled`',
    sources: { securityHub: ['Opensearch.5'], prowler: ['opensearch_service_domains_audit_logging_enabled'] },
    judge: ({ properties: { LogPublishingOptions } }) => mustExist(
      publishes(LogPublishingOptions, 'AUDIT_LOGS'), 'LogPublishingOptions has no AUDIT_LOGS that is enabled'),
  },
];

function publishes(options: Json, log: string): boolean {
  return given(options?.[log]) && isTrue(options[log].Enabled);
}
