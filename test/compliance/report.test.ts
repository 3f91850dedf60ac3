/** @library own */
import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack, Stage, Validations } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { evidenceOf, findings, folder, house, synth, violations } from './support';
import { ComplianceChecks, Framework, OnFindings, SecureBucket, Workload } from '../../src';
import { judge, Subject } from '../../src/compliance/judge';
import { Reaction } from '../../src/compliance/report/reaction';
import { linesOf, violationsOf } from '../../src/compliance/report/report';
import { Result, resultOf } from '../../src/compliance/report/result';
import { sourceLineOf } from '../../src/compliance/report/source-line';
import { grouped } from '../../src/compliance/report/text';
import { SAFEGUARDS } from '../../src/compliance/safeguards';
import { acknowledgeFindings } from '../../src/core/parts/acknowledge-findings';
import { refusal } from '../refusal';

const VERSIONED = 'S3.BucketVersioned';
const KEY = 'cdk-regulated:onFindings';
const REASON = 'holds nothing but public marketing images';
const NOT_SET = 'VersioningConfiguration.Status is not set, must be Enabled';

/** An app with creation stack traces, which the test run disables by context. */
function newApp(context: Record<string, unknown> = {}): App {
  return new App({ context, postCliContext: { 'aws:cdk:disable-creation-stack-traces': false } });
}

/** Rules of messages, under which they can be acknowledged. */
const RULES: ReadonlyArray<readonly [RegExp, string]> = [
  [/^acknowledgement\.id must be/, 'UnknownAcknowledgement'],
  [/^the acknowledgement of .* matches no finding$/, 'UnusedAcknowledgement'],
  [/known findings? of .* no longer exists?$/, 'FixedFinding'],
  [/^(transform|no safeguard judges) /, 'Unjudged'],
  [/^no check covers /, 'Unchecked'],
  [/^\d+ findings? of \d+ safeguards?/, 'Findings'],
];

/** Messages of the check, with the lines of the fix. Lines of this file have no number. */
function said(app: App): Array<{ severity: string; description: string; fix: string[] }> {
  const messages = violations(app);
  const ruleOf = (description: string) => RULES.find(([pattern]) => pattern.test(description))?.[1] ?? description;
  expect(messages.map(({ ruleName }) => ruleName)).toEqual(messages.map(({ description }) => ruleOf(description)));
  return messages.map(({ severity, description, suggestedFix }) => (
    { severity, description, fix: suggestedFix.replace(/\S*report\.test\.ts:\d+:\d+/g, 'report.test.ts').replace(/\S+(evidence\/)/g, '$1').split('\n') }));
}

function appWithBucket(context: Record<string, unknown> = {}): { app: App; stack: Stack; bucket: s3.CfnBucket } {
  const app = newApp(context);
  const stack = new Stack(app, 'Stack');
  return { app, stack, bucket: new s3.CfnBucket(stack, 'Bucket') };
}

test('groups are in the order of severity, then of the safeguard, for findings in any order', () => {
  const findingOf = (id: string) => ({ safeguard: SAFEGUARDS.find((safeguard) => safeguard.id === id)!, path: id, detail: 'd', isUnknown: false, frameworks: [], isKnown: false });
  const ids = ['ResourcePolicy.NotPublic', 'IAM.NoAuditTampering', 'IAM.NoPrivilegeEscalation', 'IAM.NoFullAccessPolicy'];
  for (const order of [ids, [...ids].reverse(), [ids[1], ids[3], ids[2], ids[0], ids[1]]]) {
    expect(grouped(order.map(findingOf)).map(({ safeguard }) => safeguard.id)).toEqual(ids);
  }
});

