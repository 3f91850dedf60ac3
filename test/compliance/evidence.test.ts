import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Stage } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { evidenceOf, folder, house, synth } from './support';
import { ComplianceChecks, Framework } from '../../src';
import { attest } from '../../src/compliance/model/attestation';

const REASON = 'holds nothing but | public marketing\nimages';

/** Three buckets: compliant, not compliant and acknowledged; and a safeguard without resources. */
function build(outdir: string, versioned = true, expires?: string) {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  new s3.CfnBucket(stack, 'Good', { versioningConfiguration: { status: versioned ? 'Enabled' : 'Suspended' } });
  new s3.CfnBucket(stack, 'Bad', { versioningConfiguration: { status: 'Suspended' } });
  ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Accepted'), { id: 'S3.BucketVersioned', reason: REASON, expires });
  const tiers = new Framework({
    id: 'tiers',
    title: 'Tiers',
    source: 'us',
    controls: [
      { id: 'A', title: 'Versions', safeguards: ['S3.BucketVersioned', 'RDS.ClusterEncrypted'] },
      { id: 'B', title: 'Databases', safeguards: ['RDS.ClusterEncrypted'] },
      { id: 'C', title: 'Access', safeguards: ['S3.BucketAclsOff'] },
    ],
  });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned'), tiers], name: 'ledger' });
  synth(app);
  return evidenceOf(outdir, 'ledger');
}

const OUTCOME = { logicalId: 'Bad', type: 'AWS::S3::Bucket', template: 'Stack.template.json' };

test('evidence lists every check of a resource with its outcome, controls and acknowledgement', () => {
  const { json } = build(folder(), true, '2999-12-31');
  expect(json).toEqual({
    name: 'ledger',
    summary: { stacks: 1, resources: 3, safeguards: expect.any(Number), judgements: 6, findings: 1, acknowledged: 1 },
    frameworks: [
      {
        id: 'house',
        title: 'House',
        source: 'https://example.com/house-rules',
        controls: [
          { id: '1', title: 'What we ask for', safeguards: ['S3.BucketVersioned'], status: 'not met' },
          { id: '2', title: 'What only people can do', safeguards: [], status: 'customer' },
        ],
      },
      {
        id: 'tiers',
        title: 'Tiers',
        source: 'us',
        controls: [
          { id: 'A', title: 'Versions', safeguards: ['S3.BucketVersioned', 'RDS.ClusterEncrypted'], status: 'not met' },
          { id: 'B', title: 'Databases', safeguards: ['RDS.ClusterEncrypted'], status: 'no resource concerned' },
          { id: 'C', title: 'Access', safeguards: ['S3.BucketAclsOff'], status: 'met' },
        ],
      },
    ],
    safeguards: expect.objectContaining({
      'S3.BucketVersioned': {
        statement: 'versioning is enabled',
        remedy: 'set `versioned`',
        severity: 'low',
        link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14',
        sources: { securityHub: ['S3.14'], cdkNag: ['S3BucketVersioningEnabled'], prowler: ['s3_bucket_object_versioning'] },
        controls: { house: ['1'], tiers: ['A'] },
      },
      'RDS.ClusterEncrypted': expect.objectContaining({ controls: { tiers: ['A', 'B'] } }),
      'Workload.RequiredTags': expect.objectContaining({ sources: {}, controls: {} }),
    }),
    outcomes: [
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Accepted', logicalId: 'Accepted', result: 'holds' },
      {
        ...OUTCOME,
        safeguard: 'S3.BucketVersioned',
        path: 'Stack/Accepted',
        logicalId: 'Accepted',
        result: 'acknowledged',
        finding: 'VersioningConfiguration.Status is not set, must be Enabled',
        acknowledgement: { reason: REASON, expires: '2999-12-31' },
      },
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Bad', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketVersioned', path: 'Stack/Bad', result: 'fails', finding: 'VersioningConfiguration.Status is "Suspended", must be Enabled' },
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Good', logicalId: 'Good', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketVersioned', path: 'Stack/Good', logicalId: 'Good', result: 'holds' },
    ],
  });
  expect(json.summary.safeguards).toBe(Object.keys(json.safeguards).length);
});

