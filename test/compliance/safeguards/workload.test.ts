import { App, CfnResource, Stack, Stage } from 'aws-cdk-lib';
import * as autoscaling from 'aws-cdk-lib/aws-autoscaling';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as efs from 'aws-cdk-lib/aws-efs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { Json, RenderedTemplate } from '../../../src/compliance/rendered';
import { WORKLOAD } from '../../../src/compliance/safeguards/workload';
import { StackTemplate } from '../../../src/compliance/template-source';
import { it_, judged, NOT_JUDGED, NO_VALUE, PARAMETER, undetermined } from '../triples';

const [REGIONS, TAGS, PROPAGATED] = ['Workload.DataInRegions', 'Workload.RequiredTags', 'Workload.TagsPropagated'].map((id) => WORKLOAD.find((safeguard) => safeguard.id === id)!);

describe('Workload.DataInRegions', () => {
  const in_ = (type: string, properties: object, regions: string[] | undefined = ['eu-west-2', 'eu-west-1']) => judged(REGIONS, it_(properties, {}, { type, expected: { regions } }));
  const vault = (region: unknown) => ({ 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':backup:', region, ':1:backup-vault:v']] });

  const copies: Array<[string, (region: unknown) => object, string]> = [
    ['AWS::Backup::BackupPlan', (region) => ({ BackupPlan: { BackupPlanRule: [{}, { CopyActions: [{ DestinationBackupVaultArn: `arn:aws:backup:${region}:1:backup-vault:v` }] }] } }), 'a backup copy'],
    ['AWS::RDS::DBInstance', (SourceRegion) => ({ SourceRegion }), 'a replica from there'],
    ['AWS::RDS::DBInstance', (AutomaticBackupReplicationRegion) => ({ AutomaticBackupReplicationRegion }), 'backup replication'],
    ['AWS::RDS::DBCluster', (SourceRegion) => ({ SourceRegion }), 'a replica from there'],
    ['AWS::SecretsManager::Secret', (Region) => ({ ReplicaRegions: [{ Region }] }), 'a replica'],
    ['AWS::DynamoDB::GlobalTable', (Region) => ({ Replicas: [{ Region: 'eu-west-2' }, { Region }] }), 'a replica'],
    ['AWS::DynamoDB::Table', (Region) => ({ Replicas: [{ Region }] }), 'a replica'],
    ['Custom::DynamoDBReplica', (Region) => ({ Region }), 'a replica'],
    ['AWS::KMS::ReplicaKey', (region) => ({ PrimaryKeyArn: `arn:aws:kms:${region}:1:key/k` }), 'a key from there'],
    ['AWS::EFS::FileSystem', (Region) => ({ ReplicationConfiguration: { Destinations: [{ Region }] } }), 'replication'],
    ['AWS::ECR::ReplicationConfiguration', (Region) => ({ ReplicationConfiguration: { Rules: [{ Destinations: [{ Region }] }] } }), 'replication'],
  ];

  test.each(copies)('%s: holds for a copy in an allowed Region, fails for a copy in another Region', (type, copy, what) => {
    expect(in_(type, copy('eu-west-1'))).toEqual({ result: 'holds' });
    expect(in_(type, copy('us-east-1'))).toEqual({ result: 'fails', finding: `${what} goes to us-east-1, must be one of eu-west-2, eu-west-1` });
    expect(in_(type, {})).toBe(NOT_JUDGED);
    expect(in_(type, copy('us-east-1'), undefined)).toEqual({ result: 'fails', finding: `${what} goes to us-east-1, must be one of eu-west-2, eu-west-1` });
  });

  test('a workload without Regions is not checked', () => {
    expect(judged(REGIONS, it_({ SourceRegion: 'us-east-1' }, {}, { type: 'AWS::RDS::DBCluster' }))).toBe(NOT_JUDGED);
  });

  test('a resource without copies is not checked', () => {
    expect(in_('AWS::SNS::Topic', {})).toBe(NOT_JUDGED);
    expect(in_('AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: NO_VALUE }] })).toBe(NOT_JUDGED);
  });

  test('a Region that resolves only at deployment is unknown', () => {
    expect(in_('AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: PARAMETER }] })).toEqual({ result: 'unknown', finding: undetermined('the Region of a replica') });
    const plan = (DestinationBackupVaultArn: unknown) => in_('AWS::Backup::BackupPlan', { BackupPlan: { BackupPlanRule: [{ CopyActions: [{ DestinationBackupVaultArn }] }] } });
    expect(plan(PARAMETER)).toEqual({ result: 'unknown', finding: undetermined('the Region of a backup copy') });
    expect(plan(vault({ Ref: 'AWS::Region' }))).toEqual({ result: 'unknown', finding: undetermined('the Region of a backup copy', vault({ Ref: 'AWS::Region' })) });
    expect(plan('not-an-arn')).toEqual({ result: 'fails', finding: 'a backup copy goes to not-an-arn, must be one of eu-west-2, eu-west-1' });
    expect(plan(vault('us-east-1'))).toEqual({ result: 'fails', finding: 'a backup copy goes to us-east-1, must be one of eu-west-2, eu-west-1' });
    expect(plan(vault('eu-west-1'))).toEqual({ result: 'holds' });
  });

  test('a copy in another Region takes precedence over an unknown Region', () => {
    expect(in_('AWS::SecretsManager::Secret', { ReplicaRegions: [{ Region: PARAMETER }, { Region: 'us-east-1' }] }))
      .toEqual({ result: 'fails', finding: 'a replica goes to us-east-1, must be one of eu-west-2, eu-west-1' });
  });

  test('the Region of a destination bucket is the Region of its stack', () => {
    const replicated = (Bucket: unknown) => ({ ReplicationConfiguration: { Role: 'r', Rules: [{ Destination: { Bucket } }] } });
    const own = { Copy: ['AWS::S3::Bucket', {}] } as const;
    const expected = { regions: ['eu-west-2'] };
    expect(judged(REGIONS, it_(replicated({ 'Fn::GetAtt': ['Copy', 'Arn'] }), own, { type: 'AWS::S3::Bucket', expected }))).toEqual({ result: 'holds' });
    expect(judged(REGIONS, it_(replicated({ 'Fn::GetAtt': ['Copy', 'Arn'] }), own, { type: 'AWS::S3::Bucket', expected: { regions: ['eu-west-1'] } })))
      .toEqual({ result: 'fails', finding: 'replication goes to eu-west-2, must be one of eu-west-1' });
    expect(judged(REGIONS, it_(replicated('arn:aws:s3:::theirs'), {}, { type: 'AWS::S3::Bucket', expected })))
      .toEqual({ result: 'fails', finding: 'replication goes to arn:aws:s3:::theirs, must be one of eu-west-2' });
    expect(judged(REGIONS, it_({ Regions: [{ Bucket: { Ref: 'Copy' } }] }, own, { type: 'AWS::S3::MultiRegionAccessPoint', expected }))).toEqual({ result: 'holds' });
  });

  test('the Region of a destination bucket that is named in a text is the Region of the stack that has it', () => {
    const replicated = { ReplicationConfiguration: { Role: 'r', Rules: [{ Destination: { Bucket: 'arn:aws:s3:::records-copy' } }] } };
    const [near, far] = ['eu-west-2', 'eu-west-1'].map((region, index) => {
      const stack = new Stack(new App(), region, { env: { account: '1', region } });
      new CfnResource(stack, 'Bucket', { type: 'AWS::S3::Bucket' });
      return new RenderedTemplate(new StackTemplate(stack, undefined, { Resources: { Bucket: { Type: 'AWS::S3::Bucket', Properties: [replicated, { BucketName: 'records-copy' }][index] } } }));
    });
    for (const template of [near, far]) template.peers = [near, far];
    expect(REGIONS.judge(near.resources[0], { numbers: {}, tags: [], regions: ['eu-west-2', 'eu-west-1'] })).toEqual({ result: 'holds' });
    expect(REGIONS.judge(near.resources[0], { numbers: {}, tags: [], regions: ['eu-west-2'] }))
      .toEqual({ result: 'fails', finding: 'replication goes to eu-west-1, must be one of eu-west-2' });
  });

  test('the Region of a vault in another stack is the Region of that stack', () => {
    const app = new App();
    const [near, far] = ['eu-west-2', 'us-west-2'].map((region) => new Stack(app, region, { env: { account: '1', region } }));
    new CfnResource(near, 'Plan', { type: 'AWS::Backup::BackupPlan' });
    new CfnResource(far, 'Vault', { type: 'AWS::Backup::BackupVault' });
    const output = { 'Fn::GetStackOutput': { StackName: 'us-west-2', Region: 'us-west-2', OutputName: 'VaultArn' } };
    const templates = [
      new RenderedTemplate(new StackTemplate(near, undefined, { Resources: { Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan: { BackupPlanRule: [{ CopyActions: [{ DestinationBackupVaultArn: output }] }] } } } } })),
      new RenderedTemplate(new StackTemplate(far, undefined, { Resources: { Vault: { Type: 'AWS::Backup::BackupVault' } }, Outputs: { VaultArn: { Value: { 'Fn::GetAtt': ['Vault', 'BackupVaultArn'] } } } })),
    ];
    for (const template of templates) template.peers = templates;
    expect(REGIONS.judge(templates[0].resources[0], { numbers: {}, tags: [], regions: ['eu-west-2'] }))
      .toEqual({ result: 'fails', finding: 'a backup copy goes to us-west-2, must be one of eu-west-2' });
    expect(REGIONS.judge(templates[0].resources[0], { numbers: {}, tags: [], regions: ['eu-west-2', 'us-west-2'] })).toEqual({ result: 'holds' });
  });
});

