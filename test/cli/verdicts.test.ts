import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';
import { App, aws_kms as kms, aws_rds as rds, aws_s3 as s3, aws_sns as sns, aws_sqs as sqs, CfnCondition, CfnParameter, Fn, NestedStack, Stack, Stage } from 'aws-cdk-lib';
import { asYaml, differences, verdictsOfCommand, verdictsOfSynthesis } from './verdicts';
import { ComplianceChecks, Framework, OnFindings } from '../../src';

describe.each([['JSON', false], ['YAML', true]])('The verdicts of the command about an app of L2 constructs, in %s', (_, isYaml) => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'verdicts-'));
  synthesize(folder);
  if (isYaml) asYaml(folder);
  const { verdicts, frameworks } = verdictsOfSynthesis(folder);
  const got = verdictsOfCommand(folder, frameworks);

  test('are those of the synthesis', () => {
    expect(differences(verdicts, got)).toEqual([]);
  });

  test('hold, fail, are unknown and are acknowledged', () => {
    expect([...new Set(Object.values(got).map((verdict) => verdict.split(' ')[0]))].sort()).toEqual(['acknowledged', 'fails', 'holds', 'unknown']);
    expect(Object.keys(got).length).toBeGreaterThan(50);
  });

  test('follow references to other stacks and to nested stacks', () => {
    expect(got['S3.BucketEncryptedWithKms Prod/Data/Nested/Bucket/Resource']).toBe('holds ');
    expect(got['SQS.QueueEncrypted Prod/Other/Queue/Resource']).toBe('holds ');
  });
});

function synthesize(outdir: string) {
  const app = new App({ outdir });
  const stage = new Stage(app, 'Prod', { env: { account: '123456789012', region: 'eu-west-2' } });
  const data = new Stack(stage, 'Data');
  const key = new kms.Key(data, 'Key', { enableKeyRotation: true });
  const nested = new NestedStack(data, 'Nested');
  const bucket = new s3.Bucket(nested, 'Bucket', { encryptionKey: key, versioned: true });
  ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketAccessLogged', reason: 'a scratch bucket that only this test reads', expires: '2999-01-01' });
  const isEncrypted = new CfnParameter(data, 'IsEncrypted', { default: 'true' });
  const isProduction = new CfnCondition(data, 'IsProduction', { expression: Fn.conditionEquals(Fn.ref('AWS::Region'), 'eu-west-2') });
  const plain = new s3.CfnBucket(data, 'Plain', { versioningConfiguration: { status: Fn.conditionIf('IsProduction', 'Enabled', 'Suspended').toString() } });
  plain.cfnOptions.condition = isProduction;
  new rds.CfnDBCluster(data, 'Cluster', { engine: 'aurora-mysql', storageEncrypted: isEncrypted.valueAsString as unknown as boolean });
  const other = new Stack(stage, 'Other');
  new sqs.Queue(other, 'Queue', { encryptionMasterKey: key });
  new sns.Topic(other, 'Topic');
  ComplianceChecks.on(stage, { frameworks: [Framework.AWS_FSBP, Framework.PCI_DSS_4_0_1], onFindings: OnFindings.REPORT });
  app.synth();
}
