import { Duration, Stack } from 'aws-cdk-lib';
import { Match } from 'aws-cdk-lib/assertions';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { CompliantPostgres, DatabaseRotation, FargateService, Lifecycle, SecureParameter, SecureParameters, SecureParametersProps, SecureVpc } from '../../../src';
import { LeastPrivilegeRole } from '../../../src/core/parts/least-privilege-role';
import { findingsAtDefaults, templateOf, testStack } from '../../support';

const PARAMETERS = { username: SecureParameter.fixed('keeper'), password: SecureParameter.generated() };
const RESOURCE = 'Custom::SecureParameter';

function parametersOf(props: Partial<SecureParametersProps> = {}, stack = testStack()) {
  return new SecureParameters(stack, 'Secrets', { parameters: PARAMETERS, ...props });
}

function statementsOf(stack: Stack): any[] {
  return Object.values(templateOf(stack).findResources('AWS::IAM::ManagedPolicy')).flatMap(({ Properties }) => Properties.PolicyDocument.Statement);
}

function arn(name: string) {
  return { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, `:ssm:eu-west-2:123456789012:parameter/ledger/dev/${name}`]] };
}

function decryption(action: string, arns: unknown) {
  return {
    Effect: 'Allow',
    Action: action,
    Resource: { 'Fn::GetAtt': [expect.stringMatching(/^DataKey/), 'Arn'] },
    Condition: { StringEquals: { 'kms:ViaService': 'ssm.eu-west-2.amazonaws.com', 'kms:EncryptionContext:PARAMETER_ARN': arns } },
  };
}

function roleIn(stack: Stack) {
  return new LeastPrivilegeRole(stack, 'Role', { assumedBy: new iam.ServicePrincipal('ecs-tasks.amazonaws.com') });
}

describe('SecureParameters', () => {
  test('say how a value is made, never the value', () => {
    const parameters = parametersOf();
    const template = templateOf(Stack.of(parameters));
    template.hasResourceProperties(RESOURCE, { Name: '/ledger/dev/username', FixedValue: 'keeper', Length: Match.absent(), KeyId: Match.anyValue() });
    template.hasResourceProperties(RESOURCE, {
      Name: '/ledger/dev/password', FixedValue: Match.absent(), Length: 32, Characters: Match.stringLikeRegexp('^[A-Za-z0-9]{62}$'),
    });
    expect(parameters.path).toBe('/ledger/dev');
  });

  test('take a path, a length, characters and a generation', () => {
    const password = SecureParameter.generated({ length: 64, characters: '0123456789abcdef', generation: '2' });
    templateOf(Stack.of(parametersOf({ path: '/production/database', parameters: { password } }))).hasResourceProperties(RESOURCE, {
      Name: '/production/database/password', Length: 64, Characters: '0123456789abcdef', Generation: '2',
    });
  });

  test('are made by a function that may write them alone and read none', () => {
    const statements = statementsOf(Stack.of(parametersOf()));
    const both = [arn('username'), arn('password')];
    expect(statements).toContainEqual({
      Effect: 'Allow', Action: ['ssm:PutParameter', 'ssm:DeleteParameter', 'ssm:AddTagsToResource', 'ssm:ListTagsForResource'], Resource: both,
    });
    expect(statements).toContainEqual(decryption('kms:Encrypt', both));
    expect(JSON.stringify(statements)).not.toContain('ssm:GetParameter');
  });

  test.each(Object.values(Lifecycle))('have no finding at defaults: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => { parametersOf({}, stack).grantRead(roleIn(stack)); })).toEqual([]);
  });
});

