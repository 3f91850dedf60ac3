import { Lazy, Size, Token } from 'aws-cdk-lib';
import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { accept } from '../core/acknowledge';
import { IDatabaseClient } from '../core/database-client';
import { refuse } from '../core/errors';
import { IHttpTarget } from '../core/http-target';
import { encryptedLogGroup } from '../core/log-group';
import { deploymentAlarm, rollBackOn } from './deployment-alarm';
import { allowSessions } from './execute-command';
import { FargateSidecar } from './fargate-options';
import { FargateServiceProps } from './fargate-service-props';
import { addHardenedContainer } from './hardened-container';
import { recommendServiceAlarms } from './recommended-alarms';
import { rollingService, taskSecurityGroup } from './rolling-service';
import { serviceCluster } from './service-cluster';
import { scaleService, taskCounts } from './service-scaling';
import { TaskRole } from './task-role';
import { taskSize } from './task-size';

/** Memory that the proxy of Service Connect is left (ECS Developer Guide, Service Connect configuration overview). */
const PROXY_MEMORY_MIB = 64;
/** The least memory that a container can be given (ECS API, ContainerDefinition). */
const LEAST_MEMORY_MIB = 6;
const PORT_NAME = 'http';

/**
 * A service of containers on AWS Fargate without public addresses: non-root, on a read-only root file system, with roles of its own,
 * that scales, logs to an encrypted group and rolls failed deployments back.
 */
export class FargateService extends Construct implements IHttpTarget, IDatabaseClient {
  /** The cluster, its own or the one it was given. */
  public readonly cluster: ecs.ICluster;
  /** The service, for everything this construct does not model. */
  public readonly service: ecs.FargateService;
  /** The task definition. */
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  /** The container that serves. */
  public readonly container: ecs.ContainerDefinition;
  /** Where all containers log to. */
  public readonly logGroup: logs.LogGroup;
  /** The number of tasks, to scale it on more. */
  public readonly scaling: ecs.ScalableTaskCount;
  /** Who may talk to it, on its port by default. */
  public readonly connections: ec2.Connections;
  /** The role that the containers act as. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Port that it listens on. */
  public readonly port: number;
  /** Path that answers 200 when it is healthy. */
  public readonly healthCheckPath: string;

  private readonly variables = new Map<string, string>();
  private readonly secrets = new Set<string>();
  private readonly alarmNames: string[] = [];
  private readonly logDriver: ecs.LogDriver;
  private readonly alarmOnErrors: boolean;
  private freeMemoryMiB: number;
  private targetGroups = 0;

  /**
   * @throws ValidationError where AWS would refuse the size, the counts, a name, a port or a path, or where props contradict each other
   */
  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { task = {}, container = {}, scaling = {}, network = {}, logging = {}, deployment = {}, serviceConnect } = props;
    const { cpu, memoryLimitMiB } = taskSize(this, task);
    const counts = taskCounts(this, scaling);
    this.port = requirePort(this, props.port ?? 8080);
    this.healthCheckPath = requirePath(this, props.healthCheckPath ?? '/');
    this.alarmOnErrors = deployment.rollBackOnErrors ?? true;
    this.freeMemoryMiB = memoryLimitMiB - (serviceConnect ? PROXY_MEMORY_MIB : 0);

