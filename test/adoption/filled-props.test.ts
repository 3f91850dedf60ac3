import { Duration, PropertyInjectors, Stack } from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as rds from 'aws-cdk-lib/aws-rds';
import { hardenedStack } from './support';
import { Framework, HardenedDefaults, HardenedDefaultsProps, Lifecycle } from '../../src';
import { HARDENED_CLASSES } from '../../src/adoption/classes';
import { EVERY_FRAMEWORK, testStack } from '../support';

const NEW_APP: HardenedDefaultsProps = { newApp: true, readonlyRootFilesystem: true, containerUser: '1000' };

const shop = hardenedStack(NEW_APP, EVERY_FRAMEWORK);
let count = 0;

/** Props that the hardening fills in: constructs by their class, durations by their text. */
function filled(type: string, given: object = {}, stack: Stack = shop): object {
  const all = PropertyInjectors.of(stack).for(type)!.inject(given, { scope: stack, id: `Made${count += 1}` });
  return Object.fromEntries(Object.entries(all).filter(([prop]) => !(prop in given)).map(([prop, value]) => [prop, shown(value)]));
}

function shown(value: any): any {
  if (value instanceof Duration) return value.toHumanString();
  if (Array.isArray(value)) return value.map(shown);
  if (typeof value !== 'object' || value === null) return value;
  // Compiled classes with decorators have a number behind their name.
  if (value.constructor.name !== 'Object') return value.constructor.name.replace(/\d+$/, '');
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, shown(each)]));
}

const UNVERSIONED = { engine: { engineType: 'oracle-ee' } };
const CLEANUP = { abortIncompleteMultipartUploadAfter: '7 days', noncurrentVersionExpiration: '90 days' };
const METADATA = { requireImdsv2: true };

/** What a new app gets, by class. Databases are below. */
const NEW: Array<[type: string, props: object]> = [
  ['aws-s3.Bucket', { versioned: true, lifecycleRules: [CLEANUP] }],
  ['aws-efs.FileSystem', { encrypted: true, kmsKey: 'Key', enableAutomaticBackups: true }],
  ['aws-ec2.Volume', { encrypted: true }],
  ['aws-ecr.Repository', { imageScanOnPush: true, imageTagMutability: 'IMMUTABLE', encryption: 'RepositoryEncryption', encryptionKey: 'Key' }],
  ['aws-sqs.Queue', {}],
  ['aws-sns.Topic', {}],
  ['aws-kinesis.Stream', { retentionPeriod: '7 days' }],
  ['aws-dynamodb.Table', { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, deletionProtection: true }],
  ['aws-dynamodb.TableV2', { pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true }, deletionProtection: true }],
  ['aws-docdb.DatabaseCluster', { deletionProtection: true, backup: { retention: '7 days' }, exportAuditLogsToCloudWatch: true }],
  ['aws-lambda.Function', {}],
  ['aws-stepfunctions.StateMachine', { logs: { destination: 'LogGroup', level: 'ALL', includeExecutionData: false }, tracingEnabled: true }],
  ['aws-ecs.Cluster', { containerInsightsV2: 'enabled' }],
  ['aws-ecs.ContainerDefinition', { logging: 'AwsLogDriver', readonlyRootFilesystem: true, user: '1000' }],
  ['aws-ec2.Instance', { httpTokens: 'required', associatePublicIpAddress: false, detailedMonitoring: true }],
  ['aws-ec2.LaunchTemplate', { ...METADATA, httpPutResponseHopLimit: 1, detailedMonitoring: true }],
  ['aws-autoscaling.AutoScalingGroup', METADATA],
  ['aws-ec2.Vpc', {
    restrictDefaultSecurityGroup: true,
    subnetConfiguration: [{ subnetType: 'Public', name: 'Public', mapPublicIpOnLaunch: false }, { subnetType: 'Private', name: 'Private' }],
  }],
  ['aws-elasticloadbalancingv2.ApplicationLoadBalancer', { deletionProtection: true, dropInvalidHeaderFields: true }],
  ['aws-elasticloadbalancingv2.ApplicationListener', {}],
  ['aws-elasticloadbalancingv2.NetworkLoadBalancer', { deletionProtection: true }],
  ['aws-kms.Key', { enableKeyRotation: true }],
  ['aws-log.LogGroup', { retention: 731 }],
  ['aws-cognito.UserPool', { deletionProtection: true }],
];

