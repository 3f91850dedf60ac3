import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { schemaFaults } from './schema-faults';
import { ComplianceChecks } from '../../../src';
import { folder, house, synth } from '../support';

const outdir = folder();
let evidence: any;

beforeAll(() => {
  const app = new App({ outdir });
  const stack = new Stack(app, 'Stack');
  new s3.Bucket(stack, 'Bucket');
  ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Accepted'), { id: 'S3.BucketVersioned', reason: 'holds nothing but public images' });
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned', 'RDS.ClusterEncrypted')], name: 'ledger' });
  synth(app);
  evidence = JSON.parse(fs.readFileSync(path.join(outdir, 'evidence', 'ledger', 'evidence.json'), 'utf-8'));
});

test('evidence with findings and deviations is valid against its schema', () => {
  expect(schemaFaults(evidence)).toEqual([]);
});

test.each([
  ['another version', (of: any) => { of.schemaVersion = 2; }, 'evidence.schemaVersion must be 1, got 2'],
  ['a result that no safeguard has', (of: any) => { of.outcomes[0].result = 'passed'; }, 'evidence.outcomes[0].result must be one of holds, fails, unknown, acknowledged, got "passed"'],
  ['a property that is missing', (of: any) => { delete of.crypto.keys; }, 'evidence.crypto.keys is missing'],
  ['a number as text', (of: any) => { of.summary.findings = '0'; }, 'evidence.summary.findings must be of type number, got "0"'],
  ['a property that the schema does not list', (of: any) => { of.inventory.components[0].owner = 'us'; }, 'evidence.inventory.components[0].owner is not in the schema'],
])('%s is not valid', (_, change, fault) => {
  const changed = structuredClone(evidence);
  change(changed);
  expect(schemaFaults(changed)).toEqual([fault]);
});

test('the links between lists that docs/evidence.md names lead to an element', () => {
  const { components, parties } = evidence.inventory;
  const ids = [...components, ...parties].map(({ id }: any) => id);
  const references = [
    ...evidence.flows.flatMap(({ from, to, via = [] }: any) => [...from, ...to, ...via]),
    ...[...evidence.crypto.atRest, ...evidence.crypto.inTransit, ...evidence.crypto.keys].map(({ component }: any) => component),
  ];
  expect(references.length).toBeGreaterThan(0);
  expect(references.filter((id) => !ids.includes(id))).toEqual([]);
  expect(evidence.outcomes.filter(({ safeguard }: any) => !evidence.safeguards[safeguard])).toEqual([]);
});
