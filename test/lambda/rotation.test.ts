import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { newPassword, open } from '../../src/lambda/database';
import { Failure } from '../../src/lambda/failure';
import { handler } from '../../src/lambda/rotate-database.lambda';
import { OwnUser, ownUser, Rotation, RotationRequest } from '../../src/lambda/rotation';
import { Credentials, Session } from '../../src/lambda/session';

jest.mock('fs', () => {
  const fs = jest.requireActual('fs');
  return { ...fs, readFileSync: (file: string, ...rest: unknown[]) => String(file).endsWith('certificates.pem') ? '' : fs.readFileSync(file, ...rest) };
});

/** Random numbers that the next calls return. */
const mockDrawn: number[] = [];
jest.mock('crypto', () => {
  const crypto = jest.requireActual('crypto');
  return { ...crypto, randomInt: (max: number) => mockDrawn.shift() ?? crypto.randomInt(max) };
});

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'] as const;
const ADMINISTRATOR: Credentials = { engine: 'postgres', host: 'db', username: 'keeper', password: 'first' };
const OWN: OwnUser = { username: 'app', host: 'db', privileges: ['SELECT ON ledger.*'] };
const USER: Credentials = { ...ADMINISTRATOR, username: 'app', dbname: 'ledger', masterarn: 'arn:keeper' };

/** Secrets Manager, as far as rotations use it: a secret `it` with a pending version, and the secret of an administrator. */
class Secrets {
  public readonly values: Record<string, string> = {};
  public stages: Record<string, string[]> = { v1: ['AWSCURRENT'], v2: ['AWSPENDING'] };
  public enabled?: boolean = true;
  public readonly client = { send: async ({ constructor, input }: any) => this.receive(constructor.name, input) } as SecretsManagerClient;

  constructor(current: object) {
    this.values.v1 = JSON.stringify(current);
  }

  public version(id: string): Credentials {
    return JSON.parse(this.values[id]);
  }

  private receive(command: string, input: any) {
    const { SecretId, VersionId, VersionStage, ClientRequestToken, SecretString, VersionStages, MoveToVersionId, RemoveFromVersionId } = input;
    if (SecretId !== 'it' && command !== 'GetSecretValueCommand') throw missing();
    switch (command) {
      case 'DescribeSecretCommand': return { RotationEnabled: this.enabled, VersionIdsToStages: this.stages };
      case 'GetSecretValueCommand': return { SecretString: SecretId === 'it' ? this.get(VersionStage, VersionId) : this.values[SecretId] };
      case 'PutSecretValueCommand':
        this.values[ClientRequestToken] = SecretString;
        this.stages[ClientRequestToken] = VersionStages;
        return {};
      default:
        if (!this.stages[RemoveFromVersionId].includes(VersionStage)) throw Object.assign(new Error('no such stage'), { name: 'InvalidParameterException' });
        this.stages[RemoveFromVersionId] = ['AWSPREVIOUS'];
        this.stages[MoveToVersionId] = [VersionStage, 'AWSPENDING'];
        return {};
    }
  }

  private get(stage: string, version?: string) {
    const isAsked = (id: string) => (version === undefined || id === version) && (stage === undefined || this.stages[id].includes(stage));
    const found = Object.keys(this.stages).find(isAsked);
    if (found === undefined || this.values[found] === undefined) throw missing();
    return this.values[found];
  }
}

function missing() {
  return Object.assign(new Error('missing'), { name: 'ResourceNotFoundException' });
}

/** A database of users and passwords that counts its open sessions. */
class Database {
  public sessions = 0;
  public readonly privileges: Record<string, string[]> = {};
  public answer?: () => Promise<void>;
  constructor(public readonly passwords: Record<string, string>) {}

  public readonly open = async ({ username, password }: Credentials): Promise<Session | undefined> => {
    if (this.passwords[username] !== password) return undefined;
    this.sessions += 1;
    return {
      ping: async () => this.answer?.(),
      changePassword: async (changed) => { this.passwords[username] = changed; },
      provide: async (user, privileges, changed) => { this.passwords[user] = changed; this.privileges[user] = privileges; },
      alternate: async (user, _, changed) => { this.passwords[user] = changed; },
      close: async () => { this.sessions -= 1; },
    };
  };
}

function step(Step: RotationRequest['Step'], secrets: Secrets, database: Database, ClientRequestToken = 'v2', user?: OwnUser) {
  return new Rotation(secrets.client, database.open, { SecretId: 'it', ClientRequestToken, Step }, user).run();
}

