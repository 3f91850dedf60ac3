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
import { modelOf, modelOfPlatform } from './support';

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
    expect(text).toContain('| S3.BucketVersioned Stack/Bucket | `S3.BucketVersioned` | Stack/Bucket | a cache that is filled again within an hour |  |');
    expect(text).toMatch(/^1 component \(0 new, 0 gone, 1 changed\), 1 connection \(1 new, 0 gone, 0 changed\), 0 keys and endpoints \(0 new, 0 gone, 0 changed\), \d+ findings? \(\d+ new, \d+ gone, \d+ changed\), 1 deviation \(1 new, 0 gone, 0 changed\), \d+ status(es)? of controls\.$/m);
  });

  test('draft a significant change notification for FedRAMP, without what people decide', () => {
    const draft = JSON.parse(/```json\n([^`]*)\n```/.exec(text)![1]);
    expect(Object.keys(draft)).toEqual(['changeDescription', 'impactedControls']);
    expect(draft.changeDescription).toBe('Changed resources: Stack/Bucket. New connections: network: address range:198.51.100.0/24 > Stack/Group TCP 22. '
      + 'Removed findings: S3.BucketEncryptedWithKms Stack/Bucket, S3.BucketVersioned Stack/Bucket. New deviations: S3.BucketVersioned Stack/Bucket.');
  });

  test('say what blocks a new connection, and draft no notification of it', () => {
    const [now, earlier]: Evidence[] = [after, before].map((at) => JSON.parse(read(at, 'evidence.json')));
    const blocked = { ...now, flows: now.flows.map((flow) => ({ ...flow, blockedBy: 'State is DISABLED' })), inventory: earlier.inventory };
    const written = changes({ ...blocked, outcomes: earlier.outcomes }, { ...earlier, flows: [] });
    expect(written).toContain('| address range:198.51.100.0/24 to Stack/Group, TCP 22 | not determined | Port 22; blocked: State is DISABLED | Stack/Group |');
    expect(JSON.parse(/```json\n([^`]*)\n```/.exec(written)![1]).changeDescription).toBe('Statuses of controls changed.');
  });

  test('draft a notification without controls if no status, finding or deviation changed', () => {
    const [now, earlier]: Evidence[] = [after, before].map((at) => JSON.parse(read(at, 'evidence.json')));
    const draft = /```json\n([^`]*)\n```/.exec(changes({ ...now, frameworks: earlier.frameworks, outcomes: earlier.outcomes }, earlier))![1];
    expect(Object.keys(JSON.parse(draft))).toEqual(['changeDescription']);
  });

  test('draft a notification with the controls whose status shows a changed finding or deviation, where no status changed', () => {
    const now: Evidence = JSON.parse(read(after, 'evidence.json'));
    const showing = (id: string) => now.frameworks[0].controls.filter(({ proven }) => proven.some(({ safeguard }) => safeguard === id))
      .map((control) => control.id);
    const impactedBy = (outcomes: Evidence['outcomes']) => JSON.parse(/```json\n([^`]*)\n```/.exec(changes({ ...now, outcomes }, now))![1]).impactedControls;
    const [finding] = now.outcomes.filter(({ safeguard, result }) => result === 'fails' && showing(safeguard).length > 0);
    expect(impactedBy([...now.outcomes, { ...finding, path: 'Stack/Other' }])).toEqual(showing(finding.safeguard));
    const acknowledgement = { reason: 'a cache that is filled again within a day', declaredBy: 'workload' as const, on: 'Stack/Bucket' };
    const accepted = { ...finding, result: 'acknowledged' as const, acknowledgement };
    expect(impactedBy([...now.outcomes, { ...accepted, path: 'Stack/Other' }])).toEqual(showing(finding.safeguard));
    expect(impactedBy(now.outcomes.filter((outcome) => outcome !== finding))).toEqual(showing(finding.safeguard));
  });

  test('show the rotation of a key, the lowest version of an endpoint, the type and the subnets of a component that differ', () => {
    const now: Evidence = JSON.parse(read(after, 'evidence.json'));
    const withSettings = (rotation: string, floor: string, type: string, subnets: string[], version?: string): Evidence => ({
      ...now,
      inventory: { ...now.inventory, components: now.inventory.components.map((component) => ({ ...component, type, subnets, version })) },
      crypto: {
        ...now.crypto,
        keys: [{ component: 'Stack/Key', type: 'AWS::KMS::Key', algorithm: 'SYMMETRIC_DEFAULT', rotation, multiRegion: false, encrypts: [] }],
        inTransit: [{ component: 'Stack/Edge', endpoint: 'listener on port 443', floor, shownBy: 'a policy', fips: true }],
      },
    });
    const written = changes(withSettings('not enabled', 'TLS 1.0', 'AWS::S3::Bucket', ['A', 'B'], 'postgres 17.9'), withSettings('every 365 days', 'TLS 1.2', 'AWS::S3Express::DirectoryBucket', ['A']));
    expect(written).toContain('| Stack/Key | rotation | every 365 days | not enabled |\n| Stack/Edge: listener on port 443 | lowest version | TLS 1.2 | TLS 1.0 |');
    expect(written).toContain('| Stack/Bucket | type | AWS::S3Express::DirectoryBucket | AWS::S3::Bucket |\n| Stack/Bucket | version | not set | postgres 17.9 |\n| Stack/Bucket | subnets | A | A, B |');
    expect(changes(withSettings('', '', '', []), now)).toContain('| Stack/Key | algorithm: SYMMETRIC_DEFAULT; rotation: ; multi-Region: false |');
  });

  test('show certificates of listeners, capacity, retention, parameters and schedules that differ', () => {
    const stateOf = (it: { certificate: string; retention: number; tls: string; max: number; rule?: string; more?: object }) => modelOf({
      Stack: {
        Resources: {
          Balancer: { Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer', Properties: { Type: 'application' } },
          Listener: { Type: 'AWS::ElasticLoadBalancingV2::Listener', Properties: { LoadBalancerArn: { Ref: 'Balancer' }, Port: 443, Protocol: 'HTTPS', Certificates: [{ CertificateArn: it.certificate }] } },
          Group: { Type: 'AWS::RDS::DBClusterParameterGroup', Properties: { Parameters: { ssl_min_protocol_version: it.tls } } },
          Cluster: {
            Type: 'AWS::RDS::DBCluster',
            Properties: { BackupRetentionPeriod: it.retention, DBClusterParameterGroupName: { Ref: 'Group' }, ServerlessV2ScalingConfiguration: { MinCapacity: 1, MaxCapacity: it.max }, ...it.more },
          },
          Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ ScheduleExpression: it.rule, Lifecycle: { DeleteAfterDays: it.retention } }] } } },
        },
      },
    });
    const base: Evidence = JSON.parse(read(before, 'evidence.json'));
    const [now, earlier] = [
      stateOf({ certificate: 'arn:aws:acm:eu-west-2:111122223333:certificate/2', retention: 7, tls: 'TLSv1.2', max: 16, rule: 'rate(1 day)' }),
      stateOf({ certificate: 'arn:aws:acm:eu-west-2:111122223333:certificate/1', retention: 35, tls: 'TLSv1.3', max: 8, more: { DeletionProtection: true } }),
    ].map((state): Evidence => ({ ...base, ...state }));
    const written = changes(now, earlier);
    expect(written.match(/^\| (Cluster|Plan|Balancer).*\|$/gm)).toEqual([
      '| Cluster | BackupRetentionPeriod | 35 | 7 |',
      '| Cluster | ServerlessV2ScalingConfiguration.MaxCapacity | 8 | 16 |',
      '| Cluster | parameter ssl_min_protocol_version | TLSv1.3 | TLSv1.2 |',
      '| Cluster | DeletionProtection | true | not set |',
      '| Plan | BackupPlan.BackupPlanRule.0.Lifecycle.DeleteAfterDays | 35 | 7 |',
      '| Plan | BackupPlan.BackupPlanRule.0.ScheduleExpression | not set | rate(1 day) |',
      '| Balancer: listener on port 443 | certificates | arn:aws:acm:eu-west-2:111122223333:certificate/1 | arn:aws:acm:eu-west-2:111122223333:certificate/2 |',
    ]);
  });

  test('say that settings are not compared with evidence of a version without them', () => {
    const now: Evidence = { ...JSON.parse(read(before, 'evidence.json')), ...modelOf({ Stack: { Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { MessageRetentionPeriod: 60 } } } } }) };
    const earlier = { ...now, origin: { ...now.origin, versions: { ...now.origin.versions, 'cdk-regulated': '0.0.1' } }, inventory: { ...now.inventory, components: now.inventory.components.map(({ settings, ...rest }) => rest) } };
    const said = 'The earlier evidence has no settings of components and no certificates of endpoints: they are not compared.';
    expect(changes(now, earlier)).toContain(`are the same as in the earlier evidence.\n${said}\n`);
    expect(changes(now, now)).not.toContain(said);
    expect(changes(now, { ...earlier, origin: now.origin })).toContain('| Queue | MessageRetentionPeriod | not set | 60 |');
  });

  test('of the same app are none, also where lines differ', () => {
    const evidence: Evidence = JSON.parse(read(before, 'evidence.json'));
    const moved: Evidence = JSON.parse(read(before, 'evidence.json').replace(/changes\.test\.ts:\d+/g, 'changes.test.ts:1'));
    expect(changes(evidence, moved)).toMatch(/^# Changes of ledger\n\n(\|.*\|\n)+\nComponents, connections, cryptography, findings, deviations and statuses are the same as in the earlier evidence\.\nProperties that neither the inventory, the list of connections nor the cryptography has are not compared\.\n$/);
    expect(changes(evidence, { ...moved, inventory: undefined } as never)).toBe('# Changes of ledger\n\nNot compared: the earlier evidence has no inventory, no connections or no cryptography.\n');
  });

  test('name the two states, also those of another workload', () => {
    const [now, earlier]: Evidence[] = [after, before].map((at) => JSON.parse(read(at, 'evidence.json')));
    const origin = { ...earlier.origin, commit: 'c0ffee', dirty: false, versions: { 'cdk-regulated': '1.2.3', 'aws-cdk-lib': '2.263.0' } };
    const written = changes(now, { ...earlier, name: 'archive', asOf: '2026-01-02T03:04:05Z', origin });
    expect(written).toContain('| Evidence | archive | ledger |');
    expect(written).toContain('| Code | commit c0ffee, code of 2026-01-02 03:04:05 UTC, without other changes | ');
    expect(written).toContain('| Made with | cdk-regulated 1.2.3, aws-cdk-lib 2.263.0 | ');
    expect(changes(now, { ...earlier, origin: undefined } as never)).toContain('| Region | not stated | not determined |');
  });

  test('list a new finding of a control that failed before, and what corrected ones were', () => {
    const now: Evidence = JSON.parse(read(after, 'evidence.json'));
    const finding = now.outcomes.find(({ result }) => result === 'fails')!;
    const more = { ...now, outcomes: [...now.outcomes, { ...finding, path: 'Stack/Other' }] };
    const written = changes(more, now);
    expect(written).toContain('0 deviations (0 new, 0 gone, 0 changed), 0 statuses of controls.');
    expect(written).toContain(`### New (1)\n\n| Id | Safeguard | Resource | Finding |\n| --- | --- | --- | --- |\n| ${finding.safeguard} Stack/Other | \`${finding.safeguard}\` | Stack/Other | ${finding.finding} |`);
    expect(text).toContain('| S3.BucketVersioned Stack/Bucket | `S3.BucketVersioned` | Stack/Bucket | VersioningConfiguration.Status is not set, must be Enabled |');
  });

  test('list the controls of a framework that no longer applies', () => {
    const now: Evidence = JSON.parse(read(after, 'evidence.json'));
    const [framework] = now.frameworks;
    const control = framework.controls.find(({ id }) => id === 'AC-1')!;
    const written = changes({ ...now, frameworks: [] }, now);
    expect(written).toContain(`0 deviations (0 new, 0 gone, 0 changed), ${framework.controls.length} statuses of controls.`);
    expect(written).toContain(`| ${framework.title} | AC-1 | ${control.status} | not listed |`);
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
    expect(JSON.parse(read(after, 'crypto.json'))).toEqual({
      title: 'Cryptographic inventory of ledger',
      answers: ['FedRAMP CMU-CSO-CMD', 'PCI DSS 4.0.1 4.2.1.1', 'PCI DSS 4.0.1 12.3.3'],
      derivedFrom: 'CloudFormation templates. A value that a template does not show is "not determined".',
      notShown: [
        'cipher suites that a named security policy or an engine permits', 'cipher suites and protocols of the code of the workload', 'cryptographic modules in operating systems, container images and functions',
        'certificates that the templates only name',
      ],
      atRest: [{
        component: 'Stack/Bucket',
        service: 'Amazon S3',
        by: 'customer managed key',
        key: 'arn:aws:kms:eu-west-2:111122223333:key/1',
        shownBy: 'BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault.KMSMasterKeyID',
      }],
      inTransit: [{
        component: 'Stack/Bucket', endpoint: 'requests to the bucket', floor: 'not determined', shownBy: 'no policy denies requests without TLS: clients decide', fips: 'not determined',
      }],
      keys: [],
      modules: [{
        service: 'AWS KMS',
        module: 'AWS Key Management Service HSM, FIPS 140-3 Security Level 3',
        certificate: 'https://csrc.nist.gov/projects/cryptographic-module-validation-program/certificate/4884',
        source: 'AWS Key Management Service Developer Guide, "AWS KMS internal operations"',
      }],
      modulesNotDetermined: ['Amazon S3'],
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

test('the record of a deviation that changes is a change', () => {
  const base: Evidence = JSON.parse(read(evidenceOf(Framework.PCI_DSS_4_0_1, { reason: 'a cache that is filled again within an hour' }), 'evidence.json'));
  const expiring = { ...base, outcomes: base.outcomes.map((outcome) => outcome.acknowledgement ? { ...outcome, acknowledgement: { ...outcome.acknowledgement, expires: '2027-03-31' } } : outcome) };
  expect(changes(expiring, base)).toContain('| S3.BucketVersioned Stack/Bucket | expires | not set | 2027-03-31 |');
});

test('the draft of the notification has the address of the package overview where it is known', () => {
  const at = evidenceOf(Framework.FEDRAMP_MODERATE_R5, {});
  const now: Evidence = JSON.parse(read(at, 'evidence.json'));
  const text = changes({ ...now, flows: [] }, now, 'https://example.com/overview.json');
  expect(JSON.parse(/```json\n([^`]*)\n```/.exec(text)![1]).certificationPackageOverviewUri).toBe('https://example.com/overview.json');
  expect(text).toContain('Add `changeType`, which the schema requires,');
});

// The subnets of the databases have no route from the internet: what the rule opens is reached from the VPC.
test.each([
  ['loan', 'DatabaseCluster'], ['payment', 'DatabaseCluster'], ['pipeline', 'DatabaseInstance'], ['transactions', 'DatabaseCluster'], ['ec2-baseline', 'DatabaseInstance'],
])('a port that a rule of the %s platform opens shows up in changes.md', (platform, database) => {
  const base: Evidence = JSON.parse(read(evidenceOf(Framework.PCI_DSS_4_0_1, {}), 'evidence.json'));
  const { resources, flows, inventory, crypto } = modelOfPlatform(platform, 'us-east-1');
  const [group] = Object.entries(resources).find(([id, { Type, Properties }]) => Type === 'AWS::EC2::SecurityGroup' && !id.includes('/') && /database/i.test(Properties.GroupDescription))!;
  const opened = modelOf({
    Stack: {
      Resources: {
        ...Object.fromEntries(Object.entries(resources).filter(([id]) => !id.includes('/'))),
        Opened: { Type: 'AWS::EC2::SecurityGroupIngress', Properties: { GroupId: { Ref: group }, IpProtocol: 'tcp', FromPort: 22, ToPort: 22, CidrIp: '0.0.0.0/0', Description: 'Mutant' } },
      },
    },
  }, 'us-east-1');
  const added = changes({ ...base, ...opened }, { ...base, flows, inventory, crypto }).split('\n').filter((line) => line.startsWith('| network:') && line.includes('TCP 22'));
  expect(added.map((line) => line.replace(/^\| network: (.*?) TCP 22 \|.*\| (.*?) \| Stack\.ts:1:1 \|$/, '$1, $2').replace(/[0-9A-F]{8}/g, ''))).toEqual([`NetworkVpc > ${database}, Mutant`]);
});

test('without a framework of FedRAMP its documents are not written', () => {
  expect(fs.existsSync(path.join(evidenceOf(Framework.PCI_DSS_4_0_1, {}), 'fedramp'))).toBe(false);
});
