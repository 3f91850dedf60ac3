import { CfnResource } from 'aws-cdk-lib';
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
import { recommendGroupAlarms } from './group-alarms';
import { GroupScaling } from './group-scaling';
import { instanceGroup } from './instance-group';
import { InstanceSetup } from './instance-setup';
import { instanceSecurityGroup, instanceTemplate } from './instance-template';
import { allowUnhealthyReport } from './liveness-check';
import { resolveAutoScalingProps } from './resolve-auto-scaling-props';
import { IDatabaseClient, IHttpTarget, IManagedInstances, SecretVariableOptions } from '../../core';
import { refuse, requireArgument, requireArguments, requireEntry } from '../../core/validation';
import { requireId } from '../shared/capacity';

/**
 * A service on EC2 instances: no public addresses, no SSH, IMDSv2 only, encrypted volumes, management and patches by AWS Systems Manager, logs and metrics
 * for memory and disk in CloudWatch, automatic scaling, replacement of failed and old instances, and rollback of failed deployments.
 *
 * @example
 * const web = new AutoScalingService(this, 'Web', {
 *   vpc: network.vpc,
 *   port: 80,
 *   bootstrap: ['dnf install -y httpd', 'systemctl enable --now httpd'],
 * });
 * database.allowConnectionsFrom(web);
 */
export class AutoScalingService extends Construct implements IHttpTarget, IDatabaseClient, IManagedInstances {
  /** The Auto Scaling group, for settings that this construct does not offer. */
  public readonly group: autoscaling.AutoScalingGroup;
  /** The launch template. */
  public readonly launchTemplate: ec2.LaunchTemplate;
  /** The role of the instances. */
  public readonly role: iam.Role;
  /** Log groups of the shipped files, by name. */
  public readonly logGroups: { [name: string]: logs.LogGroup };
  /** Connections of the instances; the default port is the service's. */
  public readonly connections: ec2.Connections;
  /** The role, for grants. */
  public readonly grantPrincipal: iam.IPrincipal;
  /** Port that the service listens on. */
  public readonly port: number;
  /** Path that answers 200 when the service is healthy. */
  public readonly healthCheckPath: string;

  private readonly setup: InstanceSetup;
  private readonly scaling: GroupScaling;
  private isAttached = false;

  /** @throws ValidationError if a prop is outside the limits of AWS, or if props contradict each other */
  constructor(scope: Construct, id: string, props: AutoScalingServiceProps) {
    super(scope, id);
    const resolved = resolveAutoScalingProps(this, props);
    this.port = resolved.port;
    this.healthCheckPath = resolved.healthCheckPath;

    this.setup = new InstanceSetup(this, resolved, () => this.group.node.defaultChild as CfnResource);
    this.logGroups = this.setup.logGroups;
    this.role = this.setup.role;
    this.grantPrincipal = this.role;
    const securityGroup = instanceSecurityGroup(this, resolved);
    this.connections = new ec2.Connections({ securityGroups: [securityGroup], defaultPort: ec2.Port.tcp(this.port) });
    this.launchTemplate = instanceTemplate(this, resolved, this.role, this.setup.userData, securityGroup);
    this.group = instanceGroup(this, this.launchTemplate, resolved);
    if (resolved.livenessCheck) allowUnhealthyReport(this, this.role, this.group);
    this.scaling = new GroupScaling(this, this.group, resolved.scaling);
    recommendGroupAlarms(this, this.group);
  }

  /**
   * The log group of a shipped file.
   * @param name `bootstrap`, `audit`, `ssm`, or a name of `logging.files`
   * @throws ValidationError when no file has that name
   * @example
   * const shop = new AutoScalingService(this, 'Shop', { vpc: network.vpc, logging: { files: { orders: '/var/log/shop/orders.log' } } });
   * shop.logGroup('orders').addMetricFilter('Refused', {
   *   metricNamespace: 'Shop',
   *   metricName: 'OrdersRefused',
   *   filterPattern: logs.FilterPattern.stringValue('$.event', '=', 'order-refused'),
   * });
   */
  public logGroup(name: string): logs.LogGroup {
    requireArguments(this, 'AutoScalingService.logGroup', { name });
    return requireEntry(this, 'name', 'a log group of the service', this.logGroups, name);
  }

  /**
   * Sets an environment variable that is not a secret, in `/etc/service.env` and for the bootstrap commands.
   * @param name of the environment variable: letters, digits and underscores
   * @param value without single quotes and line breaks
   * @throws ValidationError if the name is in use
   */
  public addEnvironment(name: string, value: string): void {
    requireArguments(this, 'AutoScalingService.addEnvironment', { name, value });
    this.setup.addEnvironment(name, value);
  }

