import { App, Duration, Stack } from 'aws-cdk-lib';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as cloudfront from 'aws-cdk-lib/aws-cloudfront';
import * as origins from 'aws-cdk-lib/aws-cloudfront-origins';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as redshift from 'aws-cdk-lib/aws-redshift';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { Construct } from 'constructs';
import { hardenedStack, plainStack, resourcesOf } from './support';
import { ComplianceChecks, Hardened, HardenedDefaults } from '../../src';
import { EVERY_FRAMEWORK } from '../support';

/** Resources of a type by the start of their logical id. */
function named(resources: Record<string, any>, type: string, id: string): any {
  return Object.entries(resources).find(([name, { Type }]) => Type === type && name.startsWith(id))?.[1].Properties;
}

/** Ids of buckets whose policy denies requests without TLS. */
function tlsOnly(resources: Record<string, any>, ids: string[]): string[] {
  return ids.filter((id) => JSON.stringify(named(resources, 'AWS::S3::BucketPolicy', id) ?? {}).includes('aws:SecureTransport'));
}

function algorithms(resources: Record<string, any>, ids: string[]): string[] {
  return ids.map((id) => `${id} ${named(resources, 'AWS::S3::Bucket', id).BucketEncryption.ServerSideEncryptionConfiguration[0].ServerSideEncryptionByDefault.SSEAlgorithm}`);
}

describe('buckets', () => {
  const stack = hardenedStack();
  const bucket = (id: string, props: s3.BucketProps = {}) => new s3.Bucket(stack, id, props);
  const blockPublicAccess = new s3.BlockPublicAccess({ blockPublicAcls: true });
  bucket('Site', { websiteIndexDocument: 'index.html', publicReadAccess: true, blockPublicAccess });
  bucket('Redirect', { websiteRedirect: { hostName: 'example.com' } });
  (bucket('Overridden').node.defaultChild as s3.CfnBucket).addPropertyOverride('WebsiteConfiguration', { IndexDocument: 'index.html' });
  bucket('Public', { publicReadAccess: true, blockPublicAccess });
  const origin = (id: string, viewerProtocolPolicy?: cloudfront.ViewerProtocolPolicy) => new cloudfront.Distribution(stack, `${id}Distribution`, {
    defaultBehavior: { origin: origins.S3BucketOrigin.withOriginAccessControl(bucket(id)), viewerProtocolPolicy },
  });
  origin('Plain');
  origin('Secure', cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS);
  origin('Mixed', cloudfront.ViewerProtocolPolicy.HTTPS_ONLY).addBehavior('/api/*', new origins.HttpOrigin('api.example.com'));
  origin('Front', cloudfront.ViewerProtocolPolicy.HTTPS_ONLY).addBehavior('/open/*', new origins.OriginGroup({
    primaryOrigin: origins.S3BucketOrigin.withOriginAccessControl(bucket('Open')),
    fallbackOrigin: origins.S3BucketOrigin.withOriginAccessControl(bucket('Fallback')),
  }));
  bucket('Data');

  bucket('Source', { versioned: true, replicationRules: [{ destination: bucket('Replica', { versioned: true }) }] });
  new cloudfront.Distribution(stack, 'Logged', {
    defaultBehavior: { origin: new origins.HttpOrigin('example.com') }, logBucket: bucket('Cdn', { objectOwnership: s3.ObjectOwnership.OBJECT_WRITER }),
  });
  const flowLog = (id: string, logDestination: string) => new ec2.CfnFlowLog(stack, id, {
    resourceId: 'vpc-1', resourceType: 'VPC', trafficType: 'ALL', logDestinationType: 's3', logDestination,
  });
  flowLog('FlowLog', bucket('Flows').bucketArn);
  flowLog('NamedFlowLog', `arn:aws:s3:::${bucket('Named', { bucketName: 'flows-of-the-company' }) && 'flows-of-the-company'}/vpc`);
  const admitted = bucket('Admitted');
  admitted.addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.ServicePrincipal('delivery.logs.amazonaws.com')], actions: ['s3:PutObject'], resources: [admitted.arnForObjects('*')],
  }));
  flowLog('AdmittedFlowLog', admitted.bucketArn);
  new elbv2.CfnLoadBalancer(stack, 'LoadBalancer', { loadBalancerAttributes: [{ key: 'access_logs.s3.bucket', value: bucket('Balancer').bucketName }] });
  new redshift.CfnCluster(stack, 'Warehouse', {
    clusterType: 'single-node', dbName: 'db', masterUsername: 'administrator', nodeType: 'ra3.large', loggingProperties: { bucketName: bucket('Audit').bucketName },
  });
  bucket('Versioned', { versioned: true });
  const restricted = bucket('Restricted');
  restricted.addToResourcePolicy(new iam.PolicyStatement({
    effect: iam.Effect.DENY,
    principals: [new iam.AnyPrincipal()],
    actions: ['s3:DeleteObject'],
    resources: [restricted.arnForObjects('*')],
    conditions: { Bool: { 'aws:MultiFactorAuthPresent': 'false' } },
  }));
  const resources = resourcesOf(stack);

  test('web sites, public buckets and origins that viewers use over HTTP serve HTTP', () => {
    const ids = ['Site', 'Redirect', 'Overridden', 'Public', 'Plain', 'Secure', 'Mixed', 'Front', 'Open', 'Fallback', 'Data'];
    expect(tlsOnly(resources, ids)).toEqual(['Secure', 'Mixed', 'Front', 'Data']);
  });

  test('a denial of other requests is no denial of plain HTTP', () => {
    expect(tlsOnly(resources, ['Restricted'])).toEqual(['Restricted']);
  });

  test('a policy that a service writes when it delivers logs is not replaced', () => {
    expect(tlsOnly(resources, ['Flows', 'Named', 'Audit', 'Admitted', 'Balancer', 'Cdn'])).toEqual(['Admitted', 'Balancer', 'Cdn']);
  });

  test('buckets that services deliver to, and both ends of a replication, have SSE-S3', () => {
    const ids = ['Source', 'Replica', 'Cdn', 'Flows', 'Named', 'Admitted', 'Balancer', 'Audit'];
    expect(algorithms(resources, ids)).toEqual(ids.map((id) => `${id} AES256`));
    expect(algorithms(resources, ['Data'])).toEqual(['Data aws:kms']);
  });

  test('no version is deleted', () => {
    const uploads = { Rules: [{ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 7 }, Status: 'Enabled' }] };
    expect(['Versioned', 'Data'].map((id) => named(resources, 'AWS::S3::Bucket', id).LifecycleConfiguration)).toEqual([uploads, uploads]);
  });
});

