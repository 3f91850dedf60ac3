import { compareEvidence, isUnchanged } from '../../../src/compliance/evidence/changes/compare';
import { Evidence } from '../../../src/compliance/evidence/collect';

interface Parts {
  readonly components?: object[];
  readonly flows?: object[];
  readonly inTransit?: object[];
  readonly keys?: object[];
  readonly outcomes?: object[];
  readonly frameworks?: object[];
  readonly version?: string;
}

const evidence = ({ components = [], flows = [], inTransit = [], keys = [], outcomes = [], frameworks = [], version = '1.2.3' }: Parts = {}) => (
  { inventory: { components, parties: [] }, flows, crypto: { inTransit, keys, atRest: [] }, outcomes, frameworks, origin: { versions: { 'cdk-regulated': version } } }) as unknown as Evidence;
const fieldsOf = (one: Parts, other: Parts, part: 'components' | 'flows' | 'cryptography' | 'deviations' | 'findings') => (
  [[one, other], [other, one]].map(([now, before]) => compareEvidence(evidence(now), evidence(before))[part].changed.flatMap(({ fields }) => fields.map(({ field, before: was, after }) => `${field}: ${was} > ${after}`))));

const BARE = { id: 'Store', type: 't', account: '1', region: 'r', exposure: 'account', tags: {} };

test.each<[field: string, value: object, shown: string]>([
  ['version', { version: '1' }, '1'],
  ['name', { name: 'n' }, 'n'],
  ['purpose', { purpose: 'p' }, 'p'],
  ['condition', { condition: 'c' }, 'c'],
  ['vpc', { vpc: 'v' }, 'v'],
  ['subnets', { subnets: ['a', 'b'] }, 'a, b'],
  ['encryption', { encryption: { by: 'aws owned key' } }, 'aws owned key'],
  ['encryption', { encryption: { by: 'customer managed key', key: 'Key' } }, 'customer managed key: Key'],
  ['dataClass', { dataClass: 'd' }, 'd'],
  ['setting', { settings: { setting: 's' } }, 's'],
])('a component that gets or loses its %s is changed', (field, value, text) => {
  expect(fieldsOf({ components: [{ ...BARE, ...value }] }, { components: [BARE] }, 'components')).toEqual([[`${field}: not set > ${text}`], [`${field}: ${text} > not set`]]);
});

test.each([['type', 'u'], ['account', '2'], ['region', 's'], ['exposure', 'internet']])('a component with another %s is changed', (field, value) => {
  expect(fieldsOf({ components: [{ ...BARE, [field]: value }] }, { components: [BARE] }, 'components')[0]).toEqual([`${field}: ${(BARE as any)[field]} > ${value}`]);
});

test('tags are compared in their order', () => {
  expect(fieldsOf({ components: [{ ...BARE, tags: { a: '1', b: '2' } }] }, { components: [BARE] }, 'components')).toEqual([['tags:  > a=1, b=2'], ['tags: a=1, b=2 > ']]);
});

test('settings are compared if the same version of the library wrote both, or the earlier evidence has them', () => {
  const settings = { components: [{ ...BARE, settings: { mode: 'a' } }] };
  const certified = (more: object) => ({ inTransit: [{ component: 'Api', endpoint: 'e', floor: 'TLS 1.2', shownBy: 's', fips: true, ...more }] });
  const hasSettings = (now: Parts, before: Parts) => compareEvidence(evidence(now), evidence(before)).hasSettings;
  expect(hasSettings(settings, { components: [BARE], version: '1.2.2' })).toBe(false);
  expect(hasSettings(settings, { components: [BARE] })).toBe(true);
  expect(hasSettings({ components: [BARE] }, { ...settings, version: '1.2.2' })).toBe(true);
  expect(hasSettings({}, { ...certified({ certificates: ['c'] }), version: '1.2.2' })).toBe(true);
  expect(hasSettings({}, { ...certified({}), version: '1.2.2' })).toBe(false);
  expect(fieldsOf(settings, { components: [BARE], version: '1.2.2' }, 'components')[0]).toEqual([]);
  expect(fieldsOf(certified({ certificates: ['c', 'd'] }), { ...certified({}), version: '1.2.2' }, 'cryptography')[0]).toEqual([]);
  expect(fieldsOf(certified({ certificates: ['c', 'd'] }), certified({}), 'cryptography')).toEqual([['certificates: not set > c, d'], ['certificates: c, d > not set']]);
});

