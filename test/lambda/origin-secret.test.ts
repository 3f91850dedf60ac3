import { Front, Killed } from './front';
import { accepted, ruleArns, send, sendEverywhere } from '../../src/lambda/origin-front';
import { rotate } from '../../src/lambda/origin-secret';
import { handler } from '../../src/lambda/origin-secret.lambda';

const STEPS = ['createSecret', 'setSecret', 'testSecret', 'finishSecret'];
const request = (Step: string, ClientRequestToken = 'v2') => ({ Step, SecretId: 'secret', ClientRequestToken });
const patient = { remaining: () => 900_000, wait: async () => undefined };

let front: Front;
const step = (Step: string, token?: string) => rotate(request(Step, token), front.clients, front.parties, patient);

async function all(token?: string) {
  for (const name of STEPS) await step(name, token);
}

function expectRotated(token = 'v2') {
  const { value, stages } = front.versions.get(token)!;
  expect(stages).toContain('AWSCURRENT');
  expect(front.current()).toBe(value);
  expect([...front.rules.keys()].map((rule) => front.taken(rule))).toEqual([[value], [value]]);
  expect([...front.serving.get('E1')!]).toEqual([value]);
  expect(front.refused).toEqual([]);
}

beforeEach(() => {
  front = new Front();
  front.begin();
});

test('reads the ARNs of rules of several listeners from the environment', () => {
  const listener = (name: string) => `arn:aws:elasticloadbalancing:eu-west-2:123456789012:listener-rule/app/${name}/50dc6c495c0c9188/f2f7dc8efc522ab2`;
  expect(ruleArns(`${listener('a')}/1 2 3,${listener('b')}/4`)).toEqual([`${listener('a')}/1`, `${listener('a')}/2`, `${listener('a')}/3`, `${listener('b')}/4`]);
  expect(ruleArns('')).toEqual([]);
});

test('rotates the secret and accepts every request meanwhile', async () => {
  await all();
  expectRotated();
  expect(front.versions.get('v2')!.value).toMatch(/^[A-Za-z0-9]{64}$/);
  expect(front.versions.get('v1')!.stages).toEqual(['AWSPREVIOUS']);
});

test('accepts both values until CloudFront has deployed the new one', async () => {
  await step('createSecret');
  await step('setSecret');
  expect(front.taken('rule/default')).toEqual(['first', front.versions.get('v2')!.value]);
  expect(front.taken('rule/api')).toEqual(front.taken('rule/default'));
  expect(front.rules.get('rule/api')![0]).toEqual({ Field: 'path-pattern', PathPatternConfig: { Values: ['/api/*'] } });
  expect(front.current()).toBe('first');
});

test('a repeated step has no effect', async () => {
  for (const name of STEPS) {
    await step(name);
    const written = front.calls.filter((call) => /^(Put|Update|Modify)/.test(call)).length;
    await step(name);
    expect(front.calls.filter((call) => /^(Put|Update|Modify)/.test(call))).toHaveLength(written);
  }
  expectRotated();
});

describe('an interrupted rotation', () => {
  const commands = async () => {
    const whole = new Front();
    whole.begin();
    for (const name of STEPS) await rotate(request(name), whole.clients, whole.parties, patient);
    return whole.calls;
  };

  test.each(STEPS)('completes when restarted after %s', async (last) => {
    for (const name of STEPS.slice(0, STEPS.indexOf(last) + 1)) await step(name);
    await all();
    expectRotated();
  });

  test('completes when restarted before or after any command', async () => {
    const outcomes: string[] = [];
    for (const [index, call] of (await commands()).entries()) {
      for (const after of [false, true]) {
        front = new Front();
        front.begin();
        front.killAt = { command: index + 1, after };
        await expect(all()).rejects.toBeInstanceOf(Killed);
        front.killAt = undefined;
        await all();
        expectRotated();
        outcomes.push(`${String(index + 1).padStart(2)} ${after ? 'after ' : 'before'} ${call}: rotated, nothing refused`);
      }
    }
    expect(outcomes.length).toBeGreaterThan(40);
    console.log(outcomes.join('\n'));
  });

  test('does not prevent a later rotation', async () => {
    await step('createSecret');
    await step('setSecret');
    front.versions.get('v2')!.stages = [];
    front.begin('v3');
    await all('v3');
    expectRotated('v3');
  });
});