test('in a new app, noncurrent versions expire where the hardening enables versioning', () => {
  const stack = hardenedStack({ newApp: true });
  new s3.Bucket(stack, 'Open');
  new s3.Bucket(stack, 'Versioned', { versioned: true });
  const days = (id: string, resources: Record<string, any>) => named(resources, 'AWS::S3::Bucket', id).LifecycleConfiguration.Rules[0].NoncurrentVersionExpiration;
  const resources = resourcesOf(stack);
  expect(['Open', 'Versioned'].map((id) => days(id, resources))).toEqual([{ NoncurrentDays: Duration.days(90).toDays() }, undefined]);
});

describe('roles', () => {
  const stack = hardenedStack({}, EVERY_FRAMEWORK);
  const arn = (name: string) => `arn:aws:iam::123456789012:role/${name}`;
  const imported = iam.Role.fromRoleArn(stack, 'Imported', arn('imported'), { mutable: false });
  const foreign = iam.Role.fromRoleArn(stack, 'Foreign', arn('foreign').replace('123456789012', '999999999999'));
  const roleOf = (id: string, service: string) => new iam.Role(stack, `${id}Role`, { assumedBy: new iam.ServicePrincipal(service) });
  const frozen = roleOf('Frozen', 'lambda.amazonaws.com').withoutPolicyUpdates();
  const fn = (id: string, role?: iam.IRole) => new lambda.Function(stack, id, {
    runtime: lambda.Runtime.NODEJS_24_X, handler: 'index.handler', code: lambda.Code.fromInline('exports.handler = async () => 1;'), role,
  });
  fn('Own');
  fn('Given', roleOf('Given', 'lambda.amazonaws.com'));
  fn('OfImported', imported);
  fn('OfForeign', foreign);
  fn('OfFrozen', frozen);
  new cloudfront.Distribution(stack, 'Cdn', {
    defaultBehavior: {
      origin: new origins.HttpOrigin('example.com'),
      edgeLambdas: [{ functionVersion: fn('AtEdge').currentVersion, eventType: cloudfront.LambdaEdgeEventType.VIEWER_REQUEST }],
    },
  });
  const machine = (id: string, role?: iam.IRole) => new sfn.StateMachine(stack, id, {
    definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, `${id}Pass`)), role,
  });
  machine('Flow');
  machine('FlowOfImported', imported);
  machine('FlowOfGiven', roleOf('FlowOfGiven', 'states.amazonaws.com'));
  const task = (id: string, executionRole?: iam.IRole) => new ecs.FargateTaskDefinition(stack, id, { executionRole })
    .addContainer('web', { image: ecs.ContainerImage.fromRegistry('nginx:1.29') });
  task('Task');
  task('TaskOfImported', imported);
  const resources = resourcesOf(stack);
  const having = (type: string, has: (properties: any) => boolean) => Object.entries(resources)
    .filter(([, { Type, Properties }]) => Type === type && has(Properties)).map(([id]) => id.replace(/[0-9A-F]{8}$/, '')).sort();

  test('functions are traced where their role gets the permissions, and not at the edge', () => {
    expect(having('AWS::Lambda::Function', ({ TracingConfig }) => TracingConfig?.Mode === 'Active')).toEqual(['Given', 'Own']);
    expect(having('AWS::IAM::Policy', (properties) => JSON.stringify(properties).includes('"xray:PutTraceSegments","xray:PutTelemetryRecords"]')))
      .toEqual(['GivenRoleDefaultPolicy', 'OwnServiceRoleDefaultPolicy']);
  });

  test('state machines and containers write logs where their role gets the permissions', () => {
    expect(having('AWS::StepFunctions::StateMachine', ({ LoggingConfiguration }) => LoggingConfiguration !== undefined)).toEqual(['Flow', 'FlowOfGiven']);
    expect(having('AWS::ECS::TaskDefinition', ({ ContainerDefinitions }) => ContainerDefinitions[0].LogConfiguration !== undefined)).toEqual(['Task']);
  });
});

