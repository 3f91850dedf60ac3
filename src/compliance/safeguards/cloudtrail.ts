import { Safeguard } from '../model/safeguard';
import { given, isTrue, listOf } from '../predicates/intrinsics';
import {
  allOf, HOLDS, mustBe, mustBeAtLeast, mustBeCustomerKey, mustBeSet, mustExist, mustHave, mustNotBe, Outcome,
} from '../predicates/outcome';
import { Json, RenderedResource, RenderedTemplate } from '../rendered';

const ON_TRAILS = ['AWS::CloudTrail::Trail'];

/** Safeguards of AWS CloudTrail. */
export const CLOUDTRAIL: Safeguard[] = [
  {
    id: 'CloudTrail.On',
    statement: 'a trail is logging',
    rationale: 'Without a trail, changes in the account cannot be traced to a principal',
    remedy: 'set `isLogging` on a trail',
    sources: { securityHub: ['CloudTrail.3'] },
    judgeWorkload: (templates) => oneTrail(templates, ({ IsLogging }) => isTrue(IsLogging), 'no trail has IsLogging true'),
  },
  {
    id: 'CloudTrail.MultiRegion',
    statement: 'a trail records management events of all Regions',
    rationale: 'Attackers use Regions that are not monitored',
    remedy: 'set `isMultiRegionTrail` on a trail, and record all reads and writes of management events',
    sources: { securityHub: ['CloudTrail.1'], prowler: ['cloudtrail_multi_region_enabled'] },
    judgeWorkload: (templates) => {
      const isMultiRegion = ({ IsMultiRegionTrail }: Json) => isTrue(IsMultiRegionTrail);
      const regional = oneTrail(templates, isMultiRegion, 'no trail has IsMultiRegionTrail true');
      return regional === HOLDS
        ? oneTrail(templates, (trail) => isMultiRegion(trail) && recordsManagement(trail), 'no trail of all Regions records all reads and writes of management events')
        : regional;
    },
  },
  {
    id: 'CloudTrail.ObjectWritesRecorded',
    statement: 'a trail records S3 object write events',
    rationale: 'The events show who changed and deleted which object',
    remedy: 'add S3 data events to a trail',
    sources: { securityHub: ['S3.22'], prowler: ['cloudtrail_s3_dataevents_write_enabled'] },
    judgeWorkload: (templates) => oneTrail(
      templates, (trail) => recordsObjects(trail, 'WriteOnly'), 'no event selector of a trail records writes to AWS::S3::Object'),
  },
  {
    id: 'CloudTrail.ObjectReadsRecorded',
    statement: 'a trail records S3 object read events',
    rationale: 'The events show who read which object, and so what was stolen',
    remedy: 'add S3 data events to a trail',
    sources: { securityHub: ['S3.23'] },
    judgeWorkload: (templates) => oneTrail(
      templates, (trail) => recordsObjects(trail, 'ReadOnly'), 'no event selector of a trail records reads of AWS::S3::Object'),
  },
  {
    id: 'CloudTrail.TrailEncrypted',
    on: ON_TRAILS,
    statement: 'log files are encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads the trail',
    remedy: 'set `encryptionKey`',
    sources: { securityHub: ['CloudTrail.2'], cdkNag: ['CloudTrailEncryptionEnabled'], prowler: ['cloudtrail_kms_encryption_enabled'] },
    judge: ({ properties }) => mustBeCustomerKey('KMSKeyId', properties.KMSKeyId),
  },
  {
    id: 'CloudTrail.TrailValidated',
    on: ON_TRAILS,
    statement: 'log file validation is enabled',
    rationale: 'Digests show whether log files were changed or deleted',
    remedy: 'set `enableFileValidation`',
    sources: {
      securityHub: ['CloudTrail.4'], cdkNag: ['CloudTrailLogFileValidationEnabled'], prowler: ['cloudtrail_log_file_validation_enabled'],
    },
    judge: ({ properties }) => mustBe('EnableLogFileValidation', properties.EnableLogFileValidation, true),
  },
  {
    id: 'CloudTrail.TrailInCloudWatch',
    on: ON_TRAILS,
    statement: 'the trail sends events to CloudWatch Logs',
    rationale: 'Alarms and searches need the events in CloudWatch Logs',
    remedy: 'set `sendToCloudWatchLogs`',
    sources: {
      securityHub: ['CloudTrail.5'], cdkNag: ['CloudTrailCloudWatchLogsEnabled'], prowler: ['cloudtrail_cloudwatch_logging_enabled'],
    },
    judge: ({ properties }) => mustBeSet('CloudWatchLogsLogGroupArn', properties.CloudWatchLogsLogGroupArn),
  },
  {
    id: 'CloudTrail.Insights',
    on: ON_TRAILS,
    statement: 'CloudTrail Insights is enabled',
    rationale: 'Insights reports unusual numbers of calls and errors',
    remedy: 'set `insightTypes`',
    severity: 'low',
    link: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html',
    sources: { prowler: ['cloudtrail_insights_exist'] },
    judge: ({ properties }) => mustHave('InsightSelectors', properties.InsightSelectors, 1),
  },
  {
    id: 'CloudTrail.BucketNotPublic',
    on: ON_TRAILS,
    statement: 'the trail bucket blocks public access',
    rationale: 'A public trail shows an attacker users, roles and resources',
    remedy: 'set `blockPublicAccess` of the bucket to `BLOCK_ALL`',
    sources: { securityHub: ['CloudTrail.6'] },
    judge: (trail) => ofBucket(trail, ({ PublicAccessBlockConfiguration: block }) => allOf(...['BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => (
      mustBe(`PublicAccessBlockConfiguration.${name} of its bucket`, block?.[name], true))))),
  },
  {
    id: 'CloudTrail.BucketAccessLogged',
    on: ON_TRAILS,
    statement: 'access logging is enabled on the trail bucket',
    rationale: 'Access logs show who read or tried to delete the trail',
    remedy: 'set `serverAccessLogsBucket` of the bucket',
    sources: { securityHub: ['CloudTrail.7'] },
    judge: (trail) => ofBucket(trail, ({ LoggingConfiguration }) => mustBeSet('LoggingConfiguration of its bucket', LoggingConfiguration)),
  },
  {
    id: 'CloudTrail.EventDataStoreEncrypted',
    on: ['AWS::CloudTrail::EventDataStore'],
    statement: 'the event data store is encrypted with a customer managed key',
    rationale: 'Only the policy of a customer managed key can restrict who reads the events',
    remedy: 'set `kmsKeyId`',
    sources: { securityHub: ['CloudTrail.10'] },
    judge: ({ properties }) => mustBeCustomerKey('KmsKeyId', properties.KmsKeyId),
  },
  {
    id: 'CloudTrail.EventDataStoreProtected',
    on: ['AWS::CloudTrail::EventDataStore'],
    statement: 'termination protection is enabled on the event data store',
    rationale: 'Termination protection stops an accidental deletion of the events',
    remedy: 'keep `terminationProtectionEnabled` at its default',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store-termination-protection.html',
    always: true,
    sources: {},
    // The default is true (AWS CloudFormation, AWS::CloudTrail::EventDataStore).
    judge: ({ properties }) => mustNotBe('TerminationProtectionEnabled', properties.TerminationProtectionEnabled, false),
  },
  {
    id: 'CloudTrail.EventDataStoreRetained',
    on: ['AWS::CloudTrail::EventDataStore'],
    statement: 'the event data store retains events for the required period',
    rationale: 'Events that are deleted early are missing in an investigation',
    remedy: 'set `retentionPeriod`',
    severity: 'medium',
    link: 'https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-event-data-store-cloudtrail.html',
    always: true,
    sources: {},
    // The default is 366 days with the pricing option of extendable retention (AWS CloudTrail API Reference, CreateEventDataStore).
    judge: ({ properties }, { numbers: { logRetention } }) => mustBeAtLeast('RetentionPeriod', properties.RetentionPeriod, logRetention?.toDays(), 366),
  },
];

