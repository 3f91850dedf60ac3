import { Construct } from 'constructs';
import { QueueNamed } from './own-safeguards.fixture';
import { ComplianceChecks, Framework, OnFindings, SecureBucket } from '../../src';
import { contract } from '../contract/contract';
import { EVIDENCE } from '../contract/surroundings';

export default contract(ComplianceChecks, {
  methods: {
    validate: {
      on: (stack) => ComplianceChecks.on(new Construct(stack, 'Other'), { name: 'other', frameworks: [Framework.AWS_FSBP] }),
      variants: { context: () => [{ templatePaths: [], stackTemplates: [] }] },
    },
  },
  statics: {
    on: {
      // The workload has the check of the stack.
      on: (stack) => new Construct(stack, 'Other'),
      variants: {
        everything: () => [{
          frameworks: [Framework.PCI_DSS_4_0_1],
          name: 'payments',
          onFindings: OnFindings.REPORT,
          regions: ['eu-west-2'],
          tags: ['CostCenter'],
          safeguards: [new QueueNamed()],
          evidence: EVIDENCE,
        }],
      },
      untried: ['props.evidence.folder'],
      use: (stack) => { new SecureBucket(stack.node.findChild('Other'), 'Documents'); },
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
