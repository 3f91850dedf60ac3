import {
  DescribeSecretCommand, GetSecretValueCommand, PutSecretValueCommand, SecretsManagerClient, UpdateSecretVersionStageCommand,
} from '@aws-sdk/client-secrets-manager';
import { newPassword } from './database';
import { Failure } from './failure';
import { Credentials, Session } from './session';

/** What Secrets Manager asks of a rotation function (Secrets Manager User Guide, Lambda rotation functions). */
export interface RotationRequest {
  readonly SecretId: string;
  /** Version that the rotation makes. */
  readonly ClientRequestToken: string;
  readonly Step: 'createSecret' | 'setSecret' | 'testSecret' | 'finishSecret';
}

/** The first of two users that take turns, as the template has it: whoever may write the secret cannot change that. */
export interface OwnUser {
  readonly username: string;
  /** Of its database. */
  readonly host: string;
  /** What it may do where the function makes it; an empty list where somebody else does. */
  readonly privileges: string[];
}

/** The user that the environment of the function tells of. */
export function ownUser({ DATABASE_USER: username, DATABASE_HOST: host = '', PRIVILEGES = '[]' }: NodeJS.ProcessEnv): OwnUser | undefined {
  return username === undefined ? undefined : { username, host, privileges: JSON.parse(PRIVILEGES) };
}

const SUFFIX = '_clone';
const FIELDS = ['engine', 'host', 'username', 'password'];
const REFUSED = 'the database refuses the password in the secret';

/**
 * The four steps of a rotation. Each finds out what an earlier attempt has done already, so that it can be repeated whenever it was interrupted.
 * With an administrator in the secret two users take turns, and the one in use is never touched.
 */
export class Rotation {
  private readonly secret: string;
  private readonly token: string;

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
    if (!own) throw new Failure('the version is none of the secret, need one that Secrets Manager made for a rotation');
    if (own.includes('AWSCURRENT')) return;
    if (!own.includes('AWSPENDING')) throw new Failure('the version is not AWSPENDING, need one that a rotation is under way for');
    switch (this.request.Step) {
      case 'createSecret': return this.createSecret();
      case 'setSecret': return this.setSecret();
      case 'testSecret': return this.testSecret();
      case 'finishSecret': return this.finishSecret(stages);
      default: throw new Failure('the step is unknown, need createSecret, setSecret, testSecret or finishSecret');
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
    if (pending.username !== expected) throw new Failure('the new version has another user, need the one that the current version leads to');
    if (pending.host !== current.host) throw new Failure('the new version has another host, need the one of the current version');
    if (await this.answers(pending)) return;
    if (!current.masterarn) {
      await this.within(await this.signIn(current), (session) => session.changePassword(pending.password));
      return;
    }
    const administrator = await this.administratorFor(current, current.masterarn);
    // Whoever may write the secret could name another user there: its password has to be right, or it is the one that the function makes.
    if (!await this.answers(current)) {
      const { username, privileges } = this.user ?? {};
      if (!privileges?.length || username !== current.username) throw new Failure(REFUSED);
      await this.within(await this.open(administrator), (session) => session.provide(username, privileges, current.password));
    }
    await this.within(await this.open(administrator), (session) => session.alternate(pending.username, current.username, pending.password));
  }

  private async testSecret(): Promise<void> {
    if (!await this.answers(await this.pending())) throw new Failure('the database refuses the new password');
  }

  private async finishSecret(stages: Record<string, string[]>): Promise<void> {
    const current = Object.keys(stages).find((version) => stages[version].includes('AWSCURRENT'));
    await this.secrets.send(new UpdateSecretVersionStageCommand({
      SecretId: this.secret, VersionStage: 'AWSCURRENT', MoveToVersionId: this.token, RemoveFromVersionId: current,
    }));
  }

  /** As the current version says, or, where an earlier rotation was given up half-way, as the one before it does. */
  private async signIn(current: Credentials): Promise<Session | undefined> {
    const session = await this.open(current);
    if (session) return session;
    const previous = await this.read(this.secret, { VersionStage: 'AWSPREVIOUS' }).catch(unlessMissing);
    return previous && previous.username === current.username && previous.host === current.host ? this.open(previous) : undefined;
  }

  /** Amazon RDS puts no host into the secrets that it manages: the template has it then. */
  private async administratorFor(current: Credentials, secret: string): Promise<Credentials> {
    const { username, password, host = this.user?.host } = await this.read(secret, { VersionStage: 'AWSCURRENT' }, ['username', 'password']);
    if (host !== current.host) throw new Failure('the administrator is of another host, need the one of the secret');
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
    if (RotationEnabled === false) throw new Failure('rotation of the secret is off');
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
    if (missing.length > 0) throw new Failure(`the secret has no ${missing.join(', ')}, need the credentials of a database`);
    return credentials as unknown as Credentials;
  }
}

// The message of a parser quotes what it could not read.
function parse(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure('the secret is no JSON document, need the credentials of a database');
  }
}

function other(username: string): string {
  return username.endsWith(SUFFIX) ? username.slice(0, -SUFFIX.length) : `${username}${SUFFIX}`;
}

function unlessMissing(error: Error): undefined {
  if (error.name !== 'ResourceNotFoundException') throw error;
  return undefined;
}
