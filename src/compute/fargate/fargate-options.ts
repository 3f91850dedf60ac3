import { Duration, Size } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** Size of a task. */
export interface FargateTask {
  /**
   * CPU units: 256, 512, 1024, 2048, 4096, 8192 or 16384. 1024 units are one vCPU.
   * @default 512
   */
  readonly cpu?: number;
  /**
   * Memory in MiB, an amount that Fargate offers for the CPU units (ECS Developer Guide, Fargate task sizes).
   * @default 1024
   */
  readonly memoryLimitMiB?: number;
  /**
   * Processor architecture, for example `ecs.CpuArchitecture.ARM64` for Graviton.
   * @default ecs.CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: ecs.CpuArchitecture;
  /**
   * Ephemeral storage for images and volumes in GiB, 21 to 200.
   * @default - 20 GiB, which Fargate includes
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Key that encrypts the ephemeral storage. It is a setting of the cluster, so it excludes `cluster`.
   * @default - a key that AWS owns
   */
  readonly ephemeralStorageKey?: kms.IKey;
}

/**
 * Settings of a container.
 *
 * @example
 * new FargateService(this, 'Web', {
 *   vpc: network.vpc,
 *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
 *   container: { user: '101:101', scratchPaths: ['/tmp', '/var/cache/nginx'], stopTimeout: Duration.seconds(60) },
 * });
 */
export interface FargateContainer {
  /**
   * User that the container runs as: `user`, `user:group`, `uid` or `uid:gid`. A root user is reported as a finding.
   * @default '1000:1000'
   */
  readonly user?: string;
  /**
   * Whether the root file system is read-only. A writable one is reported as a finding.
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * Writable paths. Each is a file system in memory that is empty at start and writable by any user (ECS API, Tmpfs). An empty list makes none.
   * @default ['/tmp']
   * @allowsEmpty
   */
  readonly scratchPaths?: string[];
  /**
   * Size of each scratch path in whole MiB, known at synthesis. It counts against the memory of the container.
   * @default Size.mebibytes(64)
   */
  readonly scratchSize?: Size;
  /**
   * Whether files in the scratch paths can be executed, which Java libraries with native code need. Executable paths are reported as a finding.
   * @default false
   */
  readonly scratchExecutable?: boolean;
  /**
   * Linux capabilities to drop. An empty list drops none.
   * @default [ecs.Capability.ALL]
   * @allowsEmpty
   */
  readonly droppedCapabilities?: ecs.Capability[];
  /**
   * Command, instead of the image's.
   * @default - the image's
   * @allowsDuplicates
   */
  readonly command?: string[];
  /**
   * Entry point, instead of the image's.
   * @default - the image's
   * @allowsDuplicates
   */
  readonly entryPoint?: string[];
  /**
   * Health check that runs in the container: interval of 5 to 300 seconds, timeout of 2 to 60 seconds, start period of at most 300 seconds, 1 to 10 retries
   * (ECS API, HealthCheck).
   * @default - only the health check of the load balancer
   * @example
   * new FargateService(this, 'Worker', {
   *   vpc: network.vpc,
   *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/docker/library/busybox:1.37'),
   *   container: { healthCheck: { command: ['CMD-SHELL', 'test -f /tmp/alive'], interval: Duration.seconds(30), retries: 3 } },
   * });
   */
  readonly healthCheck?: ecs.HealthCheck;
  /**
   * Time between SIGTERM and SIGKILL, 2 to 120 seconds (ECS API, ContainerDefinition).
   * @default Duration.seconds(30)
   */
  readonly stopTimeout?: Duration;
}

/** Number of tasks. */
export interface FargateScaling {
  /**
   * Minimum number of tasks. A new service starts with this number. A later deployment keeps the number that scaling has set.
   * @default 2
   */
  readonly minCapacity?: number;
  /**
   * Maximum number of tasks, at least 1.
   * @default 10
   */
  readonly maxCapacity?: number;
  /**
   * Target of average CPU utilization in percent, above 0 and at most 100.
   * @default 70
   */
  readonly targetCpuUtilizationPercent?: number;
  /**
   * Target of average memory utilization in percent, above 0 and at most 100.
   * @default 80
   */
  readonly targetMemoryUtilizationPercent?: number;
  /**
   * Time after a scale-in before the next one, in whole seconds.
   * @default - 300 seconds, the default of Application Auto Scaling
   */
  readonly scaleInCooldown?: Duration;
  /**
   * Time after a scale-out before the next one, in whole seconds.
   * @default - 300 seconds, the default of Application Auto Scaling
   */
  readonly scaleOutCooldown?: Duration;
}

