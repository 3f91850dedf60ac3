import { CfnMapping, Duration, Lazy, Size, Stack } from 'aws-cdk-lib';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { RegionInfo } from 'aws-cdk-lib/region-info';
import { Construct, IConstruct } from 'constructs';
import { recommendDeliveryAlarms, recommendSubscriptionAlarms } from './log-archive-alarms';
import { LogArchiveProps, LogShippingOptions } from './log-archive-props';
import { deliveryRole, subscriptionRole } from './log-archive-roles';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { LeastPrivilegeRole } from '../../core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../core/parts/log-group';
import { isUnresolved, mustBe, refuse, requireArguments, requireDuration, requireKnown, requireProps, requireSameRegion, requireSize, requireString } from '../../core/validation';
import { Workload } from '../../core/workload/workload';
import { requireFilterPattern } from '../filter-pattern';

/** Maximum length of `Prefix` and `ErrorOutputPrefix` (Amazon Data Firehose API, ExtendedS3DestinationConfiguration). */
const OBJECT_PREFIX_MAX_LENGTH = 1024;
const OBJECTS = '/!{timestamp:yyyy/MM/dd/HH}/';
const FAILED_OBJECTS = '-failed/!{firehose:error-output-type}/!{timestamp:yyyy/MM/dd/HH}/';
/** Subscription filters of a log group (CloudWatch Logs API, PutSubscriptionFilter). */
const MAX_SUBSCRIPTIONS = 2;

/** Id of the mapping in which aws-cdk-lib looks up the addresses of Firehose. */
const CIDR_BLOCKS = '@aws-cdk/aws-kinesisfirehose.CidrBlocks';

/** Number of subscription filters that the archives of an app have made, by log group. */
const SUBSCRIPTIONS = new WeakMap<IConstruct, Map<string, number>>();

/**
 * Delivers CloudWatch log groups to a bucket: a subscription filter per log group, an Amazon Data Firehose stream that writes compressed objects, and
 * alarms on late and failed deliveries.
 *
 * @example
 * const archive = new LogArchive(this, 'Archive', { bucket, prefix: 'application' });
 * archive.ship('Api', service.logGroup);
 */
export class LogArchive extends Construct {
  /** The Firehose stream. */
  public readonly deliveryStream: firehose.DeliveryStream;
  /** Log group for delivery errors of Firehose. */
  public readonly errorLogGroup: logs.LogGroup;
  private readonly subscriptionRole: LeastPrivilegeRole;