describe('A rotation', () => {
  test.each([['once', 1], ['with every step repeated', 2]])('of one user changes its password, %s', async (_, times) => {
    const [secrets, database] = [new Secrets(ADMINISTRATOR), new Database({ keeper: 'first' })];
    for (const each of STEPS) for (let time = 0; time < times; time++) await step(each, secrets, database);
    expect(secrets.stages).toEqual({ v1: ['AWSPREVIOUS'], v2: ['AWSCURRENT', 'AWSPENDING'] });
    expect(secrets.version('v2')).toEqual({ ...ADMINISTRATOR, password: expect.stringMatching(/^[A-Za-z0-9._-]{32}$/) });
    expect(database.passwords).toEqual({ keeper: secrets.version('v2').password });
    expect(database.sessions).toBe(0);
  });

  test('of alternating users does not change the user in use', async () => {
    const [secrets, database] = [new Secrets(USER), new Database({ keeper: 'first', app: 'first' })];
    secrets.values['arn:keeper'] = JSON.stringify(ADMINISTRATOR);
    for (const each of STEPS) await step(each, secrets, database);
    expect(secrets.version('v2')).toMatchObject({ username: 'app_clone', masterarn: 'arn:keeper', dbname: 'ledger' });
    expect(database.passwords).toEqual({ keeper: 'first', app: 'first', app_clone: secrets.version('v2').password });

    secrets.stages = { v2: ['AWSCURRENT'], v3: ['AWSPENDING'] };
    for (const each of STEPS) await step(each, secrets, database, 'v3');
    expect(secrets.version('v3').username).toBe('app');
    expect(database.passwords.app_clone).toBe(secrets.version('v2').password);
    expect(database.passwords.app).toBe(secrets.version('v3').password);
  });

  test('of alternating users creates the first user of the template if it does not exist', async () => {
    const [secrets, database] = [new Secrets(USER), new Database({ keeper: 'first' })];
    secrets.values['arn:keeper'] = JSON.stringify({ username: 'keeper', password: 'first' });
    for (const each of STEPS) await step(each, secrets, database, 'v2', OWN);
    expect(database.privileges).toEqual({ app: ['SELECT ON ledger.*'] });
    expect(database.passwords).toEqual({ keeper: 'first', app: 'first', app_clone: secrets.version('v2').password });
    expect(database.sessions).toBe(0);
  });

  test('signs in with the previous version if an earlier rotation did not finish', async () => {
    const [secrets, database] = [new Secrets({ ...ADMINISTRATOR, password: 'never set' }), new Database({ keeper: 'first' })];
    secrets.values.v0 = JSON.stringify(ADMINISTRATOR);
    secrets.stages.v0 = ['AWSPREVIOUS'];
    await step('createSecret', secrets, database);
    await step('setSecret', secrets, database);
    expect(database.passwords.keeper).toBe(secrets.version('v2').password);
  });

  test.each([
    ['that is changed at the same time', 30_000, undefined],
    ['that stays wrong', undefined, 'the database refuses the password in the secret'],
  ])('of alternating users waits for an administrator password %s', async (_, after, message) => {
    jest.useFakeTimers();
    try {
      const [secrets, database] = [new Secrets(USER), new Database({ keeper: 'second', app: 'first' })];
      secrets.values['arn:keeper'] = JSON.stringify(ADMINISTRATOR);
      if (after) setTimeout(() => { secrets.values['arn:keeper'] = JSON.stringify({ ...ADMINISTRATOR, password: 'second' }); }, after);
      await step('createSecret', secrets, database);
      const outcome = step('setSecret', secrets, database).then(() => undefined, (error) => error.message);
      await jest.advanceTimersByTimeAsync(41_000);
      expect(await outcome).toBe(message);
      expect(database.passwords.app_clone).toBe(message ? undefined : secrets.version('v2').password);
      expect(database.sessions).toBe(0);
    } finally {
      jest.useRealTimers();
    }
  });

  test('that is complete has no further effect', async () => {
    const secrets = new Secrets(ADMINISTRATOR);
    secrets.stages = { v2: ['AWSCURRENT'] };
    await step('createSecret', secrets, new Database({}));
    expect(secrets.values.v2).toBeUndefined();
  });
});

