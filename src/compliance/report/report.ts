import { PolicyViolation } from 'aws-cdk-lib';
import { IConstruct } from 'constructs';
import { Acknowledged } from './acknowledgements';
import { BaselineEntry } from './baseline';
import { CONTEXT_KEY } from './reaction';
import { Finding, Result, stops } from './result';
import { shortened } from './source-line';
import { acceptedText, block, counted, grouped, summary } from './text';
import { UnknownType, unknownTypeText } from './unknown-types';
import { visibleLine } from '../invisible';
import { noSafeguard } from '../similar';

/** Paths that a list of files or constructs names before `+ n more`. */
const SHOWN_PATHS = 3;

/** Everything that the check has to say about an app. */
export interface Report {
  readonly results: readonly Result[];
  /** Types of safeguards of the app that no template has. */
  readonly unknownTypes: readonly UnknownType[];
  /** Ids of the form of a safeguard that no safeguard has. */
  readonly mistyped: readonly Acknowledged[];
  /** Acknowledgements that no judgement refers to. */
  readonly unused: readonly Acknowledged[];
  /** Macros that change templates of the check at deployment, with their stacks. */
  readonly transforms: ReadonlyMap<string, readonly IConstruct[]>;
  /** Constructs of the library that no check covers. */
  readonly unchecked: readonly IConstruct[];
  /** Known findings that are no findings any more, by file. */
  readonly fixed: ReadonlyMap<string, readonly BaselineEntry[]>;
}

/** One violation for the findings, by safeguard and with a summary, and warnings. */
export function violationsOf({ results, unknownTypes: unknown, mistyped, unused, transforms, unchecked, fixed }: Report): PolicyViolation[] {
  const own = results.flatMap(({ subject }) => (subject.own ?? []).map(({ id }) => id));
  const stopping = results.flatMap(({ reaction, findings }) => findings.filter((finding) => stops(reaction, finding)));
  const reported = results.flatMap(({ reaction, findings }) => (reaction.effect === 'report' ? findings : []));
  const isLenient = results.length > 0 && results.every(({ reaction: { effect } }) => effect === 'report' || effect === 'write-baseline');
  return [
    ...findingsOf('fatal', stopping, results),
    ...findingsOf('warning', reported, results),
    ...byId(mistyped).map(([id, paths]) => message('UnknownAcknowledgement', isLenient ? 'warning' : 'fatal',
      `acknowledgement.id must be the id of a safeguard, ${noSafeguard(id, own)}`, ['correct the id: `npx cdk-regulated list safeguards` lists all', ...paths])),
    ...byId(unused).map(([id, paths]) => message('UnusedAcknowledgement', 'warning', `the acknowledgement of ${id} matches no finding`, ['remove it', ...paths])),
    ...[...fixed].filter(([, entries]) => entries.length > 0).map(([file, entries]) => message('FixedFinding', 'warning',
      `${counted(entries.length, 'known finding')} of ${file} no longer exist${entries.length === 1 ? 's' : ''}`,
      [`remove them from the file: synthesize with the context ${CONTEXT_KEY}=write-baseline`, ...entries.map(({ safeguard, path }) => `   ${safeguard} ${pathOf(path)}`)])),
    ...unknown.map((each) => message('UnknownType', 'warning', unknownTypeText(each), ['correct `resourceTypes`'])),
    ...unjudgedOf(results),
    ...[...transforms].map(([name, stacks]) => message('Unjudged', 'warning',
      `transform ${name} changes ${counted(stacks.length, 'template')} at deployment, judged as written`,
      ['review what the macro makes by other means', `   ${firstOf(stacks.map(({ node }) => node.path))}`])),
    ...unchecked.length ? [message('Unchecked', 'warning',
      `no check covers ${counted(unchecked.length, 'construct')} of cdk-regulated: ${unchecked.length === 1 ? 'its template is' : 'their templates are'} not judged`,
      ['call `Workload.on(app, { name })` or `ComplianceChecks.on(app, { frameworks })`', `   ${firstOf(unchecked.map(({ node }) => node.path))}`])] : [],
  ];
}

function unjudgedOf(results: readonly Result[]): PolicyViolation[] {
  const counts = new Map<string, number>();
  for (const [type, count] of results.flatMap(({ unjudged }) => [...unjudged])) counts.set(type, (counts.get(type) ?? 0) + count);
  if (counts.size === 0) return [];
  const resources = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return [message('Unjudged', 'warning', `no safeguard judges ${counted(resources, 'resource')} of ${counted(counts.size, 'type')}`,
    ['review them by other means; the evidence lists the types', ...[...counts].sort().map(([type, count]) => `   ${type}: ${count}`)])];
}

