import { App, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kinesis from 'aws-cdk-lib/aws-kinesis';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { evidenceOf, folder, synth } from './support';
import { ComplianceChecks, Framework } from '../../src';
import { ControlEvidence, controlEvidence } from '../../src/compliance/evidence/status';
import { Judged } from '../../src/compliance/judge';
import { attest } from '../../src/compliance/model/attestation';

const REASON = 'the database holds public reference data only';

/** The evidence of a small app. */
function evidence(framework: Framework, build: (stack: Stack) => void) {
  const outdir = folder();
  const app = new App({ outdir });
  build(new Stack(app, 'Stack'));
  ComplianceChecks.on(app, { frameworks: [framework], name: 'small' });
  synth(app);
  const { json, matrix } = evidenceOf(outdir, 'small');
  const controls: ControlEvidence[] = json.frameworks[0].controls;
  return { json, matrix, controls, control: (id: string) => controls.find((control) => control.id === id)! };
}

const database = (stack: Stack, id: string, storageEncrypted: boolean) => new rds.CfnDBInstance(stack, id, { storageEncrypted });
const logGroup = (stack: Stack, retentionInDays?: number) => new logs.CfnLogGroup(stack, 'Logs', { retentionInDays, kmsKeyId: 'arn:aws:kms:eu-west-2:1:key/1' });
const proof = (holds: number, of: number, extent = 'part') => ({ safeguard: 'RDS.InstanceEncrypted', extent, holds, of });

describe('a control', () => {
  test('fails where a safeguard that is evidence fails', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, (stack) => {
      database(stack, 'Good', true);
      database(stack, 'Bad', false);
    });
    expect(control('3.5.1')).toEqual({
      id: '3.5.1',
      title: 'Make stored card numbers unreadable',
      status: 'fails',
      proven: [proof(1, 2)],
      left: { customer: expect.stringMatching(/truncation, tokens/) },
    });
  });

  describe('with a relation of the project', () => {
    const listener = (stack: Stack, more: Partial<elbv2.CfnListenerProps>) => void new elbv2.CfnListener(stack, 'Listener', {
      loadBalancerArn: 'arn:aws:elasticloadbalancing:eu-west-2:123456789012:loadbalancer/app/a/1', defaultActions: [{ type: 'forward', targetGroupArn: 'arn' }], ...more,
    });
    const of = ({ control }: ReturnType<typeof evidence>, id: string) => control(id).proven.find(({ safeguard }) => safeguard === 'ELB.ListenerEncrypted');

    test('fails with a plain-text listener, although bucket policies hold', () => {
      const plain = evidence(Framework.PCI_DSS_4_0_1, (stack) => {
        listener(stack, { port: 80, protocol: 'HTTP' });
        new s3.Bucket(stack, 'Bucket', { enforceSSL: true });
      });
      expect(['4.2.1', '2.2.5'].map((id) => plain.control(id).status)).toEqual(['fails', 'fails']);
    });

    test.each([
      [Framework.PCI_DSS_4_0_1, '4.2.1', /^They are settings of endpoints/], [Framework.PCI_DSS_4_0_1, '2.2.5', /^A protocol without encryption/],
      [Framework.HIPAA_SECURITY_RULE, '164.312(e)(2)(i)', /^TLS detects a modification/],
    ])('%# has a proof that says so', (framework, id, because) => {
      const sound = evidence(framework, (stack) => listener(stack, {
        port: 443, protocol: 'HTTPS', sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09', certificates: [{ certificateArn: 'arn' }],
      }));
      expect([sound.control(id).status, of(sound, id)]).toEqual([
        'satisfied in part', { safeguard: 'ELB.ListenerEncrypted', extent: 'part', holds: 1, of: 1, relatedBecause: expect.stringMatching(because) },
      ]);
      expect(sound.matrix).toContain('`ELB.ListenerEncrypted` holds on 1 of 1 (part, relation of this project)');
    });

    test.each([
      [Framework.PCI_DSS_4_0_1, '3.5.1'], [Framework.NIST_800_53_R5, 'SC-28'], [Framework.NIST_800_53_R5, 'SC-28(1)'], [Framework.FEDRAMP_MODERATE_R5, 'SC-28'],
      [Framework.FEDRAMP_MODERATE_R5, 'SC-28(1)'], [Framework.HIPAA_SECURITY_RULE, '164.312(a)(2)(iv)'],
    ])('%# fails with a store that is not encrypted', (framework, id) => {
      const { control } = evidence(framework, (stack) => {
        new sqs.CfnQueue(stack, 'Queue', { sqsManagedSseEnabled: false });
        new kinesis.CfnStream(stack, 'Stream');
        new ec2.CfnLaunchTemplate(stack, 'Template', { launchTemplateData: { blockDeviceMappings: [{ deviceName: '/dev/xvda', ebs: { encrypted: false } }] } });
      });
      const failing = control(id).proven.filter(({ holds, of: total }) => holds < total).map(({ safeguard }) => safeguard);
      expect(failing).toEqual(expect.arrayContaining(['EC2.LaunchTemplateVolumesEncrypted', 'Kinesis.StreamEncrypted', 'SQS.QueueEncrypted']));
      expect(control(id).status).toBe('fails');
    });

    test('a published relation is not one of the project', () => {
      const { control } = evidence(Framework.NIST_800_53_R5, (stack) => void new s3.Bucket(stack, 'Bucket', { enforceSSL: true }));
      expect(control('SC-8').proven.find(({ safeguard }) => safeguard === 'S3.BucketTlsOnly')).toEqual({ safeguard: 'S3.BucketTlsOnly', extent: 'part', holds: 1, of: 1 });
    });
  });

  test('is acknowledged where all findings are', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, (stack) => {
      database(stack, 'Good', true);
      ComplianceChecks.acknowledge(database(stack, 'Bad', false), { id: 'RDS.InstanceEncrypted', reason: REASON });
    });
    expect([control('3.5.1').status, control('3.5.1').proven]).toEqual(['acknowledged', [{ ...proof(1, 2), acknowledged: 1 }]]);
  });

  test('counts deviations by design of the library apart', () => {
    const judgement = (result: string, declaredBy?: string) => ({ safeguard: { id: 'RDS.InstanceEncrypted' }, result, ...(declaredBy && { acknowledgement: { declaredBy } }) });
    const judgements = [judgement('acknowledged', 'library'), judgement('acknowledged', 'workload'), judgement('acknowledged', 'library'), judgement('holds')];
    const [control] = controlEvidence({ judgements, attestations: [] } as unknown as Judged)(Framework.PCI_DSS_4_0_1).filter(({ id }) => id === '3.5.1');
    expect([control.status, control.proven]).toEqual(['acknowledged', [{ ...proof(1, 4), acknowledged: 1, byDesign: 2 }]]);
  });

  test('is satisfied in part where safeguards that prove a part hold, and says what is left', () => {
    const { control, matrix } = evidence(Framework.FEDRAMP_MODERATE_R5, (stack) => void database(stack, 'Good', true));
    expect(control('SC-28')).toEqual({
      id: 'SC-28',
      title: 'Protection of Information at Rest',
      status: 'satisfied in part',
      proven: [proof(1, 1)],
      left: { customer: 'Protect information at rest outside AWS, and decide which information needs encryption in the application.' },
      documents: [{ file: 'crypto.json', section: 'cryptography', shows: '1 data store, 1 endpoint, 0 keys and 1 certificate, listed from the templates' }],
    });
    expect(matrix).toContain('| SC-28 | Protection of Information at Rest | satisfied in part | `RDS.InstanceEncrypted` holds on 1 of 1 (part)<br>[crypto.json](crypto.json): 1 data store, 1 endpoint, 0 keys and 1 certificate, listed from the templates | Customer: Protect information ');
  });

  test('is satisfied where a safeguard that proves the whole holds, and nothing is left', () => {
    const { control } = evidence(Framework.AWS_FSBP, (stack) => void database(stack, 'Good', true));
    expect(control('RDS.3')).toEqual({
      id: 'RDS.3', title: 'RDS DB instances should have encryption at-rest enabled', status: 'satisfied', proven: [proof(1, 1, 'whole')], left: {},
    });
    expect(control('S3.8')).toMatchObject({ status: 'not judged', left: { technical: 'Configure each resource of the workload as the title says.' } });
  });

  test('is attested where no resource shows it and the workload declares it', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, (stack) => attest(stack, 'Amazon GuardDuty is enabled in the account', 'GuardDuty.DetectorOn'));
    expect([control('11.5.1').status, control('11.5.1').proven]).toEqual(['attested', []]);
  });

  test('is not attested by a safeguard that is no evidence', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, (stack) => attest(stack, 'Logs are retained', 'CloudWatch.LogGroupRetained'));
    expect([control('10.5.1').status, control('3.3.1.1').status]).toEqual(['attested', 'customer']);
  });

  test('names the documents of the evidence that show it, and what is left beside them', () => {
    const shown = evidence(Framework.PCI_DSS_4_0_1, (stack) => void database(stack, 'Good', true));
    const documentsOf = ({ control }: typeof shown, id: string) => (control(id).documents ?? []).map(({ file, section }) => `${file} ${section}`);
    const ids = ['1.2.3', '1.2.4', '1.2.5', '4.2.1.1', '12.3.3', '12.5.1', '12.5.2', '12.1.1'];
    expect(Object.fromEntries(ids.map((id) => [id, documentsOf(shown, id)]))).toEqual({
      '1.2.3': ['architecture.svg diagrams'],
      '1.2.4': ['data-flow.svg diagrams'],
      '1.2.5': [],
      '4.2.1.1': ['crypto.json cryptography'],
      '12.3.3': ['crypto.json cryptography'],
      '12.5.1': ['evidence.json inventory'],
      '12.5.2': ['evidence.json inventory', 'data-flow.svg diagrams', 'crypto.json cryptography'],
      '12.1.1': [],
    });
    expect(shown.control('1.2.3')).toMatchObject({ status: 'customer', left: { customer: 'Add connections to networks that no template of the workload shows, and confirm that the diagram is complete.' } });
    expect(shown.control('12.5.1').documents![0].shows).toBe('1 component and 0 parties outside the workload, listed from the templates');
    expect(shown.matrix).toContain('| customer | [architecture.svg](architecture.svg): 1 component by account, Region, VPC and subnet with the connections of the network, drawn from the templates | Customer: Add connections');
    // Without resources there is nothing to draw, and the customer has all of it.
    const empty = evidence(Framework.PCI_DSS_4_0_1, () => {});
    expect(documentsOf(empty, '1.2.3')).toEqual([]);
    expect(empty.control('1.2.3').left).toEqual({ customer: 'Draw the connections between the card environment and other networks, and update the diagram when they change.' });
  });

  test('without a resource is not judged where a template could prove a part of it', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, () => {});
    expect(control('3.5.1')).toMatchObject({ status: 'not judged', proven: [] });
    // No safeguard judges egress rules as evidence of it, and the workload is responsible.
    expect(control('1.3.2')).toMatchObject({ status: 'not judged', proven: [], left: { technical: expect.stringMatching(/^Limit egress rules/) } });
  });

  test('that no template proves is of the customer, inherited or not applicable', () => {
    const { control, matrix } = evidence(Framework.PCI_DSS_4_0_1, () => {});
    expect(control('12.1.1')).toMatchObject({ status: 'customer', left: { customer: expect.stringMatching(/information security policy/) } });
    expect(control('9.2.1')).toEqual({
      id: '9.2.1',
      title: 'Control entry to facilities with systems of the card environment',
      status: 'inherited',
      proven: [],
      left: { inherited: 'AWS restricts entry to its data centers to authorized people at every perimeter.' },
      reports: ['AWS PCI DSS Attestation of Compliance and Responsibility Summary', 'AWS SOC 2 Type 2 report'],
    });
    expect(control('6.4.1')).toMatchObject({ status: 'not applicable', left: { notApplicable: 'Requirement 6.4.2 replaced it on 31 March 2025.' } });
    expect(matrix).toContain('AWS: AWS restricts entry to its data centers to authorized people at every perimeter. Shown by: AWS PCI DSS Attestation of Compliance');
    expect(matrix).not.toMatch(/\b0 of 0\b|0\/0/);
  });
});