describe('A rotation rejects', () => {
  test.each<[string, Partial<Credentials> | undefined, (secrets: Secrets, database: Database) => void, RotationRequest['Step'], string]>([
    ['a version of another secret', undefined, (secrets) => { secrets.stages = { v1: ['AWSCURRENT'] }; }, 'createSecret',
      'the version must be one that Secrets Manager created for a rotation'],
    ['a version that is not under way', undefined, (secrets) => { secrets.stages.v2 = ['AWSPREVIOUS']; }, 'createSecret',
      'the version must be AWSPENDING'],
    ['a secret that does not rotate', undefined, (secrets) => { secrets.enabled = false; }, 'createSecret', 'rotation is disabled for the secret'],
    ['a step that there is not', undefined, () => {}, 'dropSecret' as never, 'the step must be createSecret, setSecret, testSecret or finishSecret'],
    ['a secret without its fields', undefined, (secrets) => { secrets.values.v1 = '{"username":"keeper"}'; }, 'createSecret',
      'the secret must have engine, host, password'],
    ['a secret in plain text', undefined, (secrets) => { secrets.values.v1 = 'hunter2'; }, 'createSecret',
      'the secret must be a JSON document with database credentials'],
    ['another user in the new version', { username: 'other' }, () => {}, 'setSecret',
      'the new version must have the user that follows from the current version'],
    ['another host in the new version', { host: 'other' }, () => {}, 'setSecret', 'the new version must have the host of the current version'],
    ['a current password that is wrong, and no version before', {}, (_, database) => { database.passwords.keeper = 'other'; }, 'setSecret',
      'the database refuses the password in the secret'],
    ['a version before of another user', {}, (secrets, database) => {
      database.passwords.keeper = 'other';
      secrets.values.v0 = JSON.stringify({ ...ADMINISTRATOR, username: 'old' });
      secrets.stages.v0 = ['AWSPREVIOUS'];
    }, 'setSecret', 'the database refuses the password in the secret'],
    ['a password that was not set', {}, () => {}, 'testSecret', 'the database rejects the new password'],
  ])('%s', async (_, pending, arrange, name, message) => {
    const [secrets, database] = [new Secrets(ADMINISTRATOR), new Database({ keeper: 'first' })];
    if (pending) secrets.values.v2 = JSON.stringify({ ...ADMINISTRATOR, password: 'second', ...pending });
    arrange(secrets, database);
    await expect(step(name, secrets, database)).rejects.toThrow(new Failure(message));
    expect(database.sessions).toBe(0);
  });

  test('a version before of another host, although its password is right, and an administrator without a password', async () => {
    const [secrets, database] = [new Secrets(ADMINISTRATOR), new Database({ keeper: 'other' })];
    secrets.values.v0 = JSON.stringify({ ...ADMINISTRATOR, password: 'other', host: 'elsewhere' });
    secrets.stages.v0 = ['AWSPREVIOUS'];
    await step('createSecret', secrets, database);
    await expect(step('setSecret', secrets, database)).rejects.toThrow(new Failure('the database refuses the password in the secret'));
    const alternating = new Secrets(USER);
    alternating.values['arn:keeper'] = JSON.stringify({ ...ADMINISTRATOR, password: undefined });
    await step('createSecret', alternating, database);
    await expect(step('setSecret', alternating, new Database({ app: 'first' }))).rejects.toThrow(new Failure('the secret must have password'));
  });

  test('a database that does not answer the new user', async () => {
    const [secrets, database] = [new Secrets(ADMINISTRATOR), new Database({ keeper: 'first' })];
    await step('createSecret', secrets, database);
    await step('setSecret', secrets, database);
    database.answer = () => Promise.reject(new Error('gone'));
    await expect(step('testSecret', secrets, database)).rejects.toThrow('gone');
    expect(database.sessions).toBe(0);
  });

  test('an administrator of another host, and a user with an unknown password', async () => {
    const [secrets, database] = [new Secrets(USER), new Database({ keeper: 'first', app: 'first' })];
    secrets.values['arn:keeper'] = JSON.stringify({ ...ADMINISTRATOR, host: 'other' });
    await step('createSecret', secrets, database);
    await expect(step('setSecret', secrets, database)).rejects.toThrow(new Failure('the administrator secret must have the host of the secret'));
    secrets.values['arn:keeper'] = JSON.stringify(ADMINISTRATOR);
    database.passwords.app = 'other';
    await expect(step('setSecret', secrets, database)).rejects.toThrow(new Failure('the database refuses the password in the secret'));
  });

  test.each<[string, OwnUser | undefined, string, string]>([
    ['a user that the template does not have', { ...OWN, username: 'other' }, 'db', 'the database refuses the password in the secret'],
    ['a user that the function does not create', { ...OWN, privileges: [] }, 'db', 'the database refuses the password in the secret'],
    ['a host that the template does not have', OWN, 'elsewhere', 'the administrator secret must have the host of the secret'],
    ['an administrator without a host where the template has none', undefined, 'db', 'the administrator secret must have the host of the secret'],
  ])('to make or to trust %s', async (_, user, host, message) => {
    const [secrets, database] = [new Secrets({ ...USER, host }), new Database({ keeper: 'first' })];
    secrets.values['arn:keeper'] = JSON.stringify({ username: 'keeper', password: 'first' });
    await step('createSecret', secrets, database);
    await expect(step('setSecret', secrets, database, 'v2', user)).rejects.toThrow(new Failure(message));
    expect(database.passwords).toEqual({ keeper: 'first' });
  });

  test('requests that Secrets Manager would fail', async () => {
    const secrets = new Secrets(ADMINISTRATOR);
    const send = secrets.client.send.bind(secrets.client);
    secrets.client.send = (async (command: any) => {
      if (command.input.VersionId) throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
      return send(command);
    }) as never;
    await expect(step('createSecret', secrets, new Database({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

test('new passwords have all classes of characters and differ', () => {
  const passwords = Array.from({ length: 200 }, newPassword);
  expect(new Set(passwords).size).toBe(200);
  passwords.forEach((password) => expect(password).toMatch(/^(?=.*[A-Z])(?=.*[a-z])(?=.*[0-9])(?=.*[-_.])[A-Za-z0-9._-]{32}$/));
});

test.each(['upper case', 'lower case', 'digit', 'punctuation'])('a password without a character of the class %s is not used', (left) => {
  const classes: Record<string, string> = { 'upper case': 'A', 'lower case': 'a', 'digit': '1', 'punctuation': '_' };
  const [without, complete] = [Object.keys(classes).filter((name) => name !== left), Object.keys(classes)]
    .map((names) => names.map((name) => classes[name]).join('').padEnd(32, classes[names[0]]));
  const characters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.';
  mockDrawn.push(...[...without + complete].map((character) => characters.indexOf(character)));
  expect(newPassword()).toBe(complete);
});

test('an unknown engine throws', () => {
  expect(() => open({ ...ADMINISTRATOR, engine: 'oracle' }, ''))
    .toThrow(new Failure('engine is oracle, need one of postgres, aurora-postgresql, mysql, aurora-mysql, aurora, mariadb'));
});

describe('The function', () => {
  const request: RotationRequest = { SecretId: 'it', ClientRequestToken: 'v2', Step: 'setSecret' };
  let secrets: Secrets;
  let logged: jest.SpyInstance;

  beforeEach(() => {
    secrets = new Secrets({ ...ADMINISTRATOR, host: '127.0.0.1', port: 1 });
    secrets.values.v2 = JSON.stringify({ ...secrets.version('v1'), password: 'hunter2' });
    jest.spyOn(SecretsManagerClient.prototype, 'send').mockImplementation(secrets.client.send as never);
    logged = jest.spyOn(console, 'log').mockImplementation();
  });
  afterEach(() => jest.restoreAllMocks());

  test('logs the outcome', async () => {
    secrets.stages = { v2: ['AWSCURRENT'] };
    await handler(request);
    expect(logged.mock.calls).toEqual([['{"secret":"it","step":"setSecret","outcome":"done"}']]);
  });

  test('reads the user to create from its environment', () => {
    expect(ownUser({ DATABASE_USER: 'app', DATABASE_HOST: 'db', PRIVILEGES: '["SELECT ON ledger.*"]' })).toEqual(OWN);
    expect(ownUser({ DATABASE_USER: 'app' })).toEqual({ username: 'app', host: '', privileges: [] });
    expect(ownUser({})).toBeUndefined();
  });

  test('fails with the code of the error, without a message that may quote a value', async () => {
    await expect(handler(request)).rejects.toThrow(new Failure('setSecret failed: ECONNREFUSED'));
    expect(logged.mock.calls).toEqual([['{"secret":"it","step":"setSecret","outcome":"ECONNREFUSED"}']]);
  });
});
