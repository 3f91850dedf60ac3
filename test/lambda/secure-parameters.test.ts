import * as http from 'http';
import { AddressInfo } from 'net';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { SSMClient } from '@aws-sdk/client-ssm';
import { answer, CustomResourceRequest } from '../../src/lambda/custom-resource';
import { Failure, loggable } from '../../src/lambda/failure';
import { create, remove, rotate, SecureParameterProperties, update } from '../../src/lambda/secure-parameter';
import { handler } from '../../src/lambda/secure-parameters.lambda';

type Request = CustomResourceRequest<SecureParameterProperties>;

const PROPERTIES: SecureParameterProperties = { Name: '/ledger/password', KeyId: 'key-1', Length: '32', Characters: 'abc123' };
const REQUEST: Request = {
  RequestType: 'Create',
  ResponseURL: 'http://127.0.0.1',
  StackId: 'arn:aws:cloudformation:eu-west-2:123456789012:stack/ledger/51af3dc0',
  RequestId: 'r-1',
  LogicalResourceId: 'Password',
  ResourceProperties: PROPERTIES,
};

/** Systems Manager, as far as the function uses it. */
class Parameters {
  public readonly stored = new Map<string, { value: string; key: string; tags: any[] }>();
  public readonly calls: string[] = [];
  public readonly client = { send: async (command: any) => this.receive(command.constructor.name.replace('Command', ''), command.input) } as SSMClient;
  /** Value of the secret, which the function reads. */
  public secret = '{"username":"web","password":"first"}';
  public readonly clients = { ssm: this.client, secrets: { send: async () => ({ SecretString: this.secret }) } as unknown as SecretsManagerClient };

  public receive(operation: string, { Name, Value, KeyId, Type, Overwrite, Tags, ResourceId, ResourceType }: any) {
    this.calls.push(operation);
    if (operation === 'ListTagsForResource' && ResourceType !== 'Parameter') throw named('InvalidResourceType');
    const existing = this.stored.get(Name ?? ResourceId);
    if (operation === 'PutParameter') {
      if (Type !== 'SecureString') throw named('ValidationException');
      if (existing && !Overwrite) throw named('ParameterAlreadyExists');
      this.stored.set(Name, { value: Value, key: KeyId, tags: Tags ?? existing?.tags });
      return {};
    }
    if (!existing) throw named(operation === 'DeleteParameter' ? 'ParameterNotFound' : 'InvalidResourceId');
    if (operation === 'DeleteParameter') this.stored.delete(Name);
    return { TagList: existing.tags };
  }

  public value(name = PROPERTIES.Name) {
    return this.stored.get(name)?.value;
  }
}

function named(name: string) {
  return Object.assign(new Error('a message that quotes hunter2'), { name });
}

function updateOf(more: Partial<SecureParameterProperties>): Request {
  return { ...REQUEST, RequestType: 'Update', OldResourceProperties: PROPERTIES, ResourceProperties: { ...PROPERTIES, ...more } };
}

let parameters: Parameters;

beforeEach(async () => {
  parameters = new Parameters();
});

