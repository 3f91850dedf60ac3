import { ResourceSafeguard } from '../model/safeguard';
import { isUnresolved, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, unknown } from '../predicates/outcome';

// Features of GuardDuty by the Security Hub control that asks for them; a runtime feature counts with its agent management.
const PROTECTIONS = [
  { id: 'EksAuditLogs', control: 'GuardDuty.5', feature: 'EKS_AUDIT_LOGS', what: 'audit logs of EKS' },
  { id: 'LambdaNetworkLogs', control: 'GuardDuty.6', feature: 'LAMBDA_NETWORK_LOGS', what: 'network activity of functions' },
  { id: 'EksRuntime', control: 'GuardDuty.7', feature: 'RUNTIME_MONITORING', agent: 'EKS_ADDON_MANAGEMENT', what: 'what runs in EKS' },
  { id: 'Ec2Malware', control: 'GuardDuty.8', feature: 'EBS_MALWARE_PROTECTION', what: 'malware on volumes' },
  { id: 'RdsLogins', control: 'GuardDuty.9', feature: 'RDS_LOGIN_EVENTS', what: 'sign-ins to databases' },
  { id: 'S3DataEvents', control: 'GuardDuty.10', feature: 'S3_DATA_EVENTS', what: 'access to objects' },
  { id: 'Runtime', control: 'GuardDuty.11', feature: 'RUNTIME_MONITORING', what: 'what runs' },
  { id: 'EcsRuntime', control: 'GuardDuty.12', feature: 'RUNTIME_MONITORING', agent: 'ECS_FARGATE_AGENT_MANAGEMENT', what: 'what runs in ECS on Fargate' },
  { id: 'Ec2Runtime', control: 'GuardDuty.13', feature: 'RUNTIME_MONITORING', agent: 'EC2_AGENT_MANAGEMENT', what: 'what runs on instances' },
];

/** Safeguards of Amazon GuardDuty and AWS Security Hub CSPM. */
export const GUARDDUTY_SECURITY_HUB: ResourceSafeguard[] = [
  {
    id: 'GuardDuty.DetectorOn',
    on: ['AWS::GuardDuty::Detector'],
    statement: 'GuardDuty watches',
    remedy: 'set `enable`',
    sources: { securityHub: ['GuardDuty.1'], prowler: ['guardduty_is_enabled'] },
    judge: ({ properties }) => mustBe('Enable', properties.Enable, true),
  },
  ...PROTECTIONS.map(({ id, control, feature, agent, what }): ResourceSafeguard => ({
    id: `GuardDuty.${id}`,
    on: ['AWS::GuardDuty::Detector'],
    statement: `GuardDuty watches ${what}`,
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
    statement: 'Security Hub checks the account against a standard',
    remedy: 'add an `AWS::SecurityHub::Standard`',
    sources: { prowler: ['securityhub_enabled'] },
    judge: ({ template, properties: { EnableDefaultStandards: byDefault } }) => {
      if (template.everyOfType('AWS::SecurityHub::Standard').length) return HOLDS;
      if (isUnresolved(byDefault)) return unknown('EnableDefaultStandards', byDefault);
      return String(byDefault) === 'false' ? fails('EnableDefaultStandards is false, and no AWS::SecurityHub::Standard goes with the hub') : HOLDS;
    },
  },
];
