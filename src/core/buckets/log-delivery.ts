import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { refuse, requireLogPrefix, requireString } from '../validation';

/** Documented properties of the delivery of one service. */
interface DeliveryTerms {
  readonly principal: string;
  /** Objects that it writes, below the prefix. */
  readonly folder: (account: string) => string;
  /** ARN of the source of the logs; undefined where the ARN contains no account. */
  readonly source?: (stack: Stack) => string;
  /** Condition keys that the service is documented to send. Other keys get an `IfExists` condition: an absent key would deny the delivery. */
  readonly sends: Array<'aws:SourceAccount' | 'aws:SourceArn'>;
  /** Actions on the bucket before a delivery. */
  readonly checks: string[];
  readonly setsAcl: boolean;
  /** Id of the organization whose trails are delivered; undefined for logs of the account. */
  readonly organizationId?: string;
  /** Use of the key of the bucket; undefined where the service delivers only to buckets with SSE-S3. */
  readonly keyUse?: KeyUse;
}

const VENDED_LOGS: DeliveryTerms = {
  principal: 'delivery.logs.amazonaws.com',
  folder: (account) => `AWSLogs/${account}/*`,
  source: ({ partition, region, account }) => `arn:${partition}:logs:${region}:${account}:*`,
  sends: ['aws:SourceAccount', 'aws:SourceArn'],
  checks: ['s3:GetBucketAcl', 's3:ListBucket'],
  setsAcl: true,
  keyUse: KeyUse.LOG_DELIVERY,
};

const ALLOWED = new WeakMap<s3.IBucket, Set<string>>();

/**
 * A service that delivers logs to a bucket, with the permissions that it requires in the bucket policy.
 *
 * @example
 * const logBucket = new LogBucket(this, 'Logs', { deliveries: [LogDelivery.VPC_FLOW_LOGS, LogDelivery.CONFIG] });
 * new VpcFlowLogs(this, 'FlowLogs', { vpc: network.vpc, bucket: logBucket.bucket });
 */
export class LogDelivery {
  /**
   * Access, connection and health check logs of Application Load Balancers, to buckets with SSE-S3 only. The path contains the account, which
   * the service takes from the load balancer (Elastic Load Balancing User Guide, Enable access logs for your Application Load Balancer).
   */
  public static readonly LOAD_BALANCER = new LogDelivery({
    principal: 'logdelivery.elasticloadbalancing.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/*`,
    source: ({ partition, region, account }) => `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*`,
    sends: [],
    checks: [],
    setsAcl: false,
  });

  /** Trails of AWS CloudTrail (CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail). */
  public static readonly CLOUDTRAIL = new LogDelivery({
    principal: 'cloudtrail.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/*`,
    source: ({ partition, region, account }) => `arn:${partition}:cloudtrail:${region}:${account}:trail/*`,
    sends: ['aws:SourceArn'],
    checks: ['s3:GetBucketAcl'],
    setsAcl: true,
    keyUse: KeyUse.CLOUDTRAIL,
  });

  /**
   * Snapshots and histories of AWS Config, to buckets without object lock only (AWS Config Developer Guide, Permissions for the Amazon S3 bucket,
   * Managing the Delivery Channel).
   */
  public static readonly CONFIG = new LogDelivery({
    principal: 'config.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/Config/*`,
    source: ({ partition, region, account }) => `arn:${partition}:config:${region}:${account}:*`,
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: ['s3:GetBucketAcl', 's3:ListBucket'],
    setsAcl: true,
    keyUse: KeyUse.CONFIG,
  });

  /** VPC flow logs (VPC User Guide, Amazon S3 bucket permissions for flow logs). */
  public static readonly VPC_FLOW_LOGS = new LogDelivery(VENDED_LOGS);

  /**
   * Logs of web ACLs, to buckets whose name starts with `aws-waf-logs-` (AWS WAF Developer Guide, Sending web ACL traffic logs to an
   * Amazon S3 bucket).
   */
  public static readonly WAF = new LogDelivery(VENDED_LOGS);

  /**
   * Access logs of CloudFront distributions with standard logging (v2), from us-east-1 to a bucket in any Region (CloudWatch Logs User Guide,
   * Logs sent to Amazon S3). Legacy logging requires ACLs.
   */
  public static readonly CLOUDFRONT = new LogDelivery({
    principal: 'delivery.logs.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/*`,
    source: ({ partition, account }) => `arn:${partition}:logs:us-east-1:${account}:delivery-source:*`,
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: [],
    setsAcl: true,
    keyUse: KeyUse.CLOUDFRONT_LOG_DELIVERY,
  });

  /**
   * Server access logs of buckets in the same account and Region, to buckets with SSE-S3 and without object lock only
   * (S3 User Guide, Enabling Amazon S3 server access logging).
   */
  public static readonly S3_ACCESS_LOGS = new LogDelivery({
    principal: 'logging.s3.amazonaws.com',
    folder: () => '*',
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: [],
    setsAcl: false,
  });

