import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import {
  FargateContainer, FargateDeployment, FargateLogging, FargateNetwork, FargateScaling, FargateServiceConnect, FargateSpot, FargateTask,
  FargateTracing,
} from './fargate-options';

/** Properties of FargateService. */
export interface FargateServiceProps {
  /** Image to run, preferably by digest. */
  readonly image: ecs.ContainerImage;
  /**
   * VPC of a new cluster. It excludes `cluster`.
   * @default - the cluster's VPC
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Existing cluster. An imported cluster must have the capacity providers FARGATE and FARGATE_SPOT; they are added to an `ecs.Cluster` of the same app. With
   * `executeCommand`, the cluster must record sessions in a log group.
   * @default - a new cluster with enhanced Container Insights
   */
  readonly cluster?: ecs.ICluster;
  /**
   * Name of the new cluster.
   * Changing it replaces the cluster and the service.
   * @default - a name that CloudFormation generates
   */
  readonly clusterName?: string;
  /**
   * Name of the service.
   * Changing it replaces the service.
   * @default - a name that CloudFormation generates
   */
  readonly serviceName?: string;
  /**
   * Name of the log group.
   * Changing it replaces the log group.
   * @default - a name that CloudFormation generates
   */
  readonly logGroupName?: string;
  /**
   * Port that the container listens on. A non-root user needs a port above 1023.
   * @default 8080
   */
  readonly port?: number;
  /**
   * Path that answers 200 when the service is healthy: at most 1,024 characters. Amazon ECS replaces a task that does not answer, and has no setting for it: the
   * path must not depend on a database or on another service.
   * @default '/'
   */
  readonly healthCheckPath?: string;
  /**
   * Environment variables that are not secrets.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Secrets, passed by reference.
   * @default - none
   * @example
   * declare const secret: secretsmanager.ISecret;
   * new FargateService(this, 'Payments', {
   *   vpc: network.vpc,
   *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
   *   environment: { LOG_LEVEL: 'info' },
   *   secrets: { PARTNER_TOKEN: ecs.Secret.fromSecretsManager(secret, 'token') },
   * });
   */
  readonly secrets?: { [name: string]: ecs.Secret };
  /**
   * Size of a task.
   * @default - 0.5 vCPU and 1 GiB
   */
  readonly task?: FargateTask;
  /**
   * Settings of the container.
   * @default - a non-root user, a read-only root file system and a writable /tmp
   */
  readonly container?: FargateContainer;
  /**
   * Number of tasks.
   * @default - 2 to 10 tasks, at 70 % CPU and 80 % memory
   */
  readonly scaling?: FargateScaling;
  /**
   * Use of Fargate Spot for tasks above a base.
   * @default - no task runs on Spot
   */
  readonly spot?: FargateSpot;
  /**
   * Logs of the containers.
   * @default - an encrypted log group in non-blocking mode
   */
  readonly logging?: FargateLogging;
  /**
   * Replacement of a version by a new one.
   * @default - a rolling deployment that is rolled back on failure
   */
  readonly deployment?: FargateDeployment;
  /**
   * Subnets and outbound traffic.
   * @default - private subnets, outbound HTTPS to any address
   */
  readonly network?: FargateNetwork;
  /**
   * Endpoint of the service for other services of a namespace.
   * @default - none
   */
  readonly serviceConnect?: FargateServiceConnect;
  /**
   * Traces in AWS X-Ray. The environment variables of the OpenTelemetry SDKs point to the collector.
   * @default - no traces
   */
  readonly tracing?: FargateTracing;
  /**
   * Whether ECS Exec can open sessions in the containers. Sessions are recorded in an encrypted log group.
   * @default false
   */
  readonly executeCommand?: boolean;
}
