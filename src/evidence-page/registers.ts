/// <reference lib="dom" />
import { Outcome, PageData } from './data';
import { code, Column, counted, h, searchable, section, table, usd } from './dom';
import { fragmentOf } from './links';
import { controlsShowing } from '../compliance/evidence/control-text';
import { costText, withoutText } from '../compliance/evidence/cost/cost-text';
import { CRYPTOGRAPHY_NOT_SHOWN, modulesNotDetermined } from '../compliance/evidence/crypto/document';
import { protocolText, unreadText } from '../compliance/evidence/flows/flow-text';

/** Findings, acknowledged deviations, attestations, acknowledgements without a finding and safeguards of the app without a resource. */
export function deviations({ evidence }: PageData): HTMLElement {
  const { outcomes, safeguards, attested = [], unmatchedSafeguards = [], unusedAcknowledgements = [] } = evidence;
  const controlsOf = controlsShowing(evidence);
  const columns: Array<Column<Outcome>> = [
    { head: 'Safeguard', cell: ({ safeguard }) => [code(safeguard), h('small', {}, `${safeguards[safeguard].severity}: ${safeguards[safeguard].statement}`)] },
    { head: 'Resource', cell: ({ path, logicalId }) => [h('span', { class: 'path' }, path || 'the workload as a whole'), h('small', {}, logicalId)] },
    { head: 'Finding', cell: ({ finding }) => finding },
    {
      head: 'Controls',
      cell: ({ safeguard }) => controlsOf(safeguard).map(({ framework, shown, related }) => {
        const links = (ids: readonly string[]) => ids.map((id) => [h('a', { href: fragmentOf({ control: `${framework}/${id}` }) }, id), ' ']);
        return [shown.length > 0 && h('div', { class: 'ids' }, links(shown)), related.length > 0 && h('small', { class: 'ids' }, 'Related, status does not depend on it: ', links(related))];
      }),
    },
  ];
  const failing = outcomes.filter(({ result }) => result === 'fails' || result === 'unknown');
  const acknowledgedBy = (party: string) => outcomes.filter(({ acknowledgement }) => acknowledgement?.declaredBy === party)
    .sort((a, b) => (a.acknowledgement!.expires ?? '9').localeCompare(b.acknowledgement!.expires ?? '9'));
  const [own, byDesign] = [acknowledgedBy('workload'), acknowledgedBy('library')];
  return section('deviations', 'Deviations',
    failing.length + own.length + byDesign.length === 0 && h('p', {}, 'No finding and no acknowledged deviation.'),
    failing.length > 0 && [h('h3', {}, `Findings (${failing.length})`), searchable('Findings', columns, failing)],
    own.length > 0 && [h('h3', {}, `Acknowledged by the workload (${own.length})`), searchable('Acknowledged deviations', [
      ...columns,
      { head: 'Reason', cell: ({ acknowledgement }) => [acknowledgement!.reason, h('small', {}, record(acknowledgement!))] },
      { head: 'Expires', cell: ({ acknowledgement }) => acknowledgement!.expires ?? 'never' },
    ], own)],
    byDesign.length > 0 && [
      h('h3', {}, `By design of the library (${byDesign.length})`),
      h('p', {}, 'Constructs of the library have these deviations, with the reason that the library gives. No one has approved them for this workload.'),
      searchable('Deviations by design', [...columns, { head: 'Reason', cell: ({ acknowledgement }) => acknowledgement!.reason }], byDesign),
    ],
    attested.length > 0 && [h('h3', {}, 'Attested, not shown by a template'), table('Attestations', [
      { head: 'Statement', cell: ({ statement }) => statement }, { head: 'By', cell: ({ path }) => path }, { head: 'Safeguards', cell: ({ safeguards: ids }) => ids.map((id) => [code(id), ' ']) },
    ], attested)],
    unusedAcknowledgements.length > 0 && [h('h3', {}, 'Acknowledgements without a finding'), table('Acknowledgements without a finding', [
      { head: 'Safeguard', cell: ({ safeguard }) => code(safeguard) }, { head: 'Construct', cell: ({ path }) => path }, { head: 'Reason', cell: ({ reason }) => reason },
    ], unusedAcknowledgements)],
    unmatchedSafeguards.length > 0 && [h('h3', {}, 'Safeguards of the app that judged no resource'), table('Safeguards of the app that judged no resource', [
      { head: 'Safeguard', cell: ({ safeguard }) => code(safeguard) }, { head: 'Resource types', cell: ({ types }) => types.join(', ') },
    ], unmatchedSafeguards)]);
}

