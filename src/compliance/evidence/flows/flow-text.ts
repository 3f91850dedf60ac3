import { Flow } from '../model';

/** The connections that nothing blocks. */
export function permitted<T extends Pick<Flow, 'blockedBy'>>(flows: readonly T[]): T[] {
  return flows.filter(({ blockedBy }) => blockedBy === undefined);
}

/** How many connections are permitted, and how many are listed that something blocks. */
export function countedFlows(flows: ReadonlyArray<Pick<Flow, 'blockedBy'>>): string {
  const open = permitted(flows).length;
  const blocked = flows.length - open;
  return `${open} permitted connection${open === 1 ? '' : 's'}${blocked > 0 ? ` and ${blocked} that ${blocked === 1 ? 'is' : 'are'} blocked` : ''}`;
}

/** What the lists of the system can lack, for people. Empty if the templates were read with every value of their conditions and parameters. */
export function unreadText(unread: readonly string[] = []): string {
  return unread.length === 0 ? '' : `not read with ${unread.length} other value${unread.length === 1 ? '' : 's'} of conditions and parameters, which can make other components, connections and encryption`;
}

/** Protocol and ports of a connection, for people. */
export function protocolText({ protocol, ports }: Pick<Flow, 'protocol' | 'ports'>): string {
  if (protocol === 'all' && ports === 'all') return 'all traffic';
  if (protocol === ports || ports === undefined) return protocol;
  if (ports === 'all') return `${protocol}, all ports`;
  return ports === 'not determined' ? `${protocol}, ports not determined` : `${protocol} ${ports}`;
}
