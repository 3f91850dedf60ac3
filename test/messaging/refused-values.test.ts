import { SecureQueue } from '../../src';
import { refusal } from '../refusal';
import { testStack } from '../support';

test.each([null, undefined, {}, 'role'])('the grantee %p is refused', (grantee) => {
  const queue = new SecureQueue(testStack(), 'Orders');
  const got = typeof grantee === 'string' ? "'role'" : grantee ? '{}' : String(grantee);
  for (const grant of ['grantSend', 'grantConsume'] as const) {
    expect(refusal(() => queue[grant](grantee as never))).toBe(`grantee must be an IGrantable, got ${got}`);
  }
});
