import { Size } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import { Construct } from 'constructs';
import { FargateDeployment, FargateLogging, FargateNetwork, FargateScaling, FargateServiceConnect, FargateSpot, FargateTask } from './fargate-options';
import { FargateServiceProps } from './fargate-service-props';
import { requireFargateZones } from './fargate-zones';
import { ResolvedContainer, resolveContainerProps } from './resolve-container-props';
import { remainingMemory, taskSize, TaskSize } from './task-size';
import { COLLECTOR_CONTAINER, COLLECTOR_IMAGE, COLLECTOR_VARIABLES } from './tracing';
import { requireEncryptionKey } from '../../core/keys/require-encryption-key';
import { usesFips } from '../../core/parts/fips';
import {
  MAX_INTEGER, mustBe, refuse, requireAtMostOne, requireDuration, requireInteger, requireKnown, ownProps, requireSize, requireString,
} from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';
import { areKnown, CapacityLimits, requireCapacity, requirePercent, requireScalable } from '../shared/capacity';
import { privateSubnets } from '../shared/private-subnets';
import { resolveTargetProps } from '../shared/target-props';

/** Memory that the proxy of Service Connect needs (ECS Developer Guide, Service Connect configuration overview). */
const PROXY_MEMORY_MIB = 64;

/** The props of a Fargate service, checked and with defaults. */
export interface ResolvedFargateProps extends Pick<FargateServiceProps, 'cluster' | 'clusterName' | 'serviceName' | 'logGroupName' | 'image'> {
  readonly vpc: ec2.IVpc;
  readonly port: number;
  readonly healthCheckPath: string;
  readonly task: FargateTask & TaskSize;
  readonly container: ResolvedContainer;
  /** Memory limit of the service's own container in MiB: what other containers leave of the task's. */
  readonly containerMemoryMiB: number;
  readonly environment: { [name: string]: string };
  readonly secrets: { [name: string]: ecs.Secret };
  readonly scaling: FargateScaling & CapacityLimits;
  /** Distribution of the tasks between Fargate and Fargate Spot. */
  readonly capacityProviders: ecs.CapacityProviderStrategy[];
  readonly logging: FargateLogging & { readonly mode: ecs.AwsLogDriverMode };
  readonly deployment: FargateDeployment & { readonly minHealthyPercent: number; readonly maxHealthyPercent: number };
  readonly network: Required<FargateNetwork>;
  readonly serviceConnect?: FargateServiceConnect;
  readonly collector?: { readonly image: ecs.ContainerImage; readonly memoryLimitMiB: number; readonly container: ResolvedContainer };
  readonly executeCommand: boolean;
}

