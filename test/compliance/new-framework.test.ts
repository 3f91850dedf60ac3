import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { evidenceOf, findings } from './support';
import { generate } from '../../scripts/frameworks';

const ROOT = path.resolve(__dirname, '..', '..');
const DATA = {
  id: 'house-rules-7',
  title: 'House rules 7',
  description: 'House rules, version 7.',
  source: 'https://example.com/house-rules',
  numbers: { logRetentionDays: 400 },
  numbersFrom: 'Rule 9 keeps logs for 400 days.',
  controls: [{ id: '2.1', title: 'Buckets are versioned', through: ['S3.14'] }, { id: '2.2', title: 'Staff wear badges' }],
  catalogue: 'security-hub',
  mappedBy: ['securityHub'],
  configRules: 'securityHub',
};

// A copy of the sources with an additional framework file.
const copy = fs.mkdtempSync(path.join(os.tmpdir(), 'framework-'));
beforeAll(() => {
  for (const folder of ['compliance', 'core', 'audit', 'storage']) fs.cpSync(path.join(ROOT, 'src', folder), path.join(copy, 'src', folder), { recursive: true });
  fs.symlinkSync(path.join(ROOT, 'node_modules'), path.join(copy, 'node_modules'));
  fs.writeFileSync(path.join(copy, 'src', 'compliance', 'frameworks', 'house-rules-7.json'), JSON.stringify(DATA));
  generate(copy);
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

/* eslint-disable-next-line @typescript-eslint/no-require-imports */
const load = (module: string) => require(path.join(copy, 'src', module));

test('the committed generated files are current', () => {
  const files = ['compliance/model/framework.ts', 'compliance/sources/index.ts', 'compliance/README.md'];
  fs.rmSync(path.join(copy, 'src', 'compliance', 'frameworks', 'house-rules-7.json'));
  generate(copy);
  for (const file of files) expect(fs.readFileSync(path.join(copy, 'src', file), 'utf-8')).toBe(fs.readFileSync(path.join(ROOT, 'src', file), 'utf-8'));
  fs.writeFileSync(path.join(copy, 'src', 'compliance', 'frameworks', 'house-rules-7.json'), JSON.stringify(DATA));
  generate(copy);
});

describe('one JSON file adds a framework', () => {
  test('to the static members, with documentation, and to the README', () => {
    expect(fs.readFileSync(path.join(copy, 'src', 'compliance', 'model', 'framework.ts'), 'utf-8')).toContain([
      '  /**',
      '   * House rules, version 7. Rule 9 keeps logs for 400 days.',
      '   */',
      "  public static readonly HOUSE_RULES_7 = new Framework(frameworkFrom(require('../frameworks/house-rules-7.json')));",
    ].join('\n'));
    expect(fs.readFileSync(path.join(copy, 'src', 'compliance', 'README.md'), 'utf-8'))
      .toContain('\n| `Framework.HOUSE_RULES_7`: House rules 7 | AWS Security Hub | rules that AWS Security Hub relates to its controls |\n');
    const { Framework } = load('compliance');
    expect(Object.keys(Framework)).toContain('HOUSE_RULES_7');
    expect(Framework.HOUSE_RULES_7.numbers.logRetention.toDays()).toBe(400);
  });

  test('to the check and the evidence', () => {
    const { ComplianceChecks, Framework } = load('compliance');
    const app = new App({ outdir: fs.mkdtempSync(path.join(copy, 'out-')) });
    new s3.Bucket(new Stack(app, 'Stack'), 'Bucket');
    ComplianceChecks.on(app, { frameworks: [Framework.HOUSE_RULES_7] });
    expect(findings(app)).toEqual(expect.arrayContaining([expect.objectContaining({
      rule: 'S3.BucketVersioned', path: 'Stack/Bucket/Resource', description: expect.stringMatching(/\. Controls: House rules 7 2\.1$/),
    })]));
    const [evidence] = evidenceOf(app.outdir, 'app').json.frameworks;
    expect(evidence).toEqual({
      id: 'house-rules-7',
      title: 'House rules 7',
      source: 'https://example.com/house-rules',
      controls: [
        { id: '2.1', title: 'Buckets are versioned', safeguards: ['S3.BucketVersioned'], status: 'not met' },
        { id: '2.2', title: 'Staff wear badges', safeguards: [], status: 'customer' },
      ],
    });
  });

  test('to the conformance packs', () => {
    const { Framework } = load('compliance');
    const { packsOf } = load('audit/config/conformance-pack');
    expect(packsOf(Framework.HOUSE_RULES_7, Framework.HOUSE_RULES_7.configRules)).toEqual([[
      'Resources:',
      '  S3BucketVersioningEnabled:',
      '    Type: AWS::Config::ConfigRule',
      '    Properties:',
      '      ConfigRuleName: "s3-bucket-versioning-enabled"',
      '      Description: "House rules 7: 2.1"',
      '      Source:',
      '        Owner: AWS',
      '        SourceIdentifier: S3_BUCKET_VERSIONING_ENABLED',
      '',
    ].join('\n')]);
  });
});

describe('a file is refused', () => {
  const generated = (name: string, data: object) => {
    const file = path.join(copy, 'src', 'compliance', 'frameworks', `${name}.json`);
    fs.writeFileSync(file, JSON.stringify(data));
    try {
      generate(copy);
    } finally {
      fs.rmSync(file);
    }
  };

  test('under another name than its id', () => {
    expect(() => generated('house', { ...DATA, id: 'other' })).toThrow("id of frameworks/house.json must be 'house', got 'other'");
  });

  test('with an unknown key', () => {
    expect(() => generated('house', { ...DATA, id: 'house', nummbers: {} })).toThrow(/^frameworks\/house\.json must have only id, title, .*, got nummbers$/);
  });
});
