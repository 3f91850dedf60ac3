import { CfnResource, Token } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { BusinessHours } from './auto-scaling-options';
import { AutoScalingServiceProps } from './auto-scaling-service-props';
import { Bootstrap } from './bootstrap';
import { AgentLogs } from './cloudwatch-agent';
import { recommendGroupAlarms } from './group-alarms';
import { capacityOf, GroupCapacity, raiseInHours, scaleGroup } from './group-scaling';
import { instanceGroup } from './instance-group';
import { InstanceRole } from './instance-role';
import { instanceSecurityGroup, instanceTemplate, instanceTypesOf } from './instance-template';
import { IDatabaseClient } from '../../core/contracts/database-client';
import { IHttpTarget } from '../../core/contracts/http-target';
import { IManagedInstances } from '../../core/contracts/managed-instances';
import { refuse } from '../../core/validation';
import { calledServices } from '../../core/workload/registry';
import { SecretReference } from '../shared/secret-reference';
import { requirePath, requirePort, requirePositive } from '../shared/target-props';

const {
  CLOUDFORMATION, CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, EC2, EC2_MESSAGES, SECRETS_MANAGER, SSM, SSM_MESSAGES,
} = ec2.InterfaceVpcEndpointAwsService;

/**
 * A service on EC2 instances without public addresses and without SSH: IMDSv2 alone, encrypted volumes, managed and patched by Systems Manager,
 * with logs, memory and disk in CloudWatch; it scales, replaces what is broken or old, and rolls failed deployments back.
 */
export class AutoScalingService extends Construct implements IHttpTarget, IDatabaseClient, IManagedInstances {
  /** The group, for everything this construct does not model. */
  public readonly group: autoscaling.AutoScalingGroup;
  /** What instances are launched from. */
  public readonly launchTemplate: ec2.LaunchTemplate;
  /** The role that the instances act as. */
  public readonly role: iam.Role;
  /** Log groups of the files that are shipped, by name. */
  public readonly logGroups: { [name: string]: logs.LogGroup };
  /** Who may talk to it, on its port by default. */
  public readonly connections: ec2.Connections;
  /** The role, for grants. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Port that it listens on. */
  public readonly port: number;
  /** Path that answers 200 when it is healthy. */
  public readonly healthCheckPath: string;

  private readonly instanceRole: InstanceRole;
  private readonly bootstrap: Bootstrap;
  private readonly capacity: GroupCapacity;
  private readonly vpc: ec2.IVpc;
  private isAttached = false;

  /** @throws ValidationError where AWS would refuse a size, a count, a name, a port or a path, or where props contradict each other */
  constructor(scope: Construct, id: string, props: AutoScalingServiceProps) {
    super(scope, id);
    const { vpc, port = 8080, healthCheckPath = '/', environment = {}, network = {}, logging = {}, scaling = {} } = props;
    requirePort(this, port);
    requirePath(this, healthCheckPath);
    const types = instanceTypesOf(this, props);
    this.capacity = capacityOf(this, scaling);
    this.vpc = vpc;
    this.port = port;
    this.healthCheckPath = healthCheckPath;

    const agent = new AgentLogs(this, logging);
    this.logGroups = agent.groups;
    this.role = this.instanceRole = new InstanceRole(this, 'Role');
    this.instanceRole.allowLogs(Object.values(agent.groups));
    this.grantPrincipal = this.role;
    this.bootstrap = new Bootstrap(this, () => agent.commands(), props.bootstrap ?? [], () => this.group.node.defaultChild as CfnResource);
    Object.entries(environment).forEach(([name, value]) => this.addEnvironment(name, value));

    const securityGroup = instanceSecurityGroup(this, vpc, network);
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(port) });
    this.launchTemplate = instanceTemplate(this, types, this.role, this.bootstrap.userData, securityGroup, props);
    this.group = instanceGroup(this, this.launchTemplate, types, this.capacity, props);
    scaleGroup(this, this.group, scaling);
    recommendGroupAlarms(this, this.group);
    this.calls(SSM, SSM_MESSAGES, EC2_MESSAGES, CLOUDWATCH_LOGS, CLOUDWATCH_MONITORING, EC2, CLOUDFORMATION);
  }

  /**
   * Gives the instances a variable that is no secret, in `/etc/service.env` and in the environment of the commands.
   * @param name of the environment variable
   * @throws ValidationError where the name is taken, or the value has a quote or a line break in it
   */
  public addEnvironment(name: string, value: string): void {
    this.bootstrap.addVariable(name, value);
  }

  /**
   * Hands the instances a secret by reference, and lets them read it: the variable `<name>_SECRET_ARN` has its ARN, `<name>_SECRET_FIELD` the
   * field. Whoever needs the value asks Secrets Manager, so that a rotation reaches it without a restart.
   * @param name that the variables begin with
   * @param secret that holds the value
   * @param field of the secret's JSON document; the whole secret where it is left out
   * @throws ValidationError where the name is taken
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, field?: string): void {
    this.addEnvironment(`${name}_SECRET_ARN`, secret.secretArn);
    if (field !== undefined) this.addEnvironment(`${name}_SECRET_FIELD`, field);
    new SecretReference(secret, field).grantRead(this);
    this.calls(SECRETS_MANAGER);
  }

  /**
   * Lets the instances read what is below a path of the Parameter Store, and nothing else there.
   * @param path for example `/production`
   * @throws ValidationError for the root path
   */
  public allowParameters(path: string): void {
    if (!Token.isUnresolved(path) && !/^\/?[A-Za-z0-9_.-]+(\/[A-Za-z0-9_.-]+)*$/.test(path)) {
      refuse(this, `path is '${path}', need one such as /production: letters, digits, _.- between slashes, none at the end`);
    }
    this.instanceRole.allowParameters(path);
  }

  /**
   * Has more instances at the least during certain hours of the week. Between the deployment and the first beginning, the group is at its usual size.
   * @param id of the schedule
   * @throws ValidationError where the hours are none, or the group may not have so many instances
   */
  public scaleOnBusinessHours(id: string, hours: BusinessHours): void {
    raiseInHours(this, id, this.group, this.capacity, hours);
  }

  /**
   * Changes the limits between which it scales, or the number of instances, at certain times.
   * @param id of the schedule
   */
  public scaleOnSchedule(id: string, schedule: autoscaling.BasicScheduledActionProps): void {
    this.group.scaleOnSchedule(id, schedule);
  }

  /**
   * Scales on requests too.
   * @param requestsPerInstance requests a minute and instance to hold
   * @throws ValidationError where it is not behind a load balancer yet
   */
  public scaleOnRequests(requestsPerInstance: number): void {
    if (!this.isAttached) refuse(this, 'scaleOnRequests is called before the service has a load balancer, need routeTo first');
    requirePositive(this, 'requestsPerInstance', requestsPerInstance);
    this.group.scaleOnRequestCount('Requests', { targetRequestsPerMinute: requestsPerInstance });
  }

  /**
   * Scales on a metric too, so that it stays near a value.
   * @param id of the policy
   * @param metric that falls as instances are added, for example messages that wait for each instance
   * @param targetValue value to hold
   */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    this.group.scaleToTrackMetric(id, { metric, targetValue });
  }

  /** Registers its instances with a target group of an Application Load Balancer; the load balancer's listener calls it. */
  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    this.isAttached = true;
    return this.group.attachToApplicationTargetGroup(targetGroup);
  }

  private calls(...services: ec2.InterfaceVpcEndpointAwsService[]): void {
    services.forEach((service) => calledServices(this).add({ vpc: this.vpc, service }));
  }
}
