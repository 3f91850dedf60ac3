import { X509Certificate } from 'crypto';
import * as fs from 'fs';
import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import {
  CompliantAurora, CompliantPostgres, DatabaseCredentials, DatabaseRotation, Framework, Lifecycle, WorkloadMonitoring,
} from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { CERTIFIED_REGIONS } from '../../../src/data/credentials/certified-regions';
import { findingsAtDefaults, templateOf, testStack } from '../../support';
import { aurora, auroraTemplate, MYSQL, only, vpcOf } from '../support';

const SECRET = 'AWS::SecretsManager::Secret';
const ROTATION = 'AWS::SecretsManager::RotationSchedule';
const DATA_KEY = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] };

/** A framework without numbers. */
const SILENT = new Framework({ id: 'silent', title: 'Silent', source: 'test', controls: [{ id: '1', title: 'One', safeguards: [] }] });

/** The dynamic reference to the password in a secret. */
function passwordOf(secret: string) {
  return { 'Fn::Join': ['', ['{{resolve:secretsmanager:', { Ref: expect.stringMatching(new RegExp(`^${secret}[0-9A-F]{8}$`)) }, ':SecretString:password::}}']] };
}

describe('Generated credentials', () => {
  test('are in a secret that is encrypted with the key, which the cluster refers to', () => {
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated() });
    only(template, SECRET, {
      KmsKeyId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DataKey'), 'Arn'] },
      GenerateSecretString: {
        ExcludeCharacters: " %+~`#$&*()|[]{}:;<>?!'/@\"\\",
        GenerateStringKey: 'password',
        PasswordLength: 32,
        SecretStringTemplate: '{"username":"dbadmin","ssl":true}',
      },
    });
    const { Properties } = only(template, 'AWS::RDS::DBCluster');
    expect(Properties.MasterUsername).toBe('dbadmin');
    expect(Properties.MasterUserPassword).toEqual(passwordOf('DatabaseSecret'));
    expect(Properties.ManageMasterUserPassword).toBeUndefined();
    only(template, 'AWS::SecretsManager::SecretTargetAttachment', { TargetType: 'AWS::RDS::DBCluster' });
  });

  test('rotate every 30 days by default, with a function that can connect only to the database and to HTTPS', () => {
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ frameworks: [SILENT] }));
    only(template, ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      HostedRotationLambda: {
        RotationType: 'PostgreSQLSingleUser',
        RotationLambdaName: Match.stringLikeRegexp('^Stack-Database-[0-9A-F]{8}-rotation$'),
        ExcludeCharacters: " %+~`#$&*()|[]{}:;<>?!'/@\"\\",
        KmsKeyArn: DATA_KEY,
        VpcSubnetIds: 'private-a,private-b,private-c',
        VpcSecurityGroupIds: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseRotationSecurityGroup'), 'GroupId'] },
      },
    });
    only(template, 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Rotation of the database administrator password',
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'Secrets Manager' }],
    });
    only(template, 'AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
    only(template, 'AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
  });

  test('rotate with a function that calls Secrets Manager from the VPC', () => {
    const stack = testStack();
    const called: string[] = [];
    calledServices(stack).each(({ vpc: { vpcId }, service }) => called.push(`${service.shortName} from ${vpcId}`));
    aurora({ credentials: DatabaseCredentials.generated() }, stack);
    expect(called).toEqual(['secretsmanager from vpc-1']);
  });

  test('rotate as often as the frameworks or the prop require', () => {
    const framework = new Framework({ id: 'strict', title: 'Strict', source: 'test', controls: [], numbers: { credentialRotation: Duration.days(14) } });
    only(auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ frameworks: [framework] })), ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(14 days)' },
    });
    only(auroraTemplate({ credentials: DatabaseCredentials.generated({ rotateAfter: Duration.days(60) }) }), ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(60 days)' },
    });
  });

  test('have the name, secret name and subnets, and the rotation function of MySQL', () => {
    const template = auroraTemplate({
      engine: MYSQL,
      credentials: DatabaseCredentials.generated({
        username: 'keeper', secretName: 'loan-db', rotationSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      }),
    });
    only(template, SECRET, { Name: 'loan-db', GenerateSecretString: { SecretStringTemplate: '{"username":"keeper","ssl":true}' } });
    only(template, ROTATION, {
      HostedRotationLambda: { RotationType: 'MySQLSingleUser', VpcSubnetIds: 'isolated-a,isolated-b,isolated-c' },
    });
  });

  test('have a generated name of a letter and 12 characters of the stack id', () => {
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated({ username: DatabaseCredentials.generatedUsername() }) });
    const { Properties: { MasterUsername } } = Object.values(template.findResources('AWS::RDS::DBCluster'))[0];
    const { Properties: { GenerateSecretString } } = Object.values(template.findResources(SECRET))[0];
    const id = 'arn:aws:cloudformation:eu-west-2:111122223333:stack/loan-dev/51af3dc0-da77-11e4-872e-1234567db123';
    expect(evaluated(MasterUsername, id)).toBe('u51af3dc0872e');
    expect(evaluated(GenerateSecretString.SecretStringTemplate, id)).toBe('{"username":"u51af3dc0872e","ssl":true}');
  });

  test('rotate in the isolated subnets of a VPC without private subnets', () => {
    const stack = testStack();
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Isolated', { vpcId: 'vpc-2', availabilityZones: ['a', 'b'], isolatedSubnetIds: ['i-a', 'i-b'] });
    only(auroraTemplate({ vpc, credentials: DatabaseCredentials.generated() }, stack), ROTATION, {
      HostedRotationLambda: { VpcSubnetIds: 'i-a,i-b' },
    });
  });

  test.each([[Lifecycle.PRODUCTION, 'RetainExceptOnCreate'], [Lifecycle.EPHEMERAL, 'Delete']])('are retained in production only: %s', (lifecycle, policy) => {
    const secret = only(auroraTemplate({ credentials: DatabaseCredentials.generated() }, testStack({ lifecycle })), SECRET);
    expect(secret.DeletionPolicy).toBe(policy);
  });
});

