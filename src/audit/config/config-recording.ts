import * as config from 'aws-cdk-lib/aws-config';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { requireArguments } from '../../core/validation';

/** Options of a configuration recorder. */
export interface ConfigRecorderOptions {
  /**
   * Prefix of the objects in the bucket, without a slash at either end.
   * @default 'config'
   */
  readonly prefix?: string;
  /**
   * Name of the recorder, 1 to 256 characters (CloudFormation Template Reference, AWS::Config::ConfigurationRecorder). The name of an existing recorder
   * cannot be changed.
   * @default - CloudFormation generates a name
   */
  readonly recorderName?: string;
  /**
   * Whether IAM users, groups, roles and policies are recorded in this Region. They are the same in every Region, and AWS Config charges for each record
   * (AWS Config Developer Guide, Recording AWS Resources).
   * @default true
   */
  readonly globalResources?: boolean;
  /**
   * Frequency of configuration snapshots, in addition to the history of changes.
   * @default - every 24 hours
   */
  readonly snapshots?: config.MaximumExecutionFrequency;
  /**
   * Role of the recorder. A role other than the service-linked role is a finding, because it may lack permissions for some resources.
   * @default - the service-linked role AWSServiceRoleForConfig
   */
  readonly role?: iam.IRole;
  /**
   * Whether the stack makes the service-linked role. Use it only in an account that never had AWS Config in any Region, because IAM rejects a second role.
   * @default false
   */
  readonly createServiceLinkedRole?: boolean;
}

/** Options of the recorder that an account has. */
export interface AccountRecorderOptions {
  /**
   * Name of the recorder, 1 to 256 characters.
   * @default 'default'
   */
  readonly recorderName?: string;
}

/**
 * The recorder of a ConfigBaseline. An account has one recorder per Region.
 *
 * @example
 * // The account has a recorder.
 * new ConfigBaseline(this, 'Config', { recording: ConfigRecording.ofAccount({ recorderName: 'organization' }) });
 */
export class ConfigRecording {
  /**
   * A recorder that the construct makes, except in ephemeral workloads. It records all resource types and delivers to a bucket.
   * @param bucket bucket for snapshots and history, without object lock; the construct adds statements to the policies of the bucket and of its key
   * @example
   * const recording = ConfigRecording.into(bucket, { prefix: 'audit/config', snapshots: config.MaximumExecutionFrequency.SIX_HOURS });
   * new ConfigBaseline(this, 'Config', { recording });
   */
  public static into(bucket: s3.IBucket, options: ConfigRecorderOptions = {}): ConfigRecording {
    return new ConfigRecording(options?.recorderName, { bucket, options });
  }

  /**
   * The recorder that the account has in the Region, for example from AWS Control Tower. The construct does not change it.
   */
  public static ofAccount(options: AccountRecorderOptions = {}): ConfigRecording {
    requireArguments(undefined, 'ConfigRecording.ofAccount', { options });
    return new ConfigRecording(options.recorderName ?? 'default');
  }

  private constructor(
    /** Name of the recorder; undefined if CloudFormation generates it. */
    public readonly recorderName: string | undefined,
    /**
     * The recorder to make; undefined for the recorder of the account.
     * @internal
     */
    public readonly _target?: { readonly bucket: s3.IBucket; readonly options: ConfigRecorderOptions },
  ) {}
}
