import * as os from 'os';
import * as path from 'path';
import { ComplianceChecks, EvidenceFile, Framework, OnFindings, SecureBucket } from '../../src';
import { contract } from '../contract/contract';

export default contract(ComplianceChecks, {
  methods: {
    validate: {
      on: (stack) => ComplianceChecks.on(stack, { name: 'other', frameworks: [Framework.AWS_FSBP] }),
      variants: { context: () => [{ templatePaths: [], stackTemplates: [] }] },
    },
  },
  statics: {
    on: {
      variants: {
        everything: () => [{
          frameworks: [Framework.PCI_DSS_4_0_1],
          name: 'payments',
          onFindings: OnFindings.REPORT,
          regions: ['eu-west-2'],
          tags: ['CostCenter'],
          evidence: {
            files: [EvidenceFile.MATRIX],
            folder: path.join(os.tmpdir(), 'contract-evidence'),
            systemName: 'Payments',
            owner: 'Payments team',
            certificationPackageOverviewUri: 'https://example.com/overview.json',
            compareWith: path.join(__dirname, 'evidence.fixture'),
            prices: { publishedOn: '2026-09', priceOf: () => ({ usd: 0.1, source: 'agreement' }) },
            usage: {
              acuAboveMinimum: 1,
              loadBalancerCapacityUnits: 2,
              logGib: 5,
              databaseGib: 20,
              backupGib: 20,
              metricsPerInstance: 3,
              millionRequests: 2,
              millionDataEvents: 2,
              configurationItems: 2000,
              configEvaluations: 20_000,
            },
          },
        }],
      },
      untried: ['props.evidence.folder'],
      use: (stack) => { new SecureBucket(stack, 'Documents'); },
    },
    expectCompliant: {
      variants: { scope: (stack) => [new SecureBucket(stack, 'Documents')] },
    },
    acknowledge: {
      variants: {
        everything: () => [{ id: 'S3.BucketAccessLogged', reason: 'holds public brand images only, reads are counted at the CDN', expires: '2127-06-30', ticket: 'SEC-12', owner: 'Web team', approver: 'CISO' }],
      },
    },
  },
});
