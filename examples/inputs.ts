import { CfnParameter } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { AlbDomain } from '../src';
import { Settings } from './settings';

/** Domain of the settings and its hosted zone, without a look-up. */
export function domainOf(scope: Construct, { domainName, hostedZoneId, hostedZoneName }: Settings): AlbDomain | undefined {
  if (!domainName || !hostedZoneId || !hostedZoneName) return undefined;
  return {
    domainName,
    hostedZone: route53.HostedZone.fromHostedZoneAttributes(scope, 'HostedZone', { hostedZoneId, zoneName: hostedZoneName }),
  };
}

/** Certificate of the settings, or a stack parameter. Undefined if one is issued for the domain. */
export function certificateOf(scope: Construct, settings: Settings): acm.ICertificate | undefined {
  if (settings.certificateArn) return acm.Certificate.fromCertificateArn(scope, 'Certificate', settings.certificateArn);
  if (settings.domainName) return undefined;
  const parameter = new CfnParameter(scope, 'CertificateArn', {
    description: 'ARN of the ACM certificate that the load balancer presents, in the Region of this stack',
    allowedPattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+$',
  });
  return acm.Certificate.fromCertificateArn(scope, 'Certificate', parameter.valueAsString);
}

/** Stack parameter for a domain name of the certificate. Its DNS record is created outside the platform. */
export function domainNameOf(scope: Construct): string {
  return new CfnParameter(scope, 'DomainName', {
    description: 'Name of the distribution, which the certificate is for, too',
    allowedPattern: '^([a-z0-9-]+\\.)+[a-z]{2,}$',
  }).valueAsString;
}
