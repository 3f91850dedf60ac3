import { Duration } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import {
  CompliantAurora, CompliantPostgres, DatabaseCredentials, DatabaseRotation, DatabaseUserOptions, Lifecycle, RotationStrategy, WorkloadMonitoring,
} from '../../../src';
import { findingsAtDefaults, templateOf, testStack } from '../../support';
import { aurora, Client, MYSQL, only, postgres, vpcOf } from '../support';

const SECRET = 'AWS::SecretsManager::Secret';
const ROTATION = 'AWS::SecretsManager::RotationSchedule';
const FUNCTION = { username: 'ledger', rotation: DatabaseRotation.FUNCTION, privileges: ['SELECT, INSERT ON ledger.*'] };
const GENERATED = { credentials: DatabaseCredentials.generated() };

/** A database with a user, and what the user brought. */
function withUser(options: DatabaseUserOptions, database = aurora({ engine: MYSQL })) {
  const secret = database.addUser('User', options);
  const template = templateOf(database.node.scope as never);
  const own = (type: string) => Object.entries<any>(template.findResources(type)).filter(([id]) => id.startsWith('DatabaseUser')).map(([, resource]) => resource);
  return { secret, template, own };
}

/** The only one. */
function one<T>(items: T[]): T {
  expect(items).toHaveLength(1);
  return items[0];
}

