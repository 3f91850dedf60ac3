import { existsSync, readFileSync } from 'fs';
import { join } from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework } from '../../../src';
import { csv } from '../../../src/compliance/evidence/csv';
import { folder, synth } from '../support';

const RLO = '\u202e';
const BEL = '\u0007';
const HTML = '<img src=x onerror=alert(1)>';
const FILES = [
  'architecture.svg', 'changes.md', 'crypto.json', 'data-flow.svg', 'deviations.csv', 'evidence.json', 'fedramp/README.md', 'fedramp/information-flows.json', 'fedramp/information-resources.json',
  'fedramp/security-decision-record.json', 'fedramp/security-decision-record.md', 'index.html', 'matrix.csv', 'matrix.md', 'oscal/assessment-results.json', 'oscal/component-definition.json', 'oscal/poam.json',
];
// eslint-disable-next-line no-control-regex
const UNSEEN = /[\x00-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]/;

/** The files of a workload whose names and texts are hostile, by name. */
function build(): Record<string, string> {
  const outdir = folder();
  for (const run of [0, 1]) {
    const app = new App({ outdir, context: { text: `${HTML}\nline` } });
    const stack = new Stack(app, 'Stack', { description: `${RLO}stack` });
    const vpc = new ec2.CfnVPC(stack, `Vpc${RLO}gpj`, { cidrBlock: '10.0.0.0/16', tags: [{ key: 'Name', value: `${HTML}${RLO}${BEL}` }] });
    new ec2.CfnSecurityGroup(stack, `Group${HTML}`, {
      groupDescription: `=HYPERLINK("http://evil.example") | ${HTML}`,
      vpcId: vpc.ref,
      securityGroupIngress: [{ ipProtocol: 'tcp', fromPort: 22 + run, toPort: 22 + run, cidrIp: '203.0.113.0/24', description: `a\\| b ${RLO} [c](http://evil.example) ${HTML}` }],
    });
    const bucket = new s3.CfnBucket(stack, `Bucket\u200b${RLO}`, { versioningConfiguration: { status: 'Suspended' } });
    ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketVersioned', reason: `=1+1 is the reason ${RLO} that | the ${HTML} owner gives`, owner: '@SUM(A1)' });
    ComplianceChecks.on(app, {
      frameworks: [Framework.FEDRAMP_MODERATE_R5, Framework.FEDRAMP_KSI_2026, Framework.PCI_DSS_4_0_1],
      name: 'ledger',
      evidence: { systemName: `Ledger ${RLO} ${HTML}`, owner: `+owner${RLO}`, ...run === 1 && { compareWith: join(outdir, 'evidence', 'ledger') } },
    });
    synth(app);
  }
  const path = (file: string) => join(outdir, 'evidence', 'ledger', file);
  return Object.fromEntries(FILES.filter((file) => existsSync(path(file))).map((file) => [file, readFileSync(path(file), 'utf-8')]));
}

describe('files of a workload with hostile names', () => {
  let files: Record<string, string>;
  beforeAll(() => {
    files = build();
  });

  test('are all written', () => {
    expect(Object.keys(files)).toEqual(FILES);
  });

  test.each(FILES)('%s has no character that no reader sees: it shows the code point', (file) => {
    expect(files[file].match(UNSEEN)).toBeNull();
  });

  test.each(['architecture.svg', 'evidence.json', 'index.html', 'matrix.md', 'deviations.csv', 'changes.md'])('%s shows the code point of a control of direction', (file) => {
    expect(files[file]).toContain('[U+202E]');
  });

  test.each(FILES.filter((file) => file.endsWith('.md')))('%s has no HTML and no link of the app', (file) => {
    expect(files[file].replace(/```json\n.*?```/gs, '')).not.toMatch(/<img|(?<!\\)\]\(http/);
  });

  test('names that have such a character are the same as in the earlier evidence', () => {
    expect(files['changes.md']).toContain('0 components (0 new, 0 gone, 0 changed), 2 connections (1 new, 1 gone, 0 changed), 0 keys and endpoints (0 new, 0 gone, 0 changed), 0 findings (0 new, 0 gone, 0 changed), 0 deviations (0 new, 0 gone, 0 changed)');
  });

  test('a backslash before a pipe ends no cell', () => {
    const rows = files['changes.md'].split('\n').filter((line) => line.startsWith('|') && line.includes('evil.example'));
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.map((row) => row.replace(/\\[\\|]/g, '').split('|').length)).toEqual(rows.map(() => 7));
  });

  test.each(['matrix.csv', 'deviations.csv'])('no cell of %s is a formula', (file) => {
    const cells = files[file].split(/,|\r\n/).map((cell) => cell.replace(/^"/, ''));
    expect(cells.filter((cell) => /^[=+@\uff1d]/.test(cell))).toEqual([]);
  });

  test('the size of a text in a diagram is that of what it shows', () => {
    const [, width] = /<text[^>]*font-weight="700" textLength="(\d+)"[^>]*>Architecture of Ledger/.exec(files['architecture.svg'])!;
    expect(Number(width)).toBeGreaterThan(400);
  });
});

test('cells that begin with full-width operators or a line feed are no formulas either', () => {
  expect(csv(['a'], [['\uff1d1+1'], ['\n=1']])).toBe('a\r\n\'\uff1d1+1\r\n"\'\n=1"\r\n');
});
