import { Boxes, Grain, listed, shortName } from './boxes';
import { Drawing, groupsOf, Line } from './drawing';
import { Evidence } from '../collect';
import { unreadText } from '../flows/flow-text';
import { Flow, FlowKind } from '../model';

export type Content = Pick<Evidence, 'systemName' | 'inventory' | 'flows' | 'unread'>;

const ORDER: readonly Flow['encryption'][] = ['encrypted', 'not determined', 'not encrypted'];
const NAMES: Readonly<Partial<Record<FlowKind, string>>> = {
  'api call': 'API calls', 'event': 'events', 'stream': 'stream', 'log delivery': 'logs', 'replication': 'replication', 'backup': 'backup',
};

/** Components by network, with the connections that packets take. */
export function architectureOf(content: Content, grain: Grain): Drawing {
  const boxes = new Boxes(content.inventory, grain);
  const lines = linesOf(content.flows.filter(({ kind }) => kind === 'network' || kind === 'request'), boxes);
  const connected = new Set(lines.flatMap(({ from, to }) => [from, to]));
  return {
    id: 'architecture',
    title: `Architecture of ${content.systemName}`,
    ...within(boxes, ({ id, kind, title }) => connected.has(id) || (kind === 'component' && title !== 'All addresses of the VPC')),
    lines,
    ...described(lines, grain, 'connections that security groups, listeners and endpoints permit, and those of peering, VPN, transit gateways and AWS Direct Connect', 'Events, logs, backups and calls of AWS APIs are in the data flow diagram.', content.unread),
  };
}

/** Components with the data that moves between them. */
export function dataFlowOf(content: Content, grain: Grain): Drawing {
  const boxes = new Boxes(content.inventory, grain);
  const services = new Map(content.inventory.parties.filter(({ kind }) => kind === 'aws service').map((party) => [party.id, party]));
  const flows = content.flows.filter(({ kind, from, to }) => kind !== 'image pull'
    && ![from, to].some((ids) => ids.every((id) => ['AWS::KMS::Key', 'AWS::EC2::VPC'].includes(boxes.typeOf(id)!))));
  // Nearly every component sends logs and events: as lines they would cover the others.
  const isText = ({ kind, from, to }: Flow) => (kind === 'log delivery' && to.every((id) => [undefined, 'AWS::Logs::LogGroup'].includes(boxes.typeOf(id))))
    || [from, to].some((ids) => ids.every((id) => services.has(id)));
  const lines = linesOf(flows.filter((flow) => !isText(flow)), boxes);
  const texts = new Map<string, Record<'from' | 'to', Set<string>>>();
  for (const { from, to, via = [], kind } of flows.filter(isText)) {
    for (const [ids, others, word] of [[from, to, 'to'], [to, from, 'from']] as const) {
      for (const id of [...ids.filter((each) => !services.has(each)), ...via]) {
        const box = boxes.of(id);
        if (box === undefined || boxes.get(box).title === 'Log groups') continue;
        const known = texts.get(box) ?? { from: new Set(), to: new Set() };
        for (const other of others) {
          const name = services.has(other) ? shortName(services.get(other)!) : kind === 'log delivery' ? 'logs' : undefined;
          if (name !== undefined) known[word].add(name);
        }
        texts.set(box, known);
      }
    }
  }
  const connected = new Set(lines.flatMap(({ from, to }) => [from, to]));
  const shown = within(boxes, ({ id }) => connected.has(id));
  return {
    id: 'data-flow',
    title: `Data flow of ${content.systemName}`,
    groups: shown.groups,
    boxes: shown.boxes.map((box) => ({
      ...box,
      details: [...box.details, ...(['from', 'to'] as const).flatMap((word) => {
        const names = [...texts.get(box.id)?.[word] ?? []].sort();
        return names.length > 0 ? [`${word} AWS: ${listed(names)}`] : [];
      })],
    })),
    lines,
    ...described(lines, grain, 'permitted movements of data', 'Logs and events that services of AWS exchange with a component are texts in its box. Calls of AWS KMS, image pulls and components without a line are not drawn.', content.unread),
  };
}

function within(boxes: Boxes, isShown: (box: Drawing['boxes'][number]) => boolean): Pick<Drawing, 'boxes' | 'groups'> {
  const shown = boxes.all.filter(isShown);
  return { boxes: shown, groups: groupsOf(shown, [...boxes.groups.values()]) };
}

/** Lines between boxes. A connection through a gateway or an endpoint is drawn through it. A blocked one is not drawn. */
function linesOf(flows: readonly Flow[], boxes: Boxes): Line[] {
  const lines = new Map<string, Omit<Line, 'label' | 'isUpstream'> & { readonly labels: Set<string> }>();
  const boxesOf = (ids: readonly string[]) => [...new Set(ids.flatMap((id) => boxes.of(id) ?? []))];
  for (const { from, to, via = [], blockedBy, encryption, kind, protocol, ports } of flows) {
    if (blockedBy !== undefined) continue;
    const stops = [from, via, to].map(boxesOf).filter((stop) => stop.length > 0);
    const label = NAMES[kind] ?? (protocol === 'all' && ports === 'all' ? 'all traffic' : [protocol, ports].filter((part) => part !== undefined && part !== 'not determined').join(' '));
    for (let index = 1; index < stops.length; index++) {
      for (const [one, other] of stops[index - 1].flatMap((start) => stops[index].map((end) => [start, end]))) {
        if (one === other) continue;
        const key = JSON.stringify([one, other, encryption]);
        const isInternet = [one, other].some((id) => boxes.get(id).kind === 'internet');
        if (!lines.has(key)) lines.set(key, { from: one, to: other, encryption, isInternet, labels: new Set() });
        if (label) lines.get(key)!.labels.add(label);
      }
    }
  }
  const all = [...lines.values()];
  // A secret that starts its rotation is called by the function that it starts.
  const isUpstream = ({ from, to, labels }: typeof all[number]) => boxes.get(to).kind === 'internet'
    || ([...labels].join() === 'events' && all.some((other) => other.from === to && other.to === from));
  return all.map((line) => ({ ...line, label: joined([...line.labels]), isUpstream: isUpstream(line) }));
}

// `TCP 80`, `TCP 443` is `TCP 80, 443`.
function joined(labels: readonly string[]): string {
  const ports = new Map<string, string[]>();
  for (const label of labels) {
    const [, protocol = label, port] = /^([A-Z]\S*) (\d\S*)$/.exec(label) ?? [];
    ports.set(protocol, [...ports.get(protocol) ?? [], ...port ? [port] : []]);
  }
  return [...ports].map(([name, numbers]) => [name, numbers.join(', ')].filter(Boolean).join(' ')).join(', ');
}

function described(lines: readonly Line[], grain: Grain, what: string, without: string, unread?: readonly string[]): Pick<Drawing, 'caption' | 'description'> {
  const caption = `One box for each ${grain} and place. Lines are ${what}. Derived from the synthesized templates${unread ? `, ${unreadText(unread)}` : ''}.`;
  const counts = ORDER.map((encryption) => `${lines.filter((line) => line.encryption === encryption).length} ${encryption}`);
  return {
    caption,
    description: `${caption} ${lines.length} lines: ${counts.join(', ')}. ${without} Security groups, network ACLs, roles and blocked connections are not drawn. The tables of components and connections list everything.`,
  };
}