describe('A database user with a generated password', () => {
  test('has a secret with the key, attached to the database, that refers to the secret of the administrator', () => {
    const { own, template } = withUser(FUNCTION);
    const { Properties, DeletionPolicy } = one(own(SECRET));
    expect(Properties).toMatchObject({ KmsKeyId: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] }, GenerateSecretString: { GenerateStringKey: 'password' } });
    expect(Properties.GenerateSecretString.SecretStringTemplate).toEqual({
      'Fn::Join': ['', [
        '{"username":"ledger","ssl":true,"masterarn":"', { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'MasterUserSecret.SecretArn'] }, '"}',
      ]],
    });
    expect(DeletionPolicy).toBe('RetainExceptOnCreate');
    only(template, 'AWS::SecretsManager::SecretTargetAttachment', {
      SecretId: { Ref: Match.stringLikeRegexp('^DatabaseUserSecret') }, TargetType: 'AWS::RDS::DBCluster', TargetId: { Ref: Match.stringLikeRegexp('^DatabaseCluster') },
    });
  });

  test('is passed to a client as its secret', () => {
    const stack = testStack();
    const database = aurora({ engine: MYSQL }, stack);
    const client = new Client(stack);
    const secret = database.addUser('User', FUNCTION);
    database.allowConnectionsFrom(client, { secret, readsSecret: true });
    expect(stack.resolve(client.environment).DB_SECRET_ARN).toEqual({ Ref: expect.stringMatching(/^DatabaseUserSecretAttachment/) });
  });

  test('is created by the function, which has user, host and privileges and can read the secret of the administrator', () => {
    const { own } = withUser(FUNCTION);
    expect(one(own('AWS::Lambda::Function')).Properties.Environment.Variables).toMatchObject({
      DATABASE_USER: 'ledger',
      DATABASE_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'Endpoint.Address'] },
      PRIVILEGES: '["SELECT, INSERT ON ledger.*"]',
    });
    const statements = own('AWS::IAM::ManagedPolicy').flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
    expect(statements.filter(({ Action }) => [Action].flat().some((action: string) => action.startsWith('secretsmanager:'))).map(({ Action, Resource }) => [Action, Resource])).toEqual([
      [
        ['secretsmanager:DescribeSecret', 'secretsmanager:GetSecretValue', 'secretsmanager:PutSecretValue', 'secretsmanager:UpdateSecretVersionStage'],
        { Ref: expect.stringMatching(/^DatabaseUserSecretAttachment/) },
      ],
      ['secretsmanager:GetSecretValue', { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'MasterUserSecret.SecretArn'] }],
    ]);
    expect(statements.filter(({ Action }) => Action === 'kms:Decrypt')).toEqual([{
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
    }]);
  });

  test('rotates during the deployment if the function creates it, after the instances, with the given period', () => {
    const { own } = withUser({ ...FUNCTION, rotateAfter: Duration.days(14), secretName: 'ledger-user' });
    const { Properties, DependsOn } = one(own(ROTATION));
    expect(Properties).toMatchObject({ RotationRules: { ScheduleExpression: 'rate(14 days)' } });
    expect(Properties.RotateImmediatelyOnUpdate).toBeUndefined();
    expect(DependsOn.map((id: string) => id.replace(/[0-9A-F]{8}$/, ''))).toEqual([
      'DatabaseClusterReader1', 'DatabaseCluster', 'DatabaseClusterSubnets', 'DatabaseClusterWriter', 'DatabaseUserRotationFunctionSecretsManager',
      'DatabaseUserRotationSecurityGroup', 'DatabaseUserRotationSecurityGrouptoStackDatabaseSecurityGroup5B2395D93306',
    ]);
    expect(one(own(SECRET)).Properties.Name).toBe('ledger-user');
  });

  test('rotates after its period if the function does not create it', () => {
    const { own } = withUser({ username: 'ledger', rotation: DatabaseRotation.FUNCTION });
    expect(one(own(ROTATION)).Properties.RotateImmediatelyOnUpdate).toBe(false);
    expect(one(own('AWS::Lambda::Function')).Properties.Environment.Variables.PRIVILEGES).toBe('[]');
  });

  test.each([
    ['MySQLMultiUser', () => aurora({ engine: MYSQL, ...GENERATED })], ['PostgreSQLMultiUser', () => aurora(GENERATED)], ['PostgreSQLMultiUser', () => postgres(GENERATED)],
  ])('alternates with hosted rotation: %s', (RotationType, database) => {
    const { own } = withUser({ username: 'ledger' }, database() as CompliantAurora);
    const { Properties } = one(own(ROTATION));
    expect(Properties).toMatchObject({
      RotateImmediatelyOnUpdate: false,
      HostedRotationLambda: {
        RotationType,
        MasterSecretArn: { Ref: expect.stringMatching(/^DatabaseSecretAttachment/) },
        MasterSecretKmsKeyArn: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
        RotationLambdaName: expect.stringMatching(/^Stack-Database-User-.*-rotation$/),
      },
    });
    expect(one(own(SECRET)).Properties.GenerateSecretString.SecretStringTemplate).toEqual({
      'Fn::Join': ['', ['{"username":"ledger","ssl":true,"masterarn":"', { Ref: expect.stringMatching(/^DatabaseSecretAttachment/) }, '"}']],
    });
  });

  test.each([
    ['MySQLSingleUser', DatabaseRotation.HOSTED, () => aurora({ engine: MYSQL })], ['PostgreSQLSingleUser', DatabaseRotation.HOSTED, () => postgres()],
    [undefined, DatabaseRotation.FUNCTION, () => postgres()],
  ])('rotates as a single user without an administrator: %s %s', (RotationType, rotation, database) => {
    const { own } = withUser({ username: 'ledger', rotation, strategy: RotationStrategy.SINGLE_USER }, database() as CompliantAurora);
    const { Properties } = one(own(ROTATION));
    expect(Properties.RotateImmediatelyOnUpdate).toBe(false);
    expect(Properties.HostedRotationLambda?.RotationType).toBe(RotationType);
    expect(Properties.HostedRotationLambda?.MasterSecretArn).toBeUndefined();
    expect(one(own(SECRET)).Properties.GenerateSecretString.SecretStringTemplate).toBe('{"username":"ledger","ssl":true}');
    expect(own('AWS::Lambda::Function').map((made) => made.Properties.Environment?.Variables.DATABASE_USER)).toEqual(RotationType ? [] : [undefined]);
  });

  test('has an alarm for failed rotations', () => {
    const stack = testStack();
    new WorkloadMonitoring(stack, 'Monitoring');
    const { template } = withUser(FUNCTION, aurora({ engine: MYSQL }, stack));
    only(template, 'AWS::CloudWatch::Alarm', {
      AlarmDescription: 'The password of the database user ledger was not rotated and can become older than its rotation period.', MetricName: 'Errors', Threshold: 1,
    });
  });

  test.each(Object.values(Lifecycle))('has no finding: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const vpc = vpcOf(stack);
      new CompliantAurora(stack, 'Database', { vpc, engine: MYSQL }).addUser('User', FUNCTION);
      new CompliantPostgres(stack, 'Other', { vpc, ...GENERATED }).addUser('User', { username: 'ledger' });
    })).toEqual([]);
  });
});
