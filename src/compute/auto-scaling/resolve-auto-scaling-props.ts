import { Duration } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import {
  CpuSteps, InstanceDeployment, InstanceHealthCheck, InstanceLogging, InstanceNetwork, InstanceScaling, InstanceSpot, InstanceVolume,
} from './auto-scaling-options';
import { AutoScalingServiceProps } from './auto-scaling-service-props';
import { requireVariable } from './bootstrap';
import { resolveFiles } from './cloudwatch-agent';
import { LIVENESS_LOG, ResolvedLivenessCheck, resolveLivenessCheck } from './liveness-check';
import { requireStandardTopic } from '../../core/parts/standard-topic';
import {
  isUnresolved, mustBe, refuse, requireAtMostOne, requireDuration, requireInteger, requireKnown, requireList,
  ownProps, requireSameRegion, requireString,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { areKnown, CapacityLimits, requireCapacity, requireDesiredCapacity, requirePercent, requireScalable } from '../shared/capacity';
import { privateSubnets } from '../shared/private-subnets';
import { resolveTargetProps } from '../shared/target-props';

/** Types that can replace each other: processors of two vendors in the same size. */
const DEFAULT_TYPES = ['t3.medium', 't3a.medium'];

/** IOPS that every gp3 volume includes. */
const INCLUDED_IOPS = 3_000;
const GRACE_PERIOD = Duration.minutes(5);

/** Scaling of a group, checked and with defaults. */
export interface ResolvedScaling extends CapacityLimits {
  readonly desiredCapacity: number;
  readonly instanceWarmup: Duration;
  /** Undefined with steps, and where the group cannot scale. */
  readonly targetCpuUtilizationPercent?: number;
  /** Undefined with a target, and where the group cannot scale. */
  readonly cpuSteps?: CpuSteps;
}

/** The props of an Auto Scaling service, checked and with defaults. */
export interface ResolvedAutoScalingProps extends Pick<AutoScalingServiceProps, 'vpc' | 'groupName' | 'notifications' | 'warmPool'> {
  readonly port: number;
  readonly healthCheckPath: string;
  readonly livenessCheck?: ResolvedLivenessCheck;
  readonly bootstrap: string[];
  readonly environment: { [name: string]: string };
  readonly instanceTypes: ec2.InstanceType[];
  readonly machineImage: ec2.IMachineImage;
  /** Whether instances resolve the newest image at each launch. */
  readonly isNewestImage: boolean;
  readonly volume: InstanceVolume & { readonly sizeGiB: number; readonly deviceName: string };
  readonly scaling: ResolvedScaling;
  readonly spot?: Required<InstanceSpot>;
  readonly logging: InstanceLogging & { readonly files: { [name: string]: string } };
  readonly deployment: Required<InstanceDeployment>;
  readonly network: Required<InstanceNetwork>;
  readonly detailedMonitoring: boolean;
  readonly metadataHopLimit: number;
}

/** Checks the props of an Auto Scaling service and completes them with defaults, before anything is made. */
export function resolveAutoScalingProps(scope: Construct, given: AutoScalingServiceProps): ResolvedAutoScalingProps {
  const props = ownProps(scope, 'AutoScalingServiceProps', given);
  const { vpc, groupName, bootstrap = [], environment = {}, notifications, warmPool, detailedMonitoring = true, metadataHopLimit = 1 } = props;
  requireName(scope, 'groupName', groupName, NameLimit.AUTO_SCALING_GROUP);
  requireStandardTopic(scope, 'notifications', notifications);
  requireSameRegion(scope, 'notifications', 'a topic', notifications);
  // EC2 API, LaunchTemplateInstanceMetadataOptionsRequest.
  requireKnown(scope, 'metadataHopLimit', metadataHopLimit);
  requireKnown(scope, 'bootstrap', bootstrap);
  requireInteger(scope, 'metadataHopLimit', metadataHopLimit, { min: 1, max: 64 });
  for (const [name, value] of Object.entries(environment)) requireVariable(scope, `environment.${name}`, name, value);
  const instanceTypes = resolveTypes(scope, props.instanceTypes);
  if (warmPool) requireWarmPool(scope, warmPool, instanceTypes, props.spot);
  const scaling = resolveScaling(scope, props.scaling ?? {});
  const target = resolveTargetProps(scope, props);
  const livenessCheck = props.livenessCheck && resolveLivenessCheck(scope, props.livenessCheck, target.port);
  const { vpcSubnets, outboundHttps = [ec2.Peer.anyIpv4()], outboundHttp = [] } = props.network ?? {};
  return {
    vpc,
    groupName,
    bootstrap,
    environment,
    notifications,
    warmPool,
    detailedMonitoring,
    metadataHopLimit,
    instanceTypes,
    scaling,
    ...target,
    livenessCheck,
    isNewestImage: props.machineImage === undefined,
    volume: resolveVolume(scope, props.volume ?? {}),
    spot: props.spot && resolveSpot(scope, props.spot, scaling),
    logging: resolveLogging(scope, props.logging ?? {}, livenessCheck ? { liveness: LIVENESS_LOG } : {}),
    deployment: resolveDeployment(scope, props.deployment ?? {}, scaling, livenessCheck !== undefined),
    network: { vpcSubnets: privateSubnets(scope, vpc, vpcSubnets), outboundHttps, outboundHttp },
    // Last, because an image can make a parameter of the template.
    machineImage: resolveImage(scope, props.machineImage, instanceTypes[0]),
  };
}

function resolveTypes(scope: Construct, given: ec2.InstanceType[] | undefined): ec2.InstanceType[] {
  const types = given ?? DEFAULT_TYPES.map((type) => new ec2.InstanceType(type));
  const names = types.map(String);
  for (const name of names) requireString(scope, 'instanceTypes', name, { need: 'types such as t3.medium', pattern: /[a-z]+\d{1,2}[a-z-]*\.[a-z0-9-]+/ });
  requireList(scope, 'instanceTypes', names);
  if (new Set(types.map(architectureOf)).size > 1) mustBe(scope, 'instanceTypes', 'types of one architecture, because they share an image', names);
  return types;
}

/** EC2 Auto Scaling API, PutWarmPool. */
function requireWarmPool(
  scope: Construct, warmPool: autoscaling.WarmPoolOptions, types: ec2.InstanceType[], spot: InstanceSpot | undefined,
): void {
  const { minSize, maxGroupPreparedCapacity } = warmPool;
  requireAtMostOne(scope, { warmPool, spot });
  if (types.length > 1) refuse(scope, `warmPool must be used with one instance type, got ${types.length}`);
  // aws-cdk-lib compares it with 0.
  requireKnown(scope, 'warmPool.minSize', minSize);
  requireInteger(scope, 'warmPool.minSize', minSize, { min: 0 });
  requireInteger(scope, 'warmPool.maxGroupPreparedCapacity', maxGroupPreparedCapacity, { min: 0 });
}

/** The image, looked up once. Default: resolved at each launch, so that a replacement instance has the patches of its day. */
function resolveImage(scope: Construct, given: ec2.IMachineImage | undefined, type: ec2.InstanceType): ec2.IMachineImage {
  if (!given) {
    const cpuType = architectureOf(type) === ec2.InstanceArchitecture.ARM_64 ? ec2.AmazonLinuxCpuType.ARM_64 : ec2.AmazonLinuxCpuType.X86_64;
    return ec2.MachineImage.resolveSsmParameterAtLaunch(ec2.AmazonLinux2023ImageSsmParameter.ssmParameterName({ cpuType }));
  }
  const image = given.getImage(scope);
  if (image.osType === ec2.OperatingSystemType.WINDOWS) refuse(scope, 'machineImage must be a Linux image, got a Windows image: instances start with a shell script');
  return { getImage: () => image };
}

/** Amazon EBS User Guide, General Purpose SSD volumes. */
function resolveVolume(scope: Construct, volume: InstanceVolume): ResolvedAutoScalingProps['volume'] {
  const { sizeGiB = 20, deviceName = '/dev/xvda', iops, throughput } = volume;
  requireInteger(scope, 'volume.sizeGiB', sizeGiB, { min: 8, max: 65_536 });
  requireInteger(scope, 'volume.iops', iops, { min: INCLUDED_IOPS, max: 80_000 });
  // aws-cdk-lib checks the throughput itself.
  requireKnown(scope, 'volume.throughput', throughput);
  requireInteger(scope, 'volume.throughput', throughput, { min: 125, max: 2_000 });
  requireString(scope, 'volume.deviceName', deviceName, { need: 'a device name such as /dev/xvda', pattern: /\/dev\/[A-Za-z0-9]+/ });
  const provisioned = iops ?? INCLUDED_IOPS;
  if (areKnown(provisioned, sizeGiB) && provisioned > Math.max(INCLUDED_IOPS, 500 * sizeGiB)) {
    mustBe(scope, 'volume.iops', `at most 500 per GiB, ${500 * sizeGiB} for ${sizeGiB} GiB`, iops);
  }
  if (throughput !== undefined && areKnown(throughput, provisioned) && throughput > provisioned / 4) {
    mustBe(scope, 'volume.throughput', `at most a quarter of the IOPS, ${Math.floor(provisioned / 4)} for ${provisioned}`, throughput);
  }
  return { ...volume, sizeGiB, deviceName };
}

function resolveScaling(scope: Construct, scaling: InstanceScaling): ResolvedScaling {
  const { minCapacity = 2, maxCapacity = 4, desiredCapacity = minCapacity } = scaling;
  const { instanceWarmup = Duration.minutes(5), cpuSteps, targetCpuUtilizationPercent } = scaling;
  const limits = { minCapacity, maxCapacity };
  requireCapacity(scope, limits);
  requireDesiredCapacity(scope, limits, desiredCapacity);
  requireDuration(scope, 'scaling.instanceWarmup', instanceWarmup, { unit: 'seconds', min: 0 });
  requireAtMostOne(scope, { 'scaling.targetCpuUtilizationPercent': targetCpuUtilizationPercent, 'scaling.cpuSteps': cpuSteps });
  requirePercent(scope, 'scaling.targetCpuUtilizationPercent', targetCpuUtilizationPercent);
  if (cpuSteps) requireSteps(scope, cpuSteps);
  for (const [prop, target] of Object.entries({ targetCpuUtilizationPercent, cpuSteps })) requireScalable(scope, limits, prop, target);
  const policy = !canScale(limits) ? {} : cpuSteps ? { cpuSteps } : { targetCpuUtilizationPercent: targetCpuUtilizationPercent ?? 70 };
  return { ...limits, desiredCapacity, instanceWarmup, ...policy };
}

/** Whether the number of instances can change (EC2 Auto Scaling User Guide, Target tracking scaling policies). */
export function canScale({ minCapacity, maxCapacity }: CapacityLimits): boolean {
  return !areKnown(minCapacity, maxCapacity) || minCapacity < maxCapacity;
}

function requireSteps(scope: Construct, { scaleOutAtPercent, scaleInAtPercent }: CpuSteps): void {
  requirePercent(scope, 'scaling.cpuSteps.scaleOutAtPercent', scaleOutAtPercent);
  requirePercent(scope, 'scaling.cpuSteps.scaleInAtPercent', scaleInAtPercent);
  if (areKnown(scaleInAtPercent, scaleOutAtPercent) && scaleInAtPercent >= scaleOutAtPercent) {
    mustBe(scope, 'scaling.cpuSteps.scaleInAtPercent', `less than ${scaleOutAtPercent} (scaleOutAtPercent)`, scaleInAtPercent);
  }
}

function resolveSpot(scope: Construct, spot: InstanceSpot, { minCapacity }: CapacityLimits): Required<InstanceSpot> {
  const { onDemandBase = minCapacity, onDemandPercentAboveBase = 0 } = spot;
  requireInteger(scope, 'spot.onDemandBase', onDemandBase, { min: 0 });
  requireInteger(scope, 'spot.onDemandPercentAboveBase', onDemandPercentAboveBase, { min: 0, max: 100 });
  return { onDemandBase, onDemandPercentAboveBase };
}

function resolveLogging(scope: Construct, logging: InstanceLogging, own: { [name: string]: string }): ResolvedAutoScalingProps['logging'] {
  const files = resolveFiles(scope, logging.files ?? {}, own);
  if (logging.logGroupPrefix !== undefined) {
    requireString(scope, 'logging.logGroupPrefix', logging.logGroupPrefix, { need: 'a prefix of at least one character' });
    for (const name of Object.keys(files)) requireName(scope, 'logging.logGroupPrefix', `${logging.logGroupPrefix}/${name}`, NameLimit.LOG_GROUP);
  }
  return { ...logging, files };
}

/** CloudFormation Template Reference, UpdatePolicy attribute: MinInstancesInService is below MaxSize, PauseTime is at most one hour. */
function resolveDeployment(
  scope: Construct, deployment: InstanceDeployment, { minCapacity, maxCapacity }: CapacityLimits, isLivenessChecked: boolean,
): Required<InstanceDeployment> {
  const { bootstrapTimeout = Duration.minutes(15), healthCheckGracePeriod = defaultGracePeriod(deployment.bootstrapTimeout) } = deployment;
  const { maxInstanceAge = Duration.days(30), maxBatchSize = 1 } = deployment;
  const { healthCheck = isLivenessChecked ? InstanceHealthCheck.INSTANCE : InstanceHealthCheck.LOAD_BALANCER } = deployment;
  requireKnown(scope, 'deployment.healthCheck', healthCheck);
  const isKnown = areKnown(minCapacity, maxCapacity);
  const { minInstancesInService = isKnown ? Math.min(minCapacity, maxCapacity - 1) : minCapacity } = deployment;
  // aws-cdk-lib converts both.
  requireKnown(scope, 'deployment.bootstrapTimeout', bootstrapTimeout);
  requireKnown(scope, 'deployment.maxInstanceAge', maxInstanceAge);
  requireDuration(scope, 'deployment.bootstrapTimeout', bootstrapTimeout, { unit: 'seconds', min: 1, max: 3_600 });
  requireDuration(scope, 'deployment.healthCheckGracePeriod', healthCheckGracePeriod, { unit: 'seconds', min: 0 });
  // EC2 Auto Scaling User Guide, Replace Auto Scaling instances based on maximum instance lifetime.
  requireDuration(scope, 'deployment.maxInstanceAge', maxInstanceAge, { unit: 'days', min: 1, max: 365 });
  requireInteger(scope, 'deployment.maxBatchSize', maxBatchSize, { min: 1 });
  requireInteger(scope, 'deployment.minInstancesInService', minInstancesInService, { min: 0, max: isUnresolved(maxCapacity) ? undefined : maxCapacity - 1 });
  return { bootstrapTimeout, healthCheck, healthCheckGracePeriod, maxInstanceAge, maxBatchSize, minInstancesInService };
}

// The health check of a load balancer would replace an instance whose commands still run (EC2 Auto Scaling User Guide, Set the health check grace period).
function defaultGracePeriod(bootstrapTimeout: Duration | undefined): Duration {
  const isLonger = bootstrapTimeout && !isUnresolved(bootstrapTimeout) && bootstrapTimeout.toMilliseconds() > GRACE_PERIOD.toMilliseconds();
  return isLonger ? bootstrapTimeout : GRACE_PERIOD;
}

function architectureOf(type: ec2.InstanceType): ec2.InstanceArchitecture {
  return isUnresolved(type.toString()) ? ec2.InstanceArchitecture.X86_64 : type.architecture;
}
