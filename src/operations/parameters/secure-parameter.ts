import { Duration } from 'aws-cdk-lib';

/** Characters that break neither a connection string, an URL nor a quoted text. */
const CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

/** How the value of a SecureString parameter is generated. */
export interface GeneratedParameterOptions {
  /**
   * Characters of the value, 16 to 4,096.
   * @default 32
   */
  readonly length?: number;
  /**
   * What it is made of: at least 10 different printable ASCII characters.
   * @default - letters and digits
   */
  readonly characters?: string;
  /**
   * A change of it generates the value anew with the next deployment. Length and characters alone leave the value as it is.
   * @default - the value stays
   */
  readonly generation?: string;
  /**
   * How old the value may get, in whole days: it is then generated anew. Who has the value elsewhere, a database for example, is told by `onNewValue`.
   * @default - the value stays
   */
  readonly rotateAfter?: Duration;
}

/** What a SecureString parameter holds. */
export class SecureParameter {
  /** A random value that nobody but its readers ever sees. */
  public static generated(options: GeneratedParameterOptions = {}): SecureParameter {
    return new SecureParameter(undefined, options.length ?? 32, options.characters ?? CHARACTERS, options.generation, options.rotateAfter);
  }

  /** A value that is no secret, such as a user name: it is in the template. */
  public static fixed(value: string): SecureParameter {
    return new SecureParameter(value);
  }

  private constructor(
    /** The value, where it is no secret. */
    public readonly value?: string,
    /** Characters of a generated value. */
    public readonly length?: number,
    /** What a generated value is made of. */
    public readonly characters?: string,
    /** A change of it generates the value anew. */
    public readonly generation?: string,
    /** How old a generated value may get. */
    public readonly rotateAfter?: Duration,
  ) {}
}