/** One line for each subject without findings to report. */
export function linesOf(results: readonly Result[]): string[] {
  return results.map(({ subject, reaction, findings, resources, evidence, unmatched, ...counts }) => {
    const frameworks = subject.frameworks.map(({ title }) => title).join(', ') || 'no framework';
    const count = {
      'baseline': `0 new findings, ${findings.length} known in ${reaction.file}`,
      'write-baseline': `${counted(findings.length, 'finding')} written to ${reaction.file}`,
      'fail': '0 findings',
      'report': '0 findings',
    }[reaction.effect];
    const judged = resources === 0 ? ', no resource in its scope' : unmatched.length ? `, no resource judged by ${firstOf(unmatched)}` : '';
    return visibleLine(`ComplianceChecks: ${subject.name}: ${frameworks}: ${count}, ${acceptedText(counts)}${judged}, evidence in ${shortened(evidence)}`);
  });
}

function sumOf(results: readonly Result[], key: 'acknowledged' | 'byDesign'): number {
  return results.reduce((sum, result) => sum + result[key], 0);
}

/** The report as text, for an error. */
export function textOf(violations: readonly PolicyViolation[]): string {
  return violations.map(({ severity, description, fix }) => `${severity!.toUpperCase()} ${description}\n   ${fix!.replace(/\n/g, '\n   ')}`).join('\n\n');
}

function message(ruleName: string, severity: string, description: string, fix: readonly string[]): PolicyViolation {
  // Names and values of templates are those of an app.
  return { ruleName, severity, description: visibleLine(description), fix: fix.map(visibleLine).join('\n'), violatingResources: [{ locations: [] }] };
}

// One violation for all findings: the CDK CLI prints resources of selected stacks only, and repeats a violation for each of its resources.
function findingsOf(severity: 'fatal' | 'warning', findings: readonly Finding[], results: readonly Result[]): PolicyViolation[] {
  if (findings.length === 0) return [];
  const groups = grouped(findings);
  const concerned = results.filter((result) => result.findings.some((finding) => findings.includes(finding)));
  const known = concerned.filter(({ reaction }) => reaction.effect === 'baseline');
  const effect = severity === 'fatal' ? ` stop${findings.length === 1 ? 's' : ''} the synthesis` : ', reported only';
  return [{
    ...message('Findings', severity, `${counted(findings.length, 'finding')} of ${counted(groups.length, 'safeguard')}${effect}`, [
      'correct the resources, or acknowledge a deviation with its id and a reason',
      ...groups.flatMap(block),
      ...summary(groups),
      ...known.length ? [`Known: ${known.reduce((sum, result) => sum + result.findings.filter(({ isKnown }) => isKnown).length, 0)} in ${firstOf(known.map(({ reaction }) => reaction.file))}`] : [],
      `Acknowledged: ${sumOf(concerned, 'acknowledged')}${sumOf(concerned, 'byDesign') ? `, and ${sumOf(concerned, 'byDesign')} by design of the library` : ''}`,
      `Frameworks: ${[...new Set(concerned.flatMap(({ subject }) => subject.frameworks.map(({ title }) => title)))].join(', ') || 'none'}`,
      `Evidence: ${firstOf(concerned.map(({ evidence }) => shortened(evidence)))}`,
    ]),
    ruleMetadata: {
      findings: JSON.stringify(findings.map(({ safeguard, path, logicalId, detail, isUnknown, source }) => (
        { safeguard: safeguard.id, path, logicalId, finding: detail, isUnknown, source }))),
    },
  }];
}

function byId(acknowledged: readonly Acknowledged[]): Array<[string, string[]]> {
  const paths = new Map<string, string[]>();
  for (const { id, construct } of acknowledged) paths.set(id, [...paths.get(id) ?? [], `   ${pathOf(construct.node.path)}`]);
  return [...paths];
}

function firstOf(texts: readonly string[]): string {
  const distinct = [...new Set(texts)];
  return distinct.length <= SHOWN_PATHS ? distinct.join(', ') : `${distinct.slice(0, SHOWN_PATHS).join(', ')} + ${distinct.length - SHOWN_PATHS} more`;
}

function pathOf(path: string): string {
  return path || 'the app';
}
