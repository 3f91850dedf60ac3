import { End, INTERNET } from './flow-book';
import { Sources } from './sources';
import { encryptionOf, outsideHost, portOf } from './wire';
import { given, isUnresolved, listOf } from '../../predicates/intrinsics';
import { textOf } from '../../predicates/text';
import { Json, RenderedResource } from '../../rendered';
import { open, Transport } from '../crypto/protection';
import { transportOf } from '../crypto/transport';

/** Connections of viewers to distributions, and of distributions to their origins and functions. */
export function distributionFlows({ references, book }: Sources): void {
  for (const distribution of references.all('AWS::CloudFront::Distribution')) {
    const config = distribution.properties.DistributionConfig ?? {};
    // A disabled distribution accepts no requests. Source: AWS::CloudFront::Distribution DistributionConfig, property Enabled.
    const blockedBy = String(config.Enabled) === 'false' ? 'Enabled is false' : undefined;
    const behaviors = [config.DefaultCacheBehavior, ...listOf(config.CacheBehaviors)];
    const viewers = { kind: 'request' as const, from: [INTERNET], to: [distribution], why: 'Viewers of the distribution', openedBy: [distribution], blockedBy };
    book.add({ ...viewers, protocol: 'HTTPS', ports: '443', ...encryptionOf(transportOf(distribution, references)) });
    const http = httpOfViewers(behaviors.map((behavior) => behavior?.ViewerProtocolPolicy));
    if (http) book.add({ ...viewers, protocol: 'HTTP', ports: '80', ...encryptionOf(http) });
    for (const origin of listOf(config.Origins)) addOrigin(origin, distribution, blockedBy);
    for (const { EventType, LambdaFunctionARN } of behaviors.flatMap((behavior) => listOf(behavior?.LambdaFunctionAssociations))) {
      const [own] = references.components(LambdaFunctionARN, distribution);
      book.add({
        kind: 'event',
        from: [distribution],
        to: [own ?? { kind: 'resource', name: references.text(LambdaFunctionARN, distribution), purpose: 'Function of a distribution that is not in the templates' }],
        protocol: 'not determined',
        encryption: 'not determined',
        encryptedBy: 'delivery between AWS services, which the template does not configure',
        why: `Lambda@Edge, ${textOf(EventType)}`,
        openedBy: [distribution],
        blockedBy,
      });
    }
  }

  function addOrigin(origin: Json, distribution: RenderedResource, blockedBy: string | undefined) {
    const [target] = references.components(origin.DomainName, distribution);
    // A VPC origin states its protocol and ports in a resource of its own. Source: AWS::CloudFront::VpcOrigin VpcOriginEndpointConfig.
    const vpcOrigin = origin.VpcOriginConfig && references.in(origin.VpcOriginConfig.VpcOriginId, distribution).find(({ type }) => type === 'AWS::CloudFront::VpcOrigin');
    const server = vpcOrigin?.properties.VpcOriginEndpointConfig;
    const [host] = server ? references.components(server.Arn, vpcOrigin) : [];
    const custom = origin.VpcOriginConfig ? server ?? {} : origin.CustomOriginConfig;
    const end: End = host ?? target ?? outsideHost(references.text(origin.DomainName, distribution));
    const transport = custom ? ofServer(custom) : ofBucket(distribution);
    const isKnown = !custom || (given(custom.OriginProtocolPolicy) && !isUnresolved(custom.OriginProtocolPolicy));
    const protocols = { 'encrypted': 'HTTPS', 'not encrypted': 'HTTP', 'not determined': isKnown ? 'HTTP, HTTPS' : 'not determined' };
    book.add({
      kind: 'request',
      from: [distribution],
      to: [end],
      protocol: protocols[transport.encryption],
      ports: isKnown ? portsOfOrigin(custom ?? {}, transport) : 'not determined',
      ...encryptionOf(transport),
      why: `Origin ${nameOfOrigin(origin, distribution)}`,
      openedBy: [distribution, ...vpcOrigin ? [vpcOrigin] : []],
      blockedBy,
    });
  }

  // A part of the name that a function takes from a URL shows nothing.
  function nameOfOrigin({ DomainName, Id }: Json, distribution: RenderedResource): string {
    const name = references.text(DomainName, distribution);
    return name === '${?}' ? references.text(Id, distribution) : name;
  }
}

// CloudFront uses the protocol of the viewer for S3 origins, so that a viewer of HTTP reaches the bucket with HTTP. Source: Requiring HTTPS for communication
// between CloudFront and your Amazon S3 origin.
function ofBucket({ properties: { DistributionConfig: { DefaultCacheBehavior, CacheBehaviors } } }: RenderedResource): Transport {
  const viewersRedirected = [DefaultCacheBehavior, ...listOf(CacheBehaviors)]
    .every((behavior) => ['https-only', 'redirect-to-https'].includes(behavior?.ViewerProtocolPolicy));
  return viewersRedirected
    ? { ...open('CloudFront uses the protocol of the viewer, and every behavior requires HTTPS'), encryption: 'encrypted' }
    : open('CloudFront uses the protocol of the viewer');
}

function ofServer({ OriginProtocolPolicy, OriginSSLProtocols }: Json): Transport {
  if (!given(OriginProtocolPolicy)) return open('no property of the template shows it');
  if (isUnresolved(OriginProtocolPolicy)) return open('OriginProtocolPolicy resolves only at deployment');
  const by = [`OriginProtocolPolicy ${OriginProtocolPolicy}`, ...OriginProtocolPolicy === 'https-only' ? listOf(OriginSSLProtocols).map(textOf) : []].join(', ');
  if (OriginProtocolPolicy === 'https-only') return { ...open(by), encryption: 'encrypted' };
  return OriginProtocolPolicy === 'http-only' ? { encryption: 'not encrypted', by, floor: 'none', fips: false } : open(by);
}

function portsOfOrigin({ HTTPPort, HTTPSPort }: Json, { encryption }: Transport): string {
  const [http, https] = [portOf(HTTPPort ?? 80), portOf(HTTPSPort ?? 443)];
  return encryption === 'not encrypted' ? http : encryption === 'encrypted' ? https : `${http}, ${https}`;
}

/** Transport of viewers on port 80; undefined where every behavior refuses HTTP. */
function httpOfViewers(policies: readonly Json[]): Transport | undefined {
  const others = [...new Set(policies.filter((policy) => policy !== 'https-only'))];
  if (others.length === 0) return undefined;
  const admits = others.some((policy) => !isUnresolved(policy) && policy !== 'redirect-to-https');
  if (!admits && others.some(isUnresolved)) return open('ViewerProtocolPolicy resolves only at deployment');
  const texts = [...new Set(policies.map((policy) => textOf(policy ?? '')))].join(', ');
  return { encryption: 'not encrypted', by: admits ? `ViewerProtocolPolicy ${texts}` : 'CloudFront redirects HTTP to HTTPS', floor: 'none', fips: false };
}
