import { unknownClients } from './entrances';
import { awsService, INTERNET } from './flow-book';
import { Sources } from './sources';
import { AWS_CALL, encryptionOf, outsideHost, portOf, Wire, wireOfUrl } from './wire';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { domainsOf, transportOf, transportOfDomain } from '../crypto/transport';

/** Connections of callers to APIs of API Gateway, and of APIs to their integrations. */
export function apiFlows(sources: Sources): void {
  const { references } = sources;
  for (const api of references.all('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api')) addCallers(sources, api);
  for (const method of references.all('AWS::ApiGateway::Method', 'AWS::ApiGatewayV2::Integration')) addIntegration(sources, method);
}

function addCallers({ references, book }: Sources, api: RenderedResource) {
  const { EndpointConfiguration, DisableExecuteApiEndpoint: isDisabled, ProtocolType } = api.properties;
  const isPrivate = listOf(EndpointConfiguration?.Types).includes('PRIVATE');
  const call = { kind: 'request' as const, to: [api], protocol: ProtocolType === 'WEBSOCKET' ? 'WSS' : 'HTTPS', ports: '443' };
  if (isPrivate) {
    const endpoints = references.components(EndpointConfiguration?.VpcEndpointIds, api);
    const others = { kind: 'endpoint', name: `VPC endpoints that call ${api.logicalId}`, purpose: 'VPC endpoints that the resource policy of a private API admits' } as const;
    book.add({ ...call, from: endpoints.length > 0 ? endpoints : [others], ...encryptionOf(transportOf(api, references)), why: 'Callers of the private API', openedBy: [api] });
    return;
  }
  const domains = domainsOf(api, references);
  for (const { domain, mapping } of domains) {
    const encryption = encryptionOf(domain ? transportOfDomain(domain) : transportOf(api, references));
    book.add({ ...call, from: [INTERNET], ...encryption, why: 'Callers of the API through its domain name', openedBy: [mapping, ...domain ? [domain] : []] });
  }
  // Clients of an API without its default endpoint call a domain name. Source: AWS::ApiGateway::RestApi, property DisableExecuteApiEndpoint.
  if (isTrue(isDisabled) && domains.length > 0) return;
  const isOpen = given(isDisabled) && (isTrue(isDisabled) || isUnresolved(isDisabled));
  book.add({
    ...call, from: [isOpen ? unknownClients(api) : INTERNET], ...encryptionOf(transportOf(api, references)), why: isOpen ? 'Callers of the API, whose default endpoint is disabled or may be' : 'Callers of the API', openedBy: [api],
  });
}

function addIntegration({ references, book }: Sources, method: RenderedResource) {
  const api = references.componentOf(method);
  const integration = method.type === 'AWS::ApiGateway::Method' ? method.properties.Integration : method.properties;
  if (!api || !integration || integration.Type === 'MOCK' || integration.IntegrationType === 'MOCK') return;
  const uri = integration.Uri ?? integration.IntegrationUri;
  const isHttp = /^HTTP/.test(textOf(integration.Type ?? integration.IntegrationType));
  // A link of a REST API leads to its load balancer, whatever the host of the URI. Source: AWS::ApiGateway::VpcLink, property TargetArns.
  const link = references.in(integration.ConnectionId, method).find(({ type }) => type === 'AWS::ApiGateway::VpcLink');
  const named = link ? references.components(link.properties.TargetArns, link) : references.components(uri, method);
  const targets = named.length ? named : references.components([integration.RequestTemplates, integration.RequestParameters], method);
  const text = references.text(uri, method);
  const service = /^arn:[^:]*:apigateway:[^:]*:([^:]+):/.exec(text)?.[1];
  const [listener] = isHttp ? references.in(uri, method).filter(({ type }) => type === 'AWS::ElasticLoadBalancingV2::Listener') : [];
  book.add({
    kind: 'request',
    from: [api],
    to: targets.length ? targets : [service ? awsService(service) : outsideHost(text)],
    ...listener ? toListener(listener, integration) : isHttp ? wireOfUrl(text, 'integration URI') : AWS_CALL,
    why: `Integration of ${textOf(method.properties.HttpMethod ?? integration.IntegrationType)}`,
    openedBy: [method, ...listener ? [listener] : []],
  });
}

// An HTTP API uses HTTPS for a private integration with a TlsConfig only. Source: AWS::ApiGatewayV2::Integration, property TlsConfig.
function toListener(listener: RenderedResource, { TlsConfig }: Json): Wire {
  const isEncrypted = given(TlsConfig);
  return {
    protocol: isEncrypted ? 'HTTPS' : 'HTTP',
    ports: portOf(listener.properties.Port),
    encryption: isEncrypted ? 'encrypted' : 'not encrypted',
    encryptedBy: isEncrypted ? 'TlsConfig of the integration' : 'private integration without TlsConfig, which uses HTTP',
  };
}
