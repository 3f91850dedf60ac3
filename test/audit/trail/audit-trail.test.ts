import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AuditTrail, AuditTrailProps, DataClass, Framework, Lifecycle, LogBucket, SecureBucket, WorkloadKey, WorkloadMonitoring, WorkloadProps,
} from '../../../src';
import { TRAIL_PATTERNS } from '../../../src/compliance/predicates/trail-patterns';
import { findingsAtDefaults, findingsOf, templateOf, testStack } from '../../support';

const TRAIL = 'AWS::CloudTrail::Trail';
const BUCKET = 'AWS::S3::Bucket';
const FILTER = 'AWS::Logs::MetricFilter';
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });
const built = (props?: AuditTrailProps, workload: Partial<WorkloadProps> = {}): Template => {
  const stack = testStack(workload);
  new AuditTrail(stack, 'Trail', props);
  return templateOf(stack);
};
const trailIn = (template: Template): any => {
  const trails = Object.values(template.findResources(TRAIL));
  expect(trails).toHaveLength(1);
  return trails[0];
};
const imported = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Imported', 'central-trails');
/** Statements of bucket policies for CloudTrail. */
const admitted = (template: Template): any[] => Object.values(template.findResources('AWS::S3::BucketPolicy'))
  .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
  .filter(({ Principal }) => Principal?.Service === 'cloudtrail.amazonaws.com');

describe('the trail', () => {
  test('records all Regions and global services, with log file validation', () => {
    expect(trailIn(built()).Properties).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      IsOrganizationTrail: false,
      EnableLogFileValidation: true,
      S3KeyPrefix: 'cloudtrail',
    });
  });

  test('uses the workload\'s key for buckets, which trails of the account only can use, by their encryption context', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    const key = WorkloadKey.of(stack, DataClass.STORAGE).key;
    const template = templateOf(stack);
    expect(trailIn(template).Properties.KMSKeyId).toEqual(stack.resolve(key.keyArn));
    const trails = arn('cloudtrail:*:123456789012:trail/*');
    const statements = Object.values(template.findResources('AWS::KMS::Key')).flatMap(({ Properties }) => Properties.KeyPolicy.Statement);
    const service = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Resource: '*' };
    expect(statements.filter(({ Principal }) => Principal.Service === 'cloudtrail.amazonaws.com')).toEqual([
      {
        ...service,
        Sid: 'AllowCloudTrail',
        Action: 'kms:GenerateDataKey',
        Condition: { ArnLike: { 'aws:SourceArn': trails, 'kms:EncryptionContext:aws:cloudtrail:arn': trails } },
      },
      { ...service, Sid: 'AllowCloudTrailSetup', Action: ['kms:Decrypt', 'kms:DescribeKey'], Condition: { ArnLike: { 'aws:SourceArn': trails } } },
    ]);
  });

  test('is created after the policies that it needs', () => {
    const template = built();
    const { DependsOn } = trailIn(template);
    expect(DependsOn.filter((id: string) => id in template.findResources('AWS::IAM::ManagedPolicy'))).toHaveLength(1);
    expect(DependsOn.filter((id: string) => id in template.findResources('AWS::S3::BucketPolicy'))).toHaveLength(1);
  });

  test('has the given name and prefix, and the bucket policy allows this trail only', () => {
    const template = built({ trailName: 'ledger-trail-dev', prefix: 'audit/trail' });
    expect(trailIn(template).Properties).toMatchObject({ TrailName: 'ledger-trail-dev', S3KeyPrefix: 'audit/trail' });
    expect(admitted(template).map(({ Condition }) => Condition.ArnLike)).toEqual(
      [1, 2].map(() => ({ 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/ledger-trail-dev') })));
    expect(admitted(template)[0].Resource['Fn::Join'][1][1]).toBe('/audit/trail/AWSLogs/123456789012/*');
  });

  test('accepts dots, hyphens and underscores in its name', () => {
    expect(trailIn(built({ trailName: 'ledger_trail.v1' })).Properties.TrailName).toBe('ledger_trail.v1');
  });

  test('returns its name, and the command that validates its log files', () => {
    const stack = testStack();
    const { trail, trailName, validationCommand } = bound(new AuditTrail(stack, 'Trail'));
    expect(trailName).toBe(trail.ref);
    expect(stack.resolve(validationCommand('2026-01-01T00:00:00Z'))).toEqual({
      'Fn::Join': ['', [
        'aws cloudtrail validate-logs --trail-arn ', { 'Fn::GetAtt': [stack.resolve(trail.logicalId), 'Arn'] },
        ' --start-time 2026-01-01T00:00:00Z --region eu-west-2',
      ]],
    });
  });

  test('works in a stack without a Region', () => {
    const stack = new Stack(new App(), 'Stack');
    new AuditTrail(stack, 'Trail');
    expect(admitted(templateOf(stack))[0].Condition.ArnLike['aws:SourceArn']).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudtrail:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':trail/*']],
    });
  });
});