describe('the report', () => {
  test('groups findings by safeguard and value, cites three controls per framework, and ends with a summary', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED, 'CloudTrail.On'), Framework.NIST_800_53_R5], name: 'ledger' });
    new s3.Bucket(stack, 'One', { blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL });
    new s3.CfnBucket(stack, 'Two', { versioningConfiguration: { status: 'Suspended' } });
    new s3.CfnBucket(stack, 'Three', { versioningConfiguration: { status: new CfnParameter(stack, 'Status').valueAsString } });
    new cloudtrail.CfnTrail(stack, 'Trail', { isLogging: false, s3BucketName: 'b' });
    const [{ description, severity, fix }] = said(app);
    expect([severity, description.replace(/\d+/g, 'n')]).toEqual(['fatal', 'n findings of n safeguards stop the synthesis']);
    expect(fix[0]).toBe('correct the resources, or acknowledge a deviation with its id and a reason');
    const first = fix.findIndex((line) => line.startsWith(VERSIONED));
    expect(fix.slice(first, first + 8)).toEqual([
      'S3.BucketVersioned (low): versioning is enabled. Fix: set `versioned`.',
      expect.stringMatching(/^ {2}Controls: House 1; NIST SP 800-53 Rev 5 Moderate (\S+, ){2}\S+ \+ \d+ more$/),
      `  Not met: ${NOT_SET}`,
      expect.stringMatching(/^ {4}Stack\/One \(One\w{8}\) report\.test\.ts$/),
      '  Cannot be determined at synth: VersioningConfiguration.Status is {"Ref":"Status"}, which resolves only at deployment, must be a literal value',
      '    Stack/Three (Three) report.test.ts',
      '  Not met: VersioningConfiguration.Status is "Suspended", must be Enabled',
      '    Stack/Two (Two) report.test.ts',
    ]);
    const table = fix.findIndex((line) => /^safeguard +severity +findings$/.test(line));
    expect(fix.slice(table + 1).find((line) => line.startsWith(VERSIONED))).toMatch(/^S3\.BucketVersioned +low +3$/);
    expect(fix.slice(-3)).toEqual(['Acknowledged: 0', 'Frameworks: House, NIST SP 800-53 Rev 5 Moderate', 'Evidence: evidence/ledger']);
  });

  test('counts deviations by design of the library apart from those that the workload acknowledges', () => {
    const { app, stack } = appWithBucket();
    acknowledgeFindings(new s3.CfnBucket(stack, 'ByDesign'), 'the library writes this bucket once, at deployment', VERSIONED);
    ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Own'), { id: VERSIONED, reason: REASON });
    ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Other'), { id: VERSIONED, reason: REASON });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], name: 'ledger' });
    expect(said(app).flatMap(({ fix }) => fix)).toContain('Acknowledged: 2, and 1 by design of the library');
    const result = { subject: { name: 'ledger', frameworks: [] }, reaction: { effect: 'fail' }, findings: [], acknowledged: 2, evidence: 'evidence/ledger', unmatched: [] };
    const unmatched = ['House.One', 'House.Two', 'House.Three', 'House.Four'];
    const [none, one] = [0, 1].map((byDesign) => ({ ...result, byDesign }));
    const empty = { ...none, acknowledged: 0, resources: 0, unmatched };
    expect(linesOf([one, none, { ...none, unmatched }, empty] as unknown as Result[])).toEqual([
      'ComplianceChecks: ledger: no framework: 0 findings, 2 acknowledged, 1 by design of the library, evidence in evidence/ledger',
      'ComplianceChecks: ledger: no framework: 0 findings, 2 acknowledged, evidence in evidence/ledger',
      'ComplianceChecks: ledger: no framework: 0 findings, 2 acknowledged, no resource judged by House.One, House.Two, House.Three + 1 more, evidence in evidence/ledger',
      'ComplianceChecks: ledger: no framework: 0 findings, 0 acknowledged, no resource in its scope, evidence in evidence/ledger',
    ]);
  });

  test('says that a scope has no resource, because it is empty or another check has them all', () => {
    const app = new App();
    const stack = new Stack(app, 'Stack');
    const bucket = new s3.CfnBucket(stack, 'Bucket');
    app.synth();
    const requirements = { frameworks: [], expected: { tags: [] } };
    const subjects = [app, stack, bucket].map((scope, index) => ({ ...requirements, scope, name: `${index}` }));
    const resources = (of: typeof subjects) => of.map((subject) => resultOf(judge(subject as unknown as Subject, of as unknown as Subject[]), { effect: 'fail' } as Reaction, 'evidence').resources);
    expect([resources(subjects.slice(0, 2)), resources(subjects)]).toEqual([[0, 1], [0, 0, 1]]);
  });

  test('has a warning for each acknowledgement, transform and known finding without effect, and for constructs that no check covers', () => {
    const { app, stack, bucket } = appWithBucket();
    const report = (unchecked: Construct[], fixed: Array<{ safeguard: string; path: string }>) => violationsOf({
      results: [],
      unknownTypes: [],
      mistyped: [],
      unused: [{ construct: app, id: VERSIONED, reason: REASON }, { construct: bucket, id: VERSIONED, reason: REASON }],
      transforms: new Map([['Own', [stack]], ['Other', [stack, bucket]]]),
      unchecked,
      fixed: new Map([['empty.json', []], ['known.json', fixed]]),
    }).map(({ ruleName, severity, description, fix }) => [ruleName, severity, description, ...fix!.split('\n')]);
    const unused = ['UnusedAcknowledgement', 'warning', `the acknowledgement of ${VERSIONED} matches no finding`, 'remove it', '   the app', '   Stack/Bucket'];
    const transforms = [
      ['Unjudged', 'warning', 'transform Own changes 1 template at deployment, judged as written', 'review what the macro makes by other means', '   Stack'],
      ['Unjudged', 'warning', 'transform Other changes 2 templates at deployment, judged as written', 'review what the macro makes by other means', '   Stack, Stack/Bucket'],
    ];
    const remove = 'remove them from the file: synthesize with the context cdk-regulated:onFindings=write-baseline';
    const call = 'call `Workload.on(app, { name })` or `ComplianceChecks.on(app, { frameworks })`';
    expect(report([], [])).toEqual([unused, ...transforms]);
    expect(report([bucket], [{ safeguard: VERSIONED, path: '' }])).toEqual([
      unused, ['FixedFinding', 'warning', '1 known finding of known.json no longer exists', remove, `   ${VERSIONED} the app`], ...transforms,
      ['Unchecked', 'warning', 'no check covers 1 construct of cdk-regulated: its template is not judged', call, '   Stack/Bucket'],
    ]);
    expect(report([bucket, stack], [{ safeguard: VERSIONED, path: 'A' }, { safeguard: VERSIONED, path: 'B' }])).toEqual([
      unused, ['FixedFinding', 'warning', '2 known findings of known.json no longer exist', remove, `   ${VERSIONED} A`, `   ${VERSIONED} B`], ...transforms,
      ['Unchecked', 'warning', 'no check covers 2 constructs of cdk-regulated: their templates are not judged', call, '   Stack/Bucket, Stack'],
    ]);
  });

  test('names the scope of a finding about the workload as a whole', () => {
    const app = newApp();
    new cloudtrail.CfnTrail(new Stack(app, 'Stack'), 'Trail', { isLogging: false, s3BucketName: 'b' });
    ComplianceChecks.on(app, { frameworks: [house('CloudTrail.On')] });
    const [{ fix }] = said(app);
    expect(fix.slice(1, 5)).toEqual([
      expect.stringMatching(/^CloudTrail\.On \(high\): a trail is logging\. Fix: /), '  Controls: House 1', '  Not met: no trail has IsLogging true', '    the app',
    ]);
  });

  test('packs resources with the same value into lines of 140 characters', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    for (let index = 1; index <= 3; index++) new s3.CfnBucket(stack, `BucketWithAName${index}`);
    const lines = said(app)[0].fix.filter((line) => line.startsWith('    '));
    expect(lines.join(',').match(/BucketWithAName\d\)/g)).toEqual(['BucketWithAName1)', 'BucketWithAName2)', 'BucketWithAName3)']);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(144);
  });

  test('shows characters that no reader sees, or that change a terminal, by their code point', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    for (const id of ['One\u202eowT', 'Two\u001b[2J\u200b', 'Three\rFour\nFive']) new s3.CfnBucket(stack, id, { versioningConfiguration: { status: 'Off\u2066' } });
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    const [{ fix }] = said(app);
    // Newer versions of constructs replace line breaks in ids.
    expect(fix.join('\n')).toMatch(/"Off\[U\+2066\]", must be Enabled\n.*Stack\/One\[U\+202E\]owT .*Stack\/Three\[U\+000D\]Four(?:\[U\+000A\]|--)Five .*\n?.*Stack\/Two\[U\+001B\]\[2J\[U\+200B\] /);
    // eslint-disable-next-line no-control-regex
    expect(fix.join('')).not.toMatch(/[\x00-\x1f\u200b-\u202e\u2066]/);
  });

  test('is part of the error in a test, and the evidence is written', () => {
    const { app, stack } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    for (const run of [() => Template.fromStack(stack), () => app.synth()]) {
      expect(run).toThrow(/FATAL 1 finding of 1 safeguard stops the synthesis \(ComplianceChecks\)\n[^]*Not met: VersioningConfiguration\.Status is not set/);
    }
    expect(evidenceOf(app.outdir, 'app').json.summary.findings).toBe(1);
  });

  test('is part of the error for a stack in a nested stage', () => {
    const app = newApp();
    const stack = new Stack(new Stage(new Stage(app, 'Outer'), 'Inner'), 'Stack');
    new s3.CfnBucket(stack, 'Bucket');
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    expect(() => app.synth()).toThrow('Outer/Inner/Stack/Bucket (Bucket)');
  });
});

