import { Stack } from 'aws-cdk-lib';
import { Framework, KeyLayout, Lifecycle, NameLimit, OnFindings, SecureBucket, Workload } from '../../src';
import { QueueNamed } from '../compliance/own-safeguards.fixture';
import { contract } from '../contract/contract';
import { EVIDENCE } from '../contract/surroundings';

/** A stack without a workload. */
function other(stack: Stack): Stack {
  return new Stack(stack.node.root, 'Other', { env: { account: '123456789012', region: 'eu-west-2' } });
}

export default contract(Workload, {
  methods: {
    physicalName: {
      on: (stack) => Workload.of(stack),
      variants: { bucket: () => ['documents', { limit: NameLimit.BUCKET }] },
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
          safeguards: [new QueueNamed()],
          onFindings: OnFindings.REPORT,
          regions: ['eu-west-2'],
          tags: { CostCenter: '4711' },
          keys: KeyLayout.SINGLE,
          evidence: EVIDENCE,
          namePattern: '{suffix}-{type}-{name}',
        }],
      },
      untried: ['props.evidence.folder'],
      use: (_stack, workload) => { new SecureBucket(workload.scope, 'Documents'); },
    },
    of: { variants: { construct: (stack) => [stack] } },
  },
});
