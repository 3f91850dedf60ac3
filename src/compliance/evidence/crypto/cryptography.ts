import { certificatesOf } from './databases';
import { classicListeners, portOfLattice, transportOfLattice, transportOfListener } from './listeners';
import { PresentedCertificates } from './presented';
import { Transport } from './protection';
import { transportOfNodes } from './stores';
import { domainsOf, FUNCTION_URL, transportOf, transportOfDomain } from './transport';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { compare, Components } from '../inventory/inventory';
import { References } from '../inventory/references';
import { Component, CryptographicModule, Cryptography, Key, TransitEndpoint } from '../model';

/** Modules whose validation AWS publishes. Regions in China have other modules. */
const KMS_MODULE: CryptographicModule = {
  service: 'AWS KMS',
  module: 'AWS Key Management Service HSM, FIPS 140-3 Security Level 3',
  certificate: 'https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/4884',
  source: 'AWS Key Management Service Developer Guide, "AWS KMS internal operations"',
};

/** What encrypts the data of components, at rest and in transit. */
export function cryptographyOf(components: readonly Component[], drafts: Components, references: References): Cryptography {
  const atRest = components.flatMap(({ id, service, encryption }) => encryption ? [{ component: id, service, ...encryption }] : []);
  const keys = [
    ...references.all('AWS::KMS::Key', 'AWS::KMS::ReplicaKey').map((key) => keyOf(key, drafts, atRest)),
    ...references.all('AWS::CertificateManager::Certificate').map((certificate) => certificateOf(certificate, drafts)),
    ...certificatesOf(drafts, references),
  ].sort((a, b) => compare(a.component, b.component));
  const usesKms = keys.some(({ type }) => type.startsWith('AWS::KMS::')) || atRest.some(({ by }) => by === 'customer managed key' || by === 'aws managed key');
  const isInChina = components.some(({ region }) => region.startsWith('cn-'));
  return {
    atRest,
    inTransit: endpointsOf(drafts, references),
    keys,
    modules: usesKms && !isInChina ? [KMS_MODULE] : [],
  };
}

function endpointsOf(drafts: Components, references: References): TransitEndpoint[] {
  const presented = new PresentedCertificates(drafts, references);
  const endpoint = (component: RenderedResource, name: string, { by, floor, fips }: Transport, certificates: string[] = []): TransitEndpoint => (
    { component: drafts.idOf(component), endpoint: name, floor, shownBy: by, fips, ...certificates.length > 0 && { certificates } });
  const listeners = references.all('AWS::ElasticLoadBalancingV2::Listener').flatMap((listener) => {
    const balancer = references.componentOf(listener);
    return balancer ? [endpoint(balancer, `listener on port ${textOf(listener.properties.Port)}`, transportOfListener(listener), presented.ofListener(listener))] : [];
  });
  const lattice = references.all('AWS::VpcLattice::Listener').map((listener) => {
    const service = references.one(listener.properties.ServiceIdentifier, listener);
    // With TLS passthrough, the certificate of the service is not used. Source: Amazon VPC Lattice User Guide, "TLS listeners for VPC Lattice services".
    const certificates = service && listener.properties.Protocol === 'HTTPS' ? presented.of(service) : [];
    return endpoint(service ?? listener, `listener on port ${portOfLattice(listener)}`, transportOfLattice(listener), certificates);
  });
  const own = drafts.resources.flatMap((resource) => {
    const transport = transportOf(resource, references);
    return transport ? [endpoint(resource, ENDPOINTS[resource.type] ?? 'endpoint of the component', transport, presented.of(resource))] : [];
  });
  const nodes = drafts.resources.flatMap((resource) => {
    const transport = transportOfNodes(resource);
    return transport ? [endpoint(resource, 'between the nodes of the component', transport)] : [];
  });
  const classic = references.all('AWS::ElasticLoadBalancing::LoadBalancer').flatMap((balancer) => classicListeners(balancer)
    .map(({ port, transport, certificate }) => endpoint(balancer, `listener on port ${textOf(port)}`, transport, presented.named(certificate, balancer))));
  const apis = references.all('AWS::ApiGateway::RestApi', 'AWS::ApiGatewayV2::Api');
  const domains = apis.flatMap((api) => domainsOf(api, references).flatMap(({ domain, name }) => (
    domain ? [endpoint(api, `domain name ${name}`, transportOfDomain(domain), presented.of(domain))] : [])));
  const urls = references.all('AWS::Lambda::Url').flatMap((url) => {
    const lambda = references.componentOf(url);
    return lambda ? [endpoint(lambda, 'function URL', FUNCTION_URL)] : [];
  });
  return [...listeners, ...lattice, ...classic, ...own, ...nodes, ...domains, ...urls, ...callers(drafts, references)]
    .sort((a, b) => compare(a.component, b.component) || compare(a.endpoint, b.endpoint));
}