describe('a relation that is no evidence', () => {
  test('log retention does not prove training records or the absence of track data', () => {
    const pci = evidence(Framework.PCI_DSS_4_0_1, (stack) => void logGroup(stack, 400)).control;
    expect(['10.5.1', '3.3.1.1', '3.3.2'].map((id) => pci(id).status)).toEqual(['satisfied in part', 'customer', 'customer']);
    const fedramp = evidence(Framework.FEDRAMP_MODERATE_R5, (stack) => void logGroup(stack, 400)).control;
    expect(['AU-11', 'AT-4'].map((id) => fedramp(id).status)).toEqual(['satisfied in part', 'customer']);
    expect(fedramp('AT-4').left).toEqual({ customer: 'Record who completed which training, and keep the records for the set time.' });
  });

  test('event notifications do not prove 11.6.1, and a supported runtime does not prove 12.3.4', () => {
    const { control } = evidence(Framework.PCI_DSS_4_0_1, (stack) => {
      new s3.CfnBucket(stack, 'Bucket', { notificationConfiguration: { eventBridgeConfiguration: { eventBridgeEnabled: true } } });
      new lambda.CfnFunction(stack, 'Function', { runtime: 'nodejs22.x', handler: 'index.handler', code: { zipFile: '' }, role: 'arn:aws:iam::1:role/r' });
    });
    expect(['11.6.1', '12.3.4'].map((id) => [control(id).status, control(id).proven])).toEqual([['customer', []], ['customer', []]]);
  });

  test('does not fail a control either: the finding cites it', () => {
    const { control, json } = evidence(Framework.PCI_DSS_4_0_1, (stack) => void logGroup(stack));
    expect(['10.5.1', '3.3.1.1'].map((id) => control(id).status)).toEqual(['fails', 'customer']);
    expect(json.safeguards['CloudWatch.LogGroupRetained'].controls['pci-dss-4.0.1']).toEqual(expect.arrayContaining(['3.3.1.1', '10.5.1']));
  });

  test('no physical control is of the customer, except alternate work sites', () => {
    const { controls } = evidence(Framework.FEDRAMP_MODERATE_R5, (stack) => void new ec2.CfnVPC(stack, 'Vpc', { cidrBlock: '10.0.0.0/16' }));
    expect(controls.filter(({ id, status }) => id.startsWith('PE-') && status !== 'inherited').map(({ id, status }) => [id, status])).toEqual([['PE-17', 'customer']]);
  });
});

