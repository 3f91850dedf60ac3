import * as fs from 'fs';
import * as path from 'path';
import { modelOf } from './support';
import { changes } from '../../../src/compliance/evidence/changes/changes';
import { Evidence } from '../../../src/compliance/evidence/collect';
import { diagramsOnce, WRITERS } from '../../../src/compliance/evidence/writers';

const { resources: _resources, ...system } = modelOf({
  Ledger: {
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { EnableKeyRotation: true } },
      Secondary: { Type: 'AWS::KMS::Key', Properties: {} },
      Store: {
        Type: 'AWS::S3::Bucket',
        Properties: {
          BucketName: 'ledger|store',
          Tags: [{ Key: 'DataClassification', Value: 'cardholder' }],
          BucketEncryption: { ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: { 'Fn::GetAtt': ['Key', 'Arn'] } } }] },
        },
      },
      Stream: { Type: 'AWS::Kinesis::Stream', Properties: {} },
      Group: { Type: 'AWS::EC2::SecurityGroup', Properties: { SecurityGroupIngress: [{ IpProtocol: '-1', CidrIp: '198.51.100.0/24', Description: 'Partner' }], SecurityGroupEgress: [] } },
      Server: { Type: 'AWS::EC2::Instance', Properties: { SecurityGroupIds: [{ 'Fn::GetAtt': ['Group', 'GroupId'] }] } },
      Api: { Type: 'AWS::ApiGateway::RestApi', Properties: {} },
      Zone: { Type: 'AWS::Route53::HostedZone', Properties: {} },
      Topic: { Type: 'AWS::SNS::Topic', Properties: {} },
      Mail: { Type: 'AWS::SNS::Subscription', Properties: { Protocol: 'http', TopicArn: { Ref: 'Topic' }, Endpoint: 'http://hooks.example.com' } },
      Stopped: { Type: 'AWS::Events::Rule', Properties: { State: 'DISABLED', ScheduleExpression: 'rate(1 day)', Targets: [{ Arn: { 'Fn::GetAtt': ['Stream', 'Arn'] } }] } },
    },
  },
}, 'eu-west-2', '111122223333');

const safeguard = (id: string, more: object = {}) => ({
  [id]: {
    statement: `${id} is set`,
    remedy: `Set ${id}`,
    severity: 'high',
    rationale: `Without ${id}, data can be read`,
    link: `https://docs.aws.amazon.com/${id}`,
    sources: { securityHub: [`${id}.1`] },
    controls: { 'fedramp-moderate-r5': ['SC-28', 'AU-2'], 'house': ['1|a'] },
    ...more,
  },
});
const outcome = (id: string, result: string, more: object = {}) => ({ safeguard: id, path: `Ledger/${id}`, logicalId: id, type: 'AWS::S3::Bucket', template: 'Ledger.template.json', result, ...more });
const document = { file: 'crypto.json', section: 'atRest', shows: 'what encrypts each store' };