describe('Create', () => {
  test('generates a value of the given length and characters, encrypted with the key', async () => {
    expect(await create(parameters.clients, REQUEST)).toBe(true);
    expect(parameters.value()).toMatch(/^[abc123]{32}$/);
    expect(parameters.stored.get('/ledger/password')).toMatchObject({
      key: 'key-1', tags: [{ Key: 'cdk-regulated:owner', Value: 'ledger/51af3dc0/Password' }],
    });
  });

  test('generates a different value each time', async () => {
    const values = await Promise.all(['a', 'b', 'c'].map(async (Name) => {
      await create(parameters.clients, { ...REQUEST, ResourceProperties: { ...PROPERTIES, Name } });
      return parameters.value(Name);
    }));
    expect(new Set(values).size).toBe(3);
  });

  test('stores a fixed value', async () => {
    await create(parameters.clients, { ...REQUEST, ResourceProperties: { Name: '/ledger/username', KeyId: 'key-1', FixedValue: 'keeper' } });
    expect(parameters.value('/ledger/username')).toBe('keeper');
  });

  test('keeps the value of an earlier attempt', async () => {
    await create(parameters.clients, REQUEST);
    const first = parameters.value();
    expect(await create(parameters.clients, REQUEST)).toBe(false);
    expect(parameters.value()).toBe(first);
  });

  test('does not change a parameter of another resource', async () => {
    await create(parameters.clients, { ...REQUEST, LogicalResourceId: 'Other' });
    const theirs = parameters.value();
    await expect(create(parameters.clients, REQUEST))
      .rejects.toThrow(new Failure('parameter /ledger/password already exists and belongs to another resource'));
    await remove(parameters.clients, REQUEST, '/ledger/password');
    expect(parameters.value()).toBe(theirs);
  });

  const owner = { Key: 'cdk-regulated:owner', Value: 'ledger/51af3dc0/Password' };
  test.each<[boolean, any[] | undefined]>([
    [true, [{ Key: 'CostCenter', Value: '42' }, owner]],
    [false, [{ ...owner, Key: 'CostCenter' }]],
    [false, [{ ...owner, Value: 'ledger/51af3dc0/Other' }]],
    [false, []],
    [false, undefined],
  ])('whether a parameter is its own is %p with the tags %j', async (isOwn, tags) => {
    parameters.stored.set('/ledger/password', { value: 'theirs', key: 'key-1', tags: tags! });
    const attempt = create(parameters.clients, REQUEST);
    await (isOwn ? expect(attempt).resolves.toBe(false) : expect(attempt).rejects.toThrow('parameter /ledger/password already exists and belongs to another resource'));
    expect(parameters.value()).toBe('theirs');
  });

  test('fails if Systems Manager fails', async () => {
    parameters.receive = () => { throw named('ThrottlingException'); };
    await expect(create(parameters.clients, REQUEST)).rejects.toMatchObject({ name: 'ThrottlingException' });
  });
});

describe('Update', () => {
  beforeEach(() => create(parameters.clients, REQUEST));

  test('keeps the value, also if length or characters change', async () => {
    const before = parameters.value();
    expect(await update(parameters.clients, updateOf({ Length: '64', Characters: 'xyz' }))).toBe(false);
    expect(parameters.value()).toBe(before);
  });

  test('creates a second parameter for a new name', async () => {
    const before = parameters.value();
    expect(await update(parameters.clients, updateOf({ Name: '/ledger/secret' }))).toBe(true);
    expect(parameters.value('/ledger/secret')).toHaveLength(32);
    expect(parameters.value()).toBe(before);
  });

  test('generates a new value for a new generation, and stores a new fixed value', async () => {
    const before = parameters.value();
    expect(await update(parameters.clients, updateOf({ Generation: '2' }))).toBe(true);
    expect(parameters.value()).toHaveLength(32);
    expect(parameters.value()).not.toBe(before);
    expect(await update(parameters.clients, updateOf({ FixedValue: 'keeper' }))).toBe(true);
    expect(parameters.value()).toBe('keeper');
  });

  test('rejects another key', async () => {
    await expect(update(parameters.clients, updateOf({ KeyId: 'key-2' })))
      .rejects.toThrow(new Failure('parameter /ledger/password must keep its key: choose another name to change the key'));
  });

  test('does not change a parameter that another resource created meanwhile', async () => {
    await remove(parameters.clients, REQUEST, '/ledger/password');
    await create(parameters.clients, { ...REQUEST, LogicalResourceId: 'Other' });
    await expect(update(parameters.clients, updateOf({ Generation: '2' })))
      .rejects.toThrow(new Failure('parameter /ledger/password belongs to another resource'));
  });
});

describe('Rotate', () => {
  test('generates a new value of the same length and characters', async () => {
    await create(parameters.clients, REQUEST);
    const before = parameters.value();
    await rotate(parameters.clients, REQUEST);
    expect(parameters.value()).toMatch(/^[abc123]{32}$/);
    expect(parameters.value()).not.toBe(before);
  });

  test('does not change a parameter of another resource', async () => {
    await create(parameters.clients, { ...REQUEST, LogicalResourceId: 'Other' });
    const theirs = parameters.value();
    await expect(rotate(parameters.clients, REQUEST)).rejects.toThrow(new Failure('parameter /ledger/password belongs to another resource'));
    expect(parameters.value()).toBe(theirs);
  });

  test('runs for the schedule, and fails so that Lambda retries', async () => {
    jest.spyOn(SSMClient.prototype, 'send').mockImplementation(parameters.client.send as any);
    const logged = jest.spyOn(console, 'log').mockImplementation();
    const { StackId, LogicalResourceId, ResourceProperties } = REQUEST;
    const request = { RequestType: 'Rotate' as const, StackId, LogicalResourceId, ResourceProperties };
    await create(parameters.clients, REQUEST);
    const before = parameters.value();
    await handler(request);
    expect(parameters.value()).not.toBe(before);
    parameters.stored.clear();
    await expect(handler(request)).rejects.toThrow(new Failure('parameter /ledger/password belongs to another resource'));
    expect(logged.mock.calls).toEqual([
      ['{"request":"Rotate","resource":"/ledger/password","outcome":"done"}'],
      ['{"request":"Rotate","resource":"/ledger/password","outcome":"parameter /ledger/password belongs to another resource"}'],
    ]);
    jest.restoreAllMocks();
  });
});

