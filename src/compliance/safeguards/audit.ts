import { allOf, fails, given, HOLDS, isTrue, listOf, mustBe, mustBeCustomerKey, mustBeSet, mustExist, mustHave, Outcome } from '../outcome';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';
import { ResourceSafeguard, Safeguard } from '../safeguard';

const ON_TRAILS = ['AWS::CloudTrail::Trail'];

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

/** Facts about what records and watches an account. */
export const AUDIT: Safeguard[] = [
  {
    id: 'CloudTrail.On',
    statement: 'a trail records',
    remedy: 'set `isLogging` of a trail',
    sources: { securityHub: ['CloudTrail.3'] },
    judgeWorkload: (templates) => oneTrail(templates, ({ IsLogging }) => isTrue(IsLogging), 'no trail has IsLogging true'),
  },
  {
    id: 'CloudTrail.MultiRegion',
    statement: 'a trail records management events of all Regions',
    remedy: 'set `isMultiRegionTrail` of a trail',
    sources: { securityHub: ['CloudTrail.1'], prowler: ['cloudtrail_multi_region_enabled'] },
    judgeWorkload: (templates) => oneTrail(templates, ({ IsMultiRegionTrail }) => isTrue(IsMultiRegionTrail), 'no trail has IsMultiRegionTrail true'),
  },
  {
    id: 'CloudTrail.ObjectWritesRecorded',
    statement: 'a trail records writes to objects',
    remedy: 'add S3 data events to a trail',
    sources: { securityHub: ['S3.22'], prowler: ['cloudtrail_s3_dataevents_write_enabled'] },
    judgeWorkload: (templates) => oneTrail(
      templates, (trail) => recordsObjects(trail, 'WriteOnly'), 'no event selector of a trail records writes to AWS::S3::Object'),
  },
  {
    id: 'CloudTrail.ObjectReadsRecorded',
    statement: 'a trail records reads of objects',
    remedy: 'add S3 data events to a trail',
    sources: { securityHub: ['S3.23'] },
    judgeWorkload: (templates) => oneTrail(
      templates, (trail) => recordsObjects(trail, 'ReadOnly'), 'no event selector of a trail records reads of AWS::S3::Object'),
  },
  {
    id: 'CloudTrail.TrailEncrypted',
    on: ON_TRAILS,
    statement: 'log files are encrypted with a customer managed key',
    remedy: 'set `encryptionKey`',
    sources: { securityHub: ['CloudTrail.2'], cdkNag: ['CloudTrailEncryptionEnabled'], prowler: ['cloudtrail_kms_encryption_enabled'] },
    judge: ({ properties }) => mustBeCustomerKey('KMSKeyId', properties.KMSKeyId),
  },
  {
    id: 'CloudTrail.TrailValidated',
    on: ON_TRAILS,
    statement: 'changes to log files can be detected',
    remedy: 'set `enableFileValidation`',
    sources: {
      securityHub: ['CloudTrail.4'], cdkNag: ['CloudTrailLogFileValidationEnabled'], prowler: ['cloudtrail_log_file_validation_enabled'],
    },
    judge: ({ properties }) => mustBe('EnableLogFileValidation', properties.EnableLogFileValidation, true),
  },
  {
    id: 'CloudTrail.TrailInCloudWatch',
    on: ON_TRAILS,
    statement: 'events go to CloudWatch Logs',
    remedy: 'set `sendToCloudWatchLogs`',
    sources: {
      securityHub: ['CloudTrail.5'], cdkNag: ['CloudTrailCloudWatchLogsEnabled'], prowler: ['cloudtrail_cloudwatch_logging_enabled'],
    },
    judge: ({ properties }) => mustBeSet('CloudWatchLogsLogGroupArn', properties.CloudWatchLogsLogGroupArn),
  },
  {
    id: 'CloudTrail.Insights',
    on: ON_TRAILS,
    statement: 'unusual activity is pointed out',
    remedy: 'set `insightTypes`',
    sources: { prowler: ['cloudtrail_insights_exist'] },
    judge: ({ properties }) => mustHave('InsightSelectors', properties.InsightSelectors, 1),
  },
  {
    id: 'CloudTrail.BucketNotPublic',
    on: ON_TRAILS,
    statement: 'the bucket of the trail blocks public access',
    remedy: 'set `blockPublicAccess` of the bucket to `BLOCK_ALL`',
    sources: { securityHub: ['CloudTrail.6'] },
    judge: (trail) => ofBucket(trail, ({ PublicAccessBlockConfiguration: block }) => allOf(...['BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => (
      mustBe(`PublicAccessBlockConfiguration.${name} of its bucket`, block?.[name], true))))),
  },
  {
    id: 'CloudTrail.BucketAccessLogged',
    on: ON_TRAILS,
    statement: 'requests to the bucket of the trail are logged',
    remedy: 'set `serverAccessLogsBucket` of the bucket',
    sources: { securityHub: ['CloudTrail.7'] },
    judge: (trail) => ofBucket(trail, ({ LoggingConfiguration }) => mustBeSet('LoggingConfiguration of its bucket', LoggingConfiguration)),
  },
  {
    id: 'CloudTrail.EventDataStoreEncrypted',
    on: ['AWS::CloudTrail::EventDataStore'],
    statement: 'the event data store is encrypted with a customer managed key',
    remedy: 'set `kmsKeyId`',
    sources: { securityHub: ['CloudTrail.10'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'Config.RecorderComplete',
    on: ['AWS::Config::ConfigurationRecorder'],
    statement: 'AWS Config records every type of resource',
    remedy: 'set `recordingGroup.allSupported`',
    sources: { securityHub: ['Config.1'] },
    judge: ({ properties: { RecordingGroup } }) => RecordingGroup?.RecordingStrategy?.UseOnly === 'ALL_SUPPORTED_RESOURCE_TYPES'
      ? HOLDS
      : mustBe('RecordingGroup.AllSupported', RecordingGroup?.AllSupported, true),
  },
  {
    id: 'Config.Delivered',
    statement: 'what AWS Config records is delivered',
    remedy: 'add a delivery channel',
    sources: { securityHub: ['Config.1'] },
    judgeWorkload: (templates) => templates.some((template) => template.judged('AWS::Config::ConfigurationRecorder').length)
      ? mustExist(templates.some((template) => template.ofType('AWS::Config::DeliveryChannel').length), 'no AWS::Config::DeliveryChannel goes with the recorder')
      : undefined,
  },
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
];

// A trail is the account's: a workload without one leaves it to the account, a workload with one has to have it right.
function oneTrail(templates: readonly RenderedTemplate[], isRight: (trail: Json) => boolean, missing: string): Outcome | undefined {
  const trails = templates.flatMap((template) => template.judged('AWS::CloudTrail::Trail'));
  return trails.length ? mustExist(trails.some(({ properties }) => isRight(properties)), missing) : undefined;
}

// A bucket that is not in the templates is judged where it is declared.
function ofBucket({ template, properties }: RenderedResource, judge: (bucket: Json) => Outcome): Outcome | undefined {
  const bucket = template.referenced(properties.S3BucketName);
  return bucket && judge(bucket.properties);
}

function recordsObjects({ EventSelectors, AdvancedEventSelectors }: Json, only: string): boolean {
  return listOf(EventSelectors).some(({ ReadWriteType = 'All', DataResources }) => ['All', only].includes(ReadWriteType)
    && listOf(DataResources).some(({ Type }) => Type === 'AWS::S3::Object'))
    || listOf(AdvancedEventSelectors).some(({ FieldSelectors }) => selects(FieldSelectors, 'resources.type', 'AWS::S3::Object')
      && (!field(FieldSelectors, 'readOnly') || selects(FieldSelectors, 'readOnly', String(only === 'ReadOnly'))));
}

function field(selectors: Json, name: string): Json {
  return listOf(selectors).find(({ Field }) => Field === name);
}

function selects(selectors: Json, name: string, value: string): boolean {
  return given(field(selectors, name)) && listOf(field(selectors, name).Equals).includes(value);
}
