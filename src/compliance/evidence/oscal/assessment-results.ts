import { controlId } from './control-ids';
import { ASSETS, documentText, Json, observationOf, ORIGINS, props, riskOf, timeOf } from './document';
import { deviating, documentObservationOf, documentObservations, inventoryItems, observations, risks } from './observations';
import { uuid } from './uuid';
import { Evidence, OutcomeEvidence } from '../collect';
import { proofText } from '../control-text';
import { ControlEvidence } from '../status';

const PLAN = uuid('cdk-regulated', 'plan');

/** The outcomes of the safeguards as OSCAL assessment results; undefined without a framework or an outcome. */
export function assessmentResults(evidence: Evidence): string | undefined {
  const { name, systemName, outcomes, summary } = evidence;
  const frameworks = evidence.frameworks.filter(({ controls }) => controls.length > 0);
  if (frameworks.length === 0 || outcomes.length === 0) return undefined;
  const deviations = deviating(evidence);
  const findings = frameworks.flatMap(({ id, controls }) => (
    controls.filter(({ proven, documents }) => proven.length > 0 || documents).map((control) => findingOf(evidence, id, control, deviations))));
  const allRisks = risks(evidence);
  return documentText('assessment-results', evidence, `Safeguards in the templates of ${systemName}`, {
    'import-ap': { href: `#${PLAN}` },
    'results': [{
      'uuid': uuid(name, 'result'),
      'title': `Safeguards of ${name}`,
      'description': `${summary.judgements} judgements of ${summary.resources} resources in ${summary.stacks} stacks, from the final templates. Deployed resources and procedures are not judged.`,
      'start': timeOf(evidence),
      'local-definitions': { 'inventory-items': inventoryItems(evidence, outcomes), ...ASSETS },
      'reviewed-controls': {
        'control-selections': frameworks.map(({ id, title, controls }) => ({
          'description': title,
          ...props({ framework: id }),
          'include-controls': [...new Set(controls.map((control) => controlId(id, control.id)))].map((control) => ({ 'control-id': control })),
        })),
      },
      'observations': [...observations(evidence, outcomes), ...documentObservations(evidence)],
      ...(allRisks.length > 0 && { risks: allRisks }),
      ...(findings.length > 0 && { findings }),
    }],
    'back-matter': {
      resources: [{
        uuid: PLAN,
        title: 'Plan of the assessment',
        description: 'There is no assessment plan document. Each synthesis judges every resource of the templates with every safeguard that applies to its type.',
      }],
    },
  });
}

function findingOf(evidence: Evidence, framework: string, control: ControlEvidence, deviations: readonly OutcomeEvidence[]): Json {
  const { documents = [] } = control;
  const safeguards = new Set(control.proven.map(({ safeguard }) => safeguard));
  const related = deviations.filter(({ safeguard }) => safeguards.has(safeguard));
  const isSatisfied = control.status === 'satisfied';
  return {
    'uuid': uuid(evidence.name, 'finding', framework, control.id),
    'title': `${control.id}: ${control.title}`,
    'description': [
      ...control.proven.map(proofText),
      ...documents.map(({ file, shows }) => `${file}: ${shows}`),
    ].join('; '),
    ...props({ framework, control: control.id, status: control.status }),
    ...ORIGINS,
    'target': {
      'type': 'objective-id',
      'target-id': controlId(framework, control.id),
      // A control of which a part holds is not satisfied by it.
      'status': {
        state: isSatisfied ? 'satisfied' : 'not-satisfied',
        reason: isSatisfied ? 'pass' : control.status === 'fails' ? 'fail' : 'other',
        remarks: `Status in the control matrix: ${control.status}.`,
      },
    },
    'related-observations': [
      ...control.proven.map(({ safeguard }) => observationOf(evidence, safeguard)),
      ...documents.map((document) => documentObservationOf(evidence, document)),
    ].map((id) => ({ 'observation-uuid': id })),
    ...(related.length > 0 && { 'related-risks': related.map((outcome) => ({ 'risk-uuid': riskOf(evidence, outcome) })) }),
  };
}
