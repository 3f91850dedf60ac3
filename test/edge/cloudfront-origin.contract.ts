import { Stack } from 'aws-cdk-lib';
import { AlbWithWaf, CloudFrontAccess, CloudFrontOrigin, CloudFrontWithWaf, SecureBucket } from '../../src';
import { contract } from '../contract/contract';
import { bucket, certificate, hostedZone, httpTarget, vpc } from '../contract/surroundings';

function use(stack: Stack, origin: CloudFrontOrigin) {
  new CloudFrontWithWaf(stack, 'Cdn', { origin, domain: { domainName: 'www.example.com', hostedZone: hostedZone(stack) } });
}

function siteIn(stack: Stack) {
  return (stack.node.tryFindChild('Site') as SecureBucket | undefined ?? new SecureBucket(stack, 'Site')).bucket;
}

function albIn(stack: Stack): AlbWithWaf {
  const made = stack.node.tryFindChild('Alb') as AlbWithWaf | undefined;
  if (made) return made;
  const alb = new AlbWithWaf(stack, 'Alb', {
    vpc: vpc(stack), certificate: certificate(stack), accessLogs: bucket(stack, 'Logs'), exposure: { cloudFront: CloudFrontAccess.vpcOrigin() },
  });
  alb.routeTo(httpTarget(stack));
  return alb;
}

export default contract(CloudFrontOrigin, {
  statics: {
    bucket: { variants: { everything: (stack) => [siteIn(stack), { originPath: '/site' }] }, use },
    loadBalancer: { variants: { alb: (stack) => [albIn(stack)] }, use },
  },
});
