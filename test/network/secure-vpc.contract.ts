import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import { SecureVpc } from '../../src';
import { contract } from '../contract/contract';
import { bucket, key } from '../contract/surroundings';

export default contract(SecureVpc, {
  variants: {
    'defaults': () => undefined,
    'everything': (stack) => ({
      vpcName: 'ledger',
      cidr: '10.20.0.0/16',
      availabilityZones: ['eu-west-2a', 'eu-west-2b'],
      subnets: {
        publicCidrs: ['10.20.0.0/24', '10.20.1.0/24'],
        privateCidrs: ['10.20.16.0/20', '10.20.32.0/20'],
        isolatedCidrs: ['10.20.48.0/20', '10.20.64.0/20'],
        isolatedNetworkAcl: true,
      },
      flowLogs: { logGroupName: '/ledger/flow', retention: logs.RetentionDays.TWO_YEARS, encryptionKey: key(stack) },
      endpoints: { s3: true, dynamoDb: true, interfaceServices: [ec2.InterfaceVpcEndpointAwsService.SECRETS_MANAGER], fips: false },
    }),
    'flow logs in a bucket, endpoints by need': (stack) => ({
      maxAzs: 2, natGateways: 1, flowLogs: { bucket: bucket(stack), bucketPrefix: 'flow' }, endpoints: { calledServices: true },
    }),
  },
});
