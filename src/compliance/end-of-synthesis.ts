import { attachCustomSynthesis } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';

/** Where `attachCustomSynthesis` keeps what it attaches. */
const ATTACHED = Symbol.for('@aws-cdk/core:customSynthesis');

/** The CDK does not export its name. */
type CustomSynthesis = Parameters<typeof attachCustomSynthesis>[1];

interface Attached {
  [ATTACHED]?: CustomSynthesis;
}

/**
 * Runs a function at the end of each synthesis of an app, when the templates are written. `attachCustomSynthesis` attaches one object to a construct: what the
 * app itself attaches to its root runs before, whether it does so earlier or later.
 */
export function atEndOfSynthesis(root: IConstruct, run: () => void): void {
  const holder = root as Attached;
  const earlier = holder[ATTACHED];
  if (earlier) {
    // An attached object can be changed, but not replaced.
    Object.assign(earlier, after(earlier, run));
    return;
  }
  // `attachCustomSynthesis` of the app can replace a property that is configurable, and it stays so.
  Object.defineProperty(root, ATTACHED, { value: undefined, configurable: true });
  let own: CustomSynthesis = { onSynthesize: run };
  attachCustomSynthesis(root, own);
  root.node.addValidation({
    validate: () => {
      const current = holder[ATTACHED];
      if (current && current !== own) attachCustomSynthesis(root, own = after(current, run));
      return [];
    },
  });
}

function after(one: CustomSynthesis, run: () => void): CustomSynthesis {
  const onSynthesize = one.onSynthesize.bind(one);
  return {
    onSynthesize: (session) => {
      onSynthesize(session);
      run();
    },
  };
}
