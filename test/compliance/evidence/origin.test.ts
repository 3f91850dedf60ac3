/** @library own */
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { Framework, Lifecycle, Workload } from '../../../src';
import { originOf } from '../../../src/compliance/evidence/origin';
import { originText } from '../../../src/compliance/evidence/origin-text';
import { evidenceOf, folder, synth } from '../support';
import { templatesOf } from './support';

const { cwd } = process;
const { CDK_CONTEXT_JSON, CDK_CLI_ASM_VERSION } = process.env;
afterEach(() => {
  process.cwd = cwd;
  Object.entries({ CDK_CONTEXT_JSON, CDK_CLI_ASM_VERSION }).forEach(([name, value]) => {
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  });
});

/** Context that the origin states where the CDK CLI passes a context to an app of a project. */
function contextOf(passed: object, project: Record<string, string>, isCli = true): unknown {
  const at = folder();
  Object.entries(project).forEach(([file, text]) => fs.writeFileSync(path.join(at, file), text));
  process.cwd = () => at;
  process.env.CDK_CONTEXT_JSON = JSON.stringify(passed);
  if (isCli) process.env.CDK_CLI_ASM_VERSION = '52.0.0';
  else delete process.env.CDK_CLI_ASM_VERSION;
  return originOf([], undefined).context;
}

test('stacks are in the same order, whatever the order in which the app adds them', () => {
  const [one, other] = [['A', 'B'], ['B', 'A']].map((names) => originOf(templatesOf(Object.fromEntries(names.map((name) => [name, { Resources: {} }]))), undefined).stacks);
  expect(other).toEqual(one);
  expect(one.map(({ name }) => name)).toEqual(['A', 'B']);
});

test('the context of the command is what the CDK CLI passes and no file of the project has', () => {
  const project = {
    'cdk.json': JSON.stringify({ app: 'node app.js', context: { lifecycle: 'ephemeral', team: 'payments' } }),
    'cdk.context.json': JSON.stringify({ 'availability-zones:account=1:region=eu-west-2': ['eu-west-2a'], 'ami': 'ami-1' }),
  };
  const passed = { 'suffix': 'prod', 'lifecycle': 'production', 'team': 'payments', 'ami': 'ami-1', 'aws:cdk:enable-path-metadata': 'true', '@aws-cdk/core:flag': 'x', 'object': {} };
  expect(contextOf(passed, project)).toEqual({ lifecycle: 'production', suffix: 'prod' });
  expect(contextOf({ 'aws:cdk:bundling-stacks': '**' }, { 'cdk.json': 'no JSON' })).toEqual({});
  expect(contextOf(passed, project, false)).toBeUndefined();
});

test('the evidence of a workload states its lifecycle, account, Region and the command', () => {
  const app = new App({ outdir: folder() });
  Workload.on(app, { name: 'ledger', lifecycle: Lifecycle.EPHEMERAL, suffix: 'dev', frameworks: [Framework.AWS_FSBP] });
  new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-2' } });
  process.env.CDK_CLI_ASM_VERSION = '52.0.0';
  process.env.CDK_CONTEXT_JSON = JSON.stringify({ suffix: 'dev', reason: "it's a test" });
  synth(app);
  const { json, matrix } = evidenceOf(app.outdir, 'ledger-dev');
  expect(json.origin).toMatchObject({ lifecycle: 'ephemeral', context: { reason: "it's a test", suffix: 'dev' }, stacks: [{ account: '111111111111', region: 'eu-west-2' }] });
  expect(matrix).toContain("- Lifecycle: ephemeral\n- Account: 111111111111\n- Region: eu-west-2\n- Command: `npx cdk synth -c 'reason=it'\\''s a test' -c suffix=dev`\n");
});

test.each([
  [{ commit: 'abc', dirty: false }, '2026-11-28T10:00:00Z', 'commit abc, code of 2026-11-28 10:00:00 UTC, without other changes'],
  [{ commit: 'abc', dirty: true }, '2026-11-28T10:00:00Z', 'commit abc, code of 2026-11-28 10:00:00 UTC, with changes that are not committed'],
  [{ commit: 'abc' }, undefined, 'commit abc'],
  [{}, '2026-11-28T10:00:00Z', 'outside a Git repository, code of 2026-11-28 10:00:00 UTC: nothing relates the evidence to a version of the code'],
  [{}, undefined, 'outside a Git repository: nothing relates the evidence to a version of the code'],
])('the code of %j is in words', (repository, asOf, text) => {
  const origin = { ...repository, versions: { 'cdk-regulated': '1.0.0', 'aws-cdk-lib': '2.0.0' }, stacks: [] };
  expect(originText({ origin, asOf })).toEqual([['Code', text], ['Made with', 'cdk-regulated 1.0.0, aws-cdk-lib 2.0.0'], ['Account', 'no stack'], ['Region', 'no stack']]);
});
