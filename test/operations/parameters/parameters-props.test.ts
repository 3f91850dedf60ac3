import { App, CfnParameter, Duration, Fn, Lazy, SecretValue, Stack, Token } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Construct } from 'constructs';
import {
  ConfigurationParameters, ConfigurationParametersProps, GeneratedParameterOptions, SecureParameter, SecureParameters, SecureParametersProps,
} from '../../../src';
import { limits, refusal } from '../../refusal';
import { testStack } from '../../support';

const TOKEN = Token.asNumber(Fn.ref('Number'));
const NAME = 'must be a parameter name of 1 to 15 levels of A-Z a-z 0-9 . - _, each after a /';
const ROTATION = 'parameters.a.rotateAfter must be a whole number of days from 1 to 1000';
const CHARACTERS = 'parameters.a.characters must be at least 10 different printable ASCII characters';
const SECRET = 'must not be a secret: the template and the parameter would show it';

const configured = (props: Partial<ConfigurationParametersProps>, stack = testStack()) => (
  refusal(() => new ConfigurationParameters(new Construct(stack, `Part${stack.node.children.length}`), 'Configuration', { values: { a: 'x' }, ...props })));
const secured = (props: Partial<SecureParametersProps>) => (
  refusal(() => new SecureParameters(testStack(), 'Secrets', { parameters: { a: SecureParameter.generated() }, ...props })));
const generated = (options: GeneratedParameterOptions) => secured({ parameters: { a: SecureParameter.generated(options) } });

describe.each<[string, 'values' | 'parameters', (name: string, path?: string) => string | undefined]>([
  ['ConfigurationParameters', 'values', (name, path) => configured({ values: { [name]: 'x' }, path })],
  ['SecureParameters', 'parameters', (name, path) => secured({ parameters: { [name]: SecureParameter.generated() }, path })],
])('the names of %s', (_, prop, named) => {
  test('have letters, digits and . - _ on at most 15 levels', () => {
    limits((name) => named(name), ['a', 'A-b_c.9', 'a/b/c', 'n'.repeat(943)], [
      ['a b', `name of ${prop}.a b ${NAME}, got '/ledger/dev/a b'`],
      ['', `name of ${prop}. ${NAME}, got '/ledger/dev/'`],
      ['/a', `name of ${prop}./a ${NAME}, got '/ledger/dev//a'`],
      ['n'.repeat(944), `name of ${prop}.${'n'.repeat(944)} must be at most 955 characters for a parameter, got 956`],
    ]);
    const path = '/1/2/3/4/5/6/7/8/9/10/11/12/13/14';
    limits((name) => named(name, path), ['a'], [['a/b', `name of ${prop}.a/b ${NAME}, got '${path}/a/b'`]]);
  });

  test('are below a path that AWS does not reserve', () => limits((path) => named('a', path), ['/awake', '/a/aws', '/my-ssm'], [
    ['ledger', `path ${NAME}, got 'ledger'`],
    ['/ledger/', `path ${NAME}, got '/ledger/'`],
    ['/AWS/service', "path must be a parameter name that does not begin with /aws or /ssm, which AWS reserves, got '/AWS/service'"],
    ['/ssm', "path must be a parameter name that does not begin with /aws or /ssm, which AWS reserves, got '/ssm'"],
  ]));
});

test('a parameter exists once in an account and Region', () => {
  const stack = testStack();
  const app = stack.node.root as App;
  const inStack = (scope: Stack, id: string, values = { a: 'x' }) => refusal(() => new ConfigurationParameters(scope, id, { path: '/ledger', values }));
  expect(inStack(stack, 'One')).toBeUndefined();
  expect(inStack(stack, 'Two')).toBe("parameter '/ledger/a' already exists in this stage, for 'Stack/One'");
  expect(refusal(() => new SecureParameters(stack, 'Three', { path: '/ledger', parameters: { a: SecureParameter.generated() } })))
    .toBe("parameter '/ledger/a' already exists in this stage, for 'Stack/One'");
  expect(inStack(stack, 'Four', { b: 'x' } as any)).toBeUndefined();
  expect(inStack(new Stack(app, 'Beside', { env: { account: '123456789012', region: 'eu-west-2' } }), 'One'))
    .toBe("parameter '/ledger/a' already exists in this stage, for 'Stack/One'");
  for (const env of [{ account: '123456789012', region: 'eu-west-1' }, { account: '210987654321', region: 'eu-west-2' }, { region: 'eu-west-2' }, {}]) {
    expect(inStack(new Stack(app, `Away${app.node.children.length}`, { env }), 'One')).toBeUndefined();
  }
  // Two stacks of the same environment.
  for (const env of [{ account: '123456789012' }, { region: 'eu-west-2' }, {}]) {
    for (const id of ['First', 'Second']) expect(inStack(new Stack(app, `${id}-${JSON.stringify(env).replace(/\W/g, '')}`, { env }), 'One')).toBeUndefined();
  }
});

