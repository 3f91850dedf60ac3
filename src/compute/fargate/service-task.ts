import { Lazy, Stack } from 'aws-cdk-lib';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { consumeStream } from './data-stream';
import { FargateSidecar, FargateStreamOptions } from './fargate-method-options';
import { addHardenedContainer, ContainerOptions } from './hardened-container';
import { warnOfPublicImages } from './public-images';
import { fipsVariables, requireVariableName, ResolvedFargateProps } from './resolve-fargate-props';
import { resolveSidecar } from './resolve-sidecar';
import { ServiceCalls } from './service-calls';
import { connectCollector } from './tracing';
import { SecretVariableOptions } from '../../core';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { requireSecretField } from '../../core/parts/secret-reading';
import { refuse, requireProps } from '../../core/validation';
import { SecretReference } from '../shared/secret-reference';

/** Name of the port that the service listens on. */
export const PORT_NAME = 'http';

/** Options that differ between the containers other than the service's own. */
type AddedContainer = Pick<ContainerOptions, 'image' | 'memoryLimitMiB' | 'container' | 'essential'>;

/** A task of a service: its definition, its roles, its containers and their log group. */
export class ServiceTask {
  /** The task definition. */
  public readonly definition: ecs.FargateTaskDefinition;
  /** The service's own container. */
  public readonly container: ecs.ContainerDefinition;
  /** Log group of all containers. */
  public readonly logGroup: logs.LogGroup;
  /** Log driver of all containers. */
  public readonly logDriver: ecs.LogDriver;
  /** AWS services that the task calls. */
  public readonly calls: ServiceCalls;

  private readonly variables = new Map<string, string>();
  private readonly secrets = new Set<string>();
  private memoryMiB: number;

  constructor(private readonly scope: Construct, private readonly props: ResolvedFargateProps) {
    const { task, logging, environment, secrets, collector } = props;
    this.memoryMiB = props.containerMemoryMiB;
    this.calls = new ServiceCalls(scope, { vpc: props.vpc, subnets: props.network.vpcSubnets }, props.network.fipsEndpoints);
    this.logGroup = encryptedLogGroup(scope, 'LogGroup', { ...logging, logGroupName: props.logGroupName });
    this.logDriver = ecs.LogDrivers.awsLogs({ logGroup: this.logGroup, streamPrefix: 'ecs', mode: logging.mode, maxBufferSize: logging.maxBufferSize });
    this.definition = new ecs.FargateTaskDefinition(scope, 'TaskDefinition', {
      family: props.serviceName,
      cpu: task.cpu,
      memoryLimitMiB: task.memoryLimitMiB,
      ephemeralStorageGiB: task.ephemeralStorageGiB,
      runtimePlatform: {
        cpuArchitecture: task.cpuArchitecture ?? ecs.CpuArchitecture.X86_64,
        operatingSystemFamily: ecs.OperatingSystemFamily.LINUX,
      },
      executionRole: taskRole(scope, 'ExecutionRole'),
      taskRole: taskRole(scope, 'TaskRole'),
    });
    this.container = addHardenedContainer(this.definition, 'App', {
      name: 'app',
      image: props.image,
      memoryLimitMiB: Lazy.number({ produce: () => this.memoryMiB }),
      logging: this.logDriver,
      container: props.container,
      essential: true,
      portMappings: [{ containerPort: props.port, name: PORT_NAME, appProtocol: ecs.AppProtocol.http }],
    });
    Object.entries(environment).forEach(([name, value]) => this.addEnvironment(name, value));
    Object.entries(secrets).forEach(([name, secret]) => this.passSecret(name, secret));
    if (collector) {
      // Not essential: an outage of tracing does not stop the service.
      const definition = this.addContainer('collector', { ...collector, essential: false });
      connectCollector(this.container, definition, this.calls);
    }
    warnOfPublicImages(this.definition, props);
  }

  /** Sets an environment variable of the service's container. */
  public addEnvironment(name: string, value: string): void {
    requireVariableName(this.scope, 'name', name);
    if (this.variables.get(name) === value) return;
    this.requireNewVariable(name);
    this.variables.set(name, value);
    this.container.addEnvironment(name, value);
    this.acknowledgeVariables();
  }

  /** Passes a secret to the service's container. */
  public addSecret(name: string, secret: secretsmanager.ISecret, options: SecretVariableOptions): void {
    requireVariableName(this.scope, 'name', name);
    requireSecretField(this.scope, options);
    this.passSecret(name, new SecretReference(secret, options.field));
  }

  /** Grants the task role access to a data stream, and passes its name to the service's container. */
  public consumeStream(stream: kinesis.IStream, options: FargateStreamOptions): void {
    requireProps(this.scope, 'FargateStreamOptions', options, 'options');
    const { environmentVariable = 'STREAM_NAME', consumer } = options;
    requireVariableName(this.scope, 'options.environmentVariable', environmentVariable);
    this.addEnvironment(environmentVariable, stream.streamName);
    consumeStream(this.definition.taskRole, this.calls, stream, consumer);
  }

  /** Adds a container with the same defaults as the service's own. */
  public addSidecar(name: string, sidecar: FargateSidecar): ecs.ContainerDefinition {
    const { memoryLeftMiB, ...resolved } = resolveSidecar(this.scope, name, sidecar, {
      ...this.props, definition: this.definition, memoryMiB: this.memoryMiB,
    });

    this.memoryMiB = memoryLeftMiB;
    const definition = this.addContainer(name, resolved, resolved.environment);
    for (const [variable, secret] of Object.entries(resolved.secrets)) {
      definition.addSecret(variable, secret);
      this.calls.forSecret(secret);
    }
    return definition;
  }

  private addContainer(
    name: string, { image, memoryLimitMiB, container, essential }: AddedContainer, environment = {},
  ): ecs.ContainerDefinition {
    const definition = addHardenedContainer(this.definition, name, { name, image, memoryLimitMiB, container, essential, logging: this.logDriver });
    const variables = Object.entries<string>({ ...fipsVariables(this.props.network.fipsEndpoints), ...environment });
    variables.forEach(([variable, value]) => definition.addEnvironment(variable, value));
    if (variables.length > 0) this.acknowledgeVariables();
    return definition;
  }

  private passSecret(name: string, secret: ecs.Secret): void {
    this.requireNewVariable(name);
    this.secrets.add(name);
    this.container.addSecret(name, secret);
    this.calls.forSecret(secret);
  }

  private requireNewVariable(name: string): void {
    const kind = this.secrets.has(name) ? 'secret' : this.variables.has(name) ? 'environment variable' : undefined;
    if (kind) refuse(this.scope, `${kind} '${name}' already exists in this container`);
  }

  private acknowledgeVariables(): void {
    acknowledgeFindings(this.definition.node.defaultChild!, 'environment variables hold no secrets: secrets are passed by reference', 'AwsSolutions-ECS2');
  }
}

/** A role that only ECS tasks of this account and Region can assume (ECS Developer Guide, Amazon ECS task IAM role: confused deputy). */
function taskRole(scope: Construct, id: string): iam.Role {
  const { partition, region, account } = Stack.of(scope);
  return new LeastPrivilegeRole(scope, id, {
    assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com', {
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:ecs:${region}:${account}:*` },
      },
    }),
  });
}
