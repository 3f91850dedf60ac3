import { Duration } from 'aws-cdk-lib';
import { CLOUDTRAIL } from '../../../src/compliance/safeguards/cloudtrail';
import { Beside, customerKey, exactly, it_, never, NOT_JUDGED, PARAMETER, PASSES, present, Triple, triples, undetermined } from '../triples';

const TRAIL = { IsLogging: true, S3BucketName: 'b' };
const OBJECTS = 'AWS::S3::Object';
const trail = (properties: object, beside: Beside = {}) => it_({ ...TRAIL, ...properties }, beside, { type: 'AWS::CloudTrail::Trail' });
const basic = (ReadWriteType: string | undefined, Type = OBJECTS) => trail({ EventSelectors: [{ ReadWriteType, DataResources: [{ Type, Values: ['arn:aws:s3'] }] }] });
const advanced = (...FieldSelectors: object[]) => trail({ AdvancedEventSelectors: [{ FieldSelectors }] });
const WITHOUT_TRAIL = [it_({}, {}, { type: 'AWS::SNS::Topic' }), NOT_JUDGED] as const;
const ON_OBJECTS = { Field: 'resources.type', Equals: [OBJECTS] };
const recorded = (own: string, other: string, readOnly: string, missing: string): Triple => ({
  holds: [basic('All'), basic(undefined), basic(own), advanced(ON_OBJECTS), advanced(ON_OBJECTS, { Field: 'readOnly', Equals: [readOnly] })],
  fails: [
    [trail({}), missing],
    [basic(other), missing],
    [basic('All', 'AWS::Lambda::Function'), missing],
    [advanced(ON_OBJECTS, { Field: 'readOnly', Equals: [readOnly === 'true' ? 'false' : 'true'] }), missing],
    [advanced({ Field: 'eventCategory', Equals: ['Management'] }), missing],
    [advanced({ Field: 'resources.type', Equals: ['AWS::Lambda::Function'] }), missing],
  ],
  open: [[trail({ EventSelectors: PARAMETER }), missing], WITHOUT_TRAIL],
});
const someTrail = (property: string, missing: string): Triple => ({
  holds: [trail({ [property]: true }), trail({ [property]: 'true' }), trail({ [property]: false }, { Other: ['AWS::CloudTrail::Trail', { [property]: true }] })],
  fails: [[trail({ [property]: false }), missing], [trail({ [property]: undefined }), missing]],
  open: [[trail({ [property]: PARAMETER }), missing], WITHOUT_TRAIL],
});
const REGIONS = someTrail('IsMultiRegionTrail', 'no trail has IsMultiRegionTrail true');
const everywhere = (selectors: object) => trail({ IsMultiRegionTrail: true, ...selectors });
const ON_MANAGEMENT = { Field: 'eventCategory', Equals: ['Management'] };
const RETAINED = { expected: { numbers: { logRetention: Duration.days(365) } } };
const bucket = (properties: object) => ({ Bucket: ['AWS::S3::Bucket', properties] as const });
const OWN = { ...TRAIL, S3BucketName: { Ref: 'Bucket' } };
const BLOCKED = { BlockPublicPolicy: true, RestrictPublicBuckets: true };
const BLOCK = 'PublicAccessBlockConfiguration';

