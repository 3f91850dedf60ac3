import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sns from 'aws-cdk-lib/aws-sns';
import { InstanceDeployment, InstanceLogging, InstanceNetwork, InstanceScaling, InstanceSpot, InstanceVolume } from './auto-scaling-options';

/** Properties of AutoScalingService. */
export interface AutoScalingServiceProps {
  /** Network that the instances are in. */
  readonly vpc: ec2.IVpc;
  /**
   * Shell commands that install and start what the instances serve, run as root in order. The first that fails fails the launch.
   * @default - none: the image has it all
   */
  readonly bootstrap?: string[];
  /**
   * Types of instances of one processor architecture, the first by preference. With a single one the group cannot launch when AWS has none of it left.
   * @default - t3.medium, t3a.medium
   */
  readonly instanceTypes?: ec2.InstanceType[];
  /**
   * Linux image with `systemd`, `bash` and, for what it lacks, `dnf`.
   * @default - the newest Amazon Linux 2023 at each launch, from its public SSM parameter
   */
  readonly machineImage?: ec2.IMachineImage;
  /**
   * Port that it listens on.
   * @default 8080
   */
  readonly port?: number;
  /**
   * Path that answers 200 when it is healthy.
   * @default '/'
   */
  readonly healthCheckPath?: string;
  /**
   * Variables that are no secrets, in `/etc/service.env` and in the environment of the commands.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Name of the group.
   * @default - CloudFormation names it
   */
  readonly groupName?: string;
  /**
   * What an instance boots from.
   * @default - 20 GiB of gp3 under the workload's key
   */
  readonly volume?: InstanceVolume;
  /**
   * How many instances run.
   * @default - 2 to 4, on 70 % CPU
   */
  readonly scaling?: InstanceScaling;
  /**
   * Whether some are Spot Instances.
   * @default - none
   */
  readonly spot?: InstanceSpot;
  /**
   * Instances that are booted in advance. The group must have a single type and no Spot Instances (EC2 Auto Scaling API, PutWarmPool).
   * @default - none
   */
  readonly warmPool?: autoscaling.WarmPoolOptions;
  /**
   * Files that are shipped to CloudWatch Logs.
   * @default - output of user data, audit log, log of the Systems Manager agent
   */
  readonly logging?: InstanceLogging;
  /**
   * How a new version replaces an old one.
   * @default - one instance after the other, each within 15 minutes
   */
  readonly deployment?: InstanceDeployment;
  /**
   * Subnets and outbound traffic.
   * @default - private subnets, HTTPS to anywhere
   */
  readonly network?: InstanceNetwork;
  /**
   * Topic that is told of every launch and termination, and of those that fail.
   * @default - none
   */
  readonly notifications?: sns.ITopic;
  /**
   * Whether metrics come every minute.
   * @default true
   */
  readonly detailedMonitoring?: boolean;
  /**
   * Network hops that an answer of the instance metadata service may take: 2 for containers on the instance, 1 for nothing else.
   * @default 1
   */
  readonly metadataHopLimit?: number;
}
