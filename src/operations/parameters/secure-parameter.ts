import { Duration } from 'aws-cdk-lib';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { requireArguments } from '../../core/validation';

/** Options of a generated value. */
export interface GeneratedParameterOptions {
  /**
   * Length of the value, 16 to 4,096 characters.
   * @default 32
   */
  readonly length?: number;
  /**
   * Characters of the value: at least 10 different printable ASCII characters.
   * @default - letters and digits
   */
  readonly characters?: string;
  /**
   * Any text. A change of it generates a new value at the next deployment. A change of `length` or `characters` alone does not.
   * @default - the value stays
   * @example
   * // A new text generates a new value at the next deployment.
   * new SecureParameters(this, 'Partner', { path: '/ledger/partner', parameters: { token: SecureParameter.generated({ generation: '2' }) } });
   */
  readonly generation?: string;
  /**
   * Time after which a new value is generated, 1 to 1,000 days. `SecureParameters.onNewValue` notifies systems that use the value, for example a database.
   * @default - the value stays
   */
  readonly rotateAfter?: Duration;
}

/** A field of a secret. */
export interface SecretField {
  /** In the Region of the parameter. */
  readonly secret: secretsmanager.ISecret;
  /** Name of the field. */
  readonly field: string;
}

/**
 * Value of a SecureString parameter.
 *
 * @example
 * const user = database.addUser('ReportUser', { username: 'report', rotation: DatabaseRotation.FUNCTION });
 * new SecureParameters(this, 'Report', {
 *   path: '/ledger/report',
 *   parameters: { username: SecureParameter.ofSecret(user, 'username'), password: SecureParameter.ofSecret(user, 'password') },
 * });
 */
export class SecureParameter {
  /** A random value, which only grantees can read. */
  public static generated(options: GeneratedParameterOptions = {}): SecureParameter {
    return new SecureParameter(options, undefined, undefined);
  }

  /** A value that is not secret, such as a user name, 1 to 4,096 characters. The template shows it. */
  public static fixed(value: string): SecureParameter {
    return new SecureParameter(undefined, value, undefined);
  }

  /**
   * The current value of a field of a secret in AWS Secrets Manager, for readers that know Parameter Store only. It is copied at deployment and when the
   * secret has a new current value, for example after a rotation (AWS Secrets Manager User Guide, Secret Label Updated event). Two fields are copied one
   * after the other.
   * @param secret in the Region of the parameter, with a JSON object
   * @param field name of a field of the object, 1 to 128 characters
   */
  public static ofSecret(secret: secretsmanager.ISecret, field: string): SecureParameter {
    requireArguments(undefined, 'SecureParameter.ofSecret', { secret, field });
    return new SecureParameter(undefined, undefined, { secret, field });
  }

  private constructor(
    /** @internal */
    public readonly _generated: GeneratedParameterOptions | undefined,
    /** @internal */
    public readonly _fixed: string | undefined,
    /** @internal */
    public readonly _copied: SecretField | undefined,
  ) {}
}