describe('a deployment during the rotation', () => {
  test('after setSecret is detected, and the rotation completes when restarted', async () => {
    await step('createSecret');
    await step('setSecret');
    front.redeploy();
    await expect(rotate(request('testSecret'), front.clients, front.parties, { ...patient, remaining: () => 30_000 }))
      .rejects.toThrow('CloudFront is still deploying the new value');
    await all();
    expectRotated();
  });

  test('after testSecret is detected before the old value is removed, and the rotation completes when restarted', async () => {
    for (const name of STEPS.slice(0, 3)) await step(name);
    front.redeploy();
    front.settle();
    await expect(step('finishSecret')).rejects.toThrow('CloudFront sends another value: a deployment changed it during the rotation');
    await all();
    expectRotated();
  });

  test('after finishSecret resolves the secret to the new value', async () => {
    await all();
    front.redeploy();
    expectRotated();
  });
});

describe('a rotation fails', () => {
  test('if rotation is disabled for the secret', async () => {
    front.rotationEnabled = false;
    await expect(step('createSecret')).rejects.toThrow('the secret is not enabled for rotation');
  });

  test('if the version has no stage, or another one', async () => {
    await expect(step('createSecret', 'v9')).rejects.toThrow('version v9 has no stage for rotation');
    front.versions.get('v2')!.stages = ['AWSPREVIOUS'];
    await expect(step('createSecret')).rejects.toThrow('version v2 is neither pending nor current');
  });

  test('for an unknown step', async () => {
    await expect(step('tearDown')).rejects.toThrow('step tearDown is none of a rotation');
  });

  test('if the secret cannot be read', async () => {
    front.clients.secrets = {
      send: async (command: any) => {
        if (command.constructor.name === 'GetSecretValueCommand') throw Object.assign(new Error('no'), { name: 'AccessDeniedException' });
        return { RotationEnabled: true, VersionIdsToStages: { v2: ['AWSPENDING'] } };
      },
    };
    await expect(step('createSecret')).rejects.toThrow('no');
  });

  test('if the rules or the distribution have no such header', async () => {
    await step('createSecret');
    const parties = { ...front.parties, headerName: 'X-Other' };
    await expect(rotate(request('setSecret'), front.clients, parties, patient)).rejects.toThrow('rule rule/default has no condition on X-Other');
    await expect(rotate(request('setSecret'), front.clients, { ...parties, rules: [] }, patient)).rejects.toThrow('distribution E1 sends no X-Other');
    await expect(rotate(request('testSecret'), front.clients, parties, patient)).rejects.toThrow('a rule does not accept the new value');
    expect(await accepted(front.clients, front.parties, 'first')).toBe(true);
  });

  test('if only some of the rules accept the value', async () => {
    front.rules.get('rule/api')![1].HttpHeaderConfig.Values = ['other'];
    expect(await accepted(front.clients, front.parties, 'first')).toBe(false);
  });

  test('not without rules, which need no call', async () => {
    expect(await accepted(front.clients, { ...front.parties, rules: [] }, 'first')).toBe(true);
    expect(front.calls).toEqual([]);
  });

  test('not if a rule reaches its limit of values', async () => {
    await step('createSecret');
    front.rules.get('rule/api')![0] = { Field: 'path-pattern', Values: ['/a', '/b', '/c'] };
    await step('setSecret');
    expect(front.taken('rule/api')).toHaveLength(2);
  });

  const PATHS = ['/a', '/b', '/c', '/d'];
  test.each([[{ Values: PATHS }], [{ Values: PATHS, PathPatternConfig: { Values: PATHS } }], [{ PathPatternConfig: { Values: PATHS }, HostHeaderConfig: undefined }]])('if a rule would exceed its limit of values: %j', async (values) => {
    await step('createSecret');
    front.rules.get('rule/api')![0] = { Field: 'path-pattern', ...values };
    await expect(step('setSecret')).rejects.toThrow('rule rule/api would have 6 values, need at most 5');
  });
});

