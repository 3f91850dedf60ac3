import { Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { keyFor } from '../keys/key-for';
import { KeyUse } from '../keys/key-use';
import { DataClass } from '../keys/workload-key';
import { refuse, requireLogPrefix } from '../validation';

/** What AWS documents of one service's delivery to a bucket. */
interface DeliveryTerms {
  readonly principal: string;
  /** Where it writes, below the prefix. */
  readonly folder: (account: string) => string;
  /** ARN of what it delivers for; undefined where the ARN names no account. */
  readonly source?: (stack: Stack) => string;
  /** Condition keys that it is documented to send. The other counts only where it is sent: an absent key would deny the delivery. */
  readonly sends: Array<'aws:SourceAccount' | 'aws:SourceArn'>;
  /** What it does to the bucket itself before it delivers. */
  readonly checks: string[];
  readonly setsAcl: boolean;
  /** How it uses the key of the bucket; undefined where it delivers to SSE-S3 only. */
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

/** A service that delivers logs to a bucket, and what the bucket's policy must allow it. */
export class LogDelivery {
  /**
   * Access, connection and health check logs of Application Load Balancers, to buckets under SSE-S3 only. The account is in the path, which the
   * service takes from the load balancer (Elastic Load Balancing User Guide, Enable access logs for your Application Load Balancer).
   */
  public static readonly LOAD_BALANCER = new LogDelivery('LOAD_BALANCER', {
    principal: 'logdelivery.elasticloadbalancing.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/*`,
    source: ({ partition, region, account }) => `arn:${partition}:elasticloadbalancing:${region}:${account}:loadbalancer/*`,
    sends: [],
    checks: [],
    setsAcl: false,
  });

  /** Trails of AWS CloudTrail (CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail). */
  public static readonly CLOUDTRAIL = new LogDelivery('CLOUDTRAIL', {
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
  public static readonly CONFIG = new LogDelivery('CONFIG', {
    principal: 'config.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/Config/*`,
    source: ({ partition, region, account }) => `arn:${partition}:config:${region}:${account}:*`,
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: ['s3:GetBucketAcl', 's3:ListBucket'],
    setsAcl: true,
    keyUse: KeyUse.CONFIG,
  });

  /** VPC flow logs (VPC User Guide, Amazon S3 bucket permissions for flow logs). */
  public static readonly VPC_FLOW_LOGS = new LogDelivery('VPC_FLOW_LOGS', VENDED_LOGS);

  /**
   * Logs of web ACLs, to buckets whose name begins with `aws-waf-logs-` (AWS WAF Developer Guide, Sending web ACL traffic logs to an
   * Amazon S3 bucket).
   */
  public static readonly WAF = new LogDelivery('WAF', VENDED_LOGS);

  /**
   * Access logs of CloudFront distributions by standard logging (v2), from us-east-1 wherever the bucket is (CloudWatch Logs User Guide,
   * Logs sent to Amazon S3). The legacy kind delivers to no bucket that its owner alone owns the objects of.
   */
  public static readonly CLOUDFRONT = new LogDelivery('CLOUDFRONT', {
    principal: 'delivery.logs.amazonaws.com',
    folder: (account) => `AWSLogs/${account}/*`,
    source: ({ partition, account }) => `arn:${partition}:logs:us-east-1:${account}:delivery-source:*`,
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: [],
    setsAcl: true,
    keyUse: KeyUse.CLOUDFRONT_LOG_DELIVERY,
  });

  /**
   * Server access logs of buckets of the same account and Region, to buckets under SSE-S3 and without object lock only
   * (S3 User Guide, Enabling Amazon S3 server access logging).
   */
  public static readonly S3_ACCESS_LOGS = new LogDelivery('S3_ACCESS_LOGS', {
    principal: 'logging.s3.amazonaws.com',
    folder: () => '*',
    sends: ['aws:SourceAccount', 'aws:SourceArn'],
    checks: [],
    setsAcl: false,
  });

  /**
   * Trails of the organization that the account manages (CloudTrail User Guide, Amazon S3 bucket policy for CloudTrail), beside `CLOUDTRAIL`.
   * @param organizationId for example `o-a1b2c3d4e5`
   */
  public static cloudTrailOfOrganization(organizationId: string): LogDelivery {
    return new LogDelivery('CLOUDTRAIL', { ...LogDelivery.CLOUDTRAIL.terms, folder: () => `AWSLogs/${organizationId}/*`, checks: [] });
  }

  /** Whether it delivers to a bucket under a customer managed key; the others need SSE-S3. */
  public readonly supportsEncryptionKey: boolean;

  private constructor(private readonly name: string, private readonly terms: DeliveryTerms) {
    this.supportsEncryptionKey = terms.keyUse !== undefined;
  }

  /**
   * Lets the service write to a bucket, below a prefix, for this account only, and use the bucket's key for it. Does so once for a bucket,
   * prefix and source; the policy of an imported bucket is its owner's.
   * @param bucket that takes the logs
   * @param prefix without a slash at either end; the whole bucket where it is left out
   * @param sourceArn of the only load balancer, trail, bucket, … that it may deliver for; any of the account where it is left out
   * @throws ValidationError when the service cannot deliver to the bucket or below the prefix
   * @internal
   */
  public _allow(bucket: s3.IBucket, prefix?: string, sourceArn?: string): void {
    this.requireDeliverable(bucket, prefix);
    const allowed = ALLOWED.get(bucket) ?? new Set();
    ALLOWED.set(bucket, allowed);
    const id = [this.terms.principal, this.terms.folder(''), prefix, sourceArn ?? this.terms.source?.(Stack.of(bucket))].join('|');
    if (allowed.has(id)) return;
    allowed.add(id);

    const { principal, folder, checks, setsAcl, keyUse } = this.terms;
    const { account } = Stack.of(bucket);
    const principals = [new iam.ServicePrincipal(principal)];
    const conditions = this.conditions(bucket, sourceArn);
    bucket.addToResourcePolicy(new iam.PolicyStatement({
      principals,
      actions: ['s3:PutObject'],
      resources: [bucket.arnForObjects([prefix, folder(account)].filter(Boolean).join('/'))],
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
    requireLogPrefix(bucket, 'prefix', prefix);
    if (bucket.encryptionKey && !this.supportsEncryptionKey) {
      refuse(bucket, `bucket '${bucket.node.path}' is under a KMS key, need SSE-S3: LogDelivery.${this.name} delivers to nothing else`);
    }
    const resource = bucket.node.defaultChild instanceof s3.CfnBucket ? bucket.node.defaultChild : undefined;
    if (this === LogDelivery.S3_ACCESS_LOGS && resource?.objectLockEnabled) {
      refuse(bucket, `bucket '${bucket.node.path}' has object lock, need one without: S3 delivers access logs to no other`);
    }
    if (this === LogDelivery.CONFIG && resource?.objectLockConfiguration) {
      refuse(bucket, `bucket '${bucket.node.path}' has object lock, need one without: AWS Config delivers to no bucket with a default retention`);
    }
    if (this === LogDelivery.WAF) requireWafName(bucket, Stack.of(bucket).resolve(resource ? resource.bucketName : bucket.bucketName));
  }
}

function requireWafName(bucket: s3.IBucket, name: unknown) {
  const isFitting = typeof name === 'string' ? name.startsWith('aws-waf-logs-') : name !== undefined;
  if (isFitting) return;
  refuse(bucket, `bucket '${bucket.node.path}' has ${name === undefined ? 'no name' : `the name '${name}'`}, need one that begins with aws-waf-logs-: `
    + 'AWS WAF delivers to nothing else');
}
