import { Flow } from '../model';

/** What a diagram shows: boxes in nested groups, and connections between boxes. */
export interface Drawing {
  readonly id: string;
  readonly title: string;
  /** What the drawing shows, below its title. */
  readonly caption: string;
  /** What it shows and leaves out, for readers who do not see it. */
  readonly description: string;
  readonly groups: readonly Group[];
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}

/** A boundary around boxes. */
export interface Group {
  readonly id: string;
  readonly kind: 'region' | 'vpc' | 'subnets';
  readonly title: string;
  /** Id of the group around it. */
  readonly parent?: string;
}

/** Components of one construct, service and place; or a party outside the workload. */
export interface Box {
  readonly id: string;
  readonly kind: 'component' | 'internet' | 'outside';
  readonly title: string;
  readonly details: readonly string[];
  /** Ids of what it stands for. */
  readonly members: readonly string[];
  /** Names of what it stands for, for a reader who points at it. @default - the ids */
  readonly names?: readonly string[];
  /** Id of the innermost group around it. Omitted outside the workload. */
  readonly group?: string;
}

/** Connections from one box to another that are protected alike. */
export interface Line {
  readonly from: string;
  readonly to: string;
  readonly encryption: Flow['encryption'];
  readonly label: string;
  /** To or from the internet. */
  readonly isInternet: boolean;
  /** Whether it is placed as if it led the other way, which keeps the internet at one side, and a caller and what it calls in this order. */
  readonly isUpstream: boolean;
}

/** The groups around boxes, the outer first. */
export function groupsOf(boxes: readonly Box[], groups: readonly Group[]): Group[] {
  const byId = new Map(groups.map((group) => [group.id, group]));
  const used = new Set<string>();
  for (const { group } of boxes) for (let id = group; id !== undefined; id = byId.get(id)!.parent) used.add(id);
  return groups.filter(({ id }) => used.has(id));
}