describe('A copy of a field of a secret', () => {
  const SECRET = 'arn:aws:secretsmanager:eu-west-2:123456789012:secret:web-AbCdEf';
  const COPY: Request = { ...REQUEST, ResourceProperties: { Name: '/ledger/password', KeyId: 'key-1', SecretId: SECRET, Field: 'password' } };

  test('has the current value at creation and after each new value of the secret', async () => {
    await create(parameters.clients, COPY);
    expect(parameters.value()).toBe('first');
    parameters.secret = '{"username":"web_clone","password":"second"}';
    await rotate(parameters.clients, COPY);
    expect(parameters.value()).toBe('second');
  });

  test('follows another field and another secret, and stays otherwise', async () => {
    await create(parameters.clients, COPY);
    const to = (more: Partial<SecureParameterProperties>): Request => (
      { ...COPY, RequestType: 'Update', OldResourceProperties: COPY.ResourceProperties, ResourceProperties: { ...COPY.ResourceProperties, ...more } });
    expect([await update(parameters.clients, to({})), await update(parameters.clients, to({ Field: 'username' })), parameters.value()]).toEqual([false, true, 'web']);
    parameters.secret = '{"password":"other"}';
    expect([await update(parameters.clients, to({ SecretId: `${SECRET}2` })), parameters.value()]).toEqual([true, 'other']);
  });

  test('is not made by an event before it is created', async () => {
    await rotate(parameters.clients, COPY);
    expect(parameters.stored.size).toBe(0);
  });

  test.each([
    ['no JSON', 'hunter2', 'must be a JSON object'],
    ['null', 'null', 'must have a text in field password'],
    ['another field', '{"username":"hunter2"}', 'must have a text in field password'],
    ['a number', '{"password":5}', 'must have a text in field password'],
    ['an empty text', '{"password":""}', 'must have a text in field password'],
  ])('fails without quoting a secret with %s', async (_, secret, message) => {
    parameters.secret = secret;
    await expect(create(parameters.clients, COPY)).rejects.toThrow(new Failure(`secret ${SECRET} ${message}`));
    expect(parameters.stored.size).toBe(0);
  });
});

describe('Delete', () => {
  test('deletes the parameter, also if it no longer exists', async () => {
    await create(parameters.clients, REQUEST);
    await remove(parameters.clients, REQUEST, '/ledger/password');
    await remove(parameters.clients, REQUEST, '/ledger/password');
    expect(parameters.stored.size).toBe(0);
  });

  test('succeeds if the parameter is deleted meanwhile', async () => {
    await create(parameters.clients, REQUEST);
    const receive = parameters.receive.bind(parameters);
    let attempts = 0;
    parameters.receive = (operation, input) => {
      if (operation === 'DeleteParameter') {
        attempts += 1;
        throw named('ParameterNotFound');
      }
      return receive(operation, input);
    };
    await expect(remove(parameters.clients, REQUEST, '/ledger/password')).resolves.toBeUndefined();
    expect(attempts).toBe(1);
  });

  test.each([['DeleteParameter'], ['ListTagsForResource']])('fails if %s fails', async (broken) => {
    await create(parameters.clients, REQUEST);
    const receive = parameters.receive.bind(parameters);
    parameters.receive = (operation, input) => {
      if (operation === broken) throw named('AccessDeniedException');
      return receive(operation, input);
    };
    await expect(remove(parameters.clients, REQUEST, '/ledger/password')).rejects.toMatchObject({ name: 'AccessDeniedException' });
  });
});

