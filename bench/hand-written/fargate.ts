import { Duration } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { securityGroup } from './network';
import { HandWrittenStack } from './stack';

export const APP = {
  image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:stable'),
  portMappings: [{ containerPort: 8080, name: 'http', protocol: ecs.Protocol.TCP, appProtocol: ecs.AppProtocol.http }],
};

export interface ContainerOptions extends ecs.ContainerDefinitionOptions {
  readonly linuxId?: string;
  readonly logGroup: logs.LogGroup;
}

/** Without root, capabilities or anything to write to but `/tmp`. */
export function container(stack: HandWrittenStack, definition: ecs.TaskDefinition, id: string, props: ContainerOptions): ecs.ContainerDefinition {
  const { linuxId = 'Linux', logGroup, ...options } = props;
  const linuxParameters = new ecs.LinuxParameters(stack, linuxId, { initProcessEnabled: true });
  linuxParameters.dropCapabilities(ecs.Capability.ALL);
  linuxParameters.addTmpfs({ containerPath: '/tmp', size: 64, mountOptions: [ecs.TmpfsMountOption.RW, ecs.TmpfsMountOption.NOEXEC, ecs.TmpfsMountOption.NOSUID, ecs.TmpfsMountOption.NODEV] });
  return definition.addContainer(id, {
    user: '1000:1000',
    privileged: false,
    readonlyRootFilesystem: true,
    linuxParameters,
    stopTimeout: Duration.seconds(30),
    logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'ecs', logGroup, mode: ecs.AwsLogDriverMode.NON_BLOCKING }),
    ...options,
  });
}

export function cluster(stack: HandWrittenStack, vpc: ec2.Vpc, clusterName: string): ecs.Cluster {
  return new ecs.Cluster(stack, 'Cluster', { vpc, clusterName, containerInsightsV2: ecs.ContainerInsights.ENHANCED });
}

export interface ServiceOptions extends Omit<ecs.FargateServiceProps, 'securityGroups'> {
  readonly description: string;
  readonly database: ec2.IConnectable;
  readonly databasePort: number;
}

/** In the private subnets, with a way out by HTTPS and to its database. */
export function fargateService(stack: HandWrittenStack, id: string, options: ServiceOptions): ecs.FargateService {
  const { description, database, databasePort, ...props } = options;
  const group = securityGroup(stack, `${id}SecurityGroup`, props.cluster.vpc as ec2.Vpc, description);
  group.addEgressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'HTTPS');
  const service = new ecs.FargateService(stack, id, {
    securityGroups: [group],
    vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
    circuitBreaker: { enable: true, rollback: true },
    availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    platformVersion: ecs.FargatePlatformVersion.LATEST,
    minHealthyPercent: 100,
    maxHealthyPercent: 200,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
    ...props,
  });
  service.connections.allowTo(database, ec2.Port.tcp(databasePort));
  return service;
}

export function scale(
  service: ecs.FargateService, capacity: appscaling.EnableScalingProps, cooldowns: appscaling.BaseTargetTrackingProps = {},
): ecs.ScalableTaskCount {
  const scaling = service.autoScaleTaskCount(capacity);
  scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: 70, ...cooldowns });
  scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: 80, ...cooldowns });
  return scaling;
}

export function utilizationAlarms(stack: HandWrittenStack, service: ecs.FargateService, cpu: number): void {
  stack.alarm('ServiceCpu', service.metricCpuUtilization(), cpu);
  stack.alarm('ServiceMemory', service.metricMemoryUtilization(), 90);
}

export function serviceDimensions(service: ecs.FargateService): Record<string, string> {
  return { ClusterName: service.cluster.clusterName, ServiceName: service.serviceName };
}

export function serviceInsight(service: ecs.FargateService, metricName: string): cloudwatch.Metric {
  return new cloudwatch.Metric({ namespace: 'ECS/ContainerInsights', metricName, dimensionsMap: serviceDimensions(service) });
}

export function tasksMissing(service: ecs.FargateService, label?: string): cloudwatch.MathExpression {
  return new cloudwatch.MathExpression({
    expression: 'desired - running',
    label,
    usingMetrics: { desired: serviceInsight(service, 'DesiredTaskCount'), running: serviceInsight(service, 'RunningTaskCount') },
  });
}