test('parameters need a path outside of a workload', () => {
  const message = "specify path outside of a workload, for example path: '/payment/dev'";
  expect(configured({}, new Stack(new App(), 'Stack'))).toBe(message);
  expect(refusal(() => new SecureParameters(new Stack(new App(), 'Stack'), 'Secrets', { parameters: { a: SecureParameter.generated() } }))).toBe(message);
  expect(configured({ path: '/payment' }, new Stack(new App(), 'Stack'))).toBeUndefined();
});

test('parameters are not empty, and their names make different construct ids', () => {
  expect(configured({ values: {} })).toBe('values must not be empty');
  expect(secured({ parameters: {} })).toBe('parameters must not be empty');
  expect(configured({ values: { 'a--b': 'x', 'a/b': 'x' } })).toBe("values must have names that differ in more than / and --, got 'a--b' and 'a/b'");
  expect(configured({ values: { 'a-b': 'x', 'a/b': 'x' } })).toBeUndefined();
});

describe('the values of ConfigurationParameters', () => {
  const valued = (tier?: ssm.ParameterTier) => (a: string) => configured({ values: { a }, tier });

  test('are 1 to 4,096 bytes in the standard tier', () => limits(valued(), ['x', 'x'.repeat(4096), 'é'.repeat(2048), Fn.ref('Value')], [
    ['', 'values.a must be 1 to 4096 bytes in the Standard tier, got 0'],
    ['x'.repeat(4097), 'values.a must be 1 to 4096 bytes in the Standard tier, got 4097'],
    ['é'.repeat(2049), 'values.a must be 1 to 4096 bytes in the Standard tier, got 4098'],
  ]));

  test.each([[ssm.ParameterTier.ADVANCED, 'Advanced'], [ssm.ParameterTier.INTELLIGENT_TIERING, 'Intelligent-Tiering']])('are 1 to 8,192 bytes in the tier %s', (tier, name) => (
    limits(valued(tier), ['x'.repeat(8192)], [['x'.repeat(8193), `values.a must be 1 to 8192 bytes in the ${name} tier, got 8193`]])));

  test('are no references of Systems Manager', () => limits(valued(), ['{ssm:other}'], [
    ['{{ssm:other}}', 'values.a must not contain {{, which Systems Manager reserves for references'],
  ]));

  test('are no secrets', () => {
    const stack = testStack();
    const secret = new secretsmanager.Secret(stack, 'Secret').secretValueFromJson('password').unsafeUnwrap();
    const [hidden, shown] = [true, false].map((noEcho) => new CfnParameter(stack, `Parameter${noEcho}`, { noEcho }).valueAsString);
    for (const a of [
      '{{resolve:secretsmanager:db:SecretString:password}}', '{{resolve:ssm-secure:db}}', SecretValue.ssmSecure('/db/password').unsafeUnwrap(), secret,
      `https://user:${secret}@host`, hidden, `user:${hidden}`,
    ]) expect([a, configured({ values: { a } }, stack)]).toEqual([a, `values.a ${SECRET}`]);
    expect(configured({ values: { a: shown } }, stack)).toBeUndefined();
  });

  test('are strings', () => {
    expect(configured({ values: { a: 5000 as any } })).toBe('values.a must be a string, got 5000');
    expect(configured({ values: { a: undefined as any } })).toBe('values.a must be a string, got undefined');
    expect(configured({ tier: 'Gold' as any }))
      .toBe("tier must be ParameterTier.ADVANCED, ParameterTier.INTELLIGENT_TIERING or ParameterTier.STANDARD, got 'Gold'");
  });
});

