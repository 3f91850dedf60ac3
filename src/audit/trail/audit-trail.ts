import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { TrailEventOptions, TrailLogOptions, TrailStorageOptions } from './audit-trail-options';
import { watchFor } from './security-alarms';
import { bucketFor, logsFor } from './trail-destinations';
import { eventsOf, trailArn } from './trail-events';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { keyFor } from '../../core/keys/key-for';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass } from '../../core/keys/workload-key';
import { refuse } from '../../core/validation';
import { NameLimit } from '../../core/workload/name-limit';
import { requireName } from '../../core/workload/naming';

/** Properties of AuditTrail. */
export interface AuditTrailProps {
  /**
   * Name of the trail. With a name, the bucket admits this trail and no other.
   * @default - CloudFormation names it
   */
  readonly trailName?: string;
  /**
   * Bucket for log files and digests, with access logs of its own; its policy and its key are extended.
   * @default - a bucket of its own
   */
  readonly bucket?: s3.IBucket;
  /**
   * Where in the bucket, without a slash at either end.
   * @default 'cloudtrail'
   */
  readonly prefix?: string;
  /**
   * The bucket that it makes.
   * @default - under the trail's key, locked in `production`, log files to Glacier after 90 days
   */
  readonly storage?: TrailStorageOptions;
  /**
   * Key of log files and digests.
   * @default - the key of the bucket where one is given and has one, else the workload's key for buckets
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * What it records beside management events.
   * @default - reads and writes of objects, and unusual activity
   */
  readonly events?: TrailEventOptions;
  /**
   * The log group that it writes to, and what is watched there.
   * @default - an encrypted one, watched as the CIS AWS Foundations Benchmark says
   */
  readonly logs?: TrailLogOptions;
  /**
   * Organization whose accounts it records, for example `o-a1b2c3d4e5`, in the account that manages it.
   * @default - the account alone
   */
  readonly organizationId?: string;
}

/**
 * A trail of everything that is called in an account, in all Regions: encrypted, in log files that cannot be changed unnoticed, and watched for what
 * the CIS AWS Foundations Benchmark asks to be told of.
 */
export class AuditTrail extends Construct {
  /** The trail, for everything this construct does not model. */
  public readonly trail: cloudtrail.CfnTrail;
  /** Bucket of log files and digests. */
  public readonly bucket: s3.IBucket;
  /** The log group that it writes to. */
  public readonly logGroup: logs.LogGroup;
  /** The metric filters of the CIS AWS Foundations Benchmark. */
  public readonly metricFilters: logs.MetricFilter[];

  /** @throws ValidationError when a prop is malformed, or two of them contradict each other */
  constructor(scope: Construct, id: string, props: AuditTrailProps = {}) {
    super(scope, id);
    const { trailName, prefix = 'cloudtrail', events = {}, organizationId } = props;
    requireName(this, 'trailName', trailName, NameLimit.TRAIL);
    if (organizationId !== undefined && !/^o-[a-z0-9]{10,32}$/.test(organizationId)) {
      refuse(this, `organizationId is '${organizationId}', need o- and 10 to 32 lower-case letters and digits`);
    }
    if (props.bucket && props.storage) refuse(this, 'storage is given beside a bucket of yours, need one or the other');

    const key = keyFor(this, props.encryptionKey ?? props.bucket?.encryptionKey, DataClass.STORAGE, KeyUse.CLOUDTRAIL);
    this.bucket = props.bucket ?? bucketFor(this, key, props.storage ?? {});
    const deliveries = [LogDelivery.CLOUDTRAIL, ...(organizationId === undefined ? [] : [LogDelivery.cloudTrailOfOrganization(organizationId)])];
    deliveries.forEach((delivery) => delivery._allow(this.bucket, prefix, trailArn(this, trailName)));

    const { logGroup, role } = logsFor(this, props.logs ?? {});
    this.logGroup = logGroup;
    this.trail = new cloudtrail.CfnTrail(this, 'Trail', {
      trailName,
      isLogging: true,
      isMultiRegionTrail: true,
      includeGlobalServiceEvents: true,
      isOrganizationTrail: organizationId !== undefined,
      enableLogFileValidation: true,
      kmsKeyId: key.keyArn,
      s3BucketName: this.bucket.bucketName,
      s3KeyPrefix: prefix,
      cloudWatchLogsLogGroupArn: logGroup.logGroupArn,
      cloudWatchLogsRoleArn: role.roleArn,
      ...eventsOf(this, this.bucket, events),
    });
    this.trail.node.addDependency(role.node.findChild('Policy'), ...(this.bucket.policy ? [this.bucket.policy] : []));
    this.metricFilters = props.logs?.alarms ?? true ? watchFor(this, logGroup) : [];
  }

  /** Name of the trail. */
  public get trailName(): string {
    return this.trail.ref;
  }

  /**
   * Command that tells whether a log file was changed, deleted or forged since it was delivered (CloudTrail User Guide, Validating CloudTrail log file
   * integrity with the AWS CLI).
   * @param startTime from when on, in UTC, for example `2026-01-01T00:00:00Z`
   */
  public validationCommand(startTime: string): string {
    return `aws cloudtrail validate-logs --trail-arn ${this.trail.attrArn} --start-time ${startTime} --region ${Stack.of(this).region}`;
  }
}