describe('a resource type that no safeguard judges', () => {
  const judged = { judgements: [{ safeguard: { id: 'RDS.InstanceEncrypted' }, result: 'holds' }], attestations: [] } as unknown as Judged;
  const controlIn = (framework: Framework, types: readonly string[], id: string) => (
    controlEvidence(judged, types)(framework).find((one) => one.id === id)!);
  const TYPE = 'AWS::Redshift::Unheard';

  test('leaves a control that its published mapping covers not judged, although other safeguards hold', () => {
    expect(controlIn(Framework.FEDRAMP_MODERATE_R5, [], 'SC-28').status).toBe('satisfied in part');
    // AWS Security Hub relates the encryption of Redshift clusters (Redshift.10) to it.
    expect(controlIn(Framework.FEDRAMP_MODERATE_R5, [TYPE], 'SC-28'))
      .toMatchObject({ status: 'not judged', proven: [{ safeguard: 'RDS.InstanceEncrypted', holds: 1, of: 1 }], unjudged: [TYPE] });
    expect(controlIn(Framework.FEDRAMP_MODERATE_R5, ['AWS::Amplify::App', 'Custom::Thing'], 'SC-28').status).toBe('satisfied in part');
    expect(controlIn(Framework.FEDRAMP_MODERATE_R5, [TYPE], 'AT-4')).not.toHaveProperty('unjudged');
  });

  test('is known by the names of cdk-nag and Prowler in frameworks that AWS Security Hub does not map', () => {
    expect(controlIn(Framework.HIPAA_SECURITY_RULE, [TYPE], '164.312(a)(2)(iv)')).toMatchObject({ status: 'not judged', unjudged: [TYPE] });
  });

  test('has the name of its service in AWS Security Hub', () => {
    const types = ['AWS::DocDB::Unheard', 'AWS::DocDB::Unheard', 'AWS::Elasticsearch::Unheard'];
    expect(controlIn(Framework.FEDRAMP_MODERATE_R5, types, 'SC-28').unjudged).toEqual(['AWS::DocDB::Unheard', 'AWS::Elasticsearch::Unheard']);
  });

  test('does not change a control that fails', () => {
    const failing = { ...judged, judgements: [{ safeguard: { id: 'RDS.InstanceEncrypted' }, result: 'unknown' }] } as unknown as Judged;
    expect(controlEvidence(failing, [TYPE])(Framework.FEDRAMP_MODERATE_R5).find(({ id }) => id === 'SC-28')!.status).toBe('fails');
  });
});