const EVIDENCE = {
  schemaVersion: 1,
  name: 'ledger',
  systemName: 'Ledger <EU>',
  owner: 'Payments',
  asOf: '2026-11-02T03:04:05Z',
  origin: {
    commit: '0123456789abcdef0123456789abcdef01234567',
    dirty: true,
    versions: { 'cdk-regulated': '1.2.3', 'aws-cdk-lib': '2.200.0' },
    lifecycle: 'production',
    context: { stage: 'prod', note: "it's" },
    stacks: [{ name: 'Ledger', account: '111122223333', region: 'eu-west-2', template: 'Ledger.template.json' }],
  },
  summary: { stacks: 1, resources: 11, safeguards: 4, judgements: 5, findings: 2, acknowledged: 2, byDesign: 1 },
  frameworks: [
    {
      id: 'fedramp-moderate-r5',
      title: 'FedRAMP Moderate',
      source: 'FedRAMP',
      controls: [
        { id: 'SC-28', title: 'Protection at rest', status: 'fails', proven: [{ safeguard: 'S3.A', extent: 'part', holds: 1, of: 4, acknowledged: 1, byDesign: 1 }], left: { technical: 'the rest', customer: 'keys', inherited: 'hardware' }, reports: ['SOC 2', 'FedRAMP package'], documents: [document] },
        { id: 'SC-12', title: 'Keys', status: 'satisfied', proven: [{ safeguard: 'S3.B', extent: 'whole', holds: 2, of: 2, relatedBecause: 'it tests keys' }], left: {} },
        { id: 'SC-13', title: 'Cryptography', status: 'satisfied in part', proven: [{ safeguard: 'S3.B', extent: 'part', holds: 2, of: 2 }], left: { customer: 'modules' }, unjudged: ['AWS::Kinesis::Stream', 'AWS::SNS::Topic'] },
        { id: 'AC-2', title: 'Accounts', status: 'fails', proven: [{ safeguard: 'S3.C', extent: 'part', holds: 0, of: 1 }], left: 'no responsibility statement' },
        { id: 'AC-3', title: 'Access', status: 'acknowledged', proven: [{ safeguard: 'S3.D', extent: 'part', holds: 0, of: 1, acknowledged: 1 }], left: { notApplicable: 'no users' } },
        { id: 'AU-11', title: 'Retention', status: 'not judged', proven: [], left: { technical: 'set it' }, documents: [document] },
        { id: 'PE-3', title: 'Doors', status: 'inherited', proven: [], left: { inherited: 'all of it' }, reports: ['SOC 2'] },
        { id: 'AT-1', title: 'Training', status: 'customer', proven: [], left: { customer: 'all of it' } },
        { id: 'MA-2', title: 'Repairs', status: 'not applicable', proven: [], left: { notApplicable: 'nothing to repair' } },
        { id: 'CP-2', title: 'Plans', status: 'attested', proven: [], left: { customer: 'exercise' } },
      ],
    },
    { id: 'house', title: 'House | rules', source: 'https://example.com/rules', controls: [{ id: '1|a', title: 'One\nline', status: 'fails', proven: [{ safeguard: 'S3.A', extent: 'whole', holds: 1, of: 4, byDesign: 1 }], left: {} }] },
  ],
  safeguards: { ...safeguard('S3.A'), ...safeguard('S3.B', { severity: 'low', controls: { 'fedramp-moderate-r5': ['SC-12', 'SC-13'] } }), ...safeguard('S3.C', { link: undefined, definedBy: 'app', sources: {} }), ...safeguard('S3.D', { controls: {} }) },
  outcomes: [
    outcome('S3.A', 'fails', { finding: 'A | is not set' }),
    outcome('S3.B', 'holds'),
    outcome('S3.C', 'unknown', { finding: 'C resolves only at deployment', path: '', logicalId: undefined, type: undefined }),
    outcome('S3.A', 'acknowledged', { path: 'Ledger/Cache', logicalId: 'Cache', finding: 'A is not set', acknowledgement: { reason: 'a cache that is filled\nagain', expires: '2027-01-31', ticket: 'SEC-1', owner: 'payments', approver: 'ciso', since: '2026-01-01', declaredBy: 'workload', on: 'Ledger' } }),
    outcome('S3.D', 'acknowledged', { finding: 'D is false', acknowledgement: { reason: 'the library needs "it"', declaredBy: 'library', on: 'Ledger/D' } }),
  ],
  ...system,
  cost: { currency: 'USD', monthly: 0, hoursPerMonth: 730, unknownLines: 0, lines: [], assumptions: [], notEstimated: [] },
  unjudged: [{ type: 'AWS::SNS::Topic', resources: 2 }],
  unmatchedSafeguards: [{ safeguard: 'Own.X', types: ['AWS::X::Y', 'AWS::X::Z'] }],
  attested: [{ statement: 'A trail records the account', path: 'Ledger', safeguards: ['S3.A', 'S3.B'] }],
  unusedAcknowledgements: [{ safeguard: 'S3.B', path: 'Ledger/Old', reason: 'no longer | here' }],
} as unknown as Evidence;

const BARE = {
  ...EVIDENCE,
  asOf: undefined,
  owner: undefined,
  origin: { versions: EVIDENCE.origin.versions, stacks: [] },
  summary: { stacks: 1, resources: 1, safeguards: 1, judgements: 1, findings: 0, acknowledged: 0, byDesign: 0 },
  frameworks: [{ ...EVIDENCE.frameworks[0], controls: EVIDENCE.frameworks[0].controls.slice(3, 5) }],
  outcomes: EVIDENCE.outcomes.slice(1, 2),
  flows: EVIDENCE.flows.slice(2).map((flow, index) => index === 0 ? { ...flow, why: 'an earlier reason' } : flow),
  inventory: { ...EVIDENCE.inventory, components: EVIDENCE.inventory.components.slice(1).map((component, index) => index === 0 ? { ...component, service: 'An earlier service' } : component) },
  unjudged: undefined,
  unmatchedSafeguards: undefined,
  attested: undefined,
  unusedAcknowledgements: undefined,
} as unknown as Evidence;

const INDICATORS = EVIDENCE.frameworks[0].controls.slice(0, 6).map((control, index) => ({ ...control, id: ['KSI-CMT-RMV', 'KSI-RPL-ABO', 'KSI-SVC-ACM', 'KSI-IAM-ELP', 'KSI-RPL-TRC', 'KSI-PIY-GIV'][index] }));
const FACTS = [{ control: 'AU-11', parameterId: 'au-11_odp', value: 'at least 400 days' }];

