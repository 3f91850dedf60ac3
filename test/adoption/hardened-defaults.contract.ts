import { Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { HardenedDefaults } from '../../src';
import { contract } from '../contract/contract';
import { webAcl } from '../contract/surroundings';

export default contract(HardenedDefaults, {
  statics: {
    on: {
      variants: { everything: (stack) => [{ newApp: true, webAcl: webAcl(stack), readonlyRootFilesystem: true, containerUser: '1000:1000' }] },
      use: (stack: Stack) => { new s3.Bucket(stack, 'Documents', { enforceSSL: true }); },
    },
  },
});
