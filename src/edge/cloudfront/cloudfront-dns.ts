import { ReferenceStrength, Stack } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontTarget } from 'aws-cdk-lib/aws-route53-targets';
import { Construct } from 'constructs';
import { scopeInCloudFrontRegion } from './cloudfront-region';
import { CloudFrontDomain } from './cloudfront-with-waf-props';
import { validatedCertificate } from '../shared/validated-certificate';

/** A certificate for the domain names in us-east-1. */
export function certificateInCloudFrontRegion(scope: Construct, domain: CloudFrontDomain): acm.ICertificate {
  const place = scopeInCloudFrontRegion(scope, 'edge');
  const certificate = validatedCertificate(place, domain);
  return place === scope
    ? certificate
    : acm.Certificate.fromCertificateArn(scope, 'CertificateReference', Stack.consumeReference(certificate.certificateArn, ReferenceStrength.WEAK));
}

/** All names of a domain. */
export function namesOf({ domainName, alternativeNames = [] }: CloudFrontDomain): string[] {
  return [domainName, ...alternativeNames];
}

/** A and AAAA records for each domain name. */
export function addRecords(scope: Construct, distribution: cloudfront.IDistribution, domain: CloudFrontDomain): void {
  const { hostedZone: zone } = domain;
  if (!zone) return;
  namesOf(domain).forEach((recordName, index) => {
    const record = { zone, recordName, target: route53.RecordTarget.fromAlias(new CloudFrontTarget(distribution)) };
    new route53.ARecord(scope, `AliasRecord${index || ''}`, record);
    new route53.AaaaRecord(scope, `AliasRecordV6${index || ''}`, record);
  });
}