describe('the source line', () => {
  const lineOf = (app: App) => /\((?:Bucket|One\w{8})\) (\S+)/.exec(violations(app)[0].suggestedFix)?.[1];
  const here = (offset: number) => Number(/report\.test\.ts:(\d+)/.exec(new Error().stack!.split('\n')[2])![1]) + offset;

  test('is that of the construct', () => {
    const app = newApp();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    new s3.Bucket(new Stack(app, 'Stack'), 'One');
    expect(lineOf(app)).toContain(`report.test.ts:${here(-1)}:`);
  });

  test('is that of the override of a property that the finding names', () => {
    const { app, bucket } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    bucket.addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    const line = here(-1);
    bucket.addPropertyOverride('BucketName', 'name');
    expect(lineOf(app)).toContain(`report.test.ts:${line}:`);
  });

  test('is that of the construct if overrides concern other properties', () => {
    const app = newApp();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
    const line = here(-1);
    bucket.addPropertyOverride('BucketName', 'name');
    expect(lineOf(app)).toContain(`report.test.ts:${line}:`);
  });

  test('is the line of the app for a construct of the library', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    Workload.on(stack, { name: 'ledger' });
    const { bucket } = new SecureBucket(stack, 'Documents');
    const line = here(-1);
    expect(sourceLineOf(bucket.node.defaultChild as s3.CfnBucket, NOT_SET)).toContain(`report.test.ts:${line}:`);
  });

  test('is that of the last assignment of a property that the finding names, which CDK records in debug mode', () => {
    const { bucket } = appWithBucket();
    const assign = (propertyName: string, ...stackTrace: string[]) => bucket.node.addMetadata('aws:cdk:propertyAssignment', { propertyName, ...stackTrace.length > 0 && { stackTrace } });
    assign('VersioningConfiguration', 'set (/app/first.ts:1:2)');
    assign('VersioningConfiguration', 'node:internal:1:2', 'set (/app/last.ts:3:4)');
    assign('BucketName', 'set (/app/name.ts:5:6)');
    assign('VersioningConfiguration');
    expect(sourceLineOf(bucket, NOT_SET)).toMatch(/app\/last\.ts:3:4$/);
    expect(sourceLineOf(bucket, 'BucketName is not set')).toMatch(/app\/name\.ts:5:6$/);
    expect(sourceLineOf(bucket, 'BucketNames is not set')).toContain('report.test.ts:');
  });

  test.each<[string, Array<[string, number, number, string]>, RegExp]>([
    ['JavaScript', [['/app/stack.js', 12, 7, 'Stack']], /(^|\/)app\/stack\.js:12:7$/],
    ['Python', [['/venv/lib/python3.12/site-packages/aws_cdk/__init__.py', 3, 0, 'add_property_override'], ['/app/stack.py', 12, 0, '__init__']], /(^|\/)app\/stack\.py:12$/],
    ['Java', [['CfnResource.java', 9, 0, 'software.amazon.awscdk.CfnResource.addPropertyOverride'], ['LedgerStack.java', 12, 0, 'com.example.LedgerStack.<init>']], /^LedgerStack\.java:12$/],
  ])('is that of an app in %s, which jsii passes on', (_, host, line) => {
    const frames = Symbol.for('jsii.context.hostStackTrace');
    const { app, bucket } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    const { stackTraceLimit } = Error;
    try {
      Error.stackTraceLimit = 0;
      (globalThis as any)[frames] = [['runtime', 1, 0, 'create'], ...host];
      bucket.addPropertyOverride('VersioningConfiguration.Status', 'Suspended');
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
      delete (globalThis as any)[frames];
    }
    expect(lineOf(app)).toMatch(line);
  });
});

