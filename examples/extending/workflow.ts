import { Duration } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { DataClass, KeyUse, Workload, WorkloadParts } from '../../src';

/** Properties of Workflow. */
export interface WorkflowProps {
  /** Steps of the workflow. */
  readonly steps: sfn.IChainable;
  /** Longest time that an execution takes. */
  readonly timeout: Duration;
}

/** A Step Functions workflow of your own package, made of the parts that constructs of the library have. */
export class Workflow extends Construct {
  public readonly stateMachine: sfn.StateMachine;

  constructor(scope: Construct, id: string, { steps, timeout }: WorkflowProps) {
    super(scope, id);
    const parts = WorkloadParts.of(this);
    const { removalPolicy } = Workload.of(this);
    this.stateMachine = new sfn.StateMachine(this, 'StateMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(steps),
      timeout,
      removalPolicy,
      role: parts.role('Role', { assumedBy: new iam.ServicePrincipal('states.amazonaws.com'), description: 'Runs the workflow' }),
      encryptionConfiguration: new sfn.CustomerManagedEncryptionConfiguration(parts.key(DataClass.DATA, KeyUse.via('states'))),
      logs: { destination: parts.logGroup('Logs'), level: sfn.LogLevel.ALL, includeExecutionData: false },
      tracingEnabled: true,
    });
    parts.recommendAlarm({
      id: 'Failed',
      description: 'An execution of the workflow failed',
      metric: this.stateMachine.metricFailed({ period: Duration.minutes(5) }),
      threshold: 1,
      evaluationPeriods: 1,
    });
  }
}
