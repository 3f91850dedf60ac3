import { SecretValue, Stack } from 'aws-cdk-lib';
import * as apigateway from 'aws-cdk-lib/aws-apigateway';
import * as apigatewayv2 from 'aws-cdk-lib/aws-apigatewayv2';
import * as appsync from 'aws-cdk-lib/aws-appsync';
import * as backup from 'aws-cdk-lib/aws-backup';
import * as cloudtrail from 'aws-cdk-lib/aws-cloudtrail';
import * as cognito from 'aws-cdk-lib/aws-cognito';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as firehose from 'aws-cdk-lib/aws-kinesisfirehose';
import * as opensearch from 'aws-cdk-lib/aws-opensearchservice';
import * as rds from 'aws-cdk-lib/aws-rds';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ses from 'aws-cdk-lib/aws-ses';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import { foundIn, hardenedStack, plainStack, resourcesOf } from './support';
import { EVERY_FRAMEWORK } from '../support';

/** L2s with one or two hardened defaults each, below the scope `Of`. */
function build(stack: Stack): void {
  new apigateway.RestApi(stack, 'Rest', { deployOptions: { cachingEnabled: true, cacheClusterEnabled: true } }).root.addMethod('GET');
  new apigatewayv2.HttpApi(stack, 'Http');
  new appsync.GraphqlApi(stack, 'Graph', { name: 'graph', definition: appsync.Definition.fromSchema({ bind: () => ({ apiId: 'graph', definition: 'type Query { a: String }' }) }) });
  new firehose.DeliveryStream(stack, 'Delivery', { destination: new firehose.S3Bucket(s3.Bucket.fromBucketName(stack, 'Target', 'target')) });
  new opensearch.Domain(stack, 'Search', { version: opensearch.EngineVersion.OPENSEARCH_2_19 });
  new ses.ConfigurationSet(stack, 'Mail');
  new cloudtrail.Trail(stack, 'Trail', { bucket: s3.Bucket.fromBucketName(stack, 'TrailTarget', 'trail') });
  new backup.BackupVault(stack, 'Vault');
  new cognito.UserPoolClient(stack, 'Client', { userPool: cognito.UserPool.fromUserPoolId(stack, 'Pool', 'eu-west-2_a') });
  new secretsmanager.Secret(stack, 'Secret', { secretStringValue: SecretValue.unsafePlainText('x') });
  new secretsmanager.Secret(stack, 'Shared').addToResourcePolicy(new iam.PolicyStatement({
    principals: [new iam.AccountPrincipal('999999999999')], actions: ['secretsmanager:GetSecretValue'], resources: ['*'],
  }));
  new dynamodb.TableV2(stack, 'Global', { partitionKey: { name: 'id', type: dynamodb.AttributeType.STRING } });
  new sfn.StateMachine(stack, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(new sfn.Pass(stack, 'Pass')) });
  const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['subnet-1', 'subnet-2'] });
  const machineImage = ec2.MachineImage.genericLinux({ 'eu-west-2': 'ami-1' });
  const instanceType = new ec2.InstanceType('t3.medium');
  new ec2.Instance(stack, 'Instance', { vpc, instanceType, machineImage });
  new ec2.LaunchTemplate(stack, 'Template', { instanceType, machineImage });
  const engine = rds.DatabaseClusterEngine.auroraPostgres({ version: rds.AuroraPostgresEngineVersion.VER_17_5 });
  new rds.DatabaseClusterFromSnapshot(stack, 'Cluster', { engine, writer: rds.ClusterInstance.serverlessV2('Writer'), vpc, snapshotIdentifier: 'snapshot' });
  const restored = new rds.DatabaseInstanceFromSnapshot(stack, 'Database', {
    engine: rds.DatabaseInstanceEngine.sqlServerSe({ version: rds.SqlServerEngineVersion.VER_16 }), vpc, snapshotIdentifier: 'snapshot',
  });
  new rds.DatabaseInstanceReadReplica(stack, 'Replica', { sourceDatabaseInstance: restored, instanceType, vpc });
}

/** Findings that the hardening settles, and those that it makes. */
function changed(newApp: boolean) {
  const [plain, hardened] = [plainStack(EVERY_FRAMEWORK), hardenedStack({ newApp }, EVERY_FRAMEWORK)];
  [plain, hardened].forEach(build);
  const [before, after] = [plain, hardened].map(foundIn);
  const without = (findings: string[], others: string[]) => findings.filter((finding) => !others.includes(finding));
  return { settled: without(before, after), made: without(after, before), resources: resourcesOf(hardened) };
}

