import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';

/** Options of a configuration recorder. */
export interface ConfigRecorderOptions {
  /**
   * Where in the bucket, without a slash at either end.
   * @default 'config'
   */
  readonly prefix?: string;
  /**
   * Name of the recorder. A recorder that exists cannot be renamed.
   * @default - CloudFormation names it
   */
  readonly recorderName?: string;
  /**
   * Whether IAM users, groups, roles and policies are recorded here. They are the same in every Region, and AWS Config charges for each record of them
   * (AWS Config Developer Guide, Recording AWS Resources).
   * @default true
   */
  readonly globalResources?: boolean;
  /**
   * How often a snapshot of the whole configuration is delivered, beside the history of every change.
   * @default - once a day
   */
  readonly snapshots?: config.MaximumExecutionFrequency;
  /**
   * Role that it records with. Another than the service-linked one is reported: it may not see every resource.
   * @default - the account's service-linked role, AWSServiceRoleForConfig
   */
  readonly role?: iam.IRole;
  /**
   * Whether the stack makes the service-linked role. Only for an account that never had AWS Config in any Region: IAM refuses a second one.
   * @default false
   */
  readonly createServiceLinkedRole?: boolean;
}

/** Who records the configuration. An account has one recorder in each Region. */
export class ConfigRecording {
  /**
   * A recorder of its own, which records every type of resource and delivers to a bucket.
   * @param bucket for snapshots and histories; its policy and its key are extended
   */
  public static into(bucket: s3.IBucket, options: ConfigRecorderOptions = {}): ConfigRecording {
    return new ConfigRecording(options.recorderName, bucket, options);
  }

  /**
   * The recorder that the account has in the Region already: AWS Control Tower's, for example. Nothing is added to it.
   * @param recorderName name of the recorder
   */
  public static ofAccount(recorderName: string = 'default'): ConfigRecording {
    return new ConfigRecording(recorderName, undefined, {});
  }

  private constructor(
    /** Name of the recorder; undefined where CloudFormation names it. */
    public readonly recorderName: string | undefined,
    /** Bucket of a recorder of its own; undefined for the account's. */
    public readonly bucket: s3.IBucket | undefined,
    /** Options of a recorder of its own. */
    public readonly options: ConfigRecorderOptions,
  ) {}
}
