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
import { scaleOnStream } from './data-stream';
import { FargateSidecar, FargateStreamOptions, FargateStreamScaling } from './fargate-method-options';
import { FargateServiceProps } from './fargate-service-props';
import { resolveFargateProps } from './resolve-fargate-props';
import { RollingService, serviceCluster } from './rolling-service';
import { ServiceTask } from './service-task';
import { IDatabaseClient, IHttpTarget, SecretVariableOptions } from '../../core';
import { requireArgument, requireArguments } from '../../core/validation';
import { requireId } from '../shared/capacity';

/**
 * A container service on AWS Fargate: no public addresses, a non-root user, a read-only root file system, least-privilege roles, automatic scaling,
 * encrypted logs, and rollback of failed deployments.
 *
 * @example
 * const api = new FargateService(this, 'Api', {
 *   vpc: network.vpc,
 *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
 *   scaling: { minCapacity: 2, maxCapacity: 10 },
 * });
 * database.allowConnectionsFrom(api);
 */
export class FargateService extends Construct implements IHttpTarget, IDatabaseClient {
  /** The cluster: a new one, or the one in the props. */
  public readonly cluster: ecs.ICluster;
  /** The service, for settings that this construct does not offer. */
  public readonly service: ecs.FargateService;
  /** The task definition. */
  public readonly taskDefinition: ecs.FargateTaskDefinition;
  /** The service's own container. */
  public readonly container: ecs.ContainerDefinition;
  /** Log group of all containers. */
  public readonly logGroup: logs.LogGroup;
  /** The number of tasks, for further scaling policies. */
  public readonly scaling: ecs.ScalableTaskCount;
  /** Connections of the tasks; the default port is the service's. */
  public readonly connections: ec2.Connections;
  /** The task role. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Port that the service listens on. */
  public readonly port: number;
  /** Path that answers 200 when the service is healthy. */
  public readonly healthCheckPath: string;

  private readonly task: ServiceTask;
  private readonly rolling: RollingService;

  /** @throws ValidationError if a prop is outside the limits of AWS, or if props contradict each other */
  constructor(scope: Construct, id: string, props: FargateServiceProps) {
    super(scope, id);
    const resolved = resolveFargateProps(this, props);
    this.port = resolved.port;
    this.healthCheckPath = resolved.healthCheckPath;

    this.cluster = serviceCluster(this, resolved);
    this.task = new ServiceTask(this, resolved);
    this.taskDefinition = this.task.definition;
    this.container = this.task.container;
    this.logGroup = this.task.logGroup;
    this.grantPrincipal = this.taskDefinition.taskRole;

    this.rolling = new RollingService(this, resolved, this.task, this.cluster);
    this.service = this.rolling.service;
    this.scaling = this.rolling.scaling;
    this.connections = this.rolling.connections;
  }

  /**
   * Sets an environment variable that is not a secret.
   * @param name of the environment variable
   * @throws ValidationError if the name is in use
   */
  public addEnvironment(name: string, value: string): void {
    requireArgument(this, 'name', 'string', name);
    requireArgument(this, 'value', 'string', value);
    this.task.addEnvironment(name, value);
  }

  /**
   * Passes a secret to the container by reference and grants the tasks read access.
   * @param name of the environment variable
   * @param secret that holds the value
   * @throws ValidationError if the name is in use
   * @example
   * const secret = secretsmanager.Secret.fromSecretNameV2(this, 'Partner', 'ledger/partner');
   * service.addSecret('PARTNER_TOKEN', secret, { field: 'token' });
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, options: SecretVariableOptions = {}): void {
    requireArguments(this, 'FargateService.addSecret', { name, secret, options });
    this.task.addSecret(name, secret, options);
  }

  /**
   * Passes a field of a secret, as `addSecret` does.
   * @param name of the environment variable
   * @param secret that holds the value
   * @param field key of the JSON document in the secret
   * @throws ValidationError if the name is in use
   */
  public addSecretField(name: string, secret: secretsmanager.ISecret, field: string): void {
    requireArguments(this, 'FargateService.addSecretField', { name, secret, field });
    this.addSecret(name, secret, { field });
  }

  /**
   * Adds a sidecar container to the task. Its memory limit reduces the memory of the service's own container.
   * @param name of the container: at most 255 letters, digits, hyphens and underscores
   * @throws ValidationError if the name is in use, or if the task has not enough memory
   * @example
   * service.addSidecar('proxy', {
   *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/haproxy:3.2'),
   *   memoryLimitMiB: 128,
   *   container: { user: '99:99', scratchPaths: ['/run/haproxy'] },
   * });
   */
  public addSidecar(name: string, sidecar: FargateSidecar): ecs.ContainerDefinition {
    requireArgument(this, 'name', 'string', name);
    return this.task.addSidecar(name, sidecar);
  }