describe('an acknowledgement', () => {
  test('of an id in the form of a safeguard that does not exist is an error', () => {
    const { app, stack, bucket } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [] });
    bucket.versioningConfiguration = { status: 'Enabled' };
    Validations.of(bucket).acknowledge({ id: 'S3.BucketVersionned', reason: REASON });
    Validations.of(stack).acknowledge({ id: 'ComplianceChecks::bucket-versions', reason: REASON });
    const fix = 'correct the id: `npx cdk-regulated list safeguards` lists all';
    expect(said(app).filter(({ severity }) => severity === 'fatal').slice(-2)).toEqual([
      { severity: 'fatal', description: "acknowledgement.id must be the id of a safeguard, got 'bucket-versions', the most similar is 'S3.BucketVersioned'", fix: [fix, '   Stack'] },
      { severity: 'fatal', description: "acknowledgement.id must be the id of a safeguard, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'", fix: [fix, '   Stack/Bucket'] },
    ]);
    expect(() => app.synth()).toThrow("acknowledgement.id must be the id of a safeguard, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'");
  });

  test.each(['AwsSolutions-S1', 'AwsSolutions::AwsSolutions-S1', 'NIST.800.53.R5-S3BucketVersioningEnabled', '@aws-cdk/aws-s3:anything', 'guard::S3.Anything'])(
    'of another plugin, %s, is none of ours', (id) => {
      const { app, bucket } = appWithBucket();
      ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
      Validations.of(bucket).acknowledge({ id, reason: REASON });
      expect(said(app)).toHaveLength(1);
    });

  test('that matches no finding is a warning, and is in the evidence', () => {
    const { app, stack, bucket } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    bucket.versioningConfiguration = { status: 'Enabled' };
    ComplianceChecks.acknowledge(bucket, { id: VERSIONED, reason: REASON });
    ComplianceChecks.acknowledge(stack, { id: VERSIONED, reason: REASON });
    expect(said(app).filter(({ description }) => description.includes('acknowledgement'))).toEqual([
      { severity: 'warning', description: 'the acknowledgement of S3.BucketVersioned matches no finding', fix: ['remove it', '   Stack', '   Stack/Bucket'] },
    ]);
    const { json, matrix } = evidenceOf(app.outdir, 'app');
    expect(json.unusedAcknowledgements).toEqual(['Stack', 'Stack/Bucket'].map((at) => ({ safeguard: VERSIONED, path: at, reason: REASON })));
    expect(matrix).toContain([
      '## Acknowledgements without a finding', '', '| Safeguard | Construct | Reason |', '| --- | --- | --- |',
      `| \`S3.BucketVersioned\` | Stack | ${REASON} |`, `| \`S3.BucketVersioned\` | Stack/Bucket | ${REASON} |`,
    ].join('\n'));
  });

  test('that matches a finding is neither', () => {
    const { app, bucket } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
    ComplianceChecks.acknowledge(bucket, { id: VERSIONED, reason: REASON });
    expect(said(app).filter(({ description }) => description.includes('acknowledgement'))).toEqual([]);
    expect(evidenceOf(app.outdir, 'app').json.unusedAcknowledgements).toBeUndefined();
  });
});

