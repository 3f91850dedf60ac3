import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { encryptedLogGroup } from '../../core/parts/log-group';

/** Properties of DnsQueryLogs. */
export interface DnsQueryLogsProps {
  /** The network. */
  readonly vpc: ec2.IVpc;
  /**
   * Name of the log group.
   * @default - CloudFormation names it
   */
  readonly logGroupName?: string;
  /**
   * How long the log group keeps records.
   * @default - what the workload's frameworks ask for, a year at least
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key of the log group.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
}

/** Records the names that a network asks Route 53 Resolver for, imported networks included. */
export class DnsQueryLogs extends Construct {
  /** Where the queries are recorded. */
  public readonly logGroup: logs.LogGroup;
  /** The logging configuration, for everything this construct does not model. */
  public readonly queryLoggingConfig: route53resolver.CfnResolverQueryLoggingConfig;

  constructor(scope: Construct, id: string, props: DnsQueryLogsProps) {
    super(scope, id);
    const { account, region, partition } = Stack.of(this);
    this.logGroup = encryptedLogGroup(this, 'LogGroup', props);
    // CloudWatch Logs User Guide, Logging that requires additional permissions.
    const delivery = this.logGroup.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }));
    this.queryLoggingConfig = new route53resolver.CfnResolverQueryLoggingConfig(this, 'Config', { destinationArn: this.logGroup.logGroupArn });
    this.queryLoggingConfig.node.addDependency(delivery.policyDependable!);
    new route53resolver.CfnResolverQueryLoggingConfigAssociation(this, 'Association', {
      resolverQueryLogConfigId: this.queryLoggingConfig.attrId,
      resourceId: props.vpc.vpcId,
    });
  }
}
