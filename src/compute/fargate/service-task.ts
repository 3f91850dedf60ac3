import { Lazy, Size, Token } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { FargateLogging, FargateSidecar } from './fargate-options';
import { FargateServiceProps } from './fargate-service-props';
import { addHardenedContainer, leastMemory } from './hardened-container';
import { ServiceCalls } from './service-calls';
import { TaskRole } from './task-role';
import { taskSize } from './task-size';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';

/** Memory that the proxy of Service Connect is left (ECS Developer Guide, Service Connect configuration overview). */
const PROXY_MEMORY_MIB = 64;

/** Name of the port that the service listens on. */
export const PORT_NAME = 'http';

/** What one task of a service is made of: its definition, its roles, its containers and where they log to. */
export class ServiceTask {
  /** The task definition. */
  public readonly definition: ecs.FargateTaskDefinition;
  /** The container that serves. */
  public readonly container: ecs.ContainerDefinition;
  /** Where all containers log to. */
  public readonly logGroup: logs.LogGroup;
  /** How all containers log. */
  public readonly logDriver: ecs.LogDriver;

  private readonly variables = new Map<string, string>();
  private readonly secrets = new Set<string>();
  private readonly leastMemoryMiB: number;
  private freeMemoryMiB: number;

  constructor(private readonly scope: Construct, port: number, props: FargateServiceProps, private readonly calls: ServiceCalls) {
    const { task = {}, container = {}, logging = {}, environment = {}, secrets = {}, serviceConnect } = props;
    const { cpu, memoryLimitMiB } = taskSize(scope, task);
    this.leastMemoryMiB = leastMemory(container);
    this.freeMemoryMiB = memoryLimitMiB;
    requireMemory(scope, 'the container', memoryLimitMiB, this.leastMemoryMiB);
    if (serviceConnect) this.giveMemory('the proxy of Service Connect', PROXY_MEMORY_MIB);
    this.logGroup = encryptedLogGroup(scope, 'LogGroup', { ...logging, logGroupName: props.logGroupName });
    this.logDriver = logDriver(this.logGroup, logging);
    this.definition = new ecs.FargateTaskDefinition(scope, 'TaskDefinition', {
      family: props.serviceName,
      cpu,
      memoryLimitMiB,
      ephemeralStorageGiB: task.ephemeralStorageGiB,
      runtimePlatform: {
        cpuArchitecture: task.cpuArchitecture ?? ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      executionRole: new TaskRole(scope, 'ExecutionRole'),
      taskRole: new TaskRole(scope, 'TaskRole'),
    });
    this.container = addHardenedContainer(this.definition, 'App', {
      name: 'app',
      image: props.image,
      memoryLimitMiB: Lazy.number({ produce: () => this.freeMemoryMiB }),
      logging: this.logDriver,
      container,
      portMappings: [{ containerPort: port, name: PORT_NAME, appProtocol: ecs.AppProtocol.http }],
    });
    Object.entries({ ...calls.environment, ...environment }).forEach(([name, value]) => this.addEnvironment(name, value));
    Object.entries(secrets).forEach(([name, secret]) => this.addSecret(name, secret));
  }

  /** Gives the container a variable. */
  public addEnvironment(name: string, value: string): void {
    if (this.variables.get(name) === value) return;
    this.requireFree(name);
    this.variables.set(name, value);
    this.container.addEnvironment(name, value);
    this.acceptVariables();
  }

  /** Hands the container a secret. */
  public addSecret(name: string, secret: ecs.Secret): void {
    this.requireFree(name);
    this.secrets.add(name);
    this.container.addSecret(name, secret);
    this.calls.forSecret(secret);
  }

  /** Adds a container, under the same rules as the service's own. */
  public addSidecar(name: string, options: FargateSidecar): ecs.ContainerDefinition {
    const { image, memoryLimitMiB, container = {}, essential, environment = {}, secrets = {} } = options;
    requireMemory(this.scope, `sidecar '${name}'`, memoryLimitMiB, leastMemory(container));
    this.giveMemory(`sidecar '${name}'`, memoryLimitMiB);
    const sidecar = addHardenedContainer(this.definition, name, {
      name, image, memoryLimitMiB, container, essential, logging: this.logDriver,
    });
    for (const [variable, secret] of Object.entries(secrets)) {
      sidecar.addSecret(variable, secret);
      this.calls.forSecret(secret);
    }
    for (const [variable, value] of Object.entries({ ...this.calls.environment, ...environment })) {
      if (variable in secrets) refuse(this.scope, `'${variable}' is both a variable and a secret of sidecar '${name}', need a name of its own`);
      sidecar.addEnvironment(variable, value);
      this.acceptVariables();
    }
    return sidecar;
  }

  /** Takes memory from the container; a number that only a deployment knows cannot be reckoned with. */
  private giveMemory(whom: string, memoryMiB: number): void {
    if ([memoryMiB, this.freeMemoryMiB].some(Token.isUnresolved)) {
      refuse(this.scope, `memory is known at deployment only, need numbers: ${whom} takes a part of the task's`);
    }
    this.freeMemoryMiB -= memoryMiB;
    requireMemory(this.scope, `beside ${whom} the container`, this.freeMemoryMiB, this.leastMemoryMiB);
  }

  private requireFree(name: string): void {
    const taken = this.secrets.has(name) ? 'a secret' : this.variables.has(name) ? 'a variable' : undefined;
    if (taken) refuse(this.scope, `'${name}' is already ${taken} of the container, need a name of its own`);
  }

  private acceptVariables(): void {
    acknowledgeFindings(this.definition.node.defaultChild!, 'variables hold what is no secret; secrets are handed over by reference', 'AwsSolutions-ECS2');
  }
}

function requireMemory(scope: Construct, whose: string, memoryMiB: number, least: number): void {
  if (!Token.isUnresolved(memoryMiB) && memoryMiB < least) {
    refuse(scope, `${whose} has ${memoryMiB} MiB of memory, need ${least} MiB or more with its scratch paths`);
  }
}

function logDriver(logGroup: logs.LogGroup, { mode = ecs.AwsLogDriverMode.NON_BLOCKING, maxBufferSize }: FargateLogging): ecs.LogDriver {
  const buffer = mode === ecs.AwsLogDriverMode.NON_BLOCKING ? maxBufferSize ?? Size.mebibytes(25) : maxBufferSize;
  return ecs.LogDrivers.awsLogs({ logGroup, streamPrefix: 'ecs', mode, maxBufferSize: buffer });
}