/** Props for new apps only, because they replace a deployed resource or deployed clients can depend on the earlier setting. */
const NEW_ONLY: Record<string, string[]> = {
  'aws-efs.FileSystem': ['encrypted', 'kmsKey'],
  'aws-ec2.Volume': ['encrypted'],
  'aws-ecr.Repository': ['imageTagMutability', 'encryption', 'encryptionKey'],
  'aws-ec2.Instance': ['httpTokens', 'associatePublicIpAddress'],
  'aws-ec2.LaunchTemplate': ['requireImdsv2', 'httpPutResponseHopLimit'],
  'aws-autoscaling.AutoScalingGroup': ['requireImdsv2'],
  'aws-ec2.Vpc': ['restrictDefaultSecurityGroup', 'subnetConfiguration'],
  'aws-elasticloadbalancingv2.ApplicationLoadBalancer': ['dropInvalidHeaderFields'],
};

/** Classes of the test of other classes. */
const OTHERS = [
  'apigateway.Stage', 'apigatewayv2.HttpStage', 'appsync.GraphqlApi', 'backup.BackupVault', 'cloudtrail.Trail', 'cognito.UserPoolClient',
  'dynamodb.TableV2MultiAccountReplica', 'kinesisfirehose.DeliveryStream', 'opensearchservice.Domain', 'rds.DatabaseClusterFromSnapshot',
  'rds.DatabaseInstanceFromSnapshot', 'rds.DatabaseInstanceReadReplica', 'rds.ServerlessCluster', 'rds.ServerlessClusterFromSnapshot',
  'secretsmanager.Secret', 'ses.ConfigurationSet',
].map((name) => `aws-cdk-lib.aws-${name}`);

test('the table below has every class but the databases', () => {
  expect([...NEW.map(([type]) => `aws-cdk-lib.${type}`), ...OTHERS, 'aws-cdk-lib.aws-rds.DatabaseCluster', 'aws-cdk-lib.aws-rds.DatabaseInstance'].sort())
    .toEqual(HARDENED_CLASSES.map(({ type }) => type).sort());
});

test.each(NEW)('%s in a new app', (type, props) => expect(filled(`aws-cdk-lib.${type}`)).toEqual(props));

test('a deployed app gets what replaces nothing, deletes nothing and what clients do not depend on', () => {
  const stack = hardenedStack({}, EVERY_FRAMEWORK);
  const uploads = { lifecycleRules: [{ abortIncompleteMultipartUploadAfter: '7 days' }] };
  const deployed = NEW.map(([type, props]): [string, object] => [type, 'lifecycleRules' in props ? { ...props, ...uploads } : props]);
  const expected = deployed.map(([type, props]) => [type, Object.fromEntries(Object.entries(props).filter(([prop]) => !NEW_ONLY[type]?.includes(prop) && !['readonlyRootFilesystem', 'user'].includes(prop)))]);
  expect(NEW.map(([type]) => [type, filled(`aws-cdk-lib.${type}`, {}, stack)])).toEqual(expected);
});

