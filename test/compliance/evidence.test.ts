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

const BUCKETS = ['Accepted', 'Bad', 'Good'];
const AT_REST = { by: 'aws owned key', shownBy: 'Amazon S3 User Guide, "Setting default server-side encryption behavior for Amazon S3 buckets": SSE-S3 by default' };
const NO_STATEMENT = 'no responsibility statement';
const VERSIONED = { safeguard: 'S3.BucketVersioned', extent: 'part', holds: 1, of: 3, acknowledged: 1 };
const OUTCOME = { logicalId: 'Bad', type: 'AWS::S3::Bucket', template: 'Stack.template.json' };

test('evidence lists every check of a resource with its outcome, controls and acknowledgement', () => {
  const { json } = build(folder(), true, '2999-12-31');
  expect(json).toEqual({
    schemaVersion: 1,
    name: 'ledger',
    systemName: 'ledger',
    asOf: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
    origin: {
      commit: expect.stringMatching(/^[0-9a-f]{40}$/),
      dirty: expect.any(Boolean),
      versions: { 'cdk-regulated': expect.stringMatching(/^\d+\./), 'aws-cdk-lib': expect.stringMatching(/^2\./) },
      stacks: [{ name: 'Stack', account: 'not determined', region: 'not determined', template: 'Stack.template.json' }],
    },
    cost: {
      currency: 'USD',
      hoursPerMonth: 730,
      monthly: 0,
      lines: [],
      unknownLines: 0,
      notEstimated: [{ what: 'Amazon S3: storage and requests', resources: 3 }],
      assumptions: [
        'On-demand prices without discounts, free tiers, taxes and support. A month has 730 hours.',
        'Scaling groups run their desired capacity, services their minimum. Scheduled and automatic scaling is not included.',
        'Stacks whose Region only a deployment knows are in us-east-1.',
        'Charges by use without a line, and types without a price, are not in the sum: notEstimated lists them.',
      ],
    },
    summary: { stacks: 1, resources: 3, safeguards: Object.keys(json.safeguards).length, judgements: 9, findings: 1, acknowledged: 1, byDesign: 0 },
    frameworks: [
      {
        id: 'house',
        title: 'House',
        source: 'https://example.com/house-rules',
        controls: [
          { id: '1', title: 'What we ask for', status: 'fails', proven: [VERSIONED], left: NO_STATEMENT },
          { id: '2', title: 'What only people can do', status: 'not judged', proven: [], left: NO_STATEMENT },
        ],
      },
      {
        id: 'tiers',
        title: 'Tiers',
        source: 'us',
        controls: [
          { id: 'A', title: 'Versions', status: 'fails', proven: [VERSIONED], left: NO_STATEMENT },
          { id: 'B', title: 'Databases', status: 'not judged', proven: [], left: NO_STATEMENT },
          {
            id: 'C',
            title: 'Access',
            status: 'satisfied in part',
            proven: [{ safeguard: 'S3.BucketAclsOff', extent: 'part', holds: 3, of: 3 }],
            left: NO_STATEMENT,
          },
        ],
      },
    ],
    safeguards: expect.objectContaining({
      'S3.BucketVersioned': {
        statement: 'versioning is enabled',
        remedy: 'set `versioned`',
        severity: 'low',
        rationale: 'Earlier versions restore objects that were overwritten, deleted or encrypted by an attacker',
        link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-14',
        sources: { securityHub: ['S3.14'], cdkNag: ['S3BucketVersioningEnabled'], prowler: ['s3_bucket_object_versioning'] },
        controls: { house: ['1'], tiers: ['A'] },
      },
      'RDS.ClusterEncrypted': expect.objectContaining({ controls: { tiers: ['A', 'B'] } }),
      'Workload.RequiredTags': expect.objectContaining({ sources: {}, controls: {} }),
    }),
    inventory: {
      components: BUCKETS.map((id) => ({
        id: `Stack/${id}`,
        logicalId: id,
        name: id,
        purpose: id,
        type: 'AWS::S3::Bucket',
        service: 'Amazon S3',
        tier: 'data',
        template: 'Stack.template.json',
        account: 'not determined',
        region: 'not determined',
        exposure: 'account',
        encryption: AT_REST,
        tags: {},
      })),
      parties: [],
      configuration: {},
    },
    flows: [],
    crypto: {
      atRest: BUCKETS.map((id) => ({ component: `Stack/${id}`, service: 'Amazon S3', ...AT_REST })),
      inTransit: BUCKETS.map((id) => ({
        component: `Stack/${id}`,
        endpoint: 'requests to the bucket',
        floor: 'not determined',
        shownBy: 'no policy denies requests without TLS: clients decide',
        fips: 'not determined',
      })),
      keys: [],
      modules: [],
    },
    outcomes: [
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Accepted', logicalId: 'Accepted', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketNoPublicRead', path: 'Stack/Accepted', logicalId: 'Accepted', result: 'holds' },
      {
        ...OUTCOME,
        safeguard: 'S3.BucketVersioned',
        path: 'Stack/Accepted',
        logicalId: 'Accepted',
        result: 'acknowledged',
        finding: 'VersioningConfiguration.Status is not set, must be Enabled',
        acknowledgement: { reason: REASON, expires: '2999-12-31', declaredBy: 'workload', on: 'Stack/Accepted' },
      },
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Bad', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketNoPublicRead', path: 'Stack/Bad', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketVersioned', path: 'Stack/Bad', result: 'fails', finding: 'VersioningConfiguration.Status is "Suspended", must be Enabled' },
      { ...OUTCOME, safeguard: 'S3.BucketAclsOff', path: 'Stack/Good', logicalId: 'Good', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketNoPublicRead', path: 'Stack/Good', logicalId: 'Good', result: 'holds' },
      { ...OUTCOME, safeguard: 'S3.BucketVersioned', path: 'Stack/Good', logicalId: 'Good', result: 'holds' },
    ],
  });
  expect(json.summary.safeguards).toBe(Object.keys(json.safeguards).length);
});