/**
 * Distribution of tasks between Fargate and Fargate Spot. A Spot task can be interrupted with two minutes' notice.
 *
 * @example
 * new FargateService(this, 'Reports', {
 *   vpc: network.vpc,
 *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
 *   scaling: { minCapacity: 2, maxCapacity: 12 },
 *   spot: { onDemandBase: 2, onDemandWeight: 1, spotWeight: 3 },
 * });
 */
export interface FargateSpot {
  /**
   * Number of tasks that never run on Spot, 0 to 100,000.
   * @default - minCapacity, so that an interruption does not affect the minimum
   */
  readonly onDemandBase?: number;
  /**
   * Relative share of further tasks that do not run on Spot, 0 to 1,000.
   * @default 0
   */
  readonly onDemandWeight?: number;
  /**
   * Relative share of further tasks that run on Spot, 0 to 1,000.
   * @default 1
   */
  readonly spotWeight?: number;
}

/** Logs of the containers. */
export interface FargateLogging {
  /**
   * Retention of the logs.
   * @default - the retention that the workload's frameworks require
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts the logs.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Delivery mode. A container that writes in blocking mode waits while logs cannot be delivered.
   * @default ecs.AwsLogDriverMode.NON_BLOCKING, so that an outage of logging does not stop the service
   */
  readonly mode?: ecs.AwsLogDriverMode;
  /**
   * Size of the buffer in non-blocking mode, in whole KiB, known at synthesis. Output beyond it is lost.
   * @default Size.mebibytes(25)
   */
  readonly maxBufferSize?: Size;
}

/** Replacement of a version by a new one. A deployment whose tasks do not start is always rolled back. */
export interface FargateDeployment {
  /**
   * Whether a deployment behind an Application Load Balancer is rolled back at more than 10 HTTP 5xx responses per minute, in 2 of 3 minutes.
   * @default true
   */
  readonly rollBackOnErrors?: boolean;
  /**
   * Further alarms that roll back a deployment. They must not refer to this service, because the service depends on them.
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];
  /**
   * Time after the start of a task in which failed health checks are ignored, in whole seconds.
   * @default - 60 seconds behind a load balancer
   */
  readonly healthCheckGracePeriod?: Duration;
  /**
   * Minimum of running tasks during a deployment in percent of the desired count, 0 to 100.
   * @default 100
   */
  readonly minHealthyPercent?: number;
  /**
   * Maximum of running tasks during a deployment in percent of the desired count, rounded down, 101 to 200. With `minHealthyPercent` 100, it must be at least one
   * task more than the smallest desired count, for example 150 for two tasks.
   * @default 200
   */
  readonly maxHealthyPercent?: number;
}

/** Subnets and outbound traffic of tasks. */
export interface FargateNetwork {
  /**
   * Private or isolated subnets for the tasks.
   * @default - the private subnets; the isolated subnets if there are none
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Destinations of outbound HTTPS, in addition to what `connections` allows: AWS endpoints, image registries. An empty list allows none.
   * @default [ec2.Peer.anyIpv4()]
   * @allowsEmpty
   */
  readonly outboundHttps?: ec2.IPeer[];
  /**
   * Whether the AWS SDKs in the containers call FIPS 140 validated endpoints: sets `AWS_USE_FIPS_ENDPOINT`.
   * @default - true in Regions of the United States, if a framework of the workload requires validated cryptography
   */
  readonly fipsEndpoints?: boolean;
}

/**
 * Endpoint of the service for other services of a namespace, through ECS Service Connect.
 *
 * @example
 * new FargateService(this, 'Rates', {
 *   vpc: network.vpc,
 *   image: ecs.ContainerImage.fromRegistry('public.ecr.aws/nginx/nginx-unprivileged:1.29'),
 *   serviceConnect: { namespace: 'ledger.internal', dnsName: 'rates' },
 * });
 */
export interface FargateServiceConnect {
  /** Cloud Map namespace: its name, or its ARN. */
  readonly namespace: string;
  /**
   * Name that clients use: at most 127 lower-case letters, digits, underscores, hyphens and periods.
   * @default - `<port name>.<namespace>`, where the port's name is `http`
   */
  readonly dnsName?: string;
  /**
   * TLS between the proxies, with certificates of an AWS Private CA.
   * @default - none: the proxies do not encrypt traffic between tasks
   */
  readonly tls?: ecs.ServiceConnectTlsConfiguration;
}

/** Traces of the service in AWS X-Ray, through a sidecar with the AWS Distro for OpenTelemetry Collector. */
export interface FargateTracing {
  /**
   * Image of the collector, preferably by digest.
   * @default - a release of the AWS Distro for OpenTelemetry Collector in its public repository
   */
  readonly image?: ecs.ContainerImage;
  /**
   * Memory limit of the collector in MiB, at least 70. It reduces the memory of the service's own container.
   * @default 256
   */
  readonly memoryLimitMiB?: number;
}
