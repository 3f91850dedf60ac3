import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import { CfnKey } from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { ComplianceChecks, EvidenceFile, EvidenceOptions, Framework, OnFindings, Workload } from '../../../src';
import { isOfFedRamp } from '../../../src/compliance/evidence/options';
import { shown } from '../../../src/validation/refuse';
import { refusal } from '../../refusal';
import { folder, house } from '../support';

/** An app with one bucket without a finding, in a new output folder. */
function appWith(evidence: EvidenceOptions, outdir = folder(), name = 'ledger'): App {
  const app = new App({ outdir });
  new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketAclsOff')], name, evidence });
  return app;
}

describe('options of the evidence', () => {
  test('select the folder, the files, the name of the system and the owner', () => {
    const at = folder();
    fs.mkdirSync(path.join(at, 'ledger'));
    fs.writeFileSync(path.join(at, 'ledger', 'matrix.md'), 'of an earlier synthesis with more files');
    fs.writeFileSync(path.join(at, 'ledger', 'evidence.json'), '{ "schemaVersion": 1 }');
    fs.writeFileSync(path.join(at, 'ledger', 'notes.txt'), 'of someone else');
    const app = appWith({ folder: at, files: [], systemName: 'Ledger', owner: 'Payments team' });
    app.synth();
    expect(fs.readdirSync(path.join(at, 'ledger')).sort()).toEqual(['evidence.json', 'notes.txt']);
    expect(fs.existsSync(path.join(app.outdir, 'evidence'))).toBe(false);
    const { schemaVersion, name, systemName, owner } = JSON.parse(fs.readFileSync(path.join(at, 'ledger', 'evidence.json'), 'utf-8'));
    expect({ schemaVersion, name, systemName, owner }).toEqual({ schemaVersion: 1, name: 'ledger', systemName: 'Ledger', owner: 'Payments team' });
  });

  test('leave the files of a folder that has no evidence', () => {
    const at = folder();
    fs.mkdirSync(path.join(at, 'ledger'));
    for (const file of ['index.html', 'cost.json', 'provenance.json']) fs.writeFileSync(path.join(at, 'ledger', file), 'of a site');
    appWith({ folder: at, files: [] }).synth();
    expect(fs.readdirSync(path.join(at, 'ledger')).sort()).toEqual(['cost.json', 'evidence.json', 'index.html', 'provenance.json']);
  });

  test('of a workload reach its evidence', () => {
    const at = folder();
    const app = new App({ outdir: folder() });
    new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    Workload.on(app, { name: 'ledger', suffix: 'dev', frameworks: [house('S3.BucketAclsOff')], evidence: { folder: at } });
    app.synth();
    expect(fs.readdirSync(at)).toEqual(['ledger-dev']);
  });

  test('set prices and usage of the estimate', () => {
    const at = folder();
    const app = new App({ outdir: folder() });
    new CfnKey(new Stack(app, 'Stack'), 'Key', { keyPolicy: {} });
    const prices = { publishedOn: '2027-01', priceOf: () => ({ usd: 0.8, source: 'agreement' }) };
    ComplianceChecks.on(app, { frameworks: [], name: 'ledger', onFindings: OnFindings.REPORT, evidence: { folder: at, prices, usage: { logGib: 1 } } });
    app.synth();
    const { lines } = JSON.parse(fs.readFileSync(path.join(at, 'ledger', 'cost.json'), 'utf-8'));
    expect(lines).toEqual([{ item: 'kms-key', title: 'customer managed key', region: 'us-east-1', quantity: 1, per: 'month', price: 0.8, monthly: 0.8, source: 'agreement', publishedOn: '2027-01', quantityFrom: 'template' }]);
  });

  test.each<[EvidenceOptions, string]>([
    [{ folder: '' }, "evidence.folder must be a path, got ''"],
    [{ compareWith: '' }, "evidence.compareWith must be a path, got ''"],
    [{ owner: 'a\nb' }, "evidence.owner must be a line of 1 to 200 characters, got 'a\\nb'"],
    [{ systemName: '' }, "evidence.systemName must be a line of 1 to 200 characters, got ''"],
    [{ files: ['pages' as EvidenceFile, EvidenceFile.MATRIX] }, "evidence.files[0] must be a member of EvidenceFile, got 'pages'"],
    [{ usage: { logGib: -1 } }, 'evidence.usage.logGib must be a number of at least 0, got -1'],
  ])('%j is refused', (evidence, message) => {
    expect(refusal(() => appWith(evidence))).toBe(message);
  });
});

