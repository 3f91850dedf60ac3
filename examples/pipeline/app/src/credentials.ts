import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { Misconfigured } from './fault';

export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Where the database's user name and password come from. */
export interface CredentialSource {
  current(): Promise<Credentials>;
  /** Newer ones than those that the database refused, or the same where there are none. */
  newerThan(refused: Credentials): Promise<Credentials>;
}

const SECRET = z.object({ username: z.string().min(1), password: z.string().min(1) });
/** The least time between two look-ups: several connections are refused at once. */
const LOOK_UP_MILLISECONDS = 1000;

/** What ECS injects at the start of a task: it lasts as long as the task. */
export class FixedCredentials implements CredentialSource {
  constructor(private readonly credentials: Credentials) {}

  public current(): Promise<Credentials> {
    return Promise.resolve(this.credentials);
  }

  public newerThan(): Promise<Credentials> {
    return this.current();
  }
}

/** A secret of Secrets Manager, looked up anew when the database refuses what was known. */
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
    // What a parser says of a secret may quote it.
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