test('fields of connections, keys and endpoints', () => {
  const flow = { id: 'f', encryption: 'encrypted', encryptedBy: 'x', why: 'w' };
  const other = { ...flow, encryption: 'not encrypted', encryptedBy: 'y', why: 'v', via: ['a', 'b'], blockedBy: 'z' };
  expect(fieldsOf({ flows: [other] }, { flows: [flow] }, 'flows')[0]).toEqual([
    'encryption: encrypted > not encrypted', 'encryptedBy: x > y', 'why: w > v', 'via: not set > a, b', 'blockedBy: not set > z',
  ]);
  const key = { component: 'Key', algorithm: 'a', rotation: 'never', multiRegion: false };
  expect(fieldsOf({ keys: [{ component: 'Key', algorithm: 'b', rotation: 'every year', multiRegion: true }] }, { keys: [key] }, 'cryptography')[0]).toEqual([
    'algorithm: a > b', 'rotation: never > every year', 'multi-Region: false > true',
  ]);
  const endpoint = { component: 'Api', endpoint: 'e', floor: 'TLS 1.2', shownBy: 's', fips: true };
  expect(fieldsOf({ inTransit: [{ ...endpoint, floor: 'TLS 1.3', shownBy: 't', fips: 'not determined' }] }, { inTransit: [endpoint] }, 'cryptography')[0]).toEqual([
    'lowest version: TLS 1.2 > TLS 1.3', 'shown by: s > t', 'FIPS 140: true > not determined',
  ]);
  expect(compareEvidence(evidence({ inTransit: [endpoint], keys: [key] }), evidence()).cryptography.added.map(({ id }) => id)).toEqual(['Key', 'Api: e']);
});

test('findings and deviations', () => {
  const outcome = { safeguard: 'S3.X', path: 'Stack/Bucket', result: 'fails' };
  const accepted = { ...outcome, result: 'acknowledged', acknowledgement: { reason: 'r', ticket: 't', owner: 'o', approver: 'a', expires: 'e' } };
  const { findings, deviations } = compareEvidence(evidence({ outcomes: [outcome] }), evidence({ outcomes: [accepted] }));
  expect(findings).toEqual({ added: [{ id: 'S3.X Stack/Bucket', safeguard: 'S3.X', path: 'Stack/Bucket', finding: '' }], removed: [], changed: [] });
  expect(deviations).toEqual({
    added: [], removed: [{ id: 'S3.X Stack/Bucket', safeguard: 'S3.X', path: 'Stack/Bucket', reason: 'r', ticket: 't', owner: 'o', approver: 'a', expires: 'e' }], changed: [],
  });
  expect(fieldsOf({ outcomes: [{ ...accepted, acknowledgement: { reason: 's' } }] }, { outcomes: [accepted] }, 'deviations')[0])
    .toEqual(['reason: r > s', 'ticket: t > not set', 'owner: o > not set', 'approver: a > not set', 'expires: e > not set']);
  expect(fieldsOf({ outcomes: [{ ...outcome, finding: 'f' }] }, { outcomes: [{ ...outcome, result: 'unknown' }] }, 'findings')[0]).toEqual(['finding:  > f']);
});

test('statuses of controls, with those that one of the two does not have', () => {
  const framework = (id: string, statuses: Record<string, string>, title = id.toUpperCase()) => (
    { id, title, controls: Object.entries(statuses).map(([control, status]) => ({ id: control, status })) });
  const now = evidence({ frameworks: [framework('a', { 1: 'holds', 2: 'fails', 4: 'holds' }, 'New A'), framework('c', { 1: 'holds' })] });
  const before = evidence({ frameworks: [framework('a', { 1: 'fails', 2: 'fails', 3: 'holds' }, 'Old A'), framework('b', { 1: 'holds' })] });
  expect(compareEvidence(now, before).statuses.map(({ framework: of, control, before: was, after }) => [of, control, was, after])).toEqual([
    ['New A', '1', 'fails', 'holds'], ['New A', '4', 'not listed', 'holds'], ['New A', '3', 'holds', 'not listed'],
    ['B', '1', 'holds', 'not listed'], ['C', '1', 'not listed', 'holds'],
  ]);
});

test('the same evidence has no difference, and each difference counts', () => {
  const outcome = { safeguard: 'S3.X', path: 'p', result: 'fails' };
  const key = { component: 'Key', algorithm: 'a', rotation: 'never', multiRegion: false };
  const changed: Parts[] = [
    { components: [BARE] }, { flows: [{ id: 'f' }] }, { keys: [key] }, { outcomes: [outcome] }, { outcomes: [{ ...outcome, result: 'acknowledged', acknowledgement: { reason: 'r' } }] },
    { frameworks: [{ id: 'a', title: 'A', controls: [{ id: '1', status: 'holds' }] }] },
  ];
  const none = (now: Parts, before: Parts) => isUnchanged(compareEvidence(evidence(now), evidence(before)));
  expect(changed.map((each) => [none(each, each), none(each, {}), none({}, each)])).toEqual(changed.map(() => [true, false, false]));
  expect([none({ components: [{ ...BARE, type: 'u' }] }, { components: [BARE] }), none({ flows: [{ id: 'f', why: 'a' }] }, { flows: [{ id: 'f', why: 'b' }] })]).toEqual([false, false]);
});