test('the matrix lists findings and deviations, then the controls with their status and resources', () => {
  const { matrix, json } = build(folder(), true, '2999-12-31');
  const { commit, dirty, versions } = json.origin;
  expect(matrix).toBe(`# Control matrix: ledger

- Code: commit ${commit}, code of ${json.asOf.replace('T', ' ').replace('Z', ' UTC')}, ${dirty ? 'with changes that are not committed' : 'without other changes'}
- Made with: cdk-regulated ${versions['cdk-regulated']}, aws-cdk-lib ${versions['aws-cdk-lib']}
- Account: not determined
- Region: not determined

3 resources in 1 stack, ${json.summary.safeguards} safeguards, 9 judgements: 1 finding, 1 acknowledged by the workload, 0 by design of the library.

A status is what safeguards prove in the templates. *Satisfied in part* leaves the part in the column *Left*. *Not judged* claims nothing: no resource of
the templates shows the control, or no statement assigns it to a party. *n of m* counts the resources that a safeguard applies to: a safeguard can apply to fewer
(for example, access logging to buckets that receive no logs). Controls with findings and deviations are first.

## Findings

| Safeguard | Resource | Finding | Controls | Reason |
| --- | --- | --- | --- | --- |
| \`S3.BucketVersioned\` | Stack/Bad | VersioningConfiguration.Status is "Suspended", must be Enabled | 1, A |  |

## Acknowledged deviations

| Safeguard | Resource | Finding | Controls | Reason |
| --- | --- | --- | --- | --- |
| \`S3.BucketVersioned\` | Stack/Accepted | VersioningConfiguration.Status is not set, must be Enabled | 1, A | holds nothing but \\| public marketing images, until 2999-12-31 |

## House

Source: https://example.com/house-rules

fails: 1 · not judged: 1

| Control | Title | Status | Proven | Left |
| --- | --- | --- | --- | --- |
| 1 | What we ask for | fails | \`S3.BucketVersioned\` holds on 1 of 3 (part) | Findings: S3.BucketVersioned on 1 of 3<br>Acknowledged by the workload: S3.BucketVersioned on 1 of 3<br>no responsibility statement |
| 2 | What only people can do | not judged |  | no responsibility statement |

## Tiers

Source: us

fails: 1 · satisfied in part: 1 · not judged: 1

| Control | Title | Status | Proven | Left |
| --- | --- | --- | --- | --- |
| A | Versions | fails | \`S3.BucketVersioned\` holds on 1 of 3 (part) | Findings: S3.BucketVersioned on 1 of 3<br>Acknowledged by the workload: S3.BucketVersioned on 1 of 3<br>no responsibility statement |
| C | Access | satisfied in part | \`S3.BucketAclsOff\` holds on 3 of 3 (part) | no responsibility statement |
| B | Databases | not judged |  | no responsibility statement |
`);
});

test('a control with acknowledged findings only is acknowledged; a matrix without deviations ends with the controls', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
  ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketVersioned', reason: 'a cache that the application refills within one hour' });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger' });
  synth(app);
  const { json, matrix } = evidenceOf(outdir, 'ledger');
  expect(json.frameworks[0].controls[0].status).toBe('acknowledged');
  expect(json.outcomes.find(({ safeguard }: { safeguard: string }) => safeguard === 'S3.BucketVersioned').acknowledgement).toEqual({
    reason: 'a cache that the application refills within one hour', declaredBy: 'workload', on: 'Stack/Bucket',
  });
  expect(matrix).not.toContain('## Findings');
  expect(matrix).toContain('| a cache that the application refills within one hour |\n');
});

test('a control with an unknown outcome fails', () => {
  const outdir = folder();
  const app = new App({ outdir });
  const bucket = new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket');
  bucket.addPropertyOverride('VersioningConfiguration.Status', { Ref: 'AWS::StackName' });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger' });
  synth(app);
  const { json, matrix } = evidenceOf(outdir, 'ledger');
  expect(json.frameworks[0].controls[0].status).toBe('fails');
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
    expect(json.frameworks[0].controls.map(({ status }: any) => status)).toEqual(['attested', 'not judged']);
    expect(matrix.slice(matrix.indexOf('| 2 |'))).toBe(`| 2 | What only people can do | not judged |  | no responsibility statement |

## Attested, not shown by a template

| Statement | By | Safeguards |
| --- | --- | --- |
| Versioning is enabled outside this workload | Stack | \`S3.BucketVersioned\`, \`S3.BucketAclsOff\` |
| The account has a root user with MFA | Stack |  |
`);
  });

  test('do not change the status of a control that concerns a resource', () => {
    expect(attested(true).json.frameworks[0].controls[0].status).toBe('satisfied in part');
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
  const at = path.join(outdir, 'assembly-Stage', 'evidence', 'ledger');
  expect(fs.readdirSync(at).sort()).toEqual([
    'architecture.svg', 'cost.json', 'crypto.json', 'data-flow.svg', 'deviations.csv', 'evidence.json', 'index.html', 'matrix.csv', 'matrix.md', 'provenance.json',
  ]);
});
