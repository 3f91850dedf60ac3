import { App, Environment, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import {
  ApiGatewayAccount, BackupVault, DnsFirewall, DnsQueryLogs, FargateService, Framework, InterfaceEndpoints, InternetGatewayBlock,
  InternetGatewayExclusion, Lifecycle, ListenerRoutes, SecureQueue, ThreatDetection, VpcBlockPublicAccess, VpcFlowLogs, Workload, WorkloadKey,
  WorkloadKeyReplica, WorkloadMonitoring,
} from '../../src';

const HOME: Environment = { account: '123456789012', region: 'eu-west-2' };
const AWAY: Environment = { account: '123456789012', region: 'eu-west-1' };

/** The VPC of the network team. */
function existingVpc(scope: Construct): ec2.IVpc {
  return ec2.Vpc.fromVpcAttributes(scope, 'Vpc', {
    vpcId: 'vpc-0123456789abcdef0',
    vpcCidrBlock: '10.0.0.0/16',
    availabilityZones: ['eu-west-2a', 'eu-west-2b'],
    publicSubnetIds: ['subnet-0000000000000001a', 'subnet-0000000000000001b'],
    publicSubnetRouteTableIds: ['rtb-0000000000000001a', 'rtb-0000000000000001b'],
    privateSubnetIds: ['subnet-0000000000000002a', 'subnet-0000000000000002b'],
    privateSubnetRouteTableIds: ['rtb-0000000000000002a', 'rtb-0000000000000002b'],
  });
}

/** Settings that an account has once per Region. */
function addAccount(app: App): void {
  const stack = new Stack(app, 'Account', { env: HOME });
  new ThreatDetection(stack, 'Threats');
  new ApiGatewayAccount(stack, 'ApiGateway');
  new VpcBlockPublicAccess(stack, 'BlockPublicAccess', { block: InternetGatewayBlock.BIDIRECTIONAL })
    .excludeSubnets(existingVpc(stack).publicSubnets, InternetGatewayExclusion.BIDIRECTIONAL);
}

/** What the VPC lacks. */
function addNetwork(app: App): void {
  const stack = new Stack(app, 'Network', { env: HOME });
  const vpc = existingVpc(stack);
  new VpcFlowLogs(stack, 'FlowLogs', { vpc });
  new DnsQueryLogs(stack, 'DnsQueries', { vpc });
  new DnsFirewall(stack, 'DnsFirewall', { vpc, blockedDomains: ['*.example.net'] });
  new InterfaceEndpoints(stack, 'Endpoints', { vpc, services: [...InterfaceEndpoints.CONTAINER_SERVICES, ec2.InterfaceVpcEndpointAwsService.SQS] });
}

/** A service behind the load balancer that workloads share, and its queue. */
function addOrders(app: App): void {
  const stack = new Stack(app, 'Orders', { env: HOME });
  const vpc = existingVpc(stack);
  const key = new WorkloadKey(stack, 'Key', { multiRegion: true });
  const service = new FargateService(stack, 'Service', { vpc, image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:stable'), port: 8080 });
  const queue = new SecureQueue(stack, 'Queue', { encryptionKey: key.key });
  queue.grantConsume(service);
  const listener = elbv2.ApplicationListener.fromApplicationListenerAttributes(stack, 'Listener', {
    listenerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener/app/shared/0123456789abcdef/0123456789abcdef',
    securityGroup: ec2.SecurityGroup.fromSecurityGroupId(stack, 'Shared', 'sg-0123456789abcdef0'),
  });
  new ListenerRoutes(stack, 'Routes', { vpc, listener })
    .routeWhen('Orders', service, { priority: 20, conditions: [elbv2.ListenerCondition.hostHeaders(['orders.example.com'])] });
  new WorkloadMonitoring(stack, 'Monitoring');

  // Another Region for recovery, under the same key.
  const recovery = new Stack(app, 'Recovery', { env: AWAY });
  const replica = new WorkloadKeyReplica(recovery, 'Key', { primary: key });
  new BackupVault(recovery, 'Vault', { encryptionKey: replica.key });
}

/** A workload in a network and an account that exist. */
export function addOrdersApp(app: App): void {
  Workload.on(app, { name: 'orders', suffix: 'dev', lifecycle: Lifecycle.PRODUCTION, frameworks: [Framework.AWS_FSBP], regions: ['eu-west-2', 'eu-west-1'] });
  addAccount(app);
  addNetwork(app);
  addOrders(app);
}

if (require.main === module) {
  const app = new App();
  addOrdersApp(app);
  app.synth();
}
