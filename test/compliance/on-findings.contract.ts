import * as path from 'path';
import { Construct } from 'constructs';
import { ComplianceChecks, OnFindings } from '../../src';
import { contract } from '../contract/contract';

export default contract(OnFindings, {
  statics: {
    baseline: {
      variants: { file: () => [{ file: path.join(__dirname, 'baseline.fixture.json') }] },
      // The workload has the check of the stack.
      use: (stack, onFindings) => { ComplianceChecks.on(new Construct(stack, 'Other'), { name: 'other', frameworks: [], onFindings }); },
    },
  },
});
