import { ResourceSafeguard } from '../model/safeguard';
import { isSame, listOf } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe } from '../predicates/outcome';

// GuardDuty features by Security Hub control. A runtime feature requires its agent management.
const PROTECTIONS = [
  {
    id: 'EksAuditLogs',
    control: 'GuardDuty.5',
    feature: 'EKS_AUDIT_LOGS',
    what: 'EKS Protection',
    why: 'The audit logs of Kubernetes show attacks on the control plane',
  },
  {
    id: 'LambdaNetworkLogs',
    control: 'GuardDuty.6',
    feature: 'LAMBDA_NETWORK_LOGS',
    what: 'Lambda Protection',
    why: 'The network traffic of functions shows contact with known attackers',
  },
  {
    id: 'EksRuntime',
    control: 'GuardDuty.7',
    feature: 'RUNTIME_MONITORING',
    agent: 'EKS_ADDON_MANAGEMENT',
    what: 'Runtime Monitoring of EKS clusters',
    why: 'Processes on nodes show attacks inside containers',
  },
  {
    id: 'Ec2Malware',
    control: 'GuardDuty.8',
    feature: 'EBS_MALWARE_PROTECTION',
    what: 'Malware Protection for EC2',
    why: 'Scans of volumes find malware on instances',
  },
  {
    id: 'RdsLogins',
    control: 'GuardDuty.9',
    feature: 'RDS_LOGIN_EVENTS',
    what: 'RDS Protection',
    why: 'Sign-ins to databases show guessed and stolen passwords',
  },
  {
    id: 'S3DataEvents',
    control: 'GuardDuty.10',
    feature: 'S3_DATA_EVENTS',
    what: 'S3 Protection',
    why: 'Access to objects shows theft of data with stolen credentials',
  },
  {
    id: 'Runtime',
    control: 'GuardDuty.11',
    feature: 'RUNTIME_MONITORING',
    what: 'Runtime Monitoring',
    why: 'Processes on hosts show attacks that network logs do not',
  },
  {
    id: 'EcsRuntime',
    control: 'GuardDuty.12',
    feature: 'RUNTIME_MONITORING',
    agent: 'ECS_FARGATE_AGENT_MANAGEMENT',
    what: 'Runtime Monitoring of ECS tasks on Fargate',
    why: 'Processes in tasks show attacks inside containers',
  },
  {
    id: 'Ec2Runtime',
    control: 'GuardDuty.13',
    feature: 'RUNTIME_MONITORING',
    agent: 'EC2_AGENT_MANAGEMENT',
    what: 'Runtime Monitoring of EC2 instances',
    why: 'Processes on instances show attacks that network logs do not',
  },
];

/** Safeguards of Amazon GuardDuty and AWS Security Hub CSPM. */
export const GUARDDUTY_SECURITY_HUB: ResourceSafeguard[] = [
  {
    id: 'GuardDuty.DetectorOn',
    on: ['AWS::GuardDuty::Detector'],
    statement: 'the GuardDuty detector is enabled',
    rationale: 'GuardDuty finds stolen credentials, malware and traffic to known attackers',
    remedy: 'set `enable`',
    sources: { securityHub: ['GuardDuty.1'], prowler: ['guardduty_is_enabled'] },
    judge: ({ properties }) => mustBe('Enable', properties.Enable, true),
  },
  ...PROTECTIONS.map(({ id, control, feature, agent, what, why }): ResourceSafeguard => ({
    id: `GuardDuty.${id}`,
    on: ['AWS::GuardDuty::Detector'],
    statement: `GuardDuty ${what} is enabled`,
    rationale: why,
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
    rationale: 'Without a standard, Security Hub checks nothing',
    remedy: 'add an `AWS::SecurityHub::Standard`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/securityhub/latest/userguide/standards-reference.html',
    sources: { prowler: ['securityhub_enabled'] },
    judge: ({ template, properties }) => {
      if (template.everyOfType('AWS::SecurityHub::Standard').length) return HOLDS;
      const { EnableDefaultStandards: byDefault } = properties;
      return isSame(byDefault, false) ? fails('EnableDefaultStandards is false, and no AWS::SecurityHub::Standard exists') : HOLDS;
    },
  },
];
