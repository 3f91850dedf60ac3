import { RenderedResource } from '../../rendered';
import { compare, Components } from '../inventory/inventory';
import { Flow, FlowKind, Opening, Party, PartyKind } from '../model';

/** A component, or a source or target outside the workload. */
export type End = RenderedResource | OutsideParty;

/** A source or target outside the workload, as a derivation names it. */
export interface OutsideParty {
  readonly kind: PartyKind;
  readonly name: string;
  readonly purpose: string;
  readonly isThirdParty?: boolean;
  /** Whether it can include the internet, which only a deployment shows. */
  readonly isUnknown?: boolean;
}

/** A connection as a derivation finds it. */
export interface Connection {
  readonly kind: FlowKind;
  readonly from: readonly End[];
  readonly to: readonly End[];
  readonly protocol: string;
  readonly ports?: string;
  readonly encryption: Flow['encryption'];
  readonly encryptedBy: string;
  readonly why: string;
  readonly openedBy: readonly RenderedResource[];
  readonly via?: readonly RenderedResource[];
  readonly blockedBy?: string;
}

interface Entry extends Omit<Connection, 'blockedBy'> {
  readonly id: string;
  blockedBy?: string;
  openings: Set<RenderedResource>;
  reasons: Set<string>;
}

export const INTERNET: OutsideParty = { kind: 'internet', name: 'internet', purpose: 'Clients and servers outside AWS', isThirdParty: true };

/** An AWS service as a source or target. */
export function awsService(name: string): OutsideParty {
  return { kind: 'aws service', name, purpose: 'Service of AWS in the Region of the workload' };
}

/** Why calls of AWS services are encrypted. */
export const AWS_ENDPOINT = 'TLS 1.2 or later, which all AWS API endpoints require (AWS Security Blog, "TLS 1.2 to become the minimum TLS protocol level for all AWS API endpoints")';
/** Why deliveries inside AWS have no determined encryption. */
export const INSIDE_AWS = 'delivery between AWS services, which the template does not configure';

const NOT_DETERMINED = 'not determined';
const OTHER_WORKLOAD = 'Resource of the templates that is not part of the workload';

/** The connections of a workload, each once. */
export class FlowBook {
  private readonly entries = new Map<string, Entry>();
  private readonly outside = new Map<string, { party: OutsideParty; usedBy: Set<string> }>();

  constructor(private readonly components: Components) {}

  /** Adds a connection. One that is there gets the reason and the openings of the new one. */
  public add(found: Connection): void {
    if (found.from.length === 0 || found.to.length === 0) return;
    const connection = { ...found, from: found.from.map((end) => this.inWorkload(end)), to: found.to.map((end) => this.inWorkload(end)) };
    const id = this.idOf(connection);
    const entry = this.entries.get(id) ?? { ...connection, id, openings: new Set(), reasons: new Set() };
    this.entries.set(id, entry);
    // What one resource blocks, another one can permit.
    if (connection.blockedBy === undefined) entry.blockedBy = undefined;
    connection.openedBy.forEach((opening) => entry.openings.add(opening));
    if (connection.why) entry.reasons.add(connection.why);
  }

  /**
   * Adds openings to the connections between two components.
   * @returns whether there are such connections
   */
  public extend(
    from: RenderedResource, to: RenderedResource, openedBy: readonly RenderedResource[], matches: (connection: Connection) => boolean,
  ): boolean {
    return this.extendTo(to, openedBy, (connection) => connection.from.includes(from) && matches(connection));
  }

  /**
   * Adds openings to the connections to a component.
   * @returns whether there are such connections
   */
  public extendTo(to: RenderedResource, openedBy: readonly RenderedResource[], matches: (connection: Connection) => boolean): boolean {
    const found = [...this.entries.values()].filter((entry) => entry.to.includes(to) && matches(entry));
    for (const entry of found) openedBy.forEach((opening) => entry.openings.add(opening));
    return found.length > 0;
  }

  /** Connections of security groups to a component whose ports include one, or may include it. */
  public admitting(to: RenderedResource, protocol: string, port: string): Connection[] {
    return [...this.entries.values()].filter((entry) => entry.kind === 'network' && entry.to.includes(to)
      && includesProtocol(entry.protocol, protocol) && includesPort(entry.ports, port));
  }

  /** Whether a resource permits a connection of the network to a component on a port. */
  public reaches(to: RenderedResource, opening: RenderedResource, ports: string): boolean {
    return [...this.entries.values()].some((entry) => entry.to.includes(to) && entry.ports === ports && entry.openings.has(opening));
  }

