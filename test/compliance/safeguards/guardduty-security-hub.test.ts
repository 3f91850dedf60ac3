import { GUARDDUTY_SECURITY_HUB } from '../../../src/compliance/safeguards/guardduty-security-hub';
import { exactly, it_, PARAMETER, PASSES, Triple, triples, undetermined } from '../triples';

const feature = (Name: string, agent?: string): Triple => {
  const missing = `Features has no ${agent ? `${Name} with ${agent}` : Name} that is ENABLED`;
  const one = (Status: unknown, managed: unknown = 'ENABLED') => it_({
    Enable: true,
    Features: [
      { Name: 'OTHER', Status: 'ENABLED' },
      { Name, Status, ...agent && { AdditionalConfiguration: [{ Name: 'OTHER', Status: 'ENABLED' }, { Name: agent, Status: managed }] } },
    ],
  });
  return {
    holds: [one('ENABLED')],
    fails: [[it_({ Enable: true }), missing], [one('DISABLED'), missing], ...agent ? [[one('ENABLED', 'DISABLED'), missing] as const] : []],
    open: [[one(PARAMETER), missing], ...agent ? [[it_({ Features: [{ Name, Status: 'ENABLED' }] }), missing] as const] : []],
  };
};
const STANDARD = { Standard: ['AWS::SecurityHub::Standard', { StandardsArn: 'arn' }] as const };

describe('safeguards of Amazon GuardDuty and AWS Security Hub CSPM', () => triples(GUARDDUTY_SECURITY_HUB, {
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
  'SecurityHub.StandardOn': {
    holds: [it_({}), it_({ EnableDefaultStandards: true }), it_({ EnableDefaultStandards: false }, STANDARD)],
    fails: [false, 'False'].map((EnableDefaultStandards) => [it_({ EnableDefaultStandards }), 'EnableDefaultStandards is false, and no AWS::SecurityHub::Standard exists']),
    open: [[it_({ EnableDefaultStandards: PARAMETER }), undetermined('EnableDefaultStandards')], [it_({ EnableDefaultStandards: PARAMETER }, STANDARD), PASSES]],
  },
}));
