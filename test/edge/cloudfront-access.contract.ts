import { Stack } from 'aws-cdk-lib';
import { AlbWithWaf, CloudFrontAccess, OriginSecret } from '../../src';
import { contract } from '../contract/contract';
import { bucket, certificate, httpTarget, vpc } from '../contract/surroundings';

function use(stack: Stack, cloudFront: CloudFrontAccess) {
  new AlbWithWaf(stack, 'Alb', { vpc: vpc(stack), certificate: certificate(stack), accessLogs: bucket(stack, 'Logs'), exposure: { cloudFront } }).routeTo(httpTarget(stack));
}

function secretIn(stack: Stack): OriginSecret {
  return stack.node.tryFindChild('OriginSecret') as OriginSecret | undefined ?? new OriginSecret(stack, 'OriginSecret');
}

export default contract(CloudFrontAccess, {
  statics: {
    vpcOrigin: { variants: { everything: () => [{ prefixListId: 'pl-93a247fa' }] }, use },
    secretHeader: { variants: { everything: (stack) => [secretIn(stack), { prefixListId: 'pl-93a247fa' }] }, use },
  },
});
