import { Duration, Size } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** What a task is given to run on. */
export interface FargateTask {
  /**
   * CPU units, 1024 for one vCPU.
   * @default 512
   */
  readonly cpu?: number;
  /**
   * Memory in MiB, one of those that Fargate has for the CPU units (ECS Developer Guide, Fargate task sizes).
   * @default 1024
   */
  readonly memoryLimitMiB?: number;
  /**
   * Processor, for example `ecs.CpuArchitecture.ARM64` for Graviton.
   * @default ecs.CpuArchitecture.X86_64
   */
  readonly cpuArchitecture?: ecs.CpuArchitecture;
  /**
   * Disk for the image and for volumes, in GiB, 21 to 200.
   * @default - 20 GiB, which Fargate gives every task
   */
  readonly ephemeralStorageGiB?: number;
  /**
   * Key that encrypts that disk, in a cluster of its own.
   * @default - Fargate's own key
   */
  readonly ephemeralStorageKey?: kms.IKey;
}

/** How a container runs. Its defaults are the strict ones. */
export interface FargateContainer {
  /**
   * User that it runs as: `user`, `user:group`, `uid`, `uid:gid`. A root user is a finding.
   * @default '1000:1000'
   */
  readonly user?: string;
  /**
   * Whether its root file system is read-only. A writable one is a finding.
   * @default true
   */
  readonly readonlyRootFilesystem?: boolean;
  /**
   * Paths that it may write to: each is a file system in memory, empty at start, writable by any user (ECS API, Tmpfs).
   * @default ['/tmp']
   */
  readonly scratchPaths?: string[];
  /**
   * Size of each scratch path. It counts against the container's memory.
   * @default Size.mebibytes(64)
   */
  readonly scratchSize?: Size;
  /**
   * Linux capabilities taken away.
   * @default [ecs.Capability.ALL]
   */
  readonly droppedCapabilities?: ecs.Capability[];
  /**
   * Command, in place of the image's.
   * @default - the image's
   */
  readonly command?: string[];
  /**
   * Entry point, in place of the image's.
   * @default - the image's
   */
  readonly entryPoint?: string[];
  /**
   * Command that tells whether the container is healthy, run inside of it.
   * @default - the load balancer's health check alone
   */
  readonly healthCheck?: ecs.HealthCheck;
  /**
   * Time between SIGTERM and SIGKILL, 120 seconds at most (ECS API, ContainerDefinition).
   * @default Duration.seconds(30)
   */
  readonly stopTimeout?: Duration;
}

/** How many tasks run. */
export interface FargateScaling {
  /**
   * Tasks at the start, and after every deployment until scaling changes the number.
   * @default - minCapacity
   */
  readonly desiredCount?: number;
  /**
   * Tasks at the least.
   * @default 2
   */
  readonly minCapacity?: number;
  /**
   * Tasks at the most.
   * @default 10
   */
  readonly maxCapacity?: number;
  /**
   * CPU utilization to hold, in percent of what the tasks have.
   * @default 70
   */
  readonly targetCpuUtilizationPercent?: number;
  /**
   * Memory utilization to hold, in percent of what the tasks have.
   * @default 80
   */
  readonly targetMemoryUtilizationPercent?: number;
  /**
   * Time after a scale-in before the next one.
   * @default - 300 seconds, which Application Auto Scaling takes
   */
  readonly scaleInCooldown?: Duration;
  /**
   * Time after a scale-out before the next one.
   * @default - 300 seconds, which Application Auto Scaling takes
   */
  readonly scaleOutCooldown?: Duration;
}

/** How tasks are shared between Fargate and Fargate Spot, which may stop a task at two minutes' notice. */
export interface FargateSpot {
  /**
   * Tasks that never run on Spot, 0 to 100,000.
   * @default - minCapacity, so that the least that must run survives an interruption
   */
  readonly onDemandBase?: number;
  /**
   * Share of further tasks that does not run on Spot, 0 to 1,000.
   * @default 0
   */
  readonly onDemandWeight?: number;
  /**
   * Share of further tasks that runs on Spot, 0 to 1,000.
   * @default 1
   */
  readonly spotWeight?: number;
}