  /**
   * Passes a secret to the instances by reference and grants them read access. The variable `<name>_SECRET_ARN` holds its ARN, `<name>_SECRET_FIELD` the
   * field. The service reads the value from AWS Secrets Manager, so that a rotation needs no restart.
   * @param name prefix of the environment variables
   * @param secret that holds the value
   * @throws ValidationError if the name is in use
   * @example
   * const secret = secretsmanager.Secret.fromSecretNameV2(this, 'Partner', 'shop/partner');
   * web.addSecret('PARTNER', secret, { field: 'token' });
   */
  public addSecret(name: string, secret: secretsmanager.ISecret, options: SecretVariableOptions = {}): void {
    requireArguments(this, 'AutoScalingService.addSecret', { name, secret, options });
    this.setup.addSecret(name, secret, options);
  }

  /**
   * Passes a field of a secret, as `addSecret` does.
   * @param name prefix of the environment variables
   * @param secret that holds the value
   * @param field key of the JSON document in the secret
   * @throws ValidationError if the name is in use
   */
  public addSecretField(name: string, secret: secretsmanager.ISecret, field: string): void {
    requireArguments(this, 'AutoScalingService.addSecretField', { name, secret, field });
    this.addSecret(name, secret, { field });
  }

  /**
   * Grants the instances read access to the parameters below a path of Parameter Store.
   * @param path for example `/production`
   * @throws ValidationError for the root path
   * @example
   * web.allowParameters('/shop/production');
   */
  public allowParameters(path: string): void {
    requireArgument(this, 'path', 'string', path);
    this.setup.allowParameters(path);
  }

  /**
   * Raises the minimum number of instances during certain hours of the week. The first start of the hours after a deployment is the first change.
   * @param id of the schedule
   * @throws ValidationError if the id is in use, if the hours are empty, or if the minimum is above the maximum of the group
   * @example
   * web.scaleOnBusinessHours('Market', { minCapacity: 3, startTime: '08:00', endTime: '18:00', timeZone: 'America/New_York' });
   */
  public scaleOnBusinessHours(id: string, hours: BusinessHours): void {
    requireId(this, id);
    this.scaling.onBusinessHours(id, hours);
  }

  /**
   * Changes the scaling limits or the number of instances at certain times.
   * @param id of the schedule
   * @throws ValidationError if the id is in use
   * @example
   * import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
   *
   * web.scaleOnSchedule('MonthEnd', {
   *   schedule: autoscaling.Schedule.cron({ day: '28', hour: '6', minute: '0' }),
   *   timeZone: 'Europe/London',
   *   minCapacity: 4,
   * });
   */
  public scaleOnSchedule(id: string, schedule: autoscaling.BasicScheduledActionProps): void {
    requireId(this, id);
    requireArgument(this, 'schedule', 'aws-autoscaling.BasicScheduledActionProps', schedule);
    this.scaling.onSchedule(id, schedule);
  }

  /**
   * Adds scaling on requests.
   * @param requestsPerInstance target of requests per minute and instance
   * @throws ValidationError if the service is not behind a load balancer yet, or if minCapacity equals maxCapacity
   * @example
   * const edge = new AlbWithWaf(this, 'Edge', { vpc: network.vpc, certificate, accessLogs: bucket });
   * edge.routeTo(web);
   * web.scaleOnRequests(1000);
   */
  public scaleOnRequests(requestsPerInstance: number): void {
    requireArgument(this, 'requestsPerInstance', 'number', requestsPerInstance);
    if (!this.isAttached) refuse(this, 'scaleOnRequests must be called after the service is behind a load balancer: call routeTo first');
    this.scaling.onRequests(requestsPerInstance);
  }

  /**
   * Adds scaling that tracks a metric.
   * @param id of the policy
   * @param metric that decreases when instances are added, for example queued messages per instance
   * @param targetValue of the metric, greater than 0
   * @throws ValidationError if the id is in use, or if minCapacity equals maxCapacity
   * @example
   * const backlog = new cloudwatch.Metric({ namespace: 'Shop', metricName: 'OrdersPerInstance' });
   * web.scaleOnMetric('Backlog', backlog, 50);
   */
  public scaleOnMetric(id: string, metric: cloudwatch.IMetric, targetValue: number): void {
    requireId(this, id);
    requireArgument(this, 'metric', 'IMetric', metric);
    requireArgument(this, 'targetValue', 'number', targetValue);
    this.scaling.onMetric(id, metric, targetValue);
  }

  /** Registers the instances with a target group of an Application Load Balancer. Called by the listener of the load balancer. */
  public attachToApplicationTargetGroup(targetGroup: elbv2.IApplicationTargetGroup): elbv2.LoadBalancerTargetProps {
    requireArgument(this, 'targetGroup', 'IApplicationTargetGroup', targetGroup);
    this.isAttached = true;
    return this.group.attachToApplicationTargetGroup(targetGroup);
  }
}