describe('Readers of SecureParameters', () => {
  test('get all of them, or those that are named, and decrypt no others', () => {
    const stack = testStack();
    parametersOf({}, stack).grantRead(roleIn(stack), 'password');
    const statements = statementsOf(stack);
    expect(statements).toContainEqual({ Effect: 'Allow', Action: ['ssm:GetParameter', 'ssm:GetParameters'], Resource: arn('password') });
    expect(statements).toContainEqual(decryption('kms:Decrypt', arn('password')));
    const other = testStack();
    parametersOf({}, other).grantRead(roleIn(other));
    expect(statementsOf(other)).toContainEqual(decryption('kms:Decrypt', [arn('username'), arn('password')]));
  });

  test('are containers that ECS hands a parameter by reference', () => {
    const stack = testStack();
    const parameters = parametersOf({}, stack);
    const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', availabilityZones: ['a', 'b'], privateSubnetIds: ['s-a', 's-b'] });
    new FargateService(stack, 'Service', { vpc, image: ecs.ContainerImage.fromRegistry('nginx'), secrets: { PASSWORD: parameters.reference('password') } });
    templateOf(stack).hasResourceProperties('AWS::ECS::TaskDefinition', {
      ContainerDefinitions: Match.arrayWith([Match.objectLike({ Secrets: [{ Name: 'PASSWORD', ValueFrom: arn('password') }] })]),
    });
    expect(statementsOf(stack)).toContainEqual({ Effect: 'Allow', Action: 'ssm:GetParameters', Resource: arn('password') });
    expect(statementsOf(stack)).toContainEqual(decryption('kms:Decrypt', arn('password')));
  });
});

describe('SecureParameters that are copies of a secret', () => {
  const copies = (secret: secretsmanager.ISecret) => ({ username: SecureParameter.ofSecret(secret, 'username'), password: SecureParameter.ofSecret(secret, 'password') });
  const ofKey = (stack: Stack) => new secretsmanager.Secret(stack, 'Secret', { encryptionKey: new kms.Key(stack, 'SecretKey') });

  test('name the secret and the field, and no value', () => {
    const stack = testStack();
    parametersOf({ parameters: copies(ofKey(stack)) }, stack);
    const [[id]] = Object.entries(templateOf(stack).findResources('AWS::SecretsManager::Secret'));
    expect(Object.values(templateOf(stack).findResources(RESOURCE)).map(({ Properties: { ServiceToken, ...properties } }) => properties)).toEqual(['username', 'password'].map((Field) => (
      { Name: `/ledger/dev/${Field}`, KeyId: expect.anything(), SecretId: { Ref: id }, Field })));
  });

  test('are made by a function that may read this secret alone', () => {
    const stack = testStack();
    parametersOf({ parameters: copies(ofKey(stack)) }, stack);
    const [[id]] = Object.entries(templateOf(stack).findResources('AWS::SecretsManager::Secret'));
    const statements = statementsOf(stack);
    expect(statements.filter(({ Action }) => JSON.stringify(Action).includes('secretsmanager:'))).toEqual([{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: { Ref: id } }]);
    expect(statements.filter(({ Action, Condition }) => Action === 'kms:Decrypt' && JSON.stringify(Condition).includes('secretsmanager'))).toEqual([{
      Effect: 'Allow',
      Action: 'kms:Decrypt',
      Resource: { 'Fn::GetAtt': [expect.stringMatching(/^SecretKey/), 'Arn'] },
      Condition: { StringEquals: { 'kms:ViaService': 'secretsmanager.eu-west-2.amazonaws.com' } },
    }]);
  });

  test('are copied again when the secret has a new current version, from before they are made', () => {
    const stack = testStack();
    parametersOf({ parameters: copies(ofKey(stack)) }, stack);
    const template = templateOf(stack);
    const [[secret]] = Object.entries(template.findResources('AWS::SecretsManager::Secret'));
    const rules = Object.entries<any>(template.findResources('AWS::Events::Rule'));
    expect(rules.map(([, { Properties: { EventPattern } }]) => EventPattern)).toEqual(Array(2).fill({
      'source': ['aws.secretsmanager'], 'detail-type': ['Secret Label Updated'], 'resources': [{ Ref: secret }], 'detail': { labelUpdated: ['AWSCURRENT'] },
    }));
    const made = Object.values<any>(template.findResources(RESOURCE));
    rules.forEach(([id], index) => expect(made[index].DependsOn).toContain(id));
  });

  test('match a secret that is imported by name', () => {
    const stack = testStack();
    parametersOf({ parameters: { password: SecureParameter.ofSecret(secretsmanager.Secret.fromSecretNameV2(stack, 'Imported', 'ledger'), 'password') } }, stack);
    templateOf(stack).hasResourceProperties('AWS::Events::Rule', { EventPattern: { resources: [{ prefix: { 'Fn::Join': ['', ['arn:', { Ref: 'AWS::Partition' }, ':secretsmanager:eu-west-2:123456789012:secret:ledger-']] } }] } });
  });

  test.each([['', ''], ['x'.repeat(129), `${'x'.repeat(60)}…`]])('refuse the field %j', (field, got) => {
    const stack = testStack();
    expect(() => parametersOf({ parameters: { password: SecureParameter.ofSecret(ofKey(stack), field) } }, stack))
      .toThrow(`parameters.password.field must be a string of 1 to 128 characters, got '${got}'`);
  });

  test.each(Object.values(Lifecycle))('have no finding: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => {
      const database = new CompliantPostgres(stack, 'Database', { vpc: new SecureVpc(stack, 'Vpc').vpc, databaseName: 'ledger' });
      parametersOf({ parameters: copies(database.addUser('User', { username: 'report', rotation: DatabaseRotation.FUNCTION, privileges: ['CONNECT ON DATABASE ledger'] })) }, stack);
    })).toEqual([]);
  });
});

