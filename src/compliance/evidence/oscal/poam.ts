import { ASSETS, documentText, observationOf, props, riskOf } from './document';
import { bySafeguard, deviating, inventoryItems, observations, risks } from './observations';
import { uuid } from './uuid';
import { Evidence, OutcomeEvidence } from '../collect';

/** Findings and acknowledged deviations as an OSCAL plan of action and milestones; undefined if there are none. */
export function planOfAction(evidence: Evidence): string | undefined {
  const { name, systemName, safeguards } = evidence;
  const outcomes = deviating(evidence);
  // OSCAL requires at least one item.
  if (outcomes.length === 0) return undefined;
  const deviatingSafeguards = new Set(outcomes.map(({ safeguard }) => safeguard));
  // An observation is the same in every document: it has the resources on which the safeguard holds, too.
  const observed = evidence.outcomes.filter(({ safeguard }) => deviatingSafeguards.has(safeguard));
  return documentText('plan-of-action-and-milestones', evidence, `Findings and acknowledged deviations of ${systemName}`, {
    'system-id': { 'identifier-type': 'http://ietf.org/rfc/rfc4122', 'id': uuid(name, 'system') },
    'local-definitions': { 'inventory-items': inventoryItems(evidence, observed), ...ASSETS },
    'observations': observations(evidence, observed),
    'risks': risks(evidence),
    'poam-items': bySafeguard(outcomes).map(([id, all]) => ({
      'uuid': uuid(name, 'poam-item', id),
      'title': `${id}: ${safeguards[id].statement}`,
      'description': `Does not hold on ${all.length} of ${observed.filter(({ safeguard }) => safeguard === id).length}. ${safeguards[id].rationale}. To correct: ${safeguards[id].remedy}.`,
      ...props({
        'severity': safeguards[id].severity,
        'acknowledged': declared(all, 'workload'),
        'by-design': declared(all, 'library'),
        'open': all.filter(({ acknowledgement }) => !acknowledgement).length,
      }),
      'related-observations': [{ 'observation-uuid': observationOf(evidence, id) }],
      'related-risks': all.map((outcome) => ({ 'risk-uuid': riskOf(evidence, outcome) })),
    })),
  });
}

function declared(outcomes: readonly OutcomeEvidence[], party: string): number {
  return outcomes.filter(({ acknowledgement }) => acknowledgement?.declaredBy === party).length;
}