function record({ ticket, owner, approver, since }: NonNullable<Outcome['acknowledgement']>): string {
  return [
    ticket && `ticket ${ticket}`, owner && `owner ${owner}`, approver && `approved by ${approver}`, since && `since ${since}`,
  ].filter(Boolean).join(', ');
}

function unreadIn({ unread }: PageData['evidence']): HTMLElement[] {
  return unread ? [h('p', {}, `The templates were ${unreadText(unread)}:`), h('ul', {}, unread.map((value) => h('li', {}, value)))] : [];
}

/** Components and third parties. */
export function inventory({ evidence }: PageData): HTMLElement {
  const { components, parties, configuration } = evidence.inventory;
  const others = Object.values(configuration).reduce((sum, count) => sum + count, 0);
  return section('inventory', 'Inventory',
    unreadIn(evidence),
    h('p', {}, `${counted(components.length, 'component')}, and ${counted(others, 'resource')} that configure them.`),
    searchable('Components', [
      { head: 'Component', cell: ({ name, id }) => [name, h('small', { class: 'path' }, id)] },
      { head: 'Service', cell: ({ service, type, version }) => [service, h('small', {}, type), version !== undefined && h('small', {}, version)] },
      { head: 'Purpose', cell: ({ purpose, settings }) => [purpose, settings && h('small', {}, Object.entries(settings).map(([name, value]) => `${name}: ${value}`).join(', '))] },
      { head: 'Exposure', cell: ({ exposure }) => exposure },
      { head: 'Encryption at rest', cell: ({ encryption }) => encryption && [encryption.by, h('small', { class: 'path' }, encryption.key)] },
      { head: 'Data class', cell: ({ dataClass }) => dataClass },
      { head: 'Region, account and VPC', cell: ({ region, account, vpc }) => [region, h('small', {}, account), vpc !== undefined && h('small', { class: 'path' }, vpc)] },
      { head: 'Declared in', cell: ({ template, logicalId, source, condition }) => [code(logicalId), h('small', {}, template, source && `, ${source}`), condition !== undefined && h('small', {}, `Condition: ${condition}`)] },
    ], components),
    parties.length > 0 && [h('h3', {}, 'Parties outside the workload'), searchable('Parties', [
      { head: 'Party', cell: ({ name }) => name },
      { head: 'Kind', cell: ({ kind, isThirdParty }) => [kind, isThirdParty && h('small', {}, 'third party')] },
      { head: 'Purpose', cell: ({ purpose }) => purpose },
      { head: 'Used by', cell: ({ usedBy }) => usedBy.map((id) => h('div', { class: 'path' }, id)) },
    ], parties)]);
}

/** Permitted connections. */
export function flows({ evidence }: PageData): HTMLElement {
  const outside = new Map(evidence.inventory.parties.map((party) => [party.id, party]));
  const endOf = (id: string) => {
    const party = outside.get(id);
    if (!party) return h('div', { class: 'path' }, id);
    return h('div', {}, party.name, party.kind !== party.name && h('small', {}, party.kind));
  };
  const ends = (ids: readonly string[]) => ids.map(endOf);
  return section('flows', 'Flows',
    unreadIn(evidence),
    evidence.flows.length === 0 ? h('p', {}, 'The templates permit no connection.') : searchable('Permitted connections', [
      { head: 'From', cell: ({ from }) => ends(from) },
      { head: 'To', cell: ({ to }) => ends(to) },
      { head: 'Protocol and port', cell: ({ protocol, ports, kind }) => [protocolText({ protocol, ports }), h('small', {}, kind)] },
      { head: 'Encryption', cell: ({ encryption, encryptedBy }) => [h('span', { class: `flow ${encryption.replace(/ /g, '-')}` }, encryption), h('small', {}, encryptedBy)] },
      { head: 'Why', cell: ({ why, via, blockedBy }) => [why, via && h('small', { class: 'path' }, `Via: ${via.join(', ')}`), blockedBy && h('small', {}, `Blocked by: ${blockedBy}`)] },
      { head: 'Opened by', cell: ({ openedBy }) => openedBy.map(({ id, source }) => h('div', { class: 'path' }, id, source && h('small', {}, source))) },
    ], evidence.flows));
}

