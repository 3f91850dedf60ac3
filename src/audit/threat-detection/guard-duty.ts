import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import { Construct } from 'constructs';
import { Detection, GuardDutyAgent, GuardDutyFeature, GuardDutyOptions } from './threat-detection-options';
import { attest } from '../../compliance/model/attestation';
import { refuse } from '../../core/validation';

/** What each feature is called in the check. */
const SAFEGUARDS: Record<string, string> = {
  [GuardDutyFeature.S3_DATA_EVENTS]: 'GuardDuty.S3DataEvents',
  [GuardDutyFeature.EKS_AUDIT_LOGS]: 'GuardDuty.EksAuditLogs',
  [GuardDutyFeature.EBS_MALWARE_PROTECTION]: 'GuardDuty.Ec2Malware',
  [GuardDutyFeature.RDS_LOGIN_EVENTS]: 'GuardDuty.RdsLogins',
  [GuardDutyFeature.LAMBDA_NETWORK_LOGS]: 'GuardDuty.LambdaNetworkLogs',
  [GuardDutyFeature.RUNTIME_MONITORING]: 'GuardDuty.Runtime',
  [GuardDutyAgent.EKS_ADDON_MANAGEMENT]: 'GuardDuty.EksRuntime',
  [GuardDutyAgent.ECS_FARGATE_AGENT_MANAGEMENT]: 'GuardDuty.EcsRuntime',
  [GuardDutyAgent.EC2_AGENT_MANAGEMENT]: 'GuardDuty.Ec2Runtime',
};

/** The detector, where the stack turns GuardDuty on. */
export function detectorFor(scope: Construct, { detection = Detection.ON, features, agents }: GuardDutyOptions): guardduty.CfnDetector | undefined {
  if (agents?.length && features && !features.includes(GuardDutyFeature.RUNTIME_MONITORING)) {
    refuse(scope, `guardDuty.agents has ${agents[0]} without the feature RUNTIME_MONITORING, need the feature`);
  }
  if (detection === Detection.ALREADY_ON) {
    attest(scope, 'Amazon GuardDuty is on in the account without this workload', 'GuardDuty.DetectorOn',
      ...[...features ?? [], ...agents ?? []].map((name) => SAFEGUARDS[name]));
  }
  if (detection !== Detection.ON) return undefined;
  return new guardduty.CfnDetector(scope, 'Detector', {
    enable: true,
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    // A feature that is left out may be on or off by the account's history.
    features: Object.values(GuardDutyFeature).map((name) => ({
      name,
      status: status(name, features),
      ...(name === GuardDutyFeature.RUNTIME_MONITORING && {
        additionalConfiguration: Object.values(GuardDutyAgent).map((agent) => ({
          name: agent,
          status: status(name, features) === 'ENABLED' ? status(agent, agents) : 'DISABLED',
        })),
      }),
    })),
  });
}

function status<T>(name: T, chosen?: T[]): string {
  return chosen === undefined || chosen.includes(name) ? 'ENABLED' : 'DISABLED';
}
