import { spawn } from 'child_process';
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { buildSync } from 'esbuild';
import { folder } from './support';

// Every way of running a synthesis, with the CDK CLI of the development dependencies. `test:coverage` of CI runs them with the newest aws-cdk-lib too.

const ROOT = path.join(__dirname, '../..');
const CLI = path.join(ROOT, 'node_modules/aws-cdk/bin/cdk');
const MINUTE = 60_000;

/** An app whose tree the context key `tree` selects. The stack `Bad` has a finding, `Good` has none. */
const APP = `
import { App, Stack, Stage } from 'aws-cdk-lib';
import * as codecommit from 'aws-cdk-lib/aws-codecommit';
import * as pipelines from 'aws-cdk-lib/pipelines';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework } from ${JSON.stringify(path.join(ROOT, 'src'))};

const app = new App();
const house = new Framework({
  id: 'house', title: 'House', source: 'https://example.com', controls: [{ id: '1', title: 'Versions', safeguards: ['S3.BucketVersioned'] }],
});
ComplianceChecks.on(app, { frameworks: [house] });
const stacks = (scope) => {
  new s3.Bucket(new Stack(scope, 'Good'), 'Bucket', { versioned: true, enforceSSL: true });
  new s3.Bucket(new Stack(scope, 'Bad'), 'Bucket', { versioned: app.node.tryGetContext('tree') === 'sound', enforceSSL: true });
};
switch (app.node.tryGetContext('tree')) {
  case 'stage': stacks(new Stage(app, 'Prod')); break;
  case 'nested': stacks(new Stage(new Stage(app, 'Prod'), 'West')); break;
  case 'pipeline': {
    const stack = new Stack(app, 'Pipeline');
    const pipeline = new pipelines.CodePipeline(stack, 'Pipeline', {
      artifactBucket: new s3.Bucket(stack, 'Artifacts', { versioned: true, enforceSSL: true }),
      synth: new pipelines.ShellStep('Synth', {
        input: pipelines.CodePipelineSource.codeCommit(codecommit.Repository.fromRepositoryName(stack, 'Source', 'source'), 'main'), commands: ['npx cdk synth'],
      }),
    });
    const stage = new Stage(app, 'Prod');
    stacks(stage);
    pipeline.addStage(stage);
    break;
  }
  default: stacks(app);
}
`;

let home: string;

beforeAll(() => {
  home = folder();
  fs.writeFileSync(path.join(home, 'app.ts'), APP);
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(home, 'node_modules'));
  buildSync({
    entryPoints: [path.join(home, 'app.ts')],
    outfile: path.join(home, 'app.js'),
    bundle: true,
    platform: 'node',
    sourcemap: true,
    external: ['aws-cdk-lib', 'constructs'],
    // The page of the evidence is read from the folder assets, three levels above the file that reads it.
    define: { __dirname: JSON.stringify(path.join(ROOT, 'src/compliance/evidence')) },
  });
});

interface Ended {
  readonly code: number | null;
  /** Both streams, without colors and without the folder of the app. */
  readonly output: string;
}

