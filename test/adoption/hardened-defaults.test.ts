/** @library own */
import { App, CfnResource, IPropertyInjector, PhysicalName, PropertyInjectors, Stack, Stage } from 'aws-cdk-lib';
import { Template } from 'aws-cdk-lib/assertions';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import * as wafv2 from 'aws-cdk-lib/aws-wafv2';
import { Construct } from 'constructs';
import { foundIn, hardenedStack, nameClasses, plainStack, resourcesOf } from './support';
import { twelve } from './twelve';
import { BackupPlan, ComplianceChecks, Framework, HardenedDefaults, SecureBucket, SecureQueue, WebAcl } from '../../src';
import { refusal } from '../refusal';
import { templateOf } from '../support';

/** An injector of an app. */
function injector(constructUniqueId: string, props: object): IPropertyInjector {
  return { constructUniqueId, inject: (given) => ({ ...props, ...given }) };
}

/** Warnings of the hardening, by path. */
function warningsOf(stack: Stack): string[] {
  resourcesOf(stack);
  return stack.node.findAll().flatMap(({ node }) => node.metadata
    .filter(({ type, data }) => type === 'aws:cdk:warning' && data.includes('HardenedDefaults')).map(({ data }) => `${node.path}: ${data}`));
}

describe('twelve plain L2s under AWS FSBP and PCI DSS', () => {
  test('a deployed app', () => {
    const before = plainStack();
    twelve(before);
    const after = hardenedStack();
    twelve(after);
    new BackupPlan(after, 'Backups');
    const counts = { before: foundIn(before).length, after: foundIn(after).length };
    process.stdout.write(`twelve L2s, deployed app: ${JSON.stringify(counts)}\n`);
    expect(counts).toEqual({ before: 48, after: 19 });
  });

  test('a new app: what is left needs a network, a web ACL, a rotation function or a decision', () => {
    const stack = hardenedStack({ newApp: true, readonlyRootFilesystem: true, containerUser: '1000:1000' });
    twelve(stack);
    new BackupPlan(stack, 'Backups');
    const left = foundIn(stack);
    process.stdout.write(`twelve L2s, new app: ${left.length}\n`);
    expect(left).toEqual([
      'EC2.EgressRestricted Shop/Service/SecurityGroup/Resource',
      'ELB.WebAclAssociated Shop/LoadBalancer/Resource',
      'Lambda.FunctionInVpc Shop/Function/Resource',
      'S3.BucketObjectLocked Shop/Bucket/Resource',
      'SecretsManager.SecretRotated Shop/Database/Secret/Resource',
      'SecretsManager.SecretRotated Shop/Secret/Resource',
    ]);
  });
});

test.each([
  ['PostgreSQL', rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }), []],
  ['MySQL', rds.DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.VER_8_4_5 }), []],
  ['MariaDB', rds.DatabaseInstanceEngine.mariaDb({ version: rds.MariaDbEngineVersion.VER_10_11 }), ['RDS.InstanceIamAuthenticated Shop/Database/Resource']],
])('an instance of %s in a new app', (_name, engine, needsVersion) => {
  const stack = hardenedStack({ newApp: true });
  new rds.DatabaseInstance(stack, 'Database', { engine, vpc: new ec2.Vpc(stack, 'Vpc') });
  new BackupPlan(stack, 'Backups');
  expect(foundIn(stack).filter((finding) => finding.includes('/Database/'))).toEqual([
    ...needsVersion, 'SecretsManager.SecretRotated Shop/Database/Secret/Resource',
  ]);
});