describe('an earlier evidence', () => {
  test('that is not there is an error, and the templates are written', () => {
    const app = appWith({ compareWith: 'no/such/folder' });
    expect(refusal(() => app.synth())).toBe("evidence.compareWith must be a folder with evidence.json, got 'no/such/folder'");
    expect(fs.existsSync(path.join(app.outdir, 'Stack.template.json'))).toBe(true);
  });

  test.each([['{ "schemaVersion": 0 }', '0'], ['{}', 'none'], ['not JSON', 'none'], ['null', 'none']])('with the text %p is an error', (text, version) => {
    const at = folder();
    fs.writeFileSync(path.join(at, 'evidence.json'), text);
    const app = appWith({ compareWith: at });
    expect(refusal(() => app.synth())).toBe(`evidence.compareWith must be evidence of schema version 1, got ${version} in ${shown(path.join(at, 'evidence.json'))}`);
    expect(fs.existsSync(path.join(app.outdir, 'Stack.template.json'))).toBe(true);
  });
});

describe('an earlier evidence that another program changed', () => {
  const written = folder();
  let text = '';
  beforeAll(() => {
    const app = appWith({});
    app.synth();
    fs.cpSync(path.join(app.outdir, 'evidence', 'ledger'), written, { recursive: true });
    text = fs.readFileSync(path.join(written, 'evidence.json'), 'utf-8');
  });
  const refusalOf = (content: string, withProvenance = false) => {
    const at = folder();
    if (withProvenance) fs.copyFileSync(path.join(written, 'provenance.json'), path.join(at, 'provenance.json'));
    fs.writeFileSync(path.join(at, 'evidence.json'), content);
    return { at: shown(path.join(at, 'evidence.json')), said: () => refusal(() => appWith({ compareWith: at }).synth()) };
  };

  test.each<[string, (evidence: any) => void]>([
    ['keys', ({ crypto }) => { crypto.keys = null; }],
    ['endpoints', ({ crypto }) => { crypto.inTransit = [null]; }],
    ['certificates', ({ crypto }) => { crypto.inTransit = [{ component: 'a', endpoint: 'b', certificates: 7 }]; }],
    ['subnets', ({ inventory }) => { inventory.components[0].subnets = 'x'; }],
    ['settings', ({ inventory }) => { inventory.components[0].settings = 'x'; }],
    ['an acknowledgement', ({ outcomes }) => { outcomes[0].acknowledgement = 3; }],
    ['stacks', ({ origin }) => { origin.stacks = null; }],
  ])('in %s is an error', (_, change) => {
    const evidence = JSON.parse(text);
    change(evidence);
    const { at, said } = refusalOf(JSON.stringify(evidence));
    expect(said()).toBe(`evidence.compareWith must be evidence as the check wrote it, got other content in ${at}`);
  });

  test('is an error where its digest is not the recorded one', () => {
    const { at, said } = refusalOf(text.replace('"findings": ', '"findings": 1'), true);
    expect(said()).toBe(`evidence.compareWith must be evidence as the check wrote it, got a digest other than that of provenance.json for ${at}`);
  });

  test('is none where only the ends of lines differ, or no digest is recorded', () => {
    expect(refusalOf(text.replace(/\n/g, '\r\n'), true).said()).toBeUndefined();
    expect(refusalOf(text.replace('"findings": ', '"findings": 1')).said()).toBeUndefined();
  });
});

