import { createHash } from 'crypto';
import { existsSync } from 'fs';
import { dirname, join, relative, sep } from 'path';
import { pathToFileURL } from 'url';
import { linkOf } from '../../compliance/mapping/published';
import { Severity } from '../../compliance/model/safeguard';
import { CheckResult, FileFinding, SEVERITIES } from '../check';

const INFORMATION = 'https://github.com/cdk-regulated/cdk-regulated';
/** GitHub code scanning stores 5,000 results of a run, and refuses more than 25,000 (GitHub Docs, SARIF results exceed one or more limits). */
const MOST_RESULTS = 5_000;
/** GitHub shows 10 tags of a rule, and refuses more than 20 (same page). */
const MOST_TAGS = 10;
/** GitHub: over 9.0 is critical, 7.0 to 8.9 high, 4.0 to 6.9 medium, 0.1 to 3.9 low (GitHub Docs, SARIF support for code scanning). */
const SECURITY_SEVERITY: Record<Severity, string> = { critical: '9.5', high: '8.0', medium: '5.5', low: '3.0', informational: '0.1' };
const LEVEL: Record<Severity, string> = { critical: 'error', high: 'error', medium: 'warning', low: 'note', informational: 'note' };

/** The findings as SARIF 2.1.0. Paths are relative to the repository. Problems with inputs, and what is not judged, are notifications of the run. */
export function sarifReport({ findings: all, problems, notes, frameworks }: CheckResult, version: string): string {
  const findings = [...all].sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity)).slice(0, MOST_RESULTS);
  const rules = [...new Map(findings.map((finding) => [finding.safeguard.id, finding])).values()];
  const index = new Map(rules.map(({ safeguard }, position) => [safeguard.id, position]));
  const root = repositoryAround(process.cwd());
  const left = all.length - findings.length;
  return `${JSON.stringify({
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{
      tool: { driver: { name: 'cdk-regulated', informationUri: INFORMATION, semanticVersion: version, rules: rules.map(ruleOf) } },
      automationDetails: { id: `cdk-regulated/${frameworks.map(({ id }) => id).join('+')}` },
      columnKind: 'utf16CodeUnits',
      originalUriBaseIds: { SRCROOT: { uri: `${pathToFileURL(root).href}/` } },
      invocations: [{
        executionSuccessful: problems.length === 0,
        toolExecutionNotifications: [
          ...problems.map(({ file, line, message }) => ({ level: 'error', message: { text: `${file}${line === undefined ? '' : `:${line}`}: ${message}` } })),
          ...notes.map(({ file, message }) => ({ level: 'note', message: { text: `${file}: ${message}` } })),
          ...left ? [{ level: 'warning', message: { text: `${left} findings of lower severity are left out: GitHub code scanning stores ${MOST_RESULTS}` } }] : [],
        ],
      }],
      results: findings.map((finding) => resultOf(finding, index.get(finding.safeguard.id)!, root)),
    }],
  }, undefined, 2)}\n`;
}

function ruleOf({ safeguard, severity, controls }: FileFinding) {
  const { id, statement, rationale, remedy } = safeguard;
  const cited = controls.map(({ framework, ids }) => `${framework}: ${ids.join(', ')}`);
  const link = linkOf(safeguard);
  return {
    id,
    name: id.replace('.', ''),
    shortDescription: { text: sentence(statement) },
    fullDescription: { text: `${sentence(statement)} ${sentence(rationale)}` },
    helpUri: link,
    help: {
      text: [`${sentence(rationale)} Fix: ${remedy}.`, ...cited, ...link === undefined ? [] : [link]].join('\n'),
      markdown: [sentence(rationale), `**Fix:** ${remedy}.`, ...cited.length ? [`**Controls**\n\n${cited.map((line) => `- ${line}`).join('\n')}`] : [], ...link === undefined ? [] : [`[Documentation](${link})`]].join('\n\n'),
    },
    defaultConfiguration: { level: LEVEL[severity] },
    properties: {
      'precision': 'high',
      'security-severity': SECURITY_SEVERITY[severity],
      'tags': ['security', 'compliance', ...controls.map(({ framework }) => framework)].slice(0, MOST_TAGS),
    },
  };
}

function resultOf({ safeguard: { id }, severity, absolute, line, column, path, logicalId, detail }: FileFinding, ruleIndex: number, root: string) {
  const local = relative(root, absolute);
  const isInside = !local.startsWith('..') && local !== absolute;
  const location = isInside ? { uri: local.split(sep).map(encodeURIComponent).join('/'), uriBaseId: 'SRCROOT' } : { uri: pathToFileURL(absolute).href };
  return {
    ruleId: id,
    ruleIndex,
    level: LEVEL[severity],
    message: { text: `${logicalId ?? path}: ${detail}` },
    locations: [{
      physicalLocation: { artifactLocation: location, region: { startLine: line, startColumn: column } },
      ...(logicalId !== undefined && { logicalLocations: [{ name: logicalId, fullyQualifiedName: path, kind: 'resource' }] }),
    }],
    // Lines above a resource do not make another finding of it. GitHub uses `primaryLocationLineHash` only, which its upload action adds
    // (GitHub Docs, SARIF support for code scanning).
    partialFingerprints: { 'findingHash/v1': createHash('sha256').update(JSON.stringify([id, isInside ? local : absolute, logicalId])).digest('hex') },
  };
}

function repositoryAround(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (existsSync(join(at, '.git'))) return at;
    if (at === dirname(at)) return folder;
  }
}

function sentence(text: string): string {
  return `${text[0].toUpperCase()}${text.slice(1)}.`;
}
