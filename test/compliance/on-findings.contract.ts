import { ComplianceChecks, OnFindings } from '../../src';
import { contract } from '../contract/contract';

export default contract(OnFindings, {
  statics: {
    baseline: {
      variants: { file: () => ['compliance/known.json'] },
      use: (stack, onFindings) => { ComplianceChecks.on(stack, { name: 'other', frameworks: [], onFindings }); },
    },
  },
});
