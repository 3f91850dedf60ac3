import * as fs from 'fs';
import * as path from 'path';
import { App, Stack } from 'aws-cdk-lib';
import { everyPlatform } from './every-platform';
import { judgedPlatform, literals, mentions, platform, PlatformStack, pointsAt, Resource, statementsOf, tagsOf } from './support';
import { addPlatforms } from '../../examples/platforms';
import { DatabaseCredentials, DatabaseRotation } from '../../src';

const OUTPUTS = [
  'ApiGatewayEndpoint', 'ApiGatewayId', 'ApiGatewayUrl', 'DbSecretArn', 'EcsClusterArn', 'KinesisStreamArn', 'KinesisStreamName', 'PrivateSubnetIds',
  'PublicSubnetIds', 'RdsEndpoint', 'TaskDefinitionArn', 'VpcId',
];

everyPlatform('pipeline', {
  tags: ['Environment', 'Compliance'],
  outputs: OUTPUTS,
  openPorts: [],
  stateful: [
    'AWS::RDS::DBInstance', 'AWS::KMS::Key', 'AWS::Logs::LogGroup', 'AWS::Backup::BackupVault', 'AWS::Kinesis::Stream', 'AWS::SecretsManager::Secret',
  ],
  atLeast: { names: 10, taggable: 45, logGroups: 8 },
  exempt: [{ requirement: 'ALL-09', lifecycle: 'ephemeral', of: /ApiGatewayAccount\w*: outlives the stack$/, why: 'every REST API of the account and Region uses the setting for its logs' }],
});

const [dev] = judgedPlatform('pipeline');
const [prod] = judgedPlatform('pipeline', { lifecycle: 'production', suffix: 'prod' });

/** Indicators that the templates of the platform have a test of. */
const TESTED_INDICATORS = [
  'KSI-CMT-RMV', 'KSI-CMT-VTD', 'KSI-CNA-DFP', 'KSI-CNA-IBP', 'KSI-CNA-MAT', 'KSI-CNA-OFA', 'KSI-CNA-RNT', 'KSI-CNA-RVP', 'KSI-CNA-ULN', 'KSI-IAM-AAM', 'KSI-IAM-ELP',
  'KSI-IAM-JIT', 'KSI-IAM-SNU', 'KSI-MLA-ALA', 'KSI-MLA-EVC', 'KSI-MLA-LET', 'KSI-MLA-OSM', 'KSI-RPL-ABO', 'KSI-SCR-MIT', 'KSI-SVC-ACM', 'KSI-SVC-ASM', 'KSI-SVC-EIS',
  'KSI-SVC-PRR', 'KSI-SVC-SIN', 'KSI-SVC-VCM',
];

const actionsOf = (statement: any): string[] => [statement.Action].flat();
const allowedTo = (stack: PlatformStack, role: Resource) => stack.of('AWS::IAM::ManagedPolicy')
  .filter(({ properties }) => properties.Roles?.some((reference: any) => pointsAt(reference, role))).flatMap(statementsOf);

