import { InWorld } from '../worlds/explore';
import { byEnds } from './flows/flow-book';
import { compare } from './inventory/inventory';
import { AtRest, Component, Exposure, Flow, Key, Party, SystemModel, TransitEndpoint } from './model';

const DEPENDS = 'it depends on conditions or parameters';
/** The exposures, the widest first. */
const WIDEST: readonly Exposure[] = ['internet', 'not determined', 'vpc', 'account'];

/** What is in any world, and what is true in all of them: connections of each world, and protection that is the same in every world. */
export function acrossWorlds(models: ReadonlyArray<InWorld<SystemModel>>): SystemModel {
  const [{ result: first }, ...others] = models;
  if (others.length === 0) return first;
  const flows = new Map(first.flows.map((flow) => [flow.id, flow]));
  const parties = new Map(first.inventory.parties.map((party) => [party.id, party]));
  const components = new Map(first.inventory.components.map((component) => [component.id, component]));
  const transit = new Map(first.crypto.inTransit.map((endpoint) => [keyOf(endpoint), endpoint]));
  const keys = new Map(first.crypto.keys.map((key) => [key.component, key]));
  for (const { result, where } of others) {
    for (const flow of result.flows) {
      const known = flows.get(flow.id);
      flows.set(flow.id, known ? both(known, flow) : { ...flow, why: [flow.why, `if ${where}`].filter(Boolean).join('; ') });
    }
    for (const party of result.inventory.parties) parties.set(party.id, usedByBoth(parties.get(party.id) ?? party, party));
    for (const component of result.inventory.components) components.set(component.id, widest(components.get(component.id) ?? component, component));
    for (const key of result.crypto.keys) keys.set(key.component, sameKey(keys.get(key.component) ?? key, key));
    for (const endpoint of result.crypto.inTransit) transit.set(keyOf(endpoint), least(transit.get(keyOf(endpoint)) ?? endpoint, endpoint));
  }
  const listed = [...components.values()].sort((a, b) => compare(a.id, b.id));
  const atRest = listed.flatMap(({ id, service, encryption }) => encryption ? [{ component: id, service, ...encryption }] : []);
  return {
    inventory: { ...first.inventory, components: listed, parties: [...parties.values()].sort((a, b) => compare(a.id, b.id)) },
    flows: [...flows.values()].sort(byEnds),
    crypto: {
      ...first.crypto,
      atRest,
      inTransit: [...transit.values()].sort((a, b) => compare(a.component, b.component) || compare(a.endpoint, b.endpoint)),
      keys: [...keys.values()].sort((a, b) => compare(a.component, b.component))
        .map((key) => ({ ...key, encrypts: atRest.filter(({ key: name }) => name === key.component).map(({ component }) => component) })),
    },
  };
}

function keyOf({ component, endpoint }: TransitEndpoint): string {
  return JSON.stringify([component, endpoint]);
}

// What blocks a connection in one world can be missing in another.
function both({ blockedBy, ...one }: Flow, other: Flow): Flow {
  const isSame = one.encryption === other.encryption;
  return {
    ...one,
    ...!isSame && { encryption: 'not determined' as const, encryptedBy: [...new Set([...one.encryptedBy.split('; '), other.encryptedBy])].join('; ') },
    ...(blockedBy !== undefined && other.blockedBy !== undefined && { blockedBy }),
  };
}

function usedByBoth(one: Party, other: Party): Party {
  return { ...one, usedBy: [...new Set([...one.usedBy, ...other.usedBy])].sort(compare) };
}

function widest(one: Component, other: Component): Component {
  const exposure = WIDEST.find((each) => [one.exposure, other.exposure].includes(each))!;
  const encryption = one.encryption && other.encryption ? sameAtRest(one.encryption, other.encryption) : one.encryption ?? other.encryption;
  const version = one.version === other.version ? one.version : 'not determined';
  const settings = sameSettings(one.settings, other.settings);
  return { ...one, exposure, ...encryption && { encryption }, ...settings && { settings }, ...version !== undefined && { version } };
}

function sameSettings(one: Component['settings'], other: Component['settings']): Component['settings'] {
  if (JSON.stringify(one) === JSON.stringify(other)) return one;
  const names = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])].sort(compare);
  return Object.fromEntries(names.map((name) => [name, one?.[name] === other?.[name] ? one![name] : 'not determined']));
}

function sameAtRest(one: AtRest, other: AtRest): AtRest {
  return one.by === other.by && one.key === other.key ? one : { by: one.by === other.by ? one.by : 'not determined', shownBy: DEPENDS };
}

function sameKey(one: Key, other: Key): Key {
  const same = <K extends 'algorithm' | 'rotation' | 'multiRegion'>(name: K): Key[K] | 'not determined' => one[name] === other[name] ? one[name] : 'not determined';
  return { ...one, algorithm: same('algorithm'), rotation: same('rotation'), multiRegion: same('multiRegion') };
}

function least(one: TransitEndpoint, other: TransitEndpoint): TransitEndpoint {
  const certificates = [...new Set([...one.certificates ?? [], ...other.certificates ?? []])].sort(compare);
  if (one.floor === other.floor && one.fips === other.fips) return certificates.length > 0 ? { ...one, certificates } : one;
  const shownBy = [...new Set([...one.shownBy.split('; '), other.shownBy])].join('; ');
  return { ...one, shownBy, floor: one.floor === other.floor ? one.floor : 'not determined', fips: one.fips === other.fips ? one.fips : 'not determined', ...certificates.length > 0 && { certificates } };
}
