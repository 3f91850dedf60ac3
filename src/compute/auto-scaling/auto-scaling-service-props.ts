import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as sns from 'aws-cdk-lib/aws-sns';
import { InstanceDeployment, InstanceLivenessCheck, InstanceLogging, InstanceNetwork, InstanceScaling, InstanceSpot, InstanceVolume } from './auto-scaling-options';

/** Properties of AutoScalingService. */
export interface AutoScalingServiceProps {
  /** VPC of the instances. */
  readonly vpc: ec2.IVpc;
  /**
   * Shell commands that install and start the service, run as root in this order. The first error fails the launch. An empty list runs none.
   * @default - none: the image contains the service
   * @allowsEmpty
   * @allowsDuplicates
   */
  readonly bootstrap?: string[];
  /**
   * Instance types of one processor architecture in order of preference. With a single type, launches fail while AWS has no capacity for it.
   * @default - t3.medium, t3a.medium
   */
  readonly instanceTypes?: ec2.InstanceType[];
  /**
   * Linux image with `systemd`, `bash` and, if it lacks the CloudWatch agent, `dnf`.
   * @default - the newest Amazon Linux 2023 at each launch, from its public SSM parameter
   */
  readonly machineImage?: ec2.IMachineImage;
  /**
   * Port that the service listens on.
   * @default 8080
   */
  readonly port?: number;
  /**
   * Path that answers 200 when the service is healthy: at most 1,024 characters. By default, an instance that does not answer is replaced: the path must not
   * depend on a database or on another service, or `livenessCheck` must be set.
   * @default '/'
   */
  readonly healthCheckPath?: string;
  /**
   * Check that decides whether an instance is replaced, while `healthCheckPath` only decides whether it receives requests. It needs curl and the AWS CLI, which
   * Amazon Linux contains, and a connection to EC2 Auto Scaling.
   * @default - none: an instance is replaced if it fails `healthCheckPath`
   */
  readonly livenessCheck?: InstanceLivenessCheck;
  /**
   * Environment variables that are not secrets, in `/etc/service.env` and for the bootstrap commands.
   * @default - none
   */
  readonly environment?: { [name: string]: string };
  /**
   * Name of the Auto Scaling group.
   * @default - a name that CloudFormation generates
   */
  readonly groupName?: string;
  /**
   * Root volume.
   * @default - 20 GiB of gp3, encrypted with the workload's key
   */
  readonly volume?: InstanceVolume;
  /**
   * Number of instances.
   * @default - 2 to 4 instances, at 70 % CPU
   */
  readonly scaling?: InstanceScaling;
  /**
   * Use of Spot Instances above a base.
   * @default - no Spot Instances
   */
  readonly spot?: InstanceSpot;
  /**
   * Instances that are started in advance. The group must have a single instance type and no Spot Instances (EC2 Auto Scaling API, PutWarmPool).
   * @default - none
   */
  readonly warmPool?: autoscaling.WarmPoolOptions;
  /**
   * Log files that are shipped to CloudWatch Logs.
   * @default - output of user data, audit log, log of the Systems Manager agent
   */
  readonly logging?: InstanceLogging;
  /**
   * Replacement of a version by a new one.
   * @default - one instance at a time, each within 15 minutes
   */
  readonly deployment?: InstanceDeployment;
  /**
   * Subnets and outbound traffic.
   * @default - private subnets, outbound HTTPS to any address
   */
  readonly network?: InstanceNetwork;
  /**
   * Standard topic in the Region for notifications of launches and terminations, including failed ones.
   * @default - none
   */
  readonly notifications?: sns.ITopic;
  /**
   * Whether EC2 sends metrics every minute.
   * @default true
   */
  readonly detailedMonitoring?: boolean;
  /**
   * Maximum of network hops for responses of the instance metadata service, 1 to 64. Containers on the instance need 2.
   * @default 1
   */
  readonly metadataHopLimit?: number;
}