  /** @throws ValidationError when a prop is malformed or out of range */
  constructor(scope: Construct, id: string, props: LogArchiveProps) {
    super(scope, id);
    const { bucket, prefix, encryptionKey, bufferingInterval, bufferingSize } = resolve(this, props);
    const key = keyFor(this, encryptionKey, DataClass.LOGS, KeyUse.via('firehose'));
    this.errorLogGroup = encryptedLogGroup(this, 'ErrorLogGroup', { encryptionKey });
    const errorLogStream = new logs.LogStream(this, 'ErrorLogStream', {
      logGroup: this.errorLogGroup, removalPolicy: Workload.of(this).removalPolicy,
    });
    const role = deliveryRole(this, bucket, prefix, this.errorLogGroup);
    permitRegion(this);
    this.deliveryStream = new firehose.DeliveryStream(this, 'Stream', {
      // aws-cdk-lib would grant the role the use of the key, also in the policy of a key of another stack. Firehose uses it by grants of its own.
      role: role.withoutPolicyUpdates(),
      encryption: firehose.StreamEncryption.customerManagedKey(kms.Key.fromKeyArn(this, 'EncryptionKey', key.keyArn)),
      // The destination of aws-cdk-lib would grant the role to read and delete all objects of the bucket.
      destination: {
        bind: () => ({
          dependables: role.ownPolicies,
          extendedS3DestinationConfiguration: {
            bucketArn: bucket.bucketArn,
            roleArn: role.roleArn,
            prefix: `${prefix}${OBJECTS}`,
            errorOutputPrefix: `${prefix}${FAILED_OBJECTS}`,
            bufferingHints: { intervalInSeconds: bufferingInterval.toSeconds(), sizeInMBs: bufferingSize.toMebibytes() },
            compressionFormat: 'GZIP',
            encryptionConfiguration: bucket.encryptionKey
              ? { kmsEncryptionConfig: { awskmsKeyArn: bucket.encryptionKey.keyArn } }
              : undefined,
            cloudWatchLoggingOptions: { enabled: true, logGroupName: this.errorLogGroup.logGroupName, logStreamName: errorLogStream.logStreamName },
            // CloudWatch Logs sends compressed records without line breaks between them.
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
   * Delivers a log group. A log group can have at most two subscription filters.
   * @param id of the subscription filter
   * @param logGroup to deliver
   * @throws ValidationError when the log group has two subscription filters already or is `errorLogGroup`, or the archive has a subscription with this id
   * @example
   * const archive = new LogArchive(this, 'Archive', { bucket });
   * archive.ship('Refused', service.logGroup, {
   *   filterPattern: logs.FilterPattern.stringValue('$.event', '=', 'payment-refused'),
   *   scope: service,
   * });
   */
  public ship(id: string, logGroup: logs.ILogGroup, options: LogShippingOptions = {}): logs.SubscriptionFilter {
    requireArguments(this, 'LogArchive.ship', { id, logGroup, options });
    requireFilterPattern(this, 'options.filterPattern', options.filterPattern);
    requireSameRegion(options.scope ?? this, 'logGroup', 'a log group', logGroup);
    // CloudWatch Logs User Guide, Log recursion prevention.
    if (logGroup.logGroupName === this.errorLogGroup.logGroupName) mustBe(this, 'logGroup', 'another log group than the errorLogGroup of the archive', logGroup);
    const name = options.scope ? `${this.node.id}${id}` : id;
    if ((options.scope ?? this).node.tryFindChild(name)) refuse(this, `subscription '${id}' already exists in this log archive`);
    requireSubscription(this, logGroup);
    const scope = options.scope ? new Construct(options.scope, name) : this;
    const subscription = new logs.SubscriptionFilter(scope, id, {
      logGroup,
      filterPattern: options.filterPattern ?? logs.FilterPattern.allEvents(),
      destination: { bind: () => ({ arn: this.deliveryStream.deliveryStreamArn, role: this.subscriptionRole }) },
    });
    subscription.node.addDependency(...this.subscriptionRole.ownPolicies);
    recommendSubscriptionAlarms(scope, id, subscription, logGroup);
    return subscription;
  }
}

/**
 * aws-cdk-lib refuses streams in Regions of which it does not know the addresses of Firehose. Only security group rules for the stream use them, and no archive
 * has one.
 */
function permitRegion(scope: Construct): void {
  const stack = Stack.of(scope);
  const { region } = stack;
  if (isUnresolved(region) || RegionInfo.get(region).firehoseCidrBlock || stack.node.tryFindChild(CIDR_BLOCKS)) return;
  const unknown = Lazy.string({ produce: () => refuse(scope, `deliveryStream.connections must be in a Region whose Firehose addresses aws-cdk-lib knows, got ${region}`) });
  new CfnMapping(stack, CIDR_BLOCKS, { lazy: true, mapping: { [region]: { FirehoseCidrBlock: unknown } } });
}

function resolve(scope: IConstruct, props: LogArchiveProps) {
  requireProps(scope, 'LogArchiveProps', props);
  const { bucket, prefix = 'logs', encryptionKey, bufferingInterval = Duration.seconds(300), bufferingSize = Size.mebibytes(5) } = props;
  requireString(scope, 'prefix', prefix, {
    need: 'a prefix without a slash at either end, without an exclamation mark', pattern: /[^/!\p{Cc}]+(\/[^/!\p{Cc}]+)*/u, maxLength: OBJECT_PREFIX_MAX_LENGTH - FAILED_OBJECTS.length,
  });
  // The threshold of an alarm is computed from it.
  requireKnown(scope, 'bufferingInterval', bufferingInterval);
  requireDuration(scope, 'bufferingInterval', bufferingInterval, { unit: 'seconds', min: 0, max: 900 });
  requireSize(scope, 'bufferingSize', bufferingSize, { unit: 'MiB', min: 1, max: 128 });
  return { bucket, prefix, encryptionKey, bufferingInterval, bufferingSize };
}

function requireSubscription(scope: Construct, logGroup: logs.ILogGroup): void {
  const { logGroupName, env, node } = logGroup;
  const key = isUnresolved(logGroupName) ? node.path : `${env.account}/${env.region}/${logGroupName}`;
  const counts = SUBSCRIPTIONS.get(scope.node.root) ?? new Map<string, number>();
  const count = (counts.get(key) ?? 0) + 1;
  if (count > MAX_SUBSCRIPTIONS) refuse(scope, `log group '${node.path}' must have at most ${MAX_SUBSCRIPTIONS} subscription filters, got ${count}`);
  SUBSCRIPTIONS.set(scope.node.root, counts.set(key, count));
}
