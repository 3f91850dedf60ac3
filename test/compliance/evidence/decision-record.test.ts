import * as fs from 'fs';
import * as path from 'path';
import { App, CfnParameter, Stack } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as config from 'aws-cdk-lib/aws-config';
import * as elb from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secrets from 'aws-cdk-lib/aws-secretsmanager';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
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

test('organization-defined parameters are those that the templates show, and the list of the rest has the values that FedRAMP sets', () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  new logs.CfnLogGroup(stack, 'Logs', { retentionInDays: 400 });
  new logs.CfnLogGroup(stack, 'Forever');
  const secret = new secrets.CfnSecret(stack, 'Secret');
  new secrets.CfnRotationSchedule(stack, 'Rotation', { secretId: secret.ref, rotationRules: { scheduleExpression: 'rate(30 days)' } });
  new backup.CfnBackupPlan(stack, 'Plan', {
    backupPlan: { backupPlanName: 'daily', backupPlanRule: [{ ruleName: 'Daily', targetBackupVault: 'vault', scheduleExpression: 'cron(0 5 * * ? *)', enableContinuousBackup: true }] },
  });
  new backup.CfnRestoreTestingPlan(stack, 'Restores', {
    restoreTestingPlanName: 'restores', scheduleExpression: 'cron(0 5 ? * SUN *)', recoveryPointSelection: { algorithm: 'LATEST_WITHIN_WINDOW', includeVaults: ['*'], recoveryPointTypes: ['SNAPSHOT'] },
  });
  new cognito.CfnUserPool(stack, 'Users', { policies: { passwordPolicy: { minimumLength: 14, requireNumbers: true, requireSymbols: true } } });
  new elb.CfnLoadBalancer(stack, 'Balancer', { subnets: ['subnet-1', 'subnet-2'], loadBalancerAttributes: [{ key: 'idle_timeout.timeout_seconds', value: '90' }] });
  new ssm.CfnPatchBaseline(stack, 'Patches', { name: 'patches', approvalRules: { patchRules: [{ approveAfterDays: 7 }] } });
  new kms.CfnKey(stack, 'Key', { enableKeyRotation: true, rotationPeriodInDays: 180 });
  new sqs.CfnQueue(stack, 'Queue', { kmsMasterKeyId: 'alias/aws/sqs' });
  ComplianceChecks.on(app, { frameworks: [Framework.FEDRAMP_MODERATE_R5], name: 'ledger' });
  synth(app);
  const at = path.join(app.outdir, 'evidence', 'ledger', 'fedramp');
  const { securityControls } = JSON.parse(fs.readFileSync(path.join(at, 'security-decision-record.json'), 'utf-8'));
  const stated = securityControls.flatMap(({ controlId, parameterValues = [] }: any) => (
    parameterValues.map(({ parameterId, parameterValue }: any) => `${controlId} ${parameterId}: ${parameterValue}`)));
  expect(stated).toEqual([
    'AU-11 au-11_odp: at least 400 days in 2 log groups',
    'CP-9 cp-09_odp.02: backup rule Daily: cron(0 5 * * ? *) and continuous',
    'CP-9(1) cp-09.01_odp.01: restore testing plan restores: cron(0 5 ? * SUN *)',
    'CP-9(1) cp-09.01_odp.02: restore testing plan restores: cron(0 5 ? * SUN *)',
    'IA-5 ia-05_odp.01: at most 30 days for 1 secret in AWS Secrets Manager',
    'IA-5(1) ia-05.01_odp.02: user pool Users: at least 14 characters, with numbers, symbols',
    'SC-10 sc-10_odp: 90 seconds at load balancer Balancer',
    'SC-12 sc-12_odp: keys in AWS KMS: rotation every 180 days on 1 of 1',
    'SC-13 sc-13_odp.02: TLS 1.2 or later at 1 of 2 endpoints; encryption at rest of 4 of 5 components; AWS Key Management Service HSM, FIPS 140-3 Security Level 3 '
      + '(https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/4884)',
    'SI-2 si-02_odp: patches are approved at most 7 days after their release',
  ]);
  const text = fs.readFileSync(path.join(at, 'security-decision-record.md'), 'utf-8');
  expect(text).toContain('Templates show au-11_odp, ');
  // FedRAMP/rules, fedramp-consolidated-rules.json, version 2026.07.14.01, as far as the moderate baseline has the controls.
  expect(text.split('\n').filter((line) => line.includes('which FedRAMP sets to'))).toEqual([
    '- ac-06.01_odp.02 of AC-6(1), which FedRAMP sets to: all functions not publicly accessible.',
    '- ac-06.01_odp.05 of AC-6(1), which FedRAMP sets to: all security-relevant information not publicly available.',
    '- ac-06.02_odp of AC-6(2), which FedRAMP sets to: all security functions.',
    '- au-12_odp.01 of AU-12, which FedRAMP sets to: at least all information system and network components where audit capability is deployed/available.',
    '- ca-02_odp.02 of CA-2, which FedRAMP sets to: individuals or roles to include FedRAMP and agency customers.',
    '- ca-02.03_odp.01 of CA-2(3), which FedRAMP sets to: any FedRAMP Recognized independent assessment service.',
    '- cm-11_odp.03 of CM-11, which FedRAMP sets to: Continuously (via CM-7 (5)).',
    '- cp-02.03_odp.02 of CP-2(3), which FedRAMP sets to: time period defined in service provider and organization Service Level Agreements.',
    '- ia-02.08_odp of IA-2(8), which FedRAMP sets to: privileged accounts; non-privileged accounts.',
    '- ia-02.06_odp.01 of IA-2(6), which FedRAMP sets to: local, network and remote.',
    '- ia-02.06_odp.02 of IA-2(6), which FedRAMP sets to: privileged accounts; non-privileged accounts.',
    '- ia-04.04_odp of IA-4(4), which FedRAMP sets to: contractors; foreign nationals.',
    '- sa-09.02_odp of SA-9(2), which FedRAMP sets to: all external systems where federal customer data is processed or stored.',
  ]);
});

test('a parameter that resolves only at deployment is not stated', () => {
  const app = new App({ outdir: folder() });
  const stack = new Stack(app, 'Stack');
  new logs.CfnLogGroup(stack, 'Logs', { retentionInDays: new CfnParameter(stack, 'Days', { type: 'Number' }).valueAsNumber });
  new logs.CfnLogGroup(stack, 'Other', { retentionInDays: 400 });
  ComplianceChecks.on(app, { frameworks: [Framework.FEDRAMP_MODERATE_R5], name: 'ledger' });
  synth(app);
  const record = JSON.parse(fs.readFileSync(path.join(app.outdir, 'evidence', 'ledger', 'fedramp', 'security-decision-record.json'), 'utf-8'));
  expect(record.securityControls.filter(({ parameterValues }: any) => parameterValues).map(({ controlId }: any) => controlId)).toEqual(['SC-13']);
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
