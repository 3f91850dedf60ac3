import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/** Whether a VPC of the app has no internet gateway. False for imported VPCs, whose gateways are not known. Call it after all constructs are created. */
export function lacksInternetGateway(vpc: ec2.IVpc): boolean {
  if (!ec2.CfnVPC.isCfnVPC(vpc.node.defaultChild)) return false;
  return !everyConstruct(vpc.node.root).filter((each) => ec2.CfnVPCGatewayAttachment.isCfnVPCGatewayAttachment(each))
    .some(({ vpcId, internetGatewayId }) => vpcId === vpc.vpcId && internetGatewayId !== undefined);
}

/** Interface endpoints that the app creates in a VPC. Call it after all constructs are created. */
export function interfaceEndpointsIn(vpc: ec2.IVpc): ec2.CfnVPCEndpoint[] {
  return everyConstruct(vpc.node.root).filter((each) => ec2.CfnVPCEndpoint.isCfnVPCEndpoint(each))
    .filter(({ vpcId, vpcEndpointType }) => vpcId === vpc.vpcId && vpcEndpointType === ec2.VpcEndpointType.INTERFACE);
}

function everyConstruct(root: IConstruct): IConstruct[] {
  return root.node.findAll();
}
