import { ControlStatus, Evidence, OutcomeEvidence } from './collect';
import { Attestation } from '../model/attestation';

/** The control matrix in Markdown: the controls of each framework with status and safeguards, then the deviations. */
export function controlMatrix(evidence: Evidence): string {
  const { name, summary, frameworks, safeguards, outcomes, attested = [] } = evidence;
  const held = tallies(outcomes);
  return [
    `# Control matrix: ${name}`,
    '',
    `${counted(summary.resources, 'resource')} in ${counted(summary.stacks, 'stack')}, ${counted(summary.safeguards, 'safeguard')}, `
      + `${counted(summary.judgements, 'judgement')}: ${counted(summary.findings, 'finding')}, ${summary.acknowledged} acknowledged.`,
    '',
    'A control is *met* as far as templates can prove it. A control that no template can prove is *customer*.',
    ...frameworks.flatMap((framework) => ['', `## ${framework.title}`, '', `Source: ${framework.source}`, '', ...tally(framework.controls.map((c) => c.status)), '',
      ...table(['Control', 'Title', 'Status', 'Safeguards'], framework.controls.map(({ id, title, status, safeguards: serving }) => [
        id, title, status, serving.map((safeguard) => `\`${safeguard}\` ${held.get(safeguard) ?? '0/0'}`).join('<br>'),
      ]))]),
    ...deviations('Findings', outcomes.filter(({ result }) => result === 'fails' || result === 'unknown'), safeguards),
    ...deviations('Acknowledged deviations', outcomes.filter(({ result }) => result === 'acknowledged'), safeguards),
    ...attestations(attested),
    '',
  ].join('\n');
}

function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

function tally(statuses: readonly ControlStatus[]): string[] {
  const counts = new Map<ControlStatus, number>();
  for (const status of statuses) counts.set(status, (counts.get(status) ?? 0) + 1);
  return [[...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([status, count]) => `${status}: ${count}`).join(' · ')];
}

// Per safeguard, the resources that meet it and the resources that it applies to.
function tallies(outcomes: readonly OutcomeEvidence[]): ReadonlyMap<string, string> {
  const counts = new Map<string, { holds: number; all: number }>();
  for (const { safeguard, result } of outcomes) {
    const { holds, all } = counts.get(safeguard) ?? { holds: 0, all: 0 };
    counts.set(safeguard, { holds: holds + (result === 'holds' ? 1 : 0), all: all + 1 });
  }
  return new Map([...counts].map(([safeguard, { holds, all }]) => [safeguard, `${holds}/${all}`]));
}

function deviations(title: string, outcomes: readonly OutcomeEvidence[], safeguards: Evidence['safeguards']): string[] {
  if (outcomes.length === 0) return [];
  return ['', `## ${title}`, '', ...table(['Safeguard', 'Resource', 'Finding', 'Controls', 'Reason'], outcomes.map((outcome) => [
    `\`${outcome.safeguard}\``,
    outcome.path,
    outcome.finding!,
    // NIST and FedRAMP use the same control ids.
    [...new Set(Object.values(safeguards[outcome.safeguard].controls).flat())].join(', '),
    [outcome.acknowledgement?.reason, outcome.acknowledgement?.expires && `until ${outcome.acknowledgement.expires}`].filter(Boolean).join(', '),
  ]))];
}

function attestations(attested: readonly Attestation[]): string[] {
  if (attested.length === 0) return [];
  return ['', '## Attested, not shown by a template', '', ...table(['Statement', 'By', 'Safeguards'], attested.map(({ statement, path, safeguards }) => [
    statement, path, safeguards.map((id) => `\`${id}\``).join(', '),
  ]))];
}

function table(head: readonly string[], rows: ReadonlyArray<readonly string[]>): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replace(/\|/g, '\\|').replace(/\n/g, ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}
