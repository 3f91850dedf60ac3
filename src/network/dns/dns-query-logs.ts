import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as route53resolver from 'aws-cdk-lib/aws-route53resolver';
import { Construct } from 'constructs';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { requireProps } from '../../core/validation';

/** Properties of DnsQueryLogs. */
export interface DnsQueryLogsProps {
  /** VPC whose DNS queries are logged. It can be imported. */
  readonly vpc: ec2.IVpc;
  /**
   * Name of the log group.
   * Changing it replaces the log group.
   * @default - CloudFormation generates a name
   */
  readonly logGroupName?: string;
  /**
   * Retention of the log group.
   * @default - the retention that the frameworks of the workload require, at least one year
   */
  readonly retention?: logs.RetentionDays;
  /**
   * KMS key of the log group.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
}

/**
 * Logs of the DNS queries that a VPC sends to Amazon Route 53 Resolver.
 *
 * @example
 * new DnsQueryLogs(this, 'DnsQueries', { vpc: network.vpc, retention: logs.RetentionDays.TWO_YEARS });
 */
export class DnsQueryLogs extends Construct {
  /** Log group of the queries. */
  public readonly logGroup: logs.LogGroup;
  /** The query logging configuration, for settings that this construct does not have. */
  public readonly queryLoggingConfig: route53resolver.CfnResolverQueryLoggingConfig;

  /** @throws ValidationError if a prop is not valid */
  constructor(scope: Construct, id: string, props: DnsQueryLogsProps) {
    super(scope, id);
    requireProps(this, 'DnsQueryLogsProps', props);

    this.logGroup = encryptedLogGroup(this, 'LogGroup', props);
    const delivery = this.allowDelivery();
    this.queryLoggingConfig = new route53resolver.CfnResolverQueryLoggingConfig(this, 'Config', { destinationArn: this.logGroup.logGroupArn });
    this.queryLoggingConfig.node.addDependency(delivery.policyDependable!);
    new route53resolver.CfnResolverQueryLoggingConfigAssociation(this, 'Association', {
      resolverQueryLogConfigId: this.queryLoggingConfig.attrId,
      resourceId: props.vpc.vpcId,
    });
  }

  /** Only deliveries of this account can write (Amazon CloudWatch Logs User Guide, Enable logging from AWS services). */
  private allowDelivery(): iam.AddToResourcePolicyResult {
    const { account, region, partition } = Stack.of(this);
    return this.logGroup.addToResourcePolicy(new iam.PolicyStatement({
      principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')],
      actions: ['logs:CreateLogStream', 'logs:PutLogEvents'],
      resources: [this.logGroup.logGroupArn],
      conditions: {
        StringEquals: { 'aws:SourceAccount': account },
        ArnLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` },
      },
    }));
  }
}
