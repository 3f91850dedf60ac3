import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { flowLogRole } from '../../core/parts/flow-log-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { shortenNameTag } from '../../core/parts/name-tag';
import { mustBe, requireAtMostOne, requireLogPrefix, requireProps } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';

/** Destination and retention of flow logs. */
export interface VpcFlowLogOptions {
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
  /**
   * Bucket to deliver to instead of a log group. The construct adds statements to the policies of the bucket and of its key, except for an imported bucket.
   * @default - a log group
   */
  readonly bucket?: s3.IBucket;
  /**
   * Prefix of the objects in the bucket, without a slash at either end.
   * @default - none
   */
  readonly bucketPrefix?: string;
}

/** Properties of VpcFlowLogs. */
export interface VpcFlowLogsProps extends VpcFlowLogOptions {
  /** VPC whose traffic is logged. It can be imported. */
  readonly vpc: ec2.IVpc;
}

/**
 * Flow logs of the accepted and rejected traffic of a VPC.
 *
 * @example
 * const shared = ec2.Vpc.fromVpcAttributes(this, 'Shared', { vpcId: 'vpc-0123456789abcdef0', availabilityZones: ['eu-west-2a'] });
 * new VpcFlowLogs(this, 'FlowLogs', { vpc: shared, retention: logs.RetentionDays.TWO_YEARS });
 */
export class VpcFlowLogs extends Construct {
  /** The flow log, for settings that this construct does not have. */
  public readonly flowLog: ec2.FlowLog;
  /** Log group of the flow log; undefined if it is delivered to a bucket. */
  public readonly logGroup?: logs.LogGroup;

  /** @throws ValidationError if a prop is not valid, or if settings of a log group are combined with `bucket` */
  constructor(scope: Construct, id: string, props: VpcFlowLogsProps) {
    super(scope, id);
    const { vpc, bucket, bucketPrefix, ...logGroup } = resolve(this, props);

    this.logGroup = bucket ? undefined : encryptedLogGroup(this, 'LogGroup', logGroup);
    const role = this.logGroup && flowLogRole(this, 'Role');
    this.flowLog = new ec2.FlowLog(this, 'FlowLog', {
      resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
      trafficType: ec2.FlowLogTrafficType.ALL,
      destination: this.logGroup ? ec2.FlowLogDestination.toCloudWatchLogs(this.logGroup, role) : new FlowLogBucket(bucket!, bucketPrefix),
    });
    shortenNameTag(this.flowLog);
    if (role) this.flowLog.node.addDependency(role.node.findChild('Policy'));
  }
}

function resolve(scope: Construct, props: VpcFlowLogsProps): VpcFlowLogsProps {
  requireProps(scope, 'VpcFlowLogsProps', props);
  requireFlowLogOptions(scope, props);
  return props;
}

/** Refuses options of another destination. */
export function requireFlowLogOptions(scope: Construct, options: VpcFlowLogOptions, prefix = ''): void {
  const { bucket, bucketPrefix, logGroupName, retention, encryptionKey } = options;
  for (const [name, value] of Object.entries({ logGroupName, retention, encryptionKey })) {
    requireAtMostOne(scope, { [`${prefix}bucket`]: bucket, [`${prefix}${name}`]: value });
  }
  if (bucketPrefix !== undefined && !bucket) mustBe(scope, `${prefix}bucket`, 'an IBucket if bucketPrefix is set', bucket);
  requireLogPrefix(scope, `${prefix}bucketPrefix`, bucketPrefix);
  requireName(scope, `${prefix}logGroupName`, logGroupName, NameLimit.LOG_GROUP);
}

/** A destination without a bucket policy of its own, which `FlowLogDestination.toS3` adds under a feature flag; `LogDelivery` adds the statements. */
class FlowLogBucket extends ec2.FlowLogDestination {
  constructor(private readonly bucket: s3.IBucket, private readonly keyPrefix?: string) {
    super();
  }

  public bind(): ec2.FlowLogDestinationConfig {
    LogDelivery.VPC_FLOW_LOGS._allow(this.bucket, this.keyPrefix);
    return { logDestinationType: ec2.FlowLogDestinationType.S3, s3Bucket: this.bucket, keyPrefix: this.keyPrefix };
  }
}
