import { Accepted, Finding } from './result';
import { severityOf } from '../mapping/published';
import { Framework } from '../model/framework';
import { Safeguard } from '../model/safeguard';

/** Controls that a finding cites per framework. The evidence has all of them. */
const SHOWN_CONTROLS = 3;
const LINE_WIDTH = 140;
const SEVERITIES = ['critical', 'high', 'medium', 'low', 'informational'];

/** The findings of one safeguard. */
export interface Group {
  readonly safeguard: Safeguard;
  readonly findings: readonly Finding[];
}

/** Deviations that the workload acknowledges, and those that constructs of the library have by design. */
export function acceptedText({ acknowledged, byDesign }: Accepted): string {
  return `${acknowledged} acknowledged${byDesign > 0 ? `, ${byDesign} by design of the library` : ''}`;
}

/** Findings by safeguard, the most severe first. */
export function grouped(findings: readonly Finding[]): Group[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) groups.set(finding.safeguard.id, [...groups.get(finding.safeguard.id) ?? [], finding]);
  const rank = ({ safeguard }: Group) => SEVERITIES.indexOf(severityOf(safeguard));
  return [...groups.values()].map((list) => ({ safeguard: list[0].safeguard, findings: list }))
    .sort((a, b) => rank(a) - rank(b) || (a.safeguard.id < b.safeguard.id ? -1 : 1));
}

/** The safeguard, its fix and its controls, and the resources by what was found. */
export function block(group: Group): string[] {
  const { safeguard, findings } = group;
  const controls = controlsOf(group);
  const found = new Map<string, Finding[]>();
  for (const finding of findings) found.set(finding.detail, [...found.get(finding.detail) ?? [], finding]);
  return [
    `${safeguard.id} (${severityOf(safeguard)}): ${safeguard.statement}. Fix: ${safeguard.remedy}.`,
    ...controls ? [`  Controls: ${controls}`] : [],
    ...[...found].flatMap(([detail, same]) => [
      `  ${same[0].isUnknown ? 'Cannot be determined at synth' : 'Not met'}: ${detail}`,
      ...packed(same.map(place)).map((line) => `    ${line}`),
    ]),
  ];
}

/** A table of safeguards and the number of their findings. */
export function summary(groups: readonly Group[]): string[] {
  const rows = [['safeguard', 'severity', 'findings'], ...groups.map(({ safeguard, findings }) => [safeguard.id, severityOf(safeguard), String(findings.length)])];
  const [id, severity, count] = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) => `${row[0].padEnd(id)}  ${row[1].padEnd(severity)}  ${row[2].padStart(count)}`);
}

export function counted(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`;
}

// Joins texts to lines of at most the width, which a longer text exceeds.
function packed(texts: readonly string[]): string[] {
  const lines: string[] = [];
  for (const text of texts) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last].length + text.length + 2 <= LINE_WIDTH) lines[last] += `, ${text}`;
    else lines.push(text);
  }
  return lines;
}

function place({ path, logicalId, source }: Finding): string {
  if (logicalId === undefined) return path || 'the app';
  // The logical id distinguishes an L2 construct from its resource.
  return [path.replace(/(?<=.)\/(Resource|Default)$/, ''), `(${logicalId})`, ...(source === undefined ? [] : [source])].join(' ');
}

function controlsOf({ safeguard, findings }: Group): string {
  const frameworks = new Map(findings.flatMap((finding) => finding.frameworks).map((framework) => [framework.title, framework]));
  return [...frameworks.values()].map((framework) => [framework, framework.controlsServedBy(safeguard.id)] as const)
    .filter(([, ids]) => ids.length > 0)
    .map(([framework, ids]) => `${framework.title} ${nearest(framework, ids).join(', ')}${ids.length > SHOWN_CONTROLS ? ` + ${ids.length - SHOWN_CONTROLS} more` : ''}`)
    .join('; ');
}

// The controls that the fewest safeguards serve say most about a finding. They keep the order of the framework.
function nearest({ controls }: Framework, ids: readonly string[]): string[] {
  if (ids.length <= SHOWN_CONTROLS) return [...ids];
  const serving = new Map(controls.map((control) => [control.id, control.safeguards.length]));
  const chosen = [...ids].sort((a, b) => serving.get(a)! - serving.get(b)!).slice(0, SHOWN_CONTROLS);
  return ids.filter((id) => chosen.includes(id));
}
