import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { evidenceOf, violations } from './support';
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
  for (const folder of ['validation', 'compliance', 'core', 'audit', 'storage']) fs.cpSync(path.join(ROOT, 'src', folder), path.join(copy, 'src', folder), { recursive: true });
  for (const entry of ['node_modules', 'assets', 'package.json']) fs.symlinkSync(path.join(ROOT, entry), path.join(copy, entry));
  fs.writeFileSync(path.join(copy, 'src', 'compliance', 'frameworks', 'house-rules-7.json'), JSON.stringify(DATA));
  generate(copy);
});
afterAll(() => fs.rmSync(copy, { recursive: true }));

/* eslint-disable-next-line @typescript-eslint/no-require-imports */
const load = (module: string) => require(path.join(copy, 'src', module));

test('the committed generated files are current', () => {
  const files = ['compliance/model/framework.ts', 'compliance/responsibilities/index.ts', 'compliance/sources/index.ts', 'compliance/README.md'];
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
    expect(violations(app).map(({ suggestedFix }) => suggestedFix.split('\n').slice(1, 3))).toEqual([[
      'S3.BucketVersioned (low): versioning is enabled. Fix: set `versioned`.', '  Controls: House rules 7 2.1',
    ]]);
    const [evidence] = evidenceOf(app.outdir, 'app').json.frameworks;
    expect(evidence).toEqual({
      id: 'house-rules-7',
      title: 'House rules 7',
      source: 'https://example.com/house-rules',
      controls: [
        {
          id: '2.1',
          title: 'Buckets are versioned',
          status: 'fails',
          proven: [{ safeguard: 'S3.BucketVersioned', extent: 'part', holds: 0, of: 1 }],
          left: 'no responsibility statement',
        },
        { id: '2.2', title: 'Staff wear badges', status: 'not judged', proven: [], left: 'no responsibility statement' },
      ],
    });
  });

  test('to the conformance packs', () => {
    const { Framework } = load('compliance');
    const { packsOf } = load('audit/config/conformance-pack');
    expect(packsOf(Framework.HOUSE_RULES_7, Framework.HOUSE_RULES_7.configRules, 'aws')).toEqual([[
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

const compliance = (file: string) => path.join(copy, 'src', 'compliance', file);
const generatedWith = (files: Record<string, object | string>) => () => {
  const before = Object.keys(files).map(compliance).map((file) => [file, fs.existsSync(file) ? fs.readFileSync(file) : undefined] as const);
  for (const [file, content] of Object.entries(files)) fs.writeFileSync(compliance(file), typeof content === 'string' ? content : JSON.stringify(content));
  try {
    generate(copy);
  } finally {
    for (const [file, content] of before) content ? fs.writeFileSync(file, content) : fs.rmSync(file);
  }
};

describe('a file is refused', () => {
  const house = { ...DATA, id: 'house' };
  const generated = (name: string, content: object | string) => generatedWith({ [`frameworks/${name}.json`]: content });
  const KEYS = 'id, title, description, source, numbers, numbersFrom, validatedCryptography, controls, catalogue, mappedBy, configRules, responsibilities, reviewRelates, relates, securityHubStandards';

  test.each<[object, string]>([
    [{ id: 'other' }, "id must be 'house', got 'other'"],
    [{ nummbers: {} }, `content must have only the keys ${KEYS}, got 'nummbers'`],
    [{ description: undefined }, 'description must be a string of at least 1 character, got undefined'],
    [{ numbersFrom: '' }, "numbersFrom must be a string of at least 1 character, got ''"],
    [{ numbers: { logRetention: 400 } }, "numbers must have only the keys logRetentionDays, backupRetentionDays, credentialRotationDays, got 'logRetention'"],
    [{ numbers: { logRetentionDays: '400' } }, "numbers.logRetentionDays must be an integer from 1 to 36500, got '400'"],
    [{ numbers: { backupRetentionDays: 36 } }, 'numbers.backupRetentionDays must be an integer from 1 to 35, got 36'],
    [{ numbers: { credentialRotationDays: 0.5 } }, 'numbers.credentialRotationDays must be an integer from 1 to 1000, got 0.5'],
    [{ validatedCryptography: 'yes' }, "validatedCryptography must be true or false, got 'yes'"],
    [{ controls: 'security-hub' }, "controls must be an object, got 'security-hub'"],
    [{ controls: { table: 'security-hub', memberof: 'aws-fsbp' } }, "controls must have only the keys table, memberOf, got 'memberof'"],
    [{ controls: { table: 'security-hubb' } }, "controls.table must be a table of controls in sources, got 'security-hubb'"],
    [{ controls: { table: 'cdk-nag' } }, "controls.table must be a table of controls in sources, got 'cdk-nag'"],
    [{ controls: { table: 'security-hub', memberOf: 'aws-fsbpp' } }, "controls.memberOf must be a baseline or standard of the table 'security-hub', got 'aws-fsbpp'"],
    [{ controls: [{ id: '1', titel: 'One' }] }, "controls[0] must have only the keys id, title, through, got 'titel'"],
    [{ controls: [{ id: '1', title: 'One', through: ['S3.14', 'S3.140'] }] }, "controls[0].through must be controls of 'security-hub', got 'S3.140'"],
    [{ controls: [{ id: 'S3.14', title: 'One' }, { id: 'S3.14', title: 'Two' }] }, "controls must have no duplicates, got 'S3.14' twice"],
    [{ controls: [{ id: '2.2', title: 'Staff wear badges' }] }, "controls must have a control that securityHub maps 'security-hub' to"],
    [{ controls: [] }, 'controls must not be empty, got []'],
    [{ catalogue: 'pci-dss-4' }, "catalogue must be a catalogue that the table 'security-hub' maps to, got 'pci-dss-4'"],
    [{ mappedBy: ['securityHub', 'prowler'] }, "catalogue must be a catalogue that the table 'prowler' maps to, got 'security-hub'"],
    [{ mappedBy: ['securityhub'] }, "mappedBy[0] must be securityHub, cdkNag or prowler, got 'securityhub'"],
    [{ mappedBy: ['securityHub', 'securityHub'] }, "mappedBy must have no duplicates, got 'securityHub' twice"],
    [{ mappedBy: [] }, 'mappedBy must not be empty, got []'],
    [{ relates: [] }, 'relates must not be empty, got []'],
    [{ relates: [{ control: '2.1', safeguards: [], because: 'It is.' }] }, 'relates[0].safeguards must not be empty, got []'],
    [{ numbers: null }, 'numbers must not be empty, got null'],
    [{ configRules: 'security-hub' }, "configRules must be securityHub or safeguards, got 'security-hub'"],
    [{ title: ' ' }, 'title must be one line without spaces at its ends, */ and |, got " "'],
    [{ title: 'House\nrules' }, 'title must be one line without spaces at its ends, */ and |, got "House\\nrules"'],
    [{ description: 'A */ B' }, 'description must be one line without spaces at its ends, */ and |, got "A */ B"'],
    [{ controls: [{ id: '1', title: 'A | B' }] }, 'controls[0].title must be one line without spaces at its ends, */ and |, got "A | B"'],
    [{ controls: [{ id: '1', title: 'One', through: [] }] }, 'controls[0].through must not be empty, got []'],
    [{ controls: [{ id: '1', title: 'One', through: ['S3.14', 'S3.14'] }] }, "controls[0].through must have no duplicates, got 'S3.14' twice"],
    [{ securityHubStandards: ['pci-dss/v/4.0.1', 'pci-dss/v/4.0.1'] }, "securityHubStandards must have no duplicates, got 'pci-dss/v/4.0.1' twice"],
    [{ responsibilities: 'house' }, "responsibilities must be a file of responsibilities, got 'house'"],
    [{ reviewRelates: true }, 'reviewRelates must be omitted without responsibilities'],
    [{ relates: [{ control: '1', safeguards: ['encryption in transit'], because: 'It is.' }] },
      "relates[0].safeguards must be accepted by the responsibilities of '1', got 'encryption in transit'"],
    [{ responsibilities: 'hipaa-security-rule' }, "responsibilities must have every control of the framework, got none for '2.1'"],
    [{ securityHubStandards: ['pci-dss'] }, "securityHubStandards[0] must be a standard as its ARN ends, such as pci-dss/v/4.0.1, got 'pci-dss'"],
  ])('%j', (change, message) => {
    expect(generated('house', { ...house, ...change })).toThrow(new Error(`frameworks/house.json: ${message}`));
  });

  test('under a name that is no id', () => {
    expect(generated('House_7', { ...DATA, id: 'House_7' }))
      .toThrow(new Error("frameworks/House_7.json: id must be lower-case words and numbers that hyphens and periods separate, got 'House_7'"));
    expect(generated('house.rules-7', { ...DATA, id: 'house.rules-7' })).toThrow(new Error("static members of Framework must have no duplicates, got 'HOUSE_RULES_7' twice"));
  });

  test('without JSON', () => {
    expect(generated('house', '{')).toThrow(/^frameworks\/house\.json: .*JSON/);
  });

  test('with a key twice, of which JSON.parse drops the first', () => {
    const text = JSON.stringify(house, null, 1).replace(' "id"', ' "title": "Yard",\n "id"');
    expect(JSON.parse(text).title).toBe(house.title);
    expect(generated('house', text)).toThrow(new Error(`frameworks/house.json: a key of the object in line 4 must not be there twice, got "title": "${house.title}",`));
  });

  test('with a byte order mark', () => {
    expect(generated('house', `\uFEFF${JSON.stringify(house)}`)).toThrow(new Error('frameworks/house.json: the text must be UTF-8 without a byte order mark'));
  });

  test('with the title of another framework', () => {
    expect(generated('house', { ...house, title: 'PCI DSS 4.0.1' })).toThrow(new Error("titles of frameworks must have no duplicates, got 'PCI DSS 4.0.1' twice"));
  });

  test('under another ending', () => {
    expect(generatedWith({ 'frameworks/house.json5': house })).toThrow(new Error("files of frameworks must end in .json, got 'house.json5'"));
  });
});

describe('the generated files stay as they are', () => {
  const row = (id: string) => ({ id, customer: 'Wear a badge.' });
  const FILES = { 'frameworks/yard.json': { ...DATA, id: 'yard', title: 'Yard', responsibilities: 'yard' } };
  const review = (...rows: object[]) => ({ 'responsibilities/yard.json': { source: 'the yard', reports: [], rows } });

  test.each<[string, Record<string, object | string>, string]>([
    ['without JSON', { ...FILES, 'responsibilities/yard.json': '[' }, 'responsibilities/yard.json: '],
    ['with a row of no control', { ...FILES, ...review(row('2.1'), row('2.2'), row('2.3')) }, "responsibilities/yard.json: rows must be controls of yard, got '2.3'"],
    ['that no framework has', review(row('2.1')), 'responsibilities/yard.json must be the responsibilities of a framework'],
    ['with an empty list', { ...FILES, ...review({ ...row('2.1'), part: [] }, row('2.2')) }, 'responsibilities/yard.json: rows[0].part must not be empty, got []'],
  ])('after responsibilities %s', (_, files, message) => {
    const before = fs.readFileSync(compliance('model/framework.ts'), 'utf-8');
    expect(generatedWith(files)).toThrow(message);
    expect(fs.readFileSync(compliance('model/framework.ts'), 'utf-8')).toBe(before);
  });

  test.each<[string, object | string, string]>([
    ['truncated', '{"rows": [', 'sources/yard.json: '],
    ['without rows', {}, 'sources/yard.json: rows must be a list of at least one row'],
    ['with a row twice', { rows: [{ id: 'a' }, { id: 'a' }] }, "sources/yard.json: rows must have no duplicates, got 'a' twice"],
  ])('after a table %s', (_, table, message) => {
    expect(generatedWith({ 'sources/yard.json': table })).toThrow(message);
  });

  test('after a README without the list', () => {
    expect(generatedWith({ 'README.md': '# Compliance' })).toThrow(new Error('src/compliance/README.md must have <!-- frameworks --> and <!-- /frameworks -->'));
  });
});