test('a framework that cites no safeguard changes nothing that not every workload requires', () => {
  const none = new Framework({ id: 'none', title: 'None', source: 'https://example.com', controls: [{ id: '1', title: 'Buckets are versioned', safeguards: ['S3.BucketVersioned'] }] });
  const stack = hardenedStack({}, [none]);
  new s3.Bucket(stack, 'Bucket');
  new dynamodb.Table(stack, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const plain = plainStack([none]);
  new dynamodb.Table(plain, 'Table', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  const { Bucket83908E77: bucket, TableCD117FA1: table } = resourcesOf(stack);
  // Every workload requires that buckets are not public.
  const blocked = { BlockPublicAcls: true, BlockPublicPolicy: true, IgnorePublicAcls: true, RestrictPublicBuckets: true };
  expect(bucket.Properties).toEqual({ VersioningConfiguration: { Status: 'Enabled' }, PublicAccessBlockConfiguration: blocked });
  expect(table).toEqual(resourcesOf(plain).TableCD117FA1);
});

describe('buckets', () => {
  const stack = hardenedStack();
  const logs = new s3.Bucket(stack, 'Logs');
  new s3.Bucket(stack, 'Data', { serverAccessLogsBucket: logs });
  const shared = new s3.Bucket(stack, 'Shared');
  shared.grantRead(new iam.AccountPrincipal('999999999999'));
  new s3.Bucket(stack, 'Own').grantRead(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountRootPrincipal() }));
  new s3.Bucket(stack, 'Site', { publicReadAccess: true, blockPublicAccess: new s3.BlockPublicAccess({ blockPublicPolicy: false }) });
  new s3.Bucket(stack, 'Starred').addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.StarPrincipal()], actions: ['s3:GetObject'], resources: ['*'], conditions: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  }));
  new s3.CfnBucketPolicy(stack, 'Foreign', {
    bucket: new s3.Bucket(stack, 'WithPolicy').bucketName, policyDocument: { Statement: { Effect: 'Deny', Principal: '*', Action: 's3:DeleteBucket', Resource: '*' } },
  });
  const resources = resourcesOf(stack);
  const bucketOf = (id: string) => Object.entries<any>(resources).find(([name, { Type }]) => Type === 'AWS::S3::Bucket' && name.startsWith(id))![1].Properties;
  const algorithmOf = (id: string) => bucketOf(id).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm;

  test('a log destination and a bucket that other accounts or everyone read have SSE-S3, others the key of the workload', () => {
    expect(['Logs', 'Data', 'Shared', 'Own', 'Site', 'Starred'].map((id) => `${id} ${algorithmOf(id)}`))
      .toEqual(['Logs AES256', 'Data aws:kms', 'Shared AES256', 'Own aws:kms', 'Site AES256', 'Starred AES256']);
  });

  test('a log destination has no access logs', () => {
    expect(bucketOf('Logs').LoggingConfiguration).toBeUndefined();
    expect(bucketOf('Own').LoggingConfiguration.LogFilePrefix).toBe('Own/');
    expect(bucketOf('Data').LoggingConfiguration.DestinationBucketName).toEqual(stack.resolve(logs.bucketName));
  });

  test('a public bucket stays public', () => {
    expect(bucketOf('Site').PublicAccessBlockConfiguration).toEqual({ BlockPublicPolicy: false });
  });

  test('a bucket with a policy of its own gets no second one', () => {
    const policies = Object.keys(resources).filter((id) => resources[id].Type === 'AWS::S3::BucketPolicy' && (id.startsWith('WithPolicy') || id === 'Foreign'));
    expect(policies).toEqual(['Foreign']);
  });

  test('permissions of roles do not change: the key policy permits principals of the account through S3', () => {
    const { PolicyDocument: policy } = resources.RoleDefaultPolicy5FFB7DAB.Properties;
    expect(JSON.stringify(policy)).not.toContain('kms');
    const statement = Object.values<any>(resources).find(({ Type }) => Type === 'AWS::KMS::Key').Properties.KeyPolicy.Statement.find(({ Sid }: any) => Sid === 'AllowThrough-s3');
    expect(statement.Condition).toEqual({ StringEquals: { 'kms:CallerAccount': '123456789012', 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } });
  });
});