/** Runs Node.js in a new folder, without the environment of the test and without credentials. */
function run(args: string[], variables: NodeJS.ProcessEnv = {}, cwd = folder()): Promise<Ended> {
  const { NODE_ENV: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = spawn(process.execPath, args, {
    cwd,
    env: {
      ...env,
      HOME: home,
      AWS_CONFIG_FILE: os.devNull,
      AWS_SHARED_CREDENTIALS_FILE: os.devNull,
      AWS_EC2_METADATA_DISABLED: 'true',
      CDK_DISABLE_CLI_TELEMETRY: 'true',
      CDK_DISABLE_VERSION_CHECK: 'true',
      NO_COLOR: '1',
      ...variables,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output += data; });
  // eslint-disable-next-line no-control-regex
  return new Promise((resolve) => child.on('close', (code) => resolve({ code, output: output.replace(/\x1b\[[0-9;]*m/g, '').replace(/\S*app\.ts:/g, 'app.ts:') })));
}

function cdk(command: string, tree: string, args: string[] = [], cwd = folder()): Promise<Ended> {
  return run([CLI, command, '--app', `${process.execPath} --enable-source-maps ${path.join(home, 'app.js')}`, '--no-notices', '-c', `tree=${tree}`, ...args], {}, cwd);
}

/** The report of the one finding. */
function report(at: string, severity: 'FATAL' | 'WARNING' = 'FATAL', evidence = 'cdk.out/evidence/app'): string {
  return [
    `${severity} 1 finding of 1 safeguard${severity === 'FATAL' ? ' stops the synthesis' : ', reported only'} (ComplianceChecks)`,
    '   ',
    '   Suggested fix: correct the resources, or acknowledge a deviation with its id and a reason',
    '   S3.BucketVersioned (low): versioning is enabled. Fix: set `versioned`.',
    '     Controls: House 1',
    '     Not met: VersioningConfiguration.Status is not set, must be Enabled',
    `       ${at}/Bucket (Bucket83908E77) app.ts:15:3`,
    '   safeguard           severity  findings',
    '   S3.BucketVersioned  low              1',
    '   Acknowledged: 0',
    '   Frameworks: House',
    `   Evidence: ${evidence}`,
    `   ${severity === 'FATAL' ? 'Rule ComplianceChecks::Findings' : "Acknowledge with 'ComplianceChecks::Findings'"}`,
  ].join('\n');
}

const occurrences = (text: string, part: string) => text.split(part).length - 1;

describe('the CDK CLI ends with an error and prints the finding once', () => {
  test.each<[string, string, string, string[], string]>([
    ['stacks of the app', 'synth', 'plain', [], 'Bad'],
    ['a selected stack without findings', 'synth', 'plain', ['Good'], 'Bad'],
    ['every stack', 'synth', 'plain', ['**'], 'Bad'],
    ['stacks of a stage', 'synth', 'stage', [], 'Prod/Bad'],
    ['a selected stack of a stage', 'synth', 'stage', ['Prod/Good'], 'Prod/Bad'],
    ['every stack of a stage', 'synth', 'stage', ['**'], 'Prod/Bad'],
    ['stacks of a nested stage', 'synth', 'nested', [], 'Prod/West/Bad'],
    ['a pipeline', 'synth', 'pipeline', [], 'Prod/Bad'],
    ['a deployment', 'deploy', 'stage', ['Prod/Good', '--require-approval=never'], 'Prod/Bad'],
    ['a comparison', 'diff', 'stage', ['Prod/Good'], 'Prod/Bad'],
  ])('%s: cdk %s, tree %s, %j', async (_, command, tree, args, at) => {
    const cwd = folder();
    const { code, output } = await cdk(command, tree, args, cwd);
    expect(output).toContain(report(at));
    expect(occurrences(output, 'S3.BucketVersioned (low)')).toBe(1);
    expect(code).toBe(1);
    expect(fs.existsSync(path.join(cwd, 'cdk.out/evidence/app/evidence.json'))).toBe(true);
  }, 2 * MINUTE);

  test('a cloud assembly that an earlier synthesis wrote', async () => {
    const cwd = folder();
    await cdk('synth', 'stage', ['-q'], cwd);
    const { code, output } = await run([CLI, 'deploy', '--app', 'cdk.out', '--no-notices', 'Prod/Good', '--require-approval=never'], {}, cwd);
    expect(output).toContain(report('Prod/Bad'));
    expect(code).toBe(1);
  }, 2 * MINUTE);
});

describe('the app ends with an error and prints the finding once', () => {
  const ofCli = (version: string) => ({
    CDK_CLI_VERSION: version, CDK_CONTEXT_JSON: JSON.stringify({ 'tree': 'stage', '@aws-cdk/core:failSynthOnValidationErrors': false }), CDK_OUTDIR: 'cdk.out',
  });

  test.each<[string, NodeJS.ProcessEnv]>([
    ['without the CDK CLI', { CDK_CONTEXT_JSON: JSON.stringify({ tree: 'stage' }), CDK_OUTDIR: 'cdk.out' }],
    ['where CDK sets the exit code of Node.js only', { CDK_CONTEXT_JSON: JSON.stringify({ tree: 'stage' }), CDK_OUTDIR: 'cdk.out', CDK_APP_MODE: 'process' }],
    ['with a CDK CLI that drops findings of stages', ofCli('2.1142.0')],
    ['with a toolkit of unknown version', ofCli('1.20.0')],
  ])('%s', async (_, variables) => {
    const cwd = folder();
    const { code, output } = await run(['--enable-source-maps', path.join(home, 'app.js')], variables, cwd);
    expect(occurrences(output, 'FATAL 1 finding of 1 safeguard stops the synthesis')).toBe(1);
    expect(output).toContain('\n   Evidence: cdk.out/evidence/app\n');
    expect(code).toBe(1);
    expect(fs.existsSync(path.join(cwd, 'cdk.out/evidence/app/evidence.json'))).toBe(true);
  }, MINUTE);

  test('not with a CDK CLI that reads the report of the app', async () => {
    const { code, output } = await run([path.join(home, 'app.js')], ofCli('2.1143.0'));
    expect([code, output]).toEqual([0, '']);
  }, MINUTE);
});

test('an app without findings prints one line', async () => {
  const { code, output } = await cdk('synth', 'sound', ['-q']);
  expect(output.split('\n').filter((line) => line.includes('ComplianceChecks'))).toEqual([
    'ComplianceChecks: app: House: 0 findings, 0 acknowledged, evidence in cdk.out/evidence/app',
  ]);
  expect(code).toBe(0);
}, MINUTE);

test('the context reports findings without an error', async () => {
  const { code, output } = await cdk('synth', 'stage', ['-q', '-c', 'cdk-regulated:onFindings=report']);
  expect(output).toContain(report('Prod/Bad', 'WARNING'));
  expect(code).toBe(0);
}, MINUTE);

test('a baseline keeps known findings from ending the synthesis, and names those that are gone', async () => {
  const cwd = folder();
  const said = async (tree: string, effect: string) => {
    const { code, output } = await run([path.join(home, 'app.js')], {
      CDK_CONTEXT_JSON: JSON.stringify({ tree, 'cdk-regulated:onFindings': effect }), CDK_OUTDIR: 'cdk.out',
    }, cwd);
    return [code, output.split('\n').filter((line) => /^(?! +at ).*(ComplianceChecks|baseline)/.test(line))];
  };
  expect(await said('stage', 'baseline')).toEqual([1, [
    expect.stringContaining("baseline file 'compliance-baseline.json' does not exist: write it with the context cdk-regulated:onFindings=write-baseline"),
  ]]);
  expect(await said('stage', 'write-baseline')).toEqual([0, [
    'ComplianceChecks: app: House: 1 finding written to compliance-baseline.json, 0 acknowledged, evidence in cdk.out/evidence/app',
  ]]);
  expect(fs.readFileSync(path.join(cwd, 'compliance-baseline.json'), 'utf-8'))
    .toBe('{\n  "version": 1,\n  "frameworks": [\n    "house"\n  ],\n  "findings": {\n    "S3.BucketVersioned": [\n      "Prod/Bad/Bucket/Resource"\n    ]\n  }\n}\n');
  expect(await said('stage', 'baseline')).toEqual([0, [
    'ComplianceChecks: app: House: 0 new findings, 1 known in compliance-baseline.json, 0 acknowledged, evidence in cdk.out/evidence/app',
  ]]);
  expect(await said('sound', 'baseline')).toEqual([0, [
    'ComplianceChecks: app: House: 0 new findings, 0 known in compliance-baseline.json, 0 acknowledged, evidence in cdk.out/evidence/app',
    'WARNING 1 known finding of compliance-baseline.json no longer exists (ComplianceChecks)',
    '   Suggested fix: remove them from the file: synthesize with the context cdk-regulated:onFindings=write-baseline',
    "   Acknowledge with 'ComplianceChecks::FixedFinding'",
  ]]);
}, 5 * MINUTE);
