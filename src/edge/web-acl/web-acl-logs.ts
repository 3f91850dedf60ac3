import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';

/** Logs of a web ACL. */
export interface WebAclLogs {
  /**
   * Name of the log group; it begins with `aws-waf-logs-`.
   * @default - `aws-waf-logs-` and the name of the web ACL, else one made from the construct's path
   */
  readonly logGroupName?: string;
  /**
   * How long logs are kept.
   * @default - as long as the workload's frameworks ask
   */
  readonly retention?: logs.RetentionDays;
  /**
   * Key that encrypts them.
   * @default - the workload's key for logs
   */
  readonly encryptionKey?: kms.IKey;
  /**
   * Headers that are kept out of logs and samples beside `authorization` and `cookie`.
   * @default - none
   */
  readonly redactedHeaders?: string[];
}
