import { Duration } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** What an instance boots from: an encrypted gp3 volume that goes when the instance goes. */
export interface InstanceVolume {
  /**
   * Size in GiB, 8 to 16,384.
   * @default 20
   */
  readonly sizeGiB?: number;
  /**
   * Key that encrypts it. Its policy lets Amazon EC2 Auto Scaling use it.
   * @default - the workload's key for buckets and volumes
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Name of the root device in the image.
   * @default '/dev/xvda', that of Amazon Linux
   */
  readonly deviceName?: string;
  /**
   * Input and output operations a second, 3,000 to 16,000 (EBS User Guide, General Purpose SSD volumes).
   * @default - 3,000, which every gp3 volume has
   */
  readonly iops?: number;
  /**
   * Throughput in MiB a second, 125 to 1,000.
   * @default - 125, which every gp3 volume has
   */
  readonly throughput?: number;
}

/** Scaling on CPU by steps of one instance, in place of a target to hold. */
export interface CpuSteps {
  /** An instance more where the CPU utilization is at or above this, in percent. */
  readonly scaleOutAtPercent: number;
  /** An instance less where the CPU utilization is at or below this, in percent. */
  readonly scaleInAtPercent: number;
}

/** How many instances run. */
export interface InstanceScaling {
  /**
   * Instances at the start, until scaling changes the number. A later deployment leaves it as it is.
   * @default - minCapacity
   */
  readonly desiredCapacity?: number;
  /**
   * Instances at the least.
   * @default 2
   */
  readonly minCapacity?: number;
  /**
   * Instances at the most.
   * @default 4
   */
  readonly maxCapacity?: number;
  /**
   * CPU utilization to hold, in percent.
   * @default 70, none with cpuSteps
   */
  readonly targetCpuUtilizationPercent?: number;
  /**
   * Steps to scale by instead.
   * @default - none
   */
  readonly cpuSteps?: CpuSteps;
  /**
   * Time after a launch in which the instance does not count for scaling.
   * @default Duration.minutes(5)
   */
  readonly instanceWarmup?: Duration;
}

/** How instances are shared between On-Demand and Spot, which may be interrupted at two minutes' notice. */
export interface InstanceSpot {
  /**
   * Instances that are never Spot.
   * @default - minCapacity, so that the least that must run survives an interruption
   */
  readonly onDemandBase?: number;
  /**
   * Share of further instances that are not Spot, in percent.
   * @default 0
   */
  readonly onDemandPercentAboveBase?: number;
}

/** Which files of an instance the CloudWatch agent ships, and where to. */
export interface InstanceLogging {
  /**
   * Further files, patterns allowed, by a name that their log group has: `{ app: '/var/log/app/*.log' }`.
   * @default - `bootstrap` (the output of user data), `audit` (the Linux audit log) and `ssm` (the agent of Systems Manager) alone
   */
  readonly files?: { [name: string]: string };
  /**
   * How long logs are kept.
   * @default - what the workload's frameworks ask for
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts them.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * What the names of the log groups begin with, `<prefix>/<name>`.
   * @default - CloudFormation names them
   */
  readonly logGroupPrefix?: string;
}

/** How a new version replaces an old one. A deployment whose instances do not come up is rolled back. */
export interface InstanceDeployment {
  /**
   * Time that an instance has to boot and to run its commands.
   * @default Duration.minutes(15)
   */
  readonly bootstrapTimeout?: Duration;
  /**
   * Instances that stay in service during a deployment, fewer than maxCapacity.
   * @default - minCapacity, one less than maxCapacity at the most
   */
  readonly minInstancesInService?: number;
  /**
   * Instances that are replaced at once.
   * @default 1
   */
  readonly maxBatchSize?: number;
  /**
   * Time after a launch in which the load balancer's health check does not count.
   * @default Duration.minutes(5)
   */
  readonly healthCheckGracePeriod?: Duration;
  /**
   * Age at which an instance is replaced by one from the image of that day, 1 to 365 days
   * (EC2 Auto Scaling User Guide, Replace Auto Scaling instances based on maximum instance lifetime).
   * @default Duration.days(30)
   */
  readonly maxInstanceAge?: Duration;
}

/** Where instances run, and whom they may reach. */
export interface InstanceNetwork {
  /**
   * Subnets that instances run in.
   * @default - private ones, else isolated ones
   */
  readonly vpcSubnets?: ec2.SubnetSelection;
  /**
   * Who may be reached by HTTPS, beside what `connections` allows: AWS's endpoints, package repositories.
   * @default [ec2.Peer.anyIpv4()]
   */
  readonly outboundHttps?: ec2.IPeer[];
  /**
   * Who may be reached by HTTP, for package repositories that have nothing else.
   * @default - nobody
   */
  readonly outboundHttp?: ec2.IPeer[];
}

/** Hours in which more instances run at the least, the same every week, whatever the clocks do in spring and autumn. */
export interface BusinessHours {
  /** Instances at the least within the hours. */
  readonly minCapacity: number;
  /** When they begin, for example `08:00`. */
  readonly startTime: string;
  /** When they end, on the same day, for example `18:00`. */
  readonly endTime: string;
  /** Time zone of both, by its name in the IANA time zone database, for example `America/New_York`. */
  readonly timeZone: string;
  /**
   * Days of the week, as in a cron expression: 0 or 7 is Sunday.
   * @default '1-5', Monday to Friday
   */
  readonly weekDays?: string;
}
