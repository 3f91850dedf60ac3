import { App, Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { aurora, Client, MYSQL, only } from './support';
import { CompliantAuroraProps, DatabaseConnectionOptions, DatabaseCredentials } from '../../src';
import { calledServices } from '../../src/core/workload/registry';
import { templateOf, testStack } from '../support';

const KEY_ARN = 'arn:aws:kms:eu-west-2:123456789012:key/1';

function connected(props: Partial<CompliantAuroraProps> = {}, options?: DatabaseConnectionOptions, stack: Stack = testStack()) {
  const database = aurora(props, stack);
  const client = new Client(stack);
  database.allowConnectionsFrom(client, options);
  return { database, client, stack, environment: stack.resolve(client.environment), template: templateOf(stack) };
}

function inRegion(region: string): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '123456789012', region } });
}

describe('allowConnectionsFrom', () => {
  test('opens the security groups of both, at the port of the database', () => {
    const { template } = connected({ network: { port: 6432 } });
    only(template, 'AWS::EC2::SecurityGroupIngress', { FromPort: 6432, ToPort: 6432, IpProtocol: 'tcp', SourceSecurityGroupId: Match.anyValue() });
    only(template, 'AWS::EC2::SecurityGroupEgress', { FromPort: 6432, ToPort: 6432, IpProtocol: 'tcp', DestinationSecurityGroupId: Match.anyValue() });
  });

  test('lets the client sign in as exactly one database user of exactly this cluster', () => {
    const { template, environment } = connected({}, { databaseUser: 'loan_app' });
    only(template, 'AWS::IAM::Policy', {
      PolicyDocument: {
        Statement: [{
          Effect: 'Allow',
          Action: 'rds-db:connect',
          Resource: {
            'Fn::Join': ['', [
              'arn:', { Ref: 'AWS::Partition' }, ':rds-db:eu-west-2:123456789012:dbuser:',
              { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseCluster'), 'DBClusterResourceId'] }, '/loan_app',
            ]],
          },
        }],
        Version: '2012-10-17',
      },
    });
    expect(environment.DB_USER).toBe('loan_app');
  });

  test('tells the client all that it has to know', () => {
    const { environment, client } = connected({ engine: MYSQL, databaseName: 'loans' });
    expect(environment).toEqual({
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'Endpoint.Address'] },
      DB_READER_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'ReadEndpoint.Address'] },
      DB_PORT: '3306',
      DB_NAME: 'loans',
      DB_USER: 'app',
      DB_CA_BUNDLE_URL: 'https://truststore.pki.rds.amazonaws.com/eu-west-2/eu-west-2-bundle.pem',
    });
    expect(client.secrets).toEqual({});
  });

  test('leaves out the name of a database that was not made', () => {
    expect(Object.keys(connected().environment).sort()).toEqual(['DB_CA_BUNDLE_URL', 'DB_HOST', 'DB_PORT', 'DB_READER_HOST', 'DB_USER']);
  });

  test('names the variables as it is told, so that a client can have two databases', () => {
    expect(Object.keys(connected({}, { environmentPrefix: 'LEDGER' }).environment)).toContain('LEDGER_HOST');
  });

  test('hands a secret by its fields in place of IAM authentication', () => {
    const stack = testStack();
    const secret = new secretsmanager.Secret(stack, 'AppSecret');
    const { client, template } = connected({ iamAuthentication: false }, { secret }, stack);
    expect(client.secrets).toEqual({ DB_USER: { secret, field: 'username' }, DB_PASSWORD: { secret, field: 'password' } });
    expect(client.environment.DB_USER).toBeUndefined();
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('lets the client read a secret itself, from the network, and names it', () => {
    const stack = testStack();
    const called: string[] = [];
    calledServices(stack).each(({ vpc, service, fips }) => called.push(`${service.shortName} from ${vpc.vpcId}${fips ? ' by FIPS' : ''}`));
    const secret = new secretsmanager.Secret(stack, 'AppSecret', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) });
    const { client, environment, template } = connected({ iamAuthentication: false }, { secret, readsSecret: true }, stack);
    expect(client.secrets).toEqual({});
    expect(environment.DB_SECRET_ARN).toEqual({ Ref: expect.stringMatching(/^AppSecret/) });
    expect([environment.DB_USER, environment.DB_PASSWORD]).toEqual([undefined, undefined]);
    expect(called).toEqual(['secretsmanager from vpc-1']);
    only(template, 'AWS::IAM::Policy', {
      PolicyDocument: Match.objectLike({
        Statement: [
          {
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: KEY_ARN,
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
          },
          { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: Match.stringLikeRegexp('^AppSecret') } },
        ],
      }),
    });
  });

  test.each([
    ['managed by Amazon RDS', DatabaseCredentials.managed()],
    ['generated', DatabaseCredentials.generated()],
  ])('can hand the secret of the administrator, %s, whose key it names', (_, credentials) => {
    const stack = testStack();
    const database = aurora({ credentials }, stack);
    const client = new Client(stack);
    database.allowConnectionsFrom(client, { secret: database.secret });
    expect(client.secrets.DB_PASSWORD).toEqual({ secret: database.secret, field: 'password' });
    expect(stack.resolve(database.secret.encryptionKey!.keyArn)).toEqual({ 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] });
  });

  test.each([
    ['us-gov-east-1', 'https://truststore.pki.us-gov-west-1.rds.amazonaws.com/us-gov-east-1/us-gov-east-1-bundle.pem'],
    ['cn-northwest-1', 'https://rds-truststore.s3.cn-north-1.amazonaws.com.cn/cn-northwest-1/cn-northwest-1-bundle.pem'],
    ['us-east-1', 'https://truststore.pki.rds.amazonaws.com/us-east-1/us-east-1-bundle.pem'],
  ])('knows where the certificates of %s lie', (region, url) => {
    expect(connected({}, {}, inRegion(region)).environment.DB_CA_BUNDLE_URL).toEqual(url);
  });

  test('leaves it to the deployment where the certificates of any Region lie, once for a stack', () => {
    const stack = new Stack(new App(), 'Agnostic');
    const database = aurora({}, stack);
    const [one, two] = [new Client(stack, 'One'), new Client(stack, 'Two')];
    [one, two].forEach((client) => database.allowConnectionsFrom(client));
    const region = { Ref: 'AWS::Region' };
    const url = {
      'Fn::Join': ['', [
        'https://', { 'Fn::FindInMap': ['RdsTruststore', { Ref: 'AWS::Partition' }, 'Host'] }, '/', region, '/', region, '-bundle.pem',
      ]],
    };
    expect(stack.resolve(one.environment.DB_CA_BUNDLE_URL)).toEqual(url);
    expect(stack.resolve(two.environment.DB_CA_BUNDLE_URL)).toEqual(url);
    expect(templateOf(stack).toJSON().Mappings.RdsTruststore).toEqual({
      'aws': { Host: 'truststore.pki.rds.amazonaws.com' },
      'aws-us-gov': { Host: 'truststore.pki.us-gov-west-1.rds.amazonaws.com' },
      'aws-cn': { Host: 'rds-truststore.s3.cn-north-1.amazonaws.com.cn' },
    });
  });
});

