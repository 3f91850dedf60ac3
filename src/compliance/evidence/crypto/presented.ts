import { given, listOf } from '../../predicates/intrinsics';
import { Json, pointers, RenderedResource } from '../../rendered';
import { compare, Components } from '../inventory/inventory';
import { References } from '../inventory/references';

/** Where the template names the certificate of an endpoint, by type. Properties are those of the CloudFormation template reference. */
const NAMED: Readonly<Record<string, (properties: Json) => Json>> = {
  'AWS::ApiGateway::DomainName': ({ CertificateArn, RegionalCertificateArn }) => [CertificateArn, RegionalCertificateArn],
  'AWS::ApiGatewayV2::DomainName': ({ DomainNameConfigurations }) => listOf(DomainNameConfigurations).map(({ CertificateArn }) => CertificateArn),
  'AWS::CloudFront::Distribution': ({ DistributionConfig }) => [DistributionConfig?.ViewerCertificate?.AcmCertificateArn, DistributionConfig?.ViewerCertificate?.IamCertificateId],
  'AWS::EC2::ClientVpnEndpoint': ({ ServerCertificateArn }) => ServerCertificateArn,
  'AWS::EC2::VerifiedAccessEndpoint': ({ DomainCertificateArn }) => DomainCertificateArn,
  'AWS::Elasticsearch::Domain': ({ DomainEndpointOptions }) => DomainEndpointOptions?.CustomEndpointCertificateArn,
  'AWS::OpenSearchService::Domain': ({ DomainEndpointOptions }) => DomainEndpointOptions?.CustomEndpointCertificateArn,
  'AWS::Transfer::Server': ({ Certificate }) => Certificate,
  'AWS::VpcLattice::Service': ({ CertificateArn }) => CertificateArn,
};

/** Certificates that a template names for its endpoints. */
export class PresentedCertificates {
  constructor(private readonly drafts: Components, private readonly references: References) {}

  /** Certificates of a resource with one endpoint. */
  public of(resource: RenderedResource): string[] {
    return this.named(NAMED[resource.type]?.(resource.properties), resource);
  }

  /** Certificates of a listener of a load balancer: its own, and those for server name indication. */
  public ofListener(listener: RenderedResource): string[] {
    const more = pointers(listener, 'AWS::ElasticLoadBalancingV2::ListenerCertificate', 'ListenerArn');
    const found = [listener, ...more]
      .flatMap((one) => this.named(listOf(one.properties.Certificates).map((each) => each.CertificateArn ?? each), one));
    return [...new Set(found)].sort(compare);
  }

  /** Certificates that expressions name. */
  public named(expressions: Json, from: RenderedResource): string[] {
    return listOf(expressions).filter(given).map((expression) => {
      const [component] = this.references.components(expression, from);
      return component ? this.drafts.idOf(component) : this.references.text(expression, from);
    });
  }
}
