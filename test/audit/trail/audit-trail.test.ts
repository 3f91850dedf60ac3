import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match, Template } from 'aws-cdk-lib/assertions';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import {
  AuditTrail, AuditTrailProps, DataClass, Framework, Lifecycle, LogBucket, SecureBucket, WorkloadKey, WorkloadMonitoring, WorkloadProps,
} from '../../../src';
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
const refused = (props: AuditTrailProps, message: string) => expect(() => new AuditTrail(testStack(), 'Trail', props)).toThrow(message);
const imported = (stack: Stack) => s3.Bucket.fromBucketName(stack, 'Imported', 'central-trails');
/** The statements of bucket policies that are about CloudTrail. */
const admitted = (template: Template): any[] => Object.values(template.findResources('AWS::S3::BucketPolicy'))
  .flatMap(({ Properties }) => Properties.PolicyDocument.Statement)
  .filter(({ Principal }) => Principal?.Service === 'cloudtrail.amazonaws.com');

describe('the trail', () => {
  test('records all Regions and global services, into log files that are validated', () => {
    expect(trailIn(built()).Properties).toMatchObject({
      IsLogging: true,
      IsMultiRegionTrail: true,
      IncludeGlobalServiceEvents: true,
      IsOrganizationTrail: false,
      EnableLogFileValidation: true,
      S3KeyPrefix: 'cloudtrail',
    });
  });

  test('is under the workload\'s key for buckets, which admits trails of the account by their encryption context', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    const key = WorkloadKey.of(stack, DataClass.STORAGE).key;
    const template = templateOf(stack);
    expect(trailIn(template).Properties.KMSKeyId).toEqual(stack.resolve(key.keyArn));
    const trails = arn('cloudtrail:*:123456789012:trail/*');
    template.hasResourceProperties('AWS::KMS::Key', {
      KeyPolicy: {
        Statement: Match.arrayWith([Match.objectLike({
          Sid: 'AllowCloudTrail', Condition: { ArnLike: { 'aws:SourceArn': trails, 'kms:EncryptionContext:aws:cloudtrail:arn': trails } },
        })]),
      },
    });
  });

  test('waits for the policies that it needs', () => {
    const template = built();
    const { DependsOn } = trailIn(template);
    expect(DependsOn.filter((id: string) => id in template.findResources('AWS::IAM::ManagedPolicy'))).toHaveLength(1);
    expect(DependsOn.filter((id: string) => id in template.findResources('AWS::S3::BucketPolicy'))).toHaveLength(1);
  });

  test('has the name and the prefix that it is given, and the bucket admits no other', () => {
    const template = built({ trailName: 'ledger-trail-dev', prefix: 'audit/trail' });
    expect(trailIn(template).Properties).toMatchObject({ TrailName: 'ledger-trail-dev', S3KeyPrefix: 'audit/trail' });
    expect(admitted(template).map(({ Condition }) => Condition.ArnLike)).toEqual(
      [1, 2].map(() => ({ 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/ledger-trail-dev') })));
    expect(admitted(template)[0].Resource['Fn::Join'][1][1]).toBe('/audit/trail/AWSLogs/123456789012/*');
  });

  test.each([
    ['my--trail', "trailName is 'my--trail', need a trail name that matches "],
    ['ab', "trailName is 'ab', need a trail name that matches "],
    ['192.168.5.4', "trailName is '192.168.5.4', need a trail name that does not match "],
    ['x'.repeat(129), `trailName '${'x'.repeat(129)}' has 129 characters, need at most 128 for a trail`],
  ])('does not take the name %s', (trailName, message) => refused({ trailName }, message));

  test('takes a name of the workload', () => {
    expect(trailIn(built({ trailName: 'ledger_trail.v1' })).Properties.TrailName).toBe('ledger_trail.v1');
  });

  test('tells its name, and how to validate its log files', () => {
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

  test('works in a stack of no particular Region', () => {
    const stack = new Stack(new App(), 'Stack');
    new AuditTrail(stack, 'Trail');
    expect(admitted(templateOf(stack))[0].Condition.ArnLike['aws:SourceArn']).toEqual({
      'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':cloudtrail:', { Ref: 'AWS::Region' }, ':', { Ref: 'AWS::AccountId' }, ':trail/*']],
    });
  });
});

describe('the bucket', () => {
  test('of its own is under the key, versioned, to Glacier after 90 days, and every request to it is logged', () => {
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

  test('is locked in production, for as long as the frameworks ask for logs', () => {
    expect(lockOf(built())).toEqual({ Mode: 'GOVERNANCE', Days: 365 });
    const house = new Framework({ id: 'house', title: 'House', source: 's', controls: [], numbers: { logRetention: Duration.days(400) } });
    expect(lockOf(built({}, { frameworks: [house] }))).toEqual({ Mode: 'GOVERNANCE', Days: 400 });
    expect(lockOf(built({ storage: { lock: Duration.days(30) } }))).toEqual({ Mode: 'GOVERNANCE', Days: 30 });
  });

  test('is not locked in an ephemeral workload', () => {
    expect(lockOf(built({}, { lifecycle: Lifecycle.EPHEMERAL }))).toBeUndefined();
  });

  test('has another lifecycle and other access logs where given', () => {
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

  test('can be one that exists, which is let take log files for the account', () => {
    const stack = testStack();
    const { bucket } = new LogBucket(stack, 'Central');
    const trail = new AuditTrail(stack, 'Trail', { bucket });
    expect(trail.bucket).toBe(bucket);
    const template = templateOf(stack);
    template.resourceCountIs(BUCKET, 1);
    expect(admitted(template)).toEqual([
      expect.objectContaining({ Action: 's3:PutObject', Condition: expect.objectContaining({ ArnLike: { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/*') } }) }),
      expect.objectContaining({ Action: 's3:GetBucketAcl' }),
    ]);
  });

  test('that exists under a key gives the trail that key', () => {
    const stack = testStack();
    const secure = new SecureBucket(stack, 'Central', { encryptionKey: new kms.Key(stack, 'Key') });
    new AuditTrail(stack, 'Trail', { bucket: secure.bucket });
    expect(trailIn(templateOf(stack)).Properties.KMSKeyId).toEqual(stack.resolve(secure.encryptionKey.keyArn));
  });

  test('that is imported keeps its policy; a key of yours goes before others', () => {
    const stack = testStack();
    const key = kms.Key.fromKeyArn(stack, 'Key', 'arn:aws:kms:eu-west-2:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab');
    new AuditTrail(stack, 'Trail', { bucket: imported(stack), encryptionKey: key });
    const template = templateOf(stack);
    expect(trailIn(template).Properties).toMatchObject({ S3BucketName: 'central-trails', KMSKeyId: key.keyArn });
    template.resourceCountIs('AWS::S3::BucketPolicy', 0);
    expect(trailIn(template).DependsOn).toHaveLength(1);
  });

  test('is either given or described', () => {
    const stack = testStack();
    expect(() => new AuditTrail(stack, 'Trail', { bucket: imported(stack), storage: {} }))
      .toThrow('storage is given beside a bucket of yours, need one or the other');
  });
});

describe('events', () => {
  const selectorsOf = (props: AuditTrailProps) => trailIn(built(props)).Properties.AdvancedEventSelectors;
  const MANAGEMENT = { Name: 'Management events', FieldSelectors: [{ Field: 'eventCategory', Equals: ['Management'] }] };
  const data = (Name: string, type: string, ...more: object[]) => ({
    Name, FieldSelectors: [{ Field: 'eventCategory', Equals: ['Data'] }, { Field: 'resources.type', Equals: [type] }, ...more],
  });

  test('of management and of all objects but the trail\'s own are recorded', () => {
    const stack = testStack();
    const { bucket } = bound(new AuditTrail(stack, 'Trail'));
    expect(trailIn(templateOf(stack)).Properties.AdvancedEventSelectors).toEqual([
      MANAGEMENT, data('Objects', 'AWS::S3::Object', { Field: 'resources.ARN', NotStartsWith: [stack.resolve(bucket.arnForObjects(''))] }),
    ]);
  });

  test('of objects can be limited to buckets', () => {
    const stack = testStack();
    const cards = s3.Bucket.fromBucketName(stack, 'Cards', 'cards');
    new AuditTrail(stack, 'Trail', { events: { objectsOf: [cards] } });
    expect(trailIn(templateOf(stack)).Properties.AdvancedEventSelectors[1]).toEqual(
      data('Objects', 'AWS::S3::Object', { Field: 'resources.ARN', StartsWith: [stack.resolve(cards.arnForObjects(''))] }));
  });

  test('of functions are recorded where asked for', () => {
    expect(selectorsOf({ events: { functions: true, objects: false } })).toEqual([MANAGEMENT, data('Functions', 'AWS::Lambda::Function')]);
  });

  test('that are unusual are pointed out, unless switched off', () => {
    expect(trailIn(built()).Properties.InsightSelectors).toEqual([{ InsightType: 'ApiCallRateInsight' }, { InsightType: 'ApiErrorRateInsight' }]);
    expect(trailIn(built({ events: { insights: false } })).Properties.InsightSelectors).toBeUndefined();
  });

  test('what is switched off is reported', () => {
    const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
    new AuditTrail(stack, 'Trail', { events: { objects: false, insights: false } });
    expect(findingsOf(stack.node.root as App).map(({ rule }) => rule).sort()).toEqual([
      'CloudTrail.Insights', 'CloudTrail.ObjectReadsRecorded', 'CloudTrail.ObjectWritesRecorded',
    ]);
  });

  test('of objects are either limited or not recorded', () => {
    const stack = testStack();
    expect(() => new AuditTrail(stack, 'Trail', { events: { objects: false, objectsOf: [imported(stack)] } }))
      .toThrow('events.objectsOf is given beside events.objects false, need one or the other');
    refused({ events: { objectsOf: [] } }, 'events.objectsOf is empty, need at least one bucket, or none given for all');
  });
});

describe('an organization trail', () => {
  test('records the accounts of the organization, into a bucket that admits it', () => {
    const template = built({ organizationId: 'o-a1b2c3d4e5', trailName: 'org' });
    expect(trailIn(template).Properties.IsOrganizationTrail).toBe(true);
    const source = { ArnLike: { 'aws:SourceArn': arn('cloudtrail:eu-west-2:123456789012:trail/org') } };
    const writes = admitted(template).filter(({ Action }) => Action === 's3:PutObject');
    expect(writes.map(({ Resource }) => Resource['Fn::Join'][1][1])).toEqual(['/cloudtrail/AWSLogs/123456789012/*', '/cloudtrail/AWSLogs/o-a1b2c3d4e5/*']);
    for (const { Condition } of writes) expect(Condition).toMatchObject(source);
    expect(admitted(template)).toHaveLength(3);
  });

  test('has an id that AWS Organizations could give', () => {
    refused({ organizationId: 'my-org' }, "organizationId is 'my-org', need o- and 10 to 32 lower-case letters and digits");
  });
});

describe('the log group', () => {
  test('is encrypted and kept as long as the frameworks ask, and CloudTrail may write to it alone', () => {
    const template = built();
    template.hasResourceProperties('AWS::Logs::LogGroup', { RetentionInDays: 365, KmsKeyId: Match.anyValue() });
    const [groupId] = Object.keys(template.findResources('AWS::Logs::LogGroup'));
    template.hasResourceProperties('AWS::IAM::ManagedPolicy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: { 'Fn::GetAtt': [groupId, 'Arn'] },
        }],
      },
    });
    expect(trailIn(template).Properties.CloudWatchLogsLogGroupArn).toEqual({ 'Fn::GetAtt': [groupId, 'Arn'] });
    const [roleId] = Object.keys(template.findResources('AWS::IAM::Role', {
      Properties: { AssumeRolePolicyDocument: { Statement: [{ Principal: { Service: 'cloudtrail.amazonaws.com' } }] } },
    }));
    expect(trailIn(template).Properties.CloudWatchLogsRoleArn).toEqual({ 'Fn::GetAtt': [roleId, 'Arn'] });
  });

  test('has the name, retention and key that it is given', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Key');
    new AuditTrail(stack, 'Trail', { logs: { logGroupName: '/ledger/trail', retention: logs.RetentionDays.TWO_YEARS, encryptionKey } });
    templateOf(stack).hasResourceProperties('AWS::Logs::LogGroup', {
      LogGroupName: '/ledger/trail', RetentionInDays: 731, KmsKeyId: stack.resolve(encryptionKey.keyArn),
    });
  });
});

describe('the alarms of the CIS AWS Foundations Benchmark', () => {
  // As AWS Security Hub User Guide, CloudWatch.1 to CloudWatch.14, has them, and CIS 4.15; what `watchFor` composes is compared with the whole text.
  const PATTERNS: Record<string, string> = {
    RootUsed: '{$.userIdentity.type="Root" && $.userIdentity.invokedBy NOT EXISTS && $.eventType !="AwsServiceEvent"}',
    UnauthorizedCalls: '{($.errorCode="*UnauthorizedOperation") || ($.errorCode="AccessDenied*")}',
    SignInWithoutMfa: '{ ($.eventName = "ConsoleLogin") && ($.additionalEventData.MFAUsed != "Yes") && ($.userIdentity.type = "IAMUser") && ($.responseElements.ConsoleLogin = "Success") }',
    IamPolicyChanged: '{($.eventSource=iam.amazonaws.com) && (($.eventName=DeleteGroupPolicy) || ($.eventName=DeleteRolePolicy) || ($.eventName=DeleteUserPolicy) || ($.eventName=PutGroupPolicy) || ($.eventName=PutRolePolicy) || ($.eventName=PutUserPolicy) || ($.eventName=CreatePolicy) || ($.eventName=DeletePolicy) || ($.eventName=CreatePolicyVersion) || ($.eventName=DeletePolicyVersion) || ($.eventName=AttachRolePolicy) || ($.eventName=DetachRolePolicy) || ($.eventName=AttachUserPolicy) || ($.eventName=DetachUserPolicy) || ($.eventName=AttachGroupPolicy) || ($.eventName=DetachGroupPolicy))}',
    TrailChanged: '{($.eventName=CreateTrail) || ($.eventName=UpdateTrail) || ($.eventName=DeleteTrail) || ($.eventName=StartLogging) || ($.eventName=StopLogging)}',
    SignInFailed: '{($.eventName=ConsoleLogin) && ($.errorMessage="Failed authentication")}',
    KeyDisabled: '{($.eventSource=kms.amazonaws.com) && (($.eventName=DisableKey) || ($.eventName=ScheduleKeyDeletion))}',
    BucketPolicyChanged: '{($.eventSource=s3.amazonaws.com) && (($.eventName=PutBucketAcl) || ($.eventName=PutBucketPolicy) || ($.eventName=PutBucketCors) || ($.eventName=PutBucketLifecycle) || ($.eventName=PutBucketReplication) || ($.eventName=DeleteBucketPolicy) || ($.eventName=DeleteBucketCors) || ($.eventName=DeleteBucketLifecycle) || ($.eventName=DeleteBucketReplication))}',
    ConfigChanged: '{($.eventSource=config.amazonaws.com) && (($.eventName=StopConfigurationRecorder) || ($.eventName=DeleteDeliveryChannel) || ($.eventName=PutDeliveryChannel) || ($.eventName=PutConfigurationRecorder))}',
    SecurityGroupChanged: '{($.eventName=AuthorizeSecurityGroupIngress) || ($.eventName=AuthorizeSecurityGroupEgress) || ($.eventName=RevokeSecurityGroupIngress) || ($.eventName=RevokeSecurityGroupEgress) || ($.eventName=CreateSecurityGroup) || ($.eventName=DeleteSecurityGroup)}',
    NetworkAclChanged: '{($.eventName=CreateNetworkAcl) || ($.eventName=CreateNetworkAclEntry) || ($.eventName=DeleteNetworkAcl) || ($.eventName=DeleteNetworkAclEntry) || ($.eventName=ReplaceNetworkAclEntry) || ($.eventName=ReplaceNetworkAclAssociation)}',
    GatewayChanged: '{($.eventName=CreateCustomerGateway) || ($.eventName=DeleteCustomerGateway) || ($.eventName=AttachInternetGateway) || ($.eventName=CreateInternetGateway) || ($.eventName=DeleteInternetGateway) || ($.eventName=DetachInternetGateway)}',
    RouteTableChanged: '{($.eventSource=ec2.amazonaws.com) && (($.eventName=CreateRoute) || ($.eventName=CreateRouteTable) || ($.eventName=ReplaceRoute) || ($.eventName=ReplaceRouteTableAssociation) || ($.eventName=DeleteRouteTable) || ($.eventName=DeleteRoute) || ($.eventName=DisassociateRouteTable))}',
    VpcChanged: '{($.eventName=CreateVpc) || ($.eventName=DeleteVpc) || ($.eventName=ModifyVpcAttribute) || ($.eventName=AcceptVpcPeeringConnection) || ($.eventName=CreateVpcPeeringConnection) || ($.eventName=DeleteVpcPeeringConnection) || ($.eventName=RejectVpcPeeringConnection) || ($.eventName=AttachClassicLinkVpc) || ($.eventName=DetachClassicLinkVpc) || ($.eventName=DisableVpcClassicLink) || ($.eventName=EnableVpcClassicLink)}',
    OrganizationChanged: '{($.eventSource=organizations.amazonaws.com) && (($.eventName=AcceptHandshake) || ($.eventName=AttachPolicy) || ($.eventName=CreateAccount) || ($.eventName=CreateOrganizationalUnit) || ($.eventName=CreatePolicy) || ($.eventName=DeclineHandshake) || ($.eventName=DeleteOrganization) || ($.eventName=DeleteOrganizationalUnit) || ($.eventName=DeletePolicy) || ($.eventName=DetachPolicy) || ($.eventName=DisablePolicyType) || ($.eventName=EnablePolicyType) || ($.eventName=InviteAccountToOrganization) || ($.eventName=LeaveOrganization) || ($.eventName=MoveAccount) || ($.eventName=RemoveAccountFromOrganization) || ($.eventName=UpdatePolicy) || ($.eventName=UpdateOrganizationalUnit))}',
  };

  test('filter exactly as AWS Security Hub checks it, and the one that it does not check as the benchmark says', () => {
    const filters = Object.values(built().findResources(FILTER)).map(({ Properties }) => Properties);
    expect(Object.fromEntries(filters.map(({ MetricTransformations: [{ MetricName }], FilterPattern }) => [MetricName, FilterPattern])))
      .toEqual(PATTERNS);
    for (const { MetricTransformations } of filters) {
      expect(MetricTransformations).toEqual([expect.objectContaining({ MetricNamespace: 'ledger-dev-LogMetrics', MetricValue: '1', DefaultValue: 0 })]);
    }
  });

  test('count into metrics of the stack where no workload is declared', () => {
    const stack = new Stack(new App(), 'Security');
    new AuditTrail(stack, 'Trail');
    templateOf(stack).allResourcesProperties(FILTER, { MetricTransformations: [Match.objectLike({ MetricNamespace: 'Security-LogMetrics' })] });
  });

  test('are recommended to the monitoring of the workload, each from the first event on', () => {
    const stack = testStack();
    new AuditTrail(stack, 'Trail');
    new WorkloadMonitoring(stack, 'Monitoring');
    const alarms = Object.values(templateOf(stack).findResources('AWS::CloudWatch::Alarm')).map(({ Properties }) => Properties);
    expect(alarms.map(({ MetricName }) => MetricName).sort()).toEqual(Object.keys(PATTERNS).sort());
    for (const alarm of alarms) {
      expect(alarm).toMatchObject({
        Threshold: 1,
        EvaluationPeriods: 1,
        Statistic: 'Sum',
        Namespace: 'ledger-dev-LogMetrics',
        ComparisonOperator: 'GreaterThanOrEqualToThreshold',
      });
    }
    expect(alarms.find(({ MetricName }) => MetricName === 'RootUsed')!.AlarmDescription).toContain('Somebody used the root user (CIS 1.7, CloudWatch.1).');
  });

  test('can be left out', () => {
    const stack = testStack();
    const { metricFilters } = bound(new AuditTrail(stack, 'Trail', { logs: { alarms: false } }));
    expect(metricFilters).toEqual([]);
    templateOf(stack).resourceCountIs(FILTER, 0);
  });
});

test('what is done through the trail is judged', () => {
  const stack = testStack({ frameworks: [Framework.PCI_DSS_4_0_1] });
  const { trail } = bound(new AuditTrail(stack, 'Trail'));
  (trail as cloudtrail.CfnTrail).enableLogFileValidation = false;
  trail.addPropertyDeletionOverride('KMSKeyId');
  expect(findingsOf(stack.node.root as App).map(({ rule }) => rule)).toEqual(['CloudTrail.TrailEncrypted', 'CloudTrail.TrailValidated']);
});

test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('at its defaults there are no findings in %s', (lifecycle) => {
  expect(findingsAtDefaults(lifecycle, (stack) => { new AuditTrail(stack, 'Trail'); })).toEqual([]);
});

/** A construct whose methods can be taken apart from it. */
function bound(trail: AuditTrail) {
  const { bucket, metricFilters, trailName } = trail;
  return { trail: trail.trail, bucket, metricFilters, trailName, validationCommand: trail.validationCommand.bind(trail) };
}
