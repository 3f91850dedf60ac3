import { ResourceSafeguard } from '../model/safeguard';
import { isUnresolved, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, unknown } from '../predicates/outcome';

// GuardDuty features by Security Hub control. A runtime feature requires its agent management.
const PROTECTIONS = [
  { id: 'EksAuditLogs', control: 'GuardDuty.5', feature: 'EKS_AUDIT_LOGS', what: 'EKS Protection' },
  { id: 'LambdaNetworkLogs', control: 'GuardDuty.6', feature: 'LAMBDA_NETWORK_LOGS', what: 'Lambda Protection' },
  { id: 'EksRuntime', control: 'GuardDuty.7', feature: 'RUNTIME_MONITORING', agent: 'EKS_ADDON_MANAGEMENT', what: 'Runtime Monitoring of EKS clusters' },
  { id: 'Ec2Malware', control: 'GuardDuty.8', feature: 'EBS_MALWARE_PROTECTION', what: 'Malware Protection for EC2' },
  { id: 'RdsLogins', control: 'GuardDuty.9', feature: 'RDS_LOGIN_EVENTS', what: 'RDS Protection' },
  { id: 'S3DataEvents', control: 'GuardDuty.10', feature: 'S3_DATA_EVENTS', what: 'S3 Protection' },
  { id: 'Runtime', control: 'GuardDuty.11', feature: 'RUNTIME_MONITORING', what: 'Runtime Monitoring' },
  { id: 'EcsRuntime', control: 'GuardDuty.12', feature: 'RUNTIME_MONITORING', agent: 'ECS_FARGATE_AGENT_MANAGEMENT', what: 'Runtime Monitoring of ECS tasks on Fargate' },
  { id: 'Ec2Runtime', control: 'GuardDuty.13', feature: 'RUNTIME_MONITORING', agent: 'EC2_AGENT_MANAGEMENT', what: 'Runtime Monitoring of EC2 instances' },
];

/** Safeguards of Amazon GuardDuty and AWS Security Hub CSPM. */
export const GUARDDUTY_SECURITY_HUB: ResourceSafeguard[] = [
  {
    id: 'GuardDuty.DetectorOn',
    on: ['AWS::GuardDuty::Detector'],
    statement: 'the GuardDuty detector is enabled',
    remedy: 'set `enable`',
    sources: { securityHub: ['GuardDuty.1'], prowler: ['guardduty_is_enabled'] },
    judge: ({ properties }) => mustBe('Enable', properties.Enable, true),
  },
  ...PROTECTIONS.map(({ id, control, feature, agent, what }): ResourceSafeguard => ({
    id: `GuardDuty.${id}`,
    on: ['AWS::GuardDuty::Detector'],
    statement: `GuardDuty ${what} is enabled`,
    remedy: `add the feature \`${feature}\`${agent ? ` with \`${agent}\`` : ''}`,
    sources: { securityHub: [control] },
    judge: ({ properties }) => {
      const found = listOf(properties.Features).find(({ Name }) => Name === feature);
      const managed = !agent || listOf(found?.AdditionalConfiguration).some(({ Name, Status }) => Name === agent && Status === 'ENABLED');
      return found?.Status === 'ENABLED' && managed ? HOLDS : fails(`Features has no ${[feature, agent].filter(Boolean).join(' with ')} that is ENABLED`);
    },
  })),
  {
    id: 'SecurityHub.StandardOn',
    on: ['AWS::SecurityHub::Hub'],
    statement: 'Security Hub has a standard enabled',
    remedy: 'add an `AWS::SecurityHub::Standard`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html',
    sources: { prowler: ['securityhub_enabled'] },
    judge: ({ template, properties }) => {
      if (template.everyOfType('AWS::SecurityHub::Standard').length) return HOLDS;
      const { EnableDefaultStandards: byDefault } = properties;
      if (isUnresolved(byDefault)) return unknown('EnableDefaultStandards', byDefault);
      return String(byDefault) === 'false' ? fails('EnableDefaultStandards is false, and no AWS::SecurityHub::Standard exists') : HOLDS;
    },
  },
];
