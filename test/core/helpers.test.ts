import { App, Duration, RemovalPolicy, Stack, Tags, Validations } from 'aws-cdk-lib';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import { Construct } from 'constructs';
import { Framework, Lifecycle, Workload } from '../../src';
import { acknowledgeFindings } from '../../src/core/parts/acknowledge-findings';
import { allowAlarms, encryptedTopic } from '../../src/core/parts/encrypted-topic';
import { flowLogRole } from '../../src/core/parts/flow-log-role';
import { CdkProvider, hardenProvider } from '../../src/core/parts/harden-provider';
import { LeastPrivilegeRole } from '../../src/core/parts/least-privilege-role';
import { encryptedLogGroup } from '../../src/core/parts/log-group';
import { topicTarget } from '../../src/core/parts/topic-events';
import { backedUpResources, recommendedAlarms, Registry } from '../../src/core/workload/registry';
import { acknowledgedBelow, findingsAtDefaults, templateOf, testStack } from '../support';

const ACCOUNT = '123456789012';
const arn = (rest: string) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:${rest}`]] });

function only(stack: Stack, type: string): any {
  const found = Object.values(templateOf(stack).findResources(type));
  expect(found).toHaveLength(1);
  return found[0];
}

const sidsOfKey = (stack: Stack) => only(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.map(({ Sid }: any) => Sid);

describe('acknowledgeFindings', () => {
  test('records each id with the reason on one resource only', () => {
    const stack = testStack();
    const [topic, other] = [new sns.Topic(stack, 'Topic'), new sns.Topic(stack, 'Other')];
    const reason = 'the topic carries no personal data';
    acknowledgeFindings(topic.node.defaultChild!, reason, 'SNS.TopicEncrypted', 'AwsSolutions-SNS2');
    const accepted = ({ node }: sns.Topic) => node.defaultChild!.node.metadata
      .filter(({ type }) => type === Validations.ACKNOWLEDGED_RULES_METADATA_KEY).map(({ data }) => data);
    expect(accepted(topic)).toEqual([{ 'SNS.TopicEncrypted': reason, 'AwsSolutions-SNS2': reason }]);
    expect(accepted(other)).toEqual([]);
  });

  test('refuses a reason that is too short', () => {
    const stack = testStack();
    expect(() => acknowledgeFindings(stack, 'not needed', 'SNS.TopicEncrypted', 'AwsSolutions-SNS2')).toThrow(new Error(
      "reason of SNS.TopicEncrypted, AwsSolutions-SNS2 must be a string of at least 20 characters and 4 words, got 'not needed'"));
  });
});

test('only flow logs of the account and Region assume the role of flow logs', () => {
  const stack = testStack();
  flowLogRole(stack, 'Role');
  expect(only(stack, 'AWS::IAM::Role').Properties.AssumeRolePolicyDocument.Statement).toEqual([{
    Action: 'sts:AssumeRole',
    Effect: 'Allow',
    Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
    Condition: {
      StringEquals: { 'aws:SourceAccount': ACCOUNT },
      ArnLike: { 'aws:SourceArn': arn(`ec2:eu-west-2:${ACCOUNT}:vpc-flow-log/*`) },
    },
  }]);
});

describe('LeastPrivilegeRole', () => {
  const role = (stack: Stack) => new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });

  test('adds grants to one customer managed policy, without inline or AWS managed policies', () => {
    const stack = testStack();
    const grantee = role(stack);
    new sns.Topic(stack, 'Topic').grantPublish(grantee);
    const result = grantee.addToPrincipalPolicy(new iam.PolicyStatement({ actions: ['sqs:SendMessage'], resources: ['arn:aws:sqs:::q'] }));
    expect(result.statementAdded).toBe(true);
    expect(result.policyDependable).toBe(grantee.node.findChild('Policy'));
    const template = templateOf(stack);
    template.resourceCountIs('AWS::IAM::Policy', 0);
    expect(only(stack, 'AWS::IAM::ManagedPolicy').Properties).toMatchObject({
      Roles: [{ Ref: 'Role1ABCC5F0' }],
      PolicyDocument: {
        Statement: [
          { Effect: 'Allow', Action: 'sns:Publish', Resource: { Ref: 'TopicBFC7AF6E' } },
          { Effect: 'Allow', Action: 'sqs:SendMessage', Resource: 'arn:aws:sqs:::q' },
        ],
      },
    });
    expect(only(stack, 'AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
  });

  test('has no policy without grants', () => {
    const stack = testStack();
    role(stack);
    templateOf(stack).resourceCountIs('AWS::IAM::ManagedPolicy', 0);
  });
});

describe('encryptedLogGroup', () => {
  test.each([[Lifecycle.PRODUCTION, 'RetainExceptOnCreate'], [Lifecycle.EPHEMERAL, 'Delete']])('is under the workload\'s key, %s', (lifecycle, policy) => {
    const frameworks = [new Framework({ id: 'f', title: 'F', source: 'test', controls: [], numbers: { logRetention: Duration.days(400) } })];
    const stack = testStack({ lifecycle, frameworks });
    encryptedLogGroup(stack, 'Logs');
    expect(only(stack, 'AWS::Logs::LogGroup')).toMatchObject({
      DeletionPolicy: policy, Properties: { RetentionInDays: 400, KmsKeyId: { 'Fn::GetAtt': ['LogsKeyFE4C4A83', 'Arn'] } },
    });
    expect(sidsOfKey(stack)).toEqual(['AccountAdministration', 'AllowCloudWatchLogs']);
  });

  test('accepts a name, a retention and a key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    encryptedLogGroup(stack, 'Logs', { logGroupName: '/ledger', retention: logs.RetentionDays.TEN_YEARS, encryptionKey });
    expect(only(stack, 'AWS::Logs::LogGroup').Properties)
      .toMatchObject({ LogGroupName: '/ledger', RetentionInDays: 3653, KmsKeyId: stack.resolve(encryptionKey.keyArn) });
    expect(sidsOfKey(stack)).toEqual([undefined, 'AllowCloudWatchLogs']);
  });

  test('refuses an invalid name', () => {
    expect(() => encryptedLogGroup(testStack(), 'Logs', { logGroupName: 'a b' }))
      .toThrow(new Error("logGroupName must be a log group name of A-Z a-z 0-9 . / # - _, got 'a b'"));
  });
});

describe('topics', () => {
  test('are under the workload\'s key and take TLS only', () => {
    const stack = testStack();
    encryptedTopic(stack, 'Topic', { topicName: 'alarms' });
    expect(only(stack, 'AWS::SNS::Topic').Properties).toMatchObject({ TopicName: 'alarms', KmsMasterKeyId: expect.anything() });
    expect(only(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement).toMatchObject([
      { Effect: 'Deny', Action: 'sns:Publish', Condition: { Bool: { 'aws:SecureTransport': 'false' } } },
    ]);
    expect(sidsOfKey(stack)).toEqual(['AccountAdministration']);
  });

  test('refuse an invalid name', () => {
    expect(() => encryptedTopic(testStack(), 'Topic', { topicName: 'a b' }))
      .toThrow(new Error("topicName must be a topic name of A-Z a-z 0-9 - _, got 'a b'"));
  });

  test('accept a key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own');
    expect(encryptedTopic(stack, 'Topic', { encryptionKey }).masterKey).toBe(encryptionKey);
  });

  test('permit alarms of the account to publish, once', () => {
    const stack = testStack();
    const topic = encryptedTopic(stack, 'Topic');
    allowAlarms(stack, topic);
    allowAlarms(stack, topic);
    expect(only(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement.slice(1)).toEqual([{
      Sid: 'AllowCloudWatchAlarms',
      Effect: 'Allow',
      Principal: { Service: 'cloudwatch.amazonaws.com' },
      Action: 'sns:Publish',
      Resource: { Ref: 'TopicBFC7AF6E' },
      Condition: {
        StringEquals: { 'aws:SourceAccount': ACCOUNT },
        ArnLike: { 'aws:SourceArn': arn(`cloudwatch:eu-west-2:${ACCOUNT}:alarm:*`) },
      },
    }]);
    expect(sidsOfKey(stack)).toEqual(['AccountAdministration', 'AllowCloudWatchAlarms']);
  });

  test('are targets of rules without a role: their policy and that of their key permit EventBridge once, without conditions', () => {
    const stack = testStack();
    const topic = encryptedTopic(stack, 'Topic');
    const targets = [topicTarget(stack, topic), topicTarget(stack, topic)];
    expect(targets.map((target) => stack.resolve(target.bind({} as never)))).toEqual([{ arn: { Ref: 'TopicBFC7AF6E' } }, { arn: { Ref: 'TopicBFC7AF6E' } }]);
    const principal = { Effect: 'Allow', Principal: { Service: 'events.amazonaws.com' } };
    expect(only(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement.slice(1)).toEqual([
      { ...principal, Sid: 'AllowEventBridge', Action: 'sns:Publish', Resource: { Ref: 'TopicBFC7AF6E' } },
    ]);
    expect(only(stack, 'AWS::KMS::Key').Properties.KeyPolicy.Statement.slice(1)).toEqual([
      { ...principal, Sid: 'AllowEventBridge', Action: ['kms:Decrypt', 'kms:GenerateDataKey'], Resource: '*' },
    ]);
  });

  test('without a key grant no permission on keys', () => {
    const stack = testStack();
    const topic = new sns.Topic(stack, 'Topic');
    allowAlarms(stack, topic);
    topicTarget(stack, topic);
    expect(only(stack, 'AWS::SNS::TopicPolicy').Properties.PolicyDocument.Statement).toHaveLength(2);
    templateOf(stack).resourceCountIs('AWS::KMS::Key', 0);
  });
});

describe('hardenProvider', () => {
  const buckets = (stack: Stack) => ['One', 'Two'].forEach((id) => {
    new s3.Bucket(stack, id, { removalPolicy: RemovalPolicy.DESTROY, autoDeleteObjects: true });
    hardenProvider(stack, CdkProvider.AUTO_DELETE_OBJECTS);
  });

  test('adds a log group and permission to write to it only, once per stack', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    buckets(stack);
    const logGroup = { 'Fn::GetAtt': [expect.stringMatching(/^CustomS3AutoDeleteObjectsCustomResourceProviderLogGroup/), 'Arn'] };
    const { Properties: policy } = only(stack, 'AWS::IAM::ManagedPolicy');
    expect(policy).toEqual({
      Roles: [{ Ref: 'CustomS3AutoDeleteObjectsCustomResourceProviderRole3B1BD092' }],
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: ['logs:CreateLogStream', 'logs:PutLogEvents'], Resource: logGroup }],
      },
    });
    expect(only(stack, 'AWS::IAM::Role').Properties).not.toHaveProperty('ManagedPolicyArns');
    const handler = only(stack, 'AWS::Lambda::Function');
    expect(handler.Properties.LoggingConfig).toEqual({ LogFormat: 'JSON', LogGroup: { Ref: logGroup['Fn::GetAtt'][0] } });
    expect(handler.DependsOn).toEqual([expect.stringMatching(/^CustomS3AutoDeleteObjectsCustomResourceProviderLogPolicy/)]);
    expect(only(stack, 'AWS::Logs::LogGroup').Properties).toHaveProperty('KmsKeyId');
  });

  test('gives the function and its role the tags of their scope', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    Tags.of(stack).add('CostCenter', '42');
    buckets(stack);
    const tags = [{ Key: 'CostCenter', Value: '42' }];
    expect(only(stack, 'AWS::Lambda::Function').Properties.Tags).toEqual(tags);
    expect(only(stack, 'AWS::IAM::Role').Properties.Tags).toEqual(tags);
  });

  test('supports the default security group of a VPC', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    new ec2.Vpc(stack, 'Vpc', { restrictDefaultSecurityGroup: true });
    hardenProvider(stack, CdkProvider.RESTRICT_DEFAULT_SECURITY_GROUP);
    expect(only(stack, 'AWS::Lambda::Function').Properties.LoggingConfig.LogFormat).toBe('JSON');
  });

  test('acknowledges what aws-cdk-lib decides about the function and its role', () => {
    const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL });
    buckets(stack);
    const provider = stack.node.findChild('Custom::S3AutoDeleteObjectsCustomResourceProvider');
    expect(acknowledgedBelow(provider)).toEqual({
      Handler: ['AwsSolutions-L1', 'Lambda.FunctionConcurrencyLimited', 'Lambda.FunctionFailuresKept', 'Lambda.FunctionInVpc', 'Lambda.FunctionTraced'],
      Role: ['IAM.NoInlinePolicy'],
    });
  });

  test('leaves no finding on the function', () => {
    const ofHelper = findingsAtDefaults(Lifecycle.EPHEMERAL, buckets).filter(({ path }) => path.includes('CustomResourceProvider'));
    expect(ofHelper).toEqual([]);
  });
});

describe('Registry', () => {
  test('calls listeners for every item, in either order', () => {
    const registry = new Registry<string>();
    const [early, late]: string[][] = [[], []];
    registry.each((item) => early.push(item));
    registry.add('one');
    registry.add('two');
    registry.each((item) => late.push(item));
    registry.add('three');
    expect(early).toEqual(['one', 'two', 'three']);
    expect(late).toEqual(['one', 'two', 'three']);
  });

  test('is shared by the constructs of one workload only', () => {
    const app = new App();
    const [one, two] = ['One', 'Two'].map((id) => new Stack(app, id));
    Workload.on(one, { name: 'one' });
    Workload.on(two, { name: 'two' });
    const construct = new Construct(one, 'Service');
    const alarms = recommendedAlarms(construct);
    const backups = backedUpResources(construct);
    expect(recommendedAlarms(one)).toBe(alarms);
    expect(backedUpResources(one)).toBe(backups);
    expect(recommendedAlarms(two)).not.toBe(alarms);
    expect(backedUpResources(two)).not.toBe(backups);

    const metric = new cloudwatch.Metric({ namespace: 'AWS/ECS', metricName: 'CPUUtilization' });
    const alarm = { construct, id: 'CpuHigh', description: 'busy', metric, threshold: 80 };
    const resource = { construct, resource: backup.BackupResource.fromArn('arn:aws:s3:::b') };
    alarms.add(alarm);
    backups.add(resource);
    const seen: unknown[] = [];
    recommendedAlarms(one).each((item) => seen.push(item));
    backedUpResources(one).each((item) => seen.push(item));
    recommendedAlarms(two).each((item) => seen.push(item));
    expect(seen).toEqual([alarm, resource]);
  });
});