  /** Notes that a component names something outside the workload. */
  public note(party: OutsideParty, usedBy: readonly RenderedResource[]): string {
    const id = idOfParty(party);
    const known = this.outside.get(id) ?? { party, usedBy: new Set<string>() };
    this.outside.set(id, known);
    usedBy.forEach((resource) => known.usedBy.add(this.components.idOf(resource)));
    return id;
  }

  /** The components that a connection from the internet reaches. */
  public get reachedFromInternet(): ReadonlySet<End> {
    return this.reachedFrom(({ kind }) => kind === 'internet');
  }

  /** The components that a connection of a network reaches whose source, a range or a group, is not in the templates, and can include the internet. */
  public get perhapsReached(): ReadonlySet<End> {
    return this.reachedFrom(({ isUnknown = false }, flow) => isUnknown && flow === 'network');
  }

  /** Components that clients reach which only a deployment knows, and that need no public address for them. */
  public get perhapsCalled(): ReadonlySet<End> {
    return this.reachedFrom(({ kind, isUnknown = false }, flow) => isUnknown && (kind === 'unknown' || flow !== 'network'));
  }

  public get flows(): Flow[] {
    return [...this.entries.values()].map((entry) => this.flowOf(entry)).sort(byEnds);
  }

  /** What is outside the workload and takes part in connections or is named by components. */
  public get parties(): Party[] {
    return [...this.outside].map(([id, { party: { kind, name, purpose, isThirdParty = false }, usedBy }]) => (
      { id, kind, name, isThirdParty, purpose, usedBy: [...usedBy].sort(compare) })).sort((a, b) => compare(a.id, b.id));
  }

  private reachedFrom(isSource: (party: OutsideParty, flow: FlowKind) => boolean): ReadonlySet<End> {
    return new Set([...this.entries.values()]
      .filter(({ kind, from, blockedBy }) => blockedBy === undefined && from.some((end) => !isResource(end) && isSource(end, kind)))
      .flatMap(({ to }) => to));
  }

  // Resources of the templates can be those of another workload.
  private inWorkload(end: End): End {
    return isResource(end) && !this.components.has(end) ? { kind: 'resource', name: this.components.idOf(end), purpose: OTHER_WORKLOAD } : end;
  }

  private flowOf({ id, kind, from, to, protocol, ports, encryption, encryptedBy, openings, reasons, via = [], blockedBy }: Entry): Flow {
    const resources = [...from, ...to].filter(isResource);
    const idOf = (end: End) => isResource(end) ? this.components.idOf(end) : this.note(end, resources);
    return {
      id,
      kind,
      from: from.map(idOf).sort(compare),
      to: to.map(idOf).sort(compare),
      protocol,
      ...(ports !== undefined && { ports }),
      encryption,
      encryptedBy,
      why: [...reasons].join('; '),
      openedBy: [...openings].map((opening): Opening => this.components.opening(opening)).sort((a, b) => compare(a.id, b.id)),
      ...(via.length > 0 && { via: via.map((resource) => idOf(this.inWorkload(resource))).sort(compare) }),
      ...(blockedBy !== undefined && { blockedBy }),
    };
  }

  private idOf({ kind, from, to, protocol, ports = '' }: Connection): string {
    const names = (ends: readonly End[]) => ends.map((end) => isResource(end) ? this.components.idOf(end) : idOfParty(end)).sort(compare).join(', ');
    return `${kind}: ${names(from)} > ${names(to)} ${protocol}${ports && ` ${ports}`}`;
  }
}

/** Order of connections: by sources, targets and ports. */
export function byEnds(a: Flow, b: Flow): number {
  return compare(a.from.join(), b.from.join()) || compare(a.to.join(), b.to.join()) || compare(a.ports ?? '', b.ports ?? '') || compare(a.id, b.id);
}

/** Whether an end is a resource of the templates. */
export function isResource(end: End): end is RenderedResource {
  return 'logicalId' in end;
}

function includesProtocol(protocol: string, one: string): boolean {
  return ['all', NOT_DETERMINED].includes(protocol) || one === NOT_DETERMINED || one.split(', ').includes(protocol);
}

// A port that only a deployment knows can be any.
function includesPort(ports: string | undefined, port: string): boolean {
  if (ports === undefined || ports === 'all' || ports === NOT_DETERMINED || port === NOT_DETERMINED) return true;
  const [from, to = from] = ports.split('-').map(Number);
  return from <= Number(port) && Number(port) <= to;
}

function idOfParty({ kind, name }: OutsideParty): string {
  return kind === name ? `${kind}:` : `${kind}:${name}`;
}
