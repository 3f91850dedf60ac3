import { AcknowledgementEvidence, Evidence, OutcomeEvidence } from './collect';
import { controlsShowing, deviationsIn, extentOf, PARTIES, RelatedControls } from './control-text';
import { DocumentEvidence } from './documents';
import { code, inline, table } from './markdown';
import { originText } from './origin-text';
import { byStatus, ControlEvidence, Proof, STATUSES } from './status';
import { isFinding } from '../judge';
import { Attestation } from '../model/attestation';
import { counted } from '../report/text';

/** The control matrix in Markdown: the controls of each framework with status, proof and what is left. Findings and deviations are first. */
export function controlMatrix(evidence: Evidence): string {
  const { name, summary, frameworks, outcomes, attested = [], unjudged = [], unmatchedSafeguards = [], unusedAcknowledgements = [] } = evidence;
  const controlsOf = controlsShowing(evidence);
  return [
    `# Control matrix: ${inline(name)}`,
    '',
    ...originText(evidence).map(([term, text]) => `- ${term}: ${term === 'Command' ? code(text) : inline(text)}`),
    '',
    `${counted(summary.resources, 'resource')} in ${counted(summary.stacks, 'stack')}, ${counted(summary.safeguards, 'safeguard')}, `
      + `${counted(summary.judgements, 'judgement')}: ${counted(summary.findings, 'finding')}, ${summary.acknowledged - summary.byDesign} acknowledged by the workload, ${summary.byDesign} by design of the library.`,
    '',
    'A status is what safeguards prove in the templates. *Satisfied in part* leaves the part in the column *Left*. *Not judged* claims nothing: no resource of',
    'the templates shows the control, or no statement assigns it to a party. *n of m* counts the resources that a safeguard applies to: a safeguard can apply to fewer',
    '(for example, access logging to buckets that receive no logs). Controls with findings and deviations are first.',
    ...deviations('Findings', outcomes.filter(isFinding), controlsOf),
    ...deviations('Acknowledged deviations', outcomes.filter(({ acknowledgement }) => acknowledgement?.declaredBy === 'workload'), controlsOf),
    ...deviations('Deviations by design of the library', outcomes.filter(({ acknowledgement }) => acknowledgement?.declaredBy === 'library'), controlsOf),
    ...frameworks.flatMap((framework) => ['', `## ${inline(framework.title)}`, '', `Source: ${inline(framework.source)}`, '', tally(framework.controls), '',
      ...table(['Control', 'Title', 'Status', 'Proven', 'Left'], byStatus(framework.controls).map((control) => [
        control.id, control.title, control.status, [...control.proven.map(proof), ...(control.documents ?? []).map(document)].join('<br>'), left(control),
      ]))]),
    ...notJudged(unjudged),
    ...unmatched(unmatchedSafeguards),
    ...unused(unusedAcknowledgements),
    ...attestations(attested),
    '',
  ].join('\n');
}

function tally(controls: readonly ControlEvidence[]): string {
  return STATUSES.map((status) => [status, controls.filter((control) => control.status === status).length] as const)
    .filter(([, count]) => count > 0).map(([status, count]) => `${status}: ${count}`).join(' · ');
}

function proof(each: Proof): string {
  return `\`${each.safeguard}\` holds on ${each.holds} of ${each.of} (${extentOf(each)})`;
}

function document({ file, shows }: DocumentEvidence): string {
  return `[${file}](${file}): ${shows}`;
}

function left(control: ControlEvidence): string {
  const { left: parties, reports = [], unjudged = [] } = control;
  return [
    ...deviationsIn(control),
    ...unjudged.length ? [`Not judged: ${unjudged.map((type) => `\`${type}\``).join(', ')}`] : [],
    ...typeof parties === 'string' ? [parties] : Object.entries(parties).map(([party, text]) => (
      `${PARTIES[party]}: ${text}${party === 'inherited' && reports.length ? ` Shown by: ${reports.join('; ')}.` : ''}`)),
  ].join('<br>');
}

function deviations(title: string, outcomes: readonly OutcomeEvidence[], controlsOf: (safeguard: string) => readonly RelatedControls[]): string[] {
  if (outcomes.length === 0) return [];
  return ['', `## ${title}`, '', ...table(['Safeguard', 'Resource', 'Finding', 'Controls', 'Reason'], outcomes.map((outcome) => [
    `\`${outcome.safeguard}\``,
    outcome.path,
    outcome.finding!,
    cited(controlsOf(outcome.safeguard)),
    reasonOf(outcome.acknowledgement),
  ]))];
}

// NIST and FedRAMP use the same control ids.
function cited(controls: readonly RelatedControls[]): string {
  const shown = new Set(controls.flatMap((each) => each.shown));
  const related = new Set(controls.flatMap((each) => each.related).filter((id) => !shown.has(id)));
  return [[...shown].join(', '), ...related.size > 0 ? [`related only: ${[...related].join(', ')}`] : []].filter(Boolean).join('; ');
}

function reasonOf({ reason, ticket, owner, approver, since, expires }: Partial<AcknowledgementEvidence> = {}): string {
  const facts = { ticket, owner, approver, since, until: expires };
  return [reason, ...Object.entries(facts).filter(([, value]) => value !== undefined).map(([name, value]) => `${name} ${value}`)].filter(Boolean).join(', ');
}

function unused(acknowledgements: NonNullable<Evidence['unusedAcknowledgements']>): string[] {
  if (acknowledgements.length === 0) return [];
  return ['', '## Acknowledgements without a finding', '', ...table(['Safeguard', 'Construct', 'Reason'], acknowledgements.map(({ safeguard, path, reason }) => [
    `\`${safeguard}\``, path, reason,
  ]))];
}

function notJudged(types: NonNullable<Evidence['unjudged']>): string[] {
  if (types.length === 0) return [];
  return ['', '## Resource types that no safeguard judges', '', ...table(['Type', 'Resources'], types.map(({ type, resources }) => [type, String(resources)]))];
}

function unmatched(safeguards: NonNullable<Evidence['unmatchedSafeguards']>): string[] {
  if (safeguards.length === 0) return [];
  return ['', '## Safeguards of the app that judged no resource', '', ...table(['Safeguard', 'Resource types'], safeguards.map(({ safeguard, types }) => [
    `\`${safeguard}\``, types.join(', '),
  ]))];
}

function attestations(attested: readonly Attestation[]): string[] {
  if (attested.length === 0) return [];
  return ['', '## Attested, not shown by a template', '', ...table(['Statement', 'By', 'Safeguards'], attested.map(({ statement, path, safeguards }) => [
    statement, path, safeguards.map((id) => `\`${id}\``).join(', '),
  ]))];
}