    this.cluster = serviceCluster(this, props);
    this.logGroup = encryptedLogGroup(this, 'LogGroup', { logGroupName: props.logGroupName, ...logging });
    const { mode = ecs.AwsLogDriverMode.NON_BLOCKING } = logging;
    this.logDriver = ecs.LogDrivers.awsLogs({
      logGroup: this.logGroup,
      streamPrefix: 'ecs',
      mode,
      maxBufferSize: logging.maxBufferSize ?? (mode === ecs.AwsLogDriverMode.NON_BLOCKING ? Size.mebibytes(25) : undefined),
    });
    this.taskDefinition = new ecs.FargateTaskDefinition(this, 'TaskDefinition', {
      family: props.serviceName,
      cpu,
      memoryLimitMiB,
      ephemeralStorageGiB: task.ephemeralStorageGiB,
      runtimePlatform: {
        cpuArchitecture: task.cpuArchitecture ?? ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      executionRole: new TaskRole(this, 'ExecutionRole'),
      taskRole: new TaskRole(this, 'TaskRole'),
    });
    this.grantPrincipal = this.taskDefinition.taskRole;
    this.container = addHardenedContainer(this.taskDefinition, 'App', {
      name: 'app',
      image: props.image,
      memoryLimitMiB: Lazy.number({ produce: () => this.freeMemoryMiB }),
      logging: this.logDriver,
      container,
      portMappings: [{ containerPort: this.port, name: PORT_NAME, appProtocol: ecs.AppProtocol.http }],
    });
    Object.entries(props.environment ?? {}).forEach(([name, value]) => this.addEnvironment(name, value));
    Object.entries(props.secrets ?? {}).forEach(([name, secret]) => this.hand(name, secret));

    const securityGroup = taskSecurityGroup(this, this.cluster.vpc, network);
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(this.port) });
    this.service = rollingService(this, this.cluster, this.taskDefinition, securityGroup, counts, props);
    this.scaling = scaleService(this.service, counts, scaling);
    deployment.alarms?.forEach((alarm) => this.rollBackOn(alarm));
    if (props.executeCommand) allowSessions(this, this.service);
    if (serviceConnect) {
      this.service.enableServiceConnect({
        namespace: serviceConnect.namespace,
        services: [{ portMappingName: PORT_NAME, dnsName: serviceConnect.dnsName, port: this.port, tls: serviceConnect.tls }],
        logDriver: this.logDriver,
      });
    }
    recommendServiceAlarms(this, this.service);
  }

  /**
   * Gives the container a variable that is no secret.
   * @param name of the environment variable
   * @throws ValidationError where the name is taken
   */
  public addEnvironment(name: string, value: string): void {
    if (this.variables.get(name) === value) return;
    this.requireFree(name);
    if (this.variables.size === 0) {
      accept(this.taskDefinition.node.defaultChild!, 'variables hold what is no secret; secrets are handed over by reference', 'AwsSolutions-ECS2');
    }
    this.variables.set(name, value);
    this.container.addEnvironment(name, value);
  }

  /**
   * Hands the container a secret by reference, and lets its tasks read it.
   * @param name of the environment variable
   * @param secret that holds the value
   * @param field of the secret's JSON document; the whole secret where it is left out
   * @throws ValidationError where the name is taken
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, field?: string): void {
    this.hand(name, ecs.Secret.fromSecretsManager(secret, field));
  }

  /**
   * Adds a container beside the service's own, which is left with that much less memory.
   * @param id also its name
   * @throws ValidationError where the task has not enough memory left
   */
  public addSidecar(id: string, sidecar: FargateSidecar): ecs.ContainerDefinition {
    const { memoryLimitMiB } = sidecar;
    if (![memoryLimitMiB, this.freeMemoryMiB].some(Token.isUnresolved) && this.freeMemoryMiB - memoryLimitMiB < LEAST_MEMORY_MIB) {
      refuse(this, `sidecar '${id}' takes ${memoryLimitMiB} MiB of ${this.freeMemoryMiB} MiB, need at least ${LEAST_MEMORY_MIB} MiB left for the service`);
    }
    this.freeMemoryMiB -= memoryLimitMiB;
    const container = addHardenedContainer(this.taskDefinition, id, {
      name: id, image: sidecar.image, memoryLimitMiB, logging: this.logDriver, container: sidecar.container ?? {}, essential: sidecar.essential,
    });
    Object.entries(sidecar.environment ?? {}).forEach(([name, value]) => container.addEnvironment(name, value));
    Object.entries(sidecar.secrets ?? {}).forEach(([name, secret]) => container.addSecret(name, secret));
    return container;
  }

  /**
   * Scales on requests, beside CPU and memory.
   * @param targetGroup that the service answers behind
   * @param requestsPerTarget requests a minute and task to hold
   */
  public scaleOnRequests(targetGroup: elbv2.ApplicationTargetGroup, requestsPerTarget: number): void {
    if (!Token.isUnresolved(requestsPerTarget) && requestsPerTarget <= 0) {
      refuse(this, `requestsPerTarget is ${requestsPerTarget}, need more than 0`);
    }
    this.scaling.scaleOnRequestCount('Requests', { targetGroup, requestsPerTarget });
  }

  /**
   * Changes the limits between which it scales at certain times.
   * @param id of the schedule
   */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    this.scaling.scaleOnSchedule(id, schedule);
  }

  /**
   * Scales on a metric, beside CPU and memory, so that it stays near a value. More tasks must lower it.
   * @param id of the policy
   * @param metric that falls as tasks are added, for example messages a task
   * @param targetValue value to hold
   */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    this.scaling.scaleToTrackCustomMetric(id, { metric, targetValue });
  }

  /** Rolls a deployment back on a further alarm, which must not refer to this service, else the two wait for each other. */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    if (this.alarmNames.push(alarm.alarmName) === 1) rollBackOn(this.service, this.alarmNames);
  }

  /** Registers its tasks with a target group of an Application Load Balancer; called by the load balancer's listener. */
  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    this.targetGroups += 1;
    if (this.alarmOnErrors && targetGroup instanceof elbv2.ApplicationTargetGroup) {
      this.rollBackOn(deploymentAlarm(this, `DeploymentErrors${this.targetGroups > 1 ? this.targetGroups : ''}`, targetGroup));
    }
    return this.service.attachToApplicationTargetGroup(targetGroup);
  }

  private hand(name: string, secret: ecs.Secret): void {
    this.requireFree(name);
    this.secrets.add(name);
    this.container.addSecret(name, secret);
  }

  private requireFree(name: string): void {
    if (this.variables.has(name) || this.secrets.has(name)) {
      refuse(this, `'${name}' is already ${this.secrets.has(name) ? 'a secret' : 'a variable'} of the container, need a name of its own`);
    }
  }
}

function requirePort(scope: Construct, port: number): number {
  if (!Token.isUnresolved(port) && (!Number.isInteger(port) || port < 1 || port > 65535)) refuse(scope, `port is ${port}, need 1 to 65535`);
  return port;
}

function requirePath(scope: Construct, path: string): string {
  if (!Token.isUnresolved(path) && !path.startsWith('/')) refuse(scope, `healthCheckPath is '${path}', need a path that begins with /`);
  return path;
}
