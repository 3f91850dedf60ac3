import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { newPassword } from './database';
import { Failure } from './failure';
import { Credentials, Session } from './session';

/** Event of Secrets Manager (Secrets Manager User Guide, Lambda rotation functions). */
export interface RotationRequest {
  readonly SecretId: string;
  /** Version that the rotation creates. */
  readonly ClientRequestToken: string;
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
}

/** The first of two alternating users, from the template: write access to the secret does not change it. */
export interface OwnUser {
  readonly username: string;
  /** Host of its database. */
  readonly host: string;
  /** Privileges, if the function creates the user. Empty otherwise. */
  readonly privileges: string[];
}

/** The user in the environment of the function. */
export function ownUser({ DATABASE_USER: username, DATABASE_HOST: host = '', PRIVILEGES = '[]' }: NodeJS.ProcessEnv): OwnUser | undefined {
  return username === undefined ? undefined : { username, host, privileges: JSON.parse(PRIVILEGES) };
}

const SUFFIX = '_clone';
const FIELDS = ['engine', 'host', 'username', 'password'];
/** Milliseconds, less than the timeout of the function. A rotation of the administrator takes seconds. */
const PATIENCE = 40_000;
const INTERVAL = 2000;
const REFUSED = 'the database refuses the password in the secret';

/**
 * The four steps of a rotation. Each step detects the work of an earlier attempt, so that it can be repeated after an interruption.
 * If the secret names an administrator, two users alternate and the user in use is not changed.
 */
export class Rotation {
  private readonly secret: string;
  private readonly token: string;
  private readonly patientUntil = Date.now() + PATIENCE;

  constructor(
    private readonly secrets: SecretsManagerClient,
    private readonly open: (credentials: Credentials) => Promise<Session | undefined>,
    private readonly request: RotationRequest,
    private readonly user?: OwnUser,
  ) {
    this.secret = request.SecretId;
    this.token = request.ClientRequestToken;
  }

  public async run(): Promise<void> {
    const stages = await this.stages();
    const own = stages[this.token];
    if (!own) throw new Failure('the version must be one that Secrets Manager created for a rotation');
    if (own.includes('AWSCURRENT')) return;
    if (!own.includes('AWSPENDING')) throw new Failure('the version must be AWSPENDING');
    switch (this.request.Step) {
      case 'createSecret': return this.createSecret();
      case 'setSecret': return this.setSecret();
      case 'testSecret': return this.testSecret();
      case 'finishSecret': return this.finishSecret(stages);
      default: throw new Failure('the step must be createSecret, setSecret, testSecret or finishSecret');
    }
  }

  private async createSecret(): Promise<void> {
    const current = await this.current();
    if (await this.pending().catch(unlessMissing)) return;
    const pending = { ...current, username: current.masterarn ? other(current.username) : current.username, password: newPassword() };
    await this.secrets.send(new PutSecretValueCommand({
      SecretId: this.secret, ClientRequestToken: this.token, SecretString: JSON.stringify(pending), VersionStages: ['AWSPENDING'],
    }));
  }

  private async setSecret(): Promise<void> {
    const [current, pending] = await Promise.all([this.current(), this.pending()]);
    const expected = current.masterarn ? other(current.username) : current.username;
    if (pending.username !== expected) throw new Failure('the new version must have the user that follows from the current version');
    if (pending.host !== current.host) throw new Failure('the new version must have the host of the current version');
    if (await this.answers(pending)) return;
    if (!current.masterarn) {
      await this.within(await this.signIn(current), (session) => session.changePassword(pending.password));
      return;
    }
    await this.administratorFor(current, current.masterarn);
    const asAdministrator = (act: (session: Session) => Promise<void>) => this.asAdministrator(current, current.masterarn!, act);
    // Write access to the secret must not select another user: its password must be correct, or it must be the user that the function creates.
    if (!await this.answers(current)) {
      const { username, privileges } = this.user ?? {};
      if (!privileges?.length || username !== current.username) throw new Failure(REFUSED);
      await asAdministrator((session) => session.provide(username, privileges, current.password));
    }
    await asAdministrator((session) => session.alternate(pending.username, current.username, pending.password));
  }

