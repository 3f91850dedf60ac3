import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { DeploymentAlarms } from './deployment-alarms';
import { allowSessions } from './execute-command';
import { FargateSidecar } from './fargate-options';
import { FargateServiceProps } from './fargate-service-props';
import { FargateStreamOptions, FargateStreamScaling } from './fargate-stream-options';
import { rollingService, taskSecurityGroup } from './rolling-service';
import { recommendServiceAlarms } from './service-alarms';
import { ServiceCalls } from './service-calls';
import { serviceCluster } from './service-cluster';
import { offer } from './service-connect';
import { scaleService, taskCounts } from './service-scaling';
import { ServiceTask } from './service-task';
import { allowReading } from './stream-reading';
import { scaleOnStream } from './stream-scaling';
import { addTracing } from './tracing';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { IHttpTarget } from '../../core/contracts/http-target';
import { SecretReference } from '../shared/secret-reference';
import { requirePath, requirePort, requirePositive } from '../shared/target-props';

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

  private readonly task: ServiceTask;
  private readonly calls: ServiceCalls;
  private readonly deploymentAlarms: DeploymentAlarms;

  /**
   * @throws ValidationError where AWS would refuse the size, the counts, a name, a port or a path, or where props contradict each other
   */
  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const { port = 8080, healthCheckPath = '/', network = {}, scaling = {}, deployment = {}, serviceConnect, tracing } = props;
    requirePort(this, port);
    requirePath(this, healthCheckPath);
    const counts = taskCounts(this, scaling);
    this.port = port;
    this.healthCheckPath = healthCheckPath;

    this.cluster = serviceCluster(this, props);
    this.calls = new ServiceCalls(this, this.cluster.vpc, network.fipsEndpoints);
    this.task = new ServiceTask(this, port, props, this.calls);
    this.taskDefinition = this.task.definition;
    this.container = this.task.container;
    this.logGroup = this.task.logGroup;
    this.grantPrincipal = this.taskDefinition.taskRole;
    const securityGroup = taskSecurityGroup(this, this.cluster.vpc, network);
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(port) });
    this.service = rollingService(this, this.cluster, this.taskDefinition, securityGroup, counts, props);
    this.scaling = scaleService(this.service, counts, scaling);

    this.deploymentAlarms = new DeploymentAlarms(this, this.service, deployment.rollBackOnErrors ?? true);
    deployment.alarms?.forEach((alarm) => this.rollBackOn(alarm));
    if (tracing) addTracing(this.task, this.calls, tracing);
    if (props.executeCommand) allowSessions(this, this.service, this.calls);
    if (serviceConnect) offer(this.service, serviceConnect, port, this.task.logDriver);
    recommendServiceAlarms(this, this.service);
  }

  /**
   * Gives the container a variable that is no secret.
   * @param name of the environment variable
   * @throws ValidationError where the name is taken
   */
  public addEnvironment(name: string, value: string): void {
    this.task.addEnvironment(name, value);
  }

  /**
   * Hands the container a secret by reference, and lets its tasks read it.
   * @param name of the environment variable
   * @param secret that holds the value
   * @param field of the secret's JSON document; the whole secret where it is left out
   * @throws ValidationError where the name is taken
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, field?: string): void {
    this.task.addSecret(name, new SecretReference(secret, field));
  }

  /**
   * Adds a container beside the service's own, which is left with that much less memory.
   * @param name of the container
   * @throws ValidationError where the task has not enough memory left
   */
  public addSidecar(name: string, sidecar: FargateSidecar): ecs.ContainerDefinition {
    return this.task.addSidecar(name, sidecar);
  }

  /**
   * Scales on requests too.
   * @param targetGroup that the service answers behind
   * @param requestsPerTarget requests a minute and task to hold
   */
  public scaleOnRequests(targetGroup: elbv2.ApplicationTargetGroup, requestsPerTarget: number): void {
    requirePositive(this, 'requestsPerTarget', requestsPerTarget);
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
   * Scales on a metric too, so that it stays near a value.
   * @param id of the policy
   * @param metric that falls as tasks are added, for example messages that wait for each task
   * @param targetValue value to hold
   */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    this.scaling.scaleToTrackCustomMetric(id, { metric, targetValue });
  }

  /**
   * Lets its tasks read a data stream, and tells them its name.
   * @throws ValidationError where the environment variable is taken
   */
  public consumeStream(stream: kinesis.IStream, options: FargateStreamOptions = {}): void {
    this.task.addEnvironment(options.environmentVariable ?? 'STREAM_NAME', stream.streamName);
    allowReading(this.taskDefinition.taskRole, stream, options.consumer);
    this.calls.bySdk(ec2.InterfaceVpcEndpointAwsService.KINESIS_STREAMS);
  }

  /**
   * Scales on a data stream too: on how far its reader is behind, and on what comes in for each task.
   * @param id of the policies
   * @param stream that the service reads
   * @throws ValidationError where a number is not above 0
   */
  public scaleOnStream(id: string, stream: kinesis.IStream, scaling: FargateStreamScaling = {}): void {
    scaleOnStream(this.service, this.scaling, id, stream, scaling);
  }

  /** Rolls a deployment back on a further alarm, which must not refer to this service, else the two wait for each other. */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    this.deploymentAlarms.add(alarm);
  }

  /** Registers its tasks with a target group of an Application Load Balancer; the load balancer's listener calls it. */
  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    this.deploymentAlarms.watch(targetGroup);
    return this.service.attachToApplicationTargetGroup(targetGroup);
  }
}
