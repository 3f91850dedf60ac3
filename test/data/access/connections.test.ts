import { App, Duration, Stack } from 'aws-cdk-lib';
import { Annotations, Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CompliantAuroraProps, DatabaseConnectionOptions, DatabaseCredentials } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { templateOf, testStack } from '../../support';
import { aurora, Client, MYSQL, only } from '../support';

const KEY_ARN = 'arn:aws:kms:eu-west-2:123456789012:key/1';

function connected(props: Partial<CompliantAuroraProps> = {}, options?: DatabaseConnectionOptions, stack: Stack = testStack()) {
  const database = aurora(props, stack);
  const client = new Client(stack);
  database.allowConnectionsFrom(client, options);
  return { database, client, stack, environment: stack.resolve(client.environment), template: templateOf(stack) };
}

/** All rules of all security groups, inline rules included. */
function rulesOf(template: ReturnType<typeof templateOf>): string[] {
  const nameOf = (group: any) => group['Fn::GetAtt'][0].replace(/[0-9A-F]{8}$/, '');
  const rule = (from: string, direction: string, to: string, { IpProtocol, FromPort, ToPort }: any) => `${from} ${direction} ${to} ${IpProtocol} ${FromPort}-${ToPort}`;
  const inline = Object.entries<any>(template.findResources('AWS::EC2::SecurityGroup')).flatMap(([id, { Properties }]) => [
    ...(Properties.SecurityGroupIngress ?? []).map((each: any) => rule(id, 'ingress', each.CidrIp, each)),
    // The inline rule of a security group without egress allows nothing. Rules that are resources of their own replace it.
    ...(Properties.SecurityGroupEgress ?? []).filter(({ CidrIp }: any) => CidrIp !== '255.255.255.255/32').map((each: any) => rule(id, 'egress', each.CidrIp, each)),
  ]);
  const ingress = Object.values<any>(template.findResources('AWS::EC2::SecurityGroupIngress'))
    .map(({ Properties: p }) => rule(nameOf(p.GroupId), 'ingress', nameOf(p.SourceSecurityGroupId), p));
  const egress = Object.values<any>(template.findResources('AWS::EC2::SecurityGroupEgress'))
    .map(({ Properties: p }) => rule(nameOf(p.GroupId), 'egress', nameOf(p.DestinationSecurityGroupId), p));
  return [...inline, ...ingress, ...egress].sort();
}

function inRegion(region: string): Stack {
  return new Stack(new App(), 'Stack', { env: { account: '123456789012', region } });
}

