import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { DeploymentAlarms } from './deployment-alarms';
import { enableSessions, recordedSessions } from './execute-command';
import { requireProgress, ResolvedFargateProps } from './resolve-fargate-props';
import { recommendServiceAlarms } from './service-alarms';
import { PORT_NAME, ServiceTask } from './service-task';
import { refuse, requirePositive, requireSchedule, requireTimeZone } from '../../core/validation';
import { descriptionFor, SECURITY_GROUP_DESCRIPTION } from '../../core/workload/description';
import { requireNewId, requirePeriod, requireScheduledCapacity } from '../shared/capacity';

/** Application Auto Scaling API, PutScheduledAction, Schedule. */
const SCHEDULE = { need: 'cron(…) with 6 fields, a rate such as rate(12 hours), or at(yyyy-mm-ddThh:mm:ss)', fields: [6], rate: true, at: true, maxLength: 1600 };
/** Target groups of a service (ECS Developer Guide, Amazon ECS service quotas; not adjustable). */
const MAX_TARGET_GROUPS = 5;
const CAPACITY_PROVIDERS = ['FARGATE', 'FARGATE_SPOT'];

/** The tasks of a service: where they run, how many, and how a new version replaces them. */
export class RollingService {
  /** Connections of the tasks. */
  public readonly connections: ec2.Connections;
  /** The service. */
  public readonly service: ecs.FargateService;
  /** The number of tasks. */
  public readonly scaling: ecs.ScalableTaskCount;

  private readonly deploymentAlarms: DeploymentAlarms;
  private readonly schedules = new Set<string>();
  private readonly targetGroups = new Set<elbv2.IApplicationTargetGroup>();

  constructor(scope: Construct, private readonly props: ResolvedFargateProps, task: ServiceTask, cluster: ecs.ICluster) {
    const { port, deployment, scaling, serviceConnect } = props;
    const securityGroup = taskSecurityGroup(scope, props);
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(port) });
    this.service = fargateService(scope, props, cluster, task.definition, securityGroup);

    const { targetCpuUtilizationPercent, targetMemoryUtilizationPercent, scaleInCooldown, scaleOutCooldown } = scaling;
    this.scaling = this.service.autoScaleTaskCount({ minCapacity: scaling.minCapacity, maxCapacity: scaling.maxCapacity });
    this.scaling.scaleOnCpuUtilization('Cpu', { targetUtilizationPercent: targetCpuUtilizationPercent!, scaleInCooldown, scaleOutCooldown });
    this.scaling.scaleOnMemoryUtilization('Memory', { targetUtilizationPercent: targetMemoryUtilizationPercent!, scaleInCooldown, scaleOutCooldown });

    this.deploymentAlarms = new DeploymentAlarms(scope, this.service, deployment.rollBackOnErrors!);
    deployment.alarms?.forEach((alarm) => this.rollBackOn(alarm));
    if (props.executeCommand) enableSessions(this.service, task.calls);
    if (serviceConnect) {
      const { namespace, dnsName, tls } = serviceConnect;
      this.service.enableServiceConnect({ namespace, services: [{ portMappingName: PORT_NAME, dnsName, port, tls }], logDriver: task.logDriver });
    }
    recommendServiceAlarms(scope, this.service);
  }

  /** Scales on requests. */
  public scaleOnRequests(targetGroup: elbv2.ApplicationTargetGroup, requestsPerTarget: number): void {
    requirePositive(this.service, 'requestsPerTarget', requestsPerTarget);
    requireNewId(this.scaling.node.findChild('Target'), 'scaling policy', 'Requests');
    this.scaling.scaleOnRequestCount('Requests', { targetGroup, requestsPerTarget });
  }

  /** Scales at certain times. */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    requireScheduledCapacity(this.service, schedule);
    requireSchedule(this.service, 'schedule.schedule', schedule.schedule.expressionString, SCHEDULE);
    requirePeriod(this.service, schedule);
    const { deployment, scaling } = this.props;
    const { minCapacity = scaling.minCapacity, maxCapacity = scaling.maxCapacity } = schedule;
    requireProgress(this.service, deployment, { minCapacity, maxCapacity });
    requireTimeZone(this.service, 'schedule.timeZone', schedule.timeZone?.timezoneName);
    if (this.schedules.has(id)) refuse(this.service, `schedule '${id}' already exists in this service`);
    this.schedules.add(id);
    this.scaling.scaleOnSchedule(id, schedule);
  }

  /** Scales on a metric. */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    requirePositive(this.service, 'targetValue', targetValue);
    requireNewId(this.scaling.node.findChild('Target'), 'scaling policy', id);
    this.scaling.scaleToTrackCustomMetric(id, { metric, targetValue });
  }

  /** Rolls a deployment back on an alarm. */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    this.deploymentAlarms.add(alarm);
  }

  /** Registers the tasks with a target group. */
  public attachTo(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    this.targetGroups.add(targetGroup);
    const { size } = this.targetGroups;
    if (size > MAX_TARGET_GROUPS) refuse(this.service, `service must have at most ${MAX_TARGET_GROUPS} target groups, got ${size}`);
    this.deploymentAlarms.watch(targetGroup);
    return this.service.attachToApplicationTargetGroup(targetGroup);
  }
}

