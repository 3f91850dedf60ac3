import { THREATS } from '../../../src/compliance/safeguards/threats';
import { exactly, it_, PARAMETER, Triple, triples } from '../triples';

const feature = (Name: string, agent?: string): Triple => {
  const missing = `Features has no ${agent ? `${Name} with ${agent}` : Name} that is ENABLED`;
  const one = (Status: unknown, managed: unknown = 'ENABLED') => it_({
    Enable: true, Features: [{ Name: 'OTHER', Status: 'ENABLED' }, { Name, Status, ...agent && { AdditionalConfiguration: [{ Name: agent, Status: managed }] } }],
  });
  return {
    holds: [one('ENABLED')],
    fails: [[it_({ Enable: true }), missing], [one('DISABLED'), missing], ...agent ? [[one('ENABLED', 'DISABLED'), missing] as const] : []],
    open: [[one(PARAMETER), missing], ...agent ? [[it_({ Features: [{ Name, Status: 'ENABLED' }] }), missing] as const] : []],
  };
};

describe('safeguards of threats', () => triples(THREATS, {
  'GuardDuty.DetectorOn': exactly('Enable', true, false),
  'GuardDuty.EksAuditLogs': feature('EKS_AUDIT_LOGS'),
  'GuardDuty.LambdaNetworkLogs': feature('LAMBDA_NETWORK_LOGS'),
  'GuardDuty.EksRuntime': feature('RUNTIME_MONITORING', 'EKS_ADDON_MANAGEMENT'),
  'GuardDuty.Ec2Malware': feature('EBS_MALWARE_PROTECTION'),
  'GuardDuty.RdsLogins': feature('RDS_LOGIN_EVENTS'),
  'GuardDuty.S3DataEvents': feature('S3_DATA_EVENTS'),
  'GuardDuty.Runtime': feature('RUNTIME_MONITORING'),
  'GuardDuty.EcsRuntime': feature('RUNTIME_MONITORING', 'ECS_FARGATE_AGENT_MANAGEMENT'),
  'GuardDuty.Ec2Runtime': feature('RUNTIME_MONITORING', 'EC2_AGENT_MANAGEMENT'),
}));
