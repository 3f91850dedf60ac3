/** @library own */
import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Validations } from 'aws-cdk-lib';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Acknowledgement, ComplianceChecks, Framework } from '../../../src';
import { acknowledgeFindings } from '../../../src/core/parts/acknowledge-findings';
import { folder, house, synth } from '../support';

const REASON = 'a cache that is filled again within one hour';
const DATE = process.env.SOURCE_DATE_EPOCH;

afterEach(() => {
  if (DATE === undefined) delete process.env.SOURCE_DATE_EPOCH;
  else process.env.SOURCE_DATE_EPOCH = DATE;
});

/** Evidence of buckets without versioning that acknowledge it, at a day of 2026. */
function evidence(day: string, compareWith?: string, ...ids: string[]): { at: string; table: string[]; matrix: string } {
  process.env.SOURCE_DATE_EPOCH = String(Date.parse(`${day}T12:00:00Z`) / 1000);
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  ids.forEach((id) => ComplianceChecks.acknowledge(new s3.CfnBucket(stack, id), { id: 'S3.BucketVersioned', reason: REASON }));
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger', evidence: { compareWith } });
  synth(app);
  return read(app.outdir);
}

function read(outdir: string) {
  const at = path.join(outdir, 'evidence', 'ledger');
  const [table, matrix] = ['deviations.csv', 'matrix.md'].map((file) => fs.readFileSync(path.join(at, file), 'utf-8'));
  return { at, table: table.split('\r\n'), matrix };
}

test('the register has the acknowledgements of the workload, then those of the library, with the record of the decision', () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  acknowledgeFindings(new s3.CfnBucket(stack, 'ByDesign'), 'the library writes this bucket once, at deployment', 'S3.BucketVersioned');
  Validations.of(new s3.CfnBucket(stack, 'Plain')).acknowledge({ id: 'S3.BucketVersioned', reason: '=1+1 and "three" more words, to be quoted' });
  const record = { ticket: 'SEC-12', owner: 'Web team', approver: 'CISO', expires: '2999-12-31' };
  ComplianceChecks.acknowledge(new s3.CfnBucket(stack, 'Recorded'), { id: 'S3.BucketVersioned', reason: REASON, ...record });
  new s3.CfnBucket(stack, 'Finding');
  ComplianceChecks.on(app, { frameworks: [house('S3.BucketVersioned')], name: 'ledger' });
  synth(app);
  const { table, matrix } = read(app.outdir);
  const found = '"VersioningConfiguration.Status is not set, must be Enabled"';
  const bucket = (id: string) => `S3.BucketVersioned,low,versioning is enabled,Stack/${id},${id},AWS::S3::Bucket,Stack.template.json,${found}`;
  expect(table).toEqual([
    'safeguard,severity,statement,resource,logical id,type,template,finding,declared by,declared on,reason,ticket,owner,approver,since,expires,controls,related by a published mapping only',
    `${bucket('Plain')},workload,Stack/Plain,"'=1+1 and ""three"" more words, to be quoted",,,,,,House: 1,`,
    `${bucket('Recorded')},workload,Stack/Recorded,${REASON},SEC-12,Web team,CISO,,2999-12-31,House: 1,`,
    `${bucket('ByDesign')},library,Stack/ByDesign,"the library writes this bucket once, at deployment",,,,,,House: 1,`,
    '',
  ]);
  expect(matrix).toContain(`| 1 | ${REASON}, ticket SEC-12, owner Web team, approver CISO, until 2999-12-31 |`);
  expect(matrix.indexOf('## Deviations by design of the library')).toBeGreaterThan(matrix.indexOf('## Acknowledged deviations'));
});

test('a deviation is dated from the first evidence that has it', () => {
  const since = ({ table }: { table: string[] }) => Object.fromEntries(table.slice(1, -1).map((row) => row.split(',')).map((cells) => [cells[3], cells.at(-4)]));
  const first = evidence('2026-01-10', undefined, 'Old');
  const second = evidence('2026-02-10', first.at, 'Old', 'New');
  const third = evidence('2026-03-10', second.at, 'Old', 'New');
  expect(since(first)).toEqual({ 'Stack/Old': '' });
  expect(since(second)).toEqual({ 'Stack/New': '2026-02-10', 'Stack/Old': '2026-01-10' });
  expect(since(third)).toEqual(since(second));
});

test('controls whose status a deviation does not change are apart from those that show it', () => {
  const app = new App({ outdir: folder() });
  ComplianceChecks.acknowledge(new s3.CfnBucket(new Stack(app, 'Stack'), 'Bucket'), { id: 'S3.BucketReplicated', reason: REASON });
  ComplianceChecks.on(app, { frameworks: [Framework.FEDRAMP_MODERATE_R5], name: 'ledger' });
  synth(app);
  const { at, table, matrix } = read(app.outdir);
  const { frameworks, safeguards } = JSON.parse(fs.readFileSync(path.join(at, 'evidence.json'), 'utf-8'));
  const showing: string[] = frameworks[0].controls.filter(({ proven }: any) => proven.some(({ safeguard }: any) => safeguard === 'S3.BucketReplicated')).map(({ id }: any) => id);
  const related = safeguards['S3.BucketReplicated'].controls['fedramp-moderate-r5'].filter((id: string) => !showing.includes(id));
  expect([showing.length > 0, related.length > 0]).toEqual([true, true]);
  expect(table.filter((row) => row.startsWith('S3.BucketReplicated'))).toEqual([
    expect.stringMatching(`,FedRAMP Moderate Rev 5: ${showing.join(' ').replace(/[()]/g, '\\$&')},FedRAMP Moderate Rev 5: ${related.join(' ').replace(/[()]/g, '\\$&')}$`),
  ]);
  expect(matrix).toContain(`| ${showing.join(', ')}; related only: ${related.join(', ')} | ${REASON} |`);
  expect(frameworks[0].controls.filter(({ id }: any) => showing.includes(id)).map(({ status }: any) => status)).not.toContain('satisfied in part');
  expect(matrix).toContain('Acknowledged by the workload: S3.BucketReplicated on 1 of 1<br>');
});

test.each(['ticket', 'owner', 'approver'] as const)('an acknowledgement with an empty %s or one of two lines is refused', (prop) => {
  const bucket = new s3.CfnBucket(new Stack(new App(), 'Stack'), 'Bucket');
  const by = (value: string) => () => ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketVersioned', reason: REASON, [prop]: value } as unknown as Acknowledgement);
  expect(by('')).toThrow(`acknowledgement.${prop} must be a line of 1 to 200 characters, got ''`);
  expect(by('a\nb')).toThrow(`acknowledgement.${prop} must be a line of 1 to 200 characters, got 'a\\nb'`);
});
