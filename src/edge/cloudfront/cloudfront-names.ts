import { ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { CloudFrontDomain } from './cloudfront-domain';
import { inHomeOfCloudFront } from './cloudfront-region';
import { refuse } from '../../core/validation';
import { requireInZone, undotted } from '../load-balancer/alias';

/** The certificate that was given, else one for the domain, which AWS Certificate Manager issues and renews. */
export function certificateOf(
  scope: Construct, given: acm.ICertificate | undefined, domain: CloudFrontDomain | undefined,
): acm.ICertificate | undefined {
  if (!domain) {
    if (given) refuse(scope, 'certificate is given without a domain, need the names that it is for');
    return undefined;
  }
  const { hostedZone } = domain;
  if (hostedZone) namesOf(domain).forEach((name) => requireInZone(scope, name, hostedZone));
  if (given) return given;
  if (!hostedZone) refuse(scope, `domain '${domain.domainName}' has neither a hosted zone nor a certificate, need one of them: a certificate is validated by a record`);
  const place = inHomeOfCloudFront(scope, 'edge');
  const zoneStack = hostedZone.node.defaultChild && Stack.of(hostedZone);
  if (zoneStack && zoneStack !== Stack.of(place)) {
    refuse(scope, `hosted zone '${hostedZone.node.path}' is made in stack '${zoneStack.node.path}', need one that exists: the certificate in us-east-1 is validated in it first`);
  }
  const certificate = new acm.Certificate(place, 'Certificate', {
    domainName: undotted(domain.domainName),
    subjectAlternativeNames: domain.alternativeNames?.map(undotted),
    validation: acm.CertificateValidation.fromDns(hostedZone),
  });
  return place === scope
    ? certificate
    : acm.Certificate.fromCertificateArn(scope, 'CertificateReference', Stack.consumeReference(certificate.certificateArn, ReferenceStrength.WEAK));
}

/** All names of a domain. */
export function namesOf({ domainName, alternativeNames = [] }: CloudFrontDomain): string[] {
  return [domainName, ...alternativeNames];
}

/** Records of both versions of IP for every name. */
export function recordsFor(scope: Construct, distribution: cloudfront.IDistribution, domain: CloudFrontDomain): void {
  const { hostedZone: zone } = domain;
  if (!zone) return;
  namesOf(domain).forEach((recordName, index) => {
    const record = { zone, recordName, target: route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution)) };
    new route53.ARecord(scope, `AliasRecord${index || ''}`, record);
    new route53.AaaaRecord(scope, `AliasRecordV6${index || ''}`, record);
  });
}
