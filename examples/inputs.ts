import { CfnParameter, Fn } from 'aws-cdk-lib';
import * as acm from 'aws-cdk-lib/aws-certificatemanager';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { AlbDomain } from '../src';
import { Settings } from './settings';

/** The domain that the settings name, in its hosted zone; nothing is looked up. */
export function domainOf(scope: Construct, { domainName, hostedZoneId, hostedZoneName }: Settings): AlbDomain | undefined {
  if (!domainName || !hostedZoneId || !hostedZoneName) return undefined;
  return {
    domainName,
    hostedZone: route53.HostedZone.fromHostedZoneAttributes(scope, 'HostedZone', { hostedZoneId, zoneName: hostedZoneName }),
  };
}

/** The certificate that the settings name; none where one is issued for the domain; else one that is asked for at deployment. */
export function certificateOf(scope: Construct, settings: Settings): acm.ICertificate | undefined {
  if (settings.certificateArn) return acm.Certificate.fromCertificateArn(scope, 'Certificate', settings.certificateArn);
  if (settings.domainName) return undefined;
  const parameter = new CfnParameter(scope, 'CertificateArn', {
    description: 'ARN of the ACM certificate that the load balancer presents, in the Region of this stack',
    allowedPattern: '^arn:aws[a-z-]*:acm:[a-z0-9-]+:\\d{12}:certificate/.+$',
  });
  return acm.Certificate.fromCertificateArn(scope, 'Certificate', parameter.valueAsString);
}

/** A name that the certificate is for, which is asked for at deployment; its record in DNS is made by whoever owns the zone. */
export function domainNameOf(scope: Construct): string {
  return new CfnParameter(scope, 'DomainName', {
    description: 'Name of the distribution, which the certificate is for, too',
    allowedPattern: '^([a-z0-9-]+\\.)+[a-z]{2,}$',
  }).valueAsString;
}

/** The first zones of the Region that a stack is deployed to: no look-up, and so no credentials, at synth. */
export function zonesOfRegion(count: number): string[] {
  return Array.from({ length: count }, (_, index) => Fn.select(index, Fn.getAzs()));
}
