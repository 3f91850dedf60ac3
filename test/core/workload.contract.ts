import * as os from 'os';
import * as path from 'path';
import { Stack } from 'aws-cdk-lib';
import { EvidenceFile, Framework, KeyLayout, Lifecycle, NameLimit, OnFindings, SecureBucket, Workload } from '../../src';
import { contract } from '../contract/contract';

/** A stack without a workload. */
function other(stack: Stack): Stack {
  return new Stack(stack.node.root, 'Other', { env: { account: '123456789012', region: 'eu-west-2' } });
}

export default contract(Workload, {
  methods: {
    physicalName: {
      on: (stack) => Workload.of(stack),
      variants: { bucket: () => ['documents', NameLimit.BUCKET] },
    },
  },
  statics: {
    on: {
      on: other,
      variants: {
        defaults: () => [{ name: 'payments' }],
        everything: () => [{
          name: 'payments',
          suffix: 'dev',
          lifecycle: Lifecycle.EPHEMERAL,
          frameworks: [Framework.PCI_DSS_4_0_1, Framework.AWS_FSBP],
          onFindings: OnFindings.REPORT,
          regions: ['eu-west-2'],
          tags: { CostCenter: '4711' },
          keys: KeyLayout.SINGLE,
          evidence: {
            files: [EvidenceFile.MATRIX],
            folder: path.join(os.tmpdir(), 'contract-evidence'),
            systemName: 'Payments',
            owner: 'Payments team',
            certificationPackageOverviewUri: 'https://example.com/overview.json',
            compareWith: path.join(__dirname, '../compliance/evidence.fixture'),
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
          namePattern: '{suffix}-{type}-{name}',
        }],
      },
      untried: ['props.evidence.folder'],
      use: (_stack, workload) => { new SecureBucket(workload.scope, 'Documents'); },
    },
    of: { variants: { construct: (stack) => [stack] } },
  },
});