describe('the bucket', () => {
  test('is encrypted with the key, versioned, with a transition to Glacier after 90 days and access logs', () => {
    const template = built({ storage: { bucketName: 'ledger-trail-dev' } });
    template.resourceCountIs(BUCKET, 2);
    template.hasResourceProperties(BUCKET, {
      BucketName: 'ledger-trail-dev',
      BucketEncryption: { ServerSideEncryptionConfiguration: [Match.objectLike({ ServerSideEncryptionByDefault: Match.objectLike({ SSEAlgorithm: 'aws:kms' }) })] },
      VersioningConfiguration: { Status: 'Enabled' },
      LifecycleConfiguration: { Rules: [Match.objectLike({ Transitions: [{ StorageClass: 'GLACIER', TransitionInDays: 90 }] })] },
      LoggingConfiguration: { LogFilePrefix: 'Trail/Logs/' },
    });
  });

  const lockOf = (template: Template) => template.toJSON().Resources[Object.keys(template.findResources(BUCKET, {
    Properties: { LoggingConfiguration: Match.anyValue() },
  }))[0]].Properties.ObjectLockConfiguration?.Rule.DefaultRetention;

  test('has an object lock in production for the log retention that the frameworks require', () => {
    expect(lockOf(built())).toEqual({ Mode: 'GOVERNANCE', Days: 365 });
    const house = new Framework({ id: 'house', title: 'House', source: 's', controls: [], numbers: { logRetention: Duration.days(400) } });
    expect(lockOf(built({}, { frameworks: [house] }))).toEqual({ Mode: 'GOVERNANCE', Days: 400 });
    expect(lockOf(built({ storage: { lock: Duration.days(30) } }))).toEqual({ Mode: 'GOVERNANCE', Days: 30 });
  });

  test('has no object lock in an ephemeral workload', () => {
    expect(lockOf(built({}, { lifecycle: Lifecycle.EPHEMERAL }))).toBeUndefined();
  });

  test('has the given lifecycle and access logs', () => {
    const stack = testStack();
    const accessLogs = new LogBucket(stack, 'Access').bucket;
    new AuditTrail(stack, 'Trail', { storage: { accessLogs, lifecycle: { expireAfter: Duration.days(90) } } });
    const template = templateOf(stack);
    template.resourceCountIs(BUCKET, 2);
    template.hasResourceProperties(BUCKET, {
      LoggingConfiguration: { DestinationBucketName: stack.resolve(accessLogs.bucketName) },
      LifecycleConfiguration: { Rules: [Match.objectLike({ ExpirationInDays: 90 })] },
    });
  });

  test('can be a given bucket, whose policy then allows trails of the account', () => {
    const stack = testStack();
    const { bucket } = new LogBucket(stack, 'Central');
    const trail = new AuditTrail(stack, 'Trail', { bucket });
    expect(trail.bucket).toBe(bucket);
    const template = templateOf(stack);
    template.resourceCountIs(BUCKET, 1);
    const condition = {
      StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' }, ArnLike: { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/*') },
    };
    const service = { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' } };
    expect(admitted(template)).toEqual([
      {
        ...service,
        Action: 's3:PutObject',
        Resource: stack.resolve(bucket.arnForObjects('cloudtrail/AWSLogs/123456789012/*')),
        Condition: { ...condition, StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' } },
      },
      { ...service, Action: 's3:GetBucketAcl', Resource: stack.resolve(bucket.bucketArn), Condition: condition },
    ]);
  });

  test('that is given with a key determines the key of the trail', () => {
    const stack = testStack();
    const secure = new SecureBucket(stack, 'Central', { encryptionKey: new kms.Key(stack, 'Key') });
    new AuditTrail(stack, 'Trail', { bucket: secure.bucket });
    expect(trailIn(templateOf(stack)).Properties.KMSKeyId).toEqual(stack.resolve(secure.encryptionKey.keyArn));
  });

  test('that is imported keeps its policy; the given key takes precedence', () => {
    const stack = testStack();
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab');
    new AuditTrail(stack, 'Trail', { bucket: imported(stack), encryptionKey: key });
    const template = templateOf(stack);
    expect(trailIn(template).Properties).toMatchObject({ S3BucketName: 'central-trails', KMSKeyId: key.keyArn });
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    expect(trailIn(template).DependsOn).toHaveLength(1);
  });
});

