import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { Misconfigured } from './fault';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Source of the database user name and password. */
export interface CredentialSource {
  current(): Promise<Credentials>;
  /** Newer credentials than the refused ones, or the same if there are none. */
  newerThan(refused: Credentials): Promise<Credentials>;
}

const SECRET = z.object({ username: z.string().min(1), password: z.string().min(1) });
/** Minimum time between two reads of the secret, because several connections are refused at the same time. */
const LOOK_UP_MILLISECONDS = 1000;

/** Credentials that ECS injects when the task starts. They do not change during the task. */
export class FixedCredentials implements CredentialSource {
  constructor(private readonly credentials: Credentials) {}

  public current(): Promise<Credentials> {
    return Promise.resolve(this.credentials);
  }

  public newerThan(): Promise<Credentials> {
    return this.current();
  }
}

/** A Secrets Manager secret, read again when the database refuses the known credentials. */
export class SecretCredentials implements CredentialSource {
  private known?: Promise<Credentials>;
  private lookedUpAt = 0;

  constructor(private readonly client: SecretsManagerClient, private readonly secretArn: string) {}

  public current(): Promise<Credentials> {
    return this.known ?? this.lookUp();
  }

  public async newerThan(refused: Credentials): Promise<Credentials> {
    const known = await this.current();
    if (known !== refused || Date.now() - this.lookedUpAt < LOOK_UP_MILLISECONDS) return known;
    return this.lookUp();
  }

  private lookUp(): Promise<Credentials> {
    this.lookedUpAt = Date.now();
    this.known = this.read();
    this.known.catch(() => { this.known = undefined; });
    return this.known;
  }

  private async read(): Promise<Credentials> {
    const { SecretString: text } = await this.client.send(new GetSecretValueCommand({ SecretId: this.secretArn }));
    // Parser errors can quote the secret.
    const { success, data } = SECRET.safeParse(parse(text));
    if (!success) throw new Misconfigured('the secret is not a JSON object with username and password');
    return data;
  }
}

function parse(text = ''): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
