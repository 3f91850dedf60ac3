import { documentsOf } from '../../../src/compliance/evidence/documents';
import { SystemModel } from '../../../src/compliance/evidence/model';
import { EvidenceFile } from '../../../src/compliance/model/evidence-options';

const IDS = ['architecture', 'data flow', 'inventory', 'flows', 'cryptography', 'deviations'] as const;
const ALL = [EvidenceFile.DIAGRAMS, EvidenceFile.CRYPTOGRAPHY, EvidenceFile.DEVIATIONS];

/** Documents of numbers of components, parties, connections, data stores, endpoints, keys and certificates. */
function documents(numbers: readonly number[], [acknowledged, byDesign]: readonly [number, number], files: EvidenceFile[], unread?: string[]) {
  const [components, parties, flows, atRest, inTransit, keys, certificates] = numbers.map((length) => Array.from({ length }, () => ({})));
  const types = [...keys.map(() => ({ type: 'AWS::KMS::Key' })), ...certificates.map(() => ({ type: 'AWS::ACM::Certificate' }))];
  const model = { inventory: { components, parties }, flows, crypto: { atRest, inTransit, keys: types }, unread } as unknown as SystemModel;
  const of = documentsOf(model, { acknowledged, byDesign }, new Set(files));
  return IDS.map((id) => of(id)).map((each) => each && `${each.file} ${each.section}: ${each.shows}`);
}

test('an empty model has no document', () => {
  expect(documents([0, 0, 0, 0, 0, 0, 0], [0, 0], ALL)).toEqual(IDS.map(() => undefined));
  expect(documents([0, 1, 0, 0, 0, 0, 0], [0, 0], ALL)).toEqual(IDS.map(() => undefined));
});

test('one of each is in the files that have it', () => {
  expect(documents([1, 1, 1, 1, 1, 1, 1], [1, 0], ALL)).toEqual([
    'architecture.svg diagrams: 1 component by account, Region, VPC and subnet with the connections of the network, drawn from the templates',
    'data-flow.svg diagrams: data that moves between components and how it is protected, drawn from the templates',
    'evidence.json inventory: 1 component and 1 party outside the workload, listed from the templates',
    'evidence.json flows: 1 permitted connection with protocol, port, encryption, reason and origin, listed from the templates',
    'crypto.json cryptography: 1 data store, 1 endpoint, 1 key and 1 certificate, listed from the templates',
    'deviations.csv deviations: 1 acknowledged deviation with reason, owner and expiry, listed from the code',
  ]);
});

test('lists of files that are not selected are in evidence.json, and diagrams are nowhere', () => {
  expect(documents([2, 2, 2, 0, 0, 0, 2], [3, 2], [], ['a'])).toEqual([
    undefined,
    undefined,
    'evidence.json inventory: 2 components and 2 parties outside the workload, listed from the templates; not read with 1 other value of conditions and parameters, which can make other components, connections and encryption',
    'evidence.json flows: 2 permitted connections with protocol, port, encryption, reason and origin, listed from the templates; not read with 1 other value of conditions and parameters, which can make other components, connections and encryption',
    'evidence.json cryptography: 0 data stores, 0 endpoints, 0 keys and 2 certificates, listed from the templates; not read with 1 other value of conditions and parameters, which can make other components, connections and encryption',
    'evidence.json deviations: 3 acknowledged deviations, 2 of them by design of the library, with reason, owner and expiry, listed from the code',
  ]);
});

test.each([[[0, 0, 0, 1, 0, 0, 0]], [[0, 0, 0, 0, 1, 0, 0]], [[0, 0, 0, 0, 0, 1, 0]]])('a data store, an endpoint or a key makes the document of the cryptography', (numbers) => {
  expect(documents(numbers, [0, 0], ALL).map((each) => each !== undefined)).toEqual([false, false, false, false, true, false]);
});
