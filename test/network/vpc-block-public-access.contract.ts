import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InternetGatewayBlock, InternetGatewayExclusion, VpcBlockPublicAccess } from '../../src';
import { contract } from '../contract/contract';
import { vpc } from '../contract/surroundings';

export default contract(VpcBlockPublicAccess, {
  variants: {
    defaults: () => undefined,
    everything: () => ({ block: InternetGatewayBlock.INGRESS }),
  },
  methods: {
    excludeVpc: { variants: { everything: (stack) => [vpc(stack), InternetGatewayExclusion.EGRESS] } },
    excludeSubnets: { variants: { everything: (stack) => [vpc(stack).publicSubnets as ec2.ISubnet[], InternetGatewayExclusion.EGRESS] } },
  },
});
