import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';
import { mustBe } from '../../core/validation';

/** Ids of the zones with AWS Fargate, by what ids of the Region begin with (ECS Developer Guide, Supported Regions for Amazon ECS on AWS Fargate). */
const ZONES: { readonly [region: string]: readonly string[] } = {
  usw1: ['usw1-az1', 'usw1-az3'],
  apne1: ['apne1-az1', 'apne1-az2', 'apne1-az4'],
  cnn1: ['cnn1-az1', 'cnn1-az2'],
};

/** Refuses subnets in zones without AWS Fargate, as far as the subnets of the app have zones by id. */
export function requireFargateZones(scope: IConstruct, vpc: ec2.IVpc, selection: ec2.SubnetSelection): void {
  for (const { node: { defaultChild } } of vpc.selectSubnets(selection).subnets) {
    const id = ec2.CfnSubnet.isCfnSubnet(defaultChild) ? defaultChild.availabilityZoneId : undefined;
    const zones = ZONES[id?.split('-')[0] ?? ''];
    if (zones && !zones.includes(id!)) mustBe(scope, 'network.vpcSubnets', `in Availability Zones with AWS Fargate, ${zones.join(', ')}`, id);
  }
}