  /**
   * Adds scaling on requests.
   * @param targetGroup that the service is registered with
   * @param requestsPerTarget target of requests per minute and task
   * @throws ValidationError if the service already scales on requests
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * service.scaleOnRequests(edge.routeTo(service), 1000);
   */
  public scaleOnRequests(targetGroup: elbv2.ApplicationTargetGroup, requestsPerTarget: number): void {
    requireArgument(this, 'targetGroup', 'ApplicationTargetGroup', targetGroup);
    requireArgument(this, 'requestsPerTarget', 'number', requestsPerTarget);
    this.rolling.scaleOnRequests(targetGroup, requestsPerTarget);
  }

  /**
   * Changes the scaling limits at certain times.
   * @param id of the schedule
   * @example
   * import { TimeZone } from 'aws-cdk-lib';
   * import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
   *
   * service.scaleOnSchedule('MarketOpens', {
   *   schedule: appscaling.Schedule.cron({ weekDay: 'MON-FRI', hour: '7', minute: '45' }),
   *   timeZone: TimeZone.EUROPE_LONDON,
   *   minCapacity: 6,
   * });
   */
  public scaleOnSchedule(id: string, schedule: appscaling.ScalingSchedule): void {
    requireId(this, id);
    requireArgument(this, 'schedule', 'aws-applicationautoscaling.ScalingSchedule', schedule);
    this.rolling.scaleOnSchedule(id, schedule);
  }

  /**
   * Adds scaling that tracks a metric.
   * @param id of the policy
   * @param metric that decreases when tasks are added, for example queued messages per task
   * @param targetValue of the metric, greater than 0
   * @throws ValidationError if the id is in use
   * @example
   * const backlog = new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'MessagesPerTask' });
   * service.scaleOnMetric('Backlog', backlog, 50);
   */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    requireId(this, id);
    requireArgument(this, 'metric', 'IMetric', metric);
    requireArgument(this, 'targetValue', 'number', targetValue);
    this.rolling.scaleOnMetric(id, metric, targetValue);
  }

  /**
   * Grants the tasks read access to a data stream, and passes its name to the container.
   * @throws ValidationError if the environment variable is in use
   * @example
   * import * as kinesis from 'aws-cdk-lib/aws-kinesis';
   *
   * const records = kinesis.Stream.fromStreamArn(this, 'Records', 'arn:aws:kinesis:eu-west-2:123456789012:stream/records');
   * service.consumeStream(records, { environmentVariable: 'RECORDS' });
   */
  public consumeStream(stream: kinesis.IStream, options: FargateStreamOptions = {}): void {
    requireArgument(this, 'stream', 'IStream', stream);
    this.task.consumeStream(stream, options);
  }

  /**
   * Adds scaling on a data stream: on the age of its records, and on the incoming data per task.
   * @param id of the policies
   * @param stream that the service reads
   * @throws ValidationError if the id is in use
   * @example
   * import { Size } from 'aws-cdk-lib';
   * import * as kinesis from 'aws-cdk-lib/aws-kinesis';
   *
   * const records = kinesis.Stream.fromStreamArn(this, 'Records', 'arn:aws:kinesis:eu-west-2:123456789012:stream/records');
   * service.consumeStream(records);
   * service.scaleOnStream('Records', records, { throughputPerTask: Size.mebibytes(1), iteratorAge: Duration.minutes(2) });
   */
  public scaleOnStream(id: string, stream: kinesis.IStream, scaling: FargateStreamScaling = {}): void {
    requireId(this, id);
    requireArgument(this, 'stream', 'IStream', stream);
    scaleOnStream(this.service, this.scaling, id, stream, scaling);
  }

  /**
   * Adds an alarm that rolls back a deployment. The alarm must not refer to this service, because the service depends on it.
   * @throws ValidationError if the alarm rolls back deployments already
   * @example
   * const refused = new cloudwatch.Metric({ namespace: 'Ledger', metricName: 'PaymentsRefused', statistic: 'sum' })
   *   .createAlarm(this, 'PaymentsRefused', { threshold: 10, evaluationPeriods: 2 });
   * service.rollBackOn(refused);
   */
  public rollBackOn(alarm: cloudwatch.IAlarm): void {
    requireArgument(this, 'alarm', 'IAlarm', alarm);
    this.rolling.rollBackOn(alarm);
  }

  /** Registers the tasks with a target group of an Application Load Balancer. Called by the listener of the load balancer. */
  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    requireArgument(this, 'targetGroup', 'IApplicationTargetGroup', targetGroup);
    return this.rolling.attachTo(targetGroup);
  }
}