describe('databases', () => {
  const engine = (engineType: string) => ({ engine: { engineType, engineVersion: {} } });
  const common = (port: number, logs: string[], tls: string, value = '1') => ({
    deletionProtection: true,
    iamAuthentication: true,
    cloudwatchLogsExports: logs,
    storageEncrypted: true,
    storageEncryptionKey: 'Key',
    port,
    parameters: { [tls]: value },
    credentials: '',
    monitoringInterval: '1 minute',
  });
  const mysqlLogs = ['audit', 'error', 'general', 'slowquery'];
  const [CLUSTER, INSTANCE] = ['aws-cdk-lib.aws-rds.DatabaseCluster', 'aws-cdk-lib.aws-rds.DatabaseInstance'];

  test.each([
    ['aurora-postgresql', common(5433, ['postgresql'], 'rds.force_ssl')],
    ['aurora-mysql', common(3307, mysqlLogs, 'require_secure_transport', 'ON')],
  ])('a cluster of %s', (name, props) => {
    expect(filled(CLUSTER, engine(name))).toEqual({ ...props, credentials: expect.anything(), backup: { retention: '7 days' } });
  });

  test.each([
    ['postgres', common(5433, ['postgresql', 'upgrade'], 'rds.force_ssl')],
    ['mysql', common(3307, mysqlLogs, 'require_secure_transport')],
    ['mariadb', { ...common(3307, mysqlLogs, 'require_secure_transport'), iamAuthentication: undefined }],
  ])('an instance of %s', (name, props) => {
    const { iamAuthentication, ...others } = props;
    expect(filled(INSTANCE, engine(name))).toEqual({
      ...others, ...iamAuthentication && { iamAuthentication }, credentials: expect.anything(), backupRetention: '7 days', publiclyAccessible: false, multiAz: true,
    });
  });

  test('an engine that is not in the table, and one without a version, get neither logs, a port nor parameters of their own', () => {
    expect(Object.keys(filled(INSTANCE, UNVERSIONED)).sort()).toEqual([
      'backupRetention', 'credentials', 'deletionProtection', 'monitoringInterval', 'multiAz', 'publiclyAccessible', 'storageEncrypted', 'storageEncryptionKey',
    ]);
    expect(filled(INSTANCE, { engine: { engineType: 'postgres' } })).not.toHaveProperty('parameters');
  });

  test('the user of a new database is named administrator', () => {
    const { credentials } = PropertyInjectors.of(shop).for(INSTANCE)!.inject(engine('mysql'), { scope: shop, id: 'Credentials' }) as rds.DatabaseInstanceProps;
    expect(credentials!.username).toBe('administrator');
  });

  test('a VPC adds a security group without outbound rules, and a writer adds a reader', () => {
    const given = { ...engine('aurora-mysql'), vpc: ec2.Vpc.fromVpcAttributes(shop, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }), writer: rds.ClusterInstance.serverlessV2('Writer') };
    const made = filled(CLUSTER, given);
    expect(made).toMatchObject({ securityGroups: ['SecurityGroup'], readers: ['ClusterInstance'] });
    const group = shop.node.findChild('HardenedDefaults').node.findChild('SecurityGroups').node.tryFindChild(`Made${count}`) as ec2.SecurityGroup;
    expect([group.allowAllOutbound, (group.node.defaultChild as ec2.CfnSecurityGroup).groupDescription]).toEqual([false, `Clients of the database Made${count}`]);
  });

  test('an instance in public subnets decides on its address itself', () => {
    expect(filled(INSTANCE, { ...engine('mysql'), vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC } })).not.toHaveProperty('publiclyAccessible');
    expect(filled(INSTANCE, { ...engine('mysql'), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } })).toHaveProperty('publiclyAccessible', false);
  });

  test('an instance of Amazon EC2 in public subnets has the address of its subnet, however they are selected', () => {
    const type = ec2.Instance.PROPERTY_INJECTION_ID;
    const subnets = (id: string, subnetType: ec2.SubnetType) => new ec2.Vpc(shop, id, { maxAzs: 1, natGateways: 0, subnetConfiguration: [{ name: 'Ingress', subnetType }] });
    const [open, closed] = [subnets('Open', ec2.SubnetType.PUBLIC), subnets('Closed', ec2.SubnetType.PRIVATE_ISOLATED)];
    for (const vpcSubnets of [undefined, { subnetType: ec2.SubnetType.PUBLIC }, { subnetGroupName: 'Ingress' }, { subnets: open.publicSubnets }]) {
      expect(filled(type, { vpc: open, vpcSubnets })).not.toHaveProperty('associatePublicIpAddress');
    }
    expect(filled(type, { vpc: closed })).toHaveProperty('associatePublicIpAddress', false);
  });

  test('a deployed database keeps its key, port, parameters, user, security group and number of instances', () => {
    const stack = hardenedStack({}, EVERY_FRAMEWORK);
    const given = { ...engine('aurora-mysql'), vpc: ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] }), writer: {} };
    const kept = { deletionProtection: true, iamAuthentication: true, cloudwatchLogsExports: mysqlLogs, monitoringInterval: '1 minute' };
    expect(filled(CLUSTER, given, stack)).toEqual({ ...kept, backup: { retention: '7 days' } });
    expect(filled(INSTANCE, given, stack)).toEqual({ ...kept, backupRetention: '7 days', publiclyAccessible: false });
  });
});