describe('The rotation function of the library', () => {
  const credentials = DatabaseCredentials.generated({ rotation: DatabaseRotation.FUNCTION });
  const FUNCTION = 'AWS::Lambda::Function';

  test('is in the template and the private subnets, and can connect only to the database and to HTTPS', () => {
    const template = auroraTemplate({ credentials }, testStack({ frameworks: [SILENT] }));
    only(template, FUNCTION, { VpcConfig: { SubnetIds: ['private-a', 'private-b', 'private-c'] }, Timeout: 60 });
    only(template, ROTATION, {
      RotationRules: { ScheduleExpression: 'rate(30 days)' },
      RotationLambdaARN: { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseRotationFunction'), 'Arn'] },
      HostedRotationLambda: Match.absent(),
    });
    only(template, 'AWS::EC2::SecurityGroup', {
      GroupDescription: 'Rotation of the database administrator password',
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'Secrets Manager' }],
    });
    only(template, 'AWS::EC2::SecurityGroupEgress', { FromPort: 5432, ToPort: 5432 });
    only(template, 'AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432 });
    expect(template.toJSON().Transform).toBeUndefined();
  });

  test('can read and write only this secret, and use its key only through Secrets Manager', () => {
    const template = auroraTemplate({ credentials });
    const statements = Object.values(template.findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    const secret = { Ref: expect.stringMatching(/^DatabaseSecretAttachment/) };
    expect(statements.filter(({ Action, Resource }) => /secretsmanager|kms/.test(Action) && !/^LogsKey/.test(Resource['Fn::GetAtt']?.[0]))).toEqual([
      {
        Effect: 'Allow',
        Action: ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
        Resource: secret,
      },
      {
        Effect: 'Allow',
        Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
        Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com', 'kms:EncryptionContext:SecretARN': secret } },
      },
    ]);
  });

  test('can be invoked only by Secrets Manager in its account', () => {
    expect(only(auroraTemplate({ credentials }), 'AWS::Lambda::Permission').Properties).toEqual({
      Action: 'lambda:InvokeFunction',
      FunctionName: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseRotationFunction/), 'Arn'] },
      Principal: 'secretsmanager.amazonaws.com',
      SourceAccount: '123456789012',
    });
  });

  test('runs first when it has its permission and its route to the database', () => {
    const { DependsOn } = only(auroraTemplate({ credentials }), ROTATION);
    expect(DependsOn.map((id: string) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'DatabaseClusterReader1', 'DatabaseCluster', 'DatabaseClusterSubnets', 'DatabaseClusterWriter', 'DatabaseRotationFunctionSecretsManager',
      'DatabaseRotationSecurityGroup', 'DatabaseRotationSecurityGrouptoStackDatabaseSecurityGroup5B2395D95432',
    ]);
  });

  test('works for PostgreSQL instances, for MySQL and in a stack without a Region', () => {
    const stack = testStack();
    new CompliantPostgres(stack, 'Database', { vpc: vpcOf(stack), credentials });
    only(templateOf(stack), FUNCTION);
    only(auroraTemplate({ credentials, engine: MYSQL }), FUNCTION);
    const agnostic = new Stack(new App(), 'Stack');
    aurora({ credentials }, agnostic);
    only(templateOf(agnostic), FUNCTION);
  });

  test('has the certificate authorities of its Regions and no others', () => {
    const bundle = fs.readFileSync(path.resolve(__dirname, '../../../assets/lambda/rotate-database.lambda/certificates.pem'), 'utf-8');
    const subjects = bundle.split(/(?<=-----END CERTIFICATE-----\n)/).filter(Boolean).map((certificate) => new X509Certificate(certificate).subject);
    const regions = subjects.map((subject) => /CN=Amazon RDS (\S+) Root CA \w+ G1$/m.exec(subject)![1]);
    expect([...new Set(regions)].sort()).toEqual(CERTIFIED_REGIONS);
    expect(regions).toHaveLength(3 * CERTIFIED_REGIONS.length);
  });

  test.each(Object.values(Lifecycle))('has no finding: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      new CompliantAurora(stack, 'Database', { vpc: vpcOf(stack), credentials });
    })).toEqual([]);
  });
});