describe('the values of SecureParameters', () => {
  test('have 16 to 4,096 characters', () => limits((length) => generated({ length }), [16, 4096, TOKEN], [
    [15, 'parameters.a.length must be an integer from 16 to 4096, got 15'],
    [4097, 'parameters.a.length must be an integer from 16 to 4096, got 4097'],
    [16.5, 'parameters.a.length must be an integer from 16 to 4096, got 16.5'],
    [NaN, 'parameters.a.length must be a finite number, got NaN'],
  ]));

  test('have at least 10 different printable ASCII characters', () => limits((characters) => generated({ characters }), ['0123456789', '!#$%&()*+~', Fn.ref('Characters')], [
    ['012345678', `${CHARACTERS}, got '012345678'`],
    ['012012012012', `${CHARACTERS}, got '012012012012'`],
    ['0123456789 ', `${CHARACTERS}, got '0123456789 '`],
    ['0123456789é', `${CHARACTERS}, got '0123456789é'`],
    [' 0123456789', `${CHARACTERS}, got ' 0123456789'`],
    ['01234é56789', `${CHARACTERS}, got '01234é56789'`],
    ['', `${CHARACTERS}, got ''`],
  ]));

  test('rotate after 1 to 1,000 days', () => limits((rotateAfter) => generated({ rotateAfter }), [Duration.days(1), Duration.hours(48), Duration.days(1000)], [
    [Duration.hours(1), `${ROTATION}, got 1 hour`],
    [Duration.days(0), `${ROTATION}, got 0 days`],
    [Duration.days(1001), `${ROTATION}, got 1001 days`],
    [Duration.days(TOKEN), 'parameters.a.rotateAfter must be known at synthesis, got a token'],
  ]));

  test('that are fixed have 1 to 4,096 known characters', () => limits((value) => secured({ parameters: { a: SecureParameter.fixed(value) } }), ['x', 'x'.repeat(4096)], [
    ['', "parameters.a.value must be a string of 1 to 4096 characters, got ''"],
    ['x'.repeat(4097), `parameters.a.value must be a string of 1 to 4096 characters, got '${'x'.repeat(60)}…'`],
    [Lazy.string({ produce: () => 'x' }), 'parameters.a.value must be known at synthesis, got a token'],
    [undefined as any, 'parameters.a.value must be a string, got undefined'],
    [5 as any, 'parameters.a.value must be a string, got 5'],
  ]));

  test('are values of SecureParameter with options of their types', () => {
    expect(secured({ parameters: { a: 'secret' as any } })).toBe("parameters.a must be a SecureParameter, got 'secret'");
    expect(secured({ parameters: { a: SecureParameter.generated(null as any) } })).toBe('parameters.a must be a GeneratedParameterOptions, got null');
    expect(secured({ parameters: { a: SecureParameter.generated({ generation: 2 as any }) } })).toBe('parameters.a.generation must be a string, got 2');
  });
});

test('a parameter is read by a name that it has', () => {
  const stack = testStack();
  const role = new iam.Role(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
  const configuration = new ConfigurationParameters(stack, 'Configuration', { values: { a: 'x', b: 'y' } });
  const secrets = new SecureParameters(stack, 'Secrets', { parameters: { c: SecureParameter.generated(), d: SecureParameter.fixed('x') } });
  const target = { bind: () => ({ arn: 'arn:aws:lambda:eu-west-2:123456789012:function:f' }) };
  expect(refusal(() => configuration.reference('e'))).toBe("name must be the name of a parameter (a, b), got 'e'");
  expect(refusal(() => configuration.reference('constructor'))).toBe("name must be the name of a parameter (a, b), got 'constructor'");
  expect(refusal(() => configuration.grantRead(role, 'a', 'e'))).toBe("names[1] must be the name of a parameter (a, b), got 'e'");
  expect(refusal(() => secrets.reference('e'))).toBe("name must be the name of a parameter (c, d), got 'e'");
  expect(refusal(() => secrets.grantRead(role, 'c', 'e'))).toBe("names[1] must be the name of a parameter (c, d), got 'e'");
  expect(refusal(() => secrets.onNewValue('Rule', target, 'e'))).toBe("names[0] must be the name of a parameter (c, d), got 'e'");
  secrets.onNewValue('Changed', target, 'c');
  expect(refusal(() => secrets.onNewValue('Changed', target, 'd'))).toBe("rule 'Changed' already exists in these parameters");
  expect(refusal(() => secrets.grantRead(role, Lazy.string({ produce: () => 'c' })))).toBe('names[0] must be known at synthesis, got a token');
});

test('a copied secret is in the Region of the parameter', () => {
  const copied = (region: string) => {
    const secret = secretsmanager.Secret.fromSecretCompleteArn(testStack(), 'Secret', `arn:aws:secretsmanager:${region}:123456789012:secret:a-abcdef`);
    return secured({ parameters: { a: SecureParameter.ofSecret(secret, 'password') } });
  };
  expect(copied('eu-west-2')).toBeUndefined();
  expect(copied('us-east-1')).toBe("parameters.a.secret must be a secret in eu-west-2, got 'Stack/Secret' in us-east-1");
});
