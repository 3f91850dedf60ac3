import * as guardduty from 'aws-cdk-lib/aws-guardduty';
import { Construct } from 'constructs';
import { ResolvedThreatDetectionProps } from './resolve-threat-detection-props';
import { Detection, GuardDutyAgent, GuardDutyFeature } from './threat-detection-props';
import { attest } from '../../compliance/model/attestation';
import { keepInAccount, makesAccountSettings } from '../../core/parts/account-setting';
import { acknowledgeFindings } from '../../core/parts/acknowledge-findings';

/** Safeguards of the features and agents. */
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

const RUNTIME = [GuardDutyFeature.RUNTIME_MONITORING, ...Object.values(GuardDutyAgent)].map((name) => SAFEGUARDS[name]);

/** The detector, if the stack enables GuardDuty. */
export function guardDuty(scope: Construct, { detection, features, agents, lacking }: ResolvedThreatDetectionProps['guardDuty']): guardduty.CfnDetector | undefined {
  if (detection === Detection.ALREADY_ON) {
    attest(scope, 'Amazon GuardDuty is enabled in the account outside this workload', 'GuardDuty.DetectorOn',
      ...[...features ?? [], ...agents ?? []].map((name) => SAFEGUARDS[name]));
  }
  if (detection !== Detection.ON || !makesAccountSettings(scope, 'a GuardDuty detector')) return undefined;
  const detector = new guardduty.CfnDetector(scope, 'Detector', {
    enable: true,
    findingPublishingFrequency: 'FIFTEEN_MINUTES',
    // Lists all features, because the status of an omitted feature depends on the account.
    features: Object.values(GuardDutyFeature).filter((name) => !lacking.includes(name)).map((name) => ({
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
  if (lacking.includes(GuardDutyFeature.RUNTIME_MONITORING)) {
    acknowledgeFindings(detector, 'GuardDuty does not have Runtime Monitoring in China Regions (Getting Started with Amazon Web Services in China)', ...RUNTIME);
  }
  keepInAccount(detector);
  return detector;
}

function status<T>(name: T, enabled?: T[]): string {
  return enabled === undefined || enabled.includes(name) ? 'ENABLED' : 'DISABLED';
}
