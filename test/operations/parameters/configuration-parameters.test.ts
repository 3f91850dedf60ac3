import { App, CfnParameter, SecretValue, Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import * as ssm from 'aws-cdk-lib/aws-ssm';
import { ConfigurationParameters, ConfigurationParametersProps, FargateService, Lifecycle } from '../../../src';
import { LeastPrivilegeRole } from '../../../src/core/parts/least-privilege-role';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const VALUES = { 'limits/daily': '5000', 'currency': 'EUR' };
const PARAMETER = 'AWS::SSM::Parameter';

function configurationOf(props: Partial<ConfigurationParametersProps> = {}, stack = testStack()) {
  return new ConfigurationParameters(stack, 'Configuration', { values: VALUES, ...props });
}

function statementsOf(stack: Stack): any[] {
  const policies = Object.values(templateOf(stack).findResources('AWS::IAM::ManagedPolicy'));
  return policies.flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

const LIMIT = arn({ Ref: 'Configurationlimitsdaily86E9CD0E' });
const BELOW = { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:eu-west-2:123456789012:parameter/ledger/dev']] };
const CURRENCY = arn({ Ref: 'Configurationcurrency56FA66FA' });

function arn(...rest: unknown[]) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':ssm:eu-west-2:123456789012:parameter', ...rest]] };
}

function roleIn(stack: Stack) {
  return new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
}

describe('ConfigurationParameters', () => {
  test('are standard String parameters below the path of the workload', () => {
    const configuration = configurationOf();
    const template = templateOf(Stack.of(configuration));
    template.resourceCountIs(PARAMETER, 2);
    template.hasResourceProperties(PARAMETER, { Name: '/ledger/dev/limits/daily', Type: 'String', Value: '5000', Tier: 'Standard' });
    template.hasResourceProperties(PARAMETER, { Name: '/ledger/dev/currency', Type: 'String', Value: 'EUR', Tier: 'Standard' });
    expect(configuration.path).toBe('/ledger/dev');
    expect(Object.keys(configuration.parameters)).toEqual(['limits/daily', 'currency']);
  });

  test('are below the name alone where the workload has no suffix', () => {
    expect(configurationOf({}, testStack({ suffix: undefined })).path).toBe('/ledger');
  });

  test('take a path and a tier', () => {
    const template = templateOf(Stack.of(configurationOf({ path: '/shared/rates', tier: ssm.ParameterTier.ADVANCED, values: { table: 'x'.repeat(8192) } })));
    template.hasResourceProperties(PARAMETER, { Name: '/shared/rates/table', Tier: 'Advanced' });
  });

  test('take what only a deployment knows', () => {
    const stack = testStack();
    const { parameters } = configurationOf({ values: { region: Token.asString({ Ref: 'AWS::Region' }) } }, stack);
    expect(Object.keys(parameters)).toEqual(['region']);
    templateOf(stack).hasResourceProperties(PARAMETER, { Value: { Ref: 'AWS::Region' } });
  });

  test.each(Object.values(Lifecycle))('have no finding at defaults: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const configuration = configurationOf({}, stack);
      configuration.grantRead(roleIn(stack));
      configuration.grantReadByPath(stack.node.findChild('Role') as iam.Role);
    })).toEqual([]);
  });
});

describe('Readers of ConfigurationParameters', () => {
  test('get all of them by their exact ARNs', () => {
    const stack = testStack();
    configurationOf({}, stack).grantRead(roleIn(stack));
    expect(statementsOf(stack)).toEqual([
      { Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: [LIMIT, CURRENCY] },
    ]);
  });

  test('get those that are named', () => {
    const stack = testStack();
    configurationOf({}, stack).grantRead(roleIn(stack), 'currency');
    expect(statementsOf(stack)).toEqual([expect.objectContaining({ Resource: CURRENCY })]);
  });

  test('get what is below the path', () => {
    const stack = testStack();
    configurationOf({}, stack).grantReadByPath(roleIn(stack));
    expect(statementsOf(stack)).toEqual([{ Effect: 'Allow', Action: 'ssm:GetParametersByPath', Resource: BELOW }]);
  });

  test('are containers that ECS hands a parameter by reference, and whose role may read that one alone', () => {
    const stack = testStack();
    const configuration = configurationOf({}, stack);
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['s-a', 's-b'] });
    new FargateService(stack, 'Service', {
      vpc, image: ecs.ContainerImage.fromRegistry('nginx'), secrets: { CURRENCY: configuration.reference('currency') },
    });
    expect(configuration.reference('currency').hasField).toBeUndefined();
    expect(statementsOf(stack)).toContainEqual({ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: CURRENCY });
    templateOf(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: [Match.objectLike({ Secrets: [{ Name: 'CURRENCY', ValueFrom: CURRENCY }] })],
    });
  });
});

