import { Framework } from '../../../src';
import { collect } from '../../../src/compliance/evidence/collect';
import { controlsShowing } from '../../../src/compliance/evidence/control-text';
import { decisionRecord } from '../../../src/compliance/evidence/fedramp/decision-record';
import { risks } from '../../../src/compliance/evidence/oscal/observations';
import { judgeTemplates } from '../../../src/compliance/judge';
import { RenderedTemplate } from '../../../src/compliance/rendered';

test('what several files of one evidence show is computed once', () => {
  const place = { path: 'Queue', acknowledgementOf: () => undefined };
  const template = new RenderedTemplate({
    stack: { stackName: 'Stack', region: 'eu-west-2', account: '123456789012', templateFile: 'Stack.template.json' },
    file: '/Stack.template.json',
    body: { Resources: { Queue: { Type: 'AWS::SQS::Queue' } } },
    nested: new Set<string>(),
    resources: () => [{ ...place, logicalId: 'Queue', isJudged: true, sourceLineOf: () => undefined }],
  });
  const judged = judgeTemplates(
    { name: 'ledger', frameworks: [Framework.FEDRAMP_KSI_2026], expected: { numbers: {}, tags: [] } as never }, [template], place);
  const { evidence, controlsOf } = collect(judged, { systemName: 'ledger', files: new Set(), unused: [] });
  const source = {
    evidence,
    indicators: () => controlsOf(Framework.FEDRAMP_KSI_2026),
    automation: () => ({ configRules: [], restoresBackups: false }),
    parameters: () => [],
    diagrams: () => undefined,
    text: '',
  };
  expect(controlsOf(Framework.FEDRAMP_KSI_2026)).toBe(evidence.frameworks[0].controls);
  expect(risks(evidence).length).toBeGreaterThan(0);
  expect(risks(evidence)).toBe(risks(evidence));
  expect(controlsShowing(evidence)).toBe(controlsShowing(evidence));
  expect(decisionRecord(source)).toBe(decisionRecord(source));
  const other = { ...evidence };
  expect(risks(other)).not.toBe(risks(evidence));
  expect(risks(other)).toEqual(risks(evidence));
});
