import { Case, casesOf } from './cases';
import { Bases, outcomeOf } from './outcomes';
import { groupsOf, ORDERS, outcomesOf as pairOutcomesOf, pairsOf } from './pairs';
import { singleChangesOf, singleOutcomeOf, unreviewedOf } from './single-changes';
import { cleanUp } from './stacks';
import { readContracts, subjectsOf } from './subjects';
import { readApi } from '../../scripts/public-api';

const api = readApi();
const contracts = readContracts();
const subjects = subjectsOf(api, contracts);

/** How many cases and changes run here; `npm run test:contract` runs all. */
const SAMPLE = 30;
/** How many groups of pairs are made here. */
const GROUPS = 2;

afterAll(cleanUp);

function sampled<T>(all: readonly T[]): T[] {
  const step = Math.floor(all.length / SAMPLE);
  return all.filter((_one, index) => index % step === 0);
}

test('a sample of bad values is refused with an error that names the prop, or makes a template', () => {
  const bases = new Bases();
  const failureOf = (tried: Case) => {
    const outcome = outcomeOf(tried, bases);
    return !outcome || outcome.kind === 'failed' ? [`${tried.name}: ${outcome?.message ?? 'its variant cannot be made'}`] : [];
  };
  expect(sampled(subjects.flatMap((subject) => casesOf(api, subject).cases)).flatMap(failureOf)).toEqual([]);
});

test('a sample of single changes of props replaces nothing that is not reviewed', () => {
  expect(unreviewedOf(sampled(subjects.flatMap((subject) => singleChangesOf(api, subject).changes)).map(singleOutcomeOf))).toEqual([]);
});

test('a sample of the pairs is in two stacks, in both orders, without a cycle and without findings that one stack does not have', () => {
  const groups = groupsOf(pairsOf(api, contracts).pairs);
  const step = Math.ceil(groups.length / GROUPS);
  const some = groups.filter((_group, index) => index % step === 1).map((group) => group.slice(0, 4));
  const faults = some.flatMap((group) => ORDERS.flatMap((order) => pairOutcomesOf(api, group, order)))
    .flatMap(({ pair, order, faults: found }) => found.map((fault) => `${pair.name}, ${order}: ${fault}`));
  expect(some.length).toBeGreaterThan(0);
  expect(faults).toEqual([]);
});
