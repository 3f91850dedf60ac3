import { Stack, Token } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
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
    expect(configuration.parameter('currency')).toBe(configuration.node.findChild('currency'));
    expect(() => configuration.parameter('limit/daily')).toThrow("name must be the name of a parameter (limits/daily, currency), got 'limit/daily'");
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