describe('events', () => {
  const selectorsOf = (props: AuditTrailProps) => trailIn(built(props)).Properties.AdvancedEventSelectors;
  const MANAGEMENT = { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
  const data = (Name: string, type: string, ...more: object[]) => ({
    Name, FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: [type] }, ...more],
  });

  const everywhereBut = (...NotStartsWith: unknown[]) => data('Objects', 'AWS::S3::Object', { Field: 'resources.ARN', NotStartsWith });

  test('of management and of all objects are recorded, except in its own bucket and where the access logs of that bucket go', () => {
    const stack = testStack();
    const trail = new AuditTrail(stack, 'Trail');
    const access = trail.node.findChild('AccessLogs') as LogBucket;
    const target = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':s3:::', stack.resolve(access.bucket.bucketName), '/']] };
    expect(trailIn(templateOf(stack)).Properties.AdvancedEventSelectors).toEqual([
      MANAGEMENT, everywhereBut(stack.resolve(trail.bucket.arnForObjects('')), target),
    ]);
  });

  test('of objects are recorded where the access logs of an existing bucket go only if it has none or is imported', () => {
    const stack = testStack();
    const requests = new LogBucket(stack, 'Requests', { bucketName: 'requests' });
    const own = new LogBucket(stack, 'Own', { accessLogs: requests.bucket });
    const plain = new s3.Bucket(stack, 'Plain', { serverAccessLogsBucket: requests.bucket });
    const elsewhere = s3.Bucket.fromBucketName(stack, 'Imported', 'imported');
    const excludedBy = (bucket: s3.IBucket) => {
      const { advancedEventSelectors } = new AuditTrail(stack, bucket.node.path, { bucket }).trail;
      return stack.resolve(advancedEventSelectors)[1].fieldSelectors[2].notStartsWith.length;
    };
    expect([own.bucket, plain, requests.bucket, elsewhere].map(excludedBy)).toEqual([2, 2, 1, 1]);
  });

  test('of objects can be limited to buckets', () => {
    const stack = testStack();
    const cards = s3.Bucket.fromBucketName(stack, 'Cards', 'cards');
    new AuditTrail(stack, 'Trail', { events: { objectsOf: [cards] } });
    expect(trailIn(templateOf(stack)).Properties.AdvancedEventSelectors[1]).toEqual(
      data('Objects', 'AWS::S3::Object', { Field: 'resources.ARN', StartsWith: [stack.resolve(cards.arnForObjects(''))] }));
  });

  test('of functions are recorded with functions: true', () => {
    expect(selectorsOf({ events: { functions: true, objects: false } })).toEqual([MANAGEMENT, data('Functions', 'AWS::Lambda::Function')]);
  });

  test('with unusual rates are reported unless insights is false', () => {
    expect(trailIn(built()).Properties.InsightSelectors).toEqual([{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }]);
    expect(trailIn(built({ events: { insights: false } })).Properties.InsightSelectors).toBeUndefined();
  });

  test('that are not recorded are findings', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new AuditTrail(stack, 'Trail', { events: { objects: false, insights: false } });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual([
      'CloudTrail.Insights', 'CloudTrail.ObjectReadsRecorded', 'CloudTrail.ObjectWritesRecorded',
    ]);
  });

  test('of objects can be limited to 495 buckets', () => {
    const stack = testStack();
    const objectsOf = Array.from({ length: 495 }, (_, index) => s3.Bucket.fromBucketName(stack, `B${index}`, `bucket-${index}`));
    new AuditTrail(stack, 'Trail', { events: { objectsOf } });
    const selectors: any[] = trailIn(templateOf(stack)).Properties.AdvancedEventSelectors;
    expect(selectors[1].FieldSelectors[2].StartsWith).toHaveLength(495);
  });
});

