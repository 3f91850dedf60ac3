import { Safeguard } from '../model/safeguard';
import { isUnresolved } from '../predicates/intrinsics';
import { fails, HOLDS, mustBe, mustExist, unknown } from '../predicates/outcome';

const ON_RECORDERS = ['AWS::Config::ConfigurationRecorder'];
const SERVICE_LINKED = 'role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig';

/** Safeguards of AWS Config. */
export const CONFIG: Safeguard[] = [
  {
    id: 'Config.RecorderComplete',
    on: ON_RECORDERS,
    statement: 'AWS Config records all resource types',
    rationale: 'Changes of types that are not recorded stay unknown',
    remedy: 'set `recordingGroup.allSupported`',
    sources: { securityHub: ['Config.1'] },
    judge: ({ properties: { RecordingGroup } }) => RecordingGroup?.RecordingStrategy?.UseOnly === 'ALL_SUPPORTED_RESOURCE_TYPES'
      ? HOLDS
      : mustBe('RecordingGroup.AllSupported', RecordingGroup?.AllSupported, true),
  },
  {
    id: 'Config.Delivered',
    statement: 'AWS Config has a delivery channel',
    rationale: 'Without a delivery channel, recorded configurations are not delivered',
    remedy: 'add a delivery channel',
    sources: { securityHub: ['Config.1'] },
    judgeWorkload: (templates) => templates.some((template) => template.judged('AWS::Config::ConfigurationRecorder').length)
      ? mustExist(templates.some((template) => template.ofType('AWS::Config::DeliveryChannel').length), 'no AWS::Config::DeliveryChannel exists for the recorder')
      : undefined,
  },
  {
    id: 'Config.RecorderGlobal',
    on: ON_RECORDERS,
    statement: 'AWS Config records global IAM resources',
    rationale: 'Changes of users, roles and policies are the first that an examination needs',
    remedy: 'set `recordingGroup.includeGlobalResourceTypes`, or acknowledge the finding if another Region records them',
    sources: { securityHub: ['Config.1'] },
    judge: ({ properties: { RecordingGroup } }) => mustBe('RecordingGroup.IncludeGlobalResourceTypes', RecordingGroup?.IncludeGlobalResourceTypes, true),
  },
  {
    id: 'Config.RecorderServiceLinked',
    on: ON_RECORDERS,
    statement: 'AWS Config uses its service-linked role',
    rationale: 'A role of your own can lack permissions, so that types are missing without notice',
    remedy: 'use the service-linked role',
    sources: { securityHub: ['Config.1'] },
    judge: ({ template, properties: { RoleARN } }) => {
      if (JSON.stringify({ RoleARN }).includes(SERVICE_LINKED)) return HOLDS;
      // A role in the templates is never a service-linked role.
      return isUnresolved(RoleARN) && !template.referenced(RoleARN)
        ? unknown('RoleARN', RoleARN)
        : fails('RoleARN is not that of AWSServiceRoleForConfig');
    },
  },
];