describe('several distributions and origins', () => {
  const parties = { headerName: 'X-Origin-Verify', distributions: ['E1', 'E2'], rules: [] };
  const fronts = (values: Record<string, string[]>, status: Record<string, string> = {}) => {
    const updated: Record<string, string[]> = {};
    const config = (id: string) => ({ Origins: { Items: values[id].map((HeaderValue) => ({ CustomHeaders: { Items: [{ HeaderName: 'x-origin-verify', HeaderValue }] } })) } });
    const cloudFront = {
      send: async ({ constructor, input: { Id, DistributionConfig } }: any) => {
        if (constructor.name === 'GetDistributionCommand') return { Distribution: { Status: status[Id] ?? 'Deployed', DistributionConfig: config(Id) } };
        if (constructor.name === 'GetDistributionConfigCommand') return { DistributionConfig: config(Id), ETag: '1' };
        updated[Id] = DistributionConfig.Origins.Items.map(({ CustomHeaders: { Items: [{ HeaderValue }] } }: any) => HeaderValue);
        return {};
      },
    };
    return { clients: { cloudFront } as any, updated };
  };

  test.each<[boolean, Record<string, string[]>, Record<string, string>]>([
    [true, { E1: ['new', 'new'], E2: ['new'] }, {}],
    [false, { E1: ['new', 'old'], E2: ['new'] }, {}],
    [false, { E1: ['new'], E2: ['old'] }, {}],
    [false, { E1: ['new'], E2: ['new'] }, { E2: 'InProgress' }],
  ])('whether all send the value is %p: %j %j', async (expected, values, status) => {
    expect(await sendEverywhere(fronts(values, status).clients, parties, 'new')).toBe(expected);
  });

  test('each origin with another value is updated', async () => {
    const { clients, updated } = fronts({ E1: ['new', 'old'], E2: ['new'] });
    await send(clients, parties, 'new');
    expect(updated).toEqual({ E1: ['new', 'new'] });
  });
});

describe('the handler', () => {
  const logged: string[] = [];
  beforeEach(() => {
    logged.length = 0;
    jest.spyOn(console, 'log').mockImplementation((line) => void logged.push(line));
    Object.assign(process.env, { AWS_REGION: 'eu-west-2', AWS_ACCESS_KEY_ID: 'x', AWS_SECRET_ACCESS_KEY: 'x', DISTRIBUTIONS: 'E1', RULES: 'rule/default,rule/api', HEADER_NAME: 'X-Origin-Verify' });
  });
  afterEach(() => jest.restoreAllMocks());

  test('logs the outcome without secret values', async () => {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const { CloudFrontClient } = await import('@aws-sdk/client-cloudfront');
    const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2');
    for (const Client of [SecretsManagerClient, CloudFrontClient, ElasticLoadBalancingV2Client]) {
      jest.spyOn(Client.prototype as any, 'send').mockImplementation(front.clients.secrets.send);
    }
    front.deployment = 0;
    for (const name of STEPS) await handler(request(name), { getRemainingTimeInMillis: () => 900_000 });
    expectRotated();
    expect(logged.map((line) => JSON.parse(line))).toEqual(STEPS.map((name) => ({ step: name, secret: 'secret', outcome: 'done' })));
  });

  test('waits as long as the function can run', async () => {
    jest.useFakeTimers();
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    const { CloudFrontClient } = await import('@aws-sdk/client-cloudfront');
    const { ElasticLoadBalancingV2Client } = await import('@aws-sdk/client-elastic-load-balancing-v2');
    for (const Client of [SecretsManagerClient, CloudFrontClient, ElasticLoadBalancingV2Client]) {
      jest.spyOn(Client.prototype as any, 'send').mockImplementation(front.clients.secrets.send);
    }
    for (const name of STEPS.slice(0, 2)) await handler(request(name), { getRemainingTimeInMillis: () => 900_000 });
    const waiting = handler(request('testSecret'), { getRemainingTimeInMillis: () => 900_000 });
    await jest.advanceTimersByTimeAsync(60_000);
    await waiting;
    jest.useRealTimers();
    await handler(request('finishSecret'), { getRemainingTimeInMillis: () => 900_000 });
    expectRotated();
  });

  test('fails with the name of other errors, without their message', async () => {
    const { SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager');
    jest.spyOn(SecretsManagerClient.prototype as any, 'send').mockRejectedValue(Object.assign(new Error('quotes a value'), { name: 'AccessDeniedException' }));
    await expect(handler(request('createSecret'), { getRemainingTimeInMillis: () => 1 })).rejects.toThrow('AccessDeniedException');
    expect(logged).toEqual(['{"step":"createSecret","secret":"secret","outcome":"AccessDeniedException"}']);
  });
});