/** Checks the props of a Fargate service and completes them with defaults, before anything is made. */
export function resolveFargateProps(scope: Construct, given: FargateServiceProps): ResolvedFargateProps {
  const props = ownProps(scope, 'FargateServiceProps', given);
  const {
    cluster, clusterName, serviceName, logGroupName, image, serviceConnect, tracing, environment = {}, secrets = {}, executeCommand = false,
  } = props;
  const vpc = resolveVpc(scope, props);
  requireEncryptionKey(scope, 'task.ephemeralStorageKey', props.task?.ephemeralStorageKey);
  requireName(scope, 'clusterName', clusterName, NameLimit.ECS);
  requireName(scope, 'serviceName', serviceName, NameLimit.ECS);
  requireName(scope, 'logGroupName', logGroupName, NameLimit.LOG_GROUP);
  if (cluster && executeCommand && !cluster.executeCommandConfiguration?.logConfiguration?.cloudWatchLogGroup) {
    refuse(scope, 'cluster must record sessions in a log group where executeCommand is true, got one without a cloudWatchLogGroup in its executeCommandConfiguration');
  }

  const task = { ...props.task, ...taskSize(scope, props.task ?? {}) };
  const container = resolveContainerProps(scope, 'container', props.container ?? {});
  const collector = tracing && {
    image: tracing.image ?? ecs.ContainerImage.fromRegistry(COLLECTOR_IMAGE),
    memoryLimitMiB: tracing.memoryLimitMiB ?? 256,
    container: resolveContainerProps(scope, 'tracing', COLLECTOR_CONTAINER),
  };
  if (collector) requireInteger(scope, 'tracing.memoryLimitMiB', collector.memoryLimitMiB, { min: collector.container.leastMemoryMiB });
  if (serviceConnect) {
    requireServiceConnect(scope, serviceConnect);
    // aws-cdk-lib compares the port with its limits.
    requireKnown(scope, 'port', props.port);
  }
  const proxyMiB = serviceConnect && PROXY_MEMORY_MIB;

  const network = props.network ?? {};
  const vpcSubnets = privateSubnets(scope, vpc, network.vpcSubnets);
  requireFargateZones(scope, vpc, vpcSubnets);
  const fipsEndpoints = usesFips(scope, network.fipsEndpoints);
  const capacity = resolveCapacity(scope, props.scaling ?? {}, props.spot);
  return {
    cluster,
    clusterName,
    serviceName,
    logGroupName,
    image,
    vpc,
    task,
    container,
    secrets,
    serviceConnect,
    collector,
    executeCommand,
    ...resolveTargetProps(scope, props),
    containerMemoryMiB: containerMemory(scope, task.memoryLimitMiB, container.leastMemoryMiB, proxyMiB, collector?.memoryLimitMiB),
    environment: resolveEnvironment(scope, { ...fipsVariables(fipsEndpoints), ...environment }, secrets, collector ? COLLECTOR_VARIABLES : {}),
    ...capacity,
    logging: resolveLogging(scope, props.logging ?? {}),
    deployment: resolveDeployment(scope, props.deployment ?? {}, capacity.scaling),
    network: {
      fipsEndpoints,
      vpcSubnets,
      outboundHttps: network.outboundHttps ?? [ec2.Peer.anyIpv4()],
    },
  };
}

/** Variables that direct the AWS SDKs to FIPS endpoints. */
export function fipsVariables(fips: boolean): { [name: string]: string } {
  return fips ? { AWS_USE_FIPS_ENDPOINT: 'true' } : {};
}

function resolveVpc(scope: Construct, { vpc, cluster, clusterName, task }: FargateServiceProps): ec2.IVpc {
  requireAtMostOne(scope, { vpc, cluster });
  requireAtMostOne(scope, { cluster, clusterName });
  requireAtMostOne(scope, { cluster, 'task.ephemeralStorageKey': task?.ephemeralStorageKey });
  return cluster?.vpc ?? vpc ?? refuse(scope, 'specify either vpc or cluster, got neither');
}

function containerMemory(scope: Construct, memoryMiB: number, least: number, proxyMiB?: number, collectorMiB?: number): number {
  if (proxyMiB !== undefined || collectorMiB !== undefined) requireKnown(scope, 'task.memoryLimitMiB', memoryMiB);
  requireKnown(scope, 'tracing.memoryLimitMiB', collectorMiB);
  if (!areKnown(memoryMiB)) return memoryMiB;
  const besideProxy = remainingMemory(scope, memoryMiB, least, proxyMiB, proxyMiB === undefined ? undefined : 'the proxy of Service Connect');
  return remainingMemory(scope, besideProxy, least, collectorMiB, collectorMiB === undefined ? undefined : 'the collector');
}

function resolveEnvironment(
  scope: Construct, environment: { [name: string]: string }, secrets: object, collector: { [name: string]: string },
): { [name: string]: string } {
  for (const [name, value] of Object.entries(collector)) {
    const given = environment[name] ?? value;
    if (given !== value) mustBe(scope, `environment.${name}`, `'${value}' where tracing is set`, given);
  }
  const variables = { ...environment, ...collector };
  for (const name of Object.keys(variables)) requireVariableName(scope, 'each key of environment', name);
  for (const name of Object.keys(secrets)) requireVariableName(scope, 'each key of secrets', name);
  const shared = Object.keys(variables).find((name) => Object.hasOwn(secrets, name));
  if (shared !== undefined) refuse(scope, `specify either environment.${shared} or secrets.${shared}, not both`);
  return variables;
}