describe('SecureParameters that rotate', () => {
  const rotating = { ...PARAMETERS, password: SecureParameter.generated({ rotateAfter: Duration.days(30) }) };
  const RULE = 'AWS::Events::Rule';

  test('are generated again on a schedule, without a value in the template', () => {
    const template = templateOf(Stack.of(parametersOf({ parameters: rotating })));
    const [[id, { Properties: rule }]] = Object.entries<any>(template.findResources(RULE));
    const [resource] = Object.keys(template.findResources(RESOURCE, { Properties: { Name: '/ledger/dev/password' } }));
    expect(rule).toMatchObject({ ScheduleExpression: 'rate(30 days)', State: 'ENABLED' });
    const [{ Arn, Input: { 'Fn::Join': [, parts] } }] = rule.Targets;
    const [handler] = Object.keys(template.findResources('AWS::Lambda::Function'));
    expect(Arn).toEqual({ 'Fn::GetAtt': [handler, 'Arn'] });
    const text = parts.map((part: any) => (typeof part === 'string' ? part : part.Ref ?? part['Fn::GetAtt'].join('.'))).join('');
    expect(JSON.parse(text)).toEqual({
      RequestType: 'Rotate',
      StackId: 'AWS::StackId',
      LogicalResourceId: resource,
      ResourceProperties: { Name: '/ledger/dev/password', KeyId: expect.stringMatching(/^DataKey\w+\.Arn$/), Length: 32, Characters: expect.stringMatching(/^[A-Za-z0-9]{62}$/) },
    });
    template.hasResourceProperties('AWS::Lambda::Permission', { Principal: 'events.amazonaws.com', SourceArn: { 'Fn::GetAtt': [id, 'Arn'] } });
  });

  test('tell a target of new values by their names', () => {
    const parameters = parametersOf();
    const target = { bind: () => ({ arn: 'arn:aws:lambda:eu-west-2:123456789012:function:change' }) };
    parameters.onNewValue('Changed', target, 'password');
    parameters.onNewValue('AnyChanged', target);
    const rules = Object.values<any>(templateOf(Stack.of(parameters)).findResources(RULE)).map(({ Properties }) => Properties);
    expect(rules.map(({ EventPattern }) => EventPattern)).toEqual([['/ledger/dev/password'], ['/ledger/dev/username', '/ledger/dev/password']].map((name) => (
      { 'source': ['aws.ssm'], 'detail-type': ['Parameter Store Change'], 'detail': { name, operation: ['Update'] } })));
    expect(rules.flatMap(({ Targets }) => Targets.map(({ Arn }: any) => Arn))).toEqual(Array(2).fill('arn:aws:lambda:eu-west-2:123456789012:function:change'));
  });

  test.each(Object.values(Lifecycle))('have no finding: %s', (lifecycle) => {
    expect(findingsAtDefaults(lifecycle, (stack) => { parametersOf({ parameters: rotating }, stack); })).toEqual([]);
  });
});
