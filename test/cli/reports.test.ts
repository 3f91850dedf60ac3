import * as path from 'path';
import { folderOf } from './support';
import { Framework } from '../../src';
import { CheckResult, FileFinding } from '../../src/cli/check';
import { humanReport, Known } from '../../src/cli/output/human';
import { jsonReport } from '../../src/cli/output/json';
import { junitReport } from '../../src/cli/output/junit';
import { columns, hasColors, painter, wrapped } from '../../src/cli/output/layout';
import { sarifReport } from '../../src/cli/output/sarif';
import { SAFEGUARDS } from '../../src/compliance/safeguards';

const safeguardOf = (id: string) => SAFEGUARDS.find((each) => each.id === id)!;
const folder = folderOf({ '.git/x': '' });

function finding(id: string, props: Partial<FileFinding> = {}): FileFinding {
  return {
    safeguard: safeguardOf(id),
    severity: 'medium',
    file: 'a.yaml',
    absolute: path.join(folder, 'a b.yaml'),
    line: 3,
    column: 5,
    path: 'a.yaml#Topic',
    logicalId: 'Topic',
    type: 'AWS::SNS::Topic',
    detail: 'a < b & "c"',
    isUnknown: false,
    controls: [],
    ...props,
  };
}

const judged = (safeguard: string, file: string, hasResource = true) => ({
  judgements: [{
    safeguard: safeguardOf(safeguard),
    template: { file, stack: { templateFile: path.basename(file) } },
    resource: hasResource ? {} : undefined,
  }],
}) as never;

function result(props: Partial<CheckResult> = {}): CheckResult {
  const counts = { templates: 1, resources: 2, acknowledged: 0, byDesign: 0 };
  return { frameworks: [Framework.AWS_FSBP], judged: [], findings: [], problems: [], notes: [], counts, ...props };
}

const topic = finding('SNS.TopicEncrypted', { controls: [{ framework: 'One', ids: ['1', '2', '3', '4', '5'] }, { framework: 'Two', ids: ['6'] }] });
const bucket = finding('S3.BucketVersioned', { severity: 'critical', detail: 'is unset', isUnknown: true, logicalId: undefined, path: 'app' });
const problems = [{ file: 'b.yaml', line: 2, message: 'is "bad"' }, { file: 'c.yaml', message: 'is gone' }];

