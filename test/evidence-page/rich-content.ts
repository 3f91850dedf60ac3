import { emptyContent, ORIGIN } from './content';
import { PageContent } from '../../src/compliance/evidence/page';

type Evidence = PageContent['evidence'];
type Outcome = Evidence['outcomes'][number];

const [STACK, OTHER] = ['App/Data', 'App/Web'];

function outcome(path: string, result: Outcome['result'], rest: Partial<Outcome> = {}): Outcome {
  return { safeguard: 'RDS.Encrypted', path, logicalId: path.replace(/\W/g, ''), type: 'AWS::RDS::DBCluster', template: 'Data.template.json', result, ...rest };
}

function deviation(path: string, declaredBy: 'workload' | 'library', expires?: string, record: object = {}): Outcome {
  const acknowledgement = { reason: `reason of ${path}${expires ? '.' : ''}`, declaredBy, on: path, ...(expires && { expires }), ...record };
  return outcome(path, 'acknowledged', { safeguard: 'S3.Logging', finding: 'no access log', acknowledgement });
}

/** Evidence that has every optional part, each in a row with it and in one without it. */
export function richContent(changes: Partial<Evidence> = {}): PageContent {
  return {
    diagrams: { architecture: '<svg>architecture</svg>', dataFlow: '<svg>data flow</svg>' },
    evidence: {
      ...emptyContent().evidence,
      name: 'ledger-prod',
      systemName: 'Ledger',
      owner: 'Payments',
      origin: ORIGIN,
      summary: { stacks: 2, resources: 1234, safeguards: 1, judgements: 5678, findings: 2, acknowledged: 4, byDesign: 1 },
      frameworks: [
        {
          id: 'pci',
          title: 'PCI',
          source: 'PCI SSC',
          controls: [
            { id: '1.1', title: 'Policies', status: 'customer', proven: [], left: { customer: 'Write policies.' } },
            {
              id: '3.5',
              title: 'Stored data',
              status: 'fails',
              proven: [
                { safeguard: 'RDS.Encrypted', extent: 'part', holds: 1, of: 3 },
                { safeguard: 'S3.Logging', extent: 'whole', holds: 0, of: 4, acknowledged: 3, byDesign: 1, relatedBecause: 'logs show access.' },
              ],
              left: { technical: 'Rotate keys.', notApplicable: 'No cards.' },
              reports: ['SOC 2', 'PCI AOC'],
              unjudged: ['AWS::Timestream::Table'],
            },
          ],
        },
        {
          id: 'soc2',
          title: 'SOC 2',
          source: 'AICPA',
          controls: [
            {
              id: 'CC6.1',
              title: 'Inventory',
              status: 'attested',
              proven: [],
              left: { inherited: 'Data centers.' },
              documents: [{ file: 'inventory.json', section: 'inventory', shows: 'the components' }, { file: 'flows.json', section: 'flows', shows: 'the flows' }],
            },
            {
              id: 'CC6.2',
              title: 'Encryption',
              status: 'satisfied',
              proven: [{ safeguard: 'RDS.Encrypted', extent: 'whole', holds: 3, of: 3 }],
              left: {},
              documents: [{ file: 'crypto.json', section: 'cryptography', shows: 'the keys' }],
            },
            { id: 'CC9.9', title: 'No statement', status: 'not judged', proven: [], left: 'no responsibility statement' },
          ],
        },
      ],
      safeguards: {
        'RDS.Encrypted': {
          statement: 'clusters are encrypted',
          remedy: 'encrypt',
          severity: 'high',
          rationale: 'because',
          link: 'https://docs.aws.amazon.com/rds',
          sources: {},
          controls: { pci: ['3.5', '3.6'], soc2: ['CC6.2'] },
        },
        'S3.Logging': { statement: 'buckets are logged', remedy: 'log', severity: 'low', rationale: 'because', sources: {}, controls: { pci: ['9.9'] } },
        'App.Own': { statement: 'own rule', remedy: 'mend', severity: 'low', rationale: 'because', sources: {}, definedBy: 'app', controls: {} },
      },
      outcomes: [
        outcome(`${STACK}/Holds`, 'holds'),
        outcome(`${STACK}/Cluster`, 'fails', { finding: 'StorageEncrypted is false' }),
        { safeguard: 'RDS.Encrypted', path: '', template: '', result: 'unknown', finding: 'a parameter decides it' },
        deviation(`${OTHER}/Never`, 'workload'),
        deviation(`${OTHER}/Late`, 'workload', '2028-01-01', { ticket: 'SEC-1', owner: 'Ann', approver: 'Bob', since: '2026-01-01' }),
        deviation(`${OTHER}/Soon`, 'workload', '2027-01-01', { ticket: 'SEC-2' }),
        deviation(`${OTHER}/Design`, 'library'),
      ],
      unjudged: [{ type: 'AWS::Timestream::Table', resources: 2 }, { type: 'AWS::IoT::Thing', resources: 1 }],
      unmatchedSafeguards: [{ safeguard: 'App.Own', types: ['AWS::SQS::Queue', 'AWS::SNS::Topic'] }],
      attested: [{ statement: 'Backups are tested.', path: 'App', safeguards: ['Backup.Tested', 'Backup.Kept'] }],
      unusedAcknowledgements: [{ safeguard: 'EC2.Open', path: 'App/Old', reason: 'It was open.' }],
      cost: {
        currency: 'USD',
        monthly: 1234.56,
        hoursPerMonth: 730,
        unknownLines: 1,
        lines: [
          { item: 'a', title: 'Cluster', region: 'eu-west-2', quantity: 1460, per: 'hour', price: 0.1, monthly: 146, source: 'Price list', publishedOn: '2026-10-01', quantityFrom: 'assumption', note: 'two instances' },
          { item: 'b', title: 'Requests', region: 'eu-west-1', per: 'month', quantityFrom: 'template' },
        ],
        assumptions: ['One million requests.'],
        notEstimated: [{ what: 'Data transfer', resources: 2 }],
      },
      inventory: {
        components: [
          {
            id: `${STACK}/Cluster`,
            name: 'cluster',
            type: 'AWS::RDS::DBCluster',
            service: 'Amazon Aurora',
            tier: 'data',
            purpose: 'Ledger entries',
            account: '111111111111',
            region: 'eu-west-2',
            logicalId: 'DataCluster',
            template: 'Data.template.json',
            source: 'app.ts:7:3',
            exposure: 'vpc',
            encryption: { by: 'customer managed key', key: 'App/Key', shownBy: 'KmsKeyId' },
            dataClass: 'confidential',
            version: 'aurora-postgresql 17.9',
            settings: { 'BackupRetentionPeriod': '35', 'parameter rds.force_ssl': '1' },
            condition: 'IsProduction',
            vpc: `${STACK}/Vpc`,
            tags: {},
          },
          {
            id: `${STACK}/Role`,
            name: 'role',
            type: 'AWS::IAM::Role',
            service: 'AWS IAM',
            tier: 'identity',
            purpose: 'Role of the cluster',
            account: '222222222222',
            region: 'eu-west-1',
            logicalId: 'DataRole',
            template: 'Data.template.json',
            exposure: 'account',
            tags: {},
          },
        ],
        parties: [
          { id: 'internet:', kind: 'internet', name: 'internet', isThirdParty: true, purpose: 'Clients', usedBy: [`${OTHER}/A`, `${OTHER}/B`] },
          { id: 'aws service:logs', kind: 'aws service', name: 'logs', isThirdParty: false, purpose: 'Logs', usedBy: [] },
        ],
        configuration: { 'AWS::RDS::DBCluster': 3, 'AWS::EC2::Route': 3 },
      },
      flows: [
        {
          id: '1',
          kind: 'network',
          from: ['internet:', 'aws service:logs'],
          to: [`${STACK}/Cluster`],
          protocol: 'TCP',
          ports: '443',
          encryption: 'not encrypted',
          encryptedBy: 'no TLS',
          why: 'clients',
          openedBy: [
            { id: `${STACK}/Rule`, type: 'AWS::EC2::SecurityGroupIngress', logicalId: 'Rule', template: 'Data.template.json', source: 'app.ts:9:1' },
            { id: `${STACK}/Other`, type: 'AWS::EC2::SecurityGroupIngress', logicalId: 'Other', template: 'Data.template.json' },
          ],
          via: [`${OTHER}/Gateway`],
          blockedBy: 'no route',
        },
        { id: '3', kind: 'event', from: ['internet:'], to: ['internet:'], protocol: 'HTTPS', encryption: 'not determined', encryptedBy: 'a parameter', why: 'more', openedBy: [] },
        { id: '2', kind: 'event', from: [`${STACK}/Cluster`], to: ['internet:'], protocol: 'HTTPS', encryption: 'encrypted', encryptedBy: 'AWS', why: 'events', openedBy: [] },
      ],
      crypto: {
        atRest: [{ component: `${STACK}/Cluster`, service: 'Amazon Aurora', by: 'customer managed key', key: 'App/Key', shownBy: 'KmsKeyId' }],
        inTransit: [
          { component: 'App/A', endpoint: 'https://a', floor: 'TLS 1.2', fips: true, shownBy: 'policy', certificates: ['App/Cert', 'App/Other'] },
          { component: 'App/B', endpoint: 'https://b', floor: 'TLS 1.3', fips: false, shownBy: 'policy' },
          { component: 'App/C', endpoint: 'https://c', floor: 'not determined', fips: 'not determined', shownBy: 'default' },
        ],
        keys: [
          { component: 'App/Key', type: 'AWS::KMS::Key', algorithm: 'AES-256', rotation: 'every 365 days', multiRegion: true, encrypts: [`${STACK}/Cluster`, `${STACK}/Bucket`] },
          { component: 'App/Cert', type: 'AWS::CertificateManager::Certificate', algorithm: 'RSA 2048', rotation: 'by ACM', multiRegion: false, encrypts: [] },
        ],
        modules: [{ service: 'AWS KMS', module: 'HSM', certificate: '4884', source: 'NIST CMVP' }],
      },
      ...changes,
    },
  };
}