  /**
   * Organization trails of the management account (CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail), in addition to `CLOUDTRAIL`.
   * @param organizationId id of the organization, for example `o-a1b2c3d4e5`
   * @example
   * const trailLogs = new LogBucket(this, 'TrailLogs', {
   *   encryptionKey: WorkloadKey.of(this, DataClass.STORAGE).key,
   *   objectLock: { retention: Duration.days(365) },
   *   deliveries: [LogDelivery.cloudTrailOfOrganization('o-a1b2c3d4e5')],
   * });
   */
  public static cloudTrailOfOrganization(organizationId: string): LogDelivery {
    return new LogDelivery({ ...LogDelivery.CLOUDTRAIL.terms, organizationId, folder: () => `AWSLogs/${organizationId}/*`, checks: [] });
  }

  /** Whether the service delivers to a bucket with a customer managed key. Otherwise the bucket must use SSE-S3. */
  public readonly supportsEncryptionKey: boolean;

  private constructor(private readonly terms: DeliveryTerms) {
    this.supportsEncryptionKey = terms.keyUse !== undefined;
  }

  /**
   * Permits the service to write to a bucket for this account, and to use the key of the bucket. Adds each statement once. The policy of an
   * imported bucket does not change.
   * @param bucket that receives the logs
   * @param prefix without a leading or trailing slash; the whole bucket by default
   * @param sourceArn ARN of the only permitted source; all sources of the account by default
   * @throws ValidationError when the service cannot deliver to the bucket or prefix
   * @internal
   */
  public _allow(bucket: s3.IBucket, prefix?: string, sourceArn?: string): void {
    this.requireDeliverable(bucket, prefix);
    const allowed = ALLOWED.get(bucket) ?? new Set();
    ALLOWED.set(bucket, allowed);
    const { principal, folder, checks, setsAcl, keyUse } = this.terms;
    const objects = [prefix, folder(Stack.of(bucket).account)].filter(Boolean).join('/');
    const id = [principal, objects, sourceArn ?? this.terms.source?.(Stack.of(bucket))].join();
    if (allowed.has(id)) return;
    allowed.add(id);

    const principals = [new iam.ServicePrincipal(principal)];
    const conditions = this.conditions(bucket, sourceArn);
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects(objects)],
      conditions: setsAcl
        ? { ...conditions, StringEquals: { ...conditions.StringEquals, 's3:x-amz-acl': 'bucket-owner-full-control' } }
        : conditions,
    }));
    if (checks.length > 0) {
      bucket.addToResourcePolicy(new iam.PolicyStatement({ principals, actions: checks, resources: [bucket.bucketArn], conditions }));
    }
    if (bucket.encryptionKey && keyUse) keyFor(bucket, bucket.encryptionKey, DataClass.STORAGE, keyUse);
  }

  private conditions(bucket: s3.IBucket, sourceArn?: string): Record<string, Record<string, string>> {
    const { source, sends } = this.terms;
    const stack = Stack.of(bucket);
    const arn = sourceArn ?? source?.(stack);
    const account = sends.includes('aws:SourceAccount') ? 'StringEquals' : 'StringEqualsIfExists';
    const like = sends.includes('aws:SourceArn') ? 'ArnLike' : 'ArnLikeIfExists';
    return {
      [account]: { 'aws:SourceAccount': stack.account },
      ...(arn !== undefined && { [like]: { 'aws:SourceArn': arn } }),
    };
  }

  private requireDeliverable(bucket: s3.IBucket, prefix?: string) {
    // AWS Organizations API Reference, Organization, Id.
    requireString(bucket, 'organizationId', this.terms.organizationId, { pattern: /o-[a-z0-9]{10,32}/, need: 'an organization id such as o-a1b2c3d4e5' });
    requireLogPrefix(bucket, 'prefix', prefix);
    if (bucket.encryptionKey && !this.supportsEncryptionKey) {
      const [name] = Object.entries(LogDelivery).find(([, delivery]) => delivery === this)!;
      refuse(bucket, `bucket '${bucket.node.path}' must use SSE-S3 for LogDelivery.${name}, got a KMS key`);
    }
    const resource = bucket.node.defaultChild instanceof s3.CfnBucket ? bucket.node.defaultChild : undefined;
    if (this === LogDelivery.S3_ACCESS_LOGS && resource?.objectLockEnabled) {
      refuse(bucket, `bucket '${bucket.node.path}' must not have object lock: S3 does not deliver access logs to it`);
    }
    if (this === LogDelivery.CONFIG && resource?.objectLockConfiguration) {
      refuse(bucket, `bucket '${bucket.node.path}' must not have object lock with a default retention: AWS Config does not deliver to it`);
    }
    if (this === LogDelivery.WAF) requireWafName(bucket, Stack.of(bucket).resolve(resource ? resource.bucketName : bucket.bucketName));
  }
}

function requireWafName(bucket: s3.IBucket, name: unknown) {
  const isFitting = typeof name === 'string' ? name.startsWith('aws-waf-logs-') : name !== undefined;
  if (isFitting) return;
  refuse(bucket, `name of bucket '${bucket.node.path}' must start with aws-waf-logs-, got ${name === undefined ? 'no name' : `'${name}'`}`);
}
