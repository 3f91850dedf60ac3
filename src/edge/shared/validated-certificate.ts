import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import { IHostedZone } from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { undotted } from './validation';
import { shortenNameTag } from '../../core/parts/name-tag';

/** Names of a certificate, and the hosted zone of the records that validate it. */
interface ValidatedNames {
  readonly domainName: string;
  readonly alternativeNames?: string[];
  readonly hostedZone?: IHostedZone;
}

/** A certificate that AWS Certificate Manager issues and renews, validated by records in a hosted zone. */
export function validatedCertificate(scope: Construct, { domainName, alternativeNames, hostedZone }: ValidatedNames): acm.Certificate {
  const certificate = new acm.Certificate(scope, 'Certificate', {
    domainName: undotted(domainName),
    subjectAlternativeNames: alternativeNames?.map(undotted),
    validation: acm.CertificateValidation.fromDns(hostedZone),
  });
  shortenNameTag(certificate);
  return certificate;
}
