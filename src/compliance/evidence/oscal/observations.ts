import { controlId } from './control-ids';
import { Json, observationOf, oneLine, ORIGINS, props, riskOf, subjectOf, timeOf } from './document';
import { uuid } from './uuid';
import { oncePer } from '../../once';
import { Evidence, OutcomeEvidence } from '../collect';
import { controlsShowing } from '../control-text';
import { DocumentEvidence } from '../documents';

/** Outcomes by safeguard, in the order of the ids. */
export function bySafeguard(outcomes: readonly OutcomeEvidence[]): Array<[string, OutcomeEvidence[]]> {
  const groups = new Map<string, OutcomeEvidence[]>();
  for (const outcome of outcomes) {
    const group = groups.get(outcome.safeguard);
    if (group) group.push(outcome);
    else groups.set(outcome.safeguard, [outcome]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The inventory items that observations refer to. */
export function inventoryItems(evidence: Evidence, outcomes: readonly OutcomeEvidence[]): Json[] {
  const items = new Map(outcomes.map((outcome) => [subjectOf(evidence, outcome), outcome]));
  return [...items].map(([id, { path, logicalId, type, template }]) => ({
    uuid: id,
    description: path || 'The app',
    ...props({ 'logical-id': logicalId, 'resource-type': type, template }),
  }));
}

/** One observation for each safeguard, with the result for each resource. */
export function observations(evidence: Evidence, outcomes: readonly OutcomeEvidence[]): Json[] {
  return bySafeguard(outcomes).map(([id, all]) => {
    const { statement, severity, link } = evidence.safeguards[id];
    const holds = all.filter(({ result }) => result === 'holds').length;
    return {
      uuid: observationOf(evidence, id),
      title: id,
      description: `${statement}: holds on ${holds} of ${all.length}`,
      ...props({ safeguard: id, severity }),
      ...(link !== undefined && { links: [{ href: link, rel: 'reference' }] }),
      methods: ['TEST'],
      types: ['control-objective'],
      ...ORIGINS,
      subjects: all.map((outcome) => ({
        'subject-uuid': subjectOf(evidence, outcome), 'type': 'inventory-item', ...props({ result: outcome.result, finding: outcome.finding }),
      })),
      collected: timeOf(evidence),
    };
  });
}

/** UUID of the observation of a document. */
export function documentObservationOf({ name }: Evidence, { file, section }: DocumentEvidence): string {
  return uuid(name, 'document', file, section);
}

/** One observation for each document that shows a control without a safeguard. */
export function documentObservations(evidence: Evidence): Json[] {
  const documents = new Map(evidence.frameworks.flatMap(({ controls }) => controls.flatMap((control) => control.documents ?? []))
    .map((document) => [documentObservationOf(evidence, document), document]));
  return [...documents].map(([id, { file, section, shows }]) => ({
    'uuid': id,
    'title': `${file}: ${section}`,
    'description': shows,
    'methods': ['EXAMINE'],
    'types': ['control-objective'],
    ...ORIGINS,
    'relevant-evidence': [{ href: `../${file}`, description: shows }],
    'collected': timeOf(evidence),
  }));
}

/** One risk for each finding and each acknowledged deviation. Two documents have them. */
export const risks: (evidence: Evidence) => Json[] = oncePer((evidence: Evidence) => {
  const controlsOf = controlsShowing(evidence);
  const cited = (safeguard: string, key: 'shown' | 'related') => (
    [...new Set(controlsOf(safeguard).flatMap(({ framework, [key]: ids }) => ids.map((id) => controlId(framework, id))))].join(' '));
  return deviating(evidence).map((outcome) => {
    const { statement, remedy, rationale, severity } = evidence.safeguards[outcome.safeguard];
    const { reason, expires, ticket, owner, approver, since, declaredBy } = outcome.acknowledgement ?? {};
    const id = riskOf(evidence, outcome);
    return {
      'uuid': id,
      'title': `${outcome.safeguard} on ${outcome.path || 'the app'}`,
      'description': outcome.finding!,
      'statement': `${rationale}. Requirement: ${statement}.`,
      ...props({ severity, ticket, owner, approver, since, 'declared-by': declaredBy, 'controls': cited(outcome.safeguard, 'shown'), 'related-controls': cited(outcome.safeguard, 'related') }),
      'status': outcome.acknowledgement ? 'deviation-approved' : 'open',
      ...ORIGINS,
      ...(reason !== undefined && { 'mitigating-factors': [{ uuid: uuid(id, 'reason'), description: oneLine(reason) }] }),
      // The last day on which the acknowledgement is valid, in UTC.
      ...(expires !== undefined && { deadline: `${expires}T23:59:59Z` }),
      'remediations': [{ uuid: uuid(id, 'remedy'), lifecycle: 'recommendation', title: 'Correct the resource', description: remedy }],
      'related-observations': [{ 'observation-uuid': observationOf(evidence, outcome.safeguard) }],
    };
  });
});

/** Findings and acknowledged deviations. */
export function deviating({ outcomes }: Evidence): OutcomeEvidence[] {
  return outcomes.filter(({ result }) => result !== 'holds');
}