describe('A failed rotation', () => {
  test.each([
    [DatabaseRotation.HOSTED, 'Stack-Database-B0B7A87A-rotation'],
    [DatabaseRotation.FUNCTION, { Ref: expect.stringMatching(/^DatabaseRotationFunction/) }],
  ])('triggers an alarm: %s', (rotation, name) => {
    const stack = testStack();
    new WorkloadMonitoring(stack, 'Monitoring');
    const template = auroraTemplate({ credentials: DatabaseCredentials.generated({ rotation }) }, stack);
    const { Properties } = only(template, 'AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The password of the database administrator was not rotated and can become older than its rotation period.', MetricName: 'Errors', Threshold: 1,
    });
    expect(Properties.Dimensions).toEqual([{ Name: 'FunctionName', Value: name }]);
  });

  test('is measured by the name of the function that CloudFormation adds', () => {
    const { Properties } = only(auroraTemplate({ credentials: DatabaseCredentials.generated() }), ROTATION);
    expect(Properties.HostedRotationLambda.RotationLambdaName).toMatch(/^Stack-Database-.*-rotation$/);
  });
});

describe('A cluster restored from a snapshot', () => {
  const backup = { snapshotIdentifier: 'arn:aws:rds:eu-west-2:123456789012:cluster-snapshot:loan' };

  test('keeps its administrator, and Amazon RDS manages the password', () => {
    const template = auroraTemplate({ backup });
    const { Properties } = only(template, 'AWS::RDS::DBCluster', {
      SnapshotIdentifier: backup.snapshotIdentifier,
      ManageMasterUserPassword: true,
      MasterUserSecret: { KmsKeyId: DATA_KEY },
      StorageEncrypted: true,
    });
    expect([Properties.MasterUsername, Properties.MasterUserPassword]).toEqual([undefined, undefined]);
    template.resourceCountIs(SECRET, 0);
  });

  test('has a generated password in a single secret', () => {
    const template = auroraTemplate({ backup, credentials: DatabaseCredentials.generated({ username: 'keeper' }) });
    only(template, SECRET, { KmsKeyId: DATA_KEY });
    only(template, ROTATION);
    const { Properties } = only(template, 'AWS::RDS::DBCluster', { SnapshotIdentifier: backup.snapshotIdentifier });
    expect(Properties.MasterUsername).toBeUndefined();
    expect(Properties.MasterUserPassword).toEqual(passwordOf('DatabaseSecret'));
  });
});

/** What CloudFormation makes of Fn::Join, Fn::Select and Fn::Split in a stack. */
function evaluated(value: any, stackId: string): any {
  if (value?.Ref === 'AWS::StackId') return stackId;
  if (value?.['Fn::Join']) return evaluated(value['Fn::Join'][1], stackId).join(value['Fn::Join'][0]);
  if (value?.['Fn::Select']) return evaluated(value['Fn::Select'][1], stackId)[value['Fn::Select'][0]];
  if (value?.['Fn::Split']) return evaluated(value['Fn::Split'][1], stackId).split(value['Fn::Split'][0]);
  return Array.isArray(value) ? value.map((part) => evaluated(part, stackId)) : value;
}

test.each([['eu-west-2z', "'eu-west-2z'"], ['', "''"], ['Europe', "'Europe'"]])('a rotation in %p is refused', (region, got) => {
  expect(() => DatabaseCredentials.rotationIn(region)).toThrow(new Error(`region must be a Region such as eu-west-2, got ${got}`));
});
