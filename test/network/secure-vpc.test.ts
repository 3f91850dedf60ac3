import { Lifecycle, SecureVpc } from '../../src';
import { findingsAtDefaults } from '../support';

describe('SecureVpc', () => {
  test.each([Lifecycle.EPHEMERAL, Lifecycle.PRODUCTION])('at its defaults has no finding in a %s workload', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => new SecureVpc(stack, 'Network'))).toEqual([]);
  });
});
