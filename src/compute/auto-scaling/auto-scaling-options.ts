import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** Root volume of an instance: encrypted, gp3, deleted with the instance (Amazon EBS User Guide, General Purpose SSD volumes). */
export interface InstanceVolume {
  /**
   * Size in GiB, 8 to 65,536.
   * @default 20
   */
  readonly sizeGiB?: number;
  /**
   * Key that encrypts the volume. Its policy allows Amazon EC2 Auto Scaling to use it.
   * @default - the workload's key for buckets and volumes
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Name of the root device in the image.
   * @default '/dev/xvda', the name in Amazon Linux
   */
  readonly deviceName?: string;
  /**
   * Input and output operations per second, 3,000 to 80,000 and at most 500 per GiB.
   * @default - 3,000, which every gp3 volume includes
   */
  readonly iops?: number;
  /**
   * Throughput in MiB per second, 125 to 2,000 and at most a quarter of the IOPS.
   * @default - 125, which every gp3 volume includes
   */
  readonly throughput?: number;
}

/** Scaling on CPU utilization in steps of one instance, instead of a target. */
export interface CpuSteps {
  /** CPU utilization in percent at or above which one instance is added. */
  readonly scaleOutAtPercent: number;
  /** CPU utilization in percent at or below which one instance is removed, less than `scaleOutAtPercent`. */
  readonly scaleInAtPercent: number;
}

/** Number of instances. */
export interface InstanceScaling {
  /**
   * Number of instances at the start, until a scaling policy changes it. A number other than `minCapacity` is in the template: a later deployment can reset the
   * group to it.
   * @default - minCapacity
   */
  readonly desiredCapacity?: number;
  /**
   * Minimum number of instances.
   * @default 2
   */
  readonly minCapacity?: number;
  /**
   * Maximum number of instances, at least 1. If it equals minCapacity, the group has no scaling policy.
   * @default 4
   */
  readonly maxCapacity?: number;
  /**
   * Target of average CPU utilization in percent, above 0 and at most 100. It excludes `cpuSteps`.
   * @default 70, no target with cpuSteps
   */
  readonly targetCpuUtilizationPercent?: number;
  /**
   * Steps instead of a target.
   * @default - none
   */
  readonly cpuSteps?: CpuSteps;
  /**
   * Time after a launch in which the instance does not count for scaling, in whole seconds.
   * @default Duration.minutes(5)
   */
  readonly instanceWarmup?: Duration;
}

/**
 * Distribution of instances between On-Demand and Spot. A Spot Instance can be interrupted with two minutes' notice.
 *
 * @example
 * new AutoScalingService(this, 'Reports', {
 *   vpc: network.vpc,
 *   scaling: { minCapacity: 2, maxCapacity: 12 },
 *   spot: { onDemandBase: 2, onDemandPercentAboveBase: 25 },
 * });
 */
export interface InstanceSpot {
  /**
   * Number of instances that are never Spot.
   * @default - minCapacity, so that an interruption does not affect the minimum
   */
  readonly onDemandBase?: number;
  /**
   * Share of further instances that are not Spot in percent, 0 to 100.
   * @default 0
   */
  readonly onDemandPercentAboveBase?: number;
}

/** Log files that the CloudWatch agent ships. */
export interface InstanceLogging {
  /**
   * Further files by the name of their log group, for example `{ app: '/var/log/app/*.log' }`. Patterns are allowed. A name consists of lower-case letters,
   * digits and single hyphens.
   * Changing a name replaces its log group.
   * @default - only `bootstrap` (the output of user data), `audit` (the Linux audit log) and `ssm` (the Systems Manager agent)
   * @example
   * new AutoScalingService(this, 'Shop', {
   *   vpc: network.vpc,
   *   logging: { files: { access: '/var/log/httpd/access_log', app: '/var/log/app/*.log' } },
   * });
   */
  readonly files?: { [name: string]: string };
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
   * Prefix of the log group names, `<prefix>/<name>`.
   * Changing it replaces the log groups.
   * @default - names that CloudFormation generates
   */
  readonly logGroupPrefix?: string;
}

/** Health checks after which a group replaces an instance (EC2 Auto Scaling User Guide, Health checks for instances in an Auto Scaling group). */
export enum InstanceHealthCheck {
  /** Status checks of Amazon EC2, and the health check of the load balancer. For a health check path that depends on the instance only. */
  LOAD_BALANCER = 'load-balancer',
  /**
   * Status checks of Amazon EC2. An instance that the load balancer finds unhealthy receives no requests and is not replaced. For a health check path that
   * depends on a database or on another service. `livenessCheck` adds a check of the service that depends on the instance only.
   */
  INSTANCE = 'instance',
}