test('an ephemeral workload can be deleted, and has one copy of each database', () => {
  const stack = testStack({ lifecycle: Lifecycle.EPHEMERAL, frameworks: EVERY_FRAMEWORK });
  HardenedDefaults.on(stack, NEW_APP);
  const given = { engine: { engineType: 'mysql' }, writer: {} };
  const protecting = HARDENED_CLASSES.filter(({ type }) => ['deletionProtection', 'multiAz', 'readers'].some((prop) => prop in filled(type, given, stack)));
  expect(protecting).toEqual([]);
});

test('only symmetric encryption keys rotate', () => {
  const type = kms.Key.PROPERTY_INJECTION_ID;
  expect(filled(type, { keySpec: kms.KeySpec.RSA_2048 })).toEqual({});
  expect(filled(type, { keyUsage: kms.KeyUsage.GENERATE_VERIFY_MAC })).toEqual({});
  expect(filled(type, { keySpec: kms.KeySpec.SYMMETRIC_DEFAULT, keyUsage: kms.KeyUsage.ENCRYPT_DECRYPT })).toEqual({ enableKeyRotation: true });
});

test('a network without NAT gateways has isolated subnets, and listeners get a policy where they use TLS', () => {
  expect(filled(ec2.Vpc.PROPERTY_INJECTION_ID, { natGateways: 0 })).toMatchObject({ subnetConfiguration: [{ mapPublicIpOnLaunch: false }, { subnetType: 'Isolated' }] });
  const listener = 'aws-cdk-lib.aws-elasticloadbalancingv2.ApplicationListener';
  const policy = { sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-Res-2021-06' };
  const given = [{ protocol: 'HTTPS' }, { certificates: [{}] }, { port: 443 }, { port: 8443 }, { port: 8080 }, { port: 443, protocol: 'HTTP' }, { protocol: 'HTTP' }];
  expect(given.map((each) => filled(listener, each))).toEqual([policy, policy, policy, policy, {}, {}, {}]);
});

test('each of its safeguards alone is a reason for a default', () => {
  const given = { engine: { engineType: 'postgres', engineVersion: {} }, vpc: undefined, protocol: 'HTTPS', writer: {}, cachingEnabled: true };
  const filling = HARDENED_CLASSES.flatMap(({ type, steps }) => steps.filter(({ fill }) => fill)
    .flatMap(({ props, safeguards }) => safeguards.map((safeguard) => ({ type, props, safeguard }))));
  const missed = filling.filter(({ type, props, safeguard }) => {
    const controls = [{ id: '1', title: 'One', safeguards: [safeguard] }];
    const stack = hardenedStack(NEW_APP, [new Framework({ id: 'one', title: 'One', source: 'https://example.com', controls })]);
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'], isolatedSubnetIds: ['subnet-1'] });
    const made = filled(type, { ...given, vpc }, stack);
    return !props.some((prop) => prop in made);
  });
  expect(filling.length).toBeGreaterThan(50);
  expect(missed.map(({ type, safeguard }) => `${type} ${safeguard}`)).toEqual([]);
});
