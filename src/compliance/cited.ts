import { Framework } from './model/framework';
import { SAFEGUARDS } from './safeguards';

const ALWAYS = new Set(SAFEGUARDS.filter(({ always }) => always).map(({ id }) => id));
const CITED = new WeakMap<Framework, Set<string>>();

/** Whether a safeguard applies under frameworks: one of them cites it, or it applies to every workload. */
export function isCited(safeguard: string, frameworks: readonly Framework[]): boolean {
  return ALWAYS.has(safeguard) || frameworks.some((framework) => citedBy(framework).has(safeguard));
}

function citedBy(framework: Framework): Set<string> {
  const known = CITED.get(framework) ?? new Set(framework.controls.flatMap(({ safeguards }) => safeguards));
  CITED.set(framework, known);
  return known;
}
