import { Duration } from 'aws-cdk-lib';

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
   */
  readonly generation?: string;
  /**
   * Time after which a new value is generated, 1 to 1,000 days. `SecureParameters.onNewValue` notifies systems that use the value, for example a database.
   * @default - the value stays
   */
  readonly rotateAfter?: Duration;
}

/** Value of a SecureString parameter. */
export class SecureParameter {
  /** A random value, which only grantees can read. */
  public static generated(options: GeneratedParameterOptions = {}): SecureParameter {
    return new SecureParameter(options, undefined);
  }

  /** A value that is not secret, such as a user name, 1 to 4,096 characters. The template shows it. */
  public static fixed(value: string): SecureParameter {
    return new SecureParameter(undefined, value);
  }

  private constructor(
    /** @internal */
    public readonly _generated: GeneratedParameterOptions | undefined,
    /** @internal */
    public readonly _fixed: string | undefined,
  ) {}
}
