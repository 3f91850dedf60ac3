import { SafeguardOutcome } from '../../src';
import { contract } from '../contract/contract';

const use = () => {};

export default contract(SafeguardOutcome, {
  statics: {
    fails: { use, variants: { finding: () => ['QueueName is not set'] } },
    unknown: { use, variants: { finding: () => ['the owner is not known'] } },
    allOf: { use, variants: { outcomes: () => [SafeguardOutcome.holds(), SafeguardOutcome.doesNotApply()] } },
    anyOf: { use, variants: { outcomes: () => [SafeguardOutcome.holds(), SafeguardOutcome.doesNotApply()] } },
  },
});
