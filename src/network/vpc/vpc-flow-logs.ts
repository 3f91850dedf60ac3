import { Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';

/** Where and how long the traffic of a network is recorded. */
export interface VpcFlowLogOptions {
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
  /**
   * Bucket to record in, in place of a log group; its policy and its key are extended. An imported bucket keeps the policy it has.
   * @default - a log group
   */
  readonly bucket?: s3.IBucket;
  /**
   * Prefix of the objects in the bucket.
   * @default - none
   */
  readonly bucketPrefix?: string;
}

/** Properties of VpcFlowLogs. */
export interface VpcFlowLogsProps extends VpcFlowLogOptions {
  /** The network. */
  readonly vpc: ec2.IVpc;
}

/** Records the accepted and the rejected traffic of a network, imported ones included. */
export class VpcFlowLogs extends Construct {
  /** The flow log, for everything this construct does not model. */
  public readonly flowLog: ec2.FlowLog;
  /** Where the traffic is recorded; undefined where that is a bucket. */
  public readonly logGroup?: logs.LogGroup;

  constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    if (props.bucket && (props.logGroupName ?? props.retention ?? props.encryptionKey) !== undefined) {
      refuse(this, 'bucket is given with logGroupName, retention or encryptionKey, need a bucket or a log group');
    }
    if (props.bucketPrefix !== undefined && !props.bucket) refuse(this, `bucketPrefix is '${props.bucketPrefix}' without a bucket, need a bucket`);
    this.logGroup = props.bucket ? undefined : encryptedLogGroup(this, 'LogGroup', props);
    const role = this.logGroup && this.role();
    this.flowLog = new ec2.FlowLog(this, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(props.vpc),
      trafficType: ec2.FlowLogTrafficType.ALL,
      destination: this.logGroup
        ? ec2.FlowLogDestination.toCloudWatchLogs(this.logGroup, role)
        : new FlowLogBucket(props.bucket!, props.bucketPrefix),
    });
    if (role) this.flowLog.node.addDependency(role.node.findChild('Policy'));
  }

  /** For flow logs of this account only (Amazon VPC User Guide, IAM role for publishing flow logs to CloudWatch Logs). */
  private role(): iam.IRole {
    const stack = Stack.of(this);
    return new LeastPrivilegeRole(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('vpc-flow-logs.amazonaws.com', {
        conditions: {
          StringEquals: { 'aws:SourceAccount': stack.account },
          ArnLike: { 'aws:SourceArn': stack.formatArn({ service: 'ec2', resource: 'vpc-flow-log', resourceName: '*' }) },
        },
      }),
    });
  }
}

/** Leaves the bucket's policy to `LogDelivery`; `FlowLogDestination.toS3` writes one of its own under a feature flag. */
class FlowLogBucket extends ec2.FlowLogDestination {
  constructor(private readonly bucket: s3.IBucket, private readonly keyPrefix?: string) {
    super();
  }

  public bind(): ec2.FlowLogDestinationConfig {
    LogDelivery.VPC_FLOW_LOGS._allow(this.bucket, this.keyPrefix);
    return { logDestinationType: ec2.FlowLogDestinationType.S3, s3Bucket: this.bucket, keyPrefix: this.keyPrefix };
  }
}
