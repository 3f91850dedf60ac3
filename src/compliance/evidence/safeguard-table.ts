import { linkOf, severityOf } from '../mapping/published';
import { Framework } from '../model/framework';
import { Safeguard, Severity, Sources } from '../model/safeguard';

export interface SafeguardEvidence {
  /** The fact, in one sentence. */
  readonly statement: string;
  /** Correction of a resource that fails. */
  readonly remedy: string;
  readonly severity: Severity;
  /** Why the fact matters. */
  readonly rationale: string;
  /** AWS documentation of the fact. Omitted for a safeguard of the app. */
  readonly link?: string;
  readonly sources: Sources;
  /** `app` for a safeguard that the app defines. Omitted for those of the library. */
  readonly definedBy?: 'app';
  /** Ids of the controls it serves, by framework. */
  readonly controls: Readonly<Record<string, readonly string[]>>;
}

// Many workloads have the same frameworks, and with them the same table.
const TABLES = new Map<string, Readonly<Record<string, SafeguardEvidence>>>();
const NUMBERS = new WeakMap<object, number>();
let count = 0;

/** The safeguards of a workload, by id. Workloads with the same safeguards and frameworks have the same object. */
export function safeguardTable(
  safeguards: readonly Safeguard[], frameworks: readonly Framework[], own: readonly Safeguard[] = [],
): Readonly<Record<string, SafeguardEvidence>> {
  // Safeguards of an app differ between apps, and a table of theirs is kept for nothing.
  if (own.length > 0) return made(safeguards, frameworks, new Set(own));
  const key = [...frameworks, ...safeguards].map(numberOf).join();
  const known = TABLES.get(key);
  if (known) return known;
  const table = made(safeguards, frameworks, new Set());
  TABLES.set(key, table);
  return table;
}

function numberOf(value: object): number {
  const known = NUMBERS.get(value);
  if (known !== undefined) return known;
  NUMBERS.set(value, ++count);
  return count;
}

function made(safeguards: readonly Safeguard[], frameworks: readonly Framework[], own: ReadonlySet<Safeguard>): Record<string, SafeguardEvidence> {
  return Object.fromEntries(safeguards.map((safeguard) => [safeguard.id, {
    statement: safeguard.statement,
    remedy: safeguard.remedy,
    severity: severityOf(safeguard),
    rationale: safeguard.rationale,
    link: linkOf(safeguard),
    sources: safeguard.sources,
    ...(own.has(safeguard) && { definedBy: 'app' as const }),
    controls: Object.fromEntries(frameworks
      .map((framework) => [framework.id, framework.controlsServedBy(safeguard.id)] as const)
      .filter(([, controls]) => controls.length > 0)),
  }]));
}
