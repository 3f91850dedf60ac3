import { Duration } from 'aws-cdk-lib';
import { Detection, FindingSeverity, GuardDutyAgent, GuardDutyFeature, ThreatDetection } from '../../src';
import { contract } from '../contract/contract';
import { topic } from '../contract/surroundings';

export default contract(ThreatDetection, {
  variants: {
    defaults: () => undefined,
    everything: (stack) => ({
      guardDuty: { detection: Detection.ON, features: [GuardDutyFeature.RUNTIME_MONITORING], agents: [GuardDutyAgent.ECS_FARGATE_AGENT_MANAGEMENT] },
      securityHub: { detection: Detection.ON, standards: ['cis-aws-foundations-benchmark/v/3.0.0'] },
      accessAnalyzer: { detection: Detection.ON, organization: true, unusedAfter: Duration.days(90) },
      inspector: Detection.ALREADY_ON,
      findings: { enabled: true, topic: topic(stack), leastSeverity: FindingSeverity.MEDIUM },
    }),
  },
});