describe('A proxy', () => {
  test('takes TLS and IAM only, and lies where the cluster lies', () => {
    const { template } = connected({ proxy: {} });
    const { Properties } = only(template, 'AWS::RDS::DBProxy', {
      RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH', EngineFamily: 'POSTGRESQL', VpcSubnetIds: ['isolated-a', 'isolated-b', 'isolated-c'],
    });
    expect(Properties.Auth).toBeUndefined();
    only(template, 'AWS::RDS::DBProxyTargetGroup', { DBClusterIdentifiers: [{ Ref: Match.stringLikeRegexp('^DatabaseCluster') }] });
  });

  test('waits for the instances of the cluster', () => {
    const { template } = connected({ proxy: {} });
    Object.keys(template.findResources('AWS::RDS::DBInstance')).forEach((id) => {
      expect(only(template, 'AWS::RDS::DBProxyTargetGroup').DependsOn).toContain(id);
    });
  });

  test('stands between the client and the cluster, at the port that the engine has by default', () => {
    const { template, environment } = connected({ proxy: {}, network: { port: 6432 } });
    const proxyGroup = { 'Fn::GetAtt': [Match.stringLikeRegexp('^DatabaseProxySecurityGroup'), 'GroupId'] };
    only(template, 'AWS::EC2::SecurityGroupIngress', { GroupId: proxyGroup, FromPort: 5432, ToPort: 5432 });
    only(template, 'AWS::EC2::SecurityGroupIngress', { SourceSecurityGroupId: proxyGroup, FromPort: 6432, ToPort: 6432 });
    template.resourceCountIs('AWS::EC2::SecurityGroupIngress', 2);
    expect(environment).toEqual({
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseProxy/), 'Endpoint'] },
      DB_PORT: '5432',
      DB_USER: 'app',
      DB_CA_BUNDLE_URL: 'https://www.amazontrust.com/repository/AmazonRootCA1.pem',
    });
  });

  test('signs in to the cluster as the users that clients sign in to it as, and as nobody else', () => {
    const { template } = connected({ proxy: {} }, { databaseUser: 'loan_app' });
    const documents = (type: string) => Object.values(template.findResources(type)).map(({ Properties }) => Properties.PolicyDocument);
    const statements = (type: string) => JSON.stringify(documents(type));
    expect(statements('AWS::IAM::Policy')).toMatch(/rds-db:connect.*DBProxyArn.*\/loan_app/);
    expect(statements('AWS::IAM::ManagedPolicy')).toMatch(/rds-db:connect.*DBClusterResourceId.*\/loan_app/);
  });

  test('takes a name, a share of the connections and times', () => {
    const { template } = connected({
      proxy: { proxyName: 'loan-proxy', maxConnectionsPercent: 50, borrowTimeout: Duration.seconds(30), idleClientTimeout: Duration.minutes(5) },
    });
    only(template, 'AWS::RDS::DBProxy', { DBProxyName: 'loan-proxy', IdleClientTimeout: 300 });
    only(template, 'AWS::RDS::DBProxyTargetGroup', { ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: 50, ConnectionBorrowTimeout: 30 } });
  });

  test('has a unique name otherwise', () => {
    expect(only(connected({ proxy: {} }).template, 'AWS::RDS::DBProxy').Properties.DBProxyName).toMatch(/^Stack-Database-[0-9A-F]{8}$/);
  });
});
