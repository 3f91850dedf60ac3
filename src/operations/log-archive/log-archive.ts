import { Duration, Size, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { recommendDeliveryAlarms, recommendSubscriptionAlarms } from './log-archive-alarms';
import { deliveryRole } from './log-archive-roles';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { refuse } from '../../core/validation';
import { Workload } from '../../core/workload/workload';

/** Properties of LogArchive. */
export interface LogArchiveProps {
  /** Bucket that the logs go to. How long they are kept is its affair. */
  readonly bucket: s3.IBucket;
  /**
   * Where in that bucket, without a slash at either end. Records that cannot be delivered in form are below `<prefix>-failed`.
   * @default 'logs'
   */
  readonly prefix?: string;
  /**
   * Key of the records while they wait.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Time after which an object is written however small it is, at most 900 seconds (Amazon Data Firehose API, BufferingHints).
   * @default Duration.seconds(300)
   */
  readonly bufferingInterval?: Duration;
  /**
   * Amount of logs after which an object is written, 1 to 128 MiB.
   * @default Size.mebibytes(5)
   */
  readonly bufferingSize?: Size;
}

/**
 * Ships CloudWatch log groups to a bucket, as they come: a subscription filter for each, one Amazon Data Firehose stream, compressed objects, and
 * alarms where something is late or lost.
 */
export class LogArchive extends Construct {
  /** The Firehose stream. */
  public readonly deliveryStream: firehose.DeliveryStream;
  /** Where Firehose tells what it could not deliver. */
  public readonly errorLogGroup: logs.LogGroup;
  private readonly subscriptionRole: LeastPrivilegeRole;

  /** @throws ValidationError for what Amazon Data Firehose refuses at deployment */
  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { bucket, prefix = 'logs', bufferingInterval = Duration.seconds(300), bufferingSize = Size.mebibytes(5) } = props;
    requireWithin(this, 'bufferingInterval', bufferingInterval.toSeconds(), 0, 900, 'seconds');
    requireWithin(this, 'bufferingSize', bufferingSize.toMebibytes(), 1, 128, 'MiB');
    if (!/^[^/!]+(\/[^/!]+)*$/.test(prefix)) refuse(this, `prefix is '${prefix}', need one without a slash at either end, and without an exclamation mark`);
    const key = keyFor(this, props.encryptionKey, DataClass.LOGS, KeyUse.via('firehose'));
    this.errorLogGroup = encryptedLogGroup(this, 'ErrorLogGroup', { encryptionKey: props.encryptionKey });
    const errorLogStream = new logs.LogStream(this, 'ErrorLogStream', {
      logGroup: this.errorLogGroup, removalPolicy: Workload.of(this).removalPolicy,
    });
    const role = deliveryRole(this, bucket, prefix, this.errorLogGroup);
    this.deliveryStream = new firehose.DeliveryStream(this, 'Stream', {
      // aws-cdk-lib would let the role use the key, which Firehose uses by grants of its own.
      role: role.withoutPolicyUpdates(),
      encryption: firehose.StreamEncryption.customerManagedKey(key),
      // aws-cdk-lib's own destination would let the role read and delete every object of the bucket.
      destination: {
        bind: () => ({
          dependables: role.ownPolicies,
          extendedS3DestinationConfiguration: {
            bucketArn: bucket.bucketArn,
            roleArn: role.roleArn,
            prefix: `${prefix}/!{timestamp:yyyy/MM/dd/HH}/`,
            errorOutputPrefix: `${prefix}-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/`,
            bufferingHints: { intervalInSeconds: bufferingInterval.toSeconds(), sizeInMBs: bufferingSize.toMebibytes() },
            compressionFormat: 'GZIP',
            encryptionConfiguration: bucket.encryptionKey
              ? { kmsEncryptionConfig: { awskmsKeyArn: bucket.encryptionKey.keyArn } }
              : undefined,
            cloudWatchLoggingOptions: { enabled: true, logGroupName: this.errorLogGroup.logGroupName, logStreamName: errorLogStream.logStreamName },
            // CloudWatch Logs sends compressed records without an end of line in between.
            processingConfiguration: {
              enabled: true,
              processors: [
                { type: 'Decompression', parameters: [{ parameterName: 'CompressionFormat', parameterValue: 'GZIP' }] },
                { type: 'AppendDelimiterToRecord', parameters: [{ parameterName: 'Delimiter', parameterValue: '\\n' }] },
              ],
            },
          },
        }),
      },
    });
    this.subscriptionRole = subscriptionRole(this, this.deliveryStream);
    recommendDeliveryAlarms(this, this.deliveryStream.deliveryStreamName, bufferingInterval);
  }

  /**
   * Ships a log group. CloudWatch Logs takes two subscriptions of a group at the most.
   * @param id of the subscription
   * @param logGroup that is shipped
   * @param filterPattern of what is shipped; everything where it is left out
   */
  public ship(id: string, logGroup: logs.ILogGroup, filterPattern?: logs.IFilterPattern): logs.SubscriptionFilter {
    const subscription = new logs.SubscriptionFilter(this, id, {
      logGroup,
      filterPattern: filterPattern ?? logs.FilterPattern.allEvents(),
      destination: { bind: () => ({ arn: this.deliveryStream.deliveryStreamArn, role: this.subscriptionRole }) },
    });
    subscription.node.addDependency(...this.subscriptionRole.ownPolicies);
    recommendSubscriptionAlarms(this, id, subscription, logGroup);
    return subscription;
  }
}

/** CloudWatch Logs User Guide, Log group-level subscription filters, Example 3: Subscription filters with Amazon Data Firehose. */
function subscriptionRole(scope: Construct, { deliveryStreamArn }: firehose.DeliveryStream): LeastPrivilegeRole {
  const { partition, region, account } = Stack.of(scope);
  const role = new LeastPrivilegeRole(scope, 'SubscriptionRole', {
    description: 'Lets CloudWatch Logs hand log events to Firehose',
    assumedBy: new iam.ServicePrincipal('logs.amazonaws.com', {
      conditions: { StringLike: { 'aws:SourceArn': `arn:${partition}:logs:${region}:${account}:*` } },
    }),
  });
  role.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['firehose:PutRecord', 'firehose:PutRecordBatch'], resources: [deliveryStreamArn] }));
  return role;
}

function requireWithin(scope: Construct, prop: string, value: number, least: number, most: number, unit: string): void {
  if (value < least || value > most) refuse(scope, `${prop} is ${value} ${unit}, need ${least} to ${most}`);
}
