import { ArnFormat, CfnOutput, CfnResource, CfnTag, Lazy, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';

export const ALARM_DESCRIPTION = 'has reached its threshold three times in a row: what depends on it slows down or fails. See the runbook.';

/** Of aws-cdk-lib, one for each stack that needs it. */
export enum ResourceProvider {
  RESTRICT_DEFAULT_SECURITY_GROUP = 'Custom::VpcRestrictDefaultSGCustomResourceProvider',
  AUTO_DELETE_OBJECTS = 'Custom::S3AutoDeleteObjectsCustomResourceProvider',
}

export function statement(actions: string[], ...resources: string[]): iam.PolicyStatement {
  return new iam.PolicyStatement({ actions, resources });
}

export function writeLogs(group: logs.LogGroup): iam.PolicyStatement {
  return statement(['logs:CreateLogStream', 'logs:PutLogEvents'], group.logGroupArn);
}

/** Parts that several platforms written by hand share. */
export abstract class HandWrittenStack extends Stack {
  /** Of log groups and of the topic of the alarms. */
  public abstract readonly logsKey: kms.Key;
  public readonly alarms: cloudwatch.Alarm[] = [];
  /** Of the functions of aws-cdk-lib. */
  protected readonly handlerLogFormat?: string;

  constructor(scope: Construct, id: string, public readonly system: string, public readonly suffix: string, region: string) {
    super(scope, id, { stackName: `${system}-${suffix}`, env: { region } });
  }

  public named(what: string): string {
    return `${this.system}-${what}-${this.suffix}`;
  }

  public arn(service: string, resource: string, resourceName: string, region?: string): string {
    return this.formatArn({ service, resource, resourceName, region, arnFormat: ArnFormat.COLON_RESOURCE_NAME });
  }

  public logGroup(id: string, logGroupName?: string): logs.LogGroup {
    return new logs.LogGroup(this, id, {
      logGroupName, retention: logs.RetentionDays.ONE_YEAR, encryptionKey: this.logsKey, removalPolicy: RemovalPolicy.DESTROY,
    });
  }

  public role(id: string, service: string, ...statements: iam.PolicyStatement[]): iam.Role {
    const role = new iam.Role(this, id, {
      assumedBy: new iam.ServicePrincipal(service, {
        conditions: {
          StringEquals: { 'aws:SourceAccount': this.account }, ArnLike: { 'aws:SourceArn': `arn:${this.partition}:${service.split('.')[0]}:${this.region}:${this.account}:*` },
        },
      }),
    });
    this.policy(`${id}Policy`, role, ...statements);
    return role;
  }

  public policy(id: string, role: iam.Role, ...statements: iam.PolicyStatement[]): iam.ManagedPolicy {
    return new iam.ManagedPolicy(this, id, { roles: [role], statements });
  }

  public alarm(id: string, metric: cloudwatch.IMetric, threshold: number): cloudwatch.Alarm {
    const alarm = new cloudwatch.Alarm(this, id, {
      metric, threshold, evaluationPeriods: 3, treatMissingData: cloudwatch.TreatMissingData.NOT_BREACHING, alarmDescription: ALARM_DESCRIPTION,
    });
    this.alarms.push(alarm);
    return alarm;
  }

  /** Gives the function of a provider a log group of its own, and a role that may write there only. */
  public harden(provider: ResourceProvider, id = provider.replace(/\W/g, '')): void {
    if (this.node.tryFindChild(`${id}Logs`)) return;
    const construct = this.node.findChild(provider);
    const group = this.logGroup(`${id}Logs`);
    const role = construct.node.findChild('Role') as CfnResource;
    const policy = new iam.CfnManagedPolicy(this, `${id}Policy`, {
      roles: [role.ref],
      policyDocument: new iam.PolicyDocument({ statements: [writeLogs(group)] }),
    });
    role.addPropertyDeletionOverride('ManagedPolicyArns');
    const handler = construct.node.findChild('Handler') as CfnResource;
    const { tags } = group.node.defaultChild as logs.CfnLogGroup;
    const rendered = Lazy.any({ produce: () => tags.renderTags().map(({ key, value }: CfnTag) => ({ Key: key, Value: value })) });
    for (const resource of [role, handler]) resource.addPropertyOverride('Tags', rendered);
    handler.addPropertyOverride('LoggingConfig', { LogFormat: this.handlerLogFormat, LogGroup: group.logGroupName });
    handler.addResourceDependency(policy);
  }

  protected notify(topic: sns.Topic): void {
    for (const alarm of this.alarms) {
      alarm.addAlarmAction(new SnsAction(topic));
      alarm.addOkAction(new SnsAction(topic));
    }
  }

  protected output(outputs: Record<string, string>): void {
    for (const [output, value] of Object.entries(outputs)) new CfnOutput(this, output, { value });
  }
}
