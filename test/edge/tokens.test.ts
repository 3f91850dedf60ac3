import { Fn } from 'aws-cdk-lib';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { CloudFrontDomain, CloudFrontOrigin, CloudFrontWithWaf, SecureBucket } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

test.each<[string, Partial<CloudFrontDomain>]>([
  ['domainName', { domainName: Fn.ref('Name') }],
  ['alternativeNames', { alternativeNames: Fn.split(',', Fn.ref('Names')) }],
])('domain.%s outside us-east-1 must be known at synthesis', (prop, domain) => {
  const stack = testStack();
  const hostedZone = route53.HostedZone.fromHostedZoneAttributes(stack, 'Zone', { hostedZoneId: 'Z1', zoneName: 'example.com' });
  const origin = CloudFrontOrigin.bucket(new SecureBucket(stack, 'Site').bucket);
  expect(refusal(() => new CloudFrontWithWaf(stack, 'Cdn', { origin, domain: { domainName: 'app.example.com', hostedZone, ...domain } })))
    .toBe(`domain.${prop} must be known at synthesis, got a token`);
});
