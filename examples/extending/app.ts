import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { houseRules, tailoredFsbp } from './house-rules';
import { Workflow } from './workflow';
import { Lifecycle, Workload, WorkloadMonitoring } from '../../src';

/** An insurance claim that waits for its documents. */
export function addClaims(app: App): Stack {
  Workload.on(app, { name: 'claims', suffix: 'dev', lifecycle: Lifecycle.EPHEMERAL, frameworks: [houseRules(), tailoredFsbp()] });
  const stack = new Stack(app, 'Claims', { env: { account: '123456789012', region: 'eu-west-2' } });
  const steps = new sfn.Wait(stack, 'Documents', { time: sfn.WaitTime.duration(Duration.days(14)) }).next(new sfn.Succeed(stack, 'Decided'));
  new Workflow(stack, 'Claim', { steps, timeout: Duration.days(30) });
  new WorkloadMonitoring(stack, 'Monitoring');
  return stack;
}

if (require.main === module) {
  const app = new App();
  addClaims(app);
  app.synth();
}