test.each([
  { outcomes: [{}], inventory: {}, flows: [] },
  { outcomes: [], frameworks: [], flows: [], inventory: { components: [null] } },
  { outcomes: [], frameworks: [{}], flows: [], inventory: { components: [] } },
  { outcomes: [], frameworks: [], flows: [{ id: 'a' }], inventory: { components: [] } },
])('an earlier evidence that is damaged is an error: %j', (content) => {
  const at = folder();
  fs.writeFileSync(path.join(at, 'evidence.json'), JSON.stringify({ schemaVersion: 1, ...content }));
  expect(refusal(() => appWith({ compareWith: at }).synth()))
    .toBe(`evidence.compareWith must be evidence as the check wrote it, got other content in ${shown(path.join(at, 'evidence.json'))}`);
});

test('paths that differ in characters or in their end have evidence of their own by default, with names that a file system accepts', () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  const long = 'x'.repeat(210);
  for (const id of ['日本', '中国', 'a_b', 'a b', `${long}1`, `${long}2`, 'Plain']) ComplianceChecks.on(new Construct(stack, id), { frameworks: [] });
  app.synth();
  const names = fs.readdirSync(path.join(app.outdir, 'evidence'));
  expect(names).toHaveLength(7);
  expect(names.filter((name) => /^[A-Za-z0-9-]{1,200}$/.test(name))).toHaveLength(7);
  expect(names).toContain('Stack-Plain');
});

describe('frameworks of a check', () => {
  const own = (id: string, title: string) => new Framework({ id, title, source: 'House', controls: [{ id: 'H-1', title: 'A control', safeguards: ['S3.BucketAclsOff'] }] });
  test.each<[() => Framework[], string]>([
    [() => [own('house', 'House'), own('house', 'House 2')], "frameworks must have no duplicates, got 'house' twice"],
    [() => [own('pci-dss-4.0.1', 'House')], "frameworks[0] must not have the id or the title of a built-in framework, got 'pci-dss-4.0.1'"],
    [() => [Framework.AWS_FSBP, own('house', 'PCI DSS 4.0.1')], "frameworks[1] must not have the id or the title of a built-in framework, got 'PCI DSS 4.0.1'"],
  ])('that cannot be distinguished are refused (%#)', (frameworks, message) => {
    expect(refusal(() => ComplianceChecks.on(new App({ outdir: folder() }), { frameworks: frameworks() }))).toBe(message);
  });

  test.each<[string, boolean]>([['fedramp-fake', false], ['fedramp-moderate-r5', true], ['fedramp-moderate-r5-acme', true]])('the id %p has documents of FedRAMP: %p', (id, expected) => {
    expect(isOfFedRamp(id)).toBe(expected);
  });
});

describe('evidence of one folder', () => {
  test('of two stages is an error, also where the names differ in case', () => {
    const at = folder();
    const app = new App({ outdir: folder() });
    ComplianceChecks.on(new Stage(app, 'A'), { frameworks: [], name: 'ledger', evidence: { folder: at } });
    ComplianceChecks.on(new Stage(app, 'B'), { frameworks: [], name: 'ledger' });
    expect(refusal(() => ComplianceChecks.on(new Stage(app, 'C'), { frameworks: [], name: 'Ledger', evidence: { folder: at } })))
      .toBe("evidence 'Ledger' already exists in this folder, for 'A'");
    app.synth();
    expect(fs.readdirSync(at)).toEqual(['ledger']);
  });
});

test('a folder that cannot be written is an error, and the templates are written', () => {
  const at = folder();
  fs.writeFileSync(path.join(at, 'file'), '');
  const app = appWith({ folder: path.join(at, 'file') });
  expect(refusal(() => app.synth())).toBe(`evidence 'ledger' cannot be written: ENOTDIR: not a directory, mkdir '${path.join(at, 'file', 'ledger')}'`);
  expect(fs.existsSync(path.join(app.outdir, 'Stack.template.json'))).toBe(true);
});

test('a run that ends between two files leaves no digests of the earlier run', () => {
  const at = folder();
  appWith({ folder: at }).synth();
  const file = (name: string) => path.join(at, 'ledger', name);
  fs.rmSync(file('cost.json'));
  fs.mkdirSync(file('cost.json'));
  expect(refusal(() => appWith({ folder: at }).synth())).toBe(`evidence 'ledger' cannot be written: EISDIR: illegal operation on a directory, open '${file('cost.json')}'`);
  expect(fs.existsSync(file('provenance.json'))).toBe(false);
});