/** Texts of the files that have no digest of the code or of a drawing. */
function documentsOf(evidence: Evidence, previous: Evidence, more: object): Array<readonly [file: string, text: string | undefined]> {
  const source = {
    evidence,
    text: JSON.stringify(evidence, null, 1),
    previous,
    indicators: () => INDICATORS,
    diagrams: diagramsOnce(evidence),
    parameters: () => FACTS,
    automation: () => ({ configRules: ['CLOUDFORMATION_STACK_DRIFT_DETECTION_CHECK'], restoresBackups: true }),
    ...more,
  };
  return WRITERS.filter(({ file }) => !/\.(html|svg)$|^(evidence|cost)\.json$/.test(file)).map(({ file, text }) => [file, text(source)]);
}

// The documents are read before they are written.
test.each<[string, Evidence, Evidence, object]>([
  ['full', EVIDENCE, BARE, { packageOverview: 'https://example.com/package' }], ['bare', BARE, EVIDENCE, { automation: () => ({ configRules: [], restoresBackups: false }), indicators: () => INDICATORS.slice(4) }],
  // No framework of FedRAMP, no control that holds, and no earlier evidence.
  ['house', { ...EVIDENCE, frameworks: EVIDENCE.frameworks.slice(1), flows: [], outcomes: [] } as Evidence, undefined as unknown as Evidence, { indicators: () => [], parameters: () => [] }],
  // Parameters that FedRAMP sets, one of which the templates show; three names of each framework.
  ['baseline', {
    ...EVIDENCE,
    frameworks: [
      { id: 'fedramp-moderate-r5', title: 'FedRAMP Moderate', source: 'FedRAMP', controls: ['AU-11', 'SC-10', 'AC-6(1)', 'AC-6(2)', 'AC-6(8)', 'AU-10', 'AU-12', 'CA-2', 'CA-2(3)', 'CM-11', 'CP-2(3)', 'CP-10(4)', 'IA-2(8)', 'IA-2(6)', 'IA-4(4)', 'SA-9(2)'].map((id) => ({ id, title: id, status: 'satisfied', proven: [{ safeguard: 'S3.B', extent: 'whole', holds: 1, of: 1 }], left: {} })) },
      ...['nist-800-53-r5', 'pci-dss-4.0.1', 'hipaa-security-rule'].map((id) => ({ id, title: id, source: id, controls: [{ id: 'X-1(2)', title: 'One', status: 'satisfied', proven: [{ safeguard: 'S3.B', extent: 'part', holds: 1, of: 1 }], left: { technical: 'a', customer: 'b', inherited: 'c' } }] })),
    ],
    outcomes: EVIDENCE.outcomes.slice(1, 2),
  } as unknown as Evidence, undefined as unknown as Evidence, { parameters: () => [...FACTS, { control: 'IA-2(6)', parameterId: 'ia-02.06_odp.01', value: 'all' }] }],
])('the documents of %s evidence have each word', (name, evidence, previous, more) => {
  const file = path.join(__dirname, 'tables/documents', `${name}.txt`);
  const texts = documentsOf(evidence, previous, more).map(([written, text]) => `==> ${written}\n${text ?? 'not written\n'}`).join('').replace(/\r/g, '\\r').split('\n');
  if (process.env.UPDATE_DOCUMENTS) fs.writeFileSync(file, texts.join('\n'));
  expect(texts).toEqual(fs.readFileSync(file, 'utf-8').split('\n'));
});

test('the changes list only what has changed', () => {
  const headings = (now: Evidence, before: Evidence) => changes(now, before).split('\n').filter((line) => line.startsWith('#') || / connections? \(| are the same/.test(line));
  const same = 'Components, connections, cryptography, findings, deviations and statuses are the same as in the earlier evidence.';
  expect(headings(EVIDENCE, EVIDENCE)).toEqual(['# Changes of Ledger &lt;EU>', same]);
  const [first, ...others] = EVIDENCE.inventory.components;
  const inventory = { ...EVIDENCE.inventory, components: [{ ...first, exposure: 'not determined' as const }, ...others] };
  expect(headings({ ...EVIDENCE, inventory }, EVIDENCE)).toEqual([
    '# Changes of Ledger &lt;EU>',
    '1 component (0 new, 0 gone, 1 changed), 0 connections (0 new, 0 gone, 0 changed), 0 keys and endpoints (0 new, 0 gone, 0 changed), 0 findings (0 new, 0 gone, 0 changed), 0 deviations (0 new, 0 gone, 0 changed), 0 statuses of controls.',
    '## Components', '### Changed (1)', '## Draft of a significant change notification',
  ]);
  expect(headings({ ...EVIDENCE, inventory, frameworks: EVIDENCE.frameworks.slice(1) }, { ...EVIDENCE, frameworks: EVIDENCE.frameworks.slice(1) })).not.toContain('## Draft of a significant change notification');
});
