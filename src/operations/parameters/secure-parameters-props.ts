import * as kms from 'aws-cdk-lib/aws-kms';
import { SecureParameter } from './secure-parameter';

/** Properties of SecureParameters. */
export interface SecureParametersProps {
  /** Parameters by name below the path. Changing a name replaces its parameter. */
  readonly parameters: { [name: string]: SecureParameter };
  /**
   * Path of the parameters, with a leading slash and without a trailing slash. Changing it replaces the parameters.
   * @default - `/<name>/<suffix>` of the workload
   */
  readonly path?: string;
  /**
   * Key that encrypts the parameters. The key of an existing parameter cannot be changed.
   * @default - the workload's key for data
   */
  readonly encryptionKey?: kms.IKey;
}
