import { App, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { LambdaDatabaseClient } from '../../../src';
import { calledServices } from '../../../src/core/workload/registry';
import { templateOf, testStack } from '../../support';
import { aurora, only, refusalOf, vpcOf } from '../support';

const KEY_ARN = 'arn:aws:kms:eu-west-2:123456789012:key/1';

function functionIn(stack: Stack, vpc?: ec2.IVpc, props: Partial<lambda.FunctionProps> = {}) {
  return new lambda.Function(stack, 'Report', {
    runtime: lambda.Runtime.NODEJS_24_X,
    handler: 'index.handler',
    code: lambda.Code.fromInline('exports.handler = async () => {};'),
    vpc,
    allowAllOutbound: vpc && false,
    ...props,
  });
}

/** The VPC that a database of the stack has. */
function vpcWithin(stack: Stack): ec2.IVpc {
  return stack.node.findChild('Vpc') as unknown as ec2.IVpc;
}

/** Variables of the only function of a stack. */
function variablesOf(stack: Stack) {
  return only(templateOf(stack), 'AWS::Lambda::Function').Properties.Environment.Variables;
}

function statementsOf(stack: Stack) {
  return only(templateOf(stack), 'AWS::IAM::Policy').Properties.PolicyDocument.Statement;
}

describe('A Lambda function as a client', () => {
  const stack = testStack();
  const database = aurora({ databaseName: 'ledger', network: { port: 6432 } }, stack);
  const report = functionIn(stack, vpcWithin(stack), { environment: { LEVEL: 'info' } });
  database.allowConnectionsFrom(LambdaDatabaseClient.of(report), { databaseUser: 'report' });

  test('has the variables of the database beside its own', () => {
    expect(variablesOf(stack)).toEqual({
      LEVEL: 'info',
      DB_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'Endpoint.Address'] },
      DB_READER_HOST: { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'ReadEndpoint.Address'] },
      DB_PORT: '6432',
      DB_NAME: 'ledger',
      DB_USER: 'report',
      DB_CA_BUNDLE_URL: 'https://truststore.pki.rds.amazonaws.com/eu-west-2/eu-west-2-bundle.pem',
    });
  });

  test('can sign in as the user, from its security group only', () => {
    expect(statementsOf(stack)).toEqual([{
      Effect: 'Allow',
      Action: 'rds-db:connect',
      Resource: {
        'Fn::Join': ['', [
          'arn:', { Ref: 'AWS::Partition' }, ':rds-db:eu-west-2:123456789012:dbuser:',
          { 'Fn::GetAtt': [expect.stringMatching(/^DatabaseCluster/), 'DBClusterResourceId'] }, '/report',
        ]],
      },
    }]);
    only(templateOf(stack), 'AWS::EC2::SecurityGroupIngress', {
      FromPort: 6432, ToPort: 6432, SourceSecurityGroupId: { 'Fn::GetAtt': [Match.stringLikeRegexp('^ReportSecurityGroup'), 'GroupId'] },
    });
    const egress = Object.values(templateOf(stack).findResources('AWS::EC2::SecurityGroupEgress')).map(({ Properties }) => [Properties.FromPort, Properties.ToPort]);
    expect(egress).toEqual([[6432, 6432]]);
  });

  test('can have two databases by prefix, and no variable twice', () => {
    const again = () => database.allowConnectionsFrom(LambdaDatabaseClient.of(report));
    expect(refusalOf(again)).toBe("environment variable 'DB_HOST' already exists in this function");
    expect(refusalOf(() => LambdaDatabaseClient.of(report).addEnvironment('LEVEL', 'debug'))).toBe("environment variable 'LEVEL' already exists in this function");
    const other = testStack();
    const ledger = aurora({}, other);
    const second = functionIn(other, vpcWithin(other));
    ['ONE', 'TWO'].forEach((environmentPrefix) => ledger.allowConnectionsFrom(LambdaDatabaseClient.of(second), { environmentPrefix }));
    expect(Object.keys(variablesOf(other)).filter((name) => name.endsWith('_HOST'))).toEqual(['ONE_HOST', 'ONE_READER_HOST', 'TWO_HOST', 'TWO_READER_HOST']);
  });
});

