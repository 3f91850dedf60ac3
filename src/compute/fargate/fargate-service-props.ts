import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import {
  FargateContainer, FargateDeployment, FargateLogging, FargateNetwork, FargateScaling, FargateServiceConnect, FargateSpot, FargateTask,
  FargateTracing,
} from './fargate-options';

/** Properties of FargateService. */
export interface FargateServiceProps {
  /** Image to run, by digest for choice. */
  readonly image: ecs.ContainerImage;
  /**
   * Network of the service and of a cluster of its own.
   * @default - the cluster's
   */
  readonly vpc?: ec2.IVpc;
  /**
   * Cluster to run in. With `spot`, it has the capacity providers FARGATE and FARGATE_SPOT.
   * @default - a cluster of its own, with Container Insights
   */
  readonly cluster?: ecs.ICluster;
  /**
   * Name of a cluster of its own.
   * @default - CloudFormation names it
   */
  readonly clusterName?: string;
  /**
   * Name of the service.
   * @default - CloudFormation names it
   */
  readonly serviceName?: string;
  /**
   * Name of the log group.
   * @default - CloudFormation names it
   */
  readonly logGroupName?: string;
  /**
   * Port that the container listens on. A non-root user takes one above 1023.
   * @default 8080
   */
  readonly port?: number;
  /**
   * Path that answers 200 when the service is healthy.
   * @default '/'
   */
  readonly healthCheckPath?: string;
  /**
   * Variables that are no secrets.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Secrets, handed over by reference.
   * @default - none
   */
  readonly secrets?: { [name: string]: ecs.Secret };
  /**
   * What a task is given to run on.
   * @default - 0.5 vCPU and 1 GiB
   */
  readonly task?: FargateTask;
  /**
   * How the container runs.
   * @default - as a non-root user on a read-only root file system with a writable /tmp
   */
  readonly container?: FargateContainer;
  /**
   * How many tasks run.
   * @default - 2 to 10, on 70 % CPU and 80 % memory
   */
  readonly scaling?: FargateScaling;
  /**
   * Runs tasks above a base on Fargate Spot.
   * @default - none runs on Spot
   */
  readonly spot?: FargateSpot;
  /**
   * Where the output goes.
   * @default - to an encrypted log group, without ever blocking the service
   */
  readonly logging?: FargateLogging;
  /**
   * How a new version replaces an old one.
   * @default - rolling, rolled back when it fails
   */
  readonly deployment?: FargateDeployment;
  /**
   * Where tasks run and whom they may reach.
   * @default - in private subnets, HTTPS to anywhere
   */
  readonly network?: FargateNetwork;
  /**
   * Offers the service to others of a namespace.
   * @default - it is not offered
   */
  readonly serviceConnect?: FargateServiceConnect;
  /**
   * Sends traces to AWS X-Ray: the service finds a collector by the environment variables of OpenTelemetry's SDKs.
   * @default - no traces
   */
  readonly tracing?: FargateTracing;
  /**
   * Whether shells can be opened in its containers (ECS Exec). Sessions are recorded in an encrypted log group.
   * @default false
   */
  readonly executeCommand?: boolean;
}