describe('buckets', () => {
  const BY_ROLES = [
    'AWS::Athena::WorkGroup', 'AWS::Backup::BackupSelection', 'AWS::Batch::JobDefinition', 'AWS::CloudFormation::CustomResource', 'AWS::CloudWatch::Alarm',
    'AWS::CloudWatch::Dashboard', 'AWS::CodeBuild::Project', 'AWS::CodePipeline::Pipeline', 'AWS::EC2::Instance', 'AWS::EC2::LaunchTemplate', 'AWS::EC2::VPCEndpoint',
    'AWS::ECS::TaskDefinition', 'AWS::Events::Rule', 'AWS::Glue::Crawler', 'AWS::Glue::Database', 'AWS::Glue::Job', 'AWS::Glue::Table', 'AWS::IAM::ManagedPolicy',
    'AWS::IAM::Policy', 'AWS::IAM::Role', 'AWS::KMS::Key', 'AWS::KinesisFirehose::DeliveryStream', 'AWS::Lambda::Function', 'AWS::Lambda::Permission',
    'AWS::SNS::TopicPolicy', 'AWS::SQS::QueuePolicy', 'AWS::SSM::Parameter', 'AWS::SecretsManager::Secret', 'AWS::StepFunctions::StateMachine', 'Custom::Any',
  ];
  const LOGGING = [
    'AWS::CloudFront::Distribution', 'AWS::CloudFront::StreamingDistribution', 'AWS::ElasticLoadBalancing::LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer',
  ];
  const OTHERS = ['AWS::CloudTrail::Trail'];

  test('users with a role do not prevent a key, and services that deliver logs do not prevent a policy', () => {
    const types = [...BY_ROLES, ...LOGGING, ...OTHERS];
    const stack = hardenedStack();
    const DistributionConfig = { Origins: [], DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' } };
    types.forEach((type, index) => new CfnResource(stack, `Referrer${index}`, {
      type, properties: { Bucket: new s3.Bucket(stack, `Bucket${index}x`).bucketName, ...type === 'AWS::CloudFront::Distribution' && { DistributionConfig } },
    }));
    const made = Object.entries<any>(resourcesOf(stack));
    const typesWith = (resourceType: string, text: string) => types.filter((_, index) => (
      made.some(([id, { Type, Properties }]) => Type === resourceType && id.startsWith(`Bucket${index}x`) && JSON.stringify(Properties).includes(text))));
    expect(typesWith('AWS::S3::Bucket', 'aws:kms')).toEqual(BY_ROLES);
    expect(typesWith('AWS::S3::BucketPolicy', 'aws:SecureTransport')).toEqual([...BY_ROLES, ...LOGGING]);
  });

  test('a public ACL prevents a policy, and a private one does not', () => {
    const stack = hardenedStack();
    const acls = [s3.BucketAccessControl.PUBLIC_READ, s3.BucketAccessControl.PUBLIC_READ_WRITE, s3.BucketAccessControl.PRIVATE];
    acls.forEach((accessControl) => new s3.Bucket(stack, `${accessControl}x`, { accessControl, objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }));
    const policies = Object.entries<any>(resourcesOf(stack)).filter(([, { Type }]) => Type === 'AWS::S3::BucketPolicy').map(([id]) => id.split('x')[0]);
    expect(policies.filter((id) => acls.includes(id as s3.BucketAccessControl))).toEqual([s3.BucketAccessControl.PRIVATE]);
  });
});

describe('topics', () => {
  const stack = hardenedStack();
  new sns.Topic(stack, 'Plain');
  new sns.Topic(stack, 'Budgets').addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('budgets.amazonaws.com')], actions: ['sns:Publish'], resources: ['*'],
  }));
  new sns.Topic(stack, 'Partner').addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('999999999999')], actions: ['sns:Publish'], resources: ['*'] }));
  const events = new sns.Topic(stack, 'Databases');
  new rds.CfnEventSubscription(stack, 'Subscription', { snsTopicArn: events.topicArn });
  new sns.Topic(stack, 'Rules').addToResourcePolicy(new iam.PolicyStatement({ principals: [new iam.ServicePrincipal('events.amazonaws.com')], actions: ['sns:Publish'], resources: ['*'] }));
  const resources = resourcesOf(stack);
  const topicOf = (id: string) => Object.entries<any>(resources).find(([name, { Type }]) => Type === 'AWS::SNS::Topic' && name.startsWith(id))![1].Properties ?? {};

  test('a topic of a service that needs its own permission for the key stays without a key', () => {
    expect(topicOf('Plain').KmsMasterKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^LogsKey/), 'Arn'] });
    expect(topicOf('Rules').KmsMasterKeyId).toEqual(topicOf('Plain').KmsMasterKeyId);
    expect(['Budgets', 'Partner', 'Databases'].map((id) => topicOf(id).KmsMasterKeyId)).toEqual([undefined, undefined, undefined]);
  });

  test('a resource that does not publish to a topic, or as CloudWatch, leaves its defaults hardened; another resource does not', () => {
    const types = [
      'AWS::SNS::Subscription', 'AWS::CloudWatch::Alarm', 'AWS::CloudWatch::CompositeAlarm', 'AWS::CloudWatch::Dashboard', 'AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy',
      'AWS::IAM::Role', 'AWS::Lambda::Function', 'AWS::Lambda::Permission', 'AWS::SQS::QueuePolicy', 'AWS::ECS::TaskDefinition', 'AWS::SSM::Parameter',
      'AWS::StepFunctions::StateMachine', 'AWS::Events::Rule', 'AWS::Backup::BackupVault', 'AWS::Config::DeliveryChannel', 'AWS::Budgets::Budget',
    ];
    const referring = hardenedStack();
    types.forEach((type, index) => new CfnResource(referring, `Referrer${index}`, { type, properties: { Topic: new sns.Topic(referring, `Topic${index}x`).topicArn } }));
    const made = Object.entries<any>(resourcesOf(referring));
    const hardenedTypes = (resourceType: string, isHardened: (properties: any) => boolean) => types.filter((_, index) => (
      made.some(([id, { Type, Properties = {} }]) => Type === resourceType && id.startsWith(`Topic${index}x`) && isHardened(Properties))));
    expect(hardenedTypes('AWS::SNS::Topic', ({ KmsMasterKeyId }) => KmsMasterKeyId !== undefined)).toEqual(types.slice(0, -1));
    expect(hardenedTypes('AWS::SNS::TopicPolicy', () => true)).toEqual(types.slice(0, -4));
  });

  test('CloudWatch alarms can publish, as the default policy permits', () => {
    const [, policy] = Object.entries<any>(resources).find(([id, { Type }]) => Type === 'AWS::SNS::TopicPolicy' && id.startsWith('Plain'))!;
    expect(policy.Properties.PolicyDocument.Statement.map(({ Sid }: any) => Sid)).toEqual(['AllowPublishThroughSSLOnly', 'AllowCloudWatchAlarms']);
  });
});