  private async testSecret(): Promise<void> {
    if (!await this.answers(await this.pending())) throw new Failure('the database rejects the new password');
  }

  private async finishSecret(stages: Record<string, string[]>): Promise<void> {
    const current = Object.keys(stages).find((version) => stages[version].includes('AWSCURRENT'));
    await this.secrets.send(new UpdateSecretVersionStageCommand({
      SecretId: this.secret, VersionStage: 'AWSCURRENT', MoveToVersionId: this.token, RemoveFromVersionId: current,
    }));
  }

  /** Signs in with the current version, or with the previous one if an earlier rotation did not finish. */
  private async signIn(current: Credentials): Promise<Session | undefined> {
    const session = await this.open(current);
    if (session) return session;
    const previous = await this.read(this.secret, { VersionStage: 'AWSPREVIOUS' }).catch(unlessMissing);
    return previous && previous.username === current.username && previous.host === current.host ? this.open(previous) : undefined;
  }

  /**
   * Reads the administrator secret again while the database refuses it: between two steps of the administrator's rotation, the database has the new
   * password and the secret the previous one. Both rotations start with the deployment.
   */
  private async asAdministrator(current: Credentials, secret: string, act: (session: Session) => Promise<void>): Promise<void> {
    let session = await this.open(await this.administratorFor(current, secret));
    while (!session && Date.now() < this.patientUntil) {
      await new Promise((resolve) => setTimeout(resolve, INTERVAL));
      session = await this.open(await this.administratorFor(current, secret));
    }
    await this.within(session, act);
  }

  /** Secrets that Amazon RDS manages have no host. The template provides it. */
  private async administratorFor(current: Credentials, secret: string): Promise<Credentials> {
    const { username, password, host = this.user?.host } = await this.read(secret, { VersionStage: 'AWSCURRENT' }, ['username', 'password']);
    if (host !== current.host) throw new Failure('the administrator secret must have the host of the secret');
    return { ...current, username, password };
  }

  private async answers(credentials: Credentials): Promise<boolean> {
    const session = await this.open(credentials);
    if (!session) return false;
    await this.within(session, (opened) => opened.ping());
    return true;
  }

  private async within(session: Session | undefined, act: (session: Session) => Promise<void>): Promise<void> {
    if (!session) throw new Failure(REFUSED);
    try {
      await act(session);
    } finally {
      await session.close();
    }
  }

  private async stages(): Promise<Record<string, string[]>> {
    const { RotationEnabled, VersionIdsToStages = {} } = await this.secrets.send(new DescribeSecretCommand({ SecretId: this.secret }));
    if (RotationEnabled === false) throw new Failure('rotation is disabled for the secret');
    return VersionIdsToStages;
  }

  private current(): Promise<Credentials> {
    return this.read(this.secret, { VersionStage: 'AWSCURRENT' });
  }

  private pending(): Promise<Credentials> {
    return this.read(this.secret, { VersionStage: 'AWSPENDING', VersionId: this.token });
  }

  private async read(SecretId: string, version: { VersionStage: string; VersionId?: string }, fields = FIELDS): Promise<Credentials> {
    const { SecretString = '' } = await this.secrets.send(new GetSecretValueCommand({ SecretId, ...version }));
    const credentials = parse(SecretString);
    const missing = fields.filter((field) => !credentials[field]);
    if (missing.length > 0) throw new Failure(`the secret must have ${missing.join(', ')}`);
    return credentials as unknown as Credentials;
  }
}

// The error of the parser quotes the secret.
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('the secret must be a JSON document with database credentials');
  }
}

function other(username: string): string {
  return username.endsWith(SUFFIX) ? username.slice(0, -SUFFIX.length) : `${username}${SUFFIX}`;
}

function unlessMissing(error: Error): undefined {
  if (error.name !== 'ResourceNotFoundException') throw error;
  return undefined;
}