test('controls with findings and deviations are first in the matrix', () => {
  const { matrix } = evidence(Framework.PCI_DSS_4_0_1, (stack) => {
    database(stack, 'Bad', false);
    ComplianceChecks.acknowledge(logGroup(stack), { id: 'CloudWatch.LogGroupRetained', reason: REASON });
  });
  const statuses = [...matrix.matchAll(/^\| [A\d][\d.]+ \| [^|]+ \| ([a-z ]+) \|/gm)].map(([, status]) => status);
  expect(statuses).toHaveLength(280);
  expect([...new Set(statuses)]).toEqual(['fails', 'acknowledged', 'satisfied in part', 'not judged', 'customer', 'inherited', 'not applicable']);
});

test('a control of an in-house framework has no statement, and its safeguards prove a part', () => {
  const house = new Framework({
    id: 'house', title: 'House', source: 'us', controls: [{ id: '1', title: 'One', safeguards: ['RDS.InstanceEncrypted'] }, { id: '2', title: 'Two', safeguards: [] }],
  });
  const { controls } = evidence(house, (stack) => void database(stack, 'Good', true));
  expect(controls).toEqual([
    { id: '1', title: 'One', status: 'satisfied in part', proven: [proof(1, 1)], left: 'no responsibility statement' },
    { id: '2', title: 'Two', status: 'not judged', proven: [], left: 'no responsibility statement' },
  ]);
});
