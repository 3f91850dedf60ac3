import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { aurora, auroraTemplate, MYSQL, only } from './support';
import { DatabaseCredentials, Framework, Lifecycle } from '../../src';
import { calledServices } from '../../src/core/registry';
import { testStack } from '../support';

const SECRET = 'AWS::SecretsManager::Secret';
const ROTATION = 'AWS::SecretsManager::RotationSchedule';

describe('Generated credentials', () => {
  test('lie in a secret under the key, and the cluster takes the password from there', () => {
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated() });
    only(template, SECRET, {
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] },
      GenerateSecretString: Match.objectLike({ SecretStringTemplate: '{"username":"dbadmin"}' }),
    });
    const { Properties } = only(template, 'AWS::RDS::DBCluster');
    expect(Properties.MasterUsername).toBe('dbadmin');
    expect(JSON.stringify(Properties.MasterUserPassword)).toContain('{{resolve:secretsmanager:');
    expect(Properties.ManageMasterUserPassword).toBeUndefined();
    only(template, 'AWS::SecretsManager::SecretTargetAttachment', { TargetType: 'AWS::RDS::DBCluster' });
  });

  test('rotate every 30 days where no framework asks for less, by a function that reaches the database and HTTPS only', () => {
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ frameworks: [] }));
    only(template, ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      HostedRotationLambda: Match.objectLike({ RotationType: 'PostgreSQLSingleUser', VpcSubnetIds: 'private-a,private-b,private-c' }),
    });
    only(template, 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Rotation of the database administrator password',
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'Secrets Manager' }],
    });
    only(template, 'AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
    only(template, 'AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
  });

  test('rotate by a function that calls Secrets Manager from the network', () => {
    const stack = testStack();
    const called: string[] = [];
    calledServices(stack).each(({ vpc: { vpcId }, service }) => called.push(`${service.shortName} from ${vpcId}`));
    aurora({ credentials: DatabaseCredentials.generated() }, stack);
    expect(called).toEqual(['secretsmanager from vpc-1']);
  });

  test('rotate as often as the frameworks ask, or as they are told', () => {
    const framework = new Framework({ id: 'strict', title: 'Strict', source: 'test', controls: [], numbers: { credentialRotationDays: 14 } });
    only(auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ frameworks: [framework] })), ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(14 days)' },
    });
    only(auroraTemplate({ credentials: DatabaseCredentials.generated({ rotateAfter: Duration.days(60) }) }), ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(60 days)' },
    });
  });

  test('take a name, a secret name and subnets, and rotate MySQL by its own function', () => {
    const template = auroraTemplate({
      engine: MYSQL,
      credentials: DatabaseCredentials.generated({
        username: 'keeper', secretName: 'loan-db', rotationSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      }),
    });
    only(template, SECRET, { Name: 'loan-db', GenerateSecretString: Match.objectLike({ SecretStringTemplate: '{"username":"keeper"}' }) });
    only(template, ROTATION, {
      HostedRotationLambda: Match.objectLike({ RotationType: 'MySQLSingleUser', VpcSubnetIds: 'isolated-a,isolated-b,isolated-c' }),
    });
  });

  test('rotate in the isolated subnets of a network without private ones', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Isolated', { vpcId: 'vpc-2', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['i-a', 'i-b'] });
    only(auroraTemplate({ vpc, credentials: DatabaseCredentials.generated() }, stack), ROTATION, {
      HostedRotationLambda: Match.objectLike({ VpcSubnetIds: 'i-a,i-b' }),
    });
  });

  test.each([[Lifecycle.PRODUCTION, 'Retain'], [Lifecycle.EPHEMERAL, 'Delete']])('outlive their stack in production only: %s', (lifecycle, policy) => {
    const secret = only(auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ lifecycle })), SECRET);
    expect(secret.DeletionPolicy).toBe(policy);
  });
});

describe('A cluster restored from a snapshot', () => {
  const backup = { snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:loan' };

  test('keeps its administrator, whose password Amazon RDS manages from then on', () => {
    const template = auroraTemplate({ backup });
    const { Properties } = only(template, 'AWS::RDS::DBCluster', {
      SnapshotIdentifier: backup.snapshotIdentifier,
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: Match.anyValue() },
      StorageEncrypted: true,
    });
    expect([Properties.MasterUsername, Properties.MasterUserPassword]).toEqual([undefined, undefined]);
    template.resourceCountIs(SECRET, 0);
  });

  test('takes a generated password, in the only secret there is', () => {
    const template = auroraTemplate({ backup, credentials: DatabaseCredentials.generated({ username: 'keeper' }) });
    only(template, SECRET, { KmsKeyId: Match.anyValue() });
    only(template, ROTATION);
    const { Properties } = only(template, 'AWS::RDS::DBCluster', { SnapshotIdentifier: backup.snapshotIdentifier });
    expect(Properties.MasterUsername).toBeUndefined();
    expect(JSON.stringify(Properties.MasterUserPassword)).toContain(':SecretString:password::');
  });
});