describe('ConfigurationParameters refuse', () => {
  test.each<[string, Partial<ConfigurationParametersProps>, string]>([
    ['no values', { values: {} }, 'values is empty, need at least one parameter'],
    ['an empty value', { values: { a: '' } }, "the value of 'a' has 0 bytes, need 1 to 4096 in the Standard tier"],
    ['a value that the tier does not take', { values: { a: 'é'.repeat(2049) } }, "the value of 'a' has 4098 bytes, need 1 to 4096 in the Standard tier"],
    ['a value that no tier takes', { values: { a: 'x'.repeat(8193) }, tier: ssm.ParameterTier.ADVANCED },
      "the value of 'a' has 8193 bytes, need 1 to 8192 in the Advanced tier"],
    ['a reference to another parameter', { values: { a: '{{ssm:other}}' } },
      "the value of 'a' has {{ in it, which Systems Manager keeps for references, need a value without"],
    ['a path without a slash', { path: 'ledger' }, "path is 'ledger', need a parameter name that matches (?:/[A-Za-z0-9_.-]+){1,15}"],
    ['a path of AWS', { path: '/AWS/service' },
      "path is '/AWS/service', need a parameter name that does not match ^/(?:[aA][wW][sS]|[sS][sS][mM]), which AWS keeps for itself"],
    ['a name with a space', { values: { 'a b': 'x' } }, "parameter is '/ledger/dev/a b', need a parameter name that matches (?:/[A-Za-z0-9_.-]+){1,15}"],
    ['more than 15 levels', { path: '/1/2/3/4/5/6/7/8/9/10/11/12/13/14', values: { 'a/b': 'x' } },
      "parameter is '/1/2/3/4/5/6/7/8/9/10/11/12/13/14/a/b', need a parameter name that matches (?:/[A-Za-z0-9_.-]+){1,15}"],
    ['a long name', { values: { ['n'.repeat(945)]: 'x' } },
      `parameter '/ledger/dev/${'n'.repeat(945)}' has 957 characters, need at most 955 for a parameter`],
    ['a reference to a secret', { values: { a: '{{resolve:secretsmanager:db:SecretString:password}}' } },
      "the value of 'a' is a secret, need none: whoever reads the template or the parameter would know it"],
    ['a secret parameter', { values: { a: SecretValue.ssmSecure('/db/password').unsafeUnwrap() } },
      "the value of 'a' is a secret, need none: whoever reads the template or the parameter would know it"],
  ])('%s', (_, props, message) => {
    expect(() => configurationOf(props)).toThrow(message);
  });

  test('secrets inside of a longer value', () => {
    const stack = testStack();
    const secret = new secretsmanager.Secret(stack, 'Secret');
    expect(() => configurationOf({ values: { url: `https://user:${secret.secretValueFromJson('password').unsafeUnwrap()}@host` } }, stack))
      .toThrow("the value of 'url' is a secret, need none: whoever reads the template or the parameter would know it");
  });

  test('stack parameters that are not echoed', () => {
    const stack = testStack();
    const [hidden, shown] = [true, false].map((noEcho) => new CfnParameter(stack, `Parameter${noEcho}`, { noEcho }).valueAsString);
    expect(() => configurationOf({ values: { a: hidden } }, stack))
      .toThrow("the value of 'a' is a secret, need none: whoever reads the template or the parameter would know it");
    expect(() => new ConfigurationParameters(stack, 'Other', { values: { a: shown } })).not.toThrow();
  });

  test('to go without a path where there is no workload', () => {
    expect(() => configurationOf({}, new Stack(new App(), 'Stack')))
      .toThrow("path is not given and no workload is declared, need one of them, for example path: '/payment/dev'");
  });

  test('names that they do not have', () => {
    expect(() => configurationOf().reference('limit')).toThrow("'limit' is no parameter, need one of limits/daily, currency");
    const stack = testStack();
    expect(() => configurationOf({}, stack).grantRead(roleIn(stack), 'limit')).toThrow("'limit' is no parameter, need one of limits/daily, currency");
  });
});
