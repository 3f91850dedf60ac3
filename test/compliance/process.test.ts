/** @library own */
import { RootConstruct } from 'constructs';
import { cdkStops, isTest } from '../../src/compliance/report/process';

const VARIABLES = ['CDK_CLI_VERSION', 'CDK_APP_MODE', 'NODE_ENV', 'PYTEST_VERSION', 'PYTEST_CURRENT_TEST'];
const original = { ...process.env };

afterEach(() => {
  for (const name of VARIABLES) {
    if (original[name] === undefined) delete process.env[name];
    else process.env[name] = original[name];
  }
});

function appIn(variables: Record<string, string>, context: Record<string, unknown>): RootConstruct {
  for (const name of VARIABLES) delete process.env[name];
  Object.assign(process.env, variables);
  // An app has the mode of this test run in its context.
  const root = new RootConstruct();
  for (const [key, value] of Object.entries(context)) root.node.setContext(key, value);
  return root;
}

const REPORTS = '@aws-cdk/core:failSynthOnValidationErrors';
const MODE = '@aws-cdk/core:appMode';

test.each<[isStopped: boolean, context: Record<string, unknown>, variables: Record<string, string>]>([
  [true, {}, {}],
  [true, {}, { CDK_APP_MODE: 'inmemory' }],
  [false, {}, { CDK_APP_MODE: 'process' }],
  [false, { [MODE]: 'process' }, {}],
  [true, { [MODE]: 'inmemory' }, { CDK_APP_MODE: 'process' }],
  [false, { [MODE]: 'other' }, { CDK_APP_MODE: 'process' }],
  [false, { [REPORTS]: true }, { CDK_APP_MODE: 'process', CDK_CLI_VERSION: '2.1143.0' }],
  [true, { [REPORTS]: true }, { CDK_CLI_VERSION: '2.1142.0' }],
  [true, { [REPORTS]: false }, { CDK_CLI_VERSION: '2.1143.0' }],
  [true, { [REPORTS]: 'false' }, { CDK_CLI_VERSION: '2.1143.0' }],
  [true, { [REPORTS]: false }, { CDK_CLI_VERSION: '2.1144.7', CDK_APP_MODE: 'process' }],
  [false, { [REPORTS]: false }, { CDK_CLI_VERSION: '2.1142.9' }],
  [false, { [REPORTS]: 'false' }, { CDK_CLI_VERSION: '2.1142.9' }],
  [false, { [REPORTS]: false }, { CDK_CLI_VERSION: '12.1143.0' }],
  [false, { [REPORTS]: false }, {}],
])('CDK stops: %s with context %j and variables %j', (isStopped, context, variables) => {
  expect(cdkStops(appIn(variables, context))).toBe(isStopped);
});

test.each<[isInTest: boolean, context: Record<string, unknown>, variables: Record<string, string>]>([
  [false, {}, {}],
  [true, {}, { NODE_ENV: 'test' }],
  [false, {}, { NODE_ENV: 'production' }],
  [true, {}, { PYTEST_VERSION: '9' }],
  [true, {}, { PYTEST_CURRENT_TEST: 'test_stack.py' }],
  [true, {}, { CDK_APP_MODE: 'inmemory' }],
  [true, { [MODE]: 'inmemory' }, {}],
  [false, {}, { CDK_APP_MODE: 'process', NODE_ENV: 'test' }],
  [false, {}, { CDK_CLI_VERSION: '2.1143.0', NODE_ENV: 'test', CDK_APP_MODE: 'inmemory' }],
])('the app runs in a test: %s with context %j and variables %j', (isInTest, context, variables) => {
  expect(isTest(appIn(variables, context))).toBe(isInTest);
});