describe('L2s with few defaults', () => {
  const [deployed, fresh] = [false, true].map(changed);

  test('findings that are settled in a deployed app', () => {
    expect(deployed.settled.map((finding) => finding.replace(/ Shop\/(\w+).*/, ' $1'))).toEqual([
      'APIGateway.StageAccessLogged Http',
      'APIGateway.StageCacheEncrypted Rest',
      'APIGateway.StageTraced Rest',
      'AppSync.ApiTraced Graph',
      'CloudWatch.LogGroupEncrypted Delivery',
      'DynamoDB.GlobalTableDeletionProtected Global',
      'DynamoDB.GlobalTableEncryptedWithCustomerKey Global',
      'DynamoDB.GlobalTablePointInTimeRecovery Global',
      'EC2.InstanceDetailedMonitoring Instance',
      'EC2.LaunchTemplateDetailedMonitoring Template',
      'Firehose.StreamEncrypted Delivery',
      'RDS.AuroraPostgresLogExported Cluster',
      'RDS.ClusterBackupRetained Cluster',
      'RDS.ClusterDeletionProtected Cluster',
      'RDS.ClusterIamAuthenticated Cluster',
      'RDS.ClusterLogsExported Cluster',
      'RDS.InstanceBackupRetained Database',
      'RDS.InstanceDeletionProtected Database',
      'RDS.InstanceDeletionProtected Replica',
      'RDS.InstanceLogsExported Database',
      'RDS.InstanceLogsExported Replica',
      'RDS.InstanceMonitored Cluster',
      'RDS.InstanceMonitored Database',
      'RDS.InstanceMonitored Replica',
      'RDS.InstanceNotPublic Cluster',
      'RDS.InstanceNotPublic Database',
      'RDS.InstanceNotPublic Replica',
      'RDS.SqlServerLogExported Database',
      'RDS.SqlServerLogExported Replica',
      'SecretsManager.SecretEncryptedWithCustomerKey Cluster',
      'SecretsManager.SecretEncryptedWithCustomerKey Secret',
      'StepFunctions.StateMachineLogged Machine',
      'StepFunctions.StateMachineTraced Machine',
    ]);
  });

  test('further findings that are settled in a new app', () => {
    expect(fresh.settled.filter((finding) => !deployed.settled.includes(finding)).map((finding) => finding.replace(/ Shop\/(\w+).*/, ' $1'))).toEqual([
      'AppSync.IntrospectionOff Graph',
      'Backup.VaultEncrypted Vault',
      'CloudTrail.TrailEncrypted Trail',
      'Cognito.ClientHidesUsers Client',
      'EC2.EgressRestricted Cluster',
      'EC2.EgressRestricted Database',
      'EC2.EgressRestricted Replica',
      'EC2.InstanceImdsV2 Instance',
      'EC2.LaunchTemplateHopLimit Template',
      'EC2.LaunchTemplateImdsV2 Template',
      'OpenSearch.DomainEncrypted Search',
      'OpenSearch.DomainHttpsOnly Search',
      'OpenSearch.DomainNodeToNodeEncrypted Search',
      'OpenSearch.DomainTlsPolicyLatest Search',
      'RDS.ClusterMultiAz Cluster',
      'RDS.ClusterTlsForced Cluster',
      'RDS.InstanceMultiAz Database',
      'RDS.InstanceMultiAz Replica',
      'RDS.PortNotDefault Cluster',
      'SES.TlsForced Mail',
    ]);
  });

  test('the hardening makes no finding except for the policy of a role that writes logs', () => {
    const policy = 'IAM.NoInlinePolicy Shop/Machine/Role/DefaultPolicy/Resource';
    expect([deployed.made, fresh.made]).toEqual([[policy], [policy]]);
  });

  test('a secret and a table have the key of the workload, a shared secret does not', () => {
    const of = (id: string, type: string) => Object.entries<any>(deployed.resources)
      .find(([name, { Type }]) => Type === type && name.startsWith(id))![1].Properties;
    const key = { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] };
    expect(of('Secret', 'AWS::SecretsManager::Secret').KmsKeyId).toEqual(key);
    expect(of('Shared', 'AWS::SecretsManager::Secret').KmsKeyId).toBeUndefined();
    expect(of('Global', 'AWS::DynamoDB::GlobalTable')).toMatchObject({ SSESpecification: { SSEEnabled: true, SSEType: 'KMS' }, Replicas: [{ SSESpecification: { KMSMasterKeyId: key } }] });
  });
});