describe('safeguards of AWS CloudTrail', () => triples(CLOUDTRAIL, {
  'CloudTrail.On': someTrail('IsLogging', 'no trail has IsLogging true'),
  'CloudTrail.MultiRegion': {
    ...REGIONS,
    holds: [
      ...REGIONS.holds, everywhere({ EventSelectors: [{ ReadWriteType: 'All', IncludeManagementEvents: true }] }), everywhere({ EventSelectors: [{}] }), everywhere({ EventSelectors: [{ ReadWriteType: 'WriteOnly' }, {}] }),
      everywhere({ EventSelectors: [] }), everywhere({ EventSelectors: [], AdvancedEventSelectors: [] }),
      everywhere({ AdvancedEventSelectors: [{ FieldSelectors: [ON_MANAGEMENT] }, { FieldSelectors: [ON_OBJECTS] }] }),
    ],
    fails: [
      ...REGIONS.fails,
      ...[
        { EventSelectors: [{ IncludeManagementEvents: false }] }, { EventSelectors: [{ ReadWriteType: 'WriteOnly' }] },
        { EventSelectors: [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }] }, { AdvancedEventSelectors: [{ FieldSelectors: [ON_OBJECTS] }] },
        { AdvancedEventSelectors: [{ FieldSelectors: [ON_MANAGEMENT, { Field: 'readOnly', Equals: ['false'] }] }] },
      ].map((selectors) => [everywhere(selectors), 'no trail of all Regions records all reads and writes of management events'] as const),
    ],
  },
  'CloudTrail.TrailEncrypted': customerKey('KMSKeyId', { with: TRAIL, differs: { fails: 'cdk-nag accepts an empty string as a key' } }),
  'CloudTrail.TrailValidated': exactly('EnableLogFileValidation', true, false, { with: TRAIL }),
  'CloudTrail.TrailInCloudWatch': present('CloudWatchLogsLogGroupArn', 'arn', { with: TRAIL }),
  'CloudTrail.ObjectWritesRecorded': recorded('WriteOnly', 'ReadOnly', 'false', 'no event selector of a trail records writes to AWS::S3::Object'),
  'CloudTrail.ObjectReadsRecorded': recorded('ReadOnly', 'WriteOnly', 'true', 'no event selector of a trail records reads of AWS::S3::Object'),
  'CloudTrail.Insights': {
    holds: [it_({ ...TRAIL, InsightSelectors: [{ InsightType: 'ApiCallRateInsight' }] })],
    fails: [[it_(TRAIL), 'InsightSelectors has 0 items, must have at least 1']],
    open: [[it_({ ...TRAIL, InsightSelectors: PARAMETER }), undetermined('InsightSelectors')]],
  },
  'CloudTrail.BucketNotPublic': {
    holds: [it_(OWN, bucket({ [BLOCK]: BLOCKED }))],
    fails: [
      [it_(OWN, bucket({})), ['BlockPublicPolicy', 'RestrictPublicBuckets'].map((name) => `${BLOCK}.${name} of its bucket is not set, must be true`).join('; ')],
      [it_(OWN, bucket({ [BLOCK]: { ...BLOCKED, RestrictPublicBuckets: false } })), `${BLOCK}.RestrictPublicBuckets of its bucket is false, must be true`],
    ],
    open: [[it_(TRAIL), NOT_JUDGED], [it_(OWN, bucket({ [BLOCK]: { ...BLOCKED, BlockPublicPolicy: PARAMETER } })), undetermined(`${BLOCK}.BlockPublicPolicy of its bucket`)]],
  },
  'CloudTrail.BucketAccessLogged': {
    holds: [it_(OWN, bucket({ LoggingConfiguration: { LogFilePrefix: 'trail/' } }))],
    fails: [[it_(OWN, bucket({})), 'LoggingConfiguration of its bucket is not set']],
    open: [[it_(TRAIL), NOT_JUDGED]],
  },
  'CloudTrail.EventDataStoreEncrypted': customerKey('KmsKeyId'),
  'CloudTrail.EventDataStoreProtected': never('TerminationProtectionEnabled', true, [false]),
  'CloudTrail.EventDataStoreRetained': {
    holds: [it_({ RetentionPeriod: 365 }, {}, RETAINED), it_({}, {}, RETAINED)],
    fails: [[it_({ RetentionPeriod: 7 }, {}, RETAINED), 'RetentionPeriod is 7, must be at least 365']],
    open: [[it_({ RetentionPeriod: PARAMETER }, {}, RETAINED), undetermined('RetentionPeriod')], [it_({ RetentionPeriod: 7 }), PASSES]],
  },
}));
