import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as config from 'aws-cdk-lib/aws-config';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework } from '../../../src';
import { folder, synth } from '../support';

test("FedRAMP's security decision record answers all 46 indicators, claims nothing without a test, and lists what is left to write", () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  new s3.CfnBucket(stack, 'Bucket');
  new config.CfnConfigRule(stack, 'Rule', { source: { owner: 'AWS', sourceIdentifier: 'S3_BUCKET_SSL_REQUESTS_ONLY' } });
  ComplianceChecks.on(app, { frameworks: [Framework.FEDRAMP_MODERATE_R5], name: 'ledger' });
  synth(app);
  const at = path.join(app.outdir, 'evidence', 'ledger', 'fedramp');
  const record = JSON.parse(fs.readFileSync(path.join(at, 'security-decision-record.json'), 'utf-8'));
  const text = fs.readFileSync(path.join(at, 'security-decision-record.md'), 'utf-8');
  const indicators: any[] = record.keySecurityIndicators;
  expect(new Set(indicators.map(({ ksiId }) => ksiId)).size).toBe(46);
  const tested = indicators.filter(({ ksiTests }) => ksiTests.length > 0);
  expect(tested.length).toBeGreaterThan(0);
  expect(indicators.filter((each) => each.ksiImplementationStatus && !tested.includes(each))).toEqual([]);
  expect(indicators.flatMap(({ ksiAssessment }) => ksiAssessment)).toEqual([]);
  expect(indicators.filter(({ ksiEvidence, ksiTests }) => (ksiEvidence.length > 0) !== (ksiTests.length > 0))).toEqual([]);
  expect(record.securityControls).toHaveLength(323);
  expect(record.certificationPackageOverviewUri).toBe('about:blank');
  expect(text).toContain(`indicators that templates do not show: ${indicators.filter((each) => !tested.includes(each)).map(({ ksiId }) => ksiId).join(', ')}.`);
  expect(text).toContain('set `certificationPackageOverviewUri` of the prop `evidence`');
});

test('a second automated method is named where the templates deploy a rule for the fact of a test, detection of drift, or restore tests', () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  new s3.CfnBucket(stack, 'Bucket');
  const rule = (id: string, sourceIdentifier: string) => new config.CfnConfigRule(stack, id, { source: { owner: 'AWS', sourceIdentifier } });
  rule('Tls', 'S3_BUCKET_SSL_REQUESTS_ONLY');
  rule('Drift', 'CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK');
  // Its fact is a test of none of the indicators of a bucket.
  rule('Other', 'LAMBDA_FUNCTION_SETTINGS_CHECK');
  new backup.CfnRestoreTestingPlan(stack, 'Restores', {
    restoreTestingPlanName: 'restores', scheduleExpression: 'cron(0 5 ? * SUN *)', recoveryPointSelection: { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: ['*'], recoveryPointTypes: ['SNAPSHOT'] },
  });
  ComplianceChecks.on(app, { frameworks: [Framework.FEDRAMP_MODERATE_R5], name: 'ledger' });
  synth(app);
  const record = JSON.parse(fs.readFileSync(path.join(app.outdir, 'evidence', 'ledger', 'fedramp', 'security-decision-record.json'), 'utf-8'));
  const methods = record.keySecurityIndicators.flatMap(({ ksiId, ksiValidation }: any) => (
    ksiValidation.filter((line: string) => line.includes('deployed resources')).map((line: string) => `${ksiId} ${line}`)));
  const drift = 'First automated method: AWS Config rule cloudformation-stack-drift-detection-check, on deployed resources.';
  const restores = 'First automated method: restore tests of AWS Backup, on deployed resources.';
  const tls = 'Second automated method: AWS Config rule s3-bucket-ssl-requests-only, on deployed resources.';
  expect(methods).toEqual([
    `KSI-CMT-RMV ${drift}`, `KSI-CNA-EIS ${drift}`, `KSI-MLA-EVC ${drift}`, `KSI-RPL-ABO ${restores}`, `KSI-RPL-TRC ${restores}`, `KSI-SVC-ACM ${drift}`, `KSI-SVC-SIN ${tls}`,
    `KSI-SVC-VCM ${tls}`,
  ]);
});