describe('an organization trail', () => {
  test('records the accounts of the organization, with a bucket policy for them', () => {
    const template = built({ organizationId: 'o-a1b2c3d4e5', trailName: 'org' });
    expect(trailIn(template).Properties.IsOrganizationTrail).toBe(true);
    const bucket = Object.keys(template.findResources('AWS::S3::Bucket', { Properties: { ObjectLockEnabled: true } }))[0];
    const write = (folder: string) => ({
      Effect: 'Allow',
      Principal: { Service: 'cloudtrail.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: { 'Fn::Join': ['', [{ 'Fn::GetAtt': [bucket, 'Arn'] }, `/cloudtrail/AWSLogs/${folder}/*`]] },
      Condition: {
        StringEqualsIfExists: { 'aws:SourceAccount': '123456789012' },
        ArnLike: { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/org') },
        StringEquals: { 's3:x-amz-acl': 'bucket-owner-full-control' },
      },
    });
    const { StringEquals, ...source } = write('').Condition;
    expect(admitted(template)).toEqual([
      write('123456789012'),
      { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 's3:GetBucketAcl', Resource: { 'Fn::GetAtt': [bucket, 'Arn'] }, Condition: source },
      write('o-a1b2c3d4e5'),
    ]);
  });

  test.each(['o-a1b2c3d4e5', `o-${'x'.repeat(32)}`])('has the ID %s', (organizationId) => {
    expect(trailIn(built({ organizationId })).Properties.IsOrganizationTrail).toBe(true);
  });
});

describe('AuditTrail refuses', () => {
  const PREFIX = 'a prefix of at most 200 characters without a slash at either end and without AWSLogs';
  const ORGANIZATION = 'an organization ID such as o-a1b2c3d4e5';
  const TRAIL_NAME = 'a trail name of at least 3 characters A-Z a-z 0-9 and single inner . - _';
  test.each<[string, (stack: Stack) => unknown]>([
    [`trailName must be ${TRAIL_NAME}, got 'my--trail'`, () => ({ trailName: 'my--trail' })],
    [`trailName must be ${TRAIL_NAME}, got 'ab'`, () => ({ trailName: 'ab' })],
    ["trailName must be a trail name that does not have the form of an IP address, which AWS reserves, got '192.168.5.4'", () => ({ trailName: '192.168.5.4' })],
    ['trailName must be at most 128 characters for a trail, got 129', () => ({ trailName: 'x'.repeat(129) })],
    ['specify either bucket or storage, not both', (stack) => ({ bucket: imported(stack), storage: {} })],
    ['bucket must be an IBucket, got null', () => ({ bucket: null })],
    [`prefix must be ${PREFIX}, got '/trail'`, () => ({ prefix: '/trail' })],
    [`prefix must be ${PREFIX}, got ''`, () => ({ prefix: '' })],
    [`prefix must be ${PREFIX}, got '${'x'.repeat(60)}…'`, () => ({ prefix: 'x'.repeat(201) })],
    ['storage.bucketName must be at most 63 characters for a bucket, got 64', () => ({ storage: { bucketName: 'x'.repeat(64) } })],
    ['storage.lock must be a whole number of days from 1 to 36500, got 0 days', () => ({ storage: { lock: Duration.days(0) } })],
    ['storage.lock must be a whole number of days from 1 to 36500, got 36501 days', () => ({ storage: { lock: Duration.days(36_501) } })],
    ['storage.lock must be a whole number of days from 1 to 36500, got 1 day 12 hours', () => ({ storage: { lock: Duration.hours(36) } })],
    ['storage.lock must be a Duration, got 30', () => ({ storage: { lock: 30 } })],
    ['storage.lifecycle.expireAfter must be a whole number of days of at least 1, got 0 days', () => ({ storage: { lifecycle: { expireAfter: Duration.days(0) } } })],
    ['encryptionKey must be an IKey, got {}', () => ({ encryptionKey: {} })],
    ['events.objects must be true with events.objectsOf, got false', (stack) => ({ events: { objects: false, objectsOf: [imported(stack)] } })],
    ['events.objectsOf must not be empty', () => ({ events: { objectsOf: [] } })],
    ['events.objectsOf[0] must be an IBucket, got undefined', () => ({ events: { objectsOf: [undefined] } })],
    ["events.objectsOf must be a list without duplicates, got ['Stack/Imported', 'Stack/Imported']", (stack) => {
      const bucket = imported(stack);
      return { events: { objectsOf: [bucket, bucket] } };
    }],
    ['events.functions must be true or false, got null', () => ({ events: { functions: null } })],
    ['logs.logGroupName must be at most 512 characters for a log group, got 513', () => ({ logs: { logGroupName: 'x'.repeat(513) } })],
    ['logs.retention must be a member of RetentionDays, got 42', () => ({ logs: { retention: 42 } })],
    ['logs.alarms must be true or false, got 0', () => ({ logs: { alarms: 0 } })],
    ...['my-org', 'o-a1b2c3d4e', `o-${'x'.repeat(33)}`, 'o-A1B2C3D4E5', 'xo-a1b2c3d4e5', ''].map((organizationId): [string, () => unknown] => (
      [`organizationId must be ${ORGANIZATION}, got '${organizationId}'`, () => ({ organizationId })])),
  ])('%s', (message, props) => {
    const stack = testStack();
    expect(() => new AuditTrail(stack, 'Trail', props(stack) as AuditTrailProps)).toThrow(new Error(message));
    expect(stack.node.findChild('Trail').node.children.filter(({ node }) => node.id !== 'AccessLogs' && node.id !== 'Logs')).toEqual([]);
  });

  test('more than 495 buckets of objects', () => {
    const stack = testStack();
    const objectsOf = Array.from({ length: 496 }, (_, index) => s3.Bucket.fromBucketName(stack, `B${index}`, `bucket-${index}`));
    expect(() => new AuditTrail(stack, 'Trail', { events: { objectsOf } })).toThrow("events.objectsOf must be a list of 1 to 495, got ['Stack/B0', ");
  });

  test.each(['2026-01-01', '2026-01-01T00:00:00+01:00', '', '2026-01-01T00:00:00Z; rm -rf /'])('the start time %p', (startTime) => {
    const trail = new AuditTrail(testStack(), 'Trail');
    expect(() => trail.validationCommand(startTime)).toThrow(new Error(`startTime must be a time in UTC such as 2026-01-01T00:00:00Z, got '${startTime}'`));
  });
});

test.each([
  [{ prefix: 'x'.repeat(200) }, { S3KeyPrefix: 'x'.repeat(200) }],
  [{ trailName: 'abc' }, { TrailName: 'abc' }],
  [{ trailName: 'x'.repeat(128) }, { TrailName: 'x'.repeat(128) }],
])('AuditTrail accepts the limit %j', (props, expected) => {
  expect(trailIn(built(props)).Properties).toMatchObject(expected);
});

test.each([1, 36_500])('AuditTrail accepts an object lock of %d days', (days) => {
  built({ storage: { lock: Duration.days(days) } }).hasResourceProperties(BUCKET, { ObjectLockConfiguration: { Rule: { DefaultRetention: { Days: days, Mode: 'GOVERNANCE' } } } });
});

describe('the log group', () => {
  test('is encrypted, has the retention that the frameworks require, and is all that CloudTrail can write to', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    const key = stack.resolve(WorkloadKey.of(stack, DataClass.LOGS).key.keyArn);
    const template = templateOf(stack);
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: key });
    const [groupId] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    const { CloudWatchLogsLogGroupArn, CloudWatchLogsRoleArn } = trailIn(template).Properties;
    expect(CloudWatchLogsLogGroupArn).toEqual({ 'Fn::GetAtt': [groupId, 'Arn'] });
    const [roleId] = CloudWatchLogsRoleArn['Fn::GetAtt'];
    expect(template.toJSON().Resources[roleId].Properties.AssumeRolePolicyDocument.Statement).toEqual([
      { Effect: 'Allow', Principal: { Service: 'cloudtrail.amazonaws.com' }, Action: 'sts:AssumeRole' },
    ]);
    const policies = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).map(({ Properties }) => Properties);
    expect(policies.map(({ Roles, PolicyDocument }) => [Roles, PolicyDocument.Statement])).toEqual([
      [[{ Ref: roleId }], [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [groupId, 'Arn'] } }]],
    ]);
  });

  test('has the given name, retention and key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new AuditTrail(stack, 'Trail', { logs: { logGroupName: '/ledger/trail', retention: logs.RetentionDays.TWO_YEARS, encryptionKey } });
    templateOf(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/ledger/trail', RetentionInDays: 731, KmsKeyId: stack.resolve(encryptionKey.keyArn),
    });
  });
});