test('constructs of the library without a workload and without a check are one warning', () => {
  const app = newApp();
  const stack = new Stack(app, 'Stack');
  new SecureBucket(stack, 'Documents');
  new SecureBucket(stack, 'Images');
  const [{ severity, description, fix }, ...others] = said(app);
  expect(others).toEqual([]);
  expect([severity, description.replace(/\d+/, 'n'), fix[0]]).toEqual(['warning',
    'no check covers n constructs of cdk-regulated: their templates are not judged', 'call `Workload.on(app, { name })` or `ComplianceChecks.on(app, { frameworks })`']);
  expect(fix[1]).toMatch(/^ {3}Stack\/Documents, .* \+ \d+ more$/);

  const covered = newApp();
  new SecureBucket(new Stack(covered, 'Stack'), 'Documents');
  ComplianceChecks.on(covered, { frameworks: [] });
  expect(said(covered).filter(({ severity: one }) => one === 'warning')).toEqual([]);
});

describe('findings that are reported only', () => {
  test.each<[string, Record<string, unknown>, OnFindings | undefined]>([
    ['by the prop', {}, OnFindings.REPORT],
    ['by the context', { [KEY]: 'report' }, undefined],
    ['by the context, whatever the prop says', { [KEY]: 'report' }, OnFindings.FAIL],
  ])('%s', (_, context, onFindings) => {
    const { app, bucket } = appWithBucket(context);
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], onFindings });
    Validations.of(bucket).acknowledge({ id: 'S3.BucketVersionned', reason: REASON });
    expect(said(app).map(({ severity, description }) => [severity, description])).toEqual([
      ['warning', '1 finding of 1 safeguard, reported only'],
      ['warning', "acknowledgement.id must be the id of a safeguard, got 'S3.BucketVersionned', the most similar is 'S3.BucketVersioned'"],
    ]);
    expect(() => app.synth()).not.toThrow();
  });

  test('of a workload', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    Workload.on(stack, { name: 'ledger', frameworks: [house(VERSIONED)], onFindings: OnFindings.REPORT });
    new s3.CfnBucket(stack, 'Bucket');
    expect(said(app).map(({ severity }) => severity)).toEqual(['warning']);
  });

  test('beside findings of another scope that stop the synthesis', () => {
    const app = newApp();
    for (const id of ['Old', 'New']) new s3.CfnBucket(new Stack(app, id), 'Bucket');
    ComplianceChecks.on(app.node.findChild('Old'), { frameworks: [house(VERSIONED)], onFindings: OnFindings.REPORT });
    ComplianceChecks.on(app.node.findChild('New'), { frameworks: [house(VERSIONED)] });
    expect(said(app).map(({ severity, description, fix }) => [severity, description, fix[4]])).toEqual([
      ['fatal', '1 finding of 1 safeguard stops the synthesis', '    New/Bucket (Bucket) report.test.ts'],
      ['warning', '1 finding of 1 safeguard, reported only', '    Old/Bucket (Bucket) report.test.ts'],
    ]);
  });
});