describe('the human report', () => {
  const human = (props: Partial<CheckResult>, known: Known = { known: 0, fixed: 0, left: 0 }, isColored = false) => humanReport(result(props), known, painter(isColored)).split('\n');

  test('groups findings by safeguard and detail, the most severe first', () => {
    const twin = { ...topic, line: 9, logicalId: 'Other' };
    expect(human({ findings: [finding('SQS.QueueTlsOnly'), topic, twin, finding('SNS.TopicEncrypted', { line: 12, detail: 'differs' }), bucket] })).toEqual([
      ...wrapped(`S3.BucketVersioned (critical): ${bucket.safeguard.statement}. Fix: ${bucket.safeguard.remedy}.`, '  ').map((line, index) => index ? line : line.trim()),
      '  Cannot be determined: is unset',
      '    a.yaml:3:5 app as a whole',
      '',
      ...wrapped(`SNS.TopicEncrypted (medium): ${topic.safeguard.statement}. Fix: ${topic.safeguard.remedy}.`, '  ').map((line, index) => index ? line : line.trim()),
      '  Controls: One 1, 2, 3 + 2 more; Two 6',
      '  Not met: a < b & "c"',
      '    a.yaml:3:5 Topic',
      '    a.yaml:9:5 Other',
      '  Not met: differs',
      '    a.yaml:12:5 Topic',
      '',
      ...wrapped(`SQS.QueueTlsOnly (medium): ${safeguardOf('SQS.QueueTlsOnly').statement}. Fix: ${safeguardOf('SQS.QueueTlsOnly').remedy}.`, '  ').map((line, index) => index ? line : line.trim()),
      '  Not met: a < b & "c"',
      '    a.yaml:3:5 Topic',
      '',
      'safeguard           severity  findings',
      'S3.BucketVersioned  critical  1',
      'SNS.TopicEncrypted  medium    3',
      'SQS.QueueTlsOnly    medium    1',
      '',
      'Fix in a template: npx cdk-regulated explain S3.BucketVersioned',
      '',
      `Frameworks: ${Framework.AWS_FSBP.title}`,
      '5 findings in 1 template with 2 resources, 0 acknowledged',
      '',
    ]);
  });

  test('names no command for the fix of a safeguard of the app', () => {
    const own = finding('SNS.TopicEncrypted', { safeguard: { ...safeguardOf('SNS.TopicEncrypted'), id: 'House.TopicNamed' } });
    const command = (...findings: FileFinding[]) => human({ findings }).filter((line) => line.startsWith('Fix in a template'));
    expect([command(own), command(own, topic)]).toEqual([[], ['Fix in a template: npx cdk-regulated explain SNS.TopicEncrypted']]);
  });

  test('has notes, the state of a baseline, and colors for a terminal', () => {
    const notes = [{ file: 'a.yaml', message: 'a macro' }];
    const end = [`Frameworks: ${Framework.AWS_FSBP.title}`, '0 new findings in 1 template with 2 resources, 0 acknowledged', ''];
    expect(human({ notes }, { known: 2, baseline: 'known.json', fixed: 0, left: 0 })).toEqual(['Note: a.yaml: a macro', '', 'Known: 2 in known.json', ...end]);
    expect(human({}, { known: 2, baseline: 'known.json', fixed: 1, left: 3 })).toEqual(['Known: 2 in known.json; 1 of its entries are no findings any more; 3 are not judged by this call', ...end]);
    expect(human({ counts: { templates: 2, resources: 3, acknowledged: 4, byDesign: 5 } }).at(-2)).toBe('0 findings in 2 templates with 3 resources, 4 acknowledged, 5 by design of the library');
    const colors = (['critical', 'high', 'medium', 'low', 'informational'] as const).map((severity) => human({ findings: [finding('SNS.TopicEncrypted', { severity })] }, undefined, true)[0]
      .match(/^\u001b\[(\d+)mSNS\.TopicEncrypted\u001b\[39m \(/)?.[1]);
    expect(colors).toEqual(['31', '31', '33', '34', '34']);
  });
});

test('the JSON report has everything that is known of a finding', () => {
  const parsed = JSON.parse(jsonReport(result({ findings: [topic], problems, notes: [{ file: 'd', message: 'note' }] })));
  expect(parsed).toEqual({
    version: 1,
    frameworks: [{ id: 'aws-fsbp', title: Framework.AWS_FSBP.title }],
    summary: { templates: 1, resources: 2, acknowledged: 0, byDesign: 0, findings: 1, errors: 2 },
    findings: [{
      safeguard: 'SNS.TopicEncrypted',
      severity: 'medium',
      file: 'a.yaml',
      line: 3,
      column: 5,
      path: 'a.yaml#Topic',
      logicalId: 'Topic',
      type: 'AWS::SNS::Topic',
      finding: 'a < b & "c"',
      isUnknown: false,
      statement: topic.safeguard.statement,
      fix: topic.safeguard.remedy,
      link: expect.stringMatching(/^https:\/\/docs\.aws\.amazon\.com\/.*sns-1$/),
      controls: { One: ['1', '2', '3', '4', '5'], Two: ['6'] },
    }],
    errors: problems,
    notes: [{ file: 'd', message: 'note' }],
  });
});

test('the JUnit report has a case for each safeguard that was judged in a template, and one for each problem', () => {
  const all = [judged('SNS.TopicEncrypted', topic.absolute), judged('SNS.TopicTlsOnly', topic.absolute), judged('SQS.QueueTlsOnly', '/elsewhere/q.yaml'), judged('S3.BucketVersioned', '/none.yaml', false)];
  const { statement, remedy } = topic.safeguard;
  // A file outside of the working directory has its absolute path.
  const file = topic.absolute;
  const here = { ...topic, file };
  expect(junitReport(result({ judged: all, findings: [here, { ...here, line: 8, detail: 'two\u0001\nlines' }], problems })).split('\n')).toEqual([
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<testsuites name="cdk-regulated" tests="3" failures="1" errors="2">',
    `  <testsuite name="${file}" tests="2" failures="1" errors="0">`,
    `    <testcase classname="${file}" name="SNS.TopicEncrypted">`,
    `      <failure type="medium" message="${statement}: 2 not met">${file}:3 Topic: a &lt; b &amp; "c". Fix: ${remedy}.`,
    `${file}:8 Topic: two\ufffd`,
    `lines. Fix: ${remedy}.</failure>`,
    '    </testcase>',
    `    <testcase classname="${file}" name="SNS.TopicTlsOnly"/>`,
    '  </testsuite>',
    '  <testsuite name="/elsewhere/q.yaml" tests="1" failures="0" errors="0">',
    '    <testcase classname="/elsewhere/q.yaml" name="SQS.QueueTlsOnly"/>',
    '  </testsuite>',
    '  <testsuite name="inputs" tests="2" failures="0" errors="2">',
    '    <testcase classname="inputs" name="b.yaml"><error message="line 2: is &quot;bad&quot;"/></testcase>',
    '    <testcase classname="inputs" name="c.yaml"><error message="is gone"/></testcase>',
    '  </testsuite>',
    '</testsuites>',
    '',
  ]);
});

describe('the SARIF report', () => {
  const runOf = (props: Partial<CheckResult>) => {
    const before = process.cwd();
    process.chdir(folder);
    try {
      return JSON.parse(sarifReport(result(props), '1.2.3')).runs[0];
    } finally {
      process.chdir(before);
    }
  };

  test('has the findings by severity, at places in the repository', () => {
    const outside = finding('SNS.TopicEncrypted', { severity: 'low', absolute: '/elsewhere/t.yaml' });
    const { results, ...run } = runOf({ findings: [outside, topic, bucket] });
    const { tool: { driver }, automationDetails, originalUriBaseIds, invocations, columnKind } = run;
    expect([driver.name, driver.semanticVersion, automationDetails.id, columnKind])
      .toEqual(['cdk-regulated', '1.2.3', 'cdk-regulated/aws-fsbp', 'utf16CodeUnits']);
    expect(originalUriBaseIds).toEqual({ SRCROOT: { uri: `file://${folder}/` } });
    expect(invocations).toEqual([{ executionSuccessful: true, toolExecutionNotifications: [] }]);
    expect(runOf({ notes: [{ file: 'a.yaml', message: 'a macro' }] }).invocations)
      .toEqual([{ executionSuccessful: true, toolExecutionNotifications: [{ level: 'note', message: { text: 'a.yaml: a macro' } }] }]);
    expect(results.map(({ partialFingerprints, ...rest }: any) => rest)).toEqual([
      {
        ruleId: 'S3.BucketVersioned',
        ruleIndex: 0,
        level: 'error',
        message: { text: 'app: is unset' },
        locations: [{ physicalLocation: { artifactLocation: { uri: 'a%20b.yaml', uriBaseId: 'SRCROOT' }, region: { startLine: 3, startColumn: 5 } } }],
      },
      {
        ruleId: 'SNS.TopicEncrypted',
        ruleIndex: 1,
        level: 'warning',
        message: { text: 'Topic: a < b & "c"' },
        locations: [{
          physicalLocation: { artifactLocation: { uri: 'a%20b.yaml', uriBaseId: 'SRCROOT' }, region: { startLine: 3, startColumn: 5 } },
          logicalLocations: [{ name: 'Topic', fullyQualifiedName: 'a.yaml#Topic', kind: 'resource' }],
        }],
      },
      {
        ruleId: 'SNS.TopicEncrypted',
        ruleIndex: 1,
        level: 'note',
        message: { text: 'Topic: a < b & "c"' },
        locations: [{
          physicalLocation: { artifactLocation: { uri: 'file:///elsewhere/t.yaml' }, region: { startLine: 3, startColumn: 5 } },
          logicalLocations: [{ name: 'Topic', fullyQualifiedName: 'a.yaml#Topic', kind: 'resource' }],
        }],
      },
    ]);
    const [first, second, third] = results.map(({ partialFingerprints }: any) => partialFingerprints['findingHash/v1']);
    expect(new Set([first, second, third]).size).toBe(3);
    expect(runOf({ findings: [{ ...topic, line: 99 }] }).results[0].partialFingerprints['findingHash/v1']).toBe(second);
  });

  test('has rules with their severity, help and at most ten tags', () => {
    const controls = Array.from({ length: 12 }, (_, index) => ({ framework: `F${index}`, ids: ['1', '2'] }));
    const rules = (['critical', 'high', 'medium', 'low', 'informational'] as const).map((severity) => runOf({ findings: [{ ...topic, severity, controls }] }).tool.driver.rules[0]);
    expect(rules.map(({ properties, defaultConfiguration }) => [properties['security-severity'], defaultConfiguration.level]))
      .toEqual([['9.5', 'error'], ['8.0', 'error'], ['5.5', 'warning'], ['3.0', 'note'], ['0.1', 'note']]);
    const [{ id, name, shortDescription, fullDescription, helpUri, help, properties }] = rules;
    const { statement, rationale, remedy } = topic.safeguard;
    const [short, why] = [statement, rationale].map((text) => `${text[0].toUpperCase()}${text.slice(1)}.`);
    expect([id, name, shortDescription.text, fullDescription.text]).toEqual(['SNS.TopicEncrypted', 'SNSTopicEncrypted', short, `${short} ${why}`]);
    expect(properties).toEqual({ 'precision': 'high', 'security-severity': '9.5', 'tags': ['security', 'compliance', 'F0', 'F1', 'F2', 'F3', 'F4', 'F5', 'F6', 'F7'] });
    expect(help.text.split('\n')).toEqual([`${why} Fix: ${remedy}.`, ...controls.map(({ framework }) => `${framework}: 1, 2`), helpUri]);
    expect(help.markdown).toBe(`${why}\n\n**Fix:** ${remedy}.\n\n**Controls**\n\n${controls.map(({ framework }) => `- ${framework}: 1, 2`).join('\n')}\n\n[Documentation](${helpUri})`);
    expect(runOf({ findings: [bucket] }).tool.driver.rules[0].help.markdown).not.toContain('Controls');
  });

  test('has problems as notifications, and says what is left out', () => {
    const error = (text: string) => ({ level: 'error', message: { text } });
    expect(runOf({ problems }).invocations).toEqual([
      { executionSuccessful: false, toolExecutionNotifications: [error('b.yaml:2: is "bad"'), error('c.yaml: is gone')] },
    ]);
    const many = runOf({ findings: [...Array.from({ length: 5000 }, () => topic), { ...topic, severity: 'low' }, { ...bucket }] });
    expect([many.results.length, many.results[0].ruleId]).toEqual([5000, 'S3.BucketVersioned']);
    expect(many.invocations[0].toolExecutionNotifications)
      .toEqual([{ level: 'warning', message: { text: '2 findings of lower severity are left out: GitHub code scanning stores 5000' } }]);
    expect(runOf({ findings: Array.from({ length: 5000 }, () => topic) }).invocations[0].toolExecutionNotifications).toEqual([]);
  });
});

test('texts are broken at the width, and columns are as wide as their widest text', () => {
  expect(wrapped('aa bb  cc\ndddddddd', '', 5)).toEqual(['aa bb', 'cc', 'dddddddd']);
  expect(wrapped('aa bb', '  ', 7)).toEqual(['  aa bb']);
  expect(wrapped('aa bb', '  ', 6)).toEqual(['  aa', '  bb']);
  expect(wrapped('')).toEqual([]);
  expect(columns([['a', 'bbb', 'c'], ['aa', 'b', ' ']])).toEqual(['a   bbb  c', 'aa  b']);
  expect(columns([])).toEqual([]);
});

test.each<[boolean, object, NodeJS.ProcessEnv]>([
  [true, { isTTY: true }, {}],
  [true, { isTTY: true }, { NO_COLOR: '', TERM: 'xterm' }],
  [false, {}, {}],
  [false, { isTTY: true }, { NO_COLOR: '1' }],
  [false, { isTTY: true }, { TERM: 'dumb' }],
])('whether there are colors is %s for %j with %j', (expected, stream, environment) => {
  expect(hasColors(stream, environment)).toBe(expected);
});
