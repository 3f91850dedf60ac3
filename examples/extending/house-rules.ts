import { Duration } from 'aws-cdk-lib';
import { Framework, ISafeguard, JudgedResource, SafeguardOutcome, SafeguardSeverity } from '../../src';

/** A rule of the platform team, which no published catalogue has. */
class WorkflowKeepsHistory implements ISafeguard {
  public readonly id = 'House.WorkflowKeepsHistory';
  public readonly statement = 'the workflow is a standard workflow';
  public readonly rationale = 'Step Functions keeps no execution history of express workflows, which auditors ask for';
  public readonly remedy = 'set `stateMachineType` to `STANDARD`';
  public readonly severity = SafeguardSeverity.HIGH;
  public readonly resourceTypes = ['AWS::StepFunctions::StateMachine'];

  public judge(stateMachine: JudgedResource): SafeguardOutcome {
    return stateMachine.mustNotBe('StateMachineType', ['EXPRESS']);
  }
}

/** The rules of the platform team as a framework: a number, controls with safeguards of the library and of its own, and one for people. */
export function houseRules(): Framework {
  return new Framework({
    id: 'house-rules-7',
    title: 'House rules 7',
    source: 'https://example.com/house-rules',
    numbers: { logRetention: Duration.days(400) },
    safeguards: [new WorkflowKeepsHistory()],
    controls: [
      {
        id: '1.1',
        title: 'Workflows can be audited',
        safeguards: ['House.WorkflowKeepsHistory', 'StepFunctions.StateMachineLogged', 'StepFunctions.ContentNotLogged'],
      },
      { id: '1.2', title: 'Logs are kept for 400 days', safeguards: ['CloudWatch.LogGroupRetained'] },
      { id: '2.1', title: 'A second person reviews each claim', safeguards: [] },
    ],
  });
}

/** A published framework as the platform team applies it. */
export function tailoredFsbp(): Framework {
  return Framework.AWS_FSBP.tailored({
    name: 'house',
    leftOut: [{ control: 'Config.1', reason: 'the organization records configuration in every account' }],
    added: [{ id: 'HOUSE-1', title: 'Queues and topics require TLS', safeguards: ['SNS.TopicTlsOnly', 'SQS.QueueTlsOnly'] }],
  });
}