// A trail is an account-level resource. A workload without one is not judged.
function oneTrail(templates: readonly RenderedTemplate[], isRight: (trail: Json) => boolean, missing: string): Outcome | undefined {
  const trails = templates.flatMap((template) => template.judged('AWS::CloudTrail::Trail'));
  return trails.length ? mustExist(trails.some(({ properties }) => isRight(properties)), missing) : undefined;
}

// A bucket outside the templates is not judged here.
function ofBucket({ template, properties }: RenderedResource, judge: (bucket: Json) => Outcome): Outcome | undefined {
  const bucket = template.referenced(properties.S3BucketName);
  return bucket && judge(bucket.properties);
}

// A trail without selectors records all management events (AWS CloudTrail User Guide, Logging management events). `Trail` of aws-cdk-lib writes an empty list for it.
function recordsManagement({ EventSelectors, AdvancedEventSelectors }: Json): boolean {
  if (given(AdvancedEventSelectors) && !isEmptyList(AdvancedEventSelectors)) {
    return listOf(AdvancedEventSelectors).some(({ FieldSelectors }) => selects(FieldSelectors, 'eventCategory', 'Management')
      && listOf(FieldSelectors).every(({ Field }) => Field === 'eventCategory'));
  }
  return !given(EventSelectors) || isEmptyList(EventSelectors) || listOf(EventSelectors).some(({ ReadWriteType = 'All', IncludeManagementEvents = true, ExcludeManagementEventSources }) => (
    ReadWriteType === 'All' && isTrue(IncludeManagementEvents) && listOf(ExcludeManagementEventSources).length === 0));
}

function isEmptyList(value: Json): boolean {
  return Array.isArray(value) && value.length === 0;
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
