import { Stack } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { AutoScalingService, AutoScalingServiceProps } from '../../../src';
import { scannerText } from '../../../src/core/parts/scanner-text';
import { templateOf, testStack } from '../../support';

export function vpcIn(stack: Stack): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(stack, 'Vpc', {
    vpcId: 'vpc-1',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    privateSubnetIds: ['subnet-private-1', 'subnet-private-2'],
    privateSubnetRouteTableIds: ['rtb-private-1', 'rtb-private-2'],
    publicSubnetIds: ['subnet-public-1', 'subnet-public-2'],
    publicSubnetRouteTableIds: ['rtb-public-1', 'rtb-public-2'],
  });
}

export function serviceIn(stack: Stack, props: Partial<AutoScalingServiceProps> = {}): AutoScalingService {
  return new AutoScalingService(stack, 'Service', { vpc: vpcIn(stack), ...props });
}

export function templateWith(props: Partial<AutoScalingServiceProps>, use: (service: AutoScalingService) => void = () => {}): Template {
  const stack = testStack();
  use(serviceIn(stack, props));
  return templateOf(stack);
}

export function onlyOne(template: Template, type: string): any {
  const [resource, ...others] = Object.values(template.findResources(type)) as any[];
  if (others.length > 0) throw new Error(`${others.length + 1} resources of type ${type}, need one`);
  return resource;
}

/** The script that an instance boots with, as CloudFormation will resolve it. */
export function userDataOf(template: Template): string {
  return scannerText(onlyOne(template, 'AWS::EC2::LaunchTemplate').Properties.LaunchTemplateData.UserData['Fn::Base64']);
}