describe('ids', () => {
  const flow = (scope: Construct) => new sfn.StateMachine(scope, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(scope, 'Pass')) });

  test('the app can use every id beside its constructs, before and after them', () => {
    const stack = hardenedStack({ newApp: true });
    const [first, last] = [new Construct(stack, 'First'), new Construct(stack, 'Last')];
    const vpc = new ec2.Vpc(stack, 'Vpc');
    const database = (scope: Construct) => new rds.DatabaseInstance(scope, 'Database', { vpc, engine: rds.DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_17 }) });
    const stage = (scope: Construct) => new apigatewayv2.HttpStage(scope, 'Stage', { httpApi: new apigatewayv2.HttpApi(scope, 'Api', { createDefaultStage: false }) });
    const taken = (scope: Construct) => {
      new logs.LogGroup(scope, 'FlowLogs');
      new logs.LogGroup(scope, 'StageAccessLogs');
      new ec2.SecurityGroup(scope, 'DatabaseSecurityGroup', { vpc });
    };
    const made = (scope: Construct) => [flow, database, stage].forEach((make) => make(scope));
    [taken, made].forEach((make) => make(first));
    [made, taken].forEach((make) => make(last));
    database(vpc);
    const parts = Object.keys(resourcesOf(stack)).filter((id) => /^(First|Last|Vpc)HardenedDefaults(Access|State|Sec)/.test(id)).map((id) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(parts.sort()).toEqual([
      ...['First', 'Last'].flatMap((id) => ['AccessLogsStage', 'SecurityGroupsDatabase', 'StateMachineLogsFlow'].map((part) => `${id}HardenedDefaults${part}`)),
      'VpcHardenedDefaultsSecurityGroupsDatabase',
    ]);
  });

  test('keys of the app with the id of the key of the workload stay as they are', () => {
    const stack = hardenedStack();
    ['DataKey', 'StorageKey', 'LogsKey'].forEach((id) => new kms.Key(stack, id));
    new s3.Bucket(stack, 'Bucket');
    new logs.LogGroup(stack, 'LogGroup');
    new logs.LogGroup(stack, 'Other');
    new ec2.Vpc(stack, 'Vpc');
    const keys = Object.entries(resourcesOf(stack)).filter(([, { Type }]) => Type === 'AWS::KMS::Key').map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(keys.sort()).toEqual(['DataKey', 'HardenedDefaultsLogsKey', 'HardenedDefaultsStorageKey', 'LogsKey', 'StorageKey']);
  });
});