describe.each([['ephemeral', dev, 'dev'], ['production', prod, 'prod']])('the pipeline platform, %s', (lifecycle, stack, suffix) => {
  const key = stack.one('AWS::KMS::Key');
  const stream = stack.one('AWS::Kinesis::Stream');
  const database = stack.one('AWS::RDS::DBInstance');
  const secretNamed = (type: string) => stack.of('AWS::SecretsManager::Secret').find(({ properties }) => properties.Name === `pipeline-${type}-${suffix}`)!;
  const attachmentOf = (of: Resource) => stack.of('AWS::SecretsManager::SecretTargetAttachment').find(({ properties }) => pointsAt(properties.SecretId, of))!;
  const secret = secretNamed('db-credentials');
  const processorSecret = secretNamed('processor-credentials');
  const task = stack.one('AWS::ECS::TaskDefinition');
  const [container] = task.properties.ContainerDefinitions;
  const environment = Object.fromEntries(container.Environment.map(({ Name, Value }: any) => [Name, Value]));
  const roleOf = (reference: any) => stack.of('AWS::IAM::Role').find((role) => pointsAt(reference, role))!;
  const groupOf = (reference: any) => stack.of('AWS::EC2::SecurityGroup').find((group) => pointsAt(reference, group))!;
  const tasksGroup = groupOf(stack.one('AWS::ECS::Service').properties.NetworkConfiguration.AwsvpcConfiguration.SecurityGroups[0]);
  const databaseGroup = groupOf(database.properties.VPCSecurityGroups[0]);
  const ingressOf = (group: Resource) => [
    ...group.properties.SecurityGroupIngress ?? [],
    ...stack.of('AWS::EC2::SecurityGroupIngress').map(({ properties }) => properties).filter(({ GroupId }) => pointsAt(GroupId, group)),
  ];
  const subnets = (kind: string) => stack.of('AWS::EC2::Subnet').filter((subnet) => tagsOf(subnet)['aws-cdk:subnet-type'] === kind);

  test("FedRAMP's decision record answers 46 indicators, 25 of them with a test that the templates prove, and claims no other", () => {
    const file = path.join(path.dirname(stack.artifact.templateFullPath), 'evidence', `pipeline-${suffix}`, 'fedramp', 'security-decision-record.json');
    const { keySecurityIndicators: indicators } = JSON.parse(fs.readFileSync(file, 'utf-8'));
    const idsOf = (those: any[]) => those.map(({ ksiId }) => ksiId);
    expect(indicators).toHaveLength(46);
    expect(idsOf(indicators.filter(({ ksiTests }: any) => ksiTests.length > 0))).toEqual(TESTED_INDICATORS);
    expect(idsOf(indicators.filter(({ ksiImplementationStatus: status }: any) => status === 'Partially Implemented'))).toEqual(TESTED_INDICATORS);
    expect(indicators.filter((each: any) => each.ksiImplementationStatus && each.ksiImplementationStatus !== 'Partially Implemented')).toEqual([]);
  });

  test('PIPE-01: one key of yearly rotation, an alias, and a policy for logs, Secrets Manager, RDS, Kinesis and the queues of failed events', () => {
    expect(key.properties).toMatchObject({ EnableKeyRotation: true, PendingWindowInDays: lifecycle === 'ephemeral' ? 7 : 30 });
    expect(key.properties.RotationPeriodInDays ?? 365).toBe(365);
    expect(stack.one('AWS::KMS::Alias').properties.AliasName).toBe(`alias/pipeline-kms-key-${suffix}`);
    const statements = statementsOf(key);
    expect(statements.map(({ Principal }) => Principal.Service)).toContain('logs.us-east-1.amazonaws.com');
    const via = new Set(statements.map(({ Condition }) => Condition?.StringEquals?.['kms:ViaService']).filter(Boolean));
    expect([...via].sort()).toEqual(['backup', 'kinesis', 'rds', 'secretsmanager', 'sqs'].map((service) => `${service}.us-east-1.amazonaws.com`));
  });

  test('PIPE-02: a VPC in two Availability Zones of the Region at deployment, each with a public and a private /24, DNS on, one NAT gateway', () => {
    expect(stack.one('AWS::EC2::VPC').properties).toMatchObject({ CidrBlock: '10.0.0.0/16', EnableDnsHostnames: true, EnableDnsSupport: true });
    const zones = [0, 1].map((zone) => ({ 'Fn::Select': [zone, { 'Fn::GetAZs': '' }] }));
    for (const [kind, cidrs] of Object.entries({
      Public: ['10.0.0.0/24', '10.0.1.0/24'], Private: ['10.0.10.0/24', '10.0.11.0/24'], Isolated: ['10.0.20.0/24', '10.0.21.0/24'],
    })) {
      expect(subnets(kind).map(({ properties }) => properties.CidrBlock)).toEqual(cidrs);
      expect(subnets(kind).map(({ properties }) => properties.AvailabilityZone)).toEqual(zones);
    }
    expect(stack.of('AWS::EC2::NatGateway')).toHaveLength(lifecycle === 'ephemeral' ? 1 : 2);
  });

  test('PIPE-03: nothing connects to the tasks, and the tasks and the rotation only connect to the database at 5432', () => {
    expect(ingressOf(tasksGroup)).toEqual([]);
    const rules = ingressOf(databaseGroup);
    const rotations = stack.of('AWS::EC2::SecurityGroup').filter(({ properties }) => /Rotation/.test(properties.GroupDescription));
    for (const rule of rules) expect(rule).toMatchObject({ IpProtocol: 'tcp', FromPort: 5432, ToPort: 5432 });
    expect(rules.filter((rule) => pointsAt(rule.SourceSecurityGroupId, tasksGroup))).toHaveLength(1);
    expect(rotations.map((rotation) => rules.filter((rule) => pointsAt(rule.SourceSecurityGroupId, rotation)).length)).toEqual([1, 1]);
    expect(rules).toHaveLength(3);
  });

  test('PIPE-04: a stream of one shard for 24 hours, under the key, with metrics of each shard', () => {
    expect(stream.properties).toMatchObject({
      Name: `pipeline-stream-${suffix}`,
      ShardCount: 1,
      RetentionPeriodHours: 24,
      StreamEncryption: { EncryptionType: 'KMS' },
      DesiredShardLevelMetrics: ['ALL'],
    });
    expect(pointsAt(stream.properties.StreamEncryption.KeyId, key)).toBe(true);
  });

  test('PIPE-05: a secret with generated user name, generated password and connection metadata, under the key, rotated', () => {
    const parts = { 'Fn::Split': ['-', { 'Fn::Select': [2, { 'Fn::Split': ['/', { Ref: 'AWS::StackId' }] }] }] };
    const generated = [0, 3].map((part) => ({ 'Fn::Select': [part, parts] }));
    expect(secret.properties).toMatchObject({
      Name: `pipeline-db-credentials-${suffix}`,
      GenerateSecretString: { GenerateStringKey: 'password', SecretStringTemplate: { 'Fn::Join': ['', ['{"username":"u', ...generated, '","ssl":true}']] } },
    });
    expect(database.properties.MasterUsername).toEqual({ 'Fn::Join': ['', ['u', ...generated]] });
    expect(pointsAt(secret.properties.KmsKeyId, key)).toBe(true);
    const attachment = attachmentOf(secret);
    expect(pointsAt(attachment.properties.TargetId, database)).toBe(true);
    expect(stack.of('AWS::SecretsManager::RotationSchedule').filter(({ properties }) => pointsAt(properties.SecretId, attachment))).toHaveLength(1);
  });

  test('PIPE-05: functions of the library rotate both passwords, with an encrypted log group each', () => {
    const rotators = [secret, processorSecret].map((of) => stack.of('AWS::SecretsManager::RotationSchedule')
      .find(({ properties }) => pointsAt(properties.SecretId, attachmentOf(of)))!).map(({ properties }) => {
      expect(properties.HostedRotationLambda).toBeUndefined();
      return stack.of('AWS::Lambda::Function').find((rotator) => pointsAt(properties.RotationLambdaARN, rotator))!;
    });
    for (const rotator of rotators) {
      const group = stack.of('AWS::Logs::LogGroup').find((candidate) => pointsAt(rotator.properties.LoggingConfig.LogGroup, candidate))!;
      expect(pointsAt(group.properties.KmsKeyId, key)).toBe(true);
      expect(group.properties.RetentionInDays).toBeGreaterThanOrEqual(365);
    }
    expect(stack.template.Transform).toBeUndefined();
  });

  test('PIPE-05: the processor signs in as a user of its own that can create its schema, and alternates with a second one', () => {
    const [rotator] = stack.of('AWS::Lambda::Function').filter(({ properties }) => properties.Environment?.Variables.DATABASE_USER);
    expect(rotator.properties.Environment.Variables).toMatchObject({ DATABASE_USER: 'processor', PRIVILEGES: '["CREATE ON DATABASE pipeline"]' });
    const { SecretStringTemplate } = processorSecret.properties.GenerateSecretString;
    expect(literals(SecretStringTemplate).join('')).toMatch(/^\{"username":"processor","ssl":true,"masterarn":"/);
    expect(mentions(SecretStringTemplate, attachmentOf(secret))).toBe(true);
  });

  test('PIPE-06: PostgreSQL 16 on t3.micro and gp3, under the key, not public, with log exports and 7 days of backups', () => {
    expect(database.properties).toMatchObject({
      Engine: 'postgres',
      EngineVersion: '16.13',
      DBInstanceClass: 'db.t3.micro',
      StorageType: 'gp3',
      StorageEncrypted: true,
      PubliclyAccessible: false,
      BackupRetentionPeriod: 7,
      EnableCloudwatchLogsExports: ['postgresql', 'upgrade'],
      MultiAZ: lifecycle === 'production',
    });
    expect(pointsAt(database.properties.KmsKeyId, key)).toBe(true);
    const { SubnetIds } = stack.one('AWS::RDS::DBSubnetGroup').properties;
    expect(SubnetIds.every((reference: any) => subnets('Isolated').some((subnet) => pointsAt(reference, subnet)))).toBe(true);
  });

  test('PIPE-06: version and class can be set', () => {
    const [asked] = platform('pipeline', { lifecycle, suffix, postgresVersion: '16.3', postgresClass: 'm7g.large' });
    expect(asked.one('AWS::RDS::DBInstance').properties).toMatchObject({ EngineVersion: '16.3', DBInstanceClass: 'db.m7g.large' });
  });

  test('PIPE-07: the task data-processor of 256 CPU units and 512 MiB, with a log group and Container Insights', () => {
    expect(stack.one('AWS::ECS::Cluster').properties.ClusterSettings).toEqual([{ Name: 'containerInsights', Value: 'enhanced' }]);
    expect(task.properties).toMatchObject({
      Family: `pipeline-data-processor-${suffix}`, Cpu: '256', Memory: '512', RequiresCompatibilities: ['FARGATE'],
    });
    expect(container.LogConfiguration.LogDriver).toBe('awslogs');
    const logGroup = stack.of('AWS::Logs::LogGroup').find((group) => pointsAt(container.LogConfiguration.Options['awslogs-group'], group))!;
    expect(logGroup.properties.LogGroupName).toBe(`/ecs/pipeline-data-processor-${suffix}`);
    expect(container.PortMappings).toMatchObject([{ ContainerPort: 8080 }]);
  });

  test('PIPE-07: its environment names the stream and the secret, whose value it does not have', () => {
    expect(pointsAt(environment.STREAM_NAME, stream)).toBe(true);
    expect(pointsAt(environment.DATABASE_SECRET_ARN, attachmentOf(processorSecret))).toBe(true);
    expect(environment).toMatchObject({ DATABASE_PORT: '5432', DATABASE_NAME: 'pipeline' });
    expect(pointsAt(environment.DATABASE_HOST, database)).toBe(true);
    expect(container.Secrets).toBeUndefined();
    expect(Object.keys(environment).filter((name) => /PASSWORD|USER$/.test(name))).toEqual([]);
  });

  test('PIPE-07: its environment has every required setting of the application', () => {
    const settings = fs.readFileSync(path.join(__dirname, '../../examples/pipeline/app/src/settings.ts'), 'utf-8');
    const required = [...settings.matchAll(/^ {2}([A-Z_]+): z\.(.*),$/gm)].filter(([, , rule]) => !/default|optional/.test(rule)).map(([, name]) => name);
    expect(required).toEqual(['STREAM_NAME', 'DATABASE_HOST', 'DATABASE_NAME']);
    expect(Object.keys(environment)).toEqual(expect.arrayContaining([...required, 'DATABASE_SECRET_ARN']));
  });

  test('PIPE-08: the integration role puts records to this stream with its key, and nothing else', () => {
    const role = stack.of('AWS::IAM::Role').find(({ id }) => /^IngestRole/.test(id))!;
    for (const { properties } of stack.of('AWS::ApiGateway::Method')) expect(pointsAt(properties.Integration.Credentials, role)).toBe(true);
    const statements = allowedTo(stack, role);
    expect(statements.flatMap(actionsOf).sort()).toEqual(['kinesis:PutRecord', 'kinesis:PutRecords', 'kms:GenerateDataKey']);
    expect(statements.every(({ Resource: resource }) => pointsAt(resource, stream) || pointsAt(resource, key))).toBe(true);
  });

  test('PIPE-08: the execution role writes to the log group of the task, and nothing else', () => {
    const statements = allowedTo(stack, roleOf(task.properties.ExecutionRoleArn));
    expect(statements.flatMap(actionsOf).sort()).toEqual(['logs:CreateLogStream', 'logs:PutLogEvents']);
    expect(JSON.stringify(statements)).not.toContain('"*"');
  });

  test('PIPE-08: the task role reads the stream and the secret and decrypts both with the key, and nothing else', () => {
    const statements = allowedTo(stack, roleOf(task.properties.TaskRoleArn));
    const on = (resource: Resource) => statements.filter(({ Resource: named }) => pointsAt(named, resource));
    expect(on(stream).flatMap(actionsOf).sort()).toEqual(
      ['kinesis:DescribeStreamSummary', 'kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:ListShards']);
    expect(on(key).flatMap(actionsOf)).toEqual(['kms:Decrypt', 'kms:Decrypt']);
    expect(on(key).map(({ Condition }) => Condition.StringEquals['kms:ViaService']).sort()).toEqual(
      ['kinesis.us-east-1.amazonaws.com', 'secretsmanager.us-east-1.amazonaws.com']);
    const reading = statements.filter((statement) => actionsOf(statement).includes('secretsmanager:GetSecretValue'));
    expect(reading).toHaveLength(1);
    expect(actionsOf(reading[0])).toEqual(['secretsmanager:GetSecretValue']);
    expect(pointsAt(reading[0].Resource, attachmentOf(processorSecret))).toBe(true);
    expect(statements).toHaveLength(4);
  });

  test('PIPE-09: POST /ingest puts a record to the stream for callers that IAM knows, if the body is an event', () => {
    const resources = stack.of('AWS::ApiGateway::Resource');
    const ingest = resources.find(({ properties }) => properties.PathPart === 'ingest')!;
    const method = stack.of('AWS::ApiGateway::Method').find(({ properties }) => pointsAt(properties.ResourceId, ingest))!;
    expect(method.properties).toMatchObject({ HttpMethod: 'POST', AuthorizationType: 'AWS_IAM', Integration: { Type: 'AWS', IntegrationHttpMethod: 'POST' } });
    expect(literals(method.properties.Integration.Uri).join('')).toContain('kinesis:action/PutRecord');
    expect(mentions(method.properties.Integration.RequestTemplates['application/json'], stream)).toBe(true);
    const model = stack.of('AWS::ApiGateway::Model').find((candidate) => pointsAt(method.properties.RequestModels['application/json'], candidate))!;
    expect(model.properties.Schema.required).toEqual(['id', 'type', 'occurredAt', 'data']);
    const validator = stack.one('AWS::ApiGateway::RequestValidator');
    expect(pointsAt(method.properties.RequestValidatorId, validator)).toBe(true);
    expect(validator.properties.ValidateRequestBody).toBe(true);
  });

  test('PIPE-09: the stage prod has access logs in JSON, INFO logs and metrics, and writes no bodies', () => {
    const { properties } = stack.one('AWS::ApiGateway::Stage');
    expect(properties).toMatchObject({
      StageName: 'prod',
      MethodSettings: [{ LoggingLevel: 'INFO', MetricsEnabled: true, DataTraceEnabled: false, HttpMethod: '*', ResourcePath: '/*' }],
    });
    expect(JSON.parse(properties.AccessLogSetting.Format)).toHaveProperty('requestId');
    const group = stack.of('AWS::Logs::LogGroup').find((candidate) => mentions(properties.AccessLogSetting.DestinationArn, candidate))!;
    expect(pointsAt(group.properties.KmsKeyId, key)).toBe(true);
    expect(stack.of('AWS::IAM::Role').some((role) => pointsAt(stack.one('AWS::ApiGateway::Account').properties.CloudWatchRoleArn, role))).toBe(true);
  });

  test('PIPE-09: the CloudWatch role of API Gateway can remain as another environment has set it', () => {
    const [second] = platform('pipeline', { lifecycle, suffix, apiGatewayRole: 'false' });
    expect(second.of('AWS::ApiGateway::Account')).toEqual([]);
  });

  test('PIPE-09: bodies are written with a recorded reason only', () => {
    const dataTraceReason = 'a producer of the test environment is looked for that sends records twice';
    const [traced] = platform('pipeline', { lifecycle, suffix, dataTraceReason });
    const [id, stage] = Object.entries<any>(traced.template.Resources).find(([, { Type }]) => Type === 'AWS::ApiGateway::Stage')!;
    expect(id).toMatch(/^Ingest/);
    expect(stage.Properties.MethodSettings[0].DataTraceEnabled).toBe(true);
    expect(stage.Metadata.DataTraceReason).toBe(dataTraceReason);
    expect(() => platform('pipeline', { lifecycle, suffix, dataTraceReason: 'yes' })).toThrow('dataTraceReason');
  });

  test('PIPE-10: the tags have the values of the workload', () => {
    expect(tagsOf(database)).toMatchObject({ Environment: suffix, Compliance: 'FedRAMP-Moderate' });
  });

  test('PIPE-11: outputs have the identifiers of the resources', () => {
    const { Outputs } = stack.template;
    expect(Object.keys(Outputs).sort()).toEqual(OUTPUTS);
    expect(pointsAt(Outputs.VpcId.Value, stack.one('AWS::EC2::VPC'))).toBe(true);
    for (const [output, kind] of [['PublicSubnetIds', 'Public'], ['PrivateSubnetIds', 'Private']]) {
      const [separator, parts] = Outputs[output].Value['Fn::Join'];
      expect(separator).toBe('');
      const references = parts.filter((part: any) => part !== ',');
      expect(references.map((reference: any) => subnets(kind).findIndex((subnet) => pointsAt(reference, subnet)))).toEqual([0, 1]);
    }
    expect(pointsAt(Outputs.KinesisStreamName.Value, stream)).toBe(true);
    expect(Outputs.KinesisStreamArn.Value).toEqual({ 'Fn::GetAtt': [stream.id, 'Arn'] });
    expect(Outputs.RdsEndpoint.Value).toEqual({ 'Fn::GetAtt': [database.id, 'Endpoint.Address'] });
    expect(pointsAt(Outputs.DbSecretArn.Value, attachmentOf(secret))).toBe(true);
    expect(Outputs.EcsClusterArn.Value).toEqual({ 'Fn::GetAtt': [stack.one('AWS::ECS::Cluster').id, 'Arn'] });
    expect(pointsAt(Outputs.TaskDefinitionArn.Value, task)).toBe(true);
    expect(pointsAt(Outputs.ApiGatewayId.Value, stack.one('AWS::ApiGateway::RestApi'))).toBe(true);
    expect(literals(Outputs.ApiGatewayEndpoint.Value).join('')).toMatch(/^https:.*execute-api\.us-east-1.*\/ingest$/);
    expect(literals(Outputs.ApiGatewayUrl.Value).join('')).toMatch(/^https:.*\/$/);
  });

  test('PIPE-12: logs are kept for a year', () => {
    expect(new Set(stack.of('AWS::Logs::LogGroup').map(({ properties }) => properties.RetentionInDays))).toEqual(new Set([365]));
  });

  test('PIPE-13: tasks scale on incoming records and on the age of records', () => {
    const age = stack.of('AWS::CloudWatch::Alarm').find(({ properties }) => properties.AlarmActions?.some((action: any) => stack
      .of('AWS::ApplicationAutoScaling::ScalingPolicy').some((policy) => pointsAt(action, policy))))!;
    expect(age.properties).toMatchObject({ Namespace: 'AWS/Kinesis', MetricName: 'GetRecords.IteratorAgeMilliseconds', Threshold: 60_000 });
    const tracked = stack.of('AWS::ApplicationAutoScaling::ScalingPolicy')
      .map(({ properties }) => properties.TargetTrackingScalingPolicyConfiguration?.CustomizedMetricSpecification).filter(Boolean);
    expect(tracked).toHaveLength(1);
    expect(literals(tracked[0])).toContain('IncomingRecords');
    expect(stack.one('AWS::ApplicationAutoScaling::ScalableTarget').properties)
      .toMatchObject({ MinCapacity: lifecycle === 'ephemeral' ? 1 : 2, MaxCapacity: 4 });
  });

  test('PIPE-13: a web ACL protects the stage', () => {
    const { properties } = stack.one('AWS::WAFv2::WebACLAssociation');
    expect(pointsAt(properties.WebACLArn, stack.one('AWS::WAFv2::WebACL'))).toBe(true);
    expect(mentions(properties.ResourceArn, stack.one('AWS::ApiGateway::Stage'))).toBe(true);
  });

  test('PIPE-13: the database is in the backup plan, and its snapshots have an end', () => {
    const selected = stack.of('AWS::Backup::BackupSelection').flatMap(({ properties }) => properties.BackupSelection.Resources);
    expect(selected.some((resource: any) => mentions(resource, database))).toBe(true);
    for (const { Lifecycle: life } of stack.one('AWS::Backup::BackupPlan').properties.BackupPlan.BackupPlanRule) {
      expect(life.DeleteAfterDays).toBe(lifecycle === 'ephemeral' ? 7 : 35);
    }
  });

  test('PIPE-13: GuardDuty can be enabled, with notifications to the alarm topic', () => {
    const [watched] = platform('pipeline', { lifecycle, suffix, threatDetection: 'true' });
    expect(stack.of('AWS::GuardDuty::Detector')).toEqual([]);
    // Settings of the account are not part of an ephemeral workload.
    expect(watched.of('AWS::GuardDuty::Detector')).toHaveLength(lifecycle === 'production' ? 1 : 0);
    if (lifecycle === 'ephemeral') return;
    expect(watched.one('AWS::GuardDuty::Detector').properties).toMatchObject({ Enable: true });
    const rules = watched.of('AWS::Events::Rule').filter(({ properties }) => literals(properties.EventPattern).includes('aws.guardduty'));
    expect(rules).toHaveLength(1);
    expect(rules[0].properties.Targets.every(({ Arn }: any) => pointsAt(Arn, watched.one('AWS::SNS::Topic')))).toBe(true);
  });

  test('PIPE-13: backups of the database can be replicated to a second Region, with a key there', () => {
    const [main, replica] = platform('pipeline', { lifecycle, suffix, pipelineReplicaRegion: 'us-west-2' })
      .sort((one, other) => one.artifact.stackName.localeCompare(other.artifact.stackName));
    expect(replica.artifact.environment.region).toBe('us-west-2');
    expect(main.artifact.dependencies.map(({ id }) => id)).toContain(replica.artifact.id);
    const { properties } = main.one('AWS::RDS::DBInstance');
    expect(properties.AutomaticBackupReplicationRegion).toBe('us-west-2');
    const reference = properties.AutomaticBackupReplicationKmsKeyId['Fn::GetStackOutput'];
    expect(reference).toMatchObject({ StackName: `pipeline-replica-${suffix}`, Region: 'us-west-2' });
    expect(pointsAt(replica.template.Outputs[reference.OutputName].Value, replica.one('AWS::KMS::Key'))).toBe(true);
    expect(main.of('AWS::Lambda::Function').map(({ id }) => id)).toEqual(stack.of('AWS::Lambda::Function').map(({ id }) => id));
    expect(database.properties.AutomaticBackupReplicationRegion).toBeUndefined();
  });
});

describe('the image of the application', () => {
  const containerOf = (context: Record<string, string>) => {
    const [stack] = platform('pipeline', context);
    return { stack, container: stack.one('AWS::ECS::TaskDefinition').properties.ContainerDefinitions[0] };
  };
  const endpoints = (stack: PlatformStack) => stack.of('AWS::EC2::VPCEndpoint').filter(({ properties }) => properties.VpcEndpointType === 'Interface')
    .map(({ properties }) => properties.ServiceName);

  test('PIPE-07: is a placeholder by default', () => {
    const { stack, container } = containerOf({});
    expect(container.Image).toMatch(/nginx/);
    expect(container.HealthCheck).toBeUndefined();
    expect(endpoints(stack)).toEqual([]);
  });

  test('PIPE-07: can be built from its folder at deployment, and is pulled through VPC endpoints', () => {
    const { stack, container } = containerOf({ 'processorImage': 'build', 'aws:cdk:disable-asset-staging': '' });
    expect(container.Image['Fn::Sub']).toMatch(/\.dkr\.ecr\.us-east-1\.\$\{AWS::URLSuffix\}\/cdk-/);
    expect(container.HealthCheck.Command).toEqual(['CMD', 'node', 'dist/health-check.js']);
    expect(endpoints(stack)).toEqual(['com.amazonaws.us-east-1.ecr.api', 'com.amazonaws.us-east-1.ecr.dkr']);
    const folder = path.join(__dirname, '../../examples/pipeline/app');
    const { dockerImages } = JSON.parse(fs.readFileSync(stack.artifact.dependencies.map((artifact: any) => artifact.file).find(Boolean)!, 'utf-8'));
    const [{ source }] = Object.values<any>(dockerImages);
    const staged = path.join(path.dirname(stack.artifact.templateFullPath), source.directory);
    expect(fs.readFileSync(path.join(staged, 'Dockerfile'), 'utf-8')).toBe(fs.readFileSync(path.join(folder, 'Dockerfile'), 'utf-8'));
    expect(fs.existsSync(path.join(staged, 'node_modules'))).toBe(false);
    expect(source).toMatchObject({ platform: 'linux/amd64' });
  });

  test('PIPE-07: can be in a repository that the execution role may pull from', () => {
    const digest = `sha256:${'a'.repeat(64)}`;
    const { stack, container } = containerOf({ processorImage: `111122223333.dkr.ecr.us-east-1.amazonaws.com/team/processor@${digest}` });
    expect(literals(container.Image).join('')).toMatch(new RegExp(`^111122223333\\.dkr\\.ecr\\.us-east-1\\..*/team/processor@${digest}$`));
    const pulling = stack.of('AWS::IAM::ManagedPolicy').flatMap(statementsOf).filter((statement) => actionsOf(statement).includes('ecr:BatchGetImage'));
    expect(pulling).toHaveLength(1);
    expect(literals(pulling[0].Resource).join('')).toMatch(/:ecr:us-east-1:111122223333:repository\/team\/processor$/);
    expect(endpoints(stack)).toHaveLength(2);
  });

  test('PIPE-07: can be in another registry', () => {
    const { stack, container } = containerOf({ processorImage: 'registry.example.com/processor:1.0.0' });
    expect(container.Image).toBe('registry.example.com/processor:1.0.0');
    expect(container.HealthCheck).toBeDefined();
    expect(endpoints(stack)).toEqual([]);
  });
});

describe.each([
  ['us-east-1', 'aws', true], ['eu-central-1', 'aws', false], ['us-gov-west-1', 'aws-us-gov', true],
])('in %s', (region, partition, fips) => {
  const context = { pipelineRegion: region, processorImage: 'build' };
  const [stack] = platform('pipeline', context);

  test('the platform is in that Region', () => {
    expect(stack.artifact.environment.region).toBe(region);
  });

  test('every ARN has the partition of the Region', () => {
    const text = JSON.stringify(stack.template);
    const arns = [...text.matchAll(/arn:([^:"]*)(?::|")/g)].map(([, named]) => named).filter((named) => named !== '');
    expect(arns.length).toBeGreaterThan(10);
    expect(arns.filter((named) => ![partition, '${AWS::Partition}'].includes(named))).toEqual([]);
    const elsewhere = [...text.matchAll(/\b(?:us|eu|ap|sa|ca|me|af|il|mx)-(?:gov-)?[a-z]+-\d\b/g)].map(([named]) => named).filter((named) => named !== region);
    // The host of the certificates of both Regions of GovCloud.
    expect(elsewhere.filter((named) => named !== 'us-gov-west-1')).toEqual([]);
  });

  test('only features that are available in the Region are used', () => {
    const [usual] = platform('pipeline', { processorImage: 'build' });
    const typesOf = (of: PlatformStack) => [...new Set(of.resources.map(({ type }) => type))].sort();
    // Where the library's function has no certificate authority, the function of Secrets Manager rotates. CloudFormation adds it.
    const ofRotation = ['AWS::Lambda::Permission', 'AWS::SQS::Queue', 'AWS::SQS::QueuePolicy', 'AWS::SecretsManager::ResourcePolicy'];
    const isHosted = DatabaseCredentials.rotationIn(region) === DatabaseRotation.HOSTED;
    const compared = (of: PlatformStack) => typesOf(of).filter((type) => !isHosted || !ofRotation.includes(type));
    expect(compared(stack)).toEqual(compared(usual));
    // AWS GovCloud (US) User Guide: AWS Backup (restore testing), Amazon CloudFront, Amazon API Gateway (edge-optimized APIs), AWS WAF (rule groups of others).
    expect(stack.of('AWS::Backup::RestoreTestingPlan', 'AWS::Backup::RestoreTestingSelection', 'AWS::CloudFront::Distribution')).toEqual([]);
    expect(stack.one('AWS::ApiGateway::RestApi').properties.EndpointConfiguration.Types).toEqual(['REGIONAL']);
    const vendors = stack.one('AWS::WAFv2::WebACL').properties.Rules.map(({ Statement }: any) => Statement.ManagedRuleGroupStatement?.VendorName).filter(Boolean);
    expect(new Set(vendors)).toEqual(new Set(['AWS']));
  });

  test(`the SDKs call ${fips ? 'FIPS 140 validated' : 'the usual'} endpoints`, () => {
    const { Environment, Image } = stack.one('AWS::ECS::TaskDefinition').properties.ContainerDefinitions[0];
    expect(Environment.some(({ Name, Value }: any) => Name === 'AWS_USE_FIPS_ENDPOINT' && Value === 'true')).toBe(fips);
    expect(Image['Fn::Sub']).toContain(`.dkr.ecr.${region}.`);
    expect(stack.one('AWS::ApiGateway::RestApi').properties.SecurityPolicy).toBe('SecurityPolicy_TLS13_1_3_FIPS_2025_09');
  });
});

test('a stack in another Region fails synthesis', () => {
  const app = new App();
  addPlatforms(app, undefined, ['pipeline']);
  new Stack(app.node.findChild('pipeline-dev') as never, 'Copy', { env: { region: 'eu-central-1' } });
  expect(() => app.synth()).toThrow("Region of stack 'pipeline-dev/Copy' must be one of us-east-1, got eu-central-1: workload 'pipeline' allows no other");
});