test.each([['no', "'no'"], [true, 'true'], [['fail'], "['fail']"]])('the context %p is refused', (value, got) => {
  const { app } = appWithBucket({ [KEY]: value });
  expect(() => ComplianceChecks.on(app, { frameworks: [] })).toThrow(`context ${KEY} must be one of fail, report, baseline, write-baseline, got ${got}`);
});

describe('a baseline', () => {
  const NEED = 'must be JSON of the form { "version": 1, "findings": { "<safeguard>": ["<path>"] } }';
  const withBaseline = (content: unknown) => {
    const file = path.join(folder(), 'known.json');
    fs.writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    const { app, stack } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], onFindings: OnFindings.baseline({ file }) });
    return { app, stack, file };
  };

  test('lets new findings stop the synthesis, and names what is fixed', () => {
    const { app, stack, file } = withBaseline({ version: 1, findings: { [VERSIONED]: ['Stack/Bucket', 'Stack/Gone'], 'RDS.ClusterEncrypted': ['Stack/OfAnotherFramework'] } });
    new s3.CfnBucket(stack, 'New');
    expect(said(app)).toEqual([
      {
        severity: 'fatal',
        description: '1 finding of 1 safeguard stops the synthesis',
        fix: expect.arrayContaining(['    Stack/New (New) report.test.ts', `Known: 1 in ${file}`]),
      },
      {
        severity: 'warning',
        description: `1 known finding of ${file} no longer exists`,
        fix: [`remove them from the file: synthesize with the context ${KEY}=write-baseline`, '   S3.BucketVersioned Stack/Gone'],
      },
    ]);
    expect(findings(app).map((finding) => finding.path)).toEqual(['Stack/New']);
    expect(evidenceOf(app.outdir, 'app').json.summary.findings).toBe(2);
  });

  test('is written sorted, for all scopes that use it', () => {
    const file = path.join(folder(), 'known.json');
    const app = newApp({ [KEY]: 'write-baseline' });
    for (const id of ['B', 'A']) {
      const stack = new Stack(app, id);
      new s3.CfnBucket(stack, 'Bucket');
      ComplianceChecks.on(stack, { frameworks: [house(VERSIONED)], onFindings: OnFindings.baseline({ file }) });
    }
    expect(said(app)).toEqual([]);
    expect(JSON.parse(fs.readFileSync(file, 'utf-8'))).toEqual({ version: 1, frameworks: ['house'], findings: { [VERSIONED]: ['A/Bucket', 'B/Bucket'] } });
  });

  test.each<[unknown, RegExp | string]>([
    ['{', /: .*JSON/],
    ['null', ''], [3, ''], [{}, ''], [{ version: 2, findings: {} }, ''], [{ version: 1, findings: [] }, ''],
    [{ version: 1, findings: { [VERSIONED]: 'Stack' } }, ''], [{ version: 1, findings: { [VERSIONED]: [1] } }, ''], [{ version: 1, frameworks: 'house', findings: {} }, ''], [{ version: 1, frameworks: [1], findings: {} }, ''],
  ])('of content %j is refused after the evidence is written', (content, rest) => {
    const { app, file } = withBaseline(content);
    expect(() => app.synth()).toThrow(`baseline file '${file}' ${NEED}`);
    if (rest) expect(() => app.synth({ force: true })).toThrow(rest);
    expect(evidenceOf(app.outdir, 'app').json.summary.findings).toBe(1);
  });

  test('that does not exist or cannot be written is refused', () => {
    const file = path.join(folder(), 'missing', 'known.json');
    const run = (context: Record<string, unknown>) => {
      const { app } = appWithBucket(context);
      ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], onFindings: OnFindings.baseline({ file }) });
      return () => app.synth();
    };
    expect(run({})).toThrow(`baseline file '${file}' does not exist: write it with the context ${KEY}=write-baseline`);
    expect(run({ [KEY]: 'write-baseline' })).toThrow(`baseline file '${file}' cannot be written: ENOENT`);
  });

  test.each([['', "file of onFindings must be a path, got ''"], [7, 'options.file must be a string, got 7'], [null, 'options.file must be a string, got null']])('in the file %p is refused', (file, message) => {
    expect(() => ComplianceChecks.on(newApp(), { frameworks: [], onFindings: OnFindings.baseline({ file: file as string }) })).toThrow(message);
  });
});

