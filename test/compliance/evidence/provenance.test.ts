/** @library own */
import { execFileSync } from 'child_process';
import { createHash } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, EvidenceFile } from '../../../src';
import { folder, house } from '../support';

function synthesized(files?: EvidenceFile[]): string {
  const app = new App({ outdir: folder() });
  new s3.CfnBucket(new Stack(app, 'Stack', { env: { account: '111111111111', region: 'eu-west-1' } }), 'Bucket');
  new s3.CfnBucket(new Stack(app, 'Other'), 'Bucket');
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketAclsOff')], name: 'ledger', evidence: { systemName: 'Ledger', files } });
  app.synth();
  return path.join(app.outdir, 'evidence', 'ledger');
}

function statementIn(at: string) {
  return JSON.parse(fs.readFileSync(path.join(at, 'provenance.json'), 'utf-8'));
}

const version = (of: string) => JSON.parse(fs.readFileSync(of, 'utf-8')).version;

test('is a statement with the digest of every template and every other file of the evidence', () => {
  const at = synthesized();
  const { _type, subject, predicateType } = statementIn(at);
  expect([_type, predicateType]).toEqual(['https://in-toto.io/Statement/v1', 'https://github.com/cdk-regulated/cdk-regulated/synthesis/v1']);
  const files = fs.readdirSync(at, { recursive: true, encoding: 'utf-8' }).filter((file) => fs.statSync(path.join(at, file)).isFile() && file !== 'provenance.json');
  expect(subject.map(({ name }: any) => name)).toEqual([...files, '../../Other.template.json', '../../Stack.template.json'].sort());
  expect(subject.filter(({ name, digest }: any) => digest.sha256 !== createHash('sha256').update(fs.readFileSync(path.join(at, name))).digest('hex'))).toEqual([]);
});

test('the digests of the files hold in a copy of the folder, and those of the templates by their file name', () => {
  const at = synthesized();
  const copy = path.join(folder(), 'handed-over');
  fs.cpSync(at, copy, { recursive: true });
  const { subject } = statementIn(copy);
  const [templates, files] = [true, false].map((isTemplate) => subject.filter(({ name }: any) => name.startsWith('../') === isTemplate));
  const differing = (list: any[], root: string) => list.filter(({ name, digest }) => digest.sha256 !== createHash('sha256').update(fs.readFileSync(path.join(root, name.replace(/^(\.\.\/)+/, '')))).digest('hex'));
  expect(differing(files, copy)).toEqual([]);
  expect(differing(templates, path.join(at, '..', '..'))).toEqual([]);
  expect(templates.map(({ name }: any) => name)).toEqual(['../../Other.template.json', '../../Stack.template.json']);
});

test('states versions, stacks, frameworks and tables', () => {
  const { predicate: { repository, asOf, frameworks, tables, ...predicate } } = statementIn(synthesized([EvidenceFile.PROVENANCE]));
  expect(predicate).toEqual({
    workload: 'ledger',
    systemName: 'Ledger',
    schemaVersion: 1,
    versions: { 'cdk-regulated': version('package.json'), 'aws-cdk-lib': version(require.resolve('aws-cdk-lib/package.json')), 'node': process.version },
    stacks: [
      { name: 'Other', account: 'not determined', region: 'not determined', template: 'Other.template.json' },
      { name: 'Stack', account: '111111111111', region: 'eu-west-1', template: 'Stack.template.json' },
    ],
  });
  expect(frameworks).toEqual([{ id: expect.any(String), title: expect.any(String), source: expect.any(String) }]);
  expect(Object.keys(tables)).toEqual(['cdk-nag', 'config-rules', 'fedramp-ksi-2026', 'nist-800-53-r5', 'pci-dss-4.0.1', 'prowler', 'security-hub']);
  expect(tables['pci-dss-4.0.1']).toBe('4.0.1');
});

describe('the state of the repository', () => {
  const { cwd } = process;
  afterEach(() => { process.cwd = cwd; });
  const git = (at: string, ...args: string[]) => execFileSync('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { cwd: at, encoding: 'utf-8' }).trim();

  function within(at: string): unknown {
    const real = synthesizedIn(at);
    return statementIn(real).predicate.repository;
  }

  // The folder of the synthesis, without a change of the directory of the test process.
  function synthesizedIn(at: string): string {
    process.cwd = () => at;
    return synthesized([EvidenceFile.PROVENANCE]);
  }

  test('is not stated outside of a repository', () => {
    expect(within(folder())).toBeUndefined();
  });

  test.each([[false], [true]])('has the commit, and whether files differ: %s', (dirty) => {
    const at = folder();
    git(at, 'init', '-q');
    git(at, 'commit', '-q', '--allow-empty', '-m', 'first');
    if (dirty) fs.writeFileSync(path.join(at, 'new.ts'), '');
    expect(within(at)).toEqual({ commit: git(at, 'rev-parse', 'HEAD'), dirty });
  });
});

test('is deleted where it is not selected', () => {
  const at = synthesized([EvidenceFile.MATRIX]);
  expect(fs.readdirSync(at).sort()).toEqual(['evidence.json', 'matrix.csv', 'matrix.md']);
});
