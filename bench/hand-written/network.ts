import { Fn } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import { HandWrittenStack, statement } from './stack';

export const CIDR = '10.0.0.0/16';
const ENDPOINT_ACTIONS = {
  S3: ['AbortMultipartUpload', 'DeleteObject', 'DeleteObjectVersion', 'GetBucketLocation', 'GetObject', 'GetObjectAttributes', 'GetObjectTagging', 'GetObjectVersion',
    'ListBucket', 'ListBucketMultipartUploads', 'ListBucketVersions', 'ListMultipartUploadParts', 'PutObject', 'PutObjectTagging', 'RestoreObject'].map((action) => `s3:${action}`),
  DynamoDb: ['BatchGetItem', 'BatchWriteItem', 'ConditionCheckItem', 'DeleteItem', 'DescribeStream', 'DescribeTable', 'DescribeTimeToLive', 'GetItem', 'GetRecords',
    'GetShardIterator', 'ListStreams', 'PartiQLDelete', 'PartiQLInsert', 'PartiQLSelect', 'PartiQLUpdate', 'PutItem', 'Query', 'Scan', 'UpdateItem'].map((action) => `dynamodb:${action}`),
};

export interface NetworkOptions {
  readonly zones: number;
  readonly natGateways: number;
  readonly cidrMask: number;
}

/** With flow logs, and isolated subnets that nothing beyond the network reaches. */
export function network(stack: HandWrittenStack, { zones, natGateways, cidrMask }: NetworkOptions): ec2.Vpc {
  const vpc = new ec2.Vpc(stack, 'Vpc', {
    vpcName: stack.named('vpc'),
    ipAddresses: ec2.IpAddresses.cidr(CIDR),
    availabilityZones: Array.from({ length: zones }, (_, zone) => Fn.select(zone, Fn.getAzs())),
    natGateways,
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [
      { name: 'public', subnetType: ec2.SubnetType.PUBLIC, cidrMask, mapPublicIpOnLaunch: false },
      { name: 'private', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS, cidrMask },
      { name: 'isolated', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask },
    ],
  });
  const flowLogs = stack.logGroup('FlowLogs');
  const role = stack.role('FlowLogsRole', 'vpc-flow-logs.amazonaws.com',
    statement(['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'], flowLogs.logGroupArn));
  new ec2.FlowLog(stack, 'FlowLog', {
    resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
    trafficType: ec2.FlowLogTrafficType.ALL,
    destination: ec2.FlowLogDestination.toCloudWatchLogs(flowLogs, role.withoutPolicyUpdates()),
  });
  const acl = new ec2.NetworkAcl(stack, 'NetworkAcl', { vpc, subnetSelection: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
  for (const direction of [ec2.TrafficDirection.INGRESS, ec2.TrafficDirection.EGRESS]) {
    acl.addEntry(`Vpc${direction}`, { cidr: ec2.AclCidr.ipv4(CIDR), ruleNumber: 100, traffic: ec2.AclTraffic.allTraffic(), direction });
  }
  return vpc;
}

export interface GatewayEndpointsOptions {
  readonly actions?: typeof ENDPOINT_ACTIONS;
  readonly sids?: { readonly own: string; readonly ofAws: string };
  /** Of AWS, in addition to those that hosts and containers read from. */
  readonly buckets?: string[];
}

export function gatewayEndpoints(stack: HandWrittenStack, vpc: ec2.Vpc, options: GatewayEndpointsOptions = {}): void {
  const { actions = ENDPOINT_ACTIONS, sids, buckets = [] } = options;
  const s3 = vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });
  s3.addToPolicy(ownAccount(stack, actions.S3, sids?.own));
  vpc.addGatewayEndpoint('DynamoDb', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB }).addToPolicy(ownAccount(stack, actions.DynamoDb, sids?.own));
  s3.addToPolicy(new iam.PolicyStatement({
    sid: sids?.ofAws,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:GetObject'],
    resources: [
      `prod-${stack.region}-starport-layer-bucket`, `al2023-repos-${stack.region}-de612dc2`, `amazonlinux-2-repos-${stack.region}`, `amazon-ssm-${stack.region}`,
      `amazon-ssm-packages-${stack.region}`, `amazoncloudwatch-agent-${stack.region}`, `aws-ssm-${stack.region}`, `patch-baseline-snapshot-${stack.region}`,
      `aws-codedeploy-${stack.region}`, `aws-ssm-document-attachments-${stack.region}`, ...buckets,
    ].map((bucket) => `arn:${stack.partition}:s3:::${bucket}/*`),
  }));
}

/** Lets principals of the account reach resources of the account. */
export function ownAccount(stack: HandWrittenStack, actions: string[], sid?: string): iam.PolicyStatement {
  return new iam.PolicyStatement({
    sid,
    principals: [new iam.AnyPrincipal()],
    actions,
    resources: ['*'],
    conditions: { StringEquals: { 'aws:PrincipalAccount': stack.account, 'aws:ResourceAccount': stack.account } },
  });
}

export function natMetric(subnet: ec2.ISubnet, metricName: string, statistic?: string): cloudwatch.Metric {
  const { attrNatGatewayId: NatGatewayId } = subnet.node.findChild('NATGateway') as ec2.CfnNatGateway;
  return new cloudwatch.Metric({ namespace: 'AWS/NATGateway', metricName, dimensionsMap: { NatGatewayId }, statistic });
}

/** In percent. */
export function droppedPackets(subnet: ec2.ISubnet, label?: string): cloudwatch.MathExpression {
  const metric = (metricName: string) => natMetric(subnet, metricName, 'Sum');
  return new cloudwatch.MathExpression({
    expression: '100 * dropped / (outward + inward)',
    label,
    usingMetrics: { dropped: metric('PacketsDropCount'), outward: metric('PacketsInFromSource'), inward: metric('PacketsInFromDestination') },
  });
}

export function securityGroup(stack: HandWrittenStack, id: string, vpc: ec2.Vpc, description: string): ec2.SecurityGroup {
  return new ec2.SecurityGroup(stack, id, { vpc, allowAllOutbound: false, description });
}