const ENDPOINTS: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'requests to the bucket',
  'AWS::SQS::Queue': 'requests to the queue',
  'AWS::SNS::Topic': 'requests to the topic',
  'AWS::CloudFront::Distribution': 'viewers',
  'AWS::EC2::VPNConnection': 'tunnels of the connection',
  'AWS::Route53Resolver::ResolverEndpoint': 'DNS queries to the endpoint',
  'AWS::EC2::VPCEndpoint': 'calls of the service through the endpoint',
  'AWS::DynamoDB::GlobalTable': 'requests to the table',
  'AWS::DynamoDB::Table': 'requests to the table',
  'AWS::EFS::FileSystem': 'mounts of the file system',
  'AWS::Kinesis::Stream': 'requests to the stream',
};

// SDKs of AWS call FIPS endpoints where this variable is true. Source: AWS SDKs and Tools Reference Guide, "Dual-stack and FIPS endpoints".
const FIPS_VARIABLE = 'AWS_USE_FIPS_ENDPOINT';

function callers(drafts: Components, references: References): TransitEndpoint[] {
  const calls = (component: RenderedResource, value: Json): TransitEndpoint[] => given(value)
    ? [{
      component: drafts.idOf(component), endpoint: 'calls of AWS APIs by SDKs', floor: 'TLS 1.2', shownBy: `${FIPS_VARIABLE} is ${textOf(value)}`, fips: isUnresolved(value) ? 'not determined' : isTrue(value),
    }]
    : [];
  return [
    ...references.all('AWS::Lambda::Function').flatMap((lambda) => calls(lambda, lambda.properties.Environment?.Variables?.[FIPS_VARIABLE])),
    ...references.all('AWS::ECS::Service').flatMap((service) => {
      const task = references.in(service.properties.TaskDefinition, service).find(({ type }) => type === 'AWS::ECS::TaskDefinition');
      const values = listOf(task?.properties.ContainerDefinitions)
        .map(({ Environment }) => listOf(Environment).find(({ Name }) => Name === FIPS_VARIABLE)?.Value).filter(given);
      return calls(service, values[0]);
    }),
  ];
}

function keyOf(key: RenderedResource, drafts: Components, atRest: Cryptography['atRest']): Key {
  const { KeySpec, EnableKeyRotation, RotationPeriodInDays, MultiRegion } = key.properties;
  const id = drafts.idOf(key);
  return {
    component: id,
    type: key.type,
    algorithm: key.type === 'AWS::KMS::ReplicaKey' ? 'not determined' : given(KeySpec) ? textOf(KeySpec) : 'SYMMETRIC_DEFAULT',
    rotation: rotationOf(key.type, EnableKeyRotation, RotationPeriodInDays),
    multiRegion: key.type === 'AWS::KMS::ReplicaKey' || (given(MultiRegion) && isUnresolved(MultiRegion) ? 'not determined' : isTrue(MultiRegion)),
    encrypts: atRest.filter((store) => store.key === id).map(({ component }) => component).sort(compare),
  };
}

function rotationOf(type: string, enabled: Json, days: Json): string {
  if (type === 'AWS::KMS::ReplicaKey') return 'as its primary key';
  if (given(enabled) && isUnresolved(enabled)) return 'not determined';
  // 365 days is the default. Source: AWS::KMS::Key, property RotationPeriodInDays.
  return isTrue(enabled) ? `every ${given(days) ? textOf(days) : 365} days` : 'not enabled';
}

function certificateOf(certificate: RenderedResource, drafts: Components): Key {
  const { KeyAlgorithm, ValidationMethod } = certificate.properties;
  return {
    component: drafts.idOf(certificate),
    type: certificate.type,
    // The default of AWS Certificate Manager. Source: AWS::CertificateManager::Certificate, property KeyAlgorithm.
    algorithm: given(KeyAlgorithm) ? textOf(KeyAlgorithm) : 'RSA_2048',
    rotation: ValidationMethod === 'DNS' ? 'renewed by AWS Certificate Manager' : 'not determined',
    multiRegion: false,
    encrypts: [],
  };
}