describe('policies in constructs of their own', () => {
  const stack = hardenedStack({}, EVERY_FRAMEWORK);
  const others = (actions: string[]) => new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('999999999999')], actions, resources: ['*'] });
  const queues = [new sqs.Queue(stack, 'Queue')];
  new sqs.QueuePolicy(stack, 'QueuePolicyOfTheApp', { queues }).document.addStatements(others(['sqs:SendMessage']));
  const topics = [new sns.Topic(stack, 'Topic')];
  new sns.TopicPolicy(stack, 'TopicPolicyOfTheApp', { topics }).document.addStatements(others(['sns:Publish']));
  const [secret, own] = ['Secret', 'OwnSecret'].map((id) => new secretsmanager.Secret(stack, id));
  new secretsmanager.ResourcePolicy(stack, 'SecretPolicyOfTheApp', { secret }).document.addStatements(others(['secretsmanager:GetSecretValue']));
  const partitionKey = { name: 'id', type: dynamodb.AttributeType.STRING };
  const [table, global] = [new dynamodb.Table(stack, 'Table', { partitionKey }), new dynamodb.TableV2(stack, 'Global', { partitionKey })];
  [table, global].forEach((each) => each.addToResourcePolicy(others(['dynamodb:GetItem'])));
  const resources = resourcesOf(stack);
  const count = (type: string) => Object.values(resources).filter(({ Type }) => Type === type).length;

  test('a queue and a topic get no second policy', () => {
    expect([count('AWS::SQS::QueuePolicy'), count('AWS::SNS::TopicPolicy')]).toEqual([1, 1]);
  });

  test('resources that other accounts use have no key of the workload', () => {
    expect(named(resources, 'AWS::SNS::Topic', 'Topic')).toBeUndefined();
    expect(named(resources, 'AWS::SecretsManager::Secret', 'Secret').KmsKeyId).toBeUndefined();
    expect(named(resources, 'AWS::SecretsManager::Secret', own.node.id).KmsKeyId).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] });
    expect(named(resources, 'AWS::DynamoDB::Table', 'Table').SSESpecification).toBeUndefined();
    expect(named(resources, 'AWS::DynamoDB::GlobalTable', 'Global').SSESpecification).toBeUndefined();
  });
});

test('resources whose policy another stack has get no second policy, and no key of the workload', () => {
  const app = new App({ treeMetadata: false });
  ComplianceChecks.on(app, { frameworks: EVERY_FRAMEWORK });
  HardenedDefaults.on(app);
  const [stack, other] = ['Data', 'Policies'].map((id) => new Stack(app, id, { env: { account: '123456789012', region: 'eu-west-2' } }));
  const others = (actions: string[]) => new iam.PolicyStatement({ principals: [new iam.AccountPrincipal('999999999999')], actions, resources: ['*'] });
  const documentOf = (...actions: string[]) => new iam.PolicyDocument({ statements: [others(actions)] });
  const [bucket, queue, topic] = [new s3.Bucket(stack, 'Bucket'), new sqs.Queue(stack, 'Queue'), new sns.Topic(stack, 'Topic')];
  new s3.CfnBucketPolicy(other, 'BucketPolicy', { bucket: bucket.bucketName, policyDocument: documentOf('s3:GetObject') });
  new sqs.CfnQueuePolicy(other, 'QueuePolicy', { queues: [queue.queueUrl], policyDocument: documentOf('sqs:SendMessage') });
  new sns.CfnTopicPolicy(other, 'TopicPolicy', { topics: [topic.topicArn], policyDocument: documentOf('sns:Publish') });
  const secret = new secretsmanager.Secret(stack, 'Secret');
  new secretsmanager.CfnResourcePolicy(other, 'SecretPolicy', { secretId: secret.secretArn, resourcePolicy: documentOf('secretsmanager:GetSecretValue').toJSON() });
  const resources = resourcesOf(stack);
  const policies = Object.entries<any>(resources).filter(([id, { Type }]) => Type.endsWith('Policy') && !id.startsWith('HardenedDefaults'));
  expect(policies).toEqual([]);
  expect(named(resources, 'AWS::SNS::Topic', 'Topic')).toBeUndefined();
  expect(named(resources, 'AWS::SecretsManager::Secret', 'Secret').KmsKeyId).toBeUndefined();
  expect(JSON.stringify(named(resources, 'AWS::S3::Bucket', 'Bucket').BucketEncryption)).toContain('AES256');
});

