import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { IConstruct } from 'constructs';

/**
 * Whether one of several subnets has a route out of the VPC. Routes of imported subnets are not known and count as present. Call it after all constructs
 * are created.
 * @param selection by default the private and the isolated subnets
 */
export function hasRouteOut(vpc: ec2.IVpc, selection?: ec2.SubnetSelection): boolean {
  const subnets = selection ? vpc.selectSubnets(selection).subnets : [...vpc.privateSubnets, ...vpc.isolatedSubnets];
  return subnets.length === 0 || subnets.some(hasRoute);
}

function hasRoute(subnet: ec2.ISubnet): boolean {
  if (!ec2.Subnet.isVpcSubnet(subnet)) return true;
  const { node, routeTable: { routeTableId } } = subnet as ec2.Subnet;
  return node.children.some((child) => ec2.CfnRoute.isCfnRoute(child))
    || everyConstruct(node.root).filter((each) => ec2.CfnRoute.isCfnRoute(each)).some((route) => route.routeTableId === routeTableId);
}

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