describe('The secret of a Lambda function', () => {
  test.each([{}, { readsSecret: true }])('is passed by its ARN, and the function can read it from the VPC: %j', (options) => {
    const stack = testStack();
    const called: string[] = [];
    calledServices(stack).each(({ vpc, service }) => called.push(`${service.shortName} from ${vpc.vpcId}`));
    const database = aurora({}, stack);
    const secret = new secretsmanager.Secret(stack, 'User', { encryptionKey: kms.Key.fromKeyArn(stack, 'Key', KEY_ARN) });
    database.allowConnectionsFrom(LambdaDatabaseClient.of(functionIn(stack, vpcWithin(stack))), { secret, ...options });
    expect(Object.keys(variablesOf(stack)).sort()).toEqual(['DB_CA_BUNDLE_URL', 'DB_HOST', 'DB_PORT', 'DB_READER_HOST', 'DB_SECRET_ARN']);
    expect(variablesOf(stack).DB_SECRET_ARN).toEqual({ Ref: expect.stringMatching(/^User/) });
    expect(called).toEqual(['secretsmanager from vpc-1']);
    only(templateOf(stack), 'AWS::EC2::SecurityGroup', {
      GroupDescription: Match.stringLikeRegexp('Report'),
      SecurityGroupEgress: [{ CidrIp: '0.0.0.0/0', IpProtocol: 'tcp', FromPort: 443, ToPort: 443, Description: 'Secrets Manager' }],
    });
    expect(statementsOf(stack)).toEqual([
      {
        Effect: 'Allow',
        Action: 'kms:Decrypt',
        Resource: KEY_ARN,
        Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
      },
      { Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: expect.stringMatching(/^User/) } },
    ]);
  });

  test('is passed with its field by addSecret', () => {
    const stack = testStack();
    const secret = new secretsmanager.Secret(stack, 'User');
    const client = LambdaDatabaseClient.of(functionIn(stack, vpcOf(stack)));
    client.addSecret('TOKEN', secret, { field: 'token' });
    client.addSecret('WHOLE', secret);
    const arn = { Ref: expect.stringMatching(/^User/) };
    expect(variablesOf(stack)).toEqual({ TOKEN_SECRET_ARN: arn, TOKEN_SECRET_FIELD: 'token', WHOLE_SECRET_ARN: arn });
    expect(statementsOf(stack)).toEqual([expect.objectContaining({ Action: 'secretsmanager:GetSecretValue', Resource: arn })]);
  });
});

describe('A Lambda function in another stack', () => {
  test.each([['after the database', false], ['before the database', true]])('depends on the stack of the database, made %s', (_, isFirst) => {
    const data = testStack();
    const app = new Stack(data.node.root as App, 'App', { env: { account: '123456789012', region: 'eu-west-2' } });
    const make = () => functionIn(app, ec2.Vpc.fromVpcAttributes(app, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['a', 'b'] }));
    const first = isFirst ? make() : undefined;
    const database = aurora({}, data);
    database.allowConnectionsFrom(LambdaDatabaseClient.of(first ?? make()), { secret: database.secret });
    expect([app.dependencies, data.dependencies]).toEqual([[], []]);
    expect(Object.keys(variablesOf(app)).sort()).toEqual(['DB_CA_BUNDLE_URL', 'DB_HOST', 'DB_PORT', 'DB_READER_HOST', 'DB_SECRET_ARN']);
    expect([app.dependencies.map(({ stackName }) => stackName), data.dependencies]).toEqual([['Stack'], []]);
    only(templateOf(app), 'AWS::EC2::SecurityGroupIngress', { FromPort: 5432, ToPort: 5432, SourceSecurityGroupId: Match.anyValue() });
    templateOf(data).resourceCountIs('AWS::EC2::SecurityGroupIngress', 0);
    expect(statementsOf(app).map(({ Action }: { Action: string }) => Action)).toEqual(['kms:Decrypt', 'secretsmanager:GetSecretValue']);
  });
});

describe('A Lambda function is refused', () => {
  test('outside a VPC', () => {
    expect(refusalOf(() => LambdaDatabaseClient.of(functionIn(testStack())))).toBe("lambdaFunction must be a function in a VPC, got 'Stack/Report'");
  });

  test.each<[string, unknown, string]>([
    ['as an imported function, which has no environment', lambda.Function.fromFunctionName(testStack(), 'Imported', 'report'), "'Stack/Imported'"],
    ['as null', null, 'null'],
  ])('%s', (_, given, got) => {
    expect(() => LambdaDatabaseClient.of(given as lambda.Function)).toThrow(`lambdaFunction must be a Function, got ${got}`);
  });

  test('with more than 4 KB of environment variables', () => {
    const stack = testStack();
    const client = LambdaDatabaseClient.of(functionIn(stack, vpcOf(stack)));
    const secret = new secretsmanager.Secret(stack, 'Secret');
    client.addEnvironment('toString', 'a'.repeat(4096 - 'toString'.length));
    const most = 'with the other environment variables of the function, got';
    expect(refusalOf(() => client.addEnvironment('MORE', ''))).toBe(`name and value must have at most 4096 bytes ${most} 4100`);
    expect(refusalOf(() => client.addSecret('DB', secret))).toBe(`name must have at most 4096 bytes ${most} 4109`);
    expect(refusalOf(() => client.addSecretField('DB', secret, 'kä'))).toBe(`name and field must have at most 4096 bytes ${most} 4127`);
  });

  test.each(['_DB', 'A', 'A-B', ''])('with the variable %j, which Lambda refuses', (name) => {
    const stack = testStack();
    const client = LambdaDatabaseClient.of(functionIn(stack, vpcOf(stack)));
    expect(refusalOf(() => client.addEnvironment(name, '1'))).toBe(`name must be at least 2 letters, digits and underscores, starting with a letter, got '${name}'`);
  });
});