describe('the alarms of the CIS AWS Foundations Benchmark', () => {
  test('have the patterns of the benchmark, each with a metric of its own', () => {
    const filters = Object.values(built().findResources(FILTER)).map(({ Properties }) => Properties);
    expect(Object.fromEntries(filters.map(({ MetricTransformations: [{ MetricName }], FilterPattern }) => [MetricName, FilterPattern])))
      .toEqual(TRAIL_PATTERNS);
    for (const { MetricTransformations } of filters) {
      const [{ MetricName }] = MetricTransformations;
      expect(MetricTransformations).toEqual([{ MetricNamespace: 'ledger-dev-LogMetrics', MetricName, MetricValue: '1', DefaultValue: 0 }]);
    }
  });

  test('use a namespace with the name of the stack without a declared workload', () => {
    const stack = new Stack(new App(), 'Security');
    new AuditTrail(stack, 'Trail');
    templateOf(stack).allResourcesProperties(FILTER, { MetricTransformations: [Match.objectLike({ MetricNamespace: 'Security-LogMetrics' })] });
  });

  test('are recommended to the monitoring of the workload, with a threshold of one event', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    new WorkloadMonitoring(stack, 'Monitoring');
    const alarms = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms.map(({ MetricName }) => MetricName).sort()).toEqual(Object.keys(TRAIL_PATTERNS).sort());
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        Threshold: 1,
        EvaluationPeriods: 1,
        Statistic: 'Sum',
        Namespace: 'ledger-dev-LogMetrics',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
    expect(alarms.find(({ MetricName }) => MetricName === 'RootUsed')!.AlarmDescription).toBe('The root user was used (CIS 1.7, CloudWatch.1).');
  });

  test('can be omitted', () => {
    const stack = testStack();
    const { metricFilters } = bound(new AuditTrail(stack, 'Trail', { logs: { alarms: false } }));
    expect(metricFilters).toEqual([]);
    templateOf(stack).resourceCountIs(FILTER, 0);
  });
});

