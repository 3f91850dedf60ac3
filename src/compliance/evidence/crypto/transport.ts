import { ofDatabase } from './databases';
import { isFips, literal, open, tls, Transport, TransportRule } from './protection';
import { STORES } from './stores';
import { given, isTrue, isUnresolved, listOf } from '../../predicates/intrinsics';
import { deniesPlainHttpToBucket, isDeniedPlainHttp, statementsOf } from '../../predicates/policy';
import { hasPlaceholder, textOf } from '../../predicates/text';
import { Json, pointers, RenderedResource } from '../../rendered';
import { AWS_ENDPOINT } from '../flows/flow-book';
import { References } from '../inventory/references';

/** Types whose resource policy can deny requests without TLS. */
export const POLICED: readonly string[] = ['AWS::S3::Bucket', 'AWS::SQS::Queue', 'AWS::SNS::Topic'];

/** Transport that the properties of a component show, by type. Properties are those of the CloudFormation template reference. */
const COMPONENTS: Readonly<Record<string, TransportRule>> = {
  'AWS::RDS::DBCluster': (cluster, references) => ofDatabase(cluster, 'DBClusterParameterGroupName', references),
  'AWS::RDS::DBInstance': (instance, references) => given(instance.properties.DBClusterIdentifier) ? undefined : ofDatabase(instance, 'DBParameterGroupName', references),
  ...STORES,
  'AWS::EC2::VPCEndpoint': ({ properties: { ServiceName, VpcEndpointType } }) => {
    const service = textOf(ServiceName);
    if (!isOfAws(service)) return open('endpoint of a service of others');
    // A gateway endpoint is a route to the Regional endpoints. Gateway is the default. Source: AWS::EC2::VPCEndpoint, property VpcEndpointType.
    if (!given(VpcEndpointType) || VpcEndpointType === 'Gateway') return acceptsHttp(/\.dynamodb$/.test(service) ? 'Amazon DynamoDB' : 'Amazon S3');
    const isDecided = /-fips\b/.test(service) || !hasPlaceholder(service.replace(/\$\{AWS-/g, ''));
    return tls(AWS_ENDPOINT, 'TLS 1.2', isDecided ? /-fips\b/.test(service) : 'not determined');
  },
  'AWS::CloudFront::Distribution': ({ properties: { DistributionConfig } }) => {
    const certificate = DistributionConfig?.ViewerCertificate;
    const { MinimumProtocolVersion: version, CloudFrontDefaultCertificate: isDefault } = certificate ?? {};
    // Connections of HTTPS are encrypted with every certificate and every version that the property can have.
    const settings = { ViewerCertificate: certificate, CloudFrontDefaultCertificate: isDefault, MinimumProtocolVersion: version };
    const unknown = Object.entries<Json>(settings).find(([, value]) => given(value) && isUnresolved(value));
    if (unknown) return tls(`HTTPS, ${unknown[0]} resolves only at deployment`);
    // The certificate of cloudfront.net sets TLSv1, whatever the property says. Source: AWS::CloudFront::Distribution ViewerCertificate.
    if (isTrue(isDefault) || !given(version)) return tls('default certificate of CloudFront', 'TLS 1.0');
    return tls(`MinimumProtocolVersion ${version}`, floorOfVersion(version));
  },
  'AWS::ApiGateway::RestApi': ({ properties: { SecurityPolicy } }) => ofSecurityPolicy(SecurityPolicy),
  'AWS::ApiGatewayV2::Api': () => ofSecurityPolicy(undefined),
  // Source: AWS Client VPN Administrator Guide, "What is AWS Client VPN?": clients connect with TLS.
  'AWS::EC2::ClientVpnEndpoint': () => tls('TLS of OpenVPN, with the server certificate of the endpoint'),
  'AWS::DynamoDB::GlobalTable': () => acceptsHttp('Amazon DynamoDB'),
  'AWS::DynamoDB::Table': () => acceptsHttp('Amazon DynamoDB'),
  'AWS::S3::Bucket': ofBucket,
  'AWS::SQS::Queue': (queue) => ofDenial(isDeniedPlainHttp(queue, 'AWS::SQS::QueuePolicy', 'Queues', 'sqs')),
  'AWS::SNS::Topic': (topic) => ofDenial(isDeniedPlainHttp(topic, 'AWS::SNS::TopicPolicy', 'Topics', 'sns', 'publish')),
};

/** Transport of connections to a component; undefined if its type accepts none or the template has no property of it. */
export function transportOf(resource: RenderedResource, references: References): Transport | undefined {
  return COMPONENTS[resource.type]?.(resource, references);
}

/** Types whose calls go to an endpoint of the component. */
const DOMAINS_OF_SEARCH = ['AWS::OpenSearchService::Domain', 'AWS::Elasticsearch::Domain'];

/** Services whose Regional endpoints accept HTTP, too. Source: AWS General Reference, "Service endpoints and quotas", column Protocol. */
const ACCEPT_HTTP: ReadonlyArray<readonly [types: RegExp, service: string]> = [
  [/^AWS::DynamoDB::/, 'Amazon DynamoDB'],
  [/^AWS::CloudWatch::/, 'Amazon CloudWatch'],
  [/^AWS::EC2::/, 'Amazon EC2'],
  [/^AWS::AutoScaling::/, 'Amazon EC2 Auto Scaling'],
];

/** Transport of API calls that concern a component: shown by a policy of the component, or by what the endpoints of its service accept. */
export function transportOfCalls(target: RenderedResource, references: References): Transport {
  if (POLICED.includes(target.type) || DOMAINS_OF_SEARCH.includes(target.type)) return transportOf(target, references)!;
  const [, service] = ACCEPT_HTTP.find(([types]) => types.test(target.type)) ?? [];
  return service ? acceptsHttp(service) : tls(AWS_ENDPOINT, 'TLS 1.2');
}

function acceptsHttp(service: string): Transport {
  return open(`clients decide: endpoints of ${service} accept HTTP and HTTPS (AWS General Reference, "Service endpoints and quotas")`);
}

/** Transport of clients of a function URL. */
export const FUNCTION_URL = open('clients decide: a function URL is an HTTP(S) endpoint (AWS Lambda Developer Guide, "Lambda function URLs")');

/** A domain name of an API. Clients connect with its security policy instead of that of the API. */
interface ApiDomain {
  /** Omitted if it is not in the templates. */
  readonly domain?: RenderedResource;
  readonly name: string;
  readonly mapping: RenderedResource;
}

const MAPPINGS = ['AWS::ApiGateway::BasePathMapping', 'AWS::ApiGatewayV2::ApiMapping'];
const DOMAINS = ['AWS::ApiGateway::DomainName', 'AWS::ApiGatewayV2::DomainName'];

/** Domain names that mappings of the templates lead to an API. */
export function domainsOf(api: RenderedResource, references: References): ApiDomain[] {
  return references.all(...MAPPINGS).filter((mapping) => references.componentOf(mapping) === api).map((mapping) => {
    const { DomainName } = mapping.properties;
    const domain = references.in(DomainName, mapping).find(({ type }) => DOMAINS.includes(type))
      ?? references.all(...DOMAINS).find(({ properties }) => given(properties.DomainName) && textOf(properties.DomainName) === textOf(DomainName));
    return { domain, name: references.text((domain ?? mapping).properties.DomainName, domain ?? mapping), mapping };
  });
}

/** Transport of clients of a domain name of API Gateway. */
export function transportOfDomain({ properties: { SecurityPolicy, DomainNameConfigurations } }: RenderedResource): Transport {
  return isUnresolved(DomainNameConfigurations) ? open('DomainNameConfigurations resolves only at deployment')
    : ofSecurityPolicy(SecurityPolicy ?? listOf(DomainNameConfigurations)[0]?.SecurityPolicy);
}

function ofSecurityPolicy(policy: Json): Transport {
  if (!given(policy)) return tls('API Gateway has HTTPS endpoints only (Amazon API Gateway FAQs)');
  const [, major, minor] = /TLS(?:13)?_(\d)_(\d)/.exec(literal(policy)) ?? [];
  return tls(`SecurityPolicy ${textOf(policy)}`, major ? `TLS ${major}.${minor}` : 'not determined', isFips(policy));
}

const DENIAL = 'a policy denies requests where aws:SecureTransport is false';

function ofDenial(isDenied: boolean): Transport {
  return isDenied ? tls(DENIAL, 'TLS 1.2') : open('no policy denies requests without TLS: clients decide');
}

/** Whether the name of an endpoint service is that of a service of AWS: `com.amazonaws.<region>.s3`, `aws.api.<region>.bedrock`, `cn.com.amazonaws.<region>.sts`. */
export function isOfAws(service: string): boolean {
  return /^(com\.amazonaws\.(?!vpce\.)|cn\.com\.amazonaws\.|aws\.(api|sagemaker)\.)/.test(service);
}

// S3 has a key for the version of TLS as well. A denial of a part of the objects, of some principals or of some actions leaves out the others.
function ofBucket(bucket: RenderedResource, references: References): Transport {
  const named = references.all('AWS::S3::BucketPolicy').filter((policy) => references.in(policy.properties.Bucket, policy).includes(bucket));
  // The policy of a bucket of another workload belongs to that workload, too.
  const documents = [...new Set([...named, ...pointers(bucket, 'AWS::S3::BucketPolicy', 'Bucket')])].map(({ properties }) => properties.PolicyDocument);
  const transport = ofDenial(documents.some(deniesPlainHttpToBucket));
  if (transport.encryption !== 'encrypted') return transport;
  const floor = documents.flatMap(statementsOf).map(versionBelow).filter((version) => version !== undefined).sort().reverse()
    .find((version) => documents.some((document) => deniesVersionsBelow(document, version!)));
  return floor === undefined ? transport : tls(`${DENIAL} or s3:TlsVersion is less than ${floor}`, `TLS ${floor}`);
}

// The literal version of a condition that has nothing else.
function versionBelow({ Condition }: Json): string | undefined {
  const version = Condition?.NumericLessThan?.['s3:TlsVersion'];
  const isAll = Object.keys(Condition ?? {}).length === 1 && Object.keys(Condition.NumericLessThan ?? {}).length === 1;
  return isAll && /^1\.\d$/.test(literal(listOf(version)[0])) && listOf(version).length === 1 ? literal(listOf(version)[0]) : undefined;
}

// A denial by version has to cover what a denial of HTTP has to.
function deniesVersionsBelow(document: Json, floor: string): boolean {
  const denials = statementsOf(document).filter((statement) => versionBelow(statement) === floor);
  return deniesPlainHttpToBucket({ Statement: denials.map((statement) => ({ ...statement, Condition: { Bool: { 'aws:SecureTransport': 'false' } } })) });
}

function floorOfVersion(version: string): string {
  const [, minor] = /^TLSv1(?:\.(\d))?/.exec(version) ?? [];
  return version.startsWith('TLSv1') ? `TLS 1.${minor ?? 0}` : version.startsWith('SSLv3') ? 'SSL 3.0' : 'not determined';
}