test('a bucket whose policy names it by its text gets no second one', () => {
  const stack = hardenedStack();
  new s3.Bucket(stack, 'Bucket', { bucketName: 'company-data' });
  new s3.CfnBucketPolicy(stack, 'PolicyOfTheApp', { bucket: 'company-data', policyDocument: { Statement: [] } });
  const policies = Object.entries(resourcesOf(stack)).filter(([id, { Type }]) => Type === 'AWS::S3::BucketPolicy' && !id.startsWith('HardenedDefaults'));
  expect(policies.map(([id]) => id)).toEqual(['PolicyOfTheApp']);
});

test('keys with imported key material do not rotate', () => {
  const [hardened, mixed] = [hardenedStack(), plainStack()];
  for (const stack of [hardened, mixed]) {
    const key = new kms.Key(stack, 'Imported');
    (key.node.defaultChild as kms.CfnKey).origin = 'EXTERNAL';
    key.with(new Hardened());
    expect(named(resourcesOf(stack), 'AWS::KMS::Key', 'Imported').EnableKeyRotation).toBeUndefined();
  }
});

test('a resource of another stack with the same logical id is another resource', () => {
  const stack = hardenedStack({}, EVERY_FRAMEWORK);
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: stack.account, region: stack.region } });
  for (const id of ['Documents', 'Delivered']) new s3.Bucket(stack, id);
  const deliver = (to: Stack, id: string) => new ec2.CfnFlowLog(other, `${id}FlowLog`, {
    resourceId: 'vpc-1', resourceType: 'VPC', trafficType: 'ALL', logDestinationType: 's3', logDestination: (to.node.findChild(id) as s3.Bucket).bucketArn,
  });
  new s3.Bucket(other, 'Documents');
  deliver(other, 'Documents');
  deliver(stack, 'Delivered');
  expect(algorithms(resourcesOf(stack), ['Documents', 'Delivered'])).toEqual(['Documents aws:kms', 'Delivered AES256']);
});

describe('a resource of another stack', () => {
  const stack = hardenedStack({}, EVERY_FRAMEWORK);
  const other = new Stack(stack.node.root as App, 'Other', { env: { account: stack.account, region: stack.region } });
  const policy = { policyDocument: { Version: '2012-10-17', Statement: [] } };
  const plain = new s3.Bucket(stack, 'Plain');
  new cloudfront.Distribution(other, 'Distribution', { defaultBehavior: { origin: origins.S3BucketOrigin.withBucketDefaults(plain) } });
  new s3.CfnBucketPolicy(other, 'BucketPolicy', { bucket: new s3.Bucket(stack, 'Bucket').bucketName, ...policy });
  new sqs.CfnQueuePolicy(other, 'QueuePolicy', { queues: [new sqs.Queue(stack, 'Queue').queueUrl], ...policy });
  new sns.CfnTopicPolicy(other, 'TopicPolicy', { topics: [new sns.Topic(stack, 'Topic').topicArn], ...policy });
  new s3.Bucket(stack, 'Data');
  const resources = resourcesOf(stack);

  test('that is an origin of viewers over HTTP serves HTTP', () => {
    expect(tlsOnly(resources, ['Plain', 'Data'])).toEqual(['Data']);
  });

  test('keeps the policy that the other stack gives it', () => {
    const policies = Object.entries(resources).filter(([, { Type }]) => /Policy$/.test(Type)).map(([id]) => id.replace(/[0-9A-F]{8}$/, ''));
    expect(policies.filter((id) => /^(Bucket|Queue|Topic|Data)/.test(id))).toEqual(['DataPolicy']);
  });
});