describe('allowConnectionsFrom', () => {
  test('opens the security groups of both, at the port of the database and nothing else', () => {
    expect(rulesOf(connected({ network: { port: 6432 } }).template)).toEqual([
      'ClientSecurityGroup egress DatabaseSecurityGroup tcp 6432-6432',
      'DatabaseSecurityGroup ingress ClientSecurityGroup tcp 6432-6432',
    ]);
  });

  test('allows the client to sign in as one database user of this cluster only', () => {
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

  test('sets host, port, names and CA bundle in the environment of the client', () => {
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

  test('omits the name of a database that is not created', () => {
    expect(Object.keys(connected().environment).sort()).toEqual(['DB_CA_BUNDLE_URL', 'DB_HOST', 'DB_PORT', 'DB_READER_HOST', 'DB_USER']);
  });

  test('uses the prefix, so that a client can have two databases', () => {
    expect(Object.keys(connected({}, { environmentPrefix: 'LEDGER' }).environment).sort())
      .toEqual(['LEDGER_CA_BUNDLE_URL', 'LEDGER_HOST', 'LEDGER_PORT', 'LEDGER_READER_HOST', 'LEDGER_USER']);
  });

  test('passes the fields of a secret instead of IAM authentication', () => {
    const stack = testStack();
    const secret = new secretsmanager.Secret(stack, 'AppSecret');
    const { client, template } = connected({ iamAuthentication: false }, { secret }, stack);
    expect(client.secrets).toEqual({ DB_USER: { secret, field: 'username' }, DB_PASSWORD: { secret, field: 'password' } });
    expect(client.environment.DB_USER).toBeUndefined();
    template.resourceCountIs('AWS::IAM::Policy', 0);
  });

  test('allows the client to read the secret from the VPC, and sets its ARN', () => {
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
      PolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'kms:Decrypt',
            Resource: KEY_ARN,
            Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
          },
          { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: Match.stringLikeRegexp('^AppSecret') } },
        ],
      },
    });
  });

  test.each([
    ['managed by Amazon RDS', DatabaseCredentials.managed()],
    ['generated', DatabaseCredentials.generated()],
  ])('can pass the secret of the administrator, %s, with its key', (_, credentials) => {
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
  ])('uses the CA bundle of %s', (region, url) => {
    expect(connected({}, {}, inRegion(region)).environment.DB_CA_BUNDLE_URL).toEqual(url);
  });

  test('passes no CA bundle in a partition for which none is published, and warns', () => {
    const stack = inRegion('us-iso-east-1');
    expect(connected({}, {}, stack).environment).not.toHaveProperty('DB_CA_BUNDLE_URL');
    const [warning] = Annotations.fromStack(stack).findWarning('*', Match.stringLikeRegexp('CA bundle'));
    expect(warning.entry.data).toBe('the location of the CA bundle is not known in us-iso-east-1: clients get no DB_CA_BUNDLE_URL. Include the bundle in the image '
      + '[ack: cdk-regulated:caBundleUnknown:DB_CA_BUNDLE_URL]');
  });

  test('selects the CA bundle during deployment if the Region is not known, with one mapping per stack', () => {
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

  test('has the mapping of the CA bundle in the stack of the client only', () => {
    const app = new App();
    const [data, service] = [new Stack(app, 'Data'), new Stack(app, 'Service')];
    ec2.Vpc.fromVpcAttributes(service, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a'] });
    aurora({}, data).allowConnectionsFrom(new Client(service, 'Client'));
    expect(templateOf(data).toJSON().Mappings).toBeUndefined();
    expect(Object.keys(templateOf(service).toJSON().Mappings)).toEqual(['RdsTruststore']);
  });
});

describe('A proxy', () => {
  test('requires TLS and IAM authentication, and has the subnets of the cluster', () => {
    const { template } = connected({ proxy: {} });
    const { Properties } = only(template, 'AWS::RDS::DBProxy', {
      RequireTLS: true, DefaultAuthScheme: 'IAM_AUTH', EngineFamily: 'POSTGRESQL', VpcSubnetIds: ['isolated-a', 'isolated-b', 'isolated-c'],
    });
    expect(Properties.Auth).toBeUndefined();
    only(template, 'AWS::RDS::DBProxyTargetGroup', { DBClusterIdentifiers: [{ Ref: Match.stringLikeRegexp('^DatabaseCluster') }] });
  });

  test('is created after the instances of the cluster', () => {
    const { template } = connected({ proxy: {} });
    const ids = Object.keys(template.findResources('AWS::RDS::DBInstance'));
    expect(ids).toHaveLength(2);
    expect(only(template, 'AWS::RDS::DBProxyTargetGroup').DependsOn).toEqual(ids.sort());
  });

  test('is the only way from the client to the cluster, on the default port of the engine', () => {
    const { template, environment } = connected({ proxy: {}, network: { port: 6432 } });
    expect(rulesOf(template)).toEqual([
      'ClientSecurityGroup egress DatabaseProxySecurityGroup tcp 5432-5432',
      'DatabaseProxySecurityGroup egress DatabaseSecurityGroup tcp 6432-6432',
      'DatabaseProxySecurityGroup ingress ClientSecurityGroup tcp 5432-5432',
      'DatabaseSecurityGroup ingress DatabaseProxySecurityGroup tcp 6432-6432',
    ]);
    expect(environment).toEqual({
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseProxy/), 'Endpoint'] },
      DB_PORT: '5432',
      DB_USER: 'app',
      DB_CA_BUNDLE_URL: 'https://www.amazontrust.com/repository/AmazonRootCA1.pem',
    });
  });

  test('signs in to the cluster only as the database users of its clients', () => {
    const { template } = connected({ proxy: {} }, { databaseUser: 'loan_app' });
    const documents = (type: string, id: string) => Object.entries(template.findResources(type))
      .filter(([logicalId]) => logicalId.startsWith(id)).map(([, { Properties }]) => Properties.PolicyDocument.Statement);
    const connect = (resource: string, resourceId: object) => [[{
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':rds-db:eu-west-2:123456789012:dbuser:', resourceId, `/${resource}`]] },
    }]];
    expect(documents('AWS::IAM::ManagedPolicy', 'DatabaseProxyRole'))
      .toEqual(connect('loan_app', { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'DBClusterResourceId'] }));
    const proxyId = { 'Fn::Select': [6, { 'Fn::Split': [':', { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseProxy/), 'DBProxyArn'] }] }] };
    expect(documents('AWS::IAM::Policy', 'ClientRole')).toEqual(connect('loan_app', proxyId));
  });

  test('has the name, connection share and timeouts', () => {
    const { template } = connected({
      proxy: { proxyName: 'loan-proxy', maxConnectionsPercent: 50, borrowTimeout: Duration.seconds(30), idleClientTimeout: Duration.minutes(5) },
    });
    only(template, 'AWS::RDS::DBProxy', { DBProxyName: 'loan-proxy', IdleClientTimeout: 300 });
    only(template, 'AWS::RDS::DBProxyTargetGroup', { ConnectionPoolConfigurationInfo: { MaxConnectionsPercent: 50, ConnectionBorrowTimeout: 30 } });
  });

  test('has a unique name by default', () => {
    expect(only(connected({ proxy: {} }).template, 'AWS::RDS::DBProxy').Properties.DBProxyName).toMatch(/^Stack-Database-[0-9A-F]{8}$/);
  });
});