describe('Workload.RequiredTags', () => {
  const judgeTags = (make: (stack: Stack) => CfnResource, properties: Json, tags = ['CostCenter', 'Environment']) => {
    const stack = new Stack(new Stage(new App(), 'Stage'), 'Stack');
    const construct = make(stack);
    construct.overrideLogicalId('It');
    const body = { Resources: { It: { Type: construct.cfnResourceType, Properties: properties } } };
    const [resource] = new RenderedTemplate(new StackTemplate(stack, undefined, body)).resources;
    return TAGS.judge(resource, { numbers: {}, tags });
  };
  const bucket = (stack: Stack) => new s3.CfnBucket(stack, 'It');
  const both = [{ Key: 'CostCenter', Value: '1' }, { Key: 'Environment', Value: 'dev' }, { Key: 'More', Value: 'x' }];

  test('holds if the resource has every tag, in each format of tags', () => {
    expect(judgeTags(bucket, { Tags: both })).toEqual({ result: 'holds' });
    expect(judgeTags((stack) => new ssm.CfnParameter(stack, 'It', { type: 'String', value: 'v' }), { Tags: { CostCenter: '1', Environment: 'dev' } })).toEqual({ result: 'holds' });
    expect(judgeTags((stack) => new efs.CfnFileSystem(stack, 'It'), { FileSystemTags: both })).toEqual({ result: 'holds' });
    expect(judgeTags((stack) => new backup.CfnBackupVault(stack, 'It', { backupVaultName: 'v' }), { BackupVaultTags: { CostCenter: '1', Environment: 'dev' } })).toEqual({ result: 'holds' });
    expect(judgeTags((stack) => new autoscaling.CfnAutoScalingGroup(stack, 'It', { minSize: '1', maxSize: '1' }), { Tags: both.map((tag) => ({ ...tag, PropagateAtLaunch: true })) }))
      .toEqual({ result: 'holds' });
  });

  test('fails if a tag is missing', () => {
    expect(judgeTags(bucket, { Tags: both.slice(1) })).toEqual({ result: 'fails', finding: 'Tags lack CostCenter, must include CostCenter, Environment' });
    expect(judgeTags(bucket, {})).toEqual({ result: 'fails', finding: 'Tags lack CostCenter, Environment, must include CostCenter, Environment' });
  });

  test('is unknown if the tags resolve only at deployment', () => {
    expect(judgeTags(bucket, { Tags: PARAMETER })).toEqual({ result: 'unknown', finding: undetermined('Tags') });
  });

  test('is not checked if no tag is required or the resource does not support tags', () => {
    expect(judgeTags(bucket, {}, [])).toBe(NOT_JUDGED);
    expect(judgeTags((stack) => new s3.CfnBucketPolicy(stack, 'It', { bucket: 'b', policyDocument: {} }), {})).toBe(NOT_JUDGED);
    expect(judgeTags((stack) => new CfnResource(stack, 'It', { type: 'Custom::Thing' }), {})).toBe(NOT_JUDGED);
    expect(judgeTags((stack) => new dynamodb.CfnTable(stack, 'It', { keySchema: [] }), {})).not.toBe(NOT_JUDGED);
  });
});