/** Refuses an empty name of an environment variable and one with an equals sign. */
export function requireVariableName(scope: Construct, prop: string, name: string): void {
  requireString(scope, prop, name, { need: 'the name of an environment variable, at least one character without an equals sign', pattern: /[^=\0]+/ });
}

/** ECS API, ServiceConnectConfiguration and ServiceConnectClientAlias; Cloud Map API, CreateHttpNamespace. */
function requireServiceConnect(scope: Construct, { namespace, dnsName, tls }: FargateServiceConnect): void {
  requireString(scope, 'serviceConnect.namespace', namespace, { need: 'the name or ARN of a Cloud Map namespace', pattern: /[!-~]{1,1024}/ });
  requireString(scope, 'serviceConnect.dnsName', dnsName, {
    need: 'at most 127 lower-case letters, digits, underscores, hyphens and periods, without a hyphen at the start',
    pattern: /[a-z0-9_.][a-z0-9_.-]*/,
    maxLength: 127,
  });
  if (!tls) return;
  // ECS API, ServiceConnectTlsConfiguration: the certificate authority is required. AWS Private CA API, CreateCertificateAuthority: its ARN.
  requireString(scope, 'serviceConnect.tls.awsPcaAuthorityArn', tls.awsPcaAuthorityArn ?? '', {
    need: 'the ARN of an AWS Private CA', pattern: /arn:[\w-]+:acm-pca:[\w-]+:\d{12}:certificate-authority\/[\w-]+/,
  });
  requireEncryptionKey(scope, 'serviceConnect.tls.kmsKey', tls.kmsKey);
}

/** Service Auto Scaling, and the limits of a capacity provider strategy (ECS API, CapacityProviderStrategyItem). */
function resolveCapacity(
  scope: Construct, scaling: FargateScaling, spot: FargateSpot | undefined,
): Pick<ResolvedFargateProps, 'scaling' | 'capacityProviders'> {
  const { minCapacity = 2, maxCapacity = 10 } = scaling;
  const { targetCpuUtilizationPercent = 70, targetMemoryUtilizationPercent = 80 } = scaling;
  requireCapacity(scope, { minCapacity, maxCapacity });
  requirePercent(scope, 'scaling.targetCpuUtilizationPercent', targetCpuUtilizationPercent);
  requirePercent(scope, 'scaling.targetMemoryUtilizationPercent', targetMemoryUtilizationPercent);
  for (const prop of ['targetCpuUtilizationPercent', 'targetMemoryUtilizationPercent'] as const) {
    requireScalable(scope, { minCapacity, maxCapacity }, prop, scaling[prop]);
  }
  requireDuration(scope, 'scaling.scaleInCooldown', scaling.scaleInCooldown, { unit: 'seconds', min: 0 });
  requireDuration(scope, 'scaling.scaleOutCooldown', scaling.scaleOutCooldown, { unit: 'seconds', min: 0 });
  const resolved = { ...scaling, minCapacity, maxCapacity, targetCpuUtilizationPercent, targetMemoryUtilizationPercent };
  // A strategy in any case: a change from a launch type to a strategy would replace the service.
  if (!spot) return { scaling: resolved, capacityProviders: [{ capacityProvider: 'FARGATE', weight: 1 }] };
  const { onDemandBase = minCapacity, onDemandWeight = 0, spotWeight = 1 } = spot;
  requireInteger(scope, 'spot.onDemandBase', onDemandBase, { min: 0, max: 100_000 });
  requireInteger(scope, 'spot.onDemandWeight', onDemandWeight, { min: 0, max: 1_000 });
  requireInteger(scope, 'spot.spotWeight', spotWeight, { min: 0, max: 1_000 });
  if (onDemandWeight === 0 && spotWeight === 0) refuse(scope, 'spot.onDemandWeight or spot.spotWeight must be greater than 0, got 0 for both');
  return {
    scaling: resolved,
    capacityProviders: [
      { capacityProvider: 'FARGATE', base: onDemandBase, weight: onDemandWeight },
      { capacityProvider: 'FARGATE_SPOT', weight: spotWeight },
    ],
  };
}