test('load balancers get the web ACL of the options, except those that have one', () => {
  const arn = (name: string) => `arn:aws:wafv2:eu-west-2:123456789012:regional/webacl/${name}/1`;
  const stack = plainStack();
  HardenedDefaults.on(stack, { webAcl: WebAcl.fromWebAclArn(stack, 'Shared', arn('shared')) });
  const vpc = new ec2.Vpc(stack, 'Vpc');
  new elbv2.ApplicationLoadBalancer(stack, 'Open', { vpc });
  const { loadBalancerArn: resourceArn } = new elbv2.ApplicationLoadBalancer(stack, 'Protected', { vpc });
  new wafv2.CfnWebACLAssociation(stack, 'Association', { resourceArn, webAclArn: arn('own') });
  const associations = Object.values<any>(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::WAFv2::WebACLAssociation');
  expect(associations.map(({ Properties: { ResourceArn, WebACLArn } }) => [ResourceArn.Ref.slice(0, 4), WebACLArn]).sort())
    .toEqual([['Open', arn('shared')], ['Prot', arn('own')]]);
});

test('file systems are in the backup plan', () => {
  const stack = hardenedStack();
  new efs.FileSystem(stack, 'Files', { vpc: new ec2.Vpc(stack, 'Vpc') });
  new BackupPlan(stack, 'Backups');
  const selections = Object.values<any>(resourcesOf(stack)).filter(({ Type }) => Type === 'AWS::Backup::BackupSelection');
  expect(JSON.stringify(selections)).toContain('{"Ref":"Files');
});

describe('property injectors of the app', () => {
  const type = sqs.Queue.PROPERTY_INJECTION_ID;

  test('one that is there, or above, applies first', () => {
    const stack = plainStack();
    PropertyInjectors.of(stack.node.root).add(injector(type, { deliveryDelay: undefined, queueName: 'above' }));
    PropertyInjectors.of(stack).add(injector(s3.Bucket.PROPERTY_INJECTION_ID, { versioned: false }));
    HardenedDefaults.on(stack);
    new sqs.Queue(stack, 'Queue');
    new s3.Bucket(stack, 'Bucket');
    const resources = resourcesOf(stack);
    expect(resources.Queue4A7E3555.Properties).toEqual({ QueueName: 'above' });
    expect(Object.keys(resources)).toContain('QueuePolicy25439813');
    expect(resources.Bucket83908E77.Properties.VersioningConfiguration).toBeUndefined();
    expect(warningsOf(stack)).toEqual([]);
  });

  test('one that is added later or nearer hides the hardening, which is a warning', () => {
    const stack = hardenedStack();
    const inner = new Construct(stack, 'Inner');
    PropertyInjectors.of(stack).add(injector(type, {}));
    PropertyInjectors.of(inner).add(injector(s3.Bucket.PROPERTY_INJECTION_ID, {}));
    expect(warningsOf(stack)).toEqual([
      "Shop: property injectors of 'Shop' hide HardenedDefaults for aws-cdk-lib.aws-sqs.Queue. Add them before HardenedDefaults.on, or call HardenedDefaults.on for this scope after them [ack: cdk-regulated:hardenedDefaultsHidden]",
      "Shop/Inner: property injectors of 'Shop/Inner' hide HardenedDefaults for aws-cdk-lib.aws-s3.Bucket. Add them before HardenedDefaults.on, or call HardenedDefaults.on for this scope after them [ack: cdk-regulated:hardenedDefaultsHidden]",
    ]);
  });

  test('hardened defaults of an inner scope apply there, with the injectors of both scopes', () => {
    const stack = plainStack();
    PropertyInjectors.of(stack).add(injector(type, { queueName: 'outer' }));
    HardenedDefaults.on(stack, { newApp: true });
    const inner = new Construct(stack, 'Inner');
    HardenedDefaults.on(inner);
    new sqs.Queue(inner, 'Queue');
    new ec2.Volume(inner, 'Volume', { availabilityZone: 'eu-west-2a', size: undefined, snapshotId: 'snap-1', volumeName: 'v' });
    const resources = Object.values<any>(resourcesOf(stack));
    expect(resources.find(({ Type }) => Type === 'AWS::SQS::Queue').Properties).toEqual({ QueueName: 'outer' });
    expect(resources.find(({ Type }) => Type === 'AWS::EC2::Volume').Properties.Encrypted).toBeUndefined();
  });
});

test('constructs of the library keep their own settings', () => {
  nameClasses();
  const plain = plainStack();
  const hardened = hardenedStack({ newApp: true, readonlyRootFilesystem: true });
  for (const stack of [plain, hardened]) {
    new SecureBucket(stack, 'Documents');
    new SecureQueue(stack, 'Orders');
  }
  expect(resourcesOf(hardened)).toEqual(resourcesOf(plain));
});

test('constructs in stages are hardened, in the stack of each', () => {
  const app = new App({ treeMetadata: false });
  HardenedDefaults.on(app);
  const stage = new Stage(app, 'Prod');
  const stack = new Stack(stage, 'Shop');
  new sns.Topic(stack, 'Topic');
  new s3.Bucket(stack, 'Bucket');
  const types = Object.values<any>(Template.fromStack(stack).toJSON().Resources).map(({ Type }) => Type);
  expect(types).toContain('AWS::SNS::TopicPolicy');
  expect(types.filter((type) => type === 'AWS::S3::Bucket').length).toBe(2);
});

test('stacks of different Regions refer to each other as without the defaults', () => {
  const shop = (isHardened: boolean) => {
    const app = new App({ treeMetadata: false });
    ComplianceChecks.on(app, { frameworks: [Framework.AWS_FSBP] });
    if (isHardened) HardenedDefaults.on(app);
    const stackIn = (region: string) => new Stack(app, `Shop-${region}`, { env: { account: '123456789012', region } });
    const [here, there] = [stackIn('eu-west-2'), stackIn('eu-west-1')];
    const orders = new dynamodb.Table(there, 'Orders', { tableName: 'orders', partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
    const logs = new s3.Bucket(there, 'Logs', { bucketName: PhysicalName.GENERATE_IF_NEEDED });
    const others = [new sns.Topic(there, 'Topic'), new sqs.Queue(there, 'Queue'), new s3.Bucket(there, 'Data')];
    const [topic, queue, data] = [new sns.Topic(here, 'Topic'), new sqs.Queue(here, 'Queue'), new s3.Bucket(here, 'Data')];
    const fn = new lambda.Function(here, 'Function', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'index.handler',
      code: lambda.Code.fromInline('exports.handler = async () => {}'),
      environment: { TABLE: orders.tableName, LOGS: logs.bucketName, TOPIC: topic.topicArn, QUEUE: queue.queueUrl, DATA: data.bucketName },
    });
    orders.grantReadData(fn);
    const { Environment: { Variables } } = Object.values(templateOf(here).findResources('AWS::Lambda::Function', { Properties: { Handler: 'index.handler' } }))[0].Properties;
    const names = others.map((other) => here.resolve((other.node.defaultChild as any)[{ Topic: 'topicName', Queue: 'queueName', Data: 'bucketName' }[other.node.id]!]));
    return { Variables, names };
  };
  const { Variables, names } = shop(true);
  expect(Variables).toMatchObject({ TABLE: 'orders', LOGS: expect.stringMatching(/^shop-eu-west-1/) });
  expect(Variables).toEqual(shop(false).Variables);
  expect(names).toEqual([undefined, undefined, undefined]);
});

test('constructs that exist already are a warning', () => {
  const stack = plainStack();
  new s3.Bucket(stack, 'Early');
  new ssm.StringParameter(stack, 'Parameter', { stringValue: 'has no hardened defaults' });
  HardenedDefaults.on(stack);
  expect(warningsOf(stack)).toEqual([
    'Shop: HardenedDefaults.on must be called before the constructs are created, and does not apply to Shop/Early [ack: cdk-regulated:hardenedDefaultsLate]',
  ]);
});

test('a warning names five constructs, and the app', () => {
  const stack = plainStack();
  for (let index = 1; index <= 5; index++) new s3.Bucket(stack, `Early${index}`);
  HardenedDefaults.on(stack);
  new s3.Bucket(stack, 'Late');
  const other = plainStack();
  for (let index = 1; index <= 6; index++) new s3.Bucket(other, `Early${index}`);
  HardenedDefaults.on(other.node.root);
  PropertyInjectors.of(other.node.root).add(injector(sqs.Queue.PROPERTY_INJECTION_ID, {}));
  const early = (last: string) => `HardenedDefaults.on must be called before the constructs are created, and does not apply to Shop/Early1, Shop/Early2, Shop/Early3, Shop/Early4, Shop/Early5${last} [ack: cdk-regulated:hardenedDefaultsLate]`;
  expect(warningsOf(stack)).toEqual([`Shop: ${early('')}`]);
  // The CLI prints no annotation of the app.
  expect(warningsOf(other)).toEqual([
    `Shop: ${early(' and 1 more')}`,
    "Shop: property injectors of 'the app' hide HardenedDefaults for aws-cdk-lib.aws-sqs.Queue. Add them before HardenedDefaults.on, or call HardenedDefaults.on for this scope after them [ack: cdk-regulated:hardenedDefaultsHidden]",
  ]);
});

test('property injectors in a stage that hide the defaults of the app are a warning in their stack', () => {
  const app = new App({ treeMetadata: false });
  HardenedDefaults.on(app);
  const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
  PropertyInjectors.of(stack).add(injector(sqs.Queue.PROPERTY_INJECTION_ID, {}));
  new s3.Bucket(stack, 'Bucket');
  new sqs.Queue(stack, 'Queue');
  const messages = app.synth().getNestedAssembly('assembly-Prod').getStackByName(stack.stackName).messages.map(({ entry: { data } }) => data);
  expect(messages.filter((message) => String(message).includes('hardenedDefaultsHidden'))).toEqual([
    "property injectors of 'Prod/Shop' hide HardenedDefaults for aws-cdk-lib.aws-sqs.Queue. Add them before HardenedDefaults.on, or call HardenedDefaults.on for this scope after them [ack: cdk-regulated:hardenedDefaultsHidden]",
  ]);
});

test('constructs of a stage that exist already are a warning in their stack', () => {
  const app = new App({ treeMetadata: false });
  const stack = new Stack(new Stage(app, 'Prod'), 'Shop');
  new s3.Bucket(stack, 'Early');
  HardenedDefaults.on(app);
  const messages = app.synth().getNestedAssembly('assembly-Prod').getStackByName(stack.stackName).messages.map(({ entry: { data } }) => data);
  expect(messages.filter((message) => String(message).includes('hardenedDefaultsLate'))).toEqual([
    'HardenedDefaults.on must be called before the constructs are created, and does not apply to Prod/Shop/Early [ack: cdk-regulated:hardenedDefaultsLate]',
  ]);
});

test('refused values', () => {
  const stack = hardenedStack();
  expect(refusal(() => HardenedDefaults.on(stack))).toBe('HardenedDefaults already exists in this scope');
  expect(refusal(() => HardenedDefaults.on(stack.node.root, { containerUser: 'a b' }))).toBe("containerUser must be a user, or a user and a group such as 1000:1000, got 'a b'");
});
