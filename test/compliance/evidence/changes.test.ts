import * as fs from 'fs';
import * as path from 'path';
import { App, Stack, Tags } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { ComplianceChecks, Framework, OnFindings } from '../../../src';
import { changes } from '../../../src/compliance/evidence/changes/changes';
import { Evidence } from '../../../src/compliance/evidence/collect';
import { cryptographyDocument } from '../../../src/compliance/evidence/crypto/document';
import { derivation } from '../../../src/compliance/evidence/fedramp/derivation';
import { informationFlows, informationResources } from '../../../src/compliance/evidence/fedramp/information';
import { folder } from '../support';

interface Fault {
  readonly port?: number;
  readonly key?: string;
  readonly reason?: string;
}

/** Folder of the evidence of a group and a bucket. */
function evidenceOf(framework: Framework, { port, key, reason }: Fault, compareWith?: string): string {
  const app = new App({ outdir: folder() });
  ComplianceChecks.on(app, { frameworks: [framework], name: 'ledger', onFindings: OnFindings.REPORT, evidence: { compareWith } });
  const stack = new Stack(app, 'Stack');
  new ec2.CfnSecurityGroup(stack, 'Group', {
    groupDescription: 'Servers',
    securityGroupIngress: [443, ...port ? [port] : []].map((number) => ({ ipProtocol: 'tcp', fromPort: number, toPort: number, cidrIp: '198.51.100.0/24', description: `Port ${number}` })),
    securityGroupEgress: [],
  });
  const bucket = new s3.CfnBucket(stack, 'Bucket', {
    bucketEncryption: key ? { serverSideEncryptionConfiguration: [{ serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key } }] } : undefined,
  });
  Tags.of(bucket).add('DataClassification', 'cardholder');
  if (reason) ComplianceChecks.acknowledge(bucket, { id: 'S3.BucketVersioned', reason });
  app.synth();
  return path.join(app.outdir, 'evidence', 'ledger');
}

const read = (at: string, file: string) => fs.readFileSync(path.join(at, file), 'utf-8');

describe('changes since an earlier evidence', () => {
  const before = evidenceOf(Framework.FEDRAMP_MODERATE_R5, {});
  const after = evidenceOf(Framework.FEDRAMP_MODERATE_R5, { port: 22, key: 'arn:aws:kms:eu-west-2:111122223333:key/1', reason: 'a cache that is filled again within an hour' }, before);
  const text = read(after, 'changes.md');

  test('are not written without an earlier evidence', () => {
    expect(fs.existsSync(path.join(before, 'changes.md'))).toBe(false);
  });

  test('show an opened port with the rule that opens it', () => {
    expect(text).toContain([
      '## Connections', '', '### New (1)', '',
      '| Id | Connection | Encryption | Why | Opened by |', '| --- | --- | --- | --- | --- |',
      '| network: address range:198.51.100.0/24 > Stack/Group TCP 22 | address range:198.51.100.0/24 to Stack/Group, TCP 22 | not determined | Port 22 | Stack/Group |',
    ].join('\n'));
  });

  test('show changed fields of resources, new deviations and changed statuses', () => {
    expect(text).toContain('| Stack/Bucket | encryption | aws owned key | customer managed key: arn:aws:kms:eu-west-2:111122223333:key/1 |');
    expect(text).toContain('| S3.BucketVersioned Stack/Bucket | `S3.BucketVersioned` | Stack/Bucket | a cache that is filled again within an hour |');
    expect(text).toMatch(/^1 resource \(0 new, 0 gone, 1 changed\), 1 connection \(1 new, 0 gone, 0 changed\), 1 deviation \(1 new, 0 gone, 0 changed\), \d+ status(es)? of controls\.$/m);
  });

  test('draft a significant change notification for FedRAMP, without what people decide', () => {
    const draft = JSON.parse(/```json\n([^`]*)\n```/.exec(text)![1]);
    expect(Object.keys(draft)).toEqual(expect.arrayContaining(['changeDescription']));
    expect(draft.changeDescription).toBe('Changed resources: Stack/Bucket. New connections: network: address range:198.51.100.0/24 > Stack/Group TCP 22. '
      + 'New deviations: S3.BucketVersioned Stack/Bucket.');
  });

  test('of the same app are none, also where lines differ', () => {
    const evidence: Evidence = JSON.parse(read(before, 'evidence.json'));
    const moved: Evidence = JSON.parse(read(before, 'evidence.json').replace(/changes\.test\.ts:\d+/g, 'changes.test.ts:1'));
    expect(changes(evidence, moved)).toBe('# Changes of ledger\n\nResources, connections, deviations and statuses are the same as in the earlier evidence.\n');
    expect(changes(evidence, { ...moved, inventory: undefined } as never)).toBe('# Changes of ledger\n\nNot compared: the earlier evidence has no inventory and no flows.\n');
  });

  test('of what is gone are listed, and there is no draft without a framework of FedRAMP', () => {
    const [now, earlier]: Evidence[] = [before, after].map((at) => JSON.parse(read(at, 'evidence.json')));
    const gone = changes({ ...now, frameworks: [] }, earlier);
    expect(gone).toContain('### Gone (1)');
    expect(gone).not.toContain('significant change');
  });

  test('the documents for FedRAMP hold the inventory, the flows and how they are derived', () => {
    const resources = JSON.parse(read(after, 'fedramp/information-resources.json'));
    expect(resources.informationResources.map(({ id, service, dataClass }: any) => [id, service, dataClass])).toEqual([['Stack/Bucket', 'Amazon S3', 'cardholder'], ['Stack/Group', 'Amazon VPC', undefined]]);
    expect(resources.thirdPartyInformationResources.map(({ name }: any) => name)).toEqual(['198.51.100.0/24']);
    const { informationFlows: connections } = JSON.parse(read(after, 'fedramp/information-flows.json'));
    expect(connections.map(({ ports, securityCategories }: any) => [ports, securityCategories])).toEqual([['22', 'not stated'], ['443', 'not stated']]);
    expect(read(after, 'fedramp/README.md')).toContain('`information-flows.json` has 2 permitted connections, from the initiator to the target.');
    expect(JSON.parse(read(after, 'crypto.json'))).toMatchObject({
      atRest: [{ component: 'Stack/Bucket', by: 'customer managed key', key: 'arn:aws:kms:eu-west-2:111122223333:key/1' }],
      modules: [{ service: 'AWS KMS', certificate: expect.stringContaining('/certificate/4884') }],
    });
  });

  test.each([
    ['crypto.json', cryptographyDocument],
    ['fedramp/information-resources.json', informationResources],
    ['fedramp/information-flows.json', informationFlows],
    ['fedramp/README.md', derivation],
  ])('%s follows from evidence.json alone', (file, write) => {
    expect(write(JSON.parse(read(after, 'evidence.json')))).toBe(read(after, file));
  });
});

test('without a framework of FedRAMP its documents are not written', () => {
  expect(fs.existsSync(path.join(evidenceOf(Framework.PCI_DSS_4_0_1, {}), 'fedramp'))).toBe(false);
});