function resolveLogging(scope: Construct, logging: FargateLogging): ResolvedFargateProps['logging'] {
  const { mode = ecs.AwsLogDriverMode.NON_BLOCKING, maxBufferSize } = logging;
  if (mode === ecs.AwsLogDriverMode.BLOCKING) {
    if (maxBufferSize) refuse(scope, 'specify either logging.maxBufferSize or logging.mode BLOCKING, not both');
    return { ...logging, mode };
  }
  // The log driver takes the size as text.
  requireKnown(scope, 'logging.maxBufferSize', maxBufferSize);
  requireSize(scope, 'logging.maxBufferSize', maxBufferSize, { unit: 'KiB' });
  return { ...logging, mode, maxBufferSize: maxBufferSize ?? Size.mebibytes(25) };
}

/** More than 100 %: Availability Zone rebalancing starts a task before it stops another one (ECS Developer Guide, Balancing an Amazon ECS service). */
function resolveDeployment(scope: Construct, deployment: FargateDeployment, capacity: CapacityLimits): ResolvedFargateProps['deployment'] {
  const { minHealthyPercent = 100, maxHealthyPercent = 200, healthCheckGracePeriod, rollBackOnErrors = true } = deployment;
  requireInteger(scope, 'deployment.minHealthyPercent', minHealthyPercent, { min: 0, max: 100 });
  requireInteger(scope, 'deployment.maxHealthyPercent', maxHealthyPercent, { min: 101, max: 200 });
  requireDuration(scope, 'deployment.healthCheckGracePeriod', healthCheckGracePeriod, { unit: 'seconds', min: 0, max: MAX_INTEGER });
  requireProgress(scope, { minHealthyPercent, maxHealthyPercent }, capacity);
  return { ...deployment, minHealthyPercent, maxHealthyPercent, rollBackOnErrors };
}

/** Limits of the number of tasks during a deployment. */
type DeploymentPercents = Pick<ResolvedFargateProps['deployment'], 'minHealthyPercent' | 'maxHealthyPercent'>;

/**
 * Refuses percentages with which a deployment could neither start nor stop a task. The upper number of tasks is rounded down, the lower number up (ECS API,
 * DeploymentConfiguration).
 */
export function requireProgress(
  scope: Construct, { minHealthyPercent: minPercent, maxHealthyPercent: maxPercent }: DeploymentPercents,
  { minCapacity, maxCapacity }: CapacityLimits,
): void {
  if (!areKnown(minPercent, maxPercent) || !areKnown(minCapacity, maxCapacity)) return;
  // With 100 tasks, 101 % is one more.
  for (let tasks = Math.max(minCapacity, 1); tasks <= Math.min(maxCapacity, 100); tasks++) {
    const [least, most] = [Math.ceil(tasks * minPercent / 100), Math.floor(tasks * maxPercent / 100)];
    if (least < tasks || most > tasks) continue;
    const needed = Math.ceil((tasks + 1) * 100 / tasks);
    mustBe(scope, 'deployment.maxHealthyPercent', `at least ${needed} with ${tasks} task${tasks > 1 ? 's' : ''} `
      + `(minCapacity ${minCapacity}, maxCapacity ${maxCapacity}) and minHealthyPercent ${minPercent}: a deployment could neither start nor stop a task`, maxPercent);
  }
}
