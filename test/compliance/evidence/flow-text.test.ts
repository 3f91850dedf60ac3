import { countedFlows, permitted, protocolText, unreadText } from '../../../src/compliance/evidence/flows/flow-text';

const OPEN = {};
const BLOCKED = { blockedBy: 'Enabled is false' };

test.each<[object[], string]>([
  [[], '0 permitted connections'],
  [[OPEN], '1 permitted connection'],
  [[OPEN, OPEN, BLOCKED], '2 permitted connections and 1 that is blocked'],
  [[BLOCKED, BLOCKED], '0 permitted connections and 2 that are blocked'],
])('%j are %s', (flows, expected) => {
  expect(countedFlows(flows)).toBe(expected);
});

test('what is blocked is not permitted', () => {
  expect(permitted([OPEN, BLOCKED])).toEqual([OPEN]);
});

test.each([
  ['all', 'all', 'all traffic'],
  ['TCP', 'all', 'TCP, all ports'],
  ['TCP', '443', 'TCP 443'],
  ['TCP', 'not determined', 'TCP, ports not determined'],
  ['not determined', 'not determined', 'not determined'],
  ['HTTPS', undefined, 'HTTPS'],
])('%s on %s is %s', (protocol, ports, expected) => {
  expect(protocolText({ protocol, ports })).toBe(expected);
});

test.each<[string[] | undefined, string]>([
  [undefined, ''],
  [[], ''],
  [['a'], 'not read with 1 other value of conditions and parameters, which can make other components, connections and encryption'],
  [['a', 'b'], 'not read with 2 other values of conditions and parameters, which can make other components, connections and encryption'],
])('%j that were not read are %s', (unread, expected) => {
  expect(unreadText(unread)).toBe(expected);
});
