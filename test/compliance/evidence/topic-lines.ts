import { modelOfResources } from './support';

/** Connections, outside parties, components and keys of a template, line by line. */
export function linesOf(resources: Parameters<typeof modelOfResources>[0]): string[] {
  const { flows, inventory: { components, parties, configuration }, crypto: { keys } } = modelOfResources(resources);
  const connections = flows.map(({ kind, from, to, protocol, ports, encryption, encryptedBy, why, openedBy, via, blockedBy }) => [
    `${kind}: ${from.join(', ')} > ${to.join(', ')}`,
    [protocol, ports].filter((one) => one !== undefined).join(' '),
    `${encryption}: ${encryptedBy}`,
    why,
    `by ${openedBy.map(({ id }) => id).join(', ')}`,
    ...via ? [`via ${via.join(', ')}`] : [],
    ...blockedBy ? [`blocked: ${blockedBy}`] : [],
  ].join(' | '));
  const outside = parties.map(({ id, isThirdParty, purpose, usedBy }) => `${isThirdParty ? 'third party' : 'party'} ${id} | ${purpose} | used by ${usedBy.join(', ') || 'no component'}`);
  const inside = components.map(({ id, name, tier, purpose, exposure, vpc, subnets, encryption, dataClass, tags }) => [
    `component ${id}: ${tier}, ${exposure}`,
    ...name === id ? [] : [`named ${name}`],
    ...purpose ? [`for ${purpose}`] : [],
    ...vpc ? [`in ${[vpc, ...subnets ?? []].join(', ')}`] : [],
    ...encryption ? [`at rest: ${encryption.by}, ${encryption.shownBy}${encryption.key ? `, key ${encryption.key}` : ''}`] : [],
    ...dataClass ? [`data ${dataClass}`] : [],
    ...Object.keys(tags).length ? [`tags ${JSON.stringify(tags)}`] : [],
  ].join(' | '));
  const used = keys.map(({ component, algorithm, rotation, multiRegion, encrypts }) => (
    `key ${component}: ${algorithm}, rotation ${rotation}, multi-Region ${multiRegion}, encrypts ${encrypts.join(', ') || 'nothing'}`));
  return [...connections, ...outside, ...inside, ...used, ...Object.entries(configuration).map(([type, count]) => `configuration ${type}: ${count}`)];
}