test('changes through the trail property are checked', () => {
  const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
  const { trail } = bound(new AuditTrail(stack, 'Trail'));
  (trail as cloudtrail.CfnTrail).enableLogFileValidation = false;
  trail.addPropertyDeletionOverride('KMSKeyId');
  expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['CloudTrail.TrailEncrypted', 'CloudTrail.TrailValidated']);
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults in a workload with monitoring there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => {
    new WorkloadMonitoring(stack, 'Monitoring');
    new AuditTrail(stack, 'Trail');
  })).toEqual([]);
});

test('without monitoring, the check reports that no alarm watches the metric filters', () => {
  const findings = findingsAtDefaults(Lifecycle.PRODUCTION, (stack) => { new AuditTrail(stack, 'Trail'); });
  expect([...new Set(findings.map(({ rule }) => rule))].sort()).toEqual([
    'CloudWatch.BucketPolicyChangesAlarmed', 'CloudWatch.ConfigChangesAlarmed', 'CloudWatch.FailedSignInsAlarmed', 'CloudWatch.GatewayChangesAlarmed',
    'CloudWatch.IamPolicyChangesAlarmed', 'CloudWatch.KeyDeletionAlarmed', 'CloudWatch.NetworkAclChangesAlarmed', 'CloudWatch.RootUseAlarmed',
    'CloudWatch.RouteTableChangesAlarmed', 'CloudWatch.SecurityGroupChangesAlarmed', 'CloudWatch.SignInWithoutMfaAlarmed',
    'CloudWatch.TrailChangesAlarmed', 'CloudWatch.UnauthorizedCallsAlarmed', 'CloudWatch.VpcChangesAlarmed',
  ]);
});

/** A construct whose methods can be destructured. */
function bound(trail: AuditTrail) {
  const { bucket, metricFilters, trailName } = trail;
  return { trail: trail.trail, bucket, metricFilters, trailName, validationCommand: trail.validationCommand.bind(trail) };
}
