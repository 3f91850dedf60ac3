import { CfnResource } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Bootstrap } from './bootstrap';
import { AgentLogs } from './cloudwatch-agent';
import { InstanceRole } from './instance-role';
import { livenessCommands } from './liveness-check';
import { ResolvedAutoScalingProps } from './resolve-auto-scaling-props';
import { SecretVariableOptions } from '../../core';
import { requireSecretField } from '../../core/parts/secret-reading';
import { requireString } from '../../core/validation';
import { CalledService } from '../../core/workload/called-service';
import { calledServices } from '../../core/workload/registry';
import { SecretReference } from '../shared/secret-reference';

const {
  AUTOSCALING, CLOUDFORMATION, CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, EC2, EC2_MESSAGES, SECRETS_MANAGER, SSM, SSM_MESSAGES,
} = ec2.InterfaceVpcEndpointAwsService;

/** The setup of an instance: its role, its logs and its first boot. */
export class InstanceSetup {
  /** The role. */
  public readonly role: InstanceRole;
  /** Log groups of the shipped files, by name. */
  public readonly logGroups: { [name: string]: logs.LogGroup };
  /** Script of the first boot. */
  public readonly userData: ec2.UserData;

  private readonly bootstrap: Bootstrap;
  private readonly caller: Pick<CalledService, 'vpc' | 'subnets'>;

  /** @param signalled resource that waits for the instance */
  constructor(
    private readonly scope: Construct, props: ResolvedAutoScalingProps, signalled: () => CfnResource,
  ) {
    const { vpc, network, logging, bootstrap, environment, livenessCheck, deployment } = props;
    this.caller = { vpc, subnets: network.vpcSubnets };
    const agent = new AgentLogs(scope, logging);
    this.logGroups = agent.groups;
    this.role = new InstanceRole(scope, 'Role');
    this.role.allowLogs(Object.values(agent.groups));
    const liveness = livenessCheck ? livenessCommands(livenessCheck, deployment.healthCheckGracePeriod) : [];
    this.bootstrap = new Bootstrap(scope, () => agent.commands(), bootstrap, liveness, signalled);
    this.userData = this.bootstrap.userData;
    Object.entries(environment).forEach(([name, value]) => this.addEnvironment(name, value));
    this.declareCalls(SSM, SSM_MESSAGES, EC2_MESSAGES, CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, EC2, CLOUDFORMATION);
    if (livenessCheck) this.declareCalls(AUTOSCALING);
  }

  /** Sets an environment variable. */
  public addEnvironment(name: string, value: string): void {
    this.bootstrap.addVariable(name, value);
  }

  /** Passes a secret by reference. */
  public addSecret(name: string, secret: secretsmanager.ISecret, options: SecretVariableOptions): void {
    requireSecretField(this.scope, options);
    this.addEnvironment(`${name}_SECRET_ARN`, secret.secretArn);
    if (options.field !== undefined) this.bootstrap.addVariable(`${name}_SECRET_FIELD`, options.field, 'field');
    new SecretReference(secret, options.field).grantRead(this.role);
    this.declareCalls(SECRETS_MANAGER);
  }

  /** Grants read access to parameters. */
  public allowParameters(path: string): void {
    requireString(this.scope, 'path', path, {
      need: 'a path such as /production: letters, digits, periods, hyphens and underscores between slashes', pattern: /\/?[A-Za-z0-9_.-]+(?:\/[A-Za-z0-9_.-]+)*/,
    });
    this.role.allowParameters(path);
  }

  private declareCalls(...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    services.forEach((service) => calledServices(this.scope).add({ ...this.caller, service }));
  }
}
