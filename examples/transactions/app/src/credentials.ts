import { SecretsProvider } from '@aws-lambda-powertools/parameters/secrets';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { z } from 'zod';
import { codeOf, Unavailable } from './reason';

const SECRET = z.object({ username: z.string().min(1), password: z.string().min(1) });
/** Longer than the lifetime of an instance. The secret is read again when the database refuses the credentials. */
const MAX_AGE_SECONDS = 60 * 60 * 24 * 365;

export type DatabaseCredentials = z.infer<typeof SECRET>;

/** User name and password from Secrets Manager. */
export class Credentials {
  private readonly provider: SecretsProvider;

  constructor(private readonly secretArn: string, region: string) {
    this.provider = new SecretsProvider({ awsSdkV3Client: new SecretsManagerClient({ region, maxAttempts: 2 }) });
  }

  /** @throws Unavailable */
  public async current(): Promise<DatabaseCredentials> {
    const credentials = await this.read() ?? await this.read(true);
    if (!credentials) throw new Unavailable('secret-unavailable');
    return credentials;
  }

  /** Newer credentials than the refused ones, if there are any. */
  public async newerThan({ username, password }: DatabaseCredentials): Promise<DatabaseCredentials | undefined> {
    const known = await this.current();
    const newer = known.username !== username || known.password !== password ? known : await this.read(true);
    return newer && (newer.username !== username || newer.password !== password) ? newer : undefined;
  }

  private async read(forceFetch = false): Promise<DatabaseCredentials | undefined> {
    const text = await this.provider.get(this.secretArn, { maxAge: MAX_AGE_SECONDS, forceFetch }).catch((error) => {
      throw new Unavailable('secret-unavailable', codeOf(error) ?? error.name);
    });
    return SECRET.safeParse(parse(text as string)).data;
  }
}

// Parser errors can quote the secret.
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