describe('Workload.TagsPropagated', () => {
  const propagated = (type: string, properties: object, tags = ['CostCenter', 'Environment']) => judged(PROPAGATED, it_(properties, {}, { type, expected: { tags } }));
  const group = (...flags: unknown[]) => ({ Tags: flags.map((PropagateAtLaunch, index) => ({ Key: ['CostCenter', 'Environment', 'More'][index], Value: 'x', PropagateAtLaunch })) });

  test('an ECS service propagates its tags to its tasks', () => {
    expect(propagated('AWS::ECS::Service', { PropagateTags: 'SERVICE' })).toEqual({ result: 'holds' });
    expect(propagated('AWS::ECS::Service', { PropagateTags: 'TASK_DEFINITION' })).toEqual({ result: 'holds' });
    expect(propagated('AWS::ECS::Service', {})).toEqual({ result: 'fails', finding: 'PropagateTags is not set, must be one of SERVICE, TASK_DEFINITION' });
    expect(propagated('AWS::ECS::Service', { PropagateTags: PARAMETER })).toEqual({ result: 'unknown', finding: undetermined('PropagateTags') });
  });

  test('an Auto Scaling group propagates its tags to its instances', () => {
    expect(propagated('AWS::AutoScaling::AutoScalingGroup', group(true, 'true', false))).toEqual({ result: 'holds' });
    expect(propagated('AWS::AutoScaling::AutoScalingGroup', group(false, undefined)))
      .toEqual({ result: 'fails', finding: 'PropagateAtLaunch of CostCenter, Environment is not set, must be true' });
  });

  test('is not checked if no tag is required', () => expect(propagated('AWS::ECS::Service', {}, [])).toBe(NOT_JUDGED));
});