test('the matrix lists the controls with their status and resources, then the deviations', () => {
  const { matrix, json } = build(folder(), true, '2999-12-31');
  expect(matrix).toBe(`# Control matrix: ledger

3 resources in 1 stack, ${json.summary.safeguards} safeguards, 6 judgements: 1 finding, 1 acknowledged.

A control is *met* as far as templates can prove it. A control that no template can prove is *customer*.

## House

Source: https://example.com/house-rules

customer: 1 · not met: 1

| Control | Title | Status | Safeguards |
| --- | --- | --- | --- |
| 1 | What we ask for | not met | \`S3.BucketVersioned\` 1/3 |
| 2 | What only people can do | customer |  |

## Tiers

Source: us

met: 1 · no resource concerned: 1 · not met: 1

| Control | Title | Status | Safeguards |
| --- | --- | --- | --- |
| A | Versions | not met | \`S3.BucketVersioned\` 1/3<br>\`RDS.ClusterEncrypted\` 0/0 |
| B | Databases | no resource concerned | \`RDS.ClusterEncrypted\` 0/0 |
| C | Access | met | \`S3.BucketAclsOff\` 3/3 |

## Findings

| Safeguard | Resource | Finding | Controls | Reason |
| --- | --- | --- | --- | --- |
| \`S3.BucketVersioned\` | Stack/Bad | VersioningConfiguration.Status is "Suspended", must be Enabled | 1, A |  |

## Acknowledged deviations

| Safeguard | Resource | Finding | Controls | Reason |
| --- | --- | --- | --- | --- |
| \`S3.BucketVersioned\` | Stack/Accepted | VersioningConfiguration.Status is not set, must be Enabled | 1, A | holds nothing but \\| public marketing images, until 2999-12-31 |
`);
});

test('a control with acknowledged findings only is met with acknowledgements; a matrix without deviations ends with the controls', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
  ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketVersioned', reason: 'a cache that the application refills within one hour' });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger' });
  synth(app);
  const { json, matrix } = evidenceOf(outdir, 'ledger');
  expect(json.frameworks[0].controls[0].status).toBe('met with acknowledgements');
  expect(json.outcomes[0].acknowledgement).toEqual({ reason: 'a cache that the application refills within one hour' });
  expect(matrix).not.toContain('## Findings');
  expect(matrix).toContain('| a cache that the application refills within one hour |\n');
});

test('a control with an unknown outcome is not met', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
  bucket.addPropertyOverride('VersioningConfiguration.Status', { Ref: 'AWS::StackName' });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger' });
  synth(app);
  const { json, matrix } = evidenceOf(outdir, 'ledger');
  expect(json.frameworks[0].controls[0].status).toBe('not met');
  expect(json.summary.findings).toBe(1);
  expect(matrix).toContain('## Findings');
});

describe('attestations', () => {
  const attested = (withResource: boolean) => {
    const outdir = folder();
    const app = new App({ outdir });
    const stack = new Stack(app, 'Stack');
    if (withResource) new s3.CfnBucket(stack, 'Bucket', { versioningConfiguration: { status: 'Enabled' } });
    stack.node.addMetadata('other', { statement: 'no attestation', safeguards: ['S3.BucketVersioned'] });
    attest(stack, 'Versioning is enabled outside this workload', 'S3.BucketVersioned', 'S3.BucketAclsOff');
    attest(stack, 'The account has a root user with MFA');
    ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned', 'RDS.ClusterEncrypted')], name: 'ledger' });
    synth(app);
    return evidenceOf(outdir, 'ledger');
  };

  test('are listed apart from what templates show, and meet a control that concerns no resource', () => {
    const { json, matrix } = attested(false);
    expect(json.attested).toEqual([
      { path: 'Stack', statement: 'Versioning is enabled outside this workload', safeguards: ['S3.BucketVersioned', 'S3.BucketAclsOff'] },
      { path: 'Stack', statement: 'The account has a root user with MFA', safeguards: [] },
    ]);
    expect(json.frameworks[0].controls.map(({ status }: any) => status)).toEqual(['attested', 'customer']);
    expect(matrix.slice(matrix.indexOf('| 2 |'))).toBe(`| 2 | What only people can do | customer |  |

## Attested, not shown by a template

| Statement | By | Safeguards |
| --- | --- | --- |
| Versioning is enabled outside this workload | Stack | \`S3.BucketVersioned\`, \`S3.BucketAclsOff\` |
| The account has a root user with MFA | Stack |  |
`);
  });

  test('do not change the status of a control that concerns a resource', () => {
    expect(attested(true).json.frameworks[0].controls[0].status).toBe('met');
  });

  test('are omitted where there are none', () => {
    const { json, matrix } = build(folder());
    expect(json).not.toHaveProperty('attested');
    expect(matrix).not.toContain('Attested');
  });
});

test('two runs of the same code write identical files', () => {
  const [first, second] = [build(folder()), build(folder())];
  expect(second.text).toBe(first.text);
  expect(second.matrix).toBe(first.matrix);
});

test('a second run into the same folder replaces the evidence of the first', () => {
  const outdir = folder();
  const first = build(outdir);
  const changed = build(outdir, false);
  expect([first, changed].map(({ json }) => json.summary.findings)).toEqual([1, 2]);
  expect(build(outdir)).toEqual(first);
});

test('evidence is written to the assembly of the stage of the scope', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const stage = new Stage(app, 'Stage');
  ComplianceChecks.on(new Stack(stage, 'Stack'), { frameworks: [], name: 'ledger' });
  synth(app);
  expect(fs.readdirSync(path.join(outdir, 'assembly-Stage', 'evidence'))).toEqual(['ledger.json', 'ledger.md']);
});
