import * as path from 'path';
import { ComplianceChecks, OnFindings } from '../../src';
import { contract } from '../contract/contract';

export default contract(OnFindings, {
  statics: {
    baseline: {
      variants: { file: () => [{ file: path.join(__dirname, 'baseline.fixture.json') }] },
      use: (stack, onFindings) => { ComplianceChecks.on(stack, { name: 'other', frameworks: [], onFindings }); },
    },
  },
});