describe('The response to CloudFormation', () => {
  const received: Array<{ method?: string; type?: string; body: any }> = [];
  let refusals = 0;
  const server = http.createServer((request, response) => {
    let text = '';
    request.on('data', (chunk) => { text += chunk; }).on('end', () => {
      received.push({ method: request.method, type: request.headers['content-type'], body: JSON.parse(text) });
      response.statusCode = refusals-- > 0 ? 503 : 200;
      response.end();
    });
  });
  const request = () => ({ ...REQUEST, ResponseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/` });
  const atOnce = () => Promise.resolve();
  let logged: jest.SpyInstance;

  beforeAll(() => new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); }));
  afterAll(() => new Promise<void>((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }));
  beforeEach(() => {
    received.length = 0;
    refusals = 0;
    logged = jest.spyOn(console, 'log').mockImplementation();
  });
  afterEach(() => logged.mockRestore());

  test('reports success without further data', async () => {
    await answer(request(), '/ledger/password', async () => {}, atOnce);
    expect(received).toEqual([{
      method: 'PUT',
      type: '',
      body: {
        Status: 'SUCCESS', PhysicalResourceId: '/ledger/password', StackId: REQUEST.StackId, RequestId: 'r-1', LogicalResourceId: 'Password', NoEcho: true,
      },
    }]);
    expect(logged).toHaveBeenCalledWith('{"request":"Create","resource":"/ledger/password","outcome":"done"}');
  });

  test('has the message of a Failure, and only the name of other errors', async () => {
    await answer(request(), '/ledger/password', () => Promise.reject(new Failure('need another name')), atOnce);
    await answer(request(), '/ledger/password', () => Promise.reject(named('ValidationException')), atOnce);
    expect(received.map(({ body }) => [body.Status, body.Reason])).toEqual([['FAILED', 'need another name'], ['FAILED', 'ValidationException']]);
    expect(JSON.stringify([received, logged.mock.calls])).not.toContain('hunter2');
  });

  test('is sent again after a rejection, at most four times', async () => {
    refusals = 2;
    await answer(request(), '/ledger/password', async () => {}, atOnce);
    expect(received).toHaveLength(3);
    refusals = 9;
    const waits: number[] = [];
    await expect(answer(request(), '/ledger/password', async () => {}, async (milliseconds) => waits.push(milliseconds)))
      .rejects.toThrow(new Failure('CloudFormation did not accept the response'));
    expect(received).toHaveLength(7);
    expect(waits.slice(0, 3)).toEqual([1000, 2000, 4000]);
    await expect(answer({ ...REQUEST, ResponseURL: 'http://127.0.0.1:1/' }, '/ledger/password', async () => {}, atOnce)).rejects.toThrow(Failure);
  });

  test('the code of an error precedes its name, and an error without both is unknown', () => {
    expect(loggable({})).toBe('unknown error');
    expect(loggable({ code: 'ECONNREFUSED', name: 'Error' })).toBe('ECONNREFUSED');
  });

  test('is sent for each of the three requests', async () => {
    jest.spyOn(SSMClient.prototype, 'send').mockImplementation(parameters.client.send as any);
    await handler(request());
    await handler({ ...request(), RequestType: 'Update', OldResourceProperties: PROPERTIES });
    expect(parameters.stored.size).toBe(1);
    await handler({ ...request(), RequestType: 'Delete', PhysicalResourceId: '/ledger/password' });
    expect(parameters.stored.size).toBe(0);
    expect(received.map(({ body }) => [body.Status, body.PhysicalResourceId])).toEqual(Array(3).fill(['SUCCESS', '/ledger/password']));
  });

  test('deletes the parameter of a creation for which CloudFormation generated a physical id', async () => {
    const asked: string[] = [];
    jest.spyOn(SSMClient.prototype, 'send').mockImplementation((async (command: any) => {
      asked.push(command.input.Name ?? command.input.ResourceId);
      return parameters.client.send(command);
    }) as any);
    const generated = { ...request(), RequestType: 'Delete' as const, PhysicalResourceId: 'ledger-Password-1A2B3C4D5E6F' };
    await handler(generated);
    await create(parameters.clients, REQUEST);
    await handler(generated);
    expect(parameters.stored.size).toBe(0);
    expect(new Set(asked)).toEqual(new Set(['/ledger/password']));
    expect(received.map(({ body }) => [body.Status, body.PhysicalResourceId])).toEqual(Array(2).fill(['SUCCESS', 'ledger-Password-1A2B3C4D5E6F']));
  });
});
