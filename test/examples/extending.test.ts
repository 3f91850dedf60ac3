import * as fs from 'fs';
import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { addClaims } from '../../examples/extending/app';
import { Workflow } from '../../examples/extending/workflow';
import { ComplianceChecks, Workload } from '../../src';
import { refusal } from '../refusal';
import { EVERY_FRAMEWORK, findingsWithEvidence, templateOf } from '../support';

const FOLDER = path.join(__dirname, '../../examples/extending');
const read = (file: string) => fs.readFileSync(path.join(FOLDER, file), 'utf-8');

describe('the claims app', () => {
  const app = new App({ treeMetadata: false });
  const stack = addClaims(app);
  findingsWithEvidence(app);
  const template = templateOf(stack);
  const evidence = JSON.parse(fs.readFileSync(path.join(app.outdir, 'evidence', 'claims-dev', 'evidence.json'), 'utf-8'));
  const controlOf = (framework: number, id: string) => evidence.frameworks[framework].controls.find((control: { id: string }) => control.id === id);

  test('has no findings and no acknowledgements', () => {
    expect([evidence.summary.findings, evidence.summary.acknowledged]).toEqual([0, 0]);
  });

  test('has the safeguard and the frameworks of its own in the evidence', () => {
    expect(evidence.safeguards['House.WorkflowKeepsHistory'].definedBy).toBe('app');
    expect(controlOf(0, '1.1')).toEqual({
      id: '1.1',
      title: 'Workflows can be audited',
      status: 'satisfied in part',
      proven: ['House.WorkflowKeepsHistory', 'StepFunctions.StateMachineLogged', 'StepFunctions.ContentNotLogged']
        .map((safeguard) => ({ safeguard, extent: 'part', holds: 1, of: 1 })),
      left: 'no responsibility statement',
    });
    expect([controlOf(0, '1.2').status, controlOf(0, '2.1').status]).toEqual(['satisfied in part', 'not judged']);
    expect([controlOf(1, 'Config.1').status, controlOf(1, 'Config.1').left.notApplicable])
      .toEqual(['not applicable', 'Left out of AWS Foundational Security Best Practices 1.0.0: the organization records configuration in every account']);
    expect(controlOf(1, 'HOUSE-1').proven).toEqual([{ safeguard: 'SNS.TopicTlsOnly', extent: 'part', holds: 1, of: 1 }]);
  });

  test('has the alarm that the construct recommends, and logs for the number of days of the house', () => {
    template.hasResourceProperties('AWS::CloudWatch::Alarm', { MetricName: 'ExecutionsFailed', Threshold: 1, EvaluationPeriods: 1 });
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 400 });
  });
});

test('the construct has no findings in every framework', () => {
  const stack = new Stack(new App({ treeMetadata: false }), 'Stack', { env: { account: '123456789012', region: 'eu-west-2' } });
  Workload.on(stack, { name: 'claims', frameworks: EVERY_FRAMEWORK });
  const workflow = new Workflow(stack, 'Claim', { steps: new sfn.Succeed(stack, 'Decided'), timeout: Duration.days(30) });
  expect(() => ComplianceChecks.expectCompliant(workflow)).not.toThrow();
});

test('an express workflow is the finding that the README shows', () => {
  const stack = addClaims(new App({ treeMetadata: false }));
  new sfn.StateMachine(stack, 'Express', {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Succeed(stack, 'Done')), stateMachineType: sfn.StateMachineType.EXPRESS,
  });
  const [, shown] = /```text\n(House[\s\S]*?)\n```/.exec(read('README.md'))!;
  expect(refusal(() => ComplianceChecks.expectCompliant(stack))?.replace(/^ {3}/gm, '')).toContain(shown);
});

test('the construct has at most 60 lines', () => {
  expect(read('workflow.ts').split('\n').length).toBeLessThanOrEqual(60);
});
