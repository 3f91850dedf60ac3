import { Stack } from 'aws-cdk-lib';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { AuditTrailProps } from './audit-trail-props';
import { resolveAuditTrailProps } from './resolve-audit-trail-props';
import { securityAlarms } from './security-alarms';
import { trailBucket, trailLogs } from './trail-destinations';
import { eventSelectors, trailArn } from './trail-events';
import { LogDelivery } from '../../core/buckets/log-delivery';
import { allowKeyUse } from '../../core/keys/allow-key-use';
import { KeyUse } from '../../core/keys/key-use';
import { DataClass, WorkloadKey } from '../../core/keys/workload-key';
import { requireArguments, requireString } from '../../core/validation';

/**
 * A CloudTrail trail of the account in all Regions, with encryption, log file validation, and metric filters for the alarms of the CIS AWS Foundations
 * Benchmark.
 *
 * @example
 * new AuditTrail(this, 'Trail', {
 *   events: { objectsOf: [bucket], functions: true },
 *   logs: { retention: logs.RetentionDays.TWO_YEARS },
 * });
 */
export class AuditTrail extends Construct {
  /** The trail, for settings that this construct does not have. */
  public readonly trail: cloudtrail.CfnTrail;
  /** Bucket of log files and digest files. */
  public readonly bucket: s3.IBucket;
  /** Log group of the trail. */
  public readonly logGroup: logs.LogGroup;
  /** Metric filters of the CIS AWS Foundations Benchmark. */
  public readonly metricFilters: logs.MetricFilter[];

  /** @throws ValidationError if a prop is not valid, or if `bucket` is combined with `storage` */
  constructor(scope: Construct, id: string, props: AuditTrailProps = {}) {
    super(scope, id);
    const { trailName, prefix, organizationId, encryptionKey, storage, events, logs: logOptions, bucket } = resolveAuditTrailProps(this, props);

    // The key is in the Region of the bucket (CloudTrail User Guide, Create a KMS key).
    const key = encryptionKey ?? bucket?.encryptionKey ?? WorkloadKey.of(this, DataClass.STORAGE).key;
    allowKeyUse(key, KeyUse.CLOUDTRAIL);
    this.bucket = bucket ?? trailBucket(this, key, storage);
    const { logGroup, role } = trailLogs(this, logOptions);
    this.logGroup = logGroup;
    this.allowDelivery(prefix, trailName, organizationId);

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
      ...eventSelectors(this.bucket, events),
    });
    this.trail.node.addDependency(role.node.findChild('Policy'), ...(this.bucket.policy ? [this.bucket.policy] : []));
    this.metricFilters = logOptions.alarms ?? true ? securityAlarms(this, logGroup) : [];
  }

  /** Name of the trail. */
  public get trailName(): string {
    return this.trail.ref;
  }

  /**
   * Returns the command that checks whether a log file was changed, deleted, or forged after its delivery (CloudTrail User Guide, Validating CloudTrail
   * log file integrity with the AWS CLI).
   * @param startTime start of the period to check in UTC, for example `2026-01-01T00:00:00Z`
   * @throws ValidationError if the start time has another format
   * @example
   * import { CfnOutput } from 'aws-cdk-lib';
   *
   * const trail = new AuditTrail(this, 'Trail');
   * new CfnOutput(this, 'Validate', { value: trail.validationCommand('2027-01-01T00:00:00Z') });
   */
  public validationCommand(startTime: string): string {
    requireArguments(this, 'AuditTrail.validationCommand', { startTime });
    requireString(this, 'startTime', startTime, { need: 'a time in UTC such as 2026-01-01T00:00:00Z', pattern: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ/ });
    return `aws cloudtrail validate-logs --trail-arn ${this.trail.attrArn} --start-time ${startTime} --region ${Stack.of(this).region}`;
  }

  private allowDelivery(prefix: string, trailName: string | undefined, organizationId: string | undefined) {
    const deliveries = [LogDelivery.CLOUDTRAIL, ...(organizationId === undefined ? [] : [LogDelivery.cloudTrailOfOrganization(organizationId)])];
    deliveries.forEach((delivery) => delivery._allow(this.bucket, prefix, trailArn(this, trailName)));
  }
}
