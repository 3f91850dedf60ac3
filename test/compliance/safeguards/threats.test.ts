import { THREATS } from '../../../src/compliance/safeguards/threats';
import { exactly, it_, NOT_JUDGED, PARAMETER, PASSES, Triple, triples, untold } from '../triples';

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

const STANDARD = { Standard: ['AWS::SecurityHub::Standard', { StandardsArn: 'arn' }] as const };
const analyzer = (Type: unknown) => it_({ Type }, {}, { type: 'AWS::AccessAnalyzer::Analyzer' });
const NO_ANALYZER = 'no analyzer has the Type ACCOUNT or ORGANIZATION';

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
  'SecurityHub.StandardOn': {
    holds: [it_({}), it_({ EnableDefaultStandards: true }), it_({ EnableDefaultStandards: false }, STANDARD)],
    fails: [[it_({ EnableDefaultStandards: false }), 'EnableDefaultStandards is false, and no AWS::SecurityHub::Standard goes with the hub']],
    open: [[it_({ EnableDefaultStandards: PARAMETER }), untold('EnableDefaultStandards')], [it_({ EnableDefaultStandards: PARAMETER }, STANDARD), PASSES]],
  },
  'AccessAnalyzer.ExternalAccess': {
    holds: [analyzer('ACCOUNT'), analyzer('ORGANIZATION'), it_({ Type: 'ACCOUNT_UNUSED_ACCESS' }, { Other: ['AWS::AccessAnalyzer::Analyzer', { Type: 'ACCOUNT' }] }, { type: 'AWS::AccessAnalyzer::Analyzer' })],
    fails: [[analyzer('ACCOUNT_UNUSED_ACCESS'), NO_ANALYZER], [analyzer(undefined), NO_ANALYZER]],
    open: [[analyzer(PARAMETER), NO_ANALYZER], [it_({}, {}, { type: 'AWS::SNS::Topic' }), NOT_JUDGED]],
  },
}));
