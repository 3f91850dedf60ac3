import { Aws, Duration, Fn } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';

/** Options of an administrator whose password Amazon RDS manages. */
export interface ManagedCredentialsOptions {
  /**
   * Name of the administrator, 1 to 16 letters and digits, a letter first; up to 63 on a PostgreSQL instance (RDS API, CreateDBCluster and
   * CreateDBInstance).
   * @default 'dbadmin', or the one in the snapshot that is restored
   */
  readonly username?: string;
}

/** Whose function rotates a generated password. */
export enum DatabaseRotation {
  /** The one that Secrets Manager publishes. CloudFormation adds it while it deploys, so that neither the check nor a linter sees it (hosted rotation). */
  HOSTED = 'hosted',
  /** The library's own, in the template: with an encrypted log group, least privilege, and the server's certificate verified always. */
  FUNCTION = 'function',
}

/** How a generated password is kept and rotated by a function in the network. */
export interface GeneratedPasswordOptions {
  /**
   * Name of the secret.
   * @default - CloudFormation names it
   */
  readonly secretName?: string;
  /**
   * Days between two rotations, 1 to 1,000 (AWS Secrets Manager API, RotationRulesType).
   * @default - what the workload's frameworks ask for, 30 days where none does
   */
  readonly rotateAfter?: Duration;
  /**
   * Where the rotation function runs. It reaches Secrets Manager by NAT or by an interface endpoint.
   * @default - the private subnets, the isolated ones where there are none
   */
  readonly rotationSubnets?: ec2.SubnetSelection;
  /**
   * Whose function rotates the password.
   * @default DatabaseRotation.HOSTED
   */
  readonly rotation?: DatabaseRotation;
}

/** Options of an administrator whose password is generated in a secret and rotated by a function in the network. */
export interface GeneratedCredentialsOptions extends GeneratedPasswordOptions {
  /**
   * Name of the administrator, 1 to 16 letters and digits, a letter first; up to 63 on a PostgreSQL instance. `generatedUsername` gives one that is not in the
   * template. Where a snapshot is restored: the name in the snapshot.
   * @default 'dbadmin'
   */
  readonly username?: string;
}

/** How the administrator of a database signs in. The password is never in the template. */
export class DatabaseCredentials {
  /**
   * Amazon RDS makes the password, keeps it in a secret of its own and rotates it every seven days
   * (Aurora User Guide, Password management with Amazon Aurora and AWS Secrets Manager).
   */
  public static managed(options: ManagedCredentialsOptions = {}): DatabaseCredentials {
    return new DatabaseCredentials(true, options.username, {});
  }

  /** A generated secret, rotated by a function in the network. */
  public static generated(options: GeneratedCredentialsOptions = {}): DatabaseCredentials {
    return new DatabaseCredentials(false, options.username, options);
  }

  /**
   * Name for an administrator that the deployment generates, so that no template tells it and no two stacks share it: a letter and 12 characters of
   * the id that CloudFormation gives the stack, of a length that every engine takes. It stays for as long as the stack does.
   */
  public static generatedUsername(): string {
    const parts = Fn.split('-', Fn.select(2, Fn.split('/', Aws.STACK_ID)), 5);
    return Fn.join('', ['u', parts[0], parts[3]]);
  }

  private constructor(
    /** Whether Amazon RDS manages the password. */
    public readonly isManaged: boolean,
    /** Name of the administrator where one was given. */
    public readonly username: string | undefined,
    /** Options of a generated secret. */
    public readonly options: GeneratedCredentialsOptions,
  ) {}
}