/**
 * Check that runs on each instance, as root. An instance that fails it several times in a row reports itself as unhealthy, and EC2 Auto Scaling replaces it
 * (EC2 Auto Scaling User Guide, Set up a custom health check for your Auto Scaling group). It begins `deployment.healthCheckGracePeriod` after each boot.
 *
 * @example
 * new AutoScalingService(this, 'Orders', {
 *   vpc: network.vpc,
 *   healthCheckPath: '/health',
 *   livenessCheck: { path: '/health/live', interval: Duration.seconds(15) },
 * });
 */
export interface InstanceLivenessCheck {
  /**
   * Path on the port of the service that answers with a status below 400 while the process works, without a database and other services. It excludes `command`.
   * @default '/', if there is no command
   */
  readonly path?: string;
  /**
   * Shell command that succeeds while the service works, with the variables of `/etc/service.env`, instead of `path`.
   * @default - a request to the path
   */
  readonly command?: string;
  /**
   * Time between two checks, 5 to 300 seconds.
   * @default Duration.seconds(30)
   */
  readonly interval?: Duration;
  /**
   * Time after which a check fails, 1 to 120 seconds, at most the interval.
   * @default Duration.seconds(5)
   */
  readonly timeout?: Duration;
  /**
   * Number of failures in a row after which the instance is replaced, 1 to 10.
   * @default 3
   */
  readonly unhealthyThreshold?: number;
}

/** Replacement of a version by a new one. A deployment whose instances do not start is rolled back. */
export interface InstanceDeployment {
  /**
   * Time for an instance to boot and to run its commands, at most one hour (CloudFormation Template Reference, UpdatePolicy attribute, PauseTime).
   * @default Duration.minutes(15)
   */
  readonly bootstrapTimeout?: Duration;
  /**
   * Number of instances that stay in service during a deployment, less than maxCapacity.
   * @default - minCapacity, at most one less than maxCapacity
   */
  readonly minInstancesInService?: number;
  /**
   * Number of instances that are replaced at a time.
   * @default 1
   */
  readonly maxBatchSize?: number;
  /**
   * Health checks after which an instance is replaced. With `LOAD_BALANCER`, a failure of what `healthCheckPath` depends on replaces all instances. `INSTANCE` is
   * reported as a finding.
   * @default InstanceHealthCheck.LOAD_BALANCER; INSTANCE with livenessCheck
   */
  readonly healthCheck?: InstanceHealthCheck;
  /**
   * Time after a launch in which failed health checks are ignored, in whole seconds.
   * @default - 5 minutes, or bootstrapTimeout if it is given and longer
   */
  readonly healthCheckGracePeriod?: Duration;
  /**
   * Age at which an instance is replaced, 1 to 365 days (EC2 Auto Scaling User Guide, Replace Auto Scaling instances based on maximum instance lifetime).
   * @default Duration.days(30)
   */
  readonly maxInstanceAge?: Duration;
}

/** Subnets and outbound traffic of instances. */
export interface InstanceNetwork {
  /**
   * Private or isolated subnets for the instances.
   * @default - the private subnets; the isolated subnets if there are none
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Destinations of outbound HTTPS, in addition to what `connections` allows: AWS endpoints, package repositories. An empty list allows none.
   * @default [ec2.Peer.anyIpv4()]
   * @allowsEmpty
   */
  readonly outboundHttps?: ec2.IPeer[];
  /**
   * Destinations of outbound HTTP, for package repositories without HTTPS. An empty list allows none.
   * @default - none
   * @allowsEmpty
   */
  readonly outboundHttp?: ec2.IPeer[];
}

/** Hours of the week with a higher minimum of instances, in a time zone with its daylight saving time. */
export interface BusinessHours {
  /** Minimum number of instances within the hours, at most the maximum of the group. */
  readonly minCapacity: number;
  /** Start of the hours, for example `08:00`. */
  readonly startTime: string;
  /** End of the hours on the same day, for example `18:00`. */
  readonly endTime: string;
  /** Time zone of both: a name of the IANA time zone database, for example `America/New_York`. */
  readonly timeZone: string;
  /**
   * Days of the week, as in a cron expression: 0 or 7 is Sunday.
   * @default '1-5', Monday to Friday
   */
  readonly weekDays?: string;
}
