import { Lifecycle, AlbWithWaf, WebAcl } from '../../src';
import { findingsAtDefaults, testStack, templateOf } from '../support';
import { imported, Target } from './target';

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('no finding at its defaults, %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => {
    const props = imported(stack);
    new AlbWithWaf(stack, 'Edge', props).routeTo(new Target(stack, 'Target', props.vpc));
  })).toEqual([]);
});
test('x', () => {
  const stack = testStack();
    const props = imported(stack);
    new AlbWithWaf(stack, 'Edge', props).routeTo(new Target(stack, 'Target', props.vpc));
  console.log(JSON.stringify(templateOf(stack), undefined, 1));
});
