import * as fs from 'fs';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, ComplianceChecksProps, Framework, OnFindings } from '../../../src';
import { evidenceJson } from '../../../src/compliance/evidence/evidence-json';
import { folder, synth } from '../support';

const FRAMEWORKS = [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1];

/** Texts of `evidence.json` of workloads in one app. */
function written(workloads: Record<string, { readonly props: Partial<ComplianceChecksProps>; readonly text?: string }>): Record<string, string> {
  const app = new App({ outdir: folder() });
  for (const [name, { props, text = name }] of Object.entries(workloads)) {
    const stack = new Stack(app, name);
    ComplianceChecks.on(stack, { frameworks: FRAMEWORKS, onFindings: OnFindings.REPORT, evidence: { files: [] }, name, ...props });
    new s3.CfnBucket(stack, 'Bucket', { bucketEncryption: { serverSideEncryptionConfiguration: [] }, tags: [{ key: 'Name', value: text }] });
  }
  synth(app);
  return Object.fromEntries(Object.keys(workloads).map((name) => [name, fs.readFileSync(`${app.outdir}/evidence/${name}/evidence.json`, 'utf-8')]));
}

const OWN = new Framework({ id: 'own', title: 'Own', source: 'an example', controls: [{ id: '1', title: 'One\u202etwo', safeguards: ['S3.BucketEncrypted'] }] });
const TEXTS = written({
  alpha: { props: {} },
  second: { props: {} },
  alone: { props: { frameworks: [] } },
  empty: { props: { frameworks: [new Framework({ id: 'empty', title: 'Empty', source: 'an example', controls: [], numbers: { backupRetention: Duration.days(7) } })] } },
  own: { props: { frameworks: [Framework.AWS_FSBP, OWN] } },
  hostile: { props: {}, text: 'a\u202eb' },
  omega: { props: {} },
});

test.each(Object.entries(TEXTS))('%s is the JSON of the whole evidence, with an indentation of one space', (_name, text) => {
  const evidence = JSON.parse(text);
  expect(text).toBe(`${JSON.stringify(evidence, null, 1)}\n`);
  expect(evidenceJson(evidence).text).toBe(JSON.stringify(evidence, null, 1));
});

test('workloads that share parts of their text have the same controls and safeguards, and outcomes of their own', () => {
  const [first, last] = [TEXTS.alpha, TEXTS.omega].map((text) => JSON.parse(text));
  expect(last).toEqual(JSON.parse(JSON.stringify(first).replaceAll('alpha', 'omega')));
  expect(first.outcomes.length).toBeGreaterThan(5);
});

test('a character that no reader sees is shown, in what workloads share and in what they do not', () => {
  expect(TEXTS.own).toContain('One[U+202E]two');
  expect(TEXTS.hostile).toContain('a[U+202E]b');
  expect(Object.values(TEXTS).filter((text) => text.includes('\u202e'))).toEqual([]);
});
