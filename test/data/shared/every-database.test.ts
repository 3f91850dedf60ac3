import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import { CompliantAurora, CompliantPostgres, CompliantPostgresProps, DatabaseCredentials, DataClass, Framework, Lifecycle, WorkloadKey } from '../../../src';
import { backedUpResources } from '../../../src/core/workload/registry';
import { allFindingsOf, findingsAtDefaults, templateOf, testStack } from '../../support';
import { aurora, only, postgres } from '../support';

type Make = (props?: Partial<Pick<CompliantPostgresProps, 'vpc' | 'encryptionKey' | 'credentials'>>, stack?: Stack) => CompliantAurora | CompliantPostgres;

/** What holds for a cluster of Aurora PostgreSQL and for an instance of PostgreSQL. */
describe.each<[string, Make, Record<'type' | 'parameters' | 'family', string>, RegExp]>([
  ['CompliantAurora', aurora, { type: 'AWS::RDS::DBCluster', parameters: 'AWS::RDS::DBClusterParameterGroup', family: 'aurora-postgresql17' }, /:cluster:.*DatabaseCluster/],
  ['CompliantPostgres', postgres, { type: 'AWS::RDS::DBInstance', parameters: 'AWS::RDS::DBParameterGroup', family: 'postgres16' }, /:db:.*DatabaseInstance/],
])('%s at its defaults', (_, make, { type, parameters, family }, arn) => {
  const templateWith = (...args: Parameters<Make>) => templateOf(Stack.of(make(...args)));

  test.each([Lifecycle.PRODUCTION, Lifecycle.EPHEMERAL])('has no findings: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => make({}, stack))).toEqual([]);
  });

  test('has no findings in a stack without an account or Region, and without a workload', () => {
    const app = new App();
    make({}, new Stack(app, 'Agnostic'));
    expect(allFindingsOf(app).map(({ rule }) => rule)).toEqual(['Unchecked']);
  });

  test('requires TLS 1.2 and audits administration', () => {
    only(templateWith(), parameters, {
      Family: family,
      Parameters: {
        'rds.force_ssl': '1',
        'ssl_min_protocol_version': 'TLSv1.2',
        'log_connections': '1',
        'log_disconnections': '1',
        'shared_preload_libraries': 'pg_stat_statements,pgaudit',
        'pgaudit.log': 'ddl,role',
        'pgaudit.role': 'rds_pgaudit',
      },
    });
  });

  test('has an administrator whose password Amazon RDS manages with the key', () => {
    const template = templateWith();
    const { Properties } = only(template, type, {
      MasterUsername: 'dbadmin',
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] } },
    });
    expect(Properties.MasterUserPassword).toBeUndefined();
    template.resourceCountIs('AWS::SecretsManager::Secret', 0);
  });

  test('is in the isolated subnets, with a security group that allows no traffic', () => {
    const template = templateWith();
    only(template, 'AWS::RDS::DBSubnetGroup', { SubnetIds: ['isolated-a', 'isolated-b', 'isolated-c'] });
    only(template, 'AWS::EC2::SecurityGroup', {
      SecurityGroupIngress: Match.absent(),
      SecurityGroupEgress: [{ CidrIp: '255.255.255.255/32', IpProtocol: 'icmp', FromPort: 252, ToPort: 86, Description: 'Disallow all traffic' }],
    });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    template.allResourcesProperties('AWS::RDS::DBInstance', { PubliclyAccessible: false, CACertificateIdentifier: 'rds-ca-rsa2048-g1' });
  });

  test('is in the private subnets of a VPC without isolated subnets', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Private', { vpcId: 'vpc-2', availabilityZones: ['a', 'b'], privateSubnetIds: ['p-a', 'p-b'] });
    only(templateWith({ vpc }, stack), 'AWS::RDS::DBSubnetGroup', { SubnetIds: ['p-a', 'p-b'] });
  });

  test('keeps backups and logs as long as the frameworks require', () => {
    const framework = new Framework({ id: 'strict', title: 'Strict', source: 'test', controls: [], numbers: { backupRetention: Duration.days(30), logRetention: Duration.days(700) } });
    const template = templateWith({}, testStack({ frameworks: [framework] }));
    only(template, type, { BackupRetentionPeriod: 30 });
    template.allResourcesProperties('AWS::Logs::LogGroup', { RetentionInDays: 731 });
  });

  test('is registered with its key for the backup plan of its workload', () => {
    const database = make();
    const registered: unknown[] = [];
    backedUpResources(database).each(({ construct, resource, encryptionKey }) => (
      registered.push(construct, JSON.stringify(Stack.of(database).resolve(resource.resource)), encryptionKey)));
    expect(registered).toEqual([database, expect.stringMatching(`:rds:eu-west-2:123456789012${arn.source}`), WorkloadKey.of(database, DataClass.DATA).key]);
  });

  test('adds only the statements of its key uses to the policy of its key', () => {
    const stack = testStack();
    const encryptionKey = new kms.Key(stack, 'Own', { policy: new iam.PolicyDocument() });
    const template = templateWith({ encryptionKey, credentials: DatabaseCredentials.generated() }, stack);
    const [key] = Object.entries(template.findResources('AWS::KMS::Key')).filter(([id]) => id.startsWith('Own'));
    expect(key[1].Properties.KeyPolicy.Statement.map(({ Sid }: { Sid: string }) => Sid))
      .toEqual(['AllowViards', 'AllowViardsGrants', 'AllowViasecretsmanager', 'AllowViasecretsmanagerGrants']);
  });
});
