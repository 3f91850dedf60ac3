import * as s3 from 'aws-cdk-lib/aws-s3';
import { Hardened } from '../../src';
import { contract } from '../contract/contract';
import { webAcl } from '../contract/surroundings';

export default contract(Hardened, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({ newApp: true, webAcl: webAcl(stack), readonlyRootFilesystem: true, containerUser: '1000:1000' }),
  },
  methods: {
    supports: { variants: { bucket: (stack) => [new s3.Bucket(stack, 'Supported')] } },
    applyTo: { variants: { bucket: (stack) => [new s3.Bucket(stack, 'Applied')] } },
  },
});
