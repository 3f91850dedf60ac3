import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { InterfaceEndpoints } from '../../src';
import { contract } from '../contract/contract';
import { vpc } from '../contract/surroundings';

export default contract(InterfaceEndpoints, {
  variants: {
    defaults: (stack) => ({ vpc: vpc(stack) }),
    everything: (stack) => ({
      vpc: vpc(stack),
      services: [ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER],
      calledServices: true,
      subnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
      allowFrom: ec2.Peer.ipv4('10.0.0.0/8'),
      limitToAccount: true,
      fips: false,
    }),
  },
  methods: {
    endpoint: {
      on: (stack) => new InterfaceEndpoints(stack, 'Made', { vpc: vpc(stack), services: [ec2.InterfaceVpcEndpointAwsService.KMS] }),
      variants: { service: () => [ec2.InterfaceVpcEndpointAwsService.KMS] },
    },
  },
});