describe('expectCompliant', () => {
  test('throws with the findings of the scope only, in every mode', () => {
    for (const onFindings of [OnFindings.FAIL, OnFindings.REPORT]) {
      const { app, stack, bucket } = appWithBucket();
      const sound = new s3.CfnBucket(stack, 'Sound', { versioningConfiguration: { status: 'Enabled' } });
      ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], onFindings });
      expect(() => ComplianceChecks.expectCompliant(sound)).not.toThrow();
      for (const scope of [bucket, stack, app]) {
        const message = refusal(() => ComplianceChecks.expectCompliant(scope));
        expect(message).toMatch(/^must be compliant\n\nFATAL 1 finding of 1 safeguard stops the synthesis\n[^]*Stack\/Bucket \(Bucket\)/);
        expect(message).not.toContain('Known:');
      }
      expect(evidenceOf(app.outdir, 'app').json.summary.findings).toBe(1);
    }
  });

  test('leaves findings about the workload to the scope of the workload, and the template to other assertions', () => {
    const app = newApp();
    const stack = new Stack(app, 'Stack');
    const part = new Construct(stack, 'Part');
    new s3.CfnBucket(part, 'Bucket', { versioningConfiguration: { status: 'Enabled' } });
    new cloudtrail.CfnTrail(stack, 'Trail', { isLogging: false, s3BucketName: 'b' });
    ComplianceChecks.on(stack, { frameworks: [house(VERSIONED, 'CloudTrail.On')] });
    expect(() => ComplianceChecks.expectCompliant(part)).not.toThrow();
    expect(() => ComplianceChecks.expectCompliant(stack)).toThrow('Not met: no trail has IsLogging true');
    expect(() => Template.fromStack(stack).resourceCountIs('AWS::S3::Bucket', 1)).not.toThrow();
  });

  test('leaves out known findings of a baseline', () => {
    const file = path.join(folder(), 'known.json');
    fs.writeFileSync(file, JSON.stringify({ version: 1, findings: { [VERSIONED]: ['Stack/Bucket'] } }));
    const { app } = appWithBucket();
    ComplianceChecks.on(app, { frameworks: [house(VERSIONED)], onFindings: OnFindings.baseline({ file }) });
    expect(() => ComplianceChecks.expectCompliant(app)).not.toThrow();
  });

  test('refuses a scope that no check covers', () => {
    const { app, stack } = appWithBucket();
    ComplianceChecks.on(new Stack(app, 'Other'), { frameworks: [] });
    expect(refusal(() => ComplianceChecks.expectCompliant(stack))).toBe('scope must be in a Workload or in the scope of ComplianceChecks.on');
  });
});

test('a second synthesis reports again', () => {
  const { app } = appWithBucket();
  ComplianceChecks.on(app, { frameworks: [house(VERSIONED)] });
  synth(app);
  expect(findings(app)).toEqual([{ rule: VERSIONED, path: 'Stack/Bucket', finding: NOT_SET }]);
});