/** Encryption at rest, in transit, and keys. */
export function cryptography({ evidence }: PageData): HTMLElement {
  const { atRest, inTransit, keys, modules } = evidence.crypto;
  const withoutModule = modulesNotDetermined(evidence);
  return section('cryptography', 'Cryptography',
    unreadIn(evidence),
    h('p', {}, `Not shown by the templates: ${CRYPTOGRAPHY_NOT_SHOWN.join('; ')}.`),
    h('h3', {}, 'At rest'), searchable('Encryption at rest', [
      { head: 'Component', cell: ({ component, service }) => [h('span', { class: 'path' }, component), h('small', {}, service)] },
      { head: 'Key', cell: ({ by, key }) => [by, h('small', { class: 'path' }, key)] },
      { head: 'Shown by', cell: ({ shownBy }) => shownBy },
    ], atRest),
    h('h3', {}, 'In transit'), searchable('Encryption in transit', [
      { head: 'Component', cell: ({ component }) => h('span', { class: 'path' }, component) },
      { head: 'Endpoint', cell: ({ endpoint, certificates }) => [endpoint, certificates && h('small', { class: 'path' }, `Certificate: ${certificates.join(', ')}`)] },
      { head: 'Lowest version', cell: ({ floor }) => floor },
      { head: 'FIPS', cell: ({ fips }) => typeof fips === 'boolean' ? (fips ? 'yes' : 'no') : fips },
      { head: 'Shown by', cell: ({ shownBy }) => shownBy },
    ], inTransit),
    h('h3', {}, 'Keys and certificates'), searchable('Keys and certificates', [
      { head: 'Key', cell: ({ component, type }) => [h('span', { class: 'path' }, component), h('small', {}, type)] },
      { head: 'Algorithm', cell: ({ algorithm }) => algorithm },
      { head: 'Rotation', cell: ({ rotation, multiRegion }) => [rotation, multiRegion && h('small', {}, multiRegion === true ? 'multi-Region' : `multi-Region: ${multiRegion}`)] },
      { head: 'Encrypts', cell: ({ encrypts }) => encrypts.map((id) => h('div', { class: 'path' }, id)) },
    ], keys),
    modules.length > 0 && [h('h3', {}, 'Validated modules'), table('Validated modules', [
      { head: 'Service', cell: ({ service }) => service }, { head: 'Module', cell: ({ module }) => module },
      { head: 'Certificate', cell: ({ certificate }) => certificate }, { head: 'Source', cell: ({ source }) => source },
    ], modules)],
    withoutModule.length > 0 && h('p', {}, `Validation of the module is not determined: ${withoutModule.join(', ')}.`));
}

/** The estimate of the monthly cost. */
export function cost({ evidence }: PageData): HTMLElement {
  const { lines, assumptions, notEstimated } = evidence.cost;
  return section('cost', 'Cost',
    h('p', {}, h('b', {}, costText(evidence.cost, usd)), [withoutText(evidence.cost)].filter(Boolean).map((text) => `, ${text}`), '. An estimate, not a quote.'),
    lines.length > 0 && searchable('Lines of the estimate', [
      { head: 'Item', cell: ({ title, note }) => [title, h('small', {}, note)] },
      { head: 'Region', cell: ({ region }) => region },
      { head: 'Quantity', isNumber: true, cell: ({ quantity, quantityFrom }) => [quantity === undefined ? 'not determined' : quantity.toLocaleString('en'), quantityFrom === 'assumption' && h('small', {}, 'assumed')] },
      { head: 'Price', isNumber: true, cell: ({ price, per }) => price === undefined ? 'not known' : `${price} per ${per}` },
      { head: 'USD a month', isNumber: true, cell: ({ monthly: amount }) => amount === undefined ? 'not known' : amount.toFixed(2) },
      { head: 'Source', cell: ({ source, publishedOn }) => source && [source, h('small', {}, publishedOn)] },
    ], lines),
    h('h3', {}, 'Assumptions'), h('ul', {}, assumptions.map((text) => h('li', {}, text))),
    notEstimated.length > 0 && [h('h3', {}, 'Not in the estimate'), h('ul', {}, notEstimated.map(({ what, resources }) => h('li', {}, `${what} (${counted(resources, 'resource')})`)))]);
}

/** The diagrams, drawn at synthesis. */
export function diagrams({ diagrams: drawn }: PageData): HTMLElement | undefined {
  if (!drawn) return undefined;
  const figure = (caption: string, svg: string) => {
    const frame = h('div', { 'class': 'scroll diagram', 'role': 'region', 'tabindex': 0, 'aria-label': caption });
    // The text is the SVG of this library, in which names are escaped.
    frame.innerHTML = svg;
    return h('figure', {}, h('figcaption', {}, caption), frame);
  };
  return section('diagrams', 'Diagrams', figure('Architecture', drawn.architecture), figure('Data flow', drawn.dataFlow));
}