/** The cluster in the props, else a new one, with the capacity providers of Fargate. */
export function serviceCluster(scope: Construct, props: ResolvedFargateProps): ecs.ICluster {
  const { cluster, vpc, clusterName, task, executeCommand, logging } = props;
  if (cluster) return withCapacityProviders(cluster);
  const made = new ecs.Cluster(scope, 'Cluster', {
    vpc,
    clusterName,
    containerInsightsV2: ecs.ContainerInsights.ENHANCED,
    managedStorageConfiguration: task.ephemeralStorageKey && { fargateEphemeralStorageKmsKey: task.ephemeralStorageKey },
    executeCommandConfiguration: executeCommand ? recordedSessions(scope, logging) : undefined,
  });
  // In the cluster itself, so that the providers exist before the service uses them.
  (made.node.defaultChild as ecs.CfnCluster).capacityProviders = CAPACITY_PROVIDERS;
  return made;
}

/** Adds the capacity providers of Fargate to a cluster of the app. The cluster of another FargateService has them. */
function withCapacityProviders(cluster: ecs.ICluster): ecs.ICluster {
  if (cluster instanceof ecs.Cluster && !(cluster.node.defaultChild as ecs.CfnCluster).capacityProviders) cluster.enableFargateCapacityProviders();
  return cluster;
}

/** A security group without inbound rules, which allows outbound HTTPS. */
function taskSecurityGroup(scope: Construct, { vpc, network }: ResolvedFargateProps): ec2.SecurityGroup {
  const description = descriptionFor(`Tasks of ${scope.node.path}`, SECURITY_GROUP_DESCRIPTION);
  const securityGroup = new ec2.SecurityGroup(scope, 'SecurityGroup', { vpc, description, allowAllOutbound: false });
  network.outboundHttps.forEach((peer) => securityGroup.addEgressRule(peer, ec2.Port.tcp(443), 'HTTPS: AWS endpoints and image registries'));
  return securityGroup;
}

function fargateService(
  scope: Construct, { cluster: given, serviceName, capacityProviders, network, deployment }: ResolvedFargateProps, cluster: ecs.ICluster,
  taskDefinition: ecs.FargateTaskDefinition, securityGroup: ec2.ISecurityGroup,
): ecs.FargateService {
  const { minHealthyPercent, maxHealthyPercent, healthCheckGracePeriod } = deployment;
  const service = new ecs.FargateService(scope, 'Service', {
    cluster,
    taskDefinition,
    serviceName,
    // Without a desired count, a deployment keeps the number of tasks that scaling has set (CloudFormation Template Reference, AWS::ECS::Service). A new
    // service starts with one task, and its scalable target raises the number to the minimum (Application Auto Scaling API, RegisterScalableTarget).
    assignPublicIp: false,
    vpcSubnets: network.vpcSubnets,
    securityGroups: [securityGroup],
    capacityProviderStrategies: capacityProviders,
    platformVersion: ecs.FargatePlatformVersion.LATEST,
    availabilityZoneRebalancing: ecs.AvailabilityZoneRebalancing.ENABLED,
    circuitBreaker: { enable: true, rollback: true },
    minHealthyPercent,
    maxHealthyPercent,
    healthCheckGracePeriod,
    propagateTags: ecs.PropagatedTagSource.SERVICE,
    enableECSManagedTags: true,
  });
  // A task that starts before its execution role can read a secret fails, and the deployment with it.
  service.node.addDependency(taskDefinition.executionRole!);
  // A cluster of the app associates its capacity providers in a resource of its own.
  if (given instanceof ecs.Cluster) service.node.addDependency(given);
  return service;
}
