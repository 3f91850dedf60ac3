import { columns, Paint, wrapped } from './layout';
import { visibleLine } from '../../compliance/invisible';
import { Severity } from '../../compliance/model/safeguard';
import { acceptedText, counted } from '../../compliance/report/text';
import { isSafeguard } from '../../compliance/safeguards/topics';
import { CheckResult, FileFinding, SEVERITIES } from '../check';

/** Controls that a finding cites per framework. */
const SHOWN_CONTROLS = 3;
const COLOR_OF: Record<Severity, 'red' | 'yellow' | 'blue'> = { critical: 'red', high: 'red', medium: 'yellow', low: 'blue', informational: 'blue' };

/** What the report says about findings that do not count. */
export interface Known {
  /** Findings of the baseline. */
  readonly known: number;
  readonly baseline?: string;
  /** Entries of the baseline that are no findings any more. */
  readonly fixed: number;
  /** Entries of the baseline that the call does not judge. */
  readonly left: number;
}

/** The report for a reader: findings by safeguard, the most severe first, each at its line. */
export function humanReport(
  { findings: all, notes, counts, frameworks }: CheckResult, { known, baseline, fixed, left }: Known, paint: Paint,
): string {
  const findings = all.map(shownSafely);
  const groups = groupsOf(findings);
  const explained = groups.map(([{ safeguard: { id } }]) => id).find(isSafeguard);
  return [
    ...groups.flatMap((group) => [...blockOf(group, paint), '']),
    ...groups.length ? [...columns([['safeguard', 'severity', 'findings'], ...groups.map((group) => [group[0].safeguard.id, group[0].severity, String(group.length)])]), ''] : [],
    ...explained === undefined ? [] : [...wrapped(`Fix in a template: npx cdk-regulated explain ${explained}`), ''],
    ...notes.flatMap(({ file, message }) => wrapped(visibleLine(`Note: ${file}: ${message}`))),
    ...notes.length ? [''] : [],
    ...baseline === undefined ? [] : [`Known: ${known} in ${baseline}${fixed ? `; ${fixed} of its entries are no findings any more` : ''}${left ? `; ${left} are not judged by this call` : ''}`],
    ...wrapped(`Frameworks: ${frameworks.map(({ title }) => title).join(', ')}`),
    paint('bold', `${counted(findings.length, baseline === undefined ? 'finding' : 'new finding')} in ${counted(counts.templates, 'template')} with ${counted(counts.resources, 'resource')}, ${acceptedText(counts)}`),
    '',
  ].join('\n');
}

function shownSafely({ file, path, logicalId, detail, ...rest }: FileFinding): FileFinding {
  return {
    ...rest,
    file: visibleLine(file),
    path: visibleLine(path),
    logicalId: logicalId === undefined ? undefined : visibleLine(logicalId),
    detail: visibleLine(detail),
  };
}

function groupsOf(findings: readonly FileFinding[]): FileFinding[][] {
  const groups = new Map<string, FileFinding[]>();
  for (const finding of findings) {
    const group = groups.get(finding.safeguard.id);
    if (group) group.push(finding);
    else groups.set(finding.safeguard.id, [finding]);
  }
  const rank = ([{ severity }]: FileFinding[]) => SEVERITIES.indexOf(severity);
  return [...groups.values()].sort((a, b) => rank(a) - rank(b) || (a[0].safeguard.id < b[0].safeguard.id ? -1 : 1));
}

function blockOf(group: readonly FileFinding[], paint: Paint): string[] {
  const [{ safeguard: { id, statement, remedy }, severity, controls }] = group;
  const cited = controls.map(({ framework, ids }) => (
    `${framework} ${ids.slice(0, SHOWN_CONTROLS).join(', ')}${ids.length > SHOWN_CONTROLS ? ` + ${ids.length - SHOWN_CONTROLS} more` : ''}`)).join('; ');
  const details = new Map<string, FileFinding[]>();
  for (const finding of group) details.set(finding.detail, [...details.get(finding.detail) ?? [], finding]);
  const [first, ...rest] = wrapped(`${id} (${severity}): ${statement}. Fix: ${remedy}.`, '  ');
  return [
    `${paint(COLOR_OF[severity], first.trim().slice(0, id.length))}${first.trim().slice(id.length)}`,
    ...rest,
    ...cited ? wrapped(`Controls: ${cited}`, '  ') : [],
    ...[...details].flatMap(([detail, same]) => [
      ...wrapped(`${same[0].isUnknown ? 'Cannot be determined' : 'Not met'}: ${detail}`, '  '),
      ...same.map(({ file, line, column, logicalId, path }) => `    ${paint('bold', `${file}:${line}:${column}`)} ${logicalId ?? `${path} as a whole`}`),
    ]),
  ];
}