/** Where the output of the containers goes. */
export interface FargateLogging {
  /**
   * How long it is kept.
   * @default - what the workload's frameworks ask for
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts it.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Whether a container waits where output is taken more slowly than it is written.
   * @default ecs.AwsLogDriverMode.NON_BLOCKING, so that an outage of logging is none of the service
   */
  readonly mode?: ecs.AwsLogDriverMode;
  /**
   * Output that is held in memory in non-blocking mode; what is more is lost.
   * @default Size.mebibytes(25)
   */
  readonly maxBufferSize?: Size;
}

/** How a new version replaces an old one. A deployment whose tasks do not come up is always rolled back. */
export interface FargateDeployment {
  /**
   * Whether a deployment is rolled back that answers more than 10 requests a minute with an HTTP 5xx status, 2 minutes out of 3.
   * Takes effect behind an Application Load Balancer.
   * @default true
   */
  readonly rollBackOnErrors?: boolean;
  /**
   * Further alarms that roll a deployment back. None of them may refer to this service, else the two wait for each other.
   * @default - none
   */
  readonly alarms?: cloudwatch.IAlarm[];
  /**
   * Time after a task's start in which the load balancer's health check does not count.
   * @default Duration.seconds(60)
   */
  readonly healthCheckGracePeriod?: Duration;
  /**
   * Tasks that stay up during a deployment, in percent of the desired count.
   * @default 100
   */
  readonly minHealthyPercent?: number;
  /**
   * Tasks, old and new, that may run during a deployment, in percent of the desired count.
   * @default 200
   */
  readonly maxHealthyPercent?: number;
}

/** Where tasks run, and whom they may reach. */
export interface FargateNetwork {
  /**
   * Subnets that tasks run in.
   * @default - private ones, else isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Who may be reached by HTTPS, beside what `connections` allows: AWS's endpoints, image registries.
   * @default [ec2.Peer.anyIpv4()]
   */
  readonly outboundHttps?: ec2.IPeer[];
  /**
   * Whether the AWS SDKs in its containers call FIPS 140 validated endpoints: sets `AWS_USE_FIPS_ENDPOINT`.
   * @default - where the workload's frameworks ask for validated cryptography, in Regions of the United States
   */
  readonly fipsEndpoints?: boolean;
}

/** How other services of a namespace reach this one, by ECS Service Connect. */
export interface FargateServiceConnect {
  /** Cloud Map namespace, by name or ARN. */
  readonly namespace: string;
  /**
   * Name that clients call.
   * @default - `<port name>.<namespace>`, where the port's name is `http`
   */
  readonly dnsName?: string;
  /**
   * TLS between the proxies, with certificates of an AWS Private CA.
   * @default - none: traffic between tasks is not encrypted by the proxies
   */
  readonly tls?: ecs.ServiceConnectTlsConfiguration;
}

/** Traces of the service in AWS X-Ray, through a collector of the AWS Distro for OpenTelemetry beside it. */
export interface FargateTracing {
  /**
   * Image of the collector, by digest for choice.
   * @default - a release of the AWS Distro for OpenTelemetry Collector in its public repository
   */
  readonly image?: ecs.ContainerImage;
  /**
   * Memory of the collector in MiB, which the service's own container then has less.
   * @default 256
   */
  readonly memoryLimitMiB?: number;
}

/** A container beside the service's own, under the same rules. */
export interface FargateSidecar {
  /** Image to run, by digest for choice. */
  readonly image: ecs.ContainerImage;
  /** Memory in MiB, which the service's own container then has less. */
  readonly memoryLimitMiB: number;
  /**
   * Whether the task stops when the sidecar does; else the sidecar alone is started again, unless it ended with exit code 0.
   * @default true
   */
  readonly essential?: boolean;
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
   * How it runs.
   * @default - as a non-root user on a read-only root file system
   */
  readonly container?: FargateContainer;
}
