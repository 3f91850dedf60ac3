import { CheckResult, FileFinding } from '../check';
import { reportedPath } from '../input/find';

/** The findings as JUnit XML: a suite for each template, a test case for each safeguard that was judged there. What is not judged is skipped. */
export function junitReport({ judged, findings, problems, notes }: CheckResult): string {
  const suites = new Map<string, Map<string, FileFinding[]>>();
  const caseOf = (file: string, safeguard: string) => {
    if (!suites.has(file)) suites.set(file, new Map());
    const cases = suites.get(file)!;
    if (!cases.has(safeguard)) cases.set(safeguard, []);
    return cases.get(safeguard)!;
  };
  for (const { judgements } of judged) {
    for (const { safeguard, template, resource } of judgements) {
      if (resource) caseOf(reportedPath(template.file), safeguard.id);
    }
  }
  for (const finding of findings) caseOf(finding.file, finding.safeguard.id).push(finding);
  const cases = [...suites.values()].flatMap((suite) => [...suite.values()]);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="cdk-regulated" tests="${cases.length}" failures="${cases.filter(({ length }) => length > 0).length}" errors="${problems.length}">`,
    ...[...suites].flatMap(([file, suite]) => [
      `  <testsuite name=${quoted(file)} tests="${suite.size}" failures="${[...suite.values()].filter(({ length }) => length > 0).length}" errors="0">`,
      ...[...suite].flatMap(([safeguard, found]) => found.length === 0 ? [`    <testcase classname=${quoted(file)} name=${quoted(safeguard)}/>`] : [
        `    <testcase classname=${quoted(file)} name=${quoted(safeguard)}>`,
        `      <failure type=${quoted(found[0].severity)} message=${quoted(`${found[0].safeguard.statement}: ${found.length} not met`)}>${escaped(found.map(lineOf).join('\n'))}</failure>`,
        '    </testcase>',
      ]),
      '  </testsuite>',
    ]),
    ...problems.length ? [
      `  <testsuite name="inputs" tests="${problems.length}" failures="0" errors="${problems.length}">`,
      ...problems.map(({ file, line, message }) => (
        `    <testcase classname="inputs" name=${quoted(file)}><error message=${quoted(`${line === undefined ? '' : `line ${line}: `}${message}`)}/></testcase>`)),
      '  </testsuite>',
    ] : [],
    ...notes.length ? [
      `  <testsuite name="notes" tests="${notes.length}" failures="0" errors="0" skipped="${notes.length}">`,
      ...notes.map(({ file, message }) => `    <testcase classname="notes" name=${quoted(file)}><skipped message=${quoted(message)}/></testcase>`),
      '  </testsuite>',
    ] : [],
    '</testsuites>',
    '',
  ].join('\n');
}

function lineOf({ file, line, logicalId, path, detail, safeguard }: FileFinding): string {
  return `${file}:${line} ${logicalId ?? path}: ${detail}. Fix: ${safeguard.remedy}.`;
}

function quoted(text: string): string {
  return `"${escaped(text).replace(/"/g, '&quot;').replace(/\n/g, '&#10;')}"`;
}

// XML 1.0 has no control characters other than tab and line ends.
function escaped(text: string): string {
  // eslint-disable-next-line no-control-regex
  return text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd').replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
